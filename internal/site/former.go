package site

import (
	"annexa/internal/isms"
	"annexa/internal/standard"
)

// Former is the page of a clause or control of the edition that the content
// is not written to.
type Former struct {
	Crumbs     []Link
	Kind       string
	ID, Title  string
	Summary    string
	Edition    string
	Ours       string // the content's edition
	Notices    []Notice
	Passage    Passage
	Successors []Successor
	Parts      []RequirementRow
	Activities []Activity
	Documents  []Entry
	Mentioned  []Entry
	Attributes []Attribute
	Sides      Sides
}

// A Successor is a requirement of the content's edition that corresponds to
// one of the other.
type Successor struct {
	Entry
	Decision       Chip
	Implementation Chip
}

// formers adds a page for every requirement of the other edition.
func (s *Site) formers() error {
	edition := s.m.Other.Edition()
	if err := s.page(header{"clauses/" + edition.String() + "/index.html", section{otherSection, "clauses"}, "Clauses of " + edition.String(), "The clauses of " + edition.Name() + " and what they correspond to."}, "clauses.html", func(at seat) any { return s.clausesView(at, s.m.Other) }); err != nil {
		return err
	}
	if err := s.page(header{"annex-a/" + edition.String() + "/index.html", section{otherSection, ""}, "Annex A of " + edition.String(), "Annex A as " + edition.Name() + " orders it."}, "annex-a.html", func(at seat) any { return s.annexView(at, s.m.Other) }); err != nil {
		return err
	}
	for i, f := range s.m.Former {
		h := header{f.Page, section{otherSection, s.m.Other.Top(f.Requirement).ID}, f.ID + " " + f.Title + " (" + edition.String() + ")", f.Summary}
		var err error
		switch f.Kind {
		case standard.Theme, standard.Domain:
			err = s.page(h, "group.html", func(at seat) any { return s.formerGroupView(at, f) })
		case standard.Clause, standard.Control:
			if f.Kind == standard.Clause {
				h.section.part = "clauses"
			}
			err = s.page(h, "former.html", func(at seat) any { return s.formerView(at, i, f) })
		case standard.Objective: // a part of its domain's page
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Site) formerView(at seat, i int, f *isms.Former) Former {
	top := s.m.Other.Top(f.Requirement)
	v := Former{
		Kind: f.Kind.String(), ID: f.ID, Title: f.Title, Summary: f.Summary, Edition: f.Edition.Name(), Ours: s.m.Standard.Edition().Name(), Notices: withdrawn(f.Edition), Passage: s.passage(at, f.Requirement),
		Documents: at.documentList(f.Documents), Mentioned: at.documentList(f.MentionedBy), Attributes: attributes(f.Attributes), Sides: s.formerSides(at, i),
	}
	if f.Amendment != "" {
		v.Notices = append(v.Notices, Notice{Shape: "future", Title: "Amendment " + f.Amendment, Text: f.AmendmentNote})
	}
	folder, title := "annex-a/"+f.Edition.String()+"/", "Annex A of "+f.Edition.String()
	if f.IsClause() {
		folder, title = "clauses/"+f.Edition.String()+"/", "Clauses of "+f.Edition.String()
	}
	v.Crumbs = []Link{at.link(folder+"index.html", title)}
	for _, id := range parents(s.m.Other, f.Requirement) {
		if p, ok := s.m.FormerRequirement(id); ok {
			v.Crumbs = append(v.Crumbs, at.link(p.Page, p.ID+" "+p.Title))
		}
	}
	for _, q := range f.Others {
		to := Successor{Entry: at.requirement(q)}
		if q.IsControl() {
			to.Decision = decisionChip(q)
		}
		if d := writeUp(q); d != nil && d.State != isms.Retired && q.Decision != isms.Excluded {
			to.Implementation = implementationChip(d.Front.Implementation)
		}
		v.Successors = append(v.Successors, to)
	}
	for _, r := range s.m.Other.Clauses() {
		if f.IsClause() && below(s.m.Other, r, f.ID) {
			row := s.row(at, r)
			row.Deep = r.Parent != f.ID
			v.Parts = append(v.Parts, row)
		}
	}
	if f.IsClause() && f.Requirement == top {
		v.Activities = at.activities(s.m.Activities(f.Edition, f.ID))
	}
	return v
}

func (s *Site) formerSides(at seat, i int) Sides {
	list := s.m.Former
	find := func(step int) *Link {
		for j := i + step; j >= 0 && j < len(list) && list[j].IsClause() == list[i].IsClause(); j += step {
			if list[j].Kind != standard.Objective {
				l := at.link(list[j].Page, list[j].ID+" "+list[j].Title)
				return &l
			}
		}
		return nil
	}
	return Sides{find(-1), find(+1)}
}
