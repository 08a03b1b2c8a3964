package site

import (
	"html/template"
	"slices"
	"strings"

	"annexa/internal/isms"
)

// Home is the first page: what staff look for, then the manager, then the
// auditor.
type Home struct {
	Site, Organisation string
	Edition            string
	Level              string // what of the content counts, where not all does
	Report             *Link
	Contacts           []Contact
	Everyone           *Audience // what applies to all
	Audiences          []Audience
	Needed             []Entry // documents that most people look for
	Pages              []Entry // files without status, those of the topmost folders first
	Changes            []Change
	Due                []Deadline // what falls due next, and what is overdue
	Open               []Figure   // what there is to look at
	Fine               []Figure   // what there is nothing of
	Coverage           []CoveredGroup
	Packs              []Pack
	Auditor            []Entry
	PDF                bool // there are PDFs to verify
	Search             template.URL
	Documents          Link
	AllChanges         Link
	Calendar           Link
	CoverageOf         Link
	Readiness          Link
	Verify             Link
}

// A Contact is somebody to turn to.
type Contact struct {
	For string
	Link
}

// A Pack of documents in one PDF.
type Pack struct {
	Link
	Description, Classification string
}

// home adds the first page.
func (s *Site) home() error {
	c := s.m.Config
	about := c.Title
	if c.Organisation.Name != "" {
		about = s.say("home.about", "title", c.Title, "organisation", c.Organisation.Name)
	}
	return s.page(header{"index.html", section{homeSection, ""}, "", about}, "home.html", s.homeView)
}

func (s *Site) homeView(at seat) any {
	c := s.m.Config
	v := Home{Site: c.Title, Organisation: c.Organisation.Name, Edition: s.m.Standard.Edition().Name(), Level: s.level(), Report: s.report(), PDF: s.opt.PDF}
	v.Search = at.to("search.html")
	v.Documents, v.AllChanges = at.link("documents.html", s.say("home.documents")), at.link(changesPage, s.say("home.changes"))
	v.Calendar, v.CoverageOf, v.Verify = at.link(calendarPage, s.say("calendar.title")), at.link(coveragePage, s.say("coverage.title")), at.link(verifyPage, s.say("verify.title"))
	v.Readiness = at.link(readinessPage, s.say("readiness.title"))
	for _, name := range sortedKeys(c.Contacts) {
		if address := c.Contacts[name]; name != "security-event" && strings.Contains(address, "@") {
			v.Contacts = append(v.Contacts, Contact{sentence(name), Link{Href: template.URL("mailto:" + escapePath(address)), Text: address}})
		}
	}
	v.Everyone, v.Audiences = s.audiences(at)
	v.Needed, v.Pages, v.Changes = s.needed(at), s.firstPages(at), s.changes(at)
	v.Open, v.Fine = s.figures(at)
	for i, d := range s.due() {
		if i == maxDue {
			break
		}
		v.Due = append(v.Due, s.deadline(at, d))
	}
	v.Coverage = s.sums(at)
	for _, p := range s.opt.Packs {
		v.Packs = append(v.Packs, Pack{at.link(p.Path, p.Title), p.Description, s.classification(p.Classification)})
	}
	edition := s.m.Standard.Edition().String()
	former := s.m.Other.Edition().String()
	for _, e := range []struct{ page, title, note string }{
		{"soa/soa.html", s.say("soa.title"), "soa"}, {"documents.html", s.say("home.register"), "register"},
		{"clauses/index.html", s.say("coverage.clauses"), "clauses"}, {"annex-a/" + edition + "/index.html", s.say("coverage.controls"), "controls"},
		{readinessPage, s.say("readiness.title"), "readiness"}, {tracePage, s.say("trace.title"), "trace"}, {auditsPage, s.say("audit.title"), "audits"}, {"registers/index.html", s.say("home.registers"), "registers"},
		{"annex-a/" + former + "/index.html", s.say("home.former", "edition", former), "former"},
	} {
		v.Auditor = append(v.Auditor, Entry{Href: at.to(e.page), Title: e.title, Note: s.say("home.note-" + e.note)})
	}
	return v
}

// How many files without status, most needed documents and deadlines the first
// page shows.
const (
	maxPages  = 16
	maxNeeded = 9
	maxDue    = 6
)

// staffPack is the id of the pack that says what people need most.
const staffPack = "staff"

// needed are the documents that most people look for: those of the pack for
// staff, if there is one, else those to which others lead most.
func (s *Site) needed(at seat) []Entry {
	var list []*isms.Document
	for _, p := range s.m.Config.Packs {
		if p.ID == staffPack {
			for _, e := range s.m.Select(p).Entries {
				if e.Document != nil && e.Document.InForce() {
					list = append(list, e.Document)
				}
			}
		}
	}
	if list == nil {
		for _, d := range s.m.MostReferenced() {
			if d.Kind != "record" {
				list = append(list, d)
			}
		}
	}
	out := at.documentList(list)
	return out[:min(len(out), maxNeeded)]
}

// firstPages are the files without status that lie highest in the content.
func (s *Site) firstPages(at seat) []Entry {
	var pages []*isms.Document
	for _, d := range s.shown {
		if d.State == isms.Page {
			pages = append(pages, d)
		}
	}
	slices.SortStableFunc(pages, func(a, b *isms.Document) int {
		return strings.Count(a.File, "/") - strings.Count(b.File, "/")
	})
	return at.documentList(pages[:min(len(pages), maxPages)])
}

// sentence is a key of annexa.yaml as words: "it-help" is IT help.
func sentence(key string) string {
	s := strings.ReplaceAll(key, "-", " ")
	if s == "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(s, "it "); ok {
		return "IT " + rest
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func lower(s string) string { return strings.ToLower(s) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(keysOf(m)) }
