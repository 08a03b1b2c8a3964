package site

import (
	"html/template"
	"reflect"
	"strings"
	"testing"

	"annexa/internal/language"
	"annexa/internal/stencil"
	"annexa/templates"
)

// Every template that Annexa brings is compiled for its view, and what the
// stencil makes is what html/template makes, with hostile texts in every field.
func TestStencilsSayWhatHTMLTemplateSays(t *testing.T) {
	parts := &each{}
	words, _ := language.Of("en", templates.FS, nil)
	says := &says{words}
	parse := func() *template.Template {
		root, err := template.New("").Funcs(template.FuncMap{"each": parts.list, "say": says.any}).ParseFS(templates.FS, "*.html")
		if err != nil {
			t.Fatal(err)
		}
		return root
	}
	root := parse()
	parts.stencils = stencil.New(parse(), parts.append, says.texts)
	if err := parts.stencils.Prepare(views); err != nil {
		t.Fatal(err)
	}
	for name, view := range views {
		for _, text := range []string{"", "x", `<b>"a" & 'b'</b> + ` + "\x00\xff", "javascript:alert(1)", "a b%20%zz?ä=(1)&c=[d]"} {
			full := sample(reflect.TypeOf(view), text != "", 0)
			fill(full, text)
			var want strings.Builder
			if err := root.ExecuteTemplate(&want, name, full.Interface()); err != nil {
				t.Fatal(err)
			}
			got, err := parts.stencils.Append([]byte("before"), name, full.Interface())
			if err != nil || string(got) != "before"+want.String() {
				t.Errorf("%s with %q: %v\ngot  %s\nwant %s", name, text, err, got, want.String())
			}
		}
		if err := parts.stencils.Compiles(name, view); err != nil {
			t.Errorf("%s is not compiled: %v", name, err)
		}
	}
}

// fill puts a text into every text of a value.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), text)
			}
		}
	}
}
