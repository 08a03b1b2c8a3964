package stencil

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"testing"
)

type person struct {
	Name, Note string
	Age        int
	Alive      bool
	Boss       *person
	Staff      []person
	Home       template.URL
	Cap        template.HTML
	Labels     map[string]string
	Place
}

type Place struct{ Town string }

func (person) Greeting() string { return "hello" }

var compiled = map[string]string{
	"fields":     `{{.Name}} {{.Age}} {{.Town}} {{.Place.Town}} {{.Cap}}`,
	"attributes": `<a href="{{.Home}}" title="{{.Name}}" id="x-{{.Age}}">{{.Home}}</a><a href="{{.Name}}">x</a><a href="x?y={{.Name}}#{{.Home}}">x</a>`,
	"title":      `<title>{{.Name}}{{.Age}}</title>`,
	"if":         `{{if .Alive}}a{{else if .Name}}b{{else}}c{{end}}{{if .Age}}d{{end}}{{if .Staff}}e{{end}}{{if .Boss}}f{{end}}{{if .Place}}g{{end}}`,
	"functions":  `{{if and .Name (not .Alive) (eq .Note "x")}}a{{end}}{{if or .Alive (gt (len .Staff) 1)}}b{{end}}{{if ne .Name .Note}}c{{end}}{{if ge .Age 3}}d{{end}}{{if lt .Name .Note}}e{{end}}{{len .Staff}}`,
	"with":       `{{with .Boss}}{{.Name}}{{with $p := .Staff}}{{len $p}}{{end}}{{else}}none {{.Name}}{{end}}`,
	"range":      `{{range $i, $p := .Staff}}{{if $i}}, {{end}}{{$p.Name}} {{$.Name}} {{.Age}}{{else}}nobody{{end}}{{range $p := .Staff}}{{$p.Note}}{{end}}`,
	"variables":  `{{$n := .Name}}{{if .Alive}}{{$n := .Note}}{{$n}}{{end}}{{$n}}`,
	"tree":       `{{define "branch"}}<li>{{.Name}}{{range .Staff}}<ul>{{template "branch" .}}</ul>{{end}}</li>{{end}}{{template "branch" .}}`,
	"alone":      `{{define "word"}}word{{end}}{{template "word"}}`,
	"each":       `{{each "row" .Staff}}|{{each "row" .Staff ", "}}`,
	"say":        `<p title="{{say "a & b"}}">{{say "a & b"}} {{say "of" "name" .Name "n" .Age}}{{with say "x"}}{{.}}{{end}}</p>`,
}

// left are templates that html/template executes.
var left = map[string]string{
	"method":       `{{.Greeting}}`,
	"map":          `{{.Labels.x}}{{range .Labels}}{{.}}{{end}}`,
	"printf":       `{{printf "%s" .Name}}`,
	"pointer":      `{{.Boss.Name}}`, // nil in some
	"unquoted":     `<a title={{.Name}}>x</a>`,
	"script":       `<script>let x = {{.Name}}</script>`,
	"assigned":     `{{$n := ""}}{{range .Staff}}{{$n = .Name}}{{end}}{{$n}}`,
	"break":        `{{range .Staff}}{{break}}{{end}}`,
	"truth":        `{{.Alive}}`,
	"in attribute": `{{define "part"}}{{.Name}}{{end}}<a title="{{template "part" .}}">x</a>`,
	"html in it":   `<a title="{{.Cap}}">x</a>`,
	"no field":     `{{.Nmae}}`,
	"each of none": `{{each "row" .Labels}}`,
	"endless":      `{{define "round"}}{{template "round" .}}{{end}}{{if .Alive}}{{template "round" .}}{{end}}`,
	"say it not":   `{{if .Alive}}{{say "" "name" .Name}}{{end}}`,
	"say truth":    `{{say "x" .Alive}}`,
	"of nothing":   `{{define "what"}}{{if .}}x{{end}}{{.}}{{end}}{{template "what"}}`,
}

func sets(t testing.TB, text string) (*Set, *template.Template) {
	t.Helper()
	var s *Set
	each := func(dst []byte, name string, list any, between string) ([]byte, error) {
		people, ok := list.([]person)
		if !ok {
			return dst, errorf("no people")
		}
		for i, p := range people {
			if i > 0 {
				dst = append(dst, between...)
			}
			var err error
			if dst, err = s.Append(dst, name, p); err != nil {
				return dst, err
			}
		}
		return dst, nil
	}
	say := func(path string, with ...string) (string, error) {
		if path == "" {
			return "", errors.New("nothing to say")
		}
		return path + strings.Join(with, "|"), nil
	}
	functions := template.FuncMap{"each": func(name string, list any, between ...string) (template.HTML, error) {
		text, err := each(nil, name, list, strings.Join(between, ""))
		return template.HTML(text), err
	}, "say": func(path string, with ...any) (string, error) {
		texts := make([]string, len(with))
		for i, w := range with {
			texts[i] = fmt.Sprint(w)
		}
		return say(path, texts...)
	}}
	parse := func() *template.Template {
		return template.Must(template.New("page").Funcs(functions).Parse(text + `{{define "row"}}<b>{{.Name}}</b>{{end}}`))
	}
	s = New(parse(), each, say)
	return s, parse()
}

