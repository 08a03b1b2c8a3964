package site

import (
	"annexa/internal/isms"
	"annexa/internal/standard"
)

// The sections of the site.
const (
	homeSection      = "home"
	documentsSection = "documents"
	clausesSection   = "clauses"
	annexSection     = "annex-a"
	soaSection       = "soa"
	registersSection = "registers"
	coverageSection  = "coverage"
	verifySection    = "verify"
	changesSection   = "changes"
	calendarSection  = "calendar"
	glossarySection  = "glossary"
	standardSection  = "standard"
	otherSection     = "other"
)

// navigation is the way through the site as seen from a section. Documents
// are too many to be in it.
func (s *Site) navigation(at seat, in section) []NavItem {
	ours, other := s.m.Standard.Edition(), s.m.Other.Edition()
	item := func(name, page, text string, parts func() []NavPart) NavItem {
		n := NavItem{Link: at.link(page, text), Current: in.name == name}
		if n.Current && parts != nil {
			n.Parts = parts()
			for i := range n.Parts {
				n.Current = n.Current && !n.Parts[i].Current
			}
		}
		return n
	}
	part := func(name, page, text string) NavPart {
		return NavPart{at.link(page, text), in.part == name}
	}
	return []NavItem{
		item(homeSection, "index.html", "Home", nil),
		item(documentsSection, "documents.html", "Documents", func() []NavPart {
			var parts []NavPart
			for _, g := range s.groups() {
				parts = append(parts, part(g.anchor, "documents.html#"+g.anchor, g.title))
			}
			return parts
		}),
		item(clausesSection, "clauses/index.html", "Clauses", func() []NavPart {
			var parts []NavPart
			for _, c := range s.m.Standard.TopClauses() {
				parts = append(parts, part(c.ID, s.requirementPage(c), c.ID+" "+c.Title))
			}
			return parts
		}),
		item(annexSection, "annex-a/"+ours.String()+"/index.html", "Annex A", func() []NavPart { return s.groupParts(s.m.Standard, part) }),
		item(soaSection, "soa/soa.html", "Statement of Applicability", nil),
		item(registersSection, "registers/index.html", "Registers", func() []NavPart {
			var parts []NavPart
			for _, r := range s.m.Registers {
				parts = append(parts, part(r.Schema.Name, r.Page, r.Schema.Title))
			}
			return parts
		}),
		item(coverageSection, coveragePage, s.say("coverage.title"), func() []NavPart {
			parts := []NavPart{part("trace", tracePage, s.say("trace.title")), part("audits", auditsPage, s.say("audit.title"))}
			if r, ok := s.m.Register("risks"); ok {
				parts = append(parts, part("risks", r.Page, r.Schema.Title))
			}
			return parts
		}),
		item(calendarSection, calendarPage, s.say("calendar.title"), func() []NavPart {
			return []NavPart{part("reviews", "reviews.html", "Reviews due")}
		}),
		item(changesSection, changesPage, s.say("changes.title"), nil),
		item(glossarySection, "glossary.html", "Glossary", nil),
		item(verifySection, verifyPage, s.say("verify.title"), nil),
		item(standardSection, "standard.html", "The standard", nil),
		item(otherSection, "annex-a/"+other.String()+"/index.html", "Edition of "+other.String(), func() []NavPart {
			return append(s.groupParts(s.m.Other, part), part("clauses", "clauses/"+other.String()+"/index.html", "Clauses of "+other.String()))
		}),
	}
}

func (s *Site) groupParts(c *standard.Catalogue, part func(name, page, text string) NavPart) []NavPart {
	var parts []NavPart
	for _, g := range c.Groups() {
		parts = append(parts, part(g.ID, "annex-a/"+c.Edition().String()+"/"+g.ID+".html", g.ID+" "+g.Title))
	}
	return parts
}

// requirementPage is the page of a requirement of the content's edition.
func (s *Site) requirementPage(r *standard.Requirement) string {
	if q, ok := s.m.Requirement(r.ID); ok {
		return q.Page
	}
	return "clauses/index.html"
}

// kindTitles are the kinds of document as lists head them.
var kindTitles = []struct{ kind, anchor, title string }{
	{"policy", "Policies", "Policies"}, {"standard", "Standards", "Standards"}, {"procedure", "Procedures", "Procedures"}, {"guideline", "Guidelines", "Guidelines"},
	{"plan", "Plans", "Plans"}, {"record", "Records", "Records"}, {"", "Others", "Other documents"}, {"soa", "SoA", "Statement of Applicability"},
	{"clause", "Clauses", "Clause write-ups"}, {"control", "Controls", "Control write-ups"},
}

// A group is a kind of document with those of it that are not withdrawn.
type group struct {
	anchor, title string
	documents     []*isms.Document
}

// groups are the documents by kind, then the pages without status, then what
// was withdrawn; empty ones left out.
func (s *Site) groups() []group {
	var out []group
	for _, k := range kindTitles {
		if list := s.kinds[k.kind]; len(list) > 0 {
			out = append(out, group{k.anchor, k.title, list})
		}
	}
	var pages, retired []*isms.Document
	for _, d := range s.shown {
		switch d.State {
		case isms.Page:
			pages = append(pages, d)
		case isms.Retired:
			retired = append(retired, d)
		}
	}
	if len(pages) > 0 {
		out = append(out, group{"Pages", "Pages", pages})
	}
	if len(retired) > 0 {
		out = append(out, group{"Withdrawn", "Withdrawn", retired})
	}
	return out
}
