package build

import (
	"context"
	"strings"
	"sync"

	"annexa/internal/diag"
	"annexa/internal/site"
	"annexa/internal/soa"
)

// A Preview is the whole but its PDFs, rendered as it is asked for. It may be
// asked by many at once.
type Preview struct {
	loaded *Loaded
	site   *site.Site
	pages  map[string]site.Page
	files  map[string]bool
	soa    map[string]job
	index  func() map[string]site.Page // made when it is first asked for
}

// Preview makes the pages of what was loaded without rendering one. Errors
// among the problems mean that there is nothing to show.
func (l *Loaded) Preview(ctx context.Context, p Publication) (*Preview, []diag.Problem, error) {
	images, files, err := l.images(ctx, p.Workers)
	if err != nil {
		return nil, nil, err
	}
	s, problems := l.site(p, images, true)
	v := &Preview{loaded: l, site: s, pages: map[string]site.Page{}, files: map[string]bool{}, soa: map[string]job{}}
	if diag.CountOf(problems).Errors > 0 {
		return nil, problems, nil
	}
	for _, page := range s.Pages() {
		v.pages[page.Path] = page
	}
	v.index = sync.OnceValue(func() map[string]site.Page {
		index := map[string]site.Page{}
		for _, page := range s.Index() {
			index[page.Path] = page
		}
		return index
	})
	for _, name := range files {
		v.files[name] = true
	}
	statement := soa.Of(l.ISMS)
	for _, j := range statementJobs(statement, statement.Forms(l.Words)) {
		v.soa[j.path] = j
	}
	return v, problems, nil
}

// Get returns the file at a path of the site.
func (v *Preview) Get(path string) ([]byte, bool, error) {
	page, ok := v.pages[path]
	if !ok && strings.HasPrefix(path, site.SearchFolder) {
		page, ok = v.index()[path]
	}
	if ok {
		data, err := v.site.Render(page, nil)
		return data, true, err
	}
	if j, ok := v.soa[path]; ok {
		out, err := j.make(nil)
		return out.data, true, err
	}
	if name, ok := strings.CutPrefix(path, "files/"); ok && v.files[name] {
		data, err := whole(v.loaded.sources.Content, name)
		return data, true, err
	}
	return nil, false, nil
}
