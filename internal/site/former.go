package site

import (
	"annexa/internal/isms"
	"annexa/internal/standard"
)

// Former is the page of a clause or control of the edition that the content
// is not written to.
type Former struct {
	Crumbs     []Link
	Kind       string // with its edition, in words
	ID, Title  string
	English    string // the title, where that above is a translation
	Summary    string
	Lang       *Lang  // of title and summary
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
	if err := s.page(header{"clauses/" + edition.String() + "/index.html", section{otherSection, "clauses"}, s.say("clauses.of", "edition", edition.String()), s.say("clauses.of-about", "edition", edition.Name())}, "clauses.html", func(at seat) any { return s.clausesView(at, s.m.Other) }); err != nil {
		return err
	}
	if err := s.page(header{"annex-a/" + edition.String() + "/index.html", section{otherSection, ""}, s.say("annex.of", "edition", edition.String()), s.say("annex.of-about", "edition", edition.Name())}, "annex-a.html", func(at seat) any { return s.annexView(at, s.m.Other) }); err != nil {
		return err
	}
	for i, f := range s.m.Former {
		h := header{f.Page, section{otherSection, s.m.Other.Top(f.Requirement).ID}, f.ID + " " + s.tongue.Of(f.Title) + " (" + edition.String() + ")", s.tongue.Of(f.Summary)}
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
		Kind: s.kindOfRequirement(f.Requirement), ID: f.ID, Title: s.tongue.Of(f.Title), English: s.english(f.Requirement), Summary: s.tongue.Of(f.Summary), Lang: s.theirs, Ours: s.m.Standard.Edition().Name(), Notices: s.withdrawn(f.Edition), Passage: s.passage(at, f.Requirement),
		Documents: at.documentList(f.Documents), Mentioned: at.documentList(f.MentionedBy), Attributes: s.attributes(f.Attributes), Sides: s.formerSides(at, i),
	}
	v.Notices = append(v.Notices, s.amendment(f.Requirement)...)
	folder, title := "annex-a/", "annex.of"
	if f.IsClause() {
		folder, title = "clauses/", "clauses.of"
	}
	v.Crumbs = []Link{at.link(folder+f.Edition.String()+"/index.html", s.say(title, "edition", f.Edition.String()))}
	for _, id := range parents(s.m.Other, f.Requirement) {
		if p, ok := s.m.FormerRequirement(id); ok {
			v.Crumbs = append(v.Crumbs, at.titled(p.Page, p.Requirement))
		}
	}
	for _, q := range f.Others {
		to := Successor{Entry: at.requirement(q)}
		if q.IsControl() {
			to.Decision = s.decisionChip(q)
		}
		if d := writeUp(q); d != nil && d.State != isms.Retired && q.Decision != isms.Excluded {
			to.Implementation = s.implementationChip(d.Front.Implementation)
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
				l := at.titled(list[j].Page, list[j].Requirement)
				return &l
			}
		}
		return nil
	}
	return Sides{find(-1), find(+1)}
}
