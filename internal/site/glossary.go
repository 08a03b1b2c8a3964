package site

import "annexa/internal/standard"

// Glossary is the words that have a meaning of their own.
type Glossary struct{ Terms []Term }

// A Term is a word with its meaning.
type Term struct{ Term, Meaning, Source string }

func terms(list []standard.Term) []Term {
	out := make([]Term, len(list))
	for i, t := range list {
		out[i] = Term{t.Term, t.Meaning, t.Source}
	}
	return out
}

// lists adds the pages that list what lies in many places.
func (s *Site) lists() error {
	if err := s.page(header{"reviews.html", section{reviewsSection, ""}, "Reviews due", "What is to be reviewed, and when."}, "reviews.html", s.reviewsView); err != nil {
		return err
	}
	if err := s.page(header{"glossary.html", section{glossarySection, ""}, "Glossary", "The words of information security management, explained."}, "glossary.html", func(seat) any { return Glossary{terms(s.m.Glossary)} }); err != nil {
		return err
	}
	return s.page(header{"standard.html", section{standardSection, ""}, "The standard", "What ISO/IEC 27001 is, how it is built, and the road to a certificate."}, "standard.html", s.standardView)
}
