package typeset

import (
	"strings"

	"annexa/internal/prose"
)

// facts sets keys and values as a table whose keys head their rows.
func (l *layouter) facts(f *Facts) {
	if len(f.Rows) == 0 {
		return
	}
	pairs := 1
	if f.Columns == 2 {
		pairs = 2
	}
	l.space(l.lead / 2)
	l.sized(l.st.SmallSize, l.st.SmallLead, func() {
		g := &grid{columns: 2 * pairs, first: len(l.atoms), align: make([]prose.Align, 2*pairs), pad: padSide}
		g.widths = l.factWidths(f, pairs)
		key := l.textLook().with(bold)
		key.colour = l.st.Colours.Muted
		l.within(Node{Role: Table}, func() {
			rows := (len(f.Rows) + pairs - 1) / pairs
			for r := range rows {
				l.within(Node{Role: TR}, func() {
					for p := range pairs {
						var fact Fact
						if i := r*pairs + p; i < len(f.Rows) {
							fact = f.Rows[i]
						}
						l.within(Node{Role: TH, RowHead: true}, func() { l.chars(fact.Key, key, l.node, 0) })
						l.endCell(g)
						l.within(Node{Role: TD}, func() { l.value(fact, l.textLook()) })
						l.endCell(g)
					}
				})
			}
			first := len(l.items)
			l.setGrid(g)
			for i := first; i < len(l.items)-1 && rows <= 12; i++ {
				l.items[i].stay = true
			}
		})
	})
	l.space(l.lead)
}

func (l *layouter) value(f Fact, k look) {
	l.valueItem(Item{f.Value, f.Href}, k)
	for i, it := range f.List {
		switch {
		case i > 0 && f.Lines:
			l.newline(k, l.node, 0)
		case i > 0:
			l.chars(", ", k, l.node, 0)
		}
		l.valueItem(it, k)
	}
}

func (l *layouter) valueItem(it Item, k look) {
	node, link := l.node, int32(0)
	if it.Href != "" && it.Text != "" {
		link = l.link(it.Href, it.Text, node)
		node = l.out.Links[link-1].Node
		k.colour, k.underline = l.st.Colours.Link, true
	}
	l.chars(it.Text, k, node, link)
}

// words are a value's characters.
func (f *Fact) words() string {
	if len(f.List) == 0 {
		return f.Value
	}
	var b strings.Builder
	for i, it := range f.List {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(it.Text)
	}
	return b.String()
}

// factWidths gives the keys what the widest takes, up to two fifths of the
// pair.
func (l *layouter) factWidths(f *Facts, pairs int) []Length {
	pair := l.w / Length(pairs)
	keys := min(l.keyWidth(f.Rows, l.textLook().with(bold))+2*padSide+4*Point, pair*2/5)
	var widths []Length
	for range pairs {
		widths = append(widths, keys, pair-keys)
	}
	return widths
}

// keyWidth is how wide the widest key is.
func (l *layouter) keyWidth(facts []Fact, k look) (widest Length) {
	for _, f := range facts {
		l.run(func() { l.chars(f.Key, k, Decoration, 0) }, func(a []atom) {
			w, _ := natural(a)
			widest = max(widest, w)
		})
	}
	return widest
}

// panel sets facts in two columns on a ground of their own, one that is long
// over both: a list, whose items have their keys for labels.
func (l *layouter) panel(p *Panel) { l.panelBeside(p, 0) }

// panelBeside sets a panel that leaves room where its lines end for a field; there
// each fact has a line.
func (l *layouter) panelBeside(p *Panel, field Length) {
	if len(p.Facts) == 0 {
		return
	}
	l.space(l.lead / 2)
	l.boxed(&decor{fill: &l.st.Colours.Panel, field: field}, Node{Role: L, Numbering: NoNumbering}, l.lead/2, func() {
		if field > 0 {
			l.w -= field + gutter
			defer func() { l.w += field + gutter }()
		}
		l.sized(l.st.SmallSize+500, l.st.SmallLead+1500, func() {
			column := l.w
			if field == 0 {
				column = (l.w - gutter) / 2
			}
			keys := min(l.keyWidth(p.Facts, l.textLook())+2*padSide, column/2)
			for i := 0; i < len(p.Facts); {
				n := 1
				if field == 0 && i+1 < len(p.Facts) && l.short(p.Facts[i], column-keys) && l.short(p.Facts[i+1], column-keys) {
					n = 2
				}
				l.panelRow(p.Facts[i:i+n], keys, column)
				i += n
			}
		})
	})
	l.space(l.lead)
}

