// Package stencil executes templates of html/template without looking names up
// each time.
//
// A template is compiled once for each type it is executed against: fields
// become indices, escapers direct calls, and the output is appended to a slice.
// The bytes are those that html/template makes, which stays in charge: it
// parses, it decides how each action is escaped, and it executes whatever a
// stencil cannot: a template that calls methods or functions other than those
// below, ranges over a map, prints a value other than a text, a number or a
// truth, or that fails half-way, so that its error is the one authors know.
//
// Compiled are: text, fields, variables and their declaration, if, with, range
// over slices, template, the functions and, or, not, eq, ne, lt, le, gt, ge and
// len, and two functions of the user's: [Each] and [Say].
package stencil

import (
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strings"
	"sync"
)

// Each appends to dst what a template called name makes of each element of
// list, with between between two. Templates call it as
// {{each "name" .List}} or {{each "name" .List ", "}}.
type Each func(dst []byte, name string, list any, between string) ([]byte, error)

// Say is a text of the interface: {{say "path" "name" .Name "n" .Number}}, words
// to fill in by name. What depends on constants alone is said once, when the
// template is compiled.
type Say func(path string, with ...string) (string, error)

// A Set is the templates that can call each other. It is safe for many workers.
type Set struct {
	templates *template.Template
	each      Each
	say       Say
	escaped   bool // all templates are
	mu        sync.RWMutex
	programs  map[key]*program
}

// A key tells programs apart: a template is compiled for each type.
type key struct {
	name string
	view reflect.Type
}

// New makes a set of templates that are all parsed. The functions each and say
// must be known to them too, for what html/template executes.
func New(templates *template.Template, each Each, say Say) *Set {
	return &Set{templates: templates, each: each, say: say, programs: map[key]*program{}}
}

// Prepare escapes all templates of the set, and compiles those of views, by their names, before any
// is executed. Left to itself html/template escapes each when it is first executed, and goes through
// all that were escaped before each time; a template that calls every other is escaped with them at
// once. An error is that of html/template: what can be executed then, still can.
func (s *Set) Prepare(views map[string]any) error {
	var calls strings.Builder
	for _, t := range s.templates.Templates() {
		if t.Tree != nil {
			fmt.Fprintf(&calls, "{{template %q}}", t.Name())
		}
	}
	all, err := s.templates.New("every template").Parse("{{if false}}" + calls.String() + "{{end}}")
	if err != nil {
		return err
	}
	if err := all.Execute(io.Discard, nil); err != nil {
		return err
	}
	s.escaped = true
	for name, view := range views {
		s.program(name, reflect.TypeOf(view))
	}
	return nil
}

// Append appends to dst what the template called name makes of view. The error
// is that of html/template; nothing is appended then.
func (s *Set) Append(dst []byte, name string, view any) ([]byte, error) {
	if p := s.program(name, reflect.TypeOf(view)); p.ok() {
		f := frame{dst: dst}
		p.run(&f, reflect.ValueOf(view))
		if !f.failed {
			return f.dst, nil
		}
	}
	w := appender{dst}
	if err := s.templates.ExecuteTemplate(&w, name, view); err != nil {
		return dst, err
	}
	return w.dst, nil
}

// Compiles says that a template is compiled for a view, and if not, why.
func (s *Set) Compiles(name string, view any) error {
	return s.program(name, reflect.TypeOf(view)).whole()
}

// program is the template compiled for a type.
func (s *Set) program(name string, view reflect.Type) *program {
	s.mu.RLock()
	p, ok := s.programs[key{name, view}]
	s.mu.RUnlock()
	if ok {
		return p
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// Escaping is done by the first execution, on the whole of what a template
	// calls; whether that execution works out does not matter here.
	if t := s.templates.Lookup(name); t != nil && view != nil && !s.escaped {
		_ = t.Execute(io.Discard, reflect.Zero(view).Interface())
	}
	return s.compile(name, view)
}

// An appender is a writer onto a slice.
type appender struct{ dst []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.dst = append(a.dst, p...)
	return len(p), nil
}

func (a *appender) WriteString(p string) (int, error) {
	a.dst = append(a.dst, p...)
	return len(p), nil
}

// A program is a template compiled for a type.
type program struct {
	steps     []step
	variables int        // slots of the stack it needs
	calls     []*program // templates it calls
	err       error      // why it cannot be compiled
	judged    bool
	verdict   error // of it and all it calls
}

// A step does one thing of a template.
type step func(f *frame)

// A frame is an execution.
type frame struct {
	dst    []byte
	dot    reflect.Value
	stack  []reflect.Value // the variables of the templates that are being executed
	base   int             // of the present one
	failed bool            // something only html/template can put in words
}

func (p *program) ok() bool { return p.verdict == nil }

func (p *program) whole() error { return p.verdict }

// judge finds whether a program and all that it calls are compiled.
func (p *program) judge(seen map[*program]bool) error {
	if p.err != nil || seen[p] {
		return p.err
	}
	seen[p] = true
	for _, call := range p.calls {
		if err := call.judge(seen); err != nil {
			return err
		}
	}
	return nil
}

// run executes a program against a view, with variables of its own.
func (p *program) run(f *frame, view reflect.Value) {
	dot, base := f.dot, f.base
	f.dot, f.base = view, len(f.stack)
	for range p.variables {
		f.stack = append(f.stack, reflect.Value{})
	}
	f.stack[f.base] = view
	for _, step := range p.steps {
		step(f)
	}
	f.stack = f.stack[:f.base]
	f.dot, f.base = dot, base
}

// errorf is why a template cannot be compiled.
func errorf(format string, a ...any) error { return fmt.Errorf(format, a...) }
