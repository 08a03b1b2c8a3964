package pack

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annexa/internal/config"
	"annexa/internal/document"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/typeset"
)

// document is a document as parts of a book. By itself, what its opening says
// too is brief.
func (b *book) document(d *isms.Document) []typeset.Part {
	part := b.part(d)
	brief := func(blocks ...typeset.Block) {
		if b.pack == nil {
			blocks = []typeset.Block{&typeset.Brief{Blocks: blocks}}
		}
		part.Blocks = append(part.Blocks, blocks...)
	}
	title := &typeset.Title{
		Level: b.depth, Over: b.over(d), Beside: b.beside(d), Text: b.title(d), Language: b.titleLanguage(d), Entry: b.entry(d), Destination: name(d), Bookmark: b.bookmark,
	}
	brief(append([]typeset.Block{title, b.control(d)}, b.places(d)...)...)
	if d.Requirement != nil {
		part.Blocks = append(part.Blocks, b.answers(d)...)
	}
	part.Blocks = append(part.Blocks, b.text(d))
	if d.Requirement != nil {
		part.Blocks = append(part.Blocks, b.evidence(d)...)
	}
	if len(d.Front.History) > fewVersions {
		brief(b.history(d, b.depth+1)...)
	}
	parts := []typeset.Part{part}
	for _, q := range d.Implements {
		b.index.add(q, name(d))
	}
	if d.Kind == "soa" && !b.former { // the rows are those of today
		parts = append(parts, b.statement(d)...)
	}
	return append(parts, b.changes(d)...)
}

// opening is the cover of a long document, its control block and its contents.
func (b *book) opening(d *isms.Document) []typeset.Part {
	cover := typeset.Part{Watermark: b.watermark(d), Source: d.File, Blocks: []typeset.Block{&typeset.Cover{
		Logo: b.Logo, Organisation: b.ISMS.Config.Organisation.Name, Over: b.over(d), Beside: b.beside(d), Title: b.title(d), Language: b.titleLanguage(d), Summary: d.Summary, Labels: b.labels(d), Facts: b.dates(d),
		Notice: b.notice(), Destination: name(d), Bookmark: 1,
	}}}
	control := b.part(d)
	control.Blocks = append(b.controlPage(d), &typeset.Contents{Title: b.say("contents"), Depth: 3})
	return []typeset.Part{cover, control}
}

// notice says what a printed copy is worth.
func (b *book) notice() string {
	if b.Unsigned {
		return b.say("notice")
	}
	return b.say("notice-signed")
}

// part is a part with the header and footer of a document.
func (b *book) part(d *isms.Document) typeset.Part {
	b.inputs.document(d)
	worth := b.say("uncontrolled")
	if d.Front.Version != "" {
		worth = b.say("version", "version", d.Front.Version)
	}
	return typeset.Part{
		Header:    typeset.Running{Left: b.ISMS.Config.Name(), Right: clip(strings.TrimSpace(d.ID+" "+b.title(d)), 80)},
		Footer:    typeset.Running{Left: b.Words.Classification(level(d)), Centre: worth, Right: b.say("page")},
		Watermark: b.watermark(d), Source: d.File,
	}
}

func (b *book) watermark(d *isms.Document) string {
	switch {
	case b.former:
		return b.say("not-in-force")
	case d.InForce():
		return ""
	}
	return b.say("draft")
}

// labels are what a cover sets in boxes.
func (b *book) labels(d *isms.Document) []string {
	return []string{b.Words.Classification(level(d)), b.Words.State(d.State)}
}

// over is the line above a document's title: its kind and id.
func (b *book) over(d *isms.Document) string {
	if d.Kind == "soa" || d.Kind == "" {
		return d.ID
	}
	return b.kind(d.Kind) + " " + d.ID
}

// beside is, for a write-up, the title in the standard where another stands
// below.
func (b *book) beside(d *isms.Document) typeset.Phrase {
	if d.Requirement == nil {
		return typeset.Phrase{}
	}
	_, original := b.Words.Title(d.Requirement.Requirement)
	return typeset.Phrase{Text: original, Language: "en"}
}

// language is that of a document's text, and of its title but where it is that
// of a requirement; none where it is the language of the whole.
func (b *book) language(d *isms.Document) string {
	if tag := d.Front.Language; config.IsLanguage(tag) {
		return tag
	}
	return ""
}

