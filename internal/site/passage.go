package site

import "annexa/internal/standard"

// A Passage says how a requirement came from the edition of 2013 to that of
// 2022: a sentence, which may end in links, and what more there is to tell.
type Passage struct {
	Text string // "Merged into one control with", or a whole sentence where With is empty
	With []Link
	Note string // may be empty
}

// passage is how a requirement of either edition passed to the other. Headings
// leave the sentence to their parts.
func (s *Site) passage(at seat, r *standard.Requirement) Passage {
	v := Passage{Note: r.SuccessorNote}
	if !r.Leaf() {
		return v
	}
	former := r.Edition == standard.Edition2013
	switch p := r.Passage(); {
	case p == standard.Alone:
		v.Text = "New in the edition of 2022: nothing corresponds to it."
	case p == standard.Kept:
		v.Text = "Kept under the same title."
	case p == standard.Retitled:
		v.Text = "Kept under another title."
	case p == standard.Shared && former:
		v.Text = "Merged into one " + r.Kind.String() + " with"
	case p == standard.Shared:
		v.Text = "Divided from it together with"
	case p == standard.Spread && former && r.IsControl():
		v.Text = "Divided, and merged on either side with"
	case p == standard.Spread && former:
		v.Text = "Divided into parts."
	case p == standard.Spread:
		v.Text = "Merged from these."
	}
	for _, id := range r.Companions() {
		page := ""
		if q, ok := s.m.Requirement(id); ok && q.Edition == r.Edition {
			page = q.Page
		} else if f, ok := s.m.FormerRequirement(id); ok && f.Edition == r.Edition {
			page = f.Page
		}
		v.With = append(v.With, at.link(page, id))
	}
	return v
}
