package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/register"
)

// reviews is the register of management reviews.
const reviews = "management-reviews"

// inputs are what the registers say to the inputs of a management review
// (9.3.2), by column: figures and ids, and how they changed since the last
// review that has its decisions. What they say nothing to is not there.
//
// A register that is classified higher than the review's own is left out, and
// told by its name in what remains to be written: a review for more readers
// must not repeat what it holds.
func inputs(m *isms.ISMS, schema *register.Schema) (filled, hints map[string]string) {
	r := reviewer{m: m, level: schema.Classification, filled: map[string]string{}, hints: map[string]string{}}
	if own, ok := m.Register(reviews); ok {
		r.level = own.Classification
		for _, row := range own.Rows {
			if on := row.Cell("date").Date; m.Done(row) && !on.After(m.Day) && (r.last == nil || on.After(r.since)) {
				r.last, r.since = row, on
			}
		}
	}
	r.actions()
	r.issues()
	r.parties()
	r.nonconformities()
	r.monitoring()
	r.audits()
	r.objectives()
	r.risks()
	r.improvements()
	return r.filled, r.hints
}

type reviewer struct {
	m             *isms.ISMS
	level         string // the classification of the register of reviews
	last          *isms.Row
	since         day.Date // of the last review; none where there is none
	filled, hints map[string]string
}

// rows are those of a register that may be repeated in a column.
func (r *reviewer) rows(column, name string) []*isms.Row {
	from, ok := r.m.Register(name)
	switch {
	case !ok:
		return nil
	case isms.Level(from.Classification) > isms.Level(r.level):
		r.hints[column] = fmt.Sprintf("%s is %s, and this register %s: not repeated here", name, from.Classification, r.level)
		return nil
	}
	return from.Rows
}

// say puts sentences into a column, behind what is there.
func (r *reviewer) say(column string, sentences ...string) {
	for _, s := range sentences {
		if s != "" {
			r.filled[column] = strings.TrimSpace(r.filled[column] + " " + s)
		}
	}
}

// news says that something happened since the last review, up to today.
func (r *reviewer) news(on day.Date) bool {
	return !on.IsZero() && on.After(r.since) && !on.After(r.m.Day)
}

// maxIDs is how many ids a sentence names.
const maxIDs = 8

// ids are those of rows, in their order, and how many more there are.
func ids(rows []*isms.Row) string {
	var out []string
	for _, row := range rows[:min(len(rows), maxIDs)] {
		out = append(out, row.ID.Value)
	}
	if more := len(rows) - maxIDs; more > 0 {
		return strings.Join(out, ", ") + " and " + diag.Plural(more, "other")
	}
	return strings.Join(out, ", ")
}

// some are the rows of which something is true.
func some(rows []*isms.Row, is func(*isms.Row) bool) []*isms.Row {
	return slices.DeleteFunc(slices.Clone(rows), func(row *isms.Row) bool { return !is(row) })
}

// counted is a number of rows with their ids: 2 overdue (NC-04, NC-05);
// nothing for none.
func counted(rows []*isms.Row, what string) string {
	if len(rows) == 0 {
		return ""
	}
	return fmt.Sprintf("%d %s (%s)", len(rows), what, ids(rows))
}

// list joins what is not empty, and ends in a full stop.
func list(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + "."
}

func (r *reviewer) overdue(row *isms.Row) bool {
	due := row.Cell("due").Date
	return !r.m.Done(row) && !due.IsZero() && due.Before(r.m.Day)
}

func (r *reviewer) open(row *isms.Row) bool { return !r.m.Done(row) }

// progress says how many rows are still open.
func (r *reviewer) progress(rows []*isms.Row) string {
	return list(fmt.Sprintf("%d in all", len(rows)), cmp.Or(counted(some(rows, r.open), "open"), "none open"), counted(some(rows, r.overdue), "overdue"))
}

func (r *reviewer) actions() {
	if r.last == nil {
		r.say("previous-actions", "No earlier review has its decisions here.")
		return
	}
	id := r.last.ID.Value
	r.say("previous-actions", fmt.Sprintf("%s of %s decided: %s", id, r.since, strings.TrimRight(r.last.Cell("decisions").Text, ".")+"."))
	from := some(r.rows("previous-actions", "improvements"), func(row *isms.Row) bool { return strings.Contains(row.Cell("source").Text, id) })
	if len(from) > 0 {
		r.say("previous-actions", "Improvements that name it: "+r.progress(from))
	}
}

func (r *reviewer) issues() {
	rows := r.rows("issues", "issues")
	if len(rows) == 0 {
		return
	}
	kind := func(word string) []*isms.Row {
		return some(rows, func(row *isms.Row) bool { return row.Cell("kind").Text == word })
	}
	climate := some(rows, func(row *isms.Row) bool { return !row.Cell("climate").Empty() })
	r.say("issues", list(diag.Plural(len(rows), "issue"), counted(kind("internal"), "internal"), counted(kind("external"), "external"), counted(climate, "with a word on climate change")))
}

