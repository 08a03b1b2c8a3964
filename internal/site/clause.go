package site

import (
	"html/template"
	"slices"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// Clauses is the list of all clauses of an edition.
type Clauses struct {
	Edition string
	Ours    bool
	Notices []Notice
	Tops    []ClauseGroup
	Other   Link // the same list of the other edition
}

// A ClauseGroup is a clause with its sub-clauses.
type ClauseGroup struct {
	ID, Title, Summary string
	Lang               *Lang // of title and summary
	Href               template.URL
	Rows               []RequirementRow
}

// A RequirementRow is a requirement in a list.
type RequirementRow struct {
	Href           template.URL
	ID             string
	Title          string
	Lang           *Lang  // of the title
	Deep           bool   // it stands below another one of the list
	Group          bool   // it has parts and is answered by them
	Decision       Chip   // of a control, or that it is not published here
	Implementation Chip   // zero where there is no write-up
	Documents      int    // that answer it
	Answers        []Chip // the four states
	Others         []Link // of the other edition
}

// Clause is the page of a clause of the content's edition.
type Clause struct {
	Requirement
	Parts       []RequirementRow
	Activities  []Activity
	Information []Information
	Explanation Text // of clauses 1 to 3
	Terms       []Term
}

func (s *Site) clausesView(at seat, c *standard.Catalogue) Clauses {
	other := c.Edition().Other()
	v := Clauses{Edition: c.Edition().Name(), Ours: c == s.m.Standard, Notices: s.withdrawn(c.Edition())}
	if v.Ours {
		v.Other = at.link("clauses/"+other.String()+"/index.html", other.Name())
	} else {
		v.Other = at.link("clauses/index.html", other.Name())
	}
	for _, top := range c.TopClauses() {
		g := ClauseGroup{ID: top.ID, Title: s.tongue.Of(top.Title), Summary: s.tongue.Of(top.Summary), Lang: s.theirs}
		for _, r := range c.Clauses() {
			if c.Top(r) != top {
				continue
			}
			row := s.row(at, r)
			if r == top {
				g.Href = row.Href
				if len(r.Children) > 0 || !r.Leaf() {
					continue
				}
			}
			row.Deep = r.Parent != top.ID && r != top
			g.Rows = append(g.Rows, row)
		}
		v.Tops = append(v.Tops, g)
	}
	return v
}

// row is a requirement of either edition in a list.
func (s *Site) row(at seat, r *standard.Requirement) RequirementRow {
	v := RequirementRow{ID: r.ID, Group: !r.Leaf()}
	v.Title, v.Lang = s.titleOf(r)
	if r.Edition != s.m.Standard.Edition() {
		if f, ok := s.m.FormerRequirement(r.ID); ok {
			v.Href = at.to(f.Page)
			for _, q := range f.Others {
				v.Others = append(v.Others, at.link(q.Page, q.ID))
			}
			v.Documents = len(at.documentList(f.Documents))
		}
		return v
	}
	q, ok := s.m.Requirement(r.ID)
	if !ok {
		return v
	}
	v.Href = at.to(q.Page)
	if v.Group {
		return v
	}
	v.Documents = len(at.documentList(q.Documents))
	if q.IsControl() || q.Decision == isms.NotHere {
		v.Decision = s.decisionChip(q)
	}
	if d := writeUp(q); d != nil && d.State != isms.Retired && q.Decision != isms.Excluded {
		v.Implementation = s.implementationChip(d.Front.Implementation)
	}
	for _, state := range s.states(q) {
		v.Answers = append(v.Answers, state.Answer)
	}
	for _, id := range q.Others {
		if f, ok := s.m.FormerRequirement(id); ok {
			v.Others = append(v.Others, at.link(f.Page, f.ID))
		}
	}
	return v
}

func (s *Site) clauseView(at seat, i int, q *isms.Requirement) Clause {
	top := s.m.Standard.Top(q.Requirement)
	v := Clause{Requirement: s.requirementView(at, i, q)}
	v.Crumbs = []Link{at.link("clauses/index.html", s.say("clauses.title"))}
	for _, id := range parents(s.m.Standard, q.Requirement) {
		if p, ok := s.m.Requirement(id); ok {
			v.Crumbs = append(v.Crumbs, at.titled(p.Page, p.Requirement))
		}
	}
	for _, r := range s.m.Standard.Clauses() {
		if below(s.m.Standard, r, q.ID) {
			row := s.row(at, r)
			row.Deep = r.Parent != q.ID
			v.Parts = append(v.Parts, row)
		}
	}
	activities := s.m.Activities(s.m.Standard.Edition(), top.ID)
	if q.Parent != "" {
		activities = slices.DeleteFunc(activities, func(a isms.Activity) bool { return !slices.Contains(a.Requirements, q) })
	}
	v.Activities = at.activities(activities)
	var items []isms.Item
	for _, item := range s.items {
		if item.Clause(q.Edition) == q.ID {
			items = append(items, item)
		}
	}
	v.Information = s.information(at, items)
	if name, ok := explanations[q.ID]; ok {
		v.Explanation = s.standardText(at, name)
		v.Wanted = false
	}
	if q.ID == "3" {
		v.Terms = s.termList()
	}
	if !v.Wanted {
		return v
	}
	if d := writeUp(q); d != nil && d.State != isms.Retired {
		v.Chips = []Chip{s.implementationChip(d.Front.Implementation)}
		if c := s.doubt(d); c.Word != "" {
			v.Chips = append(v.Chips, c)
		}
	} else if d == nil && !hidden(q) {
		v.Chips = []Chip{s.chip("no", "requirement.no-write-up")}
	}
	return v
}

// below says that a requirement stands under a heading, at any depth.
func below(c *standard.Catalogue, r *standard.Requirement, heading string) bool {
	for r.Parent != "" && r.Parent != heading {
		p, ok := c.Lookup(r.Parent)
		if !ok {
			return false
		}
		r = p
	}
	return r.Parent != ""
}

// parents are the headings above a requirement, outermost first.
func parents(c *standard.Catalogue, r *standard.Requirement) []string {
	var out []string
	for r.Parent != "" {
		out = append(out, r.Parent)
		p, ok := c.Lookup(r.Parent)
		if !ok {
			break
		}
		r = p
	}
	slices.Reverse(out)
	return out
}
