package site

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"annexa/internal/stencil"
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
	stencils *stencil.Set // set before the first page is made
	scratch  sync.Pool    // of *[]byte
	entries  memo[Entry]
	facts    memo[Fact]
	links    memo[Link]
	headings memo[Heading]
	notices  memo[Notice]
	states   memo[State]
	chips    memo[Chip]
	parts    memo[NavPart]
	values   memo[Attribute]
	others   memo[Successor]
}

// list is the function as templates call it.
func (e *each) list(name string, list any, between ...string) (template.HTML, error) {
	text, err := e.append(nil, name, list, strings.Join(between, ""))
	return template.HTML(text), err
}

// append is the function as stencils call it.
func (e *each) append(dst []byte, name string, list any, between string) ([]byte, error) {
	switch list := list.(type) {
	case []Entry:
		return e.entries.each(dst, e, name, list, between)
	case []Fact:
		return e.facts.each(dst, e, name, list, between)
	case []Link:
		return e.links.each(dst, e, name, list, between)
	case []Heading:
		return e.headings.each(dst, e, name, list, between)
	case []Notice:
		return e.notices.each(dst, e, name, list, between)
	case []State:
		return e.states.each(dst, e, name, list, between)
	case []Chip:
		return e.chips.each(dst, e, name, list, between)
	case []NavPart:
		return e.parts.each(dst, e, name, list, between)
	case []Attribute:
		return e.values.each(dst, e, name, list, between)
	case []Successor:
		return e.others.each(dst, e, name, list, between)
	}
	return dst, fmt.Errorf("each takes no %T: use range", list)
}

// forget drops all that was made.
func (e *each) forget() {
	e.entries.forget()
	e.facts.forget()
	e.links.forget()
	e.headings.forget()
	e.notices.forget()
	e.states.forget()
	e.chips.forget()
	e.parts.forget()
	e.values.forget()
	e.others.forget()
}

// A memo is what templates made of values of one type.
type memo[T comparable] struct {
	mu   sync.RWMutex
	made map[made[T]][]byte
}

// A made is a template with the value it was executed against.
type made[T comparable] struct {
	name string
	view T
}

func (m *memo[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.made)
}

func (m *memo[T]) each(dst []byte, e *each, name string, list []T, between string) ([]byte, error) {
	for i, view := range list {
		text, err := m.text(e, made[T]{name, view})
		if err != nil {
			return dst, err
		}
		if i > 0 {
			dst = append(dst, between...)
		}
		dst = append(dst, text...)
	}
	return dst, nil
}

// text is what a template makes of a value. It is not to be written to.
func (m *memo[T]) text(e *each, key made[T]) ([]byte, error) {
	m.mu.RLock()
	text, ok := m.made[key]
	m.mu.RUnlock()
	if ok {
		return text, nil
	}
	buffer, ok := e.scratch.Get().(*[]byte)
	if !ok {
		buffer = new([]byte)
	}
	defer e.scratch.Put(buffer)
	text, err := e.stencils.Append((*buffer)[:0], key.name, key.view)
	if err != nil {
		return nil, err
	}
	*buffer = text
	text = bytes.Clone(text)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil {
		m.made = map[made[T]][]byte{}
	}
	m.made[key] = text
	return text, nil
}
