package check

import (
	"cmp"
	"strconv"
	"strings"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/isms"
)

// The rules of time: what the dates of the content mean on the day of the
// build.
var (
	ReviewOverdue        = diag.NewRule("review-overdue", diag.Warning, "a review that is overdue tells an auditor that the text may no longer hold")
	ReviewDue            = diag.NewRule("review-due", diag.Note, "a review falls due soon")
	ReviewMissing        = diag.NewRule("review-missing", diag.Warning, "7.5.2 asks that documented information is reviewed; without a date nobody will")
	SuspectLink          = diag.NewRule("suspect-link", diag.Warning, "a text that relies on another may no longer hold once that one says something else")
	VersionUnchanged     = diag.NewRule("version-unchanged", diag.Warning, "two texts with one version: nobody can say which of them was read, approved or audited")
	DateOrder            = diag.NewRule("date-order", diag.Warning, "dates that contradict each other make the approval doubtful")
	DateInFuture         = diag.NewRule("date-in-future", diag.Warning, "what is said to be done on a day to come was not done")
	ChangedAfterApproval = diag.NewRule("changed-after-approval", diag.Warning, "a change that is younger than the approval was approved by nobody")
	EvidenceExpired      = diag.NewRule("evidence-expired", diag.Warning, "evidence that has expired proves nothing today")
	ActionOverdue        = diag.NewRule("action-overdue", diag.Warning, "an action whose day has passed says that a requirement is still not met, and that nobody looked")
	TreatmentOverdue     = diag.NewRule("treatment-overdue", diag.Warning, "a risk whose treatment is late is still as high as before it")
	DeadlinePassed       = diag.NewRule("deadline-passed", diag.Warning, "what was planned for a day that has passed, and does not say it was done, was not done")
)

func (c *checker) time() {
	told := map[*isms.Document]bool{}
	for _, d := range c.m.Documents {
		c.review(d)
		c.suspects(d, told)
		c.order(d)
		if (d.Kind == "control" || d.Kind == "clause") && d.State != isms.Retired {
			c.evidence(d)
		}
	}
	for _, r := range c.m.Registers {
		for _, row := range r.Rows {
			c.future(row)
		}
	}
	c.deadlines()
}

// suspects: what a text relies on says what it said when the text was last
// looked at. That a text has the version of another is told once.
func (c *checker) suspects(d *isms.Document, told map[*isms.Document]bool) {
	for _, r := range c.m.Suspects(d) {
		now, _, _ := strings.Cut(c.m.Mark(r.On), "@")
		if now != "" && r.SeenVersion() == now && !told[r.On] {
			told[r.On] = true
			c.report(VersionUnchanged.At(r.On.At("version"), "the text of %s was changed since %s was last looked at, and its version is %s as before", r.On.ID, d.ID, now).
				Hinting("raise the version, and say in the history what changed"))
		}
		c.report(SuspectLink.At(d.AtText(r.Seen), "%s relies on %s, whose text was changed since %s was last looked at", d.ID, r.On.ID, d.ID).
			Hinting("see whether %s still holds; then say so: annexa review %s --note \"still valid because …\"", d.ID, d.ID))
	}
}

func (c *checker) review(d *isms.Document) {
	switch r := c.m.Review(d); r.Status {
	case isms.Overdue:
		p := ReviewOverdue.At(d.At("review"), "the review of %s was due on %s", name(d), r.Next)
		if d.ID == "" {
			c.report(p.Hinting("look at it; if it still holds, set review: last and next anew"))
			return
		}
		c.report(p.Hinting("look at it; if it still holds, say so: annexa review %s --note \"still valid because …\"", d.ID))
	case isms.Due:
		c.report(ReviewDue.At(d.At("review"), "the review of %s is due on %s", name(d), r.Next))
	case isms.Unplanned:
		c.report(ReviewMissing.At(d.At("review"), "nothing says when %s is to be reviewed", name(d)).Hinting("add review: {every: 12 months, last: …, next: …}"))
	}
}

