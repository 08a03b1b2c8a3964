package check

import (
	"strconv"

	"annexa/internal/diag"
	"annexa/internal/isms"
)

// time: what the dates of the content mean on the day of the build.
func (c *checker) time() {
	for _, d := range c.m.Documents {
		switch r := c.m.Review(d); r.Status {
		case isms.Overdue:
			c.report(diag.ReviewOverdue.At(d.At("review"), "the review of %s was due on %s", name(d), r.Next).Hinting("look at it; if it still holds, set review: last and next anew"))
		case isms.Due:
			c.report(diag.ReviewDue.At(d.At("review"), "the review of %s is due on %s", name(d), r.Next))
		case isms.Unplanned:
			c.report(diag.ReviewMissing.At(d.At("review"), "nothing says when %s is to be reviewed", name(d)).Hinting("add review: {every: 12 months, last: …, next: …}"))
		}
		if d.Kind != "control" && d.Kind != "clause" || d.State == isms.Retired {
			continue
		}
		for i, e := range d.Front.Evidence {
			place := d.At("evidence", strconv.Itoa(i))
			if until := e.Until(); !until.IsZero() && until.Before(c.m.Day) {
				c.report(diag.EvidenceExpired.At(place, "the evidence %q of %s counted until %s", e.Title, name(d), until).Hinting("make it anew and give its new date, or take it out"))
			}
			if e.Date.IsZero() {
				c.report(diag.FrontMatter.At(place, "the evidence %q of %s has no date", e.Title, name(d)))
			}
		}
	}
}
