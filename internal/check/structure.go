package check

import (
	"cmp"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/isms"
)

// structure: what a document must say of itself (7.5.2), and whether it
// agrees with itself.
func (c *checker) structure() {
	if len(c.m.Documents) == 0 {
		c.report(diag.EmptyContent.At(diag.Place{}, "there is no Markdown file here").Hinting("write one, such as policies/information-security.md, or name another folder with -C"))
	}
	for _, d := range c.m.Documents {
		if d.State == isms.Page {
			if d.ID != "" {
				c.report(diag.RequiredFieldGone.At(d.At("id"), "%s does not say what kind of document it is, and so has no status", d.ID).Hinting("add kind: %s", strings.Join(document.Kinds[:6], ", ")))
			}
			continue
		}
		c.required(d)
		c.approved(d)
		c.history(d)
		if d.State == isms.Retired && d.ReplacedBy == nil {
			c.report(diag.RetiredSuccessor.At(d.At("status"), "%s was withdrawn, and nothing says what replaced it", name(d)).Hinting("name its successor in replaced-by, or say in the summary that there is none"))
		}
	}
	for _, d := range c.m.Orphans() {
		if !d.InForce() {
			continue // it may find its place before it is approved
		}
		c.report(diag.Orphan.At(d.At(), "nothing leads to %s", d.ID).Hinting("link it from where its readers are"))
	}
}

func (c *checker) required(d *isms.Document) {
	if d.State == isms.Retired {
		return
	}
	f := &d.Front
	var missing []string
	want := func(key string, there bool) {
		if !there {
			missing = append(missing, key)
		}
	}
	writeUp := f.Kind == "control" || f.Kind == "clause" || d.Requirement != nil
	want("title", writeUp || d.Has("title"))
	want("version", d.Has("version"))
	want("status", d.Has("status"))
	want("owner", d.Has("owner"))
	want("classification", d.Has("classification"))
	want("summary", writeUp || d.Kind == "record" || d.Kind == "soa" || d.Has("summary"))
	if len(missing) > 0 {
		c.report(diag.RequiredFieldGone.At(d.At(), "this %s does not say its %s", cmp.Or(d.Kind, "document"), strings.Join(missing, ", ")))
	}
}

func (c *checker) approved(d *isms.Document) {
	f, a := &d.Front, d.Front.Approved
	if f.Status == "approved" {
		switch {
		case !d.Has("approved"):
			c.report(diag.ApprovedMissing.At(d.At("status"), "%s is approved, and nothing says by whom and when", name(d)).Hinting("add approved: {by: …, role: …, date: …}, or set status: in-review"))
		case a.By == "" || a.Role.Value == "" || a.Date.IsZero():
			c.report(diag.ApprovedMissing.At(d.At("approved"), "the approval of %s wants by, role and date", name(d)))
		}
		if a.Date.After(c.m.Day) {
			c.report(diag.DateOrder.At(d.At("approved", "date"), "%s is said to be approved on %s, which is still to come", name(d), a.Date))
		}
		if !a.Date.IsZero() && !f.Effective.IsZero() && f.Effective.Before(a.Date) {
			c.report(diag.DateOrder.At(d.At("effective"), "%s is in force from %s, before it was approved on %s", name(d), f.Effective, a.Date))
		}
	}
	if !f.Review.Last.IsZero() && !f.Review.Next.IsZero() && !f.Review.Last.Before(f.Review.Next) {
		c.report(diag.DateOrder.At(d.At("review", "next"), "the next review of %s, %s, does not come after the last, %s", name(d), f.Review.Next, f.Review.Last))
	}
	if f.Review.Last.After(c.m.Day) {
		c.report(diag.DateOrder.At(d.At("review", "last"), "the last review of %s, %s, is still to come", name(d), f.Review.Last))
	}
}

func (c *checker) history(d *isms.Document) {
	f := &d.Front
	if f.Version == "" || len(f.History) == 0 || d.State == isms.Retired {
		return
	}
	newest := f.History[0]
	for _, e := range f.History {
		if e.Date.After(newest.Date) {
			newest = e
		}
	}
	if newest.Version == f.Version {
		return
	}
	for _, e := range f.History {
		if e.Version == f.Version && !e.Date.Before(newest.Date) {
			return
		}
	}
	c.report(diag.VersionHistory.At(d.At("version"), "%s is version %s, and the newest entry of its history is %s", name(d), f.Version, newest.Version).Hinting("add an entry for version %s, or correct the version", f.Version))
}
