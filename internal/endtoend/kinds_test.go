package endtoend

import (
	"path"
	"testing"

	"annexa/internal/isms"
)

// A kind is a kind of page, and one page of it.
type kind struct{ name, page string }

// kinds are all kinds of page there are, each with a page that the sample has
// of it. That none is forgotten is seen from the folders.
func (p *published) kinds(t *testing.T) []kind {
	t.Helper()
	kinds := []kind{
		{"home", "index.html"},
		{"documents", "documents.html"},
		{"the standard", "standard.html"},
		{"clauses", "clauses/index.html"},
		{"scope", "clauses/1.html"},
		{"references", "clauses/2.html"},
		{"terms", "clauses/3.html"},
		{"top clause", "clauses/6.html"},
		{"clause of clauses", "clauses/9.3.html"},
		{"clause", "clauses/6.1.3.html"},
		{"Annex A", "annex-a/2022/index.html"},
		{"theme", "annex-a/2022/A.5.html"},
		{"Annex A of 2013", "annex-a/2013/index.html"},
		{"domain of 2013", "annex-a/2013/A.9.html"},
		{"control of 2013", "annex-a/2013/A.9.2.1.html"},
		{"clauses of 2013", "clauses/2013/index.html"},
		{"clause of 2013", "clauses/2013/6.1.3.html"},
		{"further catalogues", "catalogues/index.html"},
		{"further catalogue", "catalogues/NIS2.html"},
		{"Statement of Applicability", "soa/soa.html"},
		{"registers", "registers/index.html"},
		{"glossary", "glossary.html"},
		{"reviews due", "reviews.html"},
		{"calendar", "calendar.html"},
		{"changes", "changes.html"},
		{"search", "search.html"},
		{"verify", "verify.html"},
		{"coverage", "coverage.html"},
		{"readiness", "readiness.html"},
		{"traceability", "traceability/index.html"},
		{"traceability of a theme", "traceability/A.5.html"},
		{"audit programme", "audits.html"},
		{"acknowledgements", "acknowledgements.html"},
		{"history of approvals", "documents/POL-998.approvals.html"},
		{"former version", "documents/POL-998@1.0.html"},
		{"changes of a version", "documents/POL-998.changes@1.1.html"},
		{"no such page", "404.html"},
		{"former address", "old/visitors.html"},
		{"foreign page", "pages/notes/welcome.html"},
		{"unreadable file", "pages/notes/broken.html"},
	}
	states := map[isms.State]bool{}
	sorts := map[string]bool{}
	overdue := false
	for _, d := range p.isms.Documents {
		late := p.isms.Review(d).Status == isms.Overdue
		switch {
		case d.ID == "":
		case !states[d.State]:
			states[d.State] = true
			kinds = append(kinds, kind{"document that is " + d.State.String(), d.Page})
		case late && !overdue:
			overdue = true
			kinds = append(kinds, kind{"document whose review is overdue", d.Page})
		case !sorts[d.Kind]:
			sorts[d.Kind] = true
			kinds = append(kinds, kind{d.Kind, d.Page})
		}
	}
	decisions := map[isms.Decision]bool{}
	for _, c := range p.isms.Controls() {
		if !decisions[c.Decision] {
			decisions[c.Decision] = true
			kinds = append(kinds, kind{"control that is " + c.Decision.String(), c.Page})
		}
	}
	for _, r := range p.isms.Registers {
		kinds = append(kinds, kind{"register " + r.Schema.Name, r.Page})
	}
	if !overdue || !states[isms.Draft] || !states[isms.InReview] || !states[isms.Retired] || !decisions[isms.Excluded] {
		t.Errorf("the sample lacks a kind of document or control: states %v, decisions %v, overdue %v", states, decisions, overdue)
	}
	folders := map[string]bool{}
	opened := map[string]bool{}
	for _, k := range kinds {
		folders[path.Dir(k.page)], opened[k.page] = true, true
	}
	for _, name := range p.files(t, ".html") {
		if folder := path.Dir(name); !folders[folder] || folder == "." && !opened[name] {
			t.Errorf("no page of the kind of %s is opened", name)
			folders[folder] = true
		}
	}
	return kinds
}
