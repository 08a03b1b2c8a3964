package main

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/release"
	"annexa/internal/sign"
)

// rebuilt is what building the content again came to.
type rebuilt struct {
	Project string   `json:"project"`
	Date    string   `json:"date"`
	Same    bool     `json:"same"`
	Path    string   `json:"path,omitempty"`    // of a file, where the project publishes it
	Differ  []string `json:"differ,omitempty"`  // of a site: PDFs that come out otherwise, or not at all
	Content *bool    `json:"content,omitempty"` // of a site: whether what is read is what was read then
	pdfs    int
}

func (r *rebuilt) String() string {
	switch {
	case r.Path != "":
		return fmt.Sprintf("%s, built as on %s, makes these very bytes before they were signed (%s)", r.Project, r.Date, r.Path)
	case r.Same:
		return fmt.Sprintf("%s, built as on %s, makes all %d PDFs, byte for byte before they were signed", r.Project, r.Date, r.pdfs)
	case r.Content == nil:
		return fmt.Sprintf("%s, built as on %s, makes no PDF of these bytes", r.Project, r.Date)
	}
	s := fmt.Sprintf("%s, built as on %s, makes %d of %d PDFs otherwise or not at all", r.Project, r.Date, len(r.Differ), r.pdfs)
	for i, name := range r.Differ {
		if i == maxNamed {
			return fmt.Sprintf("%s, and %d more", s, len(r.Differ)-i)
		}
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		s += sep + printable(name)
	}
	return s
}

// rebuild says whether the project of --rebuild makes the unsigned revision of a
// file: as on the day of --date, that of the manifest beside the file, or the one
// that its first signature claims.
func (v *verifying) rebuild(r *sign.Report, date string) (*rebuilt, error) {
	for _, s := range r.Signatures {
		if date == "" && !s.TimeStamp && len(s.Claimed) >= len("2006-01-02") {
			date = s.Claimed[:len("2006-01-02")]
		}
	}
	out := &rebuilt{Project: v.command.Rebuild}
	made, err := v.project(date, out)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(made.bases)) {
		if made.bases[name].String() == r.Base {
			out.Same, out.Path = true, name
			break
		}
	}
	return out, nil
}

// rebuildSite says whether the project makes the unsigned revisions of all PDFs
// that a manifest lists.
func (v *verifying) rebuildSite(m release.Manifest) (*rebuilt, error) {
	out := &rebuilt{Project: v.command.Rebuild, Same: true}
	made, err := v.project(m.Date, out)
	if err != nil {
		return nil, err
	}
	content := made.content == m.Content
	out.Content = &content
	for _, f := range m.Files {
		if f.Base == (release.Hash{}) {
			continue
		}
		out.pdfs++
		if made.bases[f.Path] != f.Base {
			out.Same = false
			out.Differ = append(out.Differ, f.Path)
		}
	}
	return out, nil
}

// A making is what the project of --rebuild makes as on a day.
type making struct {
	bases   map[string]release.Hash // of the unsigned revisions, by path
	content release.Hash            // of what is read
}

// project builds the project of --rebuild as on a day, once for each day.
func (v *verifying) project(date string, out *rebuilt) (*making, error) {
	flags := v.command.contentFlags
	if flags.Date == "" {
		flags.Date = date
	}
	if _, err := day.Parse(flags.Date); err != nil {
		return nil, usageError{errors.New("the day of the build is not known: say it with --date")}
	}
	out.Date = flags.Date
	if m := v.makings[out.Date]; m != nil {
		return m, nil
	}
	p, err := open(v.command.Rebuild, "public")
	if err != nil {
		return nil, err
	}
	defer p.close()
	l, err := v.load(p, flags, build.Options{})
	if err != nil {
		return nil, err
	}
	m := &making{}
	if m.bases, err = l.Bases(v.ctx, runtime.GOMAXPROCS(0)); err != nil {
		return nil, err
	}
	if m.content, err = l.ContentHash(v.ctx); err != nil {
		return nil, err
	}
	v.makings[out.Date] = m
	return m, nil
}
