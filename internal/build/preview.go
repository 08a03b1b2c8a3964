package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"annexa/internal/approval"
	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/site"
	"annexa/internal/soa"
	"annexa/internal/source"
)

// A Preview is the whole, each file made when it is asked for. Its pages are
// those of a build; its PDFs are not signed, and say that they are a preview.
// It may be asked by many at once.
type Preview struct {
	loaded    *Loaded
	site      *site.Site
	pages     map[string]site.Page
	files     map[string]bool
	soa       map[string]job
	index     func() map[string]site.Page        // made when it is first asked for
	pdfs      func() (map[string]pdfFile, error) // likewise
	sources   map[string]string                  // of pages: the files they are made of
	hashes    map[string][32]byte                // of these files
	of        map[string]*isms.Document          // by file
	registers map[string]*isms.Register          // by file
	look      func() (map[string][32]byte, error)
	headers   func() (http.Header, error)
}

// Preview makes the pages of what was loaded without rendering one. Errors
// among the problems mean that there is nothing to show.
func (l *Loaded) Preview(ctx context.Context, p Publication) (*Preview, []diag.Problem, error) {
	p.preview = true
	ready := l.preparedFor(ctx, p)
	if ready.err != nil {
		return nil, nil, ready.err
	}
	s, images, problems := ready.site, ready.images, ready.problems
	v := &Preview{
		loaded: l, site: s, pages: map[string]site.Page{}, files: map[string]bool{}, soa: map[string]job{},
		sources: map[string]string{}, hashes: map[string][32]byte{}, of: map[string]*isms.Document{}, registers: map[string]*isms.Register{},
		headers: sync.OnceValues(s.Headers),
	}
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
	for _, name := range ready.files {
		v.files[name] = true
	}
	statement := soa.Of(l.ISMS)
	forms := statement.Forms(l.Words)
	for _, j := range statementJobs(statement, forms) {
		v.soa[j.path] = j
	}
	v.pdfs = sync.OnceValues(func() (map[string]pdfFile, error) {
		pdfs := map[string]pdfFile{}
		if !p.PDF {
			return pdfs, nil
		}
		made, err := l.pdfFiles(p, images, statement, forms, true)
		for _, f := range made {
			pdfs[f.path] = f
		}
		return pdfs, err
	})
	source := func(page, file string, hash [32]byte) {
		if _, ok := v.pages[page]; ok {
			v.sources[page], v.hashes[file] = file, hash
		}
	}
	for _, d := range l.ISMS.Documents {
		source(d.Page, d.File, d.Hash)
		v.of[d.File] = d
	}
	for _, r := range l.ISMS.Registers {
		source(r.Page, r.File, r.Hash)
		v.registers[r.File] = r
	}
	for _, c := range l.ISMS.Catalogues {
		source(c.Page, c.File, c.Hash)
	}
	v.look = sync.OnceValues(func() (map[string][32]byte, error) {
		look := map[string][32]byte{}
		for name, page := range v.pages {
			if !strings.HasPrefix(name, site.AssetFolder) || strings.HasPrefix(name, site.SearchFolder) {
				continue
			}
			data, err := s.Render(page, nil)
			if err != nil {
				return nil, err
			}
			look[name] = sha256.Sum256(data)
		}
		return look, nil
	})
	return v, problems, nil
}

// Get returns the file at a path of the site, and whether there is one.
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
	if !strings.HasSuffix(path, ".pdf") {
		return nil, false, nil
	}
	pdfs, err := v.pdfs()
	if err != nil {
		return nil, true, err
	}
	f, ok := pdfs[path]
	if !ok {
		return nil, false, nil
	}
	file, err := f.make()
	if err != nil {
		err = fmt.Errorf("make %s: %w", path, err)
	}
	return file.PDF, true, err
}

// Reread is the page of a file, the only one that has changed in the content, as
// the preview of the whole will have it, without the rest of that being made.
// There is none where that is not known: where more than the file has a say in
// what the page shows now.
func (v *Preview) Reread(content fs.FS, file string) (page string, data []byte, ok bool, err error) {
	var p site.Page
	if r := v.registers[file]; r != nil {
		p, ok = v.rereadRegister(content, r)
	} else if d := v.of[file]; d != nil {
		p, ok, err = v.rereadDocument(content, d)
	}
	if !ok || err != nil {
		return "", nil, false, err
	}
	data, err = v.site.Render(p, nil)
	return p.Path, data, true, err
}

func (v *Preview) rereadDocument(content fs.FS, was *isms.Document) (p site.Page, ok bool, err error) {
	reader := v.loaded.reader(content)
	m, is, ok := v.loaded.ISMS.Reread(was, reader.Document(was.File), func(kept approval.Version) bool {
		now, readErr := source.ReadFile(content, was.File)
		err = errors.Join(err, readErr)
		return source.SameSubstance(was.File, kept.Text, now)
	})
	if !ok || err != nil {
		return site.Page{}, false, err
	}
	p, ok = v.site.Reread(m, was, is)
	return p, ok, nil
}

func (v *Preview) rereadRegister(content fs.FS, was *isms.Register) (p site.Page, ok bool) {
	file, _ := v.loaded.register(content, was.File)
	if file == nil {
		return site.Page{}, false
	}
	m, is, ok := v.loaded.ISMS.RereadRegister(was, file)
	if !ok {
		return site.Page{}, false
	}
	return v.site.RereadRegister(m, is)
}

// Sources are the files of the content that pages of the site are made of, by
// the paths of the pages; those that are made of one file each. The map is not
// to be changed.
func (v *Preview) Sources() map[string]string { return v.sources }

// Hash is the SHA-256 of such a file.
func (v *Preview) Hash(file string) [32]byte { return v.hashes[file] }

// Approved is the version of what a page shows that was approved last, if it was
// changed since: with the paths of the page of that text, and of the page that
// tells what changed. All are empty where there is none.
func (v *Preview) Approved(page string) (version, text, changes string) {
	d := v.of[v.sources[page]]
	if d == nil {
		return "", "", ""
	}
	return v.site.Changing(d)
}

// Look is the SHA-256 of each file of the theme, by its path within the site.
func (v *Preview) Look() (map[string][32]byte, error) { return v.look() }

// Headers are what a web server should send with every file of the site.
func (v *Preview) Headers() (http.Header, error) { return v.headers() }
