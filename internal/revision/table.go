package revision

import (
	"slices"

	"annexa/internal/prose"
)

// A column of the table that tells what changed: where it was and where it is;
// -1 is nowhere.
type column struct{ old, now int }

// table is told cell by cell: a column or a row that is gone keeps its place.
// Rows that did not change are told only beside those that did.
func (c *comparer) table(old, now *prose.Table) *prose.Table {
	columns := c.columns(old, now)
	out := &prose.Table{Line: now.Line}
	for _, col := range columns {
		align := prose.AlignDefault
		switch {
		case col.now >= 0 && col.now < len(now.Align):
			align = now.Align[col.now]
		case col.now < 0 && col.old < len(old.Align):
			align = old.Align[col.old]
		}
		out.Align = append(out.Align, align)
	}
	out.Head = c.row(columns, old.Head, now.Head)
	var changed []bool
	moved := slices.ContainsFunc(columns, func(c column) bool { return c.old < 0 || c.now < 0 })
	for _, s := range pairs(rows(&c.old, old, columns, column.before), rows(&c.now, now, columns, column.after)) {
		var before, after []prose.Cell
		if s.old >= 0 {
			before = old.Rows[s.old]
		}
		if s.now >= 0 {
			after = now.Rows[s.now]
		}
		out.Rows = append(out.Rows, c.row(columns, before, after))
		changed = append(changed, !s.same || moved)
	}
	out.Rows = near(out.Rows, changed, len(columns))
	return out
}

func (c column) before() int { return c.old }
func (c column) after() int  { return c.now }

// columns pairs the columns of two tables by what stands above them.
func (c *comparer) columns(old, now *prose.Table) []column {
	heads := func(s *side, cells []prose.Cell) []unit {
		out := make([]unit, len(cells))
		for i, cell := range cells {
			var k keyer
			k.spans(s, cell.Spans)
			out[i] = k.unit("")
		}
		return out
	}
	var out []column
	for _, s := range pairs(heads(&c.old, old.Head), heads(&c.now, now.Head)) {
		out = append(out, column{s.old, s.now})
	}
	if len(old.Head) == len(now.Head) && len(out) != len(now.Head) {
		out = out[:0]
		for i := range now.Head {
			out = append(out, column{i, i}) // renamed, more likely than exchanged
		}
	}
	return out
}

// rows are the rows of a table as they are told apart: by the columns that both
// tables have.
func rows(s *side, t *prose.Table, columns []column, at func(column) int) []unit {
	out := make([]unit, len(t.Rows))
	for i, row := range t.Rows {
		var k, first keyer
		named := false
		for _, col := range columns {
			if n := at(col); col.old >= 0 && col.now >= 0 && n < len(row) {
				k.spans(s, row[n].Spans)
				if !named {
					first.spans(s, row[n].Spans)
					named = true
				}
			}
		}
		out[i] = k.unit("")
		if first.n > 0 {
			out[i].name = first.key.String()
		}
	}
	return out
}

// row is a row cell by cell.
func (c *comparer) row(columns []column, old, now []prose.Cell) []prose.Cell {
	out := make([]prose.Cell, len(columns))
	for i, col := range columns {
		var before, after []prose.Span
		if col.old >= 0 && col.old < len(old) {
			before = old[col.old].Spans
		}
		if col.now >= 0 && col.now < len(now) {
			after = now[col.now].Spans
		}
		out[i].Spans = c.spans(before, after)
	}
	return out
}

// near leaves out rows that stand far from any that changed.
func near(rows [][]prose.Cell, changed []bool, columns int) [][]prose.Cell {
	keep := make([]bool, len(rows))
	some := false
	for i, is := range changed {
		for j := max(i-1, 0); is && j <= min(i+1, len(rows)-1); j++ {
			keep[j] = true
		}
		some = some || is
	}
	if !some {
		return rows // a heading of a column changed, and so all of it
	}
	var out [][]prose.Cell
	for i, row := range rows {
		switch {
		case keep[i]:
			out = append(out, row)
		case i == 0 || keep[i-1]:
			gap := make([]prose.Cell, columns)
			for j := range gap {
				gap[j].Spans = []prose.Span{prose.Text(dots)}
			}
			out = append(out, gap)
		}
	}
	return out
}