func (r *reviewer) parties() {
	rows := r.rows("parties", "parties")
	if len(rows) == 0 {
		return
	}
	not := some(rows, func(row *isms.Row) bool { return row.Cell("addressed").Text == "no" })
	r.say("parties", list(diag.Plural(len(rows), "requirement")+" of interested parties", counted(not, "not addressed by the management system")))
}

func (r *reviewer) nonconformities() {
	rows := r.rows("nonconformities", "nonconformities")
	if len(rows) == 0 {
		return
	}
	r.say("nonconformities", r.progress(rows))
}

// monitoring: each metric with its newest value, and the one that the last
// review saw; then the incidents since.
func (r *reviewer) monitoring() {
	for _, row := range r.rows("monitoring", "metrics") {
		var now, then register.Point
		for _, p := range row.Cell("values").Series {
			if !p.Date.After(r.m.Day) && !p.Date.Before(now.Date) {
				now = p
			}
			if r.last != nil && !p.Date.After(r.since) && !p.Date.Before(then.Date) {
				then = p
			}
		}
		if now.Date.IsZero() {
			continue
		}
		s := fmt.Sprintf("%s %s: %s on %s", row.ID.Value, row.Title, now.Value, now.Date)
		if !then.Date.IsZero() && then.Date != now.Date {
			s += fmt.Sprintf(", %s on %s", then.Value, then.Date)
		}
		if target := row.Cell("target").Text; target != "" {
			s += "; target " + target
		}
		r.say("monitoring", s+".")
	}
	incidents := some(r.rows("monitoring", "incidents"), func(row *isms.Row) bool { return r.news(row.Cell("date").Date) })
	if len(incidents) > 0 {
		grave := some(incidents, func(row *isms.Row) bool {
			return slices.Contains([]string{"high", "critical"}, row.Cell("severity").Text)
		})
		r.say("monitoring", list(diag.Plural(len(incidents), "incident")+r.sinceThen()+" ("+ids(incidents)+")", counted(grave, "of high or critical severity")))
	}
}

// sinceThen says since when, where there was a review.
func (r *reviewer) sinceThen() string {
	if r.last == nil {
		return ""
	}
	return " since " + r.since.String()
}

func (r *reviewer) audits() {
	for _, row := range r.rows("audits", "audits") {
		on, result := row.Cell("date").Date, row.Cell("result").Text
		switch {
		case r.news(on) && result != "":
			r.say("audits", fmt.Sprintf("%s of %s: %s.", row.ID.Value, on, strings.TrimRight(result, ".")))
		case r.news(on):
			r.say("audits", fmt.Sprintf("%s of %s has no result yet.", row.ID.Value, on))
		}
	}
	if _, there := r.m.Register("audits"); there && r.filled["audits"] == "" && r.hints["audits"] == "" {
		r.say("audits", "No audit"+r.sinceThen()+".")
	}
}

func (r *reviewer) objectives() {
	for _, row := range r.rows("objectives", "objectives") {
		s := row.ID.Value + ", due " + row.Cell("due").Text + ": " + cmp.Or(strings.TrimRight(row.Cell("status").Text, "."), "no status")
		if r.overdue(row) {
			s += ", overdue"
		}
		r.say("objectives", s+".")
	}
}

func (r *reviewer) risks() {
	rows := r.rows("risks", "risks")
	if len(rows) == 0 {
		return
	}
	level := func(row *isms.Row, likelihood, impact string) int {
		return r.m.Config.Risk.Level(row.Cell(likelihood).Number, row.Cell(impact).Number)
	}
	above := func(likelihood, impact string) []*isms.Row {
		return some(rows, func(row *isms.Row) bool { return level(row, likelihood, impact) > r.m.Config.Risk.Acceptance })
	}
	ended := some(rows, func(row *isms.Row) bool {
		until := row.Cell("residual-accepted-until").Date
		return !until.IsZero() && until.Before(r.m.Day)
	})
	assessed := some(rows, func(row *isms.Row) bool { return r.last != nil && r.news(row.Cell("assessed-on").Date) })
	limit := fmt.Sprintf("above the acceptance of %d", r.m.Config.Risk.Acceptance)
	r.say("risks", list(diag.Plural(len(rows), "risk"), counted(above("likelihood", "impact"), limit+" before treatment"), counted(above("residual-likelihood", "residual-impact"), limit+" after it"),
		counted(some(rows, r.overdue), "with treatment overdue"), counted(ended, "whose acceptance has ended"), counted(assessed, "assessed"+r.sinceThen())))
}

func (r *reviewer) improvements() {
	rows := r.rows("improvements", "improvements")
	if len(rows) == 0 {
		return
	}
	r.say("improvements", r.progress(rows))
}
