package site

import (
	"maps"
	"slices"

	"annexa/internal/isms"
)

// Reread is the page of a document that was read anew, as [New] would make it of
// the whole; m is what [isms.ISMS.Reread] gives, with the document as it is in it
// and as it was. There is none where the page would stand elsewhere in the
// navigation.
func (s *Site) Reread(m *isms.ISMS, was, is *isms.Document) (Page, bool) {
	own := s.of(m)
	own.provides = maps.Clone(s.provides)
	own.provides[is] = s.provides[was]
	if q := is.Requirement; q != nil {
		return own.again(own.requirementPageOf(slices.Index(m.Requirements, q), q))
	}
	return own.again(own.documentPage(is))
}

// RereadRegister is the same of a register; m is what
// [isms.ISMS.RereadRegister] gives, with the register in it.
func (s *Site) RereadRegister(m *isms.ISMS, r *isms.Register) (Page, bool) {
	own := s.of(m)
	return own.again(own.registerPage(r))
}

// of is the site with another whole behind it, for a page that is in both.
func (s *Site) of(m *isms.ISMS) *Site {
	own := *s
	own.m = m
	return &own
}

func (s *Site) again(h header, name string, view func(at seat) any) (Page, bool) {
	_, ok := s.frames[frameKey{s.seat(h.path).root, h.section}]
	return s.framed(h, name, view), ok
}
