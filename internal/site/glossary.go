package site

import (
	"annexa/internal/prose"
	"annexa/internal/standard"
)

// Glossary is the words that have a meaning of their own.
type Glossary struct{ Terms []Term }

// A Term is a word with its meaning. Its anchor is a part of the address:
// glossary.html#term-risk-owner.
type Term struct{ Anchor, Term, Meaning, Source string }

func terms(list []standard.Term) []Term {
	out := make([]Term, len(list))
	for i, t := range list {
		out[i] = Term{"term-" + prose.Slug(t.Term), t.Term, t.Meaning, t.Source}
	}
	return out
}

// glossary adds the glossary.
func (s *Site) glossary() error {
	return s.page(header{"glossary.html", section{glossarySection, ""}, "Glossary", "The words of information security management, explained."}, "glossary.html", func(seat) any { return Glossary{terms(s.m.Glossary)} })
}
