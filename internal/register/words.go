package register

import (
	"strings"

	"annexa/internal/field"
	"annexa/internal/language"
)

// TitleIn is the title of a register in a language. The content names its own
// registers itself.
func (s *Schema) TitleIn(w *language.Language) string {
	if s.Own() {
		return s.Title
	}
	return w.Say("register." + s.Name)
}

// TitleIn is the title of a column in a language, unless the content gives it
// one.
func (c *Column) TitleIn(w *language.Language) string {
	if path := "column." + c.Key; !c.Titled && w.Has(path) {
		return w.Say(path)
	}
	return c.Title
}

// WordIn is one of the words that a column allows, in a language.
func (s *Schema) WordIn(w *language.Language, c *Column, word string) string {
	switch {
	case len(c.Words) == 0 || s.Own():
		return word
	case c.Key == "classification":
		return w.Word("classification", word)
	}
	return w.Word("word", word)
}

// Say is what a cell of the row says in a language. Days are written as they
// sort: 2026-11-02.
func (r *Row) Say(w *language.Language, column int) string {
	schema, c := r.Register.Schema, r.Cells[column]
	of := &schema.Columns[column]
	switch of.Type {
	case Word:
		return schema.WordIn(w, of, c.Text)
	case Words:
		words := make([]string, len(c.List))
		for i, word := range c.List {
			words[i] = schema.WordIn(w, of, word.Value)
		}
		return strings.Join(words, ", ")
	case YesNo:
		switch c.Answer {
		case field.Yes:
			return w.Say("answer.yes")
		case field.No:
			return w.Say("answer.no")
		}
	case Interval:
		if !c.Interval.IsZero() {
			return w.Interval(c.Interval)
		}
	case Series:
		points := make([]string, len(c.Series))
		for i, p := range c.Series {
			points[i] = p.Say()
		}
		return strings.Join(points, "; ")
	}
	return c.Text
}

// Say is the point as a table of data has it: 2026-11-02: 5.
func (p Point) Say() string { return p.Date.String() + ": " + p.Value }
