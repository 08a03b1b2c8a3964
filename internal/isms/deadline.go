package isms

import (
	"cmp"
	"slices"
	"strings"

	"annexa/internal/day"
)

// A Deadline is a day on which something falls due. It belongs to a document
// or to a row, and is the next one: what recurs has its interval beside it.
type Deadline struct {
	Day      day.Date
	Kind     DeadlineKind
	What     string    // of evidence and actions, what is to be made or done; else empty
	Document *Document // nil for a row
	Row      *Row      // nil for a document
	Owner    string    // a role, may be empty
	Every    day.Interval
}

// DeadlineKind is what falls due.
type DeadlineKind uint8

// The kinds of deadline.
const (
	DocumentReview   DeadlineKind = iota // a text is to be looked at
	EvidenceRenewal                      // evidence counts no longer
	OpenAction                           // what a write-up says is still to be done
	InternalAudit                        // an audit of the programme
	ManagementReview                     // a review by top management
	ExceptionEnd                         // an exception from a rule ends
	AcceptanceEnd                        // the acceptance of a risk ends
	SupplierReview                       // a supplier is to be assessed
	AppointmentEnd                       // somebody's time in a role ends
	RowDue                               // what any row says is due
)

// String is the kind in words.
func (k DeadlineKind) String() string {
	return [...]string{
		"review", "evidence", "action", "internal audit", "management review", "exception ends", "acceptance of a risk ends", "supplier review", "appointment ends", "due",
	}[k]
}

// ID is that of the document or the row.
func (d Deadline) ID() string {
	if d.Row != nil {
		return d.Row.ID.Value
	}
	return d.Document.ID
}

// Title is that of the document or the row.
func (d Deadline) Title() string {
	if d.Row != nil {
		return d.Row.Title
	}
	return d.Document.Title
}

// Published says that what the deadline belongs to has its place on the site.
func (d Deadline) Published() bool {
	return d.Document == nil || d.Document.Published && d.Document.Page != ""
}

// Deadlines are all days on which something falls due, the earliest first,
// those that have passed among them. What a row says is done is none any more.
func (m *ISMS) Deadlines() []Deadline {
	var out []Deadline
	for _, d := range m.Documents {
		out = m.documentDeadlines(out, d)
	}
	for _, r := range m.Registers {
		for _, row := range r.Rows {
			out = m.rowDeadlines(out, row)
		}
	}
	slices.SortStableFunc(out, func(a, b Deadline) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

func (m *ISMS) documentDeadlines(out []Deadline, d *Document) []Deadline {
	f := &d.Front
	if r := m.Review(d); !r.Next.IsZero() {
		out = append(out, Deadline{Day: r.Next, Kind: DocumentReview, Document: d, Owner: f.Owner.Value, Every: r.Every})
	}
	if d.Requirement == nil || d.State == Retired || d.Requirement.Decision == Excluded {
		return out
	}
	for _, e := range f.Evidence {
		if until := e.Until(); !until.IsZero() {
			out = append(out, Deadline{Day: until, Kind: EvidenceRenewal, What: e.Title, Document: d, Owner: f.Owner.Value, Every: e.Every})
		}
	}
	if a := f.Action; !a.Due.IsZero() {
		out = append(out, Deadline{Day: a.Due, Kind: OpenAction, What: a.What, Document: d, Owner: cmp.Or(a.Owner.Value, f.Owner.Value)})
	}
	return out
}

// deadlineColumns are the columns of registers, beside due, that hold a day on
// which something has to happen. One that ends in silence is no deadline once
// it has passed.
var deadlineColumns = map[string]struct {
	column, owner string
	kind          DeadlineKind
	silent        bool
}{
	"audits":             {"date", "auditor", InternalAudit, false},
	"management-reviews": {"date", "owner", ManagementReview, false},
	"exceptions":         {"until", "approved-by", ExceptionEnd, false},
	"risks":              {"residual-accepted-until", "owner", AcceptanceEnd, false},
	"suppliers":          {"next", "owner", SupplierReview, false},
	"roles":              {"until", "owner", AppointmentEnd, true},
}

func (m *ISMS) rowDeadlines(out []Deadline, row *Row) []Deadline {
	if m.Done(row) {
		return out
	}
	every := row.Cell("every").Interval
	owner := func(column string) string {
		return cmp.Or(row.Cell("owner").Text, row.Cell(column).Text, row.Register.Owner.Value)
	}
	due := row.Cell("due").Date
	if c, ok := deadlineColumns[row.Register.Schema.Name]; ok {
		on := row.Cell(c.column).Date
		if !on.IsZero() && !(c.silent && on.Before(m.Day)) {
			out = append(out, Deadline{Day: on, Kind: c.kind, Row: row, Owner: owner(c.owner), Every: every})
		}
		if due == on {
			return out
		}
	} else if due.IsZero() && !every.IsZero() {
		// What recurs and does not say when it is due next follows from the day
		// on which it was done.
		for _, column := range []string{"date", "assessed-on"} {
			if due.IsZero() {
				due = row.Cell(column).Date.Add(every)
			}
		}
	}
	if !due.IsZero() {
		out = append(out, Deadline{Day: due, Kind: RowDue, Row: row, Owner: owner("owner"), Every: every})
	}
	return out
}

// doneWords begin the text of a cell that says that a row is done with, in
// content of any language; those of the content's own come beside them.
var doneWords = []string{"done", "closed", "completed", "finished", "achieved", "cancelled", "withdrawn"}

// DoneWord is a word with which a row says that it is done with, in the language
// of the content.
func (m *ISMS) DoneWord() string { return m.doneWords[0] }

// Done says that nothing is to be expected of a row any more: an audit has its
// result, a management review its decisions, anything else says so by one of
// the words for it at the beginning of its status, effectiveness, result or
// note. What recurs is never done.
func (m *ISMS) Done(r *Row) bool {
	switch r.Register.Schema.Name {
	case "audits":
		return r.Cell("result").Text != ""
	case "management-reviews":
		return r.Cell("decisions").Text != ""
	}
	if !r.Cell("every").Interval.IsZero() {
		return false
	}
	for _, column := range []string{"status", "effectiveness", "result", "note"} {
		if word, _, _ := strings.Cut(strings.ToLower(r.Cell(column).Text), " "); slices.Contains(m.doneWords, strings.TrimRight(word, ".,:;")) {
			return true
		}
	}
	return false
}
