package site

import (
	"strings"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// Control is the page of a control of the content's edition.
type Control struct {
	Requirement
	Title27002    string // its title in ISO/IEC 27002, where that differs
	Decision      Chip
	Reasons       []string
	Justification string
	Attributes    []Attribute
	New           bool // it came with the edition of 2022
}

// An Attribute is one of the five views of a control.
type Attribute struct{ Name, Values string }

func (s *Site) controlView(at seat, i int, q *isms.Requirement) Control {
	top := s.m.Standard.Top(q.Requirement)
	v := Control{
		Requirement: s.requirementView(at, i, q), Title27002: q.Title27002, Decision: decisionChip(q), Attributes: attributes(q.Attributes), New: q.New(),
	}
	v.Crumbs = []Link{at.link("annex-a/"+q.Edition.String()+"/index.html", "Annex A"), at.link("annex-a/"+q.Edition.String()+"/"+top.ID+".html", top.ID+" "+top.Title)}
	if p, ok := s.m.Requirement(q.Parent); ok && p.ID != top.ID {
		v.Crumbs = append(v.Crumbs, at.link(p.Page, p.ID+" "+p.Title))
	}
	v.Chips = []Chip{v.Decision}
	d := writeUp(q)
	if d == nil || d.State == isms.Retired {
		return v
	}
	if q.Decision != isms.Excluded {
		v.Chips = append(v.Chips, implementationChip(d.Front.Implementation))
	}
	if c := doubt(d); c.Word != "" {
		v.Chips = append(v.Chips, c)
	}
	v.Reasons, v.Justification = reasons(d.Front.Reasons), d.Front.Justification
	return v
}

// reasonWords are the reasons for which a control is included, in words.
var reasonWords = map[string]string{
	"risk": "a risk calls for it", "legal": "a law asks for it", "contract": "a contract asks for it", "business": "the business wants it", "baseline": "good practice",
}

func reasons(words []string) []string {
	var out []string
	for _, w := range words {
		if s, ok := reasonWords[w]; ok {
			w = s
		}
		out = append(out, w)
	}
	return out
}

func attributes(a standard.Attributes) []Attribute {
	var out []Attribute
	add := func(name string, values []string) {
		if len(values) > 0 {
			out = append(out, Attribute{name, strings.Join(values, ", ")})
		}
	}
	add("Control type", a.ControlType)
	add("Security properties", a.Properties)
	add("Cybersecurity concepts", a.Concepts)
	add("Operational capabilities", a.Capabilities)
	add("Security domains", a.Domains)
	return out
}
