package site

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/isms"
)

// Home is the first page: what staff look for, then the manager, then the
// auditor.
type Home struct {
	Site, Organisation string
	Edition            string
	Report             *Link
	Contacts           []Contact
	Everyone           *Audience // what applies to all
	Audiences          []Audience
	Changes            []Change
	Reviews            []Figure
	Gaps               []Figure
	Problems           Figure
	Coverage           []CoverageRow
	Packs              []Pack
	Auditor            []Entry
	PDF                bool // there are PDFs to verify
	Documents          Link
}

// A Contact is somebody to turn to.
type Contact struct {
	For string
	Link
}

// An Audience is a group of readers with the documents in force for it.
type Audience struct {
	Name      string
	Documents []Reading
	Rest      []Reading // beyond those, folded away
	Minutes   int
}

// A Reading is a document with the time it takes to read.
type Reading struct {
	Entry
	Minutes int
}

// A Change is a new version of a document.
type Change struct {
	Entry
	Version, Date, What string
	day                 day.Date
}

// A CoverageRow is the coverage of the clauses or of Annex A.
type CoverageRow struct {
	Link
	Coverage
}

// A Pack of documents in one PDF.
type Pack struct {
	Link
	Description, Classification string
}

// How much the first page shows of what may be long.
const (
	maxReadings  = 8
	maxRest      = 100
	maxChanges   = 8
	maxAudiences = 24
)

func (s *Site) home() error {
	c := s.m.Config
	about := c.Title
	if c.Organisation.Name != "" {
		about += " of " + c.Organisation.Name
	}
	return s.page(header{"index.html", section{homeSection, ""}, "", about + "."}, "home.html", s.homeView)
}

func (s *Site) homeView(at seat) any {
	c := s.m.Config
	v := Home{Site: c.Title, Organisation: c.Organisation.Name, Edition: s.m.Standard.Edition().Name(), Report: s.report(), PDF: s.opt.PDF, Documents: at.link("documents.html", "All documents")}
	for _, name := range sortedKeys(c.Contacts) {
		if address := c.Contacts[name]; name != "security-event" && strings.Contains(address, "@") {
			v.Contacts = append(v.Contacts, Contact{sentence(name), Link{template.URL("mailto:" + escapePath(address)), address}})
		}
	}
	v.Everyone, v.Audiences = s.audiences(at)
	v.Changes = s.changes(at)
	v.Reviews, v.Gaps, v.Problems = s.reviewFigures(at), s.gaps(at), s.problemFigure()
	v.Coverage = []CoverageRow{
		{at.link("clauses/index.html", "Clauses 4 to 10"), coverage(isms.CoverageOf(s.m.SubClauses()))},
		{at.link("annex-a/"+s.m.Standard.Edition().String()+"/index.html", "Annex A"), coverage(isms.CoverageOf(s.m.Controls()))},
	}
	for _, p := range s.opt.Packs {
		v.Packs = append(v.Packs, Pack{at.link(p.Path, p.Title), p.Description, p.Classification})
	}
	v.Auditor = []Entry{
		{Href: at.to("soa/soa.html"), Title: "Statement of Applicability", Note: "every control with its decision, reasons and state"},
		{Href: at.to("documents.html"), Title: "Document register", Note: "every document with version, owner, status and review"},
		{Href: at.to("clauses/index.html"), Title: "Clauses 4 to 10", Note: "how each requirement is met"},
		{Href: at.to("annex-a/" + s.m.Standard.Edition().String() + "/index.html"), Title: "Annex A", Note: "how each control is met, with its evidence"},
		{Href: at.to("registers/index.html"), Title: "Registers", Note: "risks, assets, suppliers, audits and all other rows"},
		{Href: at.to("annex-a/" + s.m.Other.Edition().String() + "/index.html"), Title: "Annex A of " + s.m.Other.Edition().String(), Note: "the same as the other edition orders it"},
	}
	return v
}

// everyone are the audiences that mean all readers.
var everyone = []string{"all staff", "everyone", "all", "all employees", "staff"}

// audiences groups the documents in force by their readers. What applies to
// everyone stands apart.
func (s *Site) audiences(at seat) (all *Audience, others []Audience) {
	by := map[string][]*isms.Document{}
	names := map[string]string{}
	for _, d := range s.inForce() {
		for _, a := range d.Front.Audience {
			key := lower(strings.TrimSpace(a))
			if slices.Contains(everyone, key) {
				key = ""
			}
			if _, ok := names[key]; !ok {
				names[key] = a
			}
			if list := by[key]; len(list) == 0 || list[len(list)-1] != d {
				by[key] = append(list, d)
			}
		}
	}
	for _, key := range sortedKeys(by) {
		a := Audience{Name: names[key]}
		list := by[key]
		slices.SortStableFunc(list, func(a, b *isms.Document) int { return cmp.Compare(kindRank(a), kindRank(b)) })
		for i, d := range list {
			minutes := minutes(d.Body.Words)
			a.Minutes += minutes
			e := at.document(d)
			if i < maxReadings {
				e.Note = d.Summary
				a.Documents = append(a.Documents, Reading{e, minutes})
			} else if i < maxRest {
				a.Rest = append(a.Rest, Reading{e, minutes})
			}
		}
		if key == "" {
			all = &a
		} else if len(others) < maxAudiences {
			others = append(others, a)
		}
	}
	return all, others
}

