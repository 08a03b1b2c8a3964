package pack

import (
	"slices"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/document"
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

// fewVersions is up to how many versions the history of a document stands in its
// control block. A table of them at its end would now and then be all that a page
// holds.
const fewVersions = 4

// control is the control block of a short document, all of it in one place.
func (b *book) control(d *isms.Document) *typeset.Panel {
	var f facts
	f.add(b.key("version"), d.Front.Version)
	f.add(b.key("status"), b.status(d))
	f.add(b.key("classification"), b.Words.Classification(level(d)))
	f.add(b.key("owner"), d.Front.Owner.Value)
	if approved(d) {
		by := d.Front.Approved.By
		if role := d.Front.Approved.Role.Value; role != "" {
			by += ", " + role
		}
		f.add(b.key("approved-by"), by)
		f.add(b.key("approved-on"), b.date(d.Front.Approved.Date))
	}
	f.list(b.key("proof"), b.proved(d))
	f.add(b.key("effective"), b.date(d.Front.Effective))
	f.add(b.key("next-review"), b.nextReview(d))
	f.add(b.key("retained"), b.Words.Interval(d.Front.Retain))
	f.add(b.key("readers"), strings.Join(d.Front.Audience, ", "))
	f.list(b.key("answers"), b.answered(d))
	if h := d.Front.History; len(h) > 0 && len(h) <= fewVersions {
		f = append(f, typeset.Fact{Key: b.say("history"), List: versions(h), Lines: true})
	}
	return &typeset.Panel{Facts: f}
}

// dates are what a cover says at its foot.
func (b *book) dates(d *isms.Document) []typeset.Fact {
	var f facts
	f.add(b.key("version"), d.Front.Version)
	f.add(b.key("effective"), b.date(d.Front.Effective))
	f.add(b.key("next-review"), b.nextReview(d))
	f.add(b.key("retained"), b.Words.Interval(d.Front.Retain))
	f.add(b.key("owner"), d.Front.Owner.Value)
	if approved(d) {
		f.add(b.key("approved-by"), d.Front.Approved.By)
		f.add(b.key("approved-on"), b.date(d.Front.Approved.Date))
	}
	return f
}

// controlPage is what stands behind the cover of a long document: what it is,
// who approved it, and how it came about.
func (b *book) controlPage(d *isms.Document) []typeset.Block {
	var f facts
	f.add(b.key("document"), strings.TrimSpace(d.ID+" "+b.title(d)))
	f.add(b.key("version"), d.Front.Version)
	f.add(b.key("status"), b.status(d))
	f.add(b.key("classification"), b.Words.Classification(level(d)))
	f.add(b.key("owner"), d.Front.Owner.Value)
	f.add(b.key("readers"), strings.Join(d.Front.Audience, ", "))
	f.list(b.key("answers"), b.answered(d))
	f.add(b.key("retained"), b.Words.Interval(d.Front.Retain))
	if approved(d) {
		f.add(b.key("effective"), b.date(d.Front.Effective))
		f.add(b.key("next-review"), b.nextReview(d))
	}
	blocks := []typeset.Block{&typeset.Title{Level: 2, Text: b.say("control"), Unlisted: true}, &typeset.Facts{Columns: 1, Rows: f}}
	if approved(d) {
		blocks = append(blocks, &typeset.Title{Level: 2, Text: b.say("approval"), Unlisted: true}, b.approvers(d))
		blocks = append(blocks, b.places(d)...)
	}
	return append(blocks, b.history(d, 2)...)
}

// approvers is the table of who approved a document and what proves it.
func (b *book) approvers(d *isms.Document) *typeset.Text {
	t := b.table("approved-by", "role", "approved-on", "proof")
	a := b.approvalOf(d)
	if a == nil {
		f := d.Front.Approved
		t.row(plain(f.By), plain(f.Role.Value), plain(b.date(f.Date)), plain(b.say("proof.none")))
		return t.text(d.File)
	}
	for _, p := range a.By() {
		s := p.Statement
		t.row(plain(s.By), plain(s.Role), plain(b.date(s.Date)), plain(b.proof(p)))
	}
	return t.text(d.File)
}

// approvalOf is what proves that a document was approved; nil where nothing does.
func (b *book) approvalOf(d *isms.Document) *isms.Approval {
	if b.pack == nil {
		return b.approved
	}
	return b.ISMS.Approval(d)
}

// proved is what proves that a document was approved, by each of several
// approvers; nothing where it only says so.
func (b *book) proved(d *isms.Document) []typeset.Item {
	a := b.approvalOf(d)
	if a == nil {
		return nil
	}
	var items []typeset.Item
	list := a.By()
	for _, p := range list {
		text := b.proof(p)
		if len(list) > 1 {
			text = p.Statement.By + ": " + text
		}
		items = append(items, typeset.Item{Text: text})
	}
	return items
}

// proof says what proves an approval, and that it was checked: a proof that
// does not hold counts for nothing, and is not told of.
func (b *book) proof(p approval.Proof) string {
	kind := "proof.ssh"
	if p.PDF {
		kind = "proof.pdf"
	}
	return b.say(kind, "key", p.Signature.Fingerprint)
}

func approved(d *isms.Document) bool {
	return d.Front.Status == "approved" && d.Front.Approved.By != ""
}

// level is the classification of a document.
func level(d *isms.Document) string { return isms.Entry{Document: d}.Classification() }

func (b *book) nextReview(d *isms.Document) string {
	r := b.ISMS.Review(d)
	if r.Status == isms.Overdue {
		return b.say("overdue", "date", b.date(r.Next))
	}
	return b.date(r.Next)
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

// versions are those of a history, a line each, with their dates as tables have
// them.
func versions(history []document.Entry) []typeset.Item {
	var items []typeset.Item
	for _, e := range history {
		said := slices.DeleteFunc([]string{e.Version, e.Date.String(), e.Author, e.Change}, func(s string) bool { return s == "" })
		items = append(items, typeset.Item{Text: strings.Join(said, " · ")})
	}
	return items
}

// history is the table of a document's versions, below a title of the level.
func (b *book) history(d *isms.Document, level int) []typeset.Block {
	if len(d.Front.History) == 0 {
		return nil
	}
	t := b.table("version", "date", "author", "change")
	for _, e := range d.Front.History {
		t.row(plain(e.Version), plain(e.Date.String()), plain(e.Author), plain(e.Change))
	}
	return []typeset.Block{&typeset.Title{Level: level, Text: b.say("history"), Unlisted: true}, t.text(d.File)}
}
