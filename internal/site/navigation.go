package site

import (
	"slices"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// The sections of the site.
const (
	homeSection      = "home"
	documentsSection = "documents"
	clausesSection   = "clauses"
	annexSection     = "annex-a"
	catalogueSection = "catalogues"
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
	part := func(name string, to Link) NavPart { return NavPart{to, in.part == name} }
	items := []NavItem{
		item(homeSection, "index.html", s.say("layout.home"), nil),
		item(documentsSection, "documents.html", s.say("document.title"), func() []NavPart {
			var parts []NavPart
			for _, g := range s.groups() {
				parts = append(parts, part(g.anchor, at.link("documents.html#"+g.anchor, g.title)))
			}
			return parts
		}),
		item(clausesSection, "clauses/index.html", s.say("clauses.title"), func() []NavPart {
			var parts []NavPart
			for _, c := range s.m.Standard.TopClauses() {
				parts = append(parts, part(c.ID, at.titled(s.requirementPage(c), c)))
			}
			return parts
		}),
		item(annexSection, "annex-a/"+ours.String()+"/index.html", s.say("annex.title"), func() []NavPart {
			parts := groupParts(at, s.m.Standard, part)
			if h, ok := s.m.Requirement(isms.OwnHeading); ok {
				parts = append(parts, part(h.ID, at.titled(h.Page, h.Requirement)))
			}
			return parts
		}),
		item(soaSection, "soa/soa.html", s.say("soa.title"), nil),
		item(registersSection, "registers/index.html", s.say("registers.title"), func() []NavPart {
			var parts []NavPart
			for _, r := range s.m.Registers {
				parts = append(parts, part(r.Schema.Name, at.link(r.Page, r.Schema.TitleIn(s.opt.Words))))
			}
			return parts
		}),
		item(coverageSection, coveragePage, s.say("coverage.title"), func() []NavPart {
			parts := []NavPart{part("readiness", at.link(readinessPage, s.say("readiness.title"))), part("trace", at.link(tracePage, s.say("trace.title"))), part("audits", at.link(auditsPage, s.say("audit.title")))}
			if s.acknowledged() {
				parts = append(parts, part("acknowledgements", at.link(acknowledgementsPage, s.say("acknowledge.title"))))
			}
			if r, ok := s.m.Register("risks"); ok {
				parts = append(parts, part("risks", at.link(r.Page, r.Schema.TitleIn(s.opt.Words))))
			}
			return parts
		}),
		item(calendarSection, calendarPage, s.say("calendar.title"), func() []NavPart {
			return []NavPart{part("reviews", at.link("reviews.html", s.say("reviews.title")))}
		}),
		item(changesSection, changesPage, s.say("changes.title"), nil),
		item(glossarySection, "glossary.html", s.say("glossary.title"), nil),
		item(verifySection, verifyPage, s.say("verify.title"), nil),
		item(standardSection, "standard.html", s.say("standard.title"), nil),
		item(otherSection, "annex-a/"+other.String()+"/index.html", s.say("layout.other", "edition", other.String()), func() []NavPart {
			return append(groupParts(at, s.m.Other, part), part("clauses", at.link("clauses/"+other.String()+"/index.html", s.say("clauses.of", "edition", other.String()))))
		}),
	}
	if len(s.m.Catalogues) > 0 {
		behind := slices.IndexFunc(items, func(n NavItem) bool { return n.Href == at.to("soa/soa.html") })
		items = slices.Insert(items, behind, item(catalogueSection, cataloguesPage, s.say("catalogue.title"), func() []NavPart {
			var parts []NavPart
			for _, c := range s.m.Catalogues {
				parts = append(parts, part(c.ID.Value, at.link(c.Page, c.ID.Value)))
			}
			return parts
		}))
	}
	return items
}

func groupParts(at seat, c *standard.Catalogue, part func(name string, to Link) NavPart) []NavPart {
	var parts []NavPart
	for _, g := range c.Groups() {
		parts = append(parts, part(g.ID, at.titled("annex-a/"+c.Edition().String()+"/"+g.ID+".html", g)))
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

// kinds are the kinds of document as lists head them, each with its anchor and
// the path of its title.
var kinds = []struct{ kind, anchor, title string }{
	{"policy", "Policies", "kinds.policy"}, {"standard", "Standards", "kinds.standard"}, {"procedure", "Procedures", "kinds.procedure"},
	{"guideline", "Guidelines", "kinds.guideline"}, {"plan", "Plans", "kinds.plan"}, {"record", "Records", "kinds.record"}, {"", "Others", "kinds.document"},
	{"soa", "SoA", "kinds.soa"}, {"clause", "Clauses", "kinds.clause"}, {"control", "Controls", "kinds.control"},
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
	for _, k := range kinds {
		if list := s.kinds[k.kind]; len(list) > 0 {
			out = append(out, group{k.anchor, s.say(k.title), list})
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
		out = append(out, group{"Pages", s.say("kinds.page"), pages})
	}
	if len(retired) > 0 {
		out = append(out, group{"Withdrawn", s.say("kinds.retired"), retired})
	}
	return out
}