// signature sets a panel, and within it the form that is signed.
func (l *layouter) signature(s *Signature) {
	if len(s.Facts) == 0 {
		return
	}
	first := len(l.items)
	l.panelBeside(&Panel{Facts: s.Facts}, l.w*2/5)
	form := l.out.node(l.node, Node{Role: Form, Detail: &Detail{Alt: s.Description}})
	l.out.Fields = append(l.out.Fields, Field{Node: form, Name: s.Name, Description: s.Description})
	for i := first; i < len(l.items); i++ {
		l.items[i].field = form
	}
}

// short says whether a fact's value takes no more than two lines.
func (l *layouter) short(f Fact, width Length) (short bool) {
	if f.Lines {
		return false
	}
	l.run(func() { l.chars(f.words(), l.textLook(), Decoration, 0) }, func(a []atom) {
		whole, piece := natural(a)
		short = whole <= 2*width*9/10 && piece <= width
	})
	return short
}

// panelRow sets one fact, or two side by side.
func (l *layouter) panelRow(facts []Fact, keys, column Length) {
	var f Frame
	var tall Length
	key := l.textLook()
	key.colour = l.st.Colours.Muted
	for i, fact := range facts {
		x, w := Length(i)*(column+gutter), column-keys
		if len(facts) == 1 {
			w = l.w - keys
		}
		l.within(Node{Role: LI}, func() {
			l.within(Node{Role: Lbl}, func() {
				l.run(func() { l.chars(fact.Key, key, l.node, 0) }, func(a []atom) { tall = max(tall, l.stack(&f, a, x, 0, keys-padSide)) })
			})
			l.within(Node{Role: LBody}, func() {
				l.run(func() { l.value(fact, l.textLook()) }, func(a []atom) { tall = max(tall, l.stack(&f, a, x+keys, 0, w)) })
			})
		})
	}
	l.emit(item{frame: f, height: tall, stay: true})
}

// stack sets atoms as lines into a frame, from a place in it down, and returns
// where they end.
func (l *layouter) stack(f *Frame, atoms []atom, x, y, w Length) Length {
	l.breakLines(atoms, w, running, func(line []atom) {
		g, h := l.typeset(line, w, prose.AlignDefault)
		for _, m := range g.Fills {
			m.X, m.Y = m.X+x, m.Y+y
			f.Fills = append(f.Fills, m)
		}
		for _, m := range g.Marks {
			m.X, m.Y = m.X+x, m.Y+y
			f.Marks = append(f.Marks, m)
		}
		y += h
	})
	return y
}

const gutter = 14 * Point

// labelled sets facts in rows of columns, each with its key above its value and
// a line above both, one that is long over several columns.
func (l *layouter) labelled(facts []Fact, line Colour) {
	columns := 4
	if n := len(facts); n <= 3 || n == 5 || n == 6 {
		columns = 3 // so that the last row is not left nearly empty
	}
	column := (l.w - Length(columns-1)*gutter) / Length(columns)
	width := func(span int) Length { return Length(span)*column + Length(span-1)*gutter }
	span := func(f Fact) int {
		n := 1
		l.run(func() { l.chars(f.words(), l.textLook(), Decoration, 0) }, func(a []atom) {
			whole, piece := natural(a)
			for n < columns && (piece > width(n) || n < 2 && whole > width(n) || whole > 2*width(n)) {
				n++
			}
		})
		return n
	}
	for from := 0; from < len(facts); {
		to, used := from, 0
		var spans []int
		for to < len(facts) {
			n := span(facts[to])
			if used+n > columns && used > 0 {
				break
			}
			spans, used = append(spans, n), used+n
			to++
		}
		spans[len(spans)-1] += columns - used // the last has the rest of the row
		if to == len(facts) && used < columns {
			spans[len(spans)-1] = max(spans[len(spans)-1]-(columns-used), 1)
		}
		l.labelledRow(facts[from:to], spans, width, line)
		from = to
	}
}

func (l *layouter) labelledRow(facts []Fact, spans []int, width func(int) Length, line Colour) {
	var f Frame
	var tall, x Length
	for i, fact := range facts {
		w := width(spans[i])
		f.Fills = append(f.Fills, Mark{Node: Decoration, X: x, W: w, H: hairline, Colour: line})
		y := l.lead / 2
		put := func(atoms []atom) { y = l.stack(&f, atoms, x, y, w) }
		l.within(Node{Role: LI}, func() {
			l.sized(l.st.RunnerSize, l.st.RunnerSize*3/2, func() {
				k := l.textLook()
				k.colour = l.st.Colours.Muted
				l.within(Node{Role: Lbl}, func() { l.run(func() { l.chars(fact.Key, k, l.node, 0) }, put) })
			})
			l.sized(l.st.SmallSize+500, l.st.SmallLead+500, func() {
				l.within(Node{Role: LBody}, func() { l.run(func() { l.value(fact, l.textLook()) }, put) })
			})
		})
		tall = max(tall, y)
		x += w + gutter
	}
	l.emit(item{frame: f, height: tall + l.lead/4, stay: true})
}
