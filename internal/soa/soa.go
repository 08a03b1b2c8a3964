// Package soa makes the Statement of Applicability (ISO/IEC 27001, 6.1.3 d):
// for every control of Annex A whether it is necessary, why, whether it is
// implemented, and why it is excluded; and the same of the controls that the
// organisation designed itself. Nothing stands in it that no write-up
// says: a control without a decision reads "not decided".
package soa

import (
	"slices"

	"annexa/internal/isms"
)

// A Statement is the Statement of Applicability on one day.
type Statement struct {
	ISMS     *isms.ISMS
	Document *isms.Document // soa.md; nil where there is none
	Rows     []Row          // the controls of Annex A in their order, then one's own
	Counts   Counts
}

// A Row says what was decided on one control.
type Row struct {
	*isms.Requirement
	Group          *isms.Requirement // its theme or domain, or the heading of one's own controls
	Reasons        []string          // risk, legal, contract, business, baseline
	Justification  string
	Implementation string // not-started, planned, partial, implemented, or nothing
	Implemented    bool   // yes or no; partial is no
	InDraft        bool   // the write-up is not approved yet
	Owner          string
	Risks          []*isms.Row // that call for it
}

// Counts are the sums of the statement. A decision in draft is none yet: it
// counts as undecided, and as in draft. A control whose decision is not here
// stands outside all counts but its own.
type Counts struct {
	Total, Applicable, Excluded, Undecided, Implemented, Partial, Planned, NotStarted, InDraft int
	NotHere                                                                                    int
	Own                                                                                        int // of the total
}

// Published says that the statement is for the readers of what is published:
// soa.md is not hidden as a draft, and not classified too high. Else it has no
// rows.
func (s *Statement) Published() bool {
	return !s.ISMS.Withheld.Statement && (s.Document == nil || s.Document.Published)
}

// A Sum is one of the counts.
type Sum struct {
	Name  string // of its words
	Count int
}

// Sums are the counts in the order in which they are said.
func (c Counts) Sums() []Sum {
	sums := []Sum{{"controls", c.Total}, {"own", c.Own}, {"applicable", c.Applicable}, {"excluded", c.Excluded}, {"undecided", c.Undecided}, {"implemented", c.Implemented}, {"open", c.Applicable - c.Implemented}}
	if c.Own == 0 {
		sums = slices.Delete(sums, 1, 2)
	}
	return sums
}

// Of makes the statement of a management system.
func Of(m *isms.ISMS) *Statement {
	s := &Statement{ISMS: m, Document: m.SoA()}
	if !s.Published() {
		return s
	}
	for _, q := range m.AllControls() {
		r := row(m, q)
		s.count(r)
		s.Rows = append(s.Rows, r)
	}
	return s
}

// row is what the write-up of a requirement says.
func row(m *isms.ISMS, q *isms.Requirement) Row {
	r := Row{Requirement: q, Group: m.Top(q)}
	for _, row := range q.Rows {
		if row.Register.Schema.Name == "risks" {
			r.Risks = append(r.Risks, row)
		}
	}
	if w := q.WriteUp; w != nil && w.State != isms.Retired && w.Published {
		f := &w.Front
		r.Reasons = f.Reasons
		r.Justification = f.Justification
		r.Owner = f.Owner.Value
		r.InDraft = !w.InForce()
		if q.IsClause() || q.Decision == isms.Applicable {
			r.Implementation = f.Implementation
			r.Implemented = f.Implementation == "implemented"
		}
	}
	return r
}

func (s *Statement) count(r Row) {
	c := &s.Counts
	if r.Decision == isms.NotHere {
		c.NotHere++
		return
	}
	c.Total++
	if r.IsOwn() {
		c.Own++
	}
	if r.InDraft {
		c.InDraft++
	}
	switch r.DecisionInForce() {
	case isms.Excluded:
		c.Excluded++
		return
	case isms.Undecided:
		c.Undecided++
		return
	}
	c.Applicable++
	switch r.Implementation {
	case "implemented":
		c.Implemented++
	case "partial":
		c.Partial++
	case "planned":
		c.Planned++
	default:
		c.NotStarted++
	}
}

// DocumentIDs are the ids of the documents that answer the control, those in
// force only.
func (r Row) DocumentIDs() []string {
	var ids []string
	for _, d := range r.Documents {
		if d.InForce() {
			ids = append(ids, d.ID)
		}
	}
	return slices.Compact(ids)
}

// RiskIDs are the ids of the risks that call for the control.
func (r Row) RiskIDs() []string {
	var ids []string
	for _, row := range r.Risks {
		ids = append(ids, row.ID.Value)
	}
	return ids
}
