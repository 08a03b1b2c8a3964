package site

import "annexa/internal/standard"

// A Passage says how a requirement came from the edition of 2013 to that of
// 2022: a sentence, which may end in links, and what more there is to tell.
type Passage struct {
	Text string // "Merged into one control with:", or a whole sentence where With is empty
	With []Link
	Note string // may be empty
	Lang *Lang  // of the note
}

// passage is how a requirement of either edition passed to the other. Headings
// leave the sentence to their parts.
func (s *Site) passage(at seat, r *standard.Requirement) Passage {
	v := Passage{Note: s.tongue.Of(r.SuccessorNote), Lang: s.theirs}
	if !r.Leaf() {
		return v
	}
	former := r.Edition == standard.Edition2013
	switch p := r.Passage(); {
	case p == standard.Alone:
		v.Text = s.say("passage.alone")
	case p == standard.Kept:
		v.Text = s.say("passage.kept")
	case p == standard.Retitled:
		v.Text = s.say("passage.renamed")
	case p == standard.Shared && former:
		v.Text = s.say("passage.merged-control")
	case p == standard.Shared:
		v.Text = s.say("passage.divided-with")
	case p == standard.Spread && former && r.IsControl():
		v.Text = s.say("passage.divided-merged")
	case p == standard.Spread && former:
		v.Text = s.say("passage.divided")
	case p == standard.Spread:
		v.Text = s.say("passage.merged")
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
