package site

import "annexa/internal/isms"

// ownPage is the list of one's own controls, where there are any.
const ownPage = "controls/own.html"

// ownView is the page of one's own controls, which are listed as those of a
// theme are. Those that were withdrawn have pages still, and no place in it.
func (s *Site) ownView(at seat, i int, q *isms.Requirement) Group {
	title, lang := s.titleOf(q.Requirement)
	v := Group{
		Crumbs: []Link{at.link("annex-a/"+q.Edition.String()+"/index.html", s.say("annex.title"))}, Kind: s.say("own.kind"),
		Title: title, Lang: lang, Lead: s.say("own.about"), Ours: true, Sides: s.sides(at, i),
	}
	var controls Objective
	for _, control := range s.m.OwnControls() {
		controls.Rows = append(controls.Rows, s.row(at, control.Requirement))
	}
	if len(controls.Rows) > 0 {
		v.Objectives = []Objective{controls}
		v.Trace = at.link("traceability/"+q.ID+".html", s.say("trace.about"))
	}
	return v
}
