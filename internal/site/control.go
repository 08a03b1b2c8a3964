package site

import (
	"html/template"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// Control is the page of a control of the content's edition, or of one's own.
type Control struct {
	Requirement
	Title27002    string // its title in ISO/IEC 27002, where that differs
	Decision      Chip   // zero of a control of one's own that was withdrawn
	Reasons       []string
	Justification template.HTML
	Attributes    []Attribute
	New           bool // it came with the edition of 2022
}

// An Attribute is one of the five views of a control.
type Attribute struct {
	Name, Values string
	Lang         *Lang // of the values
}

func (s *Site) controlView(at seat, i int, q *isms.Requirement) Control {
	top := s.m.Top(q)
	v := Control{
		Requirement: s.requirementView(at, i, q), Title27002: q.Title27002, Decision: s.decisionChip(q), Attributes: s.attributes(q.Attributes), New: q.New(),
	}
	v.Crumbs = []Link{at.link("annex-a/"+q.Edition.String()+"/index.html", s.say("annex.title")), at.titled(top.Page, top.Requirement)}
	if p, ok := s.m.Requirement(q.Parent); ok && p.ID != top.ID {
		v.Crumbs = append(v.Crumbs, at.titled(p.Page, p.Requirement))
	}
	if q.Withdrawn() {
		v.Decision = Chip{}
		return v
	}
	v.Chips = []Chip{v.Decision}
	d := writeUp(q)
	if d == nil || d.State == isms.Retired {
		return v
	}
	if q.Decision != isms.Excluded {
		v.Chips = append(v.Chips, s.implementationChip(d.Front.Implementation))
	}
	if c := s.doubt(d); c.Word != "" {
		v.Chips = append(v.Chips, c)
	}
	v.Reasons, v.Justification = s.reasons(d.Front.Reasons), unbroken(d.Front.Justification)
	return v
}

// reasons are the reasons for which a control is included, in words.
func (s *Site) reasons(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, s.word("why", w))
	}
	return out
}

func (s *Site) attributes(a standard.Attributes) []Attribute {
	var out []Attribute
	add := func(name string, values []string) {
		if len(values) > 0 {
			out = append(out, Attribute{s.say(name), strings.Join(s.tongue.All(values), ", "), s.theirs})
		}
	}
	add("attribute.type", a.ControlType)
	add("attribute.properties", a.Properties)
	add("attribute.concepts", a.Concepts)
	add("attribute.capabilities", a.Capabilities)
	add("attribute.domains", a.Domains)
	return out
}