func (b *book) titleLanguage(d *isms.Document) string {
	if d.Requirement != nil && !d.Requirement.IsOwn() {
		return ""
	}
	return b.language(d)
}

// entry is a document in the contents and the bookmarks.
func (b *book) entry(d *isms.Document) string { return d.ID + " " + b.title(d) }

// text is a document's body. A first heading that only says the title again
// is left out. The headings of a document by itself are bookmarked to the
// second level of its text; in a pack only the documents are.
func (b *book) text(d *isms.Document) *typeset.Text {
	tree := d.Body
	bindings, names := b.bindings(d)
	if h := firstHeading(tree); h != nil {
		said := strings.TrimSpace(string(prose.AppendText(nil, h.Spans, bindings)))
		if strings.EqualFold(said, d.Title) || strings.EqualFold(said, b.title(d)) {
			short := *tree
			short.Blocks = tree.Blocks[1:]
			tree = &short
		}
	}
	return &typeset.Text{Tree: tree, Bindings: bindings, Language: b.language(d), Source: d.File, Prefix: prefix(d), Shift: b.depth, Bookmark: 3, Under: b.bookmark, Unlisted: b.pack != nil, Names: names}
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
		rows.add(b.key("decision"), capital(b.Words.Decision(q.Decision)))
		rows.add(b.key("reasons"), capital(b.Words.Reasons(f.Reasons, ", ")))
		rows.add(b.key("justification"), f.Justification)
	}
	rows.list(b.key("maps"), b.requirementItems(d, q.Maps))
	own, entries := q.Comes()
	rows.list(b.key("mapped-by"), b.requirementItems(d, own))
	rows.list(b.key("entries"), b.requirementItems(d, entries))
	if q.Decision != isms.Excluded {
		rows.add(b.key("implementation"), capital(b.Words.Implementation(f.Implementation)))
		if f.Maturity != "" {
			rows.add(b.key("maturity"), b.say("maturity", "level", f.Maturity))
		}
	}
	rows.add(b.key("action"), b.action(f.Action))
	var documents, risks []typeset.Item
	for _, doc := range q.Documents {
		if doc.InForce() {
			b.inputs.document(doc)
			documents = append(documents, typeset.Item{Text: b.entry(doc), Href: b.href(d, isms.Target{Document: doc})})
		}
	}
	rows.list(b.key("documents"), documents)
	for _, row := range q.Rows {
		if row.Register.Schema.Name == "risks" {
			b.inputs.register(row.Register)
			risks = append(risks, typeset.Item{Text: row.ID.Value, Href: b.href(nil, isms.Target{Row: row})})
		}
	}
	rows.list(b.key("risks"), risks)
	if len(rows) == 0 {
		return nil
	}
	return []typeset.Block{&typeset.Facts{Columns: 1, Rows: rows}}
}

// requirementItems are requirements that another one comes with, each a link.
func (b *book) requirementItems(from *isms.Document, list []*isms.Requirement) []typeset.Item {
	var items []typeset.Item
	for _, q := range list {
		if q.Page != "" {
			b.inputs.document(q.WriteUp)
			if c := b.ISMS.CatalogueOf(q); c != nil {
				b.inputs[c.File] = c.Hash
			}
			items = append(items, typeset.Item{Text: q.ID + " " + b.titleOf(q.Requirement), Href: b.href(from, isms.Target{Requirement: q})})
		}
	}
	return items
}

func (b *book) action(a document.Action) string {
	owner, due := a.Owner.Value, b.date(a.Due)
	switch {
	case a.What == "":
		return ""
	case owner != "" && due != "":
		return b.say("action", "action", a.What, "owner", owner, "date", due)
	case owner != "":
		return b.say("action-of", "action", a.What, "owner", owner)
	case due != "":
		return b.say("action-due", "action", a.What, "date", due)
	}
	return a.What
}

func (b *book) evidence(d *isms.Document) []typeset.Block {
	if len(d.Front.Evidence) == 0 {
		return nil
	}
	t := b.table("evidence", "date", "until")
	for _, e := range d.Front.Evidence {
		target := b.ISMS.EvidenceTarget(d, e)
		b.inputs.target(target)
		t.row(t.link(e.Title, b.href(d, target)), plain(e.Date.String()), plain(e.Until().String()))
	}
	return []typeset.Block{&typeset.Title{Level: b.depth + 1, Text: b.say("evidence"), Unlisted: true}, t.text(d.File)}
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// clip shortens what is longer than n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}