// order: the dates of a document agree with each other and with the day.
func (c *checker) order(d *isms.Document) {
	f, a := &d.Front, d.Front.Approved
	if d.State == isms.Page || d.State == isms.Retired {
		return
	}
	if f.Status == "approved" {
		if a.Date.After(c.m.Day) {
			c.report(DateOrder.At(d.At("approved", "date"), "%s is said to be approved on %s, which is still to come", name(d), a.Date))
		}
		if !a.Date.IsZero() && !f.Effective.IsZero() && f.Effective.Before(a.Date) {
			c.report(DateOrder.At(d.At("effective"), "%s is in force from %s, before it was approved on %s", name(d), f.Effective, a.Date))
		}
	}
	if !f.Review.Last.IsZero() && !f.Review.Next.IsZero() && !f.Review.Last.Before(f.Review.Next) {
		c.report(DateOrder.At(d.At("review", "next"), "the next review of %s, %s, does not come after the last, %s", name(d), f.Review.Next, f.Review.Last))
	}
	if f.Review.Last.After(c.m.Day) {
		c.report(DateOrder.At(d.At("review", "last"), "the last review of %s, %s, is still to come", name(d), f.Review.Last))
	}
	for i, e := range f.History {
		at := func() diag.Place { return d.At("history", strconv.Itoa(i), "date") }
		switch {
		case e.Date.After(c.m.Day):
			c.report(DateInFuture.At(at(), "version %s of %s is said to be of %s, which is still to come", e.Version, name(d), e.Date).Hinting("give the day on which the text was written"))
		case f.Status == "approved" && !a.Date.IsZero() && e.Date.After(a.Date):
			c.report(ChangedAfterApproval.At(at(), "%s was changed on %s, and approved on %s, before that", name(d), e.Date, a.Date).Hinting("have version %s approved, and give the new date", cmp.Or(e.Version, f.Version)))
		}
	}
}

func (c *checker) evidence(d *isms.Document) {
	for i, e := range d.Front.Evidence {
		place := d.At("evidence", strconv.Itoa(i))
		if until := e.Until(); !until.IsZero() && until.Before(c.m.Day) {
			c.report(EvidenceExpired.At(place, "the evidence %q of %s counted until %s", e.Title, name(d), until).Hinting("make it anew and give its new date, or take it out"))
		}
		switch {
		case e.Date.IsZero():
			c.report(diag.FrontMatter.At(place, "the evidence %q of %s has no date", e.Title, name(d)))
		case e.Date.After(c.m.Day):
			c.report(DateInFuture.At(d.At("evidence", strconv.Itoa(i), "date"), "the evidence %q of %s is of %s, which is still to come", e.Title, name(d), e.Date).Hinting("what is still to come shows nothing: enter it when it is there"))
		}
	}
}

// doneColumns hold the day on which something was done, whatever else the row
// says; doneDates do so in rows that say it is done by another column.
var (
	doneColumns = map[string][]string{"risks": {"assessed-on", "plan-approved-on", "residual-accepted-on"}, "suppliers": {"assessed-on"}, "incidents": {"date"}, "acknowledgements": {"date"}}
	doneDates   = map[string]string{"audits": "result", "management-reviews": "decisions"}
)

func (c *checker) future(row *isms.Row) {
	register := row.Register.Schema.Name
	columns := doneColumns[register]
	if by, ok := doneDates[register]; ok && !row.Cell(by).Empty() {
		columns = []string{"date"}
	}
	for _, column := range columns {
		if on := row.Cell(column).Date; on.After(c.m.Day) {
			c.report(DateInFuture.At(row.At(column), "%s of %s is %s, which is still to come", column, row.ID.Value, on).Hinting("give the day on which it was done"))
		}
	}
}

// deadlines: what falls due is done by its day. Reviews of documents, evidence
// and the acceptance of risks have rules of their own.
func (c *checker) deadlines() {
	for _, d := range c.m.Deadlines() {
		if !d.Day.Before(c.m.Day) {
			return // they are in the order of their days
		}
		switch {
		case d.Kind == isms.OpenAction:
			if w := d.Document; w.Front.Implementation != "implemented" {
				c.report(ActionOverdue.At(w.At("action", "due"), "what is still to be done for %s was due on %s: %s", name(w), d.Day, d.What).Hinting("do it and say so in implementation, or set a new day with the reason"))
			}
		case d.Row == nil || d.Kind == isms.AcceptanceEnd:
		case d.Row.Register.Schema.Name == "risks":
			c.report(TreatmentOverdue.At(d.Row.At("due"), "the treatment of %s was due on %s", d.ID(), d.Day).Hinting("say that it is done in note, beginning with done, or have its owner accept a new day"))
		default:
			c.report(DeadlinePassed.At(at(d.Row, d.Day), "%s %q was due on %s, and does not say it was done", d.ID(), d.Title(), d.Day).Hinting("%s", c.done(d.Row)))
		}
	}
}

// at is where a row says a day.
func at(row *isms.Row, on day.Date) diag.Place {
	for i, cell := range row.Cells {
		if cell.Date == on {
			return row.At(row.Register.Schema.Columns[i].Key)
		}
	}
	return row.Place()
}

// done says how a row says that it is done.
func (c *checker) done(row *isms.Row) string {
	switch row.Register.Schema.Name {
	case "audits":
		return "give its result, or a new date"
	case "management-reviews":
		return "give its decisions, or a new date"
	case "exceptions":
		return "have it approved until a new day, or take it out"
	}
	return "set a new day, or begin status, result or note with " + c.m.DoneWord()
}
