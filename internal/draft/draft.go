// Package draft makes what is added to content: a document with the next id of
// its kind, the front matter and the headings that its kind has, the write-up
// of a control or clause, or a row of a register.
//
// Nothing it makes claims anything: a document is a draft without dates, a
// control undecided, a row empty but for its id and title; the inputs of a
// management review are what the registers say. Nothing that is there is overwritten, and no id is given twice.
package draft

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/edit"
	"annexa/internal/isms"
	"annexa/internal/register"
)

// maxTitle is how long a title may be, in characters.
const maxTitle = 150

// A Request says what is to be made.
type Request struct {
	Kind  string // a kind of document, or the word for one row of a register
	Title string // the id of the requirement, for a write-up
	Owner string // a role; empty for the one that owns most of the kind

	// Taken are ids that are used though no file of the content has them.
	Taken []string
}

// Refused is a request that cannot be met, in words with the mend.
type Refused string

func (r Refused) Error() string { return string(r) }

func refuse(format string, args ...any) error { return Refused(fmt.Sprintf(format, args...)) }

// Made is what a request came to.
type Made struct {
	ID     string
	Change edit.Change
}

// New makes what was asked for. Read returns the bytes of a file of the
// content; an error that is no [Refused] is one of it.
func New(m *isms.ISMS, read func(path string) ([]byte, error), r Request) (Made, error) {
	r.Title = edit.Line(r.Title)
	r.Owner = edit.Line(r.Owner)
	kind := strings.ToLower(strings.TrimSpace(r.Kind))
	if n := len([]rune(r.Title)); n > maxTitle {
		return Made{}, refuse("a title has at most %d characters, and this one %d: say the rest in the summary", maxTitle, n)
	}
	switch {
	case kind == "control" || kind == "clause":
		return writeUp(m, kind, r)
	case slices.Contains(document.Kinds, kind):
		if strings.Trim(r.Title, "-_ ") == "" {
			return Made{}, refuse("a %s wants a title", kind)
		}
		return newDocument(m, kind, r)
	}
	for _, schema := range m.Schemas.All() {
		if kind == schema.Name || kind == Singular(schema.Name) {
			if r.Title == "" {
				return Made{}, refuse("a row of %s wants a title", schema.Name)
			}
			return row(m, read, schema, r)
		}
	}
	words := slices.Clone(document.Kinds)
	for _, schema := range m.Schemas.All() {
		words = append(words, Singular(schema.Name))
	}
	if near := diag.Nearest(kind, slices.Values(words)); near != "" {
		return Made{}, refuse("there is no kind %q: did you mean %s?", r.Kind, near)
	}
	return Made{}, refuse("there is no kind %q: it is one of %s", r.Kind, strings.Join(words, ", "))
}

// owner is the role that owns what is made: the one asked for, else the one
// that owns most of what is like it, else most of all.
func owner(m *isms.ISMS, asked string, like []*isms.Document) string {
	if asked != "" {
		return asked
	}
	if len(like) == 0 {
		like = m.Documents
	}
	return most(like, func(d *isms.Document) string { return d.Front.Owner.Value })
}

// most is the value that most documents have, the first in order of several;
// empty where none has one.
func most(documents []*isms.Document, value func(*isms.Document) string) string {
	count := map[string]int{}
	for _, d := range documents {
		if v := value(d); v != "" {
			count[v]++
		}
	}
	values := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b))
	})
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// ofKind are the documents of a kind, the withdrawn ones included.
func ofKind(m *isms.ISMS, kind string) []*isms.Document {
	var out []*isms.Document
	for _, d := range m.Documents {
		if d.Kind == kind {
			out = append(out, d)
		}
	}
	return out
}

// folder is where most documents of a kind lie.
func folder(like []*isms.Document, usual string) string {
	if dir := most(like, func(d *isms.Document) string { return path.Dir(d.File) }); dir != "" {
		return dir
	}
	return usual
}

// Singular is the word for one row of a register, by the register's name: risk
// for risks, party for parties, competence for competence.
func Singular(name string) string {
	if stem, ok := strings.CutSuffix(name, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(name, "s")
}

// hint says in a few words what a column holds.
func hint(c register.Column, scale int) string {
	var s string
	switch c.Type {
	case register.List, register.References:
		s = "[…, …]"
	case register.Date:
		s = "YYYY-MM-DD"
	case register.Interval:
		s = "12 months"
	case register.Number:
		s = "a number"
		if c.Least != nil {
			s += fmt.Sprintf(" from %d", *c.Least)
		}
		if c.Most != nil {
			s += fmt.Sprintf(" to %d", *c.Most)
		}
	case register.Scale:
		s = fmt.Sprintf("1 to %d", scale)
	case register.YesNo:
		s = "yes or no"
	case register.Word:
		s = strings.Join(c.Words, ", ")
	case register.Words:
		s = "of [" + strings.Join(c.Words, ", ") + "]"
	case register.Reference:
		s = "an id"
		if c.Prefix != "" {
			s = c.Prefix + "-…"
		}
	case register.Role:
		s = "a role"
	case register.Series:
		s = "[{date: YYYY-MM-DD, value: …}]"
	}
	if c.Required {
		s = strings.TrimPrefix(s+"; wanted", "; ")
	}
	return s
}
