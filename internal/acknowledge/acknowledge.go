// Package acknowledge takes acknowledgements from the CSV files that forms and
// learning systems export, and makes rows of the register of them.
//
// Every system names its columns otherwise and writes days its own way, so a
// [Report] says what was understood as what, and why a row was not taken.
// Nothing is guessed that can be read in two ways: a day such as 2/11/2026 is
// read only if another row of the file, or who asks, says which comes first.
package acknowledge

import (
	"fmt"
	"slices"
	"strings"

	"annexa/internal/day"
	"annexa/internal/isms"
)

// Register is the name of the register of acknowledgements.
const Register = "acknowledgements"

// Options say what a file does not.
type Options struct {
	Document  string            // the document that all rows are of, by id; empty: the file says
	Version   string            // the version that all rows are of; empty: the file says, or the day
	Audience  string            // the audience that all rows are of; empty: the file says
	Columns   map[string]string // the heading of what is looked for, by its name: who, date, document, version, audience, status
	DayFirst  bool              // 2/11/2026 is in November
	MonthTold bool              // 2/11/2026 is in February
}

// Refused says why a file cannot be read at all. It is lower case, and says the
// mend.
type Refused struct{ error }

func refuse(format string, args ...any) error { return Refused{fmt.Errorf(format, args...)} }

// A Report is what was understood of a file.
type Report struct {
	Columns []Column // of the file, in order
	Rows    int      // with anything in them
	Taken   []Taken  // in order
	Known   int      // that the register, or a row above, says already
	Left    []Left   // in order
}

// A Column of a file.
type Column struct {
	Heading string
	As      string // who, date, document, version, audience or status; empty: nothing was taken from it
}

// Taken is an acknowledgement.
type Taken struct {
	Line     int // in the file
	Who      string
	Document *isms.Document
	Version  string
	Assumed  bool // the version is the one that was in force on the day
	Audience string
	Date     day.Date
}

// Left is a row that was not taken.
type Left struct {
	Line int
	Why  string
}

// Read reads the acknowledgements of an export. An error is a [Refused].
func Read(m *isms.ISMS, data []byte, opt Options) (*Report, error) {
	t, err := parse(data)
	if err != nil {
		return nil, err
	}
	r := &reader{m: m, opt: opt, table: t, report: &Report{}}
	if err := r.columns(); err != nil {
		return nil, err
	}
	if opt.Document != "" {
		d, ok := m.Lookup(opt.Document)
		if !ok {
			return nil, refuse("there is no document %s", opt.Document)
		}
		r.document = d
	}
	r.order()
	known := r.known()
	for _, row := range t.rows {
		r.report.Rows++
		taken, why := r.row(row)
		switch key := mark(taken); {
		case why != "":
			r.report.Left = append(r.report.Left, Left{row.line, why})
		case known[key]:
			r.report.Known++
		default:
			known[key] = true
			r.report.Taken = append(r.report.Taken, taken)
		}
	}
	return r.report, nil
}

// mark is what two acknowledgements have in common that are the same.
func mark(t Taken) [4]string {
	if t.Document == nil {
		return [4]string{}
	}
	return [4]string{t.Document.ID, t.Version, strings.ToLower(t.Who), strings.ToLower(t.Audience)}
}

// known are the acknowledgements that the register has.
func (r *reader) known() map[[4]string]bool {
	out := map[[4]string]bool{}
	register, ok := r.m.Register(Register)
	if !ok {
		return out
	}
	column := register.Schema.Column("document")
	for _, row := range register.Rows {
		for _, t := range row.Links[column] {
			if d := t.Written(); d != nil {
				out[mark(Taken{Document: d, Version: row.Cell("version").Text, Who: row.Cell("who").Text, Audience: row.Cell("audience").Text})] = true
			}
		}
	}
	return out
}

// inForce is the version of a document that was in force on a day, as far as
// approvals or the history say; empty where they do not.
func inForce(m *isms.ISMS, d *isms.Document, on day.Date) string {
	if a := isms.InForce(m.ApprovalsOf(d), on); a != nil {
		return a.Version.Version
	}
	version, since := "", day.Date{}
	for _, e := range d.Front.History {
		if !e.Date.IsZero() && !e.Date.After(on) && !e.Date.Before(since) {
			version, since = e.Version, e.Date
		}
	}
	return version
}

// hasVersion says that a document has, or had, a version.
func hasVersion(m *isms.ISMS, d *isms.Document, version string) bool {
	if d.Front.Version == version {
		return true
	}
	for _, a := range m.ApprovalsOf(d) {
		if a.Version.Version == version {
			return true
		}
	}
	for _, e := range d.Front.History {
		if e.Version == version {
			return true
		}
	}
	return false
}

// names are what is looked for.
var names = []string{"who", "date", "document", "version", "audience", "status"}

// Names are what is looked for in a file, for --column.
func Names() []string { return slices.Clone(names) }
