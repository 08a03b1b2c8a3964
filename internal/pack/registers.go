package pack

import (
	"strconv"

	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/register"
	"annexa/internal/typeset"
)

// registerName is the destination of a register within a pack.
func registerName(r *isms.Register) string { return "register-" + r.Schema.Name }

// wide is how many columns a table may have before its rows are set as blocks
// of facts instead: more do not fit on a page.
const wide = 9

// register is a register as a part of a pack: a table in landscape, or a panel
// for each row.
func (b *book) register(r *isms.Register) typeset.Part {
	b.inputs.register(r)
	part := typeset.Part{
		Landscape: true, Source: r.File,
		Header: typeset.Running{Left: b.ISMS.Config.Name(), Right: clip(b.say("register", "title", r.Schema.TitleIn(b.Words.Language)), 80)},
		Footer: b.asOf(r.Classification),
	}
	part.Blocks = []typeset.Block{&typeset.Title{Level: 2, Over: b.say("register-id", "prefix", r.Schema.Prefix), Text: r.Schema.TitleIn(b.Words.Language), Destination: registerName(r), Bookmark: b.bookmark}}
	if len(r.Rows) == 0 {
		part.Blocks = append(part.Blocks, paragraphs(b.say("no-rows")))
		return part
	}
	columns := b.registers[r]
	for _, row := range r.Rows {
		for _, i := range columns {
			for _, target := range row.Links[i] {
				if target.Requirement != nil {
					b.index.add(target.Requirement, row.ID.Value)
				}
			}
		}
	}
	if panelled(columns) {
		part.Landscape = false
		for _, row := range r.Rows {
			part.Blocks = append(part.Blocks, &typeset.Title{Level: 3, Text: row.ID.Value + " " + row.Title, Destination: row.ID.Value, Unlisted: true}, b.rowFacts(row, columns))
			part.Blocks = append(part.Blocks, seriesOf(row, columns)...)
		}
		return part
	}
	heads := []string{b.key("id"), b.key("title")}
	for _, i := range columns {
		heads = append(heads, r.Schema.Columns[i].TitleIn(b.Words.Language))
	}
	t := newTable(heads...)
	for _, row := range r.Rows {
		cells := [][]prose.Span{t.named(row.ID.Value, "", row.ID.Value), plain(row.Title)}
		for _, i := range columns {
			cells = append(cells, b.cell(t, row, i))
		}
		t.row(cells...)
	}
	part.Blocks = append(part.Blocks, t.text(r.File))
	return part
}

// panelled says whether a register's rows are set as panels, by its columns
// beside id and title.
func panelled(columns []int) bool { return len(columns)+2 > wide }

// used are the columns that any row fills.
func used(r *isms.Register) []int {
	var out []int
	for i := range r.Schema.Columns {
		for _, row := range r.Rows {
			if !row.Cells[i].Empty() {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

func (b *book) rowFacts(row *isms.Row, columns []int) typeset.Block {
	var f facts
	level := func(key, likelihood, impact string) {
		if n := b.ISMS.Config.Risk.Level(row.Cell(likelihood).Number, row.Cell(impact).Number); n > 0 {
			f.add(key, strconv.Itoa(n))
		}
	}
	level(b.Words.Say("column.level"), "likelihood", "impact")
	level(b.Words.Say("column.level-left"), "residual-likelihood", "residual-impact")
	for _, i := range columns {
		if long(row.Cells[i].Series) {
			continue
		}
		title, targets := row.Register.Schema.Columns[i].TitleIn(b.Words.Language), row.Links[i]
		if len(targets) == 0 {
			f.add(title, row.Say(b.Words.Language, i))
			continue
		}
		var items []typeset.Item
		for k, target := range targets {
			items = append(items, typeset.Item{Text: row.Cells[i].List[k].Value, Href: b.href(nil, target)})
		}
		f.list(title, items)
	}
	return &typeset.Panel{Facts: f}
}

// long says of a series that it is not read within a line.
func long(series []register.Point) bool { return len(series) > 3 }

// seriesOf are the long series of a row, a line for each two of their points.
func seriesOf(row *isms.Row, columns []int) []typeset.Block {
	var out []typeset.Block
	for _, i := range columns {
		if series := row.Cells[i].Series; long(series) {
			var f facts
			for _, p := range series {
				f.add(p.Date.String(), p.Value)
			}
			out = append(out, &typeset.Facts{Columns: 2, Rows: f})
		}
	}
	return out
}

// cell is a cell with its references linked, and each point of a long series on
// a line of its own.
func (b *book) cell(t *table, row *isms.Row, i int) []prose.Span {
	if series := row.Cells[i].Series; long(series) {
		var lines []prose.Span
		for k, p := range series {
			if k > 0 {
				lines = append(lines, prose.Break{})
			}
			lines = append(lines, prose.Text(p.Say()))
		}
		return lines
	}
	targets := row.Links[i]
	if len(targets) == 0 {
		return plain(row.Say(b.Words.Language, i))
	}
	var items [][]prose.Span
	for k, target := range targets {
		items = append(items, t.link(row.Cells[i].List[k].Value, b.href(nil, target)))
	}
	return list(items...)
}
