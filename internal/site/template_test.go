package site_test

import (
	"bytes"
	"io/fs"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"annexa/internal/corpus"
	"annexa/internal/diag"
	"annexa/internal/site"
)

// with is a folder of templates with some files on top.
func with(t testing.TB, templates fs.FS, on map[string]string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := fs.Glob(templates, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(templates, name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	for name, text := range on {
		if text == "" {
			delete(out, name)
		} else {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}

func TestTemplateFaultsAreProblemsWithTheirPlace(t *testing.T) {
	l := load(t, fstest.MapFS{})
	for _, c := range []struct{ name, text, place, message string }{
		{"glossary.html", "<p>\n{{.Terms", "templates/glossary.html:2", "unclosed action"},
		{"glossary.html", "<p>\n{{.Trems}}", "templates/glossary.html:2:2", "can't evaluate field Trems"},
		{"document.html", "{{if .PDF}}\n\n{{if .State.Word}}{{.Sumary}}{{end}}{{end}}", "templates/document.html:3", "can't evaluate field Sumary"},
		{"document.html", `{{template "nowhere" .}}`, "templates/document.html", "no such template"},
		{"soa.html", `<a href="{{if .ID}}">{{end}}`, "templates/soa.html", "different contexts"},
		{"register.html", "", "templates/register.html", "there is no template register.html"},
	} {
		opt := options(t, l)
		opt.Templates = with(t, opt.Templates, map[string]string{c.name: c.text})
		s, problems := site.New(l.ISMS, opt)
		if s != nil || len(problems) == 0 {
			t.Errorf("%s %q: no problem", c.name, c.text)
			continue
		}
		found := false
		for _, p := range problems {
			found = found || strings.HasPrefix(p.Place.String(), c.place) && strings.Contains(p.Message, c.message)
		}
		if !found {
			t.Errorf("%s %q: %+v", c.name, c.text, problems)
		}
	}
}

// Templates of one's own are executed against filled and empty views; one that
// differs in nothing but a comment has those that Annexa brings executed too.
func TestTheTemplatesFitTheirViews(t *testing.T) {
	l := load(t, fstest.MapFS{})
	opt := options(t, l)
	lost, err := fs.ReadFile(opt.Templates, "404.html")
	if err != nil {
		t.Fatal(err)
	}
	opt.Templates = with(t, opt.Templates, map[string]string{"404.html": string(lost) + "{{/* one's own */}}"})
	if _, problems := site.New(l.ISMS, opt); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestATemplateThatNoPageIsMadeOfIsTold(t *testing.T) {
	l := load(t, corpus.FS(3))
	opt := options(t, l)
	opt.Templates = with(t, opt.Templates, map[string]string{
		"documnt.html": `<h1>{{.ID}}</h1>`, "banner.html": `<p>Ours</p>`, "idle.html": "x",
		"document.html": `<h1>{{.ID}}</h1>{{template "banner.html"}}`,
	})
	s, problems := site.New(l.ISMS, opt)
	if s == nil || len(problems) != 2 || diag.CountOf(problems).Warnings != 2 ||
		problems[0].Message != "no page is made of documnt.html" || problems[0].Hint != "did you mean document.html?" || problems[1].Place.File != "templates/idle.html" {
		t.Errorf("%+v", problems)
	}
}

func TestOneTemplateOfOnesOwnIsEnough(t *testing.T) {
	l := load(t, corpus.FS(3))
	opt := options(t, l)
	opt.Templates = with(t, opt.Templates, map[string]string{"document.html": `<h1>{{.ID}}</h1>{{template "facts" .Facts}}`})
	page := string(render(t, l, opt)["documents/DOC-0001.html"])
	if !strings.Contains(page, "<h1>DOC-0001</h1><dl") || !strings.Contains(page, "<footer") {
		t.Error(page)
	}
}

func TestSameContentSameBytesWhateverTheWorkers(t *testing.T) {
	l := load(t, corpus.FS(20))
	opt := options(t, l)
	first := render(t, l, opt)
	s, problems := site.New(l.ISMS, opt)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var mu sync.Mutex
	second := map[string][]byte{}
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := worker; i < len(s.Pages()); i += 4 {
				data, err := s.Render(s.Pages()[i], nil)
				mu.Lock()
				if err != nil {
					t.Error(err)
				}
				second[s.Pages()[i].Path] = data
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if !maps.EqualFunc(first, second, bytes.Equal) {
		t.Error("two renderings differ")
	}
}

func TestWhatIsNotPublishedIsOnNoPage(t *testing.T) {
	content := fstest.MapFS{
		"annexa.yaml":          {Data: []byte("drafts: hide\ndate: 2026-11-02\n")},
		"policies/open.md":     {Data: []byte("---\nid: POL-01\ntitle: Open\nkind: policy\nstatus: approved\n---\nSee [[POL-02]], POL-02 and [the draft](hidden.md). [[A.5.1]]\n")},
		"policies/hidden.md":   {Data: []byte("---\nid: POL-02\ntitle: Sekrit title\nkind: policy\nstatus: draft\nsummary: sekrit summary\nimplements: [A.5.1]\nrelated: [POL-01]\n---\nsekrit text [[POL-01]] [[A.5.2]]\n")},
		"controls/A.5.1.md":    {Data: []byte("---\ncontrol: A.5.1\napplicable: no\njustification: sekrit reason\nstatus: draft\nowner: Sekrit Owner\n---\nsekrit write-up\n")},
		"notes/held.md":        {Data: []byte("---\ntitle: Sekrit note\npublished: false\n---\nsekrit [open](../policies/open.md)\n")},
		"notes/index.md":       {Data: []byte("[A note](held.md), [[held]]\n")},
		"registers/risks.yaml": {Data: []byte("- {id: R-1, title: Loss, affects: [c], likelihood: 3, impact: 4, treatment: modify, controls: [A.5.1], owner: Boss}\n")},
	}
	l := load(t, content)
	for name, data := range render(t, l, options(t, l)) {
		if i := bytes.Index(bytes.ToLower(data), []byte("sekrit")); i >= 0 {
			t.Errorf("%s: …%s…", name, data[max(0, i-60):min(len(data), i+60)])
		}
	}
}
