package isms_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/diag"
)

// FuzzLink links a document, a write-up and a register that are any bytes at
// all with some that are well made.
func FuzzLink(f *testing.F) {
	for seed := range uint64(5) {
		files := random(seed)
		f.Add([]byte(files["a.md"]), []byte(files["w.md"]), []byte(files["registers/risks.yaml"]), "edition: 2022\n", "x/y.md")
	}
	f.Add([]byte("---\nid: POL-01\nkind: polcy\n---\n[[POL-02#x|y]] ![x](//a) [x](../../x)"), []byte("---\nkind: control\nclause: 4\n---\n"), []byte("- {id: R-1, asset: POL-02}"), "edition: 2013\ndrafts: hide\npacks: [{id: p, include: [policies, A.5.1]}]\n", "A.MD")
	f.Fuzz(func(t *testing.T, document, writeUp, register []byte, settings, name string) {
		content := fstest.MapFS{
			"policies/x.md":        {Data: document},
			"controls/x.md":        {Data: writeUp},
			"registers/risks.yaml": {Data: register},
			"annexa.yaml":          {Data: []byte(settings)},
			"README.md":            {Data: []byte("[[POL-01]] A.5.15 [x](policies/x.md#one) [y](controls/x.md) R-001")},
			"b.md":                 {Data: []byte("---\nid: POL-02\nkind: policy\nimplements: [A.5.15]\nrelated: [POL-01, R-001]\n---\n")},
		}
		if fs.ValidPath(name) && strings.HasSuffix(strings.ToLower(name), ".md") {
			content[name] = &fstest.MapFile{Data: document}
		}
		loaded, err := build.Load(context.Background(), build.Sources{Content: content}, build.Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		m := loaded.ISMS
		pages := map[string]bool{}
		for _, d := range m.Documents {
			if d.Title == "" || d.Published && (d.Page == "" || pages[strings.ToLower(d.Page)] || strings.Contains(d.Page, "..") && !strings.Contains(d.File, "..")) {
				t.Fatalf("%s: %q at %q", d.File, d.Title, d.Page)
			}
			pages[strings.ToLower(d.Page)] = true
			for _, to := range d.Targets {
				if strings.HasPrefix(strings.ToLower(to.Address), "javascript:") || strings.HasPrefix(to.File, "../") {
					t.Fatalf("%+v", to)
				}
			}
			m.Review(d)
		}
		for _, p := range m.Config.Packs {
			for _, e := range m.Select(p).Entries {
				if e.Document != nil && !e.Document.Published {
					t.Fatalf("the pack %s holds %s", p.ID, e.Document.File)
				}
			}
		}
		for _, p := range loaded.Problems {
			if p.Message == "" || p.Severity == diag.Off || p.Place.File != "" && p.Place.Line == 0 && p.Place.Column != 0 {
				t.Fatalf("%+v", p)
			}
		}
	})
}
