package site

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"

	"annexa/internal/diag"
	"annexa/internal/language"
	"annexa/internal/stencil"
	"annexa/templates"
)

// views are the templates that must be there, each with the view it is
// executed against.
var views = map[string]any{
	"layout.html":           Layout{},
	"404.html":              Lost{},
	"home.html":             Home{},
	"documents.html":        Documents{},
	"document.html":         Document{},
	"retired.html":          Retired{},
	"unreadable.html":       Unreadable{},
	"clauses.html":          Clauses{},
	"clause.html":           Clause{},
	"annex-a.html":          AnnexA{},
	"group.html":            Group{},
	"catalogue.html":        Catalogue{},
	"catalogues.html":       Catalogues{},
	"control.html":          Control{},
	"former.html":           Former{},
	"soa.html":              SoA{},
	"acknowledgements.html": Acknowledgements{},
	"approvals.html":        Approvals{},
	"version.html":          ApprovedText{},
	"revision.html":         Revision{},
	"registers.html":        Registers{},
	"register.html":         Register{},
	"reviews.html":          Reviews{},
	"calendar.html":         Calendar{},
	"changes.html":          Changes{},
	"coverage.html":         CoveragePage{},
	"readiness.html":        Readiness{},
	"audits.html":           AuditMatrix{},
	"verify.html":           Verify{},
	"trace.html":            Trace{},
	"traceability.html":     TraceIndex{},
	"glossary.html":         Glossary{},
	"standard.html":         Standard{},
	"search.html":           Search{},
	"moved.html":            Moved{},
}

// Templates are the templates of the pages, ready to be executed. They are safe
// for many workers, and keep what was made of values that many pages show.
type Templates struct {
	stencils *stencil.Set
	parts    *each
	problems []diag.Problem
}

// Forget drops what was made of values. Templates that serve one site after
// another would keep all that any of them ever said.
func (t *Templates) Forget() {
	if t.parts != nil {
		t.parts.forget()
	}
}

// ReadTemplates reads the templates at the root of fsys, which say the words
// given. It depends on nothing else, so that it can be done while the content
// is read; what is wrong with a template is said by [New].
//
// If any is the user's own, all are executed against samples of their views, so
// that a misspelt field is found before anything is made.
func ReadTemplates(fsys fs.FS, words *language.Language) *Templates {
	names, err := fs.Glob(fsys, "*.html")
	if err != nil {
		return &Templates{problems: []diag.Problem{fault(err)}}
	}
	var problems []diag.Problem
	parts := &each{}
	says := &says{words}
	root := template.New("").Funcs(template.FuncMap{"each": parts.list, "say": says.any})
	parts.stencils = stencil.New(root, parts.append, says.texts)
	own := false
	var all []byte // what the templates say
	for _, name := range names {
		src, err := fs.ReadFile(fsys, name)
		all = append(all, src...)
		if err == nil {
			_, err = root.New(name).Parse(string(src))
			own = own || !brought(name, src)
		}
		if err != nil {
			problems = append(problems, fault(err))
		}
	}
	if len(problems) > 0 {
		return &Templates{problems: problems}
	}
	for _, name := range slices.Sorted(keysOf(views)) {
		t := root.Lookup(name)
		if t == nil {
			problems = append(problems, diag.Template.At(diag.Place{File: path.Join("templates", name)}, "there is no template %s", name))
			continue
		}
		if !own {
			continue // a test has executed those that Annexa brings
		}
		for _, filled := range []bool{true, false} {
			if err := t.Execute(io.Discard, sample(reflect.TypeOf(views[name]), filled, 0).Interface()); err != nil {
				problems = append(problems, fault(err))
				break
			}
		}
	}
	if own {
		problems = append(problems, idle(names, all)...)
	}
	if len(problems) == 0 && !own {
		if err := parts.stencils.Prepare(views); err != nil {
			problems = append(problems, fault(err))
		}
	}
	return &Templates{parts.stencils, parts, diag.Sort(problems)}
}

// idle are the templates of a name that Annexa does not have, and that no other
// one takes in: their writer meant to change a page.
func idle(names []string, all []byte) []diag.Problem {
	var problems []diag.Problem
	for _, name := range names {
		if _, err := fs.Stat(templates.FS, name); err == nil || bytes.Contains(all, []byte(strconv.Quote(name))) {
			continue
		}
		p := diag.Template.At(diag.Place{File: path.Join("templates", name)}, "no page is made of %s", name).AtMost(diag.Warning)
		if near := diag.Nearest(name, slices.Values(slices.Sorted(keysOf(views)))); near != "" {
			p = p.Hinting("did you mean %s?", near)
		} else {
			p = p.Hinting("call it as one that Annexa has, or take it in from there: {{template %q .}}", name)
		}
		problems = append(problems, p)
	}
	return problems
}

// brought says that a template is the one in the binary.
func brought(name string, src []byte) bool {
	data, err := templates.FS.ReadFile(name)
	return err == nil && bytes.Equal(data, src)
}

func keysOf[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// sample makes a value of a view's type: filled, with one element in each list
// and every pointer set, so that a template's branches are taken; or zero.
func sample(t reflect.Type, filled bool, depth int) reflect.Value {
	v := reflect.New(t).Elem()
	if !filled || depth > 8 {
		return v
	}
	switch t.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(sample(t.Elem(), filled, depth+1))
	case reflect.Slice:
		v.Set(reflect.Append(v, sample(t.Elem(), filled, depth+1)))
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() {
				v.Field(i).Set(sample(t.Field(i).Type, filled, depth+1))
			}
		}
	}
	return v
}

// templatePlace finds file and line in the errors of the template packages:
// template: document.html:12:3: executing …
var templatePlace = regexp.MustCompile(`^(?:html/)?template: ?([^:\s]+\.html):(\d+)(?::(\d+))?: (.*)$`)

// fault is an error of a template as a problem with its place.
func fault(err error) diag.Problem {
	if p, ok := Fault(err); ok {
		return p
	}
	return templateProblem(diag.Place{File: "templates"}, err.Error())
}

// Fault is an error of [Site.Render] as a problem with its place in a template,
// if it is one of a template.
func Fault(err error) (diag.Problem, bool) {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if m := templatePlace.FindStringSubmatch(e.Error()); m != nil {
			place := diag.Place{File: path.Join("templates", m[1])}
			place.Line, _ = strconv.Atoi(m[2])   // digits, as the pattern says
			place.Column, _ = strconv.Atoi(m[3]) // digits or nothing
			return templateProblem(place, m[4]), true
		}
	}
	return diag.Problem{}, false
}

func templateProblem(place diag.Place, message string) diag.Problem {
	return diag.Template.At(place, "%s", message).Hinting("mend the template, or delete it to have the one Annexa brings")
}
