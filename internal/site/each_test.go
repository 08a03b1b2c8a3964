package site

import (
	"html/template"
	"strings"
	"sync"
	"testing"

	"annexa/internal/stencil"
)

// each of the templates below says what its range says.
const eachTemplates = `{{define "item"}}<li><a href="{{.Href}}">{{.Text}}</a></li>
{{end}}{{define "each"}}<ul title="x">{{each "item" .}}</ul>{{end}}{{define "range"}}<ul title="x">{{range .}}{{template "item" .}}{{end}}</ul>{{end}}` +
	`{{define "each-by"}}{{each "item" . ", "}}{{end}}{{define "range-by"}}{{range $i, $l := .}}{{if $i}}, {{end}}{{template "item" $l}}{{end}}{{end}}` +
	`{{define "nowhere"}}{{each "no-such" .}}{{end}}`

func parseEach(t *testing.T) (*each, *template.Template) {
	t.Helper()
	e := &each{}
	root, err := template.New("").Funcs(template.FuncMap{"each": e.list}).Parse(eachTemplates)
	if err != nil {
		t.Fatal(err)
	}
	e.stencils = stencil.New(root, e.append, nil)
	return e, root
}

func TestEachSaysWhatRangeSays(t *testing.T) {
	_, root := parseEach(t)
	a, evil := Link{Href: "a.html", Text: "A"}, Link{Href: "javascript:x", Text: `<script>"&'+`}
	for _, list := range [][]Link{nil, {a}, {a, a, evil, a}, {evil, a}} {
		for _, suffix := range []string{"", "-by"} {
			var got, want strings.Builder
			if err := root.ExecuteTemplate(&got, "each"+suffix, list); err != nil {
				t.Fatal(err)
			}
			if err := root.ExecuteTemplate(&want, "range"+suffix, list); err != nil {
				t.Fatal(err)
			}
			if got.String() != want.String() {
				t.Errorf("%v:\ngot  %s\nwant %s", list, got.String(), want.String())
			}
		}
	}
}

func TestEachExecutesATemplateOnceForAValue(t *testing.T) {
	e, root := parseEach(t)
	list := []Link{{Href: "a.html", Text: "A"}, {Href: "b.html", Text: "B"}, {Href: "a.html", Text: "A"}}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			var b strings.Builder
			if err := root.ExecuteTemplate(&b, "each", list); err != nil || strings.Count(b.String(), "<li>") != len(list) {
				t.Errorf("%q, %v", b.String(), err)
			}
		})
	}
	group.Wait()
	if len(e.links.made) != 2 {
		t.Errorf("%d values are kept, want 2", len(e.links.made))
	}
}

func TestEachNamesWhatItCannotDo(t *testing.T) {
	_, root := parseEach(t)
	for _, c := range []struct {
		view any
		want string
	}{{[]string{"x"}, "each takes no []string: use range"}, {[]Link{{}}, "no-such"}} {
		var b strings.Builder
		if err := root.ExecuteTemplate(&b, "nowhere", c.view); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.view, err)
		}
	}
}
