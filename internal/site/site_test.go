package site_test

import (
	"context"
	"io/fs"
	"slices"
	"testing"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/site"
	"annexa/templates"
	"annexa/themes"
)

// load reads and links a content tree as a build does.
func load(t testing.TB, content fs.FS) *build.Loaded {
	t.Helper()
	l, err := build.Load(context.Background(), build.Sources{Content: content}, build.Options{
		Day:     func(pinned day.Date) day.Date { return pinned },
		Workers: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// options are those of a build with PDFs.
func options(t testing.TB, l *build.Loaded) site.Options {
	t.Helper()
	theme, err := fs.Sub(themes.FS, "default")
	if err != nil {
		t.Fatal(err)
	}
	opt := site.Options{Words: l.Words, Templates: templates.FS, Theme: theme, Generator: "annexa test", PDF: true, Problems: func() []diag.Problem { return l.Problems }}
	for _, p := range l.ISMS.Config.Packs {
		opt.Packs = append(opt.Packs, site.PackLink{ID: p.ID, Title: p.Title, Path: "packs/" + p.ID + ".pdf", Classification: p.Classification})
	}
	return opt
}

// render makes all pages, by path.
func render(t testing.TB, l *build.Loaded, opt site.Options) map[string][]byte {
	t.Helper()
	s, problems := site.New(l.ISMS, opt)
	for _, p := range problems {
		t.Fatalf("%s: %s: %s", p.Place, p.Rule.Name, p.Message)
	}
	if !slices.IsSortedFunc(s.Pages(), func(a, b site.Page) int { return map[bool]int{true: -1, false: 1}[a.Path < b.Path] }) {
		t.Error("the pages are not in the order of their paths, or one is there twice")
	}
	out := make(map[string][]byte, len(s.Pages()))
	for _, p := range s.Pages() {
		data, err := s.Render(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		out[p.Path] = data
	}
	return out
}
