package acknowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/day"
	"annexa/internal/isms"
	"annexa/internal/prose"
)

// headings are what systems call what is looked for, in English and German, the
// first to be preferred: what names a person without saying who it is before
// what says it.
var headings = map[string][]string{
	"who": {"pseudonym", "who", "person", "personnel number", "employee id", "employee number", "user id", "learner id", "personalnummer", "kennung", "email", "email address", "e mail", "e mail address", "mail", "e mail adresse",
		"username", "user name", "login", "benutzername", "employee", "user", "learner", "participant", "student", "name", "full name", "mitarbeiter", "mitarbeiterin", "benutzer", "teilnehmer", "vollständiger name"},
	"date": {"acknowledged on", "acknowledged", "completed on", "completed at", "completion date", "completion time", "date completed", "time completed", "completed", "submitted at", "submitted on", "submitted", "submission date", "timestamp", "finished", "date", "day",
		"abgeschlossen am", "abschlussdatum", "bestätigt am", "eingereicht am", "zeitstempel", "datum"},
	"document": {"document", "document id", "policy", "course", "course name", "course title", "module", "activity", "title", "dokument", "richtlinie", "kurs", "kursname", "titel"},
	"version":  {"version", "document version", "policy version", "revision", "fassung"},
	"audience": {"audience", "group", "team", "department", "cohort", "leserkreis", "zielgruppe", "gruppe", "abteilung", "bereich"},
	"status":   {"status", "state", "completion status", "result", "i have read it", "confirmation", "abschlussstatus", "ergebnis", "bestätigung"},
}

// done are the words for an acknowledgement that was given.
var done = []string{"completed", "complete", "passed", "pass", "yes", "done", "acknowledged", "accepted", "agreed", "confirmed", "read", "finished", "true", "1", "ja", "abgeschlossen", "bestanden", "bestätigt", "gelesen", "zugestimmt"}

