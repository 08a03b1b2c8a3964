package site

import (
	"fmt"
	"html/template"
	"strings"
	"sync"
)

// An each is the function of that name in the templates: {{each "entry" .List}} says what
// {{range .List}}{{template "entry" .}}{{end}} says, and executes the template
// once for each different value. An entry for a policy as seen from documents/
// stands on hundreds of pages: all but the first take its bytes. A third
// argument goes between two elements.
//
// What is kept is bounded by what the site holds, and goes with it. It is safe
// for many workers.
type each struct {
	templates *template.Template // that may be executed; set before the first page is made
	entries   memo[Entry]
	facts     memo[Fact]
	links     memo[Link]
	headings  memo[Heading]
	notices   memo[Notice]
	states    memo[State]
	chips     memo[Chip]
	parts     memo[NavPart]
	values    memo[Attribute]
	others    memo[Successor]
}

// list is the function as templates call it.
func (e *each) list(name string, list any, between ...string) (template.HTML, error) {
	by := strings.Join(between, "")
	switch list := list.(type) {
	case []Entry:
		return e.entries.each(e.templates, name, list, by)
	case []Fact:
		return e.facts.each(e.templates, name, list, by)
	case []Link:
		return e.links.each(e.templates, name, list, by)
	case []Heading:
		return e.headings.each(e.templates, name, list, by)
	case []Notice:
		return e.notices.each(e.templates, name, list, by)
	case []State:
		return e.states.each(e.templates, name, list, by)
	case []Chip:
		return e.chips.each(e.templates, name, list, by)
	case []NavPart:
		return e.parts.each(e.templates, name, list, by)
	case []Attribute:
		return e.values.each(e.templates, name, list, by)
	case []Successor:
		return e.others.each(e.templates, name, list, by)
	}
	return "", fmt.Errorf("each takes no %T: use range", list)
}

// A memo is what templates made of values of one type.
type memo[T comparable] struct {
	mu   sync.RWMutex
	made map[made[T]]string
}

// A made is a template with the value it was executed against.
type made[T comparable] struct {
	name string
	view T
}

func (m *memo[T]) each(templates *template.Template, name string, list []T, between string) (template.HTML, error) {
	var b strings.Builder
	for i, view := range list {
		text, err := m.text(templates, made[T]{name, view})
		if err != nil {
			return "", err
		}
		if i == 0 {
			b.Grow(len(list) * (len(text) + len(text)/4))
		} else {
			b.WriteString(between)
		}
		b.WriteString(text)
	}
	return template.HTML(b.String()), nil
}

// text is what a template makes of a value.
func (m *memo[T]) text(templates *template.Template, key made[T]) (string, error) {
	m.mu.RLock()
	text, ok := m.made[key]
	m.mu.RUnlock()
	if ok {
		return text, nil
	}
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, key.name, key.view); err != nil {
		return "", err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil {
		m.made = map[made[T]]string{}
	}
	m.made[key] = b.String()
	return b.String(), nil
}