func kindRank(d *isms.Document) int {
	if i := slices.Index(document.Kinds, d.Kind); i >= 0 {
		return i
	}
	return len(document.Kinds)
}

// changes are the newest versions that are in force, the newest first.
func (s *Site) changes(at seat) []Change {
	var out []Change
	for _, d := range s.inForce() {
		if d.Kind == "record" {
			continue // records follow from what is done, and change no rule
		}
		if c, ok := s.change(at, d); ok {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return b.day.Compare(a.day) })
	return out[:min(len(out), maxChanges)]
}

// change is the version of a document that is in force.
func (s *Site) change(at seat, d *isms.Document) (Change, bool) {
	on := d.Front.Effective
	if on.IsZero() {
		on = d.Front.Approved.Date
	}
	if on.IsZero() || on.After(s.m.Day) {
		return Change{}, false
	}
	c := Change{Entry: at.document(d), Version: d.Front.Version, Date: on.Long(), day: on}
	for _, e := range d.Front.History {
		if e.Version == d.Front.Version {
			c.What = e.Change
		}
	}
	return c, true
}

func (s *Site) reviewFigures(at seat) []Figure {
	count := map[isms.ReviewStatus]int{}
	for _, d := range s.shown {
		count[s.m.Review(d).Status]++
	}
	figure := func(status isms.ReviewStatus, text, shape, anchor string) Figure {
		f := Figure{Number: count[status], Text: text, Shape: shape}
		if f.Number > 0 {
			f.Href = at.to("reviews.html#" + anchor)
		} else {
			f.Shape = "yes"
		}
		return f
	}
	return []Figure{
		figure(isms.Overdue, "reviews overdue", "overdue", "Overdue"),
		figure(isms.Due, "reviews due within "+s.m.Config.Review.Remind.String(), "due", "Due"),
		figure(isms.Unplanned, "without a planned review", "open", "Unplanned"),
	}
}

// gaps counts what is missing.
func (s *Site) gaps(at seat) []Figure {
	annex := "annex-a/" + s.m.Standard.Edition().String() + "/index.html"
	figure := func(n int, text, shape, page string) Figure {
		f := Figure{n, text, shape, ""}
		if n > 0 {
			f.Href = at.to(page)
		} else {
			f.Shape = "yes"
		}
		return f
	}
	controls, clauses := isms.CoverageOf(s.m.Controls()), isms.CoverageOf(s.m.SubClauses())
	unanswered, missing, drafts := 0, 0, 0
	for _, q := range s.m.SubClauses() {
		if q.WriteUp == nil || q.WriteUp.State == isms.Retired {
			unanswered++
		}
	}
	for _, item := range s.items {
		if item.Provided != isms.Yes {
			missing++
		}
	}
	for _, d := range s.shown {
		if d.State == isms.Draft || d.State == isms.InReview {
			drafts++
		}
	}
	return []Figure{
		figure(controls.Undecided, "controls not decided", "open", "soa/soa.html"),
		figure(controls.Total-controls.Undecided-controls.Implemented, "applicable controls not implemented in full", "half", "soa/soa.html"),
		figure(controls.Total-controls.Evidenced, "controls without evidence that holds", "no", annex),
		figure(unanswered, "clauses without a write-up", "no", "clauses/index.html"),
		figure(clauses.Total-clauses.Implemented, "clauses not implemented in full", "half", "clauses/index.html"),
		figure(missing, "pieces of documented information missing or in draft", "no", "documents.html#Information"),
		figure(drafts, "documents in draft or in review", "draft", "documents.html"),
	}
}

// problemFigure is how many problems annexa check has found.
func (s *Site) problemFigure() Figure {
	c := diag.CountOf(s.opt.Problems)
	f := Figure{Number: c.Errors + c.Warnings, Text: "warnings by annexa check", Shape: "open"}
	if c.Errors > 0 {
		f.Text, f.Shape = "errors and warnings by annexa check", "overdue"
	}
	if f.Number == 0 {
		f.Shape = "yes"
	}
	return f
}

func sentence(key string) string {
	s := strings.ReplaceAll(key, "-", " ")
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func lower(s string) string { return strings.ToLower(s) }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(keysOf(m)) }
