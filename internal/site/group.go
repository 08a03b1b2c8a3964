package site

import (
	"html/template"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// AnnexA is the list of an edition's themes or domains.
type AnnexA struct {
	Edition  string
	Ours     bool
	Domains  bool // it lists domains, not themes
	Notices  []Notice
	Groups   []GroupSummary
	Coverage Coverage
	Other    Link
}

// A GroupSummary is a theme or domain in the list.
type GroupSummary struct {
	Href               template.URL
	ID, Title, Summary string
	Lang               *Lang // of title and summary
	Controls           int
	Coverage           Coverage // of ours
}

// Group is the page of a theme or a domain of either edition, or of one's own
// controls.
type Group struct {
	Crumbs     []Link
	Kind       string // with its edition, in words
	ID, Title  string
	English    string // the title, where that above is a translation
	Summary    string
	Lang       *Lang  // of title and summary
	Lead       string // what is said of one's own controls, in the words of the interface
	Other      string // the other edition's year
	Ours       bool
	Notices    []Notice
	Objectives []Objective
	Activities []Activity
	Others     []Entry
	Trace      Link // the matrix of what answers which of its controls; of ours
	Sides      Sides
}

// An Objective groups controls; in the edition of 2022, which has none, its
// id is empty.
type Objective struct {
	ID, Title, Summary string
	Lang               *Lang // of title and summary
	Rows               []RequirementRow
}

// Coverage is how many requirements are in each of the four states.
type Coverage struct {
	Total, Excluded, NotHere, Undecided int
	Bars                                []Bar
}

// A Bar is a part of a whole.
type Bar struct {
	State, Name            string // implemented; the same in words
	Count, Drafts, Total   int
	Percent, DraftsPercent int
}

func (s *Site) coverage(c isms.Coverage) Coverage {
	bar := func(name string, n, drafts int) Bar {
		b := Bar{State: name, Name: s.say("state." + name), Count: n, Drafts: drafts, Total: c.Total}
		if c.Total > 0 {
			b.Percent, b.DraftsPercent = n*100/c.Total, drafts*100/c.Total
		}
		return b
	}
	return Coverage{c.Total, c.Excluded, c.NotHere, c.Undecided, []Bar{
		bar("mentioned", c.Mentioned, c.Drafts.Mentioned), bar("documented", c.Documented, c.Drafts.Documented),
		bar("implemented", c.Implemented, c.Drafts.Implemented), bar("evidenced", c.Evidenced, c.Drafts.Evidenced),
	}}
}

func (s *Site) annexView(at seat, c *standard.Catalogue) AnnexA {
	edition, other := c.Edition(), c.Edition().Other()
	v := AnnexA{
		Edition: edition.Name(), Ours: c == s.m.Standard, Notices: s.withdrawn(edition), Other: at.link("annex-a/"+other.String()+"/index.html", s.say("annex.of", "edition", other.Name())),
	}
	if v.Ours {
		v.Coverage = s.coverage(isms.CoverageOf(s.m.Controls()))
	}
	for _, g := range c.Groups() {
		v.Domains = g.Kind == standard.Domain
		list := controls(c, g)
		summary := GroupSummary{Href: at.to("annex-a/" + edition.String() + "/" + g.ID + ".html"), ID: g.ID, Title: s.tongue.Of(g.Title), Summary: s.tongue.Of(g.Summary), Lang: s.theirs, Controls: len(list)}
		if v.Ours {
			var own []*isms.Requirement
			for _, r := range list {
				if q, ok := s.m.Requirement(r.ID); ok {
					own = append(own, q)
				}
			}
			summary.Coverage = s.coverage(isms.CoverageOf(own))
		}
		v.Groups = append(v.Groups, summary)
	}
	return v
}

// controls are all controls below a heading.
func controls(c *standard.Catalogue, r *standard.Requirement) []*standard.Requirement {
	if r.IsControl() {
		return []*standard.Requirement{r}
	}
	var out []*standard.Requirement
	for _, part := range c.Parts(r) {
		out = append(out, controls(c, part)...)
	}
	return out
}

// groupView is the page of a theme or domain of the content's edition.
func (s *Site) groupView(at seat, i int, q *isms.Requirement) Group {
	v := s.group(at, s.m.Standard, q.Requirement)
	v.Ours, v.Sides = true, s.groupSides(at, s.m.Standard, q.Requirement)
	v.Trace = at.link("traceability/"+q.ID+".html", s.say("trace.about"))
	for _, id := range q.Others {
		if f, ok := s.m.FormerRequirement(id); ok && f.IsControl() {
			v.Others = append(v.Others, at.former(f))
		}
	}
	return v
}

// formerGroupView is the page of a theme or domain of the other edition.
func (s *Site) formerGroupView(at seat, f *isms.Former) Group {
	v := s.group(at, s.m.Other, f.Requirement)
	v.Sides = s.groupSides(at, s.m.Other, f.Requirement)
	v.Others = at.requirementList(f.Others)
	return v
}

func (s *Site) group(at seat, c *standard.Catalogue, r *standard.Requirement) Group {
	v := Group{
		Crumbs: []Link{at.link("annex-a/"+r.Edition.String()+"/index.html", s.say("annex.of", "edition", r.Edition.String()))}, Kind: s.kindOfRequirement(r),
		ID: r.ID, Title: s.tongue.Of(r.Title), English: s.english(r), Summary: s.tongue.Of(r.Summary), Lang: s.theirs, Other: r.Edition.Other().String(), Notices: s.withdrawn(r.Edition), Activities: at.activities(s.m.Activities(r.Edition, r.ID)),
	}
	var loose Objective
	for _, part := range c.Parts(r) {
		if part.IsControl() {
			loose.Rows = append(loose.Rows, s.row(at, part))
			continue
		}
		o := Objective{ID: part.ID, Title: s.tongue.Of(part.Title), Summary: s.tongue.Of(part.Summary), Lang: s.theirs}
		for _, control := range controls(c, part) {
			o.Rows = append(o.Rows, s.row(at, control))
		}
		v.Objectives = append(v.Objectives, o)
	}
	if len(loose.Rows) > 0 {
		v.Objectives = append(v.Objectives, loose)
	}
	return v
}

// groupSides are the themes or domains before and after one.
func (s *Site) groupSides(at seat, c *standard.Catalogue, r *standard.Requirement) Sides {
	var v Sides
	groups := c.Groups()
	for i, g := range groups {
		if g != r {
			continue
		}
		side := func(g *standard.Requirement) *Link {
			l := at.titled("annex-a/"+g.Edition.String()+"/"+g.ID+".html", g)
			return &l
		}
		if i > 0 {
			v.Previous = side(groups[i-1])
		}
		if i+1 < len(groups) {
			v.Next = side(groups[i+1])
		}
	}
	return v
}
