package pack

import (
	"strconv"

	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/soa"
	"annexa/internal/standard"
	"annexa/internal/typeset"
)

// statementName is the destination of a control, or of a theme, in the table of
// the statement.
func statementName(q *isms.Requirement) string { return "soa." + q.ID }

// statement is the table of the Statement of Applicability, in landscape, a
// section a theme.
func (b *book) statement(d *isms.Document) []typeset.Part {
	s := b.Statement
	part := b.part(d)
	part.Landscape = true
	part.Blocks = []typeset.Block{
		&typeset.Title{Level: b.depth + 1, Text: b.say("chapter.control"), Destination: "soa-table", Bookmark: b.bookmark + 1, Unlisted: b.pack != nil},
		b.counts(s.Counts),
	}
	group := ""
	var t *table
	for _, r := range s.Rows {
		b.inputs.document(r.WriteUp)
		if r.Group.ID != group {
			group = r.Group.ID
			t = newTable(b.Words.Columns("control", "title", "applicable", "reasons", "justification", "implemented", "owner", "documents", "risks")...)
			part.Blocks = append(part.Blocks, &typeset.Title{Level: b.depth + 2, Text: b.Words.Group(r.Group), Destination: "soa." + group, Bookmark: b.bookmark + 2, Unlisted: b.pack != nil}, nil)
		}
		b.index.add(r.Requirement, statementName(r.Requirement))
		t.row(t.named(r.ID, b.href(d, isms.Target{Requirement: r.Requirement}), statementName(r.Requirement)), b.bothTitles(r.Requirement.Requirement), plain(b.Words.Applicable(r)), plain(b.Words.Reasons(r.Reasons, ", ")), plain(r.Justification),
			plain(b.implemented(r)), plain(r.Owner), b.documentLinks(t, d, r.Documents), b.riskLinks(t, r.Risks))
		part.Blocks[len(part.Blocks)-1] = t.text(d.File)
	}
	return []typeset.Part{part}
}

// counts are the sums of the statement.
func (b *book) counts(c soa.Counts) typeset.Block {
	var f facts
	for _, n := range c.Sums() {
		f.add(b.Words.Say("soa.count."+n.Name), strconv.Itoa(n.Count))
	}
	return &typeset.Facts{Columns: 2, Rows: f}
}

// bothTitles is the title of a requirement, and below it that of the standard
// where it is another.
func (b *book) bothTitles(q *standard.Requirement) []prose.Span {
	title, original := b.Words.Title(q)
	spans := plain(title)
	if original != "" {
		spans = append(spans, prose.Break{}, &prose.Styled{Style: prose.Emphasis, Language: "en", Spans: plain(original)})
	}
	return spans
}

// implemented says whether a control is implemented, and how far where it is
// not.
func (b *book) implemented(r soa.Row) string {
	word := b.Words.Implemented(r)
	if word != "" && !r.Implemented && r.Implementation != "" {
		return b.Words.Say("soa.state", "word", word, "state", b.Words.Implementation(r.Implementation))
	}
	return word
}

func (b *book) documentLinks(t *table, from *isms.Document, documents []*isms.Document) []prose.Span {
	var items [][]prose.Span
	for _, d := range documents {
		if d.InForce() {
			b.inputs.document(d)
			items = append(items, t.link(d.ID, b.href(from, isms.Target{Document: d})))
		}
	}
	return list(items...)
}

func (b *book) riskLinks(t *table, rows []*isms.Row) []prose.Span {
	var items [][]prose.Span
	for _, row := range rows {
		b.inputs.register(row.Register)
		items = append(items, t.link(row.ID.Value, b.href(nil, isms.Target{Row: row})))
	}
	return list(items...)
}
