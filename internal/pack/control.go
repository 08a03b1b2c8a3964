package pack

import (
	"strings"

	"annexa/internal/isms"
	"annexa/internal/typeset"
)

// facts gathers keys with the values that are there.
type facts []typeset.Fact

func (f *facts) add(key, value string) {
	if value != "" {
		*f = append(*f, typeset.Fact{Key: key, Value: value})
	}
}

func (f *facts) list(key string, items []typeset.Item) {
	if len(items) > 0 {
		*f = append(*f, typeset.Fact{Key: key, List: items})
	}
}

// control is the control block of a short document, all of it in one place.
func (b *book) control(d *isms.Document) *typeset.Panel {
	var f facts
	f.add("Version", d.Front.Version)
	f.add("Status", status(d))
	f.add("Classification", capital(classification(d)))
	f.add("Owner", d.Front.Owner.Value)
	if approved(d) {
		by := d.Front.Approved.By
		if role := d.Front.Approved.Role.Value; role != "" {
			by += ", " + role
		}
		f.add("Approved by", by)
		f.add("Approved on", d.Front.Approved.Date.Long())
	}
	f.add("Effective", d.Front.Effective.Long())
	f.add("Next review", b.nextReview(d))
	f.add("Retained for", d.Front.Retain.String())
	f.add("Readers", strings.Join(d.Front.Audience, ", "))
	f.list("Answers", b.answered(d))
	return &typeset.Panel{Facts: f}
}

// dates are what a cover says at its foot.
func (b *book) dates(d *isms.Document) []typeset.Fact {
	var f facts
	f.add("Version", d.Front.Version)
	f.add("Effective", d.Front.Effective.Long())
	f.add("Next review", b.nextReview(d))
	f.add("Retained for", d.Front.Retain.String())
	f.add("Owner", d.Front.Owner.Value)
	if approved(d) {
		f.add("Approved by", d.Front.Approved.By)
		f.add("Approved on", d.Front.Approved.Date.Long())
	}
	return f
}

// controlPage is what stands behind the cover of a long document: what it is,
// who approved it, and how it came about.
func (b *book) controlPage(d *isms.Document) []typeset.Block {
	var f facts
	f.add("Document", strings.TrimSpace(d.ID+" "+d.Title))
	f.add("Version", d.Front.Version)
	f.add("Status", status(d))
	f.add("Classification", capital(classification(d)))
	f.add("Owner", d.Front.Owner.Value)
	f.add("Readers", strings.Join(d.Front.Audience, ", "))
	f.list("Answers", b.answered(d))
	f.add("Retained for", d.Front.Retain.String())
	blocks := []typeset.Block{&typeset.Title{Level: 2, Text: "Document control", Unlisted: true}, &typeset.Facts{Columns: 1, Rows: f}}
	if approved(d) {
		a := d.Front.Approved
		t := newTable("Approved by", "Role", "Approved on", "Effective", "Next review")
		t.row(plain(a.By), plain(a.Role.Value), plain(a.Date.Long()), plain(d.Front.Effective.Long()), plain(b.nextReview(d)))
		blocks = append(blocks, &typeset.Title{Level: 2, Text: "Approval", Unlisted: true}, t.text(d.File))
	}
	return append(blocks, b.history(d, 2)...)
}

func approved(d *isms.Document) bool {
	return d.Front.Status == "approved" && d.Front.Approved.By != ""
}

func status(d *isms.Document) string {
	if d.State == isms.Effective {
		return "Approved, in force from " + d.Front.Effective.Long()
	}
	return capital(d.State.String())
}

func classification(d *isms.Document) string {
	if c := d.Front.Classification; c != "" {
		return c
	}
	return "internal"
}

func (b *book) nextReview(d *isms.Document) string {
	r := b.ISMS.Review(d)
	next := r.Next.Long()
	if r.Status == isms.Overdue {
		next += " (overdue)"
	}
	return next
}

// answered names the requirements a document answers. A write-up's own stands
// in its title.
func (b *book) answered(d *isms.Document) []typeset.Item {
	if d.Requirement != nil {
		return nil
	}
	var items []typeset.Item
	for _, q := range d.Implements {
		items = append(items, typeset.Item{Text: q.ID, Href: b.href(d, isms.Target{Requirement: q})})
	}
	return items
}

// history is the table of a document's versions, below a title of the level.
func (b *book) history(d *isms.Document, level int) []typeset.Block {
	if len(d.Front.History) == 0 {
		return nil
	}
	t := newTable("Version", "Date", "Author", "Change")
	for _, e := range d.Front.History {
		t.row(plain(e.Version), plain(e.Date.String()), plain(e.Author), plain(e.Change))
	}
	return []typeset.Block{&typeset.Title{Level: level, Text: "Revision history", Unlisted: true}, t.text(d.File)}
}
