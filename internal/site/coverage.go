package site

import (
	"cmp"
	"html/template"
	"strconv"

	"annexa/internal/isms"
)

// CoveragePage is how far the requirements are met, by heading, by
// implementation and by maturity.
type CoveragePage struct {
	Date           string
	Level          string // what of the content counts, where not all does
	Groups         []CoveredGroup
	Controls       string // what the columns of controls are headed with
	Implementation Chart
	Progress       []ProgressRow
	Maturity       Chart
	Levels         []ProgressRow
	Trace          Link
}

// A CoveredGroup is a clause, theme or domain with the four states of what is
// below it, or the sum of several.
type CoveredGroup struct {
	Href      template.URL
	ID, Title string
	Lang      *Lang // of the title
	Sum       bool
	Total     int
	Excluded  int
	NotHere   int // the decision is not published here
	Undecided int
	Bars      []Bar
}

// A ProgressRow is how many clauses and controls there are of one kind.
type ProgressRow struct {
	Class, Name       string // Class is that of the shapes in the chart
	Clauses, Controls int
}

// heading is a top clause, theme or domain with the requirements below it that
// can be answered.
type heading struct {
	*isms.Requirement
	below []*isms.Requirement
}

// headings are the top clauses that ask for something, then the themes or
// domains, then that of one's own controls.
func (s *Site) headings() []heading {
	var out []heading
	for _, q := range s.m.Requirements {
		if !q.Leaf() || q.Withdrawn() {
			continue
		}
		if top := s.m.Top(q); len(out) == 0 || out[len(out)-1].Requirement != top {
			out = append(out, heading{Requirement: top})
		}
		h := &out[len(out)-1]
		h.below = append(h.below, q)
	}
	return out
}

// coveragePage adds the page of coverage.
func (s *Site) coveragePage() error {
	return s.page(header{coveragePage, section{coverageSection, ""}, s.say("coverage.title"), s.say("coverage.about")}, "coverage.html", s.coverageView)
}

func (s *Site) coverageView(at seat) any {
	v := CoveragePage{Date: s.date(s.m.Day), Level: s.level(), Trace: at.link(tracePage, s.say("trace.title"))}
	clauses, controls := s.m.SubClauses(), s.m.AllControls()
	v.Controls = s.say("coverage.controls")
	if len(s.m.OwnControls()) > 0 {
		v.Controls = s.say("annex.controls")
	}
	v.Implementation.Label = s.say("coverage.implementation-chart")
	for _, h := range s.headings() {
		id := idOf(h.Requirement.Requirement)
		v.Implementation.stack(cmp.Or(id, s.say("own.short")), s.progressParts(isms.ProgressOf(h.below)))
		if h.Requirement.ID == isms.OwnHeading {
			continue // all that is below it is a sum already
		}
		title, lang := s.titleOf(h.Requirement.Requirement)
		g := s.coveredGroup(at.link(h.Page, title), h.below)
		g.ID, g.Lang = id, lang
		v.Groups = append(v.Groups, g)
	}
	for _, sum := range append(s.sums(at), s.catalogueSums(at)...) {
		sum.Sum = true
		v.Groups = append(v.Groups, sum)
	}

	a, b := s.progressParts(isms.ProgressOf(clauses)), s.progressParts(isms.ProgressOf(controls))
	for i := range a {
		if a[i].number+b[i].number > 0 {
			v.Progress = append(v.Progress, ProgressRow{a[i].class, a[i].title, a[i].number, b[i].number})
		}
	}
	m, n := isms.MaturityOf(clauses), isms.MaturityOf(controls)
	var parts []part
	var names []string
	level := func(name, word string, clauses, controls int) {
		parts, names = append(parts, part{clauses + controls, "yes", strconv.Itoa(clauses + controls)}), append(names, name)
		v.Levels = append(v.Levels, ProgressRow{"", joined(" ", name, word), clauses, controls})
	}
	for i := range m.Levels {
		name := strconv.Itoa(i)
		level(name, s.say("maturity."+name), m.Levels[i], n.Levels[i])
	}
	level("–", "", m.Unsaid, n.Unsaid)
	v.Levels[len(v.Levels)-1].Name = s.say("maturity.unsaid")
	parts[len(parts)-1].class = "unsaid"
	v.Maturity = columns(s.say("coverage.maturity-chart"), parts, names)
	return v
}

// coveredGroup is a list of requirements with the four states.
func (s *Site) coveredGroup(l Link, list []*isms.Requirement) CoveredGroup {
	c := s.coverage(isms.CoverageOf(list))
	return CoveredGroup{Href: l.Href, Title: l.Text, Total: c.Total, Excluded: c.Excluded, NotHere: c.NotHere, Undecided: c.Undecided, Bars: c.Bars}
}

// sums are the clauses, the controls of Annex A and one's own, each in one line.
func (s *Site) sums(at seat) []CoveredGroup {
	sums := []CoveredGroup{
		s.coveredGroup(at.link("clauses/index.html", s.say("coverage.clauses")), s.m.SubClauses()),
		s.coveredGroup(at.link("annex-a/"+s.m.Standard.Edition().String()+"/index.html", s.say("coverage.controls")), s.m.Controls()),
	}
	if own := s.m.OwnControls(); len(own) > 0 {
		sums = append(sums, s.coveredGroup(at.link(ownPage, s.say("own.title")), own))
	}
	return sums
}

// progressParts are the kinds of progress in the order of charts and tables.
func (s *Site) progressParts(p isms.Progress) []part {
	return []part{
		{p.Implemented, "yes", s.say("progress.implemented")}, {p.Partial, "half", s.say("progress.partial")}, {p.Planned, "planned", s.say("progress.planned")},
		{p.NotStarted, "no", s.say("progress.not-started")}, {p.Unsaid, "unsaid", s.say("progress.unsaid")}, {p.InDraft, "draft", s.say("progress.draft")},
		{p.Undecided, "undecided", s.say("progress.undecided")}, {p.Excluded, "excluded", s.say("progress.excluded")},
	}
}
