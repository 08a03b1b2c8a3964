package site

import (
	"cmp"
	"strings"

	"annexa/internal/prose"
	"annexa/internal/standard"
)

// Glossary is the words that have a meaning of their own.
type Glossary struct{ Terms []Term }

// A Term is a word with its meaning. Its anchor is a part of the address:
// glossary.html#Term-risk-owner.
type Term struct{ Anchor, Term, Meaning, Source string }

func terms(list []standard.Term) []Term {
	out := make([]Term, len(list))
	for i, t := range list {
		out[i] = Term{termAnchor(t.Term), t.Term, t.Meaning, t.Source}
	}
	return out
}

// glossary adds the glossary.
func (s *Site) glossary() error {
	return s.page(header{"glossary.html", section{glossarySection, ""}, "Glossary", "The words of information security management, explained."}, "glossary.html", func(seat) any { return Glossary{terms(s.m.Glossary)} })
}

// termIndex are the terms as texts use them.
func termIndex(list []standard.Term) *prose.Terms {
	terms := make([]prose.Term, len(list))
	for i, t := range list {
		terms[i] = prose.Term{Words: t.Term, Anchor: termAnchor(t.Term)}
	}
	return prose.NewTerms(terms)
}

// explain adds to the bindings of a text that its terms are linked to the
// glossary. The glossary is in English, and so have to be the texts.
func (s *Site) explain(b *prose.Bindings, at seat, language string) {
	if tag, _, _ := strings.Cut(cmp.Or(language, s.m.Config.Language), "-"); strings.EqualFold(tag, "en") {
		b.Terms, b.Glossary = s.terms, string(at.to("glossary.html"))+"#"
	}
}
