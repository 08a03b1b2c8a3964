package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// Requirement is what the pages of controls and clauses have in common.
type Requirement struct {
	Crumbs    []Link
	ID        string
	Title     string
	English   string // the title, where that above is a translation
	Summary   string // what it is about, in our own words
	Lang      *Lang  // of title and summary
	Chips     []Chip
	Notices   []Notice
	Facts     []Fact
	Action    *Action
	Written   bool // there is a write-up that is published
	Hidden    bool // there is one that is not
	Wanted    bool // a write-up can answer it
	Text      Text
	PDF, Edit template.URL
	States    []State
	Documents []Entry
	Mentioned []Entry
	Risks     []Risk
	Rows      []Entry
	Evidence  []Evidence
	Maps      []Entry // what a control of one's own refines or comes with
	MappedBy  []Entry // controls of one's own that refine this or come with it
	Entries   []Entry // of further catalogues, which this answers
	Passage   Passage // to the other edition
	Others    []Entry // of the other edition
	Other     string  // the other edition's year
	History   History
	Sides     Sides
}

// A State is one of the four states of a requirement.
type State struct {
	Name, Meaning string
	Answer        Chip
}

// An Action is what is still to be done.
type Action struct {
	What, Due string
	Lang      *Lang // of what
	Owner     Fact
	Late      bool
}

// Evidence shows that a requirement is met.
type Evidence struct {
	Title, Date, Until string
	Lang               *Lang // of the title
	Href               template.URL
	State              Chip
}

// requirements adds a page for every clause, control, theme and domain of the
// content's edition, and the lists of them.
func (s *Site) requirements() error {
	edition := s.m.Standard.Edition()
	if err := s.page(header{"clauses/index.html", section{clausesSection, ""}, s.say("clauses.title"), s.say("clauses.about", "edition", edition.Name())}, "clauses.html", func(at seat) any { return s.clausesView(at, s.m.Standard) }); err != nil {
		return err
	}
	if err := s.page(header{"annex-a/" + edition.String() + "/index.html", section{annexSection, ""}, s.say("annex.title"), s.say("annex.about", "edition", edition.Name())}, "annex-a.html", func(at seat) any { return s.annexView(at, s.m.Standard) }); err != nil {
		return err
	}
	for i, q := range s.m.Requirements {
		if q.Kind == standard.Objective {
			continue // it is a part of its domain's page
		}
		if err := s.page(s.requirementPageOf(i, q)); err != nil {
			return err
		}
	}
	return nil
}

// requirementPageOf is the page of a requirement, none of its parts made yet:
// where it stands, its template, and its view; i is its place in the list of all.
func (s *Site) requirementPageOf(i int, q *isms.Requirement) (h header, name string, view func(at seat) any) {
	h = header{q.Page, section{annexSection, s.m.Top(q).ID}, s.whole(q.Requirement), s.tongue.Of(q.Summary)}
	switch {
	case q.IsClause():
		h.section.name = clausesSection
		return h, "clause.html", func(at seat) any { return s.clauseView(at, i, q) }
	case q.IsControl():
		return h, "control.html", func(at seat) any { return s.controlView(at, i, q) }
	case q.IsOwn():
		h.description = s.say("own.about")
		return h, "group.html", func(at seat) any { return s.ownView(at, i, q) }
	}
	return h, "group.html", func(at seat) any { return s.groupView(at, i, q) }
}

// requirementView is what pages of controls and clauses have in common; i is
// the place of q in the list of all.
func (s *Site) requirementView(at seat, i int, q *isms.Requirement) Requirement {
	v := Requirement{
		ID: q.ID, English: s.english(q.Requirement), Summary: s.tongue.Of(q.Summary), Maps: at.requirementList(q.Maps),
		Wanted: q.Leaf(), Other: s.m.Other.Edition().String(),
		Documents: at.documentList(q.Documents), Mentioned: at.documentList(mentionedElsewhere(q)), Rows: at.rowList(q.Rows, notRisk), Sides: s.sides(at, i),
	}
	v.Title, v.Lang = s.titleOf(q.Requirement)
	own, entries := q.Comes()
	v.MappedBy, v.Entries = at.requirementList(own), at.requirementList(entries)
	if !q.IsOwn() {
		v.Notices = append(s.withdrawn(q.Edition), s.amendment(q.Requirement)...)
	}
	for _, row := range q.Rows {
		if !notRisk(row) {
			v.Risks = append(v.Risks, s.risk(at, row))
		}
	}
	for _, id := range q.Others {
		if f, ok := s.m.FormerRequirement(id); ok {
			v.Others = append(v.Others, at.former(f))
		}
	}
	if !q.IsOwn() {
		v.Passage = s.passage(at, q.Requirement)
	}
	if !q.Leaf() {
		return v
	}
	v.States = s.states(q)
	d := writeUp(q)
	if d == nil {
		if v.Hidden = hidden(q); v.Hidden {
			v.Notices = append(v.Notices, s.notice("open", "notice.hidden"))
		}
		return v
	}
	v.Written, v.Facts, v.History, v.PDF = true, s.answerFacts(at, d), s.history(at, d), s.pdf(at, d)
	v.Edit = s.edit(d.File)
	v.Notices = append(v.Notices, s.notices(at, d)...)
	if d.State == isms.Retired {
		v.Notices = append(v.Notices, s.notice("retired", "notice.retired"))
		return v
	}
	if a := d.Front.Action; a.What != "" {
		v.Action = &Action{What: a.What, Lang: s.documentLang(d), Due: s.date(a.Due), Owner: s.role(at, "", a.Owner.Value), Late: a.Due.Before(s.m.Day) && !a.Due.IsZero()}
	}
	v.Evidence = s.evidence(at, d)
	v.Text, _ = s.text(at, d)
	return v
}

