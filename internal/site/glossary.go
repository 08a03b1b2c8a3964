package site

import (
	"cmp"
	"strings"

	"annexa/internal/prose"
)

// Glossary is the words that have a meaning of their own.
type Glossary struct{ Terms []Term }

// A Term is a word with its meaning. Its anchor is a part of the address:
// glossary.html#Term-risk-owner.
type Term struct {
	Anchor, Term, Meaning, Source string
	Lang                          *Lang // of term and meaning
}

func (s *Site) termList() []Term {
	list := s.tongue.Terms()
	out := make([]Term, len(list))
	for i, t := range list {
		out[i] = Term{termAnchor(t.Term), t.Term, t.Meaning, t.Source, s.theirs}
	}
	return out
}

// glossary adds the glossary.
func (s *Site) glossary() error {
	return s.page(header{"glossary.html", section{glossarySection, ""}, s.say("glossary.title"), s.say("glossary.about")}, "glossary.html", func(seat) any { return Glossary{s.termList()} })
}

// termIndex are the terms as texts use them.
func (s *Site) termIndex() *prose.Terms {
	list := s.tongue.Terms()
	terms := make([]prose.Term, len(list))
	for i, t := range list {
		terms[i] = prose.Term{Words: t.Term, Anchor: termAnchor(t.Term)}
	}
	return prose.NewTerms(s.tongue.Tag(), terms)
}

// explain adds to the bindings of a text that its terms are linked to the
// glossary, where that is in the language of the text.
func (s *Site) explain(b *prose.Bindings, at seat, language string) {
	if strings.EqualFold(primary(cmp.Or(language, s.m.Config.Language)), s.tongue.Tag()) {
		b.Terms, b.Glossary = s.terms, string(at.to("glossary.html"))+"#"
	}
}