func people(text string) []person {
	boss := person{Name: text, Note: "x", Age: -3, Staff: []person{{Note: text}}}
	return []person{
		{}, boss,
		{Name: text, Note: "x", Alive: true, Age: 7, Boss: &boss, Staff: []person{boss, {Name: "b"}, boss}, Home: template.URL(text), Cap: template.HTML(text), Labels: map[string]string{"x": text}, Place: Place{text}},
	}
}

func compare(t *testing.T, name, text string, view person) {
	t.Helper()
	for _, prepared := range []bool{false, true} {
		compareOne(t, name, text, view, prepared)
	}
}

func compareOne(t *testing.T, name, text string, view person, prepared bool) {
	t.Helper()
	s, slow := sets(t, text)
	if prepared {
		if err := s.Prepare(map[string]any{"page": view}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var want bytes.Buffer
	wanted := slow.Execute(&want, view)
	got, err := s.Append([]byte("before "), "page", view)
	switch {
	case wanted != nil && (err == nil || err.Error() != wanted.Error()):
		t.Errorf("%s: %v, want %v", name, err, wanted)
	case wanted != nil && string(got) != "before ":
		t.Errorf("%s: %q stays after an error", name, got)
	case wanted == nil && (err != nil || string(got) != "before "+want.String()):
		t.Errorf("%s: %v\ngot  %s\nwant %s", name, err, got, want.String())
	}
}

var hostile = []string{"", "Ada", `<b>"a" & 'b'</b> + ` + "\x00\xff", "javascript:alert(1)", "a/b:c", "MAILTO:x", "http://x/?a=b&c=%20%zz#ä(1)[2]"}

func TestACompiledTemplateSaysWhatHTMLTemplateSays(t *testing.T) {
	for name, text := range compiled {
		s, _ := sets(t, text)
		if err := s.Compiles("page", person{}); err != nil {
			t.Errorf("%s is not compiled: %v", name, err)
		}
		for _, word := range hostile {
			for _, view := range people(word) {
				compare(t, name, text, view)
			}
		}
	}
}

func TestWhatIsNotCompiledIsLeftToHTMLTemplate(t *testing.T) {
	for name, text := range left {
		s, _ := sets(t, text)
		if err := s.Compiles("page", person{}); err == nil && name != "pointer" && name != "endless" && name != "say it not" {
			t.Errorf("%s is compiled", name)
		}
		for _, word := range hostile {
			for _, view := range people(word) {
				if name != "endless" || !view.Alive {
					compare(t, name, text, view)
				}
			}
		}
	}
}

func TestWhatIsSaidOfNoViewIsSaidWhenATemplateIsCompiled(t *testing.T) {
	said := map[string]int{}
	say := func(path string, with ...string) (string, error) {
		said[path]++
		return path + strings.Join(with, ""), nil
	}
	functions := template.FuncMap{"say": func(path string, with ...any) (string, error) { return path + fmt.Sprint(with...), nil }}
	text := `{{say "fixed"}}<p title="{{say "counted" "n" 1}}">{{range .Staff}}{{say "of each" "name" .Name}}{{end}}</p>`
	s := New(template.Must(template.New("page").Funcs(functions).Parse(text)), nil, say)
	if err := s.Compiles("page", person{}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := s.Append(nil, "page", person{Staff: []person{{}, {}}}); err != nil {
			t.Fatal(err)
		}
	}
	if said["fixed"] != 1 || said["counted"] != 1 || said["of each"] != 6 {
		t.Errorf("%v", said)
	}
}

func TestATemplateThatCallsItselfForEverIsAnError(t *testing.T) {
	s, _ := sets(t, left["endless"])
	if got, err := s.Append(nil, "page", person{Alive: true}); err == nil || !strings.Contains(err.Error(), "exceeded maximum template depth") || len(got) > 0 {
		t.Errorf("%v, %q", err, got)
	}
}

func TestManyWorkersMakeTheSame(t *testing.T) {
	view := people("Ada & Bob")[2]
	s, slow := sets(t, compiled["tree"]+compiled["each"]+left["script"])
	var want strings.Builder
	if err := slow.Execute(&want, view); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if got, err := s.Append(nil, "page", view); err != nil || string(got) != want.String() {
					t.Errorf("%v, %s", err, got)
				}
			}
		})
	}
	group.Wait()
}

// What authors write in fields is compared in every place that is compiled.
func FuzzFields(f *testing.F) {
	for _, word := range hostile {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		for _, view := range people(word) {
			compare(t, "attributes", compiled["attributes"]+compiled["title"]+compiled["fields"], view)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	view := people("Ada")[2]
	text := compiled["attributes"] + compiled["range"] + compiled["functions"]
	b.Run("stencil", func(b *testing.B) {
		s, _ := sets(b, text)
		var dst []byte
		b.ReportAllocs()
		for b.Loop() {
			dst, _ = s.Append(dst[:0], "page", view)
		}
	})
	b.Run("html", func(b *testing.B) {
		_, slow := sets(b, text)
		var dst bytes.Buffer
		b.ReportAllocs()
		for b.Loop() {
			dst.Reset()
			if err := slow.Execute(&dst, view); err != nil {
				b.Fatal(err)
			}
		}
	})
}
