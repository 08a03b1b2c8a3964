package standard

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// shelf is everything the embedded data say.
type shelf struct {
	of2013, of2022 *Catalogue
	activities     []Activity
	documented     []DocumentedItem
	terms          []Term
	faults         []error
}

var library = sync.OnceValue(load)

// Err names what is wrong with the embedded data. It is nil in every binary
// built from a tree whose tests pass.
func Err() error {
	_, err := german()
	return errors.Join(append(slices.Clone(library().faults), err)...)
}

// load reads all tables. What is wrong with one is noted in faults and the rest
// is still there, so that nobody meets a nil catalogue.
func load() *shelf {
	s := new(shelf)
	s.loadEditions()
	s.loadCorrespondence()
	s.loadTexts()
	s.loadActivities()
	s.loadDocumented()
	s.loadTerms()
	return s
}

func (s *shelf) note(errs ...error) {
	for _, err := range errs {
		if err != nil {
			s.faults = append(s.faults, err)
		}
	}
}

// rows is [rows] with its error noted.
func (s *shelf) rows(name string, columns ...string) [][]string {
	r, err := rows(name, columns...)
	s.note(err)
	return r
}

func (s *shelf) loadEditions() {
	var former, current []Requirement
	for _, f := range s.rows("iso27001-2013-clauses", "id", "title", "successor2022") {
		former = append(former, Requirement{ID: f[0], Kind: Clause, Title: f[1]})
	}
	for _, f := range s.rows("iso27001-2013-headings", "id", "level", "title") {
		kind := Domain
		if f[1] == "objective" {
			kind = Objective
		}
		former = append(former, Requirement{ID: f[0], Kind: kind, Title: f[2]})
	}
	for _, f := range s.rows("iso27001-2013-controls", "id", "domain", "title") {
		former = append(former, Requirement{ID: f[0], Kind: Control, Title: f[2]})
	}
	for _, f := range s.rows("iso27001-2022-clauses", "id", "title") {
		current = append(current, Requirement{ID: f[0], Kind: Clause, Title: f[1]})
	}
	theme := ""
	for _, f := range s.rows("iso27001-2022-controls",
		"id", "theme", "title", "control_type", "cia", "concepts", "capabilities", "domains") {
		if f[1] != theme {
			theme = f[1]
			current = append(current, Requirement{ID: parentOf(f[0]), Kind: Theme, Title: theme + " controls"})
		}
		current = append(current, Requirement{ID: f[0], Kind: Control, Title: f[2], Attributes: Attributes{
			ControlType:  items(f[3]),
			Properties:   items(f[4]),
			Concepts:     items(f[5]),
			Capabilities: items(f[6]),
			Domains:      items(f[7]),
		}})
	}
	var faults []error
	s.of2013, faults = newCatalogue(Edition2013, former)
	s.note(faults...)
	s.of2022, faults = newCatalogue(Edition2022, current)
	s.note(faults...)
}

func (s *shelf) loadCorrespondence() {
	for _, f := range s.rows("iso27001-2013-clauses", "id", "title", "successor2022") {
		for _, id := range items(f[2]) {
			s.note(correspond(s.of2013, s.of2022, f[0], id))
		}
	}
	for _, f := range s.rows("map-2013-2022", "id2013", "id2022") {
		s.note(correspond(s.of2013, s.of2022, f[0], f[1]))
	}
	s.of2013.gatherOthers()
	s.of2022.gatherOthers()
}

// loadTexts adds our own words. A clause of 2013 without a sentence of its own
// has that of the clause it became.
func (s *shelf) loadTexts() {
	for _, f := range s.rows("iso27001-2022-title-variants", "id", "title_27001_table_A1", "title_27002") {
		if r := s.find(s.of2022, "title variants", f[0]); r != nil {
			r.Title27002 = f[2]
		}
	}
	for _, f := range s.rows("amendments", "id", "amendment", "note") {
		if r := s.find(s.of2022, "amendments", f[0]); r != nil {
			r.Amendment, r.AmendmentNote = f[1], f[2]
		}
	}
	for _, f := range s.rows("summaries-2022", "id", "summary") {
		if r := s.find(s.of2022, "summaries-2022", f[0]); r != nil {
			r.Summary = f[1]
		}
	}
	for _, f := range s.rows("summaries-2013", "id", "summary", "successor") {
		if r := s.find(s.of2013, "summaries-2013", f[0]); r != nil {
			r.Summary, r.SuccessorNote = f[1], f[2]
		}
	}
	for _, r := range s.of2013.clauses {
		if r.Summary != "" || len(r.Others) == 0 {
			continue
		}
		if successor := s.find(s.of2022, "summaries-2013", r.Others[0]); successor != nil {
			r.Summary = successor.Summary
		}
	}
}

func (s *shelf) loadActivities() {
	for _, f := range s.rows("activities", "heading", "activity", "requirements2022") {
		a := Activity{Heading: f[0], Text: f[1], Requirements: items(f[2])}
		if domain, ok := strings.CutPrefix(f[0], "2013:"); ok {
			a.Heading, a.HeadingEdition = domain, Edition2013
		}
		for _, id := range a.Requirements {
			if r := s.find(s.of2022, "activities", id); r != nil {
				a.Former = append(a.Former, r.Others...)
			}
		}
		a.Former = inOrder(a.Former)
		s.activities = append(s.activities, a)
	}
}

func (s *shelf) loadDocumented() {
	for _, f := range s.rows("documented-information", "item", "clause2022", "clause2013", "what", "usual_form") {
		s.documented = append(s.documented, DocumentedItem{
			Item: f[0], Clause2022: f[1], Clause2013: f[2], What: f[3], UsualForm: f[4],
		})
		s.find(s.of2022, "documented information", f[1])
		s.find(s.of2013, "documented information", f[2])
	}
}

func (s *shelf) loadTerms() {
	for _, f := range s.rows("terms", "term", "meaning", "source") {
		s.terms = append(s.terms, Term{Term: f[0], Meaning: f[1], Source: f[2]})
	}
}

// find looks an id up for a table and notes where the edition has none such.
func (s *shelf) find(c *Catalogue, table, id string) *Requirement {
	r, ok := c.byID[id]
	if !ok {
		s.note(fmt.Errorf("%s: %s has no %s", table, c.edition, id))
	}
	return r
}
