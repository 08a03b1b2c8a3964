package pack

import (
	"strings"

	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/typeset"
)

// document is a document as parts of a book. Covered says that a cover with
// its control block stands before it.
func (b *book) document(d *isms.Document, covered bool) []typeset.Part {
	part := b.part(d)
	if covered {
		part.Blocks = append(part.Blocks, b.text(d))
	} else {
		part.Blocks = append(part.Blocks,
			&typeset.Title{Level: b.depth, Over: over(d), Text: d.Title, Entry: entry(d), Destination: name(d), Bookmark: b.depth},
			b.control(d))
		if d.Requirement != nil {
			part.Blocks = append(part.Blocks, b.answers(d)...)
		}
		part.Blocks = append(part.Blocks, b.text(d))
	}
	if d.Requirement != nil {
		part.Blocks = append(part.Blocks, b.evidence(d)...)
	}
	if len(d.Front.History) > 0 && !covered {
		part.Blocks = append(part.Blocks, b.history(d, b.depth+1)...)
	}
	parts := []typeset.Part{part}
	if d.Kind == "soa" {
		parts = append(parts, b.statement(d)...)
	}
	return parts
}

// opening is the cover of a long document, its control block and its contents.
func (b *book) opening(d *isms.Document) []typeset.Part {
	cover := typeset.Part{Watermark: watermark(d), Source: d.File, Blocks: []typeset.Block{&typeset.Cover{
		Logo: b.Logo, Organisation: b.ISMS.Config.Organisation.Name, Over: over(d), Title: d.Title, Summary: d.Summary, Labels: labels(d), Facts: b.dates(d),
		Notice: b.notice(), Destination: name(d), Bookmark: 1,
	}}}
	control := b.part(d)
	control.Blocks = append(b.controlPage(d), &typeset.Contents{Title: "Contents", Depth: 3})
	return []typeset.Part{cover, control}
}

// notice says what a printed copy is worth.
func (b *book) notice() string {
	s := "Uncontrolled when printed."
	if b.Unsigned {
		return s + " This file is not signed."
	}
	return s + " The file is signed: its signature proves that nothing was changed since."
}

// part is a part with the header and footer of a document.
func (b *book) part(d *isms.Document) typeset.Part {
	version := ""
	if d.Front.Version != "" {
		version = "Version " + d.Front.Version + " · "
	}
	return typeset.Part{
		Header:    typeset.Running{Left: b.ISMS.Config.Name(), Right: clip(strings.TrimSpace(d.ID+" "+d.Title), 80)},
		Footer:    typeset.Running{Left: capital(classification(d)), Centre: version + "uncontrolled when printed", Right: "Page {page} of {pages}"},
		Watermark: watermark(d), Source: d.File,
	}
}

func watermark(d *isms.Document) string {
	if d.InForce() {
		return ""
	}
	return "DRAFT"
}

// labels are what a cover sets in boxes.
func labels(d *isms.Document) []string {
	return []string{capital(classification(d)), capital(d.State.String())}
}

// over is the line above a document's title.
func over(d *isms.Document) string {
	switch d.Kind {
	case "control":
		return "Control " + d.ID
	case "clause":
		return "Clause " + d.ID
	case "soa":
		return d.ID
	case "":
		return d.ID
	}
	return capital(d.Kind) + " " + d.ID
}

// entry is a document in the contents and the bookmarks.
func entry(d *isms.Document) string { return d.ID + " " + d.Title }

// text is a document's body. A first heading that only says the title again
// is left out. The headings of a document by itself are bookmarked to the
// second level of its text; in a pack only the documents are.
func (b *book) text(d *isms.Document) *typeset.Text {
	tree := d.Body
	bindings := b.bindings(d)
	if h := firstHeading(tree); h != nil && strings.EqualFold(strings.TrimSpace(string(prose.AppendText(nil, h.Spans, bindings))), d.Title) {
		short := *tree
		short.Blocks = tree.Blocks[1:]
		tree = &short
	}
	return &typeset.Text{Tree: tree, Bindings: bindings, Source: d.File, Prefix: prefix(d), Shift: b.depth, Bookmark: 3}
}

func firstHeading(t *prose.Tree) *prose.Heading {
	if len(t.Blocks) == 0 {
		return nil
	}
	h, _ := t.Blocks[0].(*prose.Heading)
	return h
}

// answers says what was decided on a requirement, and what answers it.
func (b *book) answers(d *isms.Document) []typeset.Block {
	q, f := d.Requirement, &d.Front
	var rows facts
	if q.IsControl() {
		rows.add("Decision", capital(q.Decision.String()))
		rows.add("Reasons", strings.Join(f.Reasons, ", "))
		rows.add("Justification", f.Justification)
	}
	if q.Decision != isms.Excluded {
		rows.add("Implementation", strings.ReplaceAll(f.Implementation, "-", " "))
		if f.Maturity != "" {
			rows.add("Maturity", f.Maturity+" of 5")
		}
	}
	if f.Action.What != "" {
		action := f.Action.What
		if f.Action.Owner.Value != "" || !f.Action.Due.IsZero() {
			action += " (" + strings.Trim(f.Action.Owner.Value+", due "+f.Action.Due.Long(), ", ") + ")"
		}
		rows.add("Action", action)
	}
	var documents, risks []typeset.Item
	for _, doc := range q.Documents {
		if doc.InForce() {
			documents = append(documents, typeset.Item{Text: doc.ID + " " + doc.Title, Href: b.href(d, isms.Target{Document: doc})})
		}
	}
	rows.list("Documents", documents)
	for _, row := range q.Rows {
		if row.Register.Schema.Name == "risks" {
			risks = append(risks, typeset.Item{Text: row.ID.Value, Href: b.href(nil, isms.Target{Row: row})})
		}
	}
	rows.list("Risks", risks)
	if len(rows) == 0 {
		return nil
	}
	return []typeset.Block{&typeset.Facts{Columns: 1, Rows: rows}}
}

func (b *book) evidence(d *isms.Document) []typeset.Block {
	if len(d.Front.Evidence) == 0 {
		return nil
	}
	t := newTable("Evidence", "Date", "Counts until")
	for _, e := range d.Front.Evidence {
		target := b.ISMS.EvidenceTarget(d, e)
		t.row(t.link(e.Title, b.href(d, target)), plain(e.Date.String()), plain(e.Until().String()))
	}
	return []typeset.Block{&typeset.Title{Level: b.depth + 1, Text: "Evidence", Unlisted: true}, t.text(d.File)}
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// clip shortens what is longer than n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}