var (
	versionIn = regexp.MustCompile(`(?i)\b(?:v|version|fassung)\.? ?([0-9][0-9A-Za-z]*(?:\.[0-9A-Za-z]+)*)`)
	clock     = regexp.MustCompile(`[ ,T]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[AaPp]\.?[Mm]\.?)?( ?(Z|UTC|GMT|CET|CEST|[+-]\d{2}:?\d{2}))?$`)
	slashes   = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$`)
)

// A reader understands a table.
type reader struct {
	m        *isms.ISMS
	opt      Options
	table    *table
	report   *Report
	at       map[string]int // columns of the file by what they are
	document *isms.Document // of all rows, if it is given
	dayFirst bool           // in days with slashes
	ordered  bool           // it is known which comes first there
}

// plain is a heading as it is compared: small letters and digits alone.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !strings.ContainsRune("äöüß", r) && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), " ")
}

// columns finds what each column is.
func (r *reader) columns() error {
	r.at = map[string]int{}
	for _, h := range r.table.heads {
		r.report.Columns = append(r.report.Columns, Column{Heading: h})
	}
	heads := make([]string, len(r.table.heads))
	for i, h := range r.table.heads {
		heads[i] = plain(h)
	}
	take := func(name string, i int) {
		r.at[name], r.report.Columns[i].As = i, name
	}
	for _, name := range names {
		want, given := r.opt.Columns[name]
		if !given {
			continue
		}
		i := slices.Index(heads, plain(want))
		if i < 0 {
			return refuse("the file has no column %q; it has: %s", want, strings.Join(r.table.heads, ", "))
		}
		take(name, i)
	}
	for _, name := range names {
		for _, h := range headings[name] {
			if _, found := r.at[name]; found {
				break
			}
			if i := slices.Index(heads, h); i >= 0 && r.report.Columns[i].As == "" {
				take(name, i)
			}
		}
	}
	for _, name := range []string{"who", "date", "document"} {
		if _, found := r.at[name]; !found && !(name == "document" && r.opt.Document != "") {
			hint := ""
			if name == "document" {
				hint = ", or the document with --document"
			}
			return refuse("no column of the file is understood as %s: name it with --column %s=HEADING%s; it has: %s", name, name, hint, strings.Join(r.table.heads, ", "))
		}
	}
	return nil
}

// order finds out whether days with slashes have the day or the month first:
// as who asks says, or as a row of the file shows.
func (r *reader) order() {
	r.dayFirst, r.ordered = r.opt.DayFirst, r.opt.DayFirst || r.opt.MonthTold
	if r.ordered {
		return
	}
	day, month := false, false
	for _, row := range r.table.rows {
		if m := slashes.FindStringSubmatch(clock.ReplaceAllString(r.cell(row, "date"), "")); m != nil {
			first, _ := strconv.Atoi(m[1]) // digits
			second, _ := strconv.Atoi(m[2])
			day, month = day || first > 12, month || second > 12
		}
	}
	r.dayFirst, r.ordered = day, day != month
}

// cell is what a row says in a column that is something; empty where nothing is.
func (r *reader) cell(row record, name string) string {
	if i, ok := r.at[name]; ok && i < len(row.cells) {
		return row.cells[i]
	}
	return ""
}

// row understands a row, or says why it is none to be taken.
func (r *reader) row(row record) (t Taken, why string) {
	t.Line = row.line
	if status := r.cell(row, "status"); r.has("status") && !slices.Contains(done, strings.ToLower(status)) {
		return t, fmt.Sprintf("the status %q is none of having acknowledged", status)
	}
	if t.Who = r.cell(row, "who"); t.Who == "" {
		return t, "it names nobody"
	}
	if t.Date, why = r.date(r.cell(row, "date")); why != "" {
		return t, why
	}
	if t.Document = r.document; t.Document == nil {
		if t.Document = r.named(r.cell(row, "document")); t.Document == nil {
			return t, fmt.Sprintf("%q names no document, by id or title", r.cell(row, "document"))
		}
	}
	t.Audience = r.opt.Audience
	if t.Audience == "" {
		t.Audience = r.cell(row, "audience")
	}
	t.Version = r.opt.Version
	if t.Version == "" {
		t.Version = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(r.cell(row, "version")), "version "), "v")
	}
	if m := versionIn.FindStringSubmatch(r.cell(row, "document")); t.Version == "" && m != nil {
		t.Version = m[1]
	}
	if t.Version == "" {
		t.Version, t.Assumed = inForce(r.m, t.Document, t.Date), true
	}
	switch {
	case t.Version == "":
		return t, fmt.Sprintf("it names no version, and nothing says which version of %s was in force on %s: give it with --version", t.Document.ID, t.Date)
	case !hasVersion(r.m, t.Document, t.Version):
		return t, fmt.Sprintf("%s has no version %s", t.Document.ID, t.Version)
	}
	return t, ""
}

func (r *reader) has(name string) bool {
	_, ok := r.at[name]
	return ok
}

// date reads a day, whatever time stands behind it.
func (r *reader) date(s string) (day.Date, string) {
	written := clock.ReplaceAllString(s, "")
	d, err := day.Parse(written)
	if m := slashes.FindStringSubmatch(written); err != nil && m != nil && r.ordered {
		first, second := m[1], m[2]
		if r.dayFirst {
			first, second = second, first
		}
		d, err = day.Parse(fmt.Sprintf("%s-%02s-%02s", m[3], first, second))
	} else if err != nil {
		if other, ok := day.ReadOther(written); ok {
			d, err = other, nil
		} else if m != nil {
			return d, fmt.Sprintf("%q can be read in two ways: say which comes first with --dates day-first or month-first", s)
		}
	}
	switch {
	case err != nil:
		return d, fmt.Sprintf("%q is no day that can be read", s)
	case d.After(r.m.Day):
		return d, fmt.Sprintf("%s is still to come", d)
	}
	return d, ""
}

// named is the document that a text names: by an id within it, or by a title
// that is all of it, or of which it holds no other.
func (r *reader) named(s string) *isms.Document {
	for _, word := range strings.FieldsFunc(s, func(c rune) bool {
		return c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
	}) {
		if !prose.IsID(strings.ToUpper(word)) {
			continue
		}
		if d, ok := r.m.Lookup(word); ok {
			return d
		}
	}
	var found *isms.Document
	text := strings.ToLower(s)
	for _, d := range r.m.Documents {
		title := strings.ToLower(d.Title)
		switch {
		case d.ID == "" || d.State == isms.Retired || title == "":
		case title == text:
			return d
		case strings.Contains(text, title) && (found == nil || len(d.Title) > len(found.Title)):
			found = d
		}
	}
	return found
}
