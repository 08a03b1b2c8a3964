package isms

import (
	"slices"

	"annexa/internal/day"
)

// An Audit of the programme, as a row of the register of audits says it.
type Audit struct {
	Row    *Row
	Day    day.Date
	Status AuditStatus
	Covers map[*Requirement]bool // each of a heading's parts where the row names the heading
}

// AuditStatus says whether an audit was done.
type AuditStatus uint8

// The states of an audit.
const (
	Planned  AuditStatus = iota // its day is still to come
	NoResult                    // its day has come, and the row says no result
	Audited                     // it has its result
)

// String is the status in words.
func (s AuditStatus) String() string { return [...]string{"planned", "no result yet", "done"}[s] }

// Audits are the audits of the programme in the order of their days.
func (m *ISMS) Audits() []Audit {
	r, ok := m.registers["audits"]
	if !ok {
		return nil
	}
	out := make([]Audit, 0, len(r.Rows))
	column := r.Schema.Column("requirements")
	for _, row := range r.Rows {
		a := Audit{Row: row, Day: row.Cell("date").Date, Status: Planned, Covers: map[*Requirement]bool{}}
		switch {
		case m.Done(row):
			a.Status = Audited
		case !a.Day.After(m.Day):
			a.Status = NoResult
		}
		for _, t := range row.Links[column] {
			if t.Requirement != nil {
				m.cover(a.Covers, t.Requirement)
			}
		}
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b Audit) int { return a.Day.Compare(b.Day) })
	return out
}

// cover enters a requirement, or the parts of a heading.
func (m *ISMS) cover(covers map[*Requirement]bool, q *Requirement) {
	if q.Leaf() {
		covers[q] = true
		return
	}
	for _, id := range q.Children {
		if part, ok := m.requirements[id]; ok {
			m.cover(covers, part)
		}
	}
}