// amendment is the notice of what an amendment added to a requirement.
func (s *Site) amendment(r *standard.Requirement) []Notice {
	if r.Amendment == "" {
		return nil
	}
	return []Notice{{Shape: "future", Title: s.say("notice.amendment", "amendment", r.Amendment), Text: s.tongue.Of(r.AmendmentNote), Lang: s.theirs}}
}

// mentionedElsewhere are the documents that mention a requirement and do not
// answer it.
func mentionedElsewhere(q *isms.Requirement) []*isms.Document {
	var out []*isms.Document
	for _, d := range q.MentionedBy {
		if !slices.Contains(q.Documents, d) && d != q.WriteUp {
			out = append(out, d)
		}
	}
	return out
}

func notRisk(r *isms.Row) bool { return r.Register.Schema.Name != "risks" }

// answerFacts are the facts of a write-up: its maturity, and who answers for
// the text.
func (s *Site) answerFacts(at seat, d *isms.Document) []Fact {
	f := &d.Front
	maturity := Fact{}
	if f.Maturity != "" {
		maturity = s.fact("maturity", s.say("fact.level", "level", f.Maturity))
		maturity.Small = s.say("maturity." + f.Maturity) // as in ISO/IEC 33020
	}
	return append(known(maturity), s.facts(at, d)...)
}

func (s *Site) states(q *isms.Requirement) []State {
	if hidden(q) || q.Decision == isms.Excluded {
		return nil
	}
	return []State{
		{s.say("state.mentioned"), s.say("requirement.mentioned"), s.answerChip(q.Mentioned)},
		{s.say("state.documented"), s.say("requirement.documented"), s.answerChip(q.Documented)},
		{s.say("state.implemented"), s.say("requirement.implemented"), s.answerChip(q.Implemented)},
		{s.say("state.evidenced"), s.say("requirement.evidenced"), s.answerChip(q.Evidenced)},
	}
}

func (s *Site) evidence(at seat, d *isms.Document) []Evidence {
	var out []Evidence
	for _, e := range d.Front.Evidence {
		t := s.m.EvidenceTarget(d, e)
		v := Evidence{Title: e.Title, Lang: s.documentLang(d), Date: s.date(e.Date), Href: at.target(t), Until: s.date(e.Until()), State: s.chip("yes", "evidence.holds")}
		if v.Title == "" {
			v.Title = cmp.Or(s.label(t), e.Link.Value)
		}
		switch until := e.Until(); {
		case !until.IsZero() && until.Before(s.m.Day):
			v.State = s.chip("overdue", "evidence.expired")
		case e.Date.After(s.m.Day):
			v.State = s.chip("future", "evidence.to-come")
		case !until.IsZero() && !until.After(s.m.Day.Add(s.m.Config.Review.Remind)):
			v.State = s.chip("due", "evidence.expiring")
		}
		out = append(out, v)
	}
	return out
}

// sides are the pages before and after a requirement in its list.
func (s *Site) sides(at seat, i int) Sides {
	list := s.m.Requirements
	find := func(step int) *Link {
		for j := i + step; j >= 0 && j < len(list); j += step {
			q := list[j]
			if q.IsClause() != list[i].IsClause() {
				return nil
			}
			if !strings.Contains(q.Page, "#") {
				l := at.titled(q.Page, q.Requirement)
				return &l
			}
		}
		return nil
	}
	return Sides{find(-1), find(+1)}
}
