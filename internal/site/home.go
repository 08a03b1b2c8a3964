package site

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

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
	Pages              []Entry // files without status, those of the topmost folders first
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

// home adds the first page.
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
	v.Pages = s.firstPages(at)
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

// maxPages is how many files without status the first page shows.
const maxPages = 16

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
