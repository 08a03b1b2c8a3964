package pack

import (
	"strconv"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/typeset"
)

// statement is the table of the Statement of Applicability, in landscape, a
// section a theme.
func (b *book) statement(d *isms.Document) []typeset.Part {
	s := b.Statement
	part := b.part(d)
	part.Landscape = true
	c := s.Counts
	part.Blocks = []typeset.Block{
		&typeset.Title{Level: b.depth + 1, Text: "Controls of Annex A", Destination: "soa-table", Bookmark: b.depth + 1},
		&typeset.Facts{Columns: 2, Rows: []typeset.Fact{
			{Key: "Controls", Value: strconv.Itoa(c.Total)}, {Key: "Applicable", Value: strconv.Itoa(c.Applicable)},
			{Key: "Excluded", Value: strconv.Itoa(c.Excluded)}, {Key: "Not decided", Value: strconv.Itoa(c.Undecided)},
			{Key: "Implemented", Value: strconv.Itoa(c.Implemented)}, {Key: "Not implemented", Value: strconv.Itoa(c.Applicable - c.Implemented)},
		}},
	}
	group := ""
	var t *table
	for _, r := range s.Rows {
		if r.Group.ID != group {
			group = r.Group.ID
			t = newTable("Control", "Title", "Applicable", "Reasons", "Justification", "Implemented", "Owner", "Documents", "Risks")
			part.Blocks = append(part.Blocks, &typeset.Title{Level: b.depth + 2, Text: group + " " + r.Group.Title, Destination: "soa-" + group, Bookmark: b.depth + 2}, nil)
		}
		applicable := map[isms.Decision]string{isms.Undecided: "not decided", isms.Applicable: "yes", isms.Excluded: "no", isms.NotHere: isms.NotHere.String()}[r.Decision]
		if r.InDraft {
			applicable += " (in draft)"
		}
		implemented := r.ImplementedWord()
		if implemented == "no" && r.Implementation != "" {
			implemented += " (" + strings.ReplaceAll(r.Implementation, "-", " ") + ")"
		}
		t.row(t.link(r.ID, b.href(d, isms.Target{Requirement: r.Requirement})), plain(r.Title), plain(applicable), plain(strings.Join(r.Reasons, ", ")), plain(r.Justification),
			plain(implemented), plain(r.Owner), b.documentLinks(t, d, r.Documents), b.riskLinks(t, r.Risks))
		part.Blocks[len(part.Blocks)-1] = t.text(d.File)
	}
	return []typeset.Part{part}
}

func (b *book) documentLinks(t *table, from *isms.Document, documents []*isms.Document) []prose.Span {
	var items [][]prose.Span
	for _, d := range documents {
		if d.InForce() {
			items = append(items, t.link(d.ID, b.href(from, isms.Target{Document: d})))
		}
	}
	return list(items...)
}

func (b *book) riskLinks(t *table, rows []*isms.Row) []prose.Span {
	var items [][]prose.Span
	for _, row := range rows {
		items = append(items, t.link(row.ID.Value, b.href(nil, isms.Target{Row: row})))
	}
	return list(items...)
}
