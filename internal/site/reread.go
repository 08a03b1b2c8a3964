package site

import (
	"maps"
	"slices"

	"annexa/internal/isms"
)

// Reread is the page of a document that was read anew, as [New] would make it of
// the whole; m is what [isms.ISMS.Reread] gives, with the document as it is in it
// and as it was.
func (s *Site) Reread(m *isms.ISMS, was, is *isms.Document) (Page, bool) {
	own := *s
	own.m = m
	own.provides = maps.Clone(s.provides)
	own.provides[is] = s.provides[was]
	h, name, view := own.documentPage(is)
	if q := is.Requirement; q != nil {
		h, name, view = own.requirementPageOf(slices.Index(m.Requirements, q), q)
	}
	if _, ok := s.frames[frameKey{s.seat(h.path).root, h.section}]; !ok {
		return Page{}, false
	}
	return own.framed(h, name, view), true
}
