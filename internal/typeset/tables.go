package typeset

import "annexa/internal/prose"

// grid is a table being set: rows of cells whose atoms stand one after the
// other in the layouter's scratch, from the index first.
type grid struct {
	columns int
	first   int
	ends    []int     // of each cell's atoms
	names   [][]place // of each row, destinations
	align   []prose.Align
	widths  []Length // of the columns, with padding
	whole   []Length // what they would take on one line
	least   []Length // and at least
	heads   int      // rows at the top that are repeated on each page
	pad     Length   // between a cell and its neighbours; none at the table's edges
}

// inner is where in a column its cells begin, and how wide they are.
func (g *grid) inner(c int) (x, w Length) {
	w = g.widths[c]
	if c > 0 {
		x = g.pad
	}
	w -= x
	if c < g.columns-1 {
		w -= g.pad
	}
	return x, max(w, 1)
}

// padding is what a column has beside its cells.
func (g *grid) padding(c int) Length {
	switch {
	case g.columns == 1:
		return 0
	case c == 0 || c == g.columns-1:
		return g.pad
	}
	return 2 * g.pad
}

// claim is how much of the width one column may take where there is not enough
// for all.
func (g *grid) claim(room Length) Length { return max(room/Length(g.columns), room*35/100) }

// Padding within cells.
const (
	padSide Length = 5 * Point
	padTop  Length = 3500
)

// table sets a table of prose over the whole width of the column.
func (l *layouter) table(t *prose.Table) {
	l.line = t.Line
	columns := len(t.Head)
	for _, r := range t.Rows {
		columns = max(columns, len(r))
	}
	if columns == 0 {
		return
	}
	l.space(l.lead * 3 / 4)
	l.sized(l.st.SmallSize+500, l.st.SmallLead+500, func() {
		g := &grid{columns: columns, first: len(l.atoms), align: make([]prose.Align, columns), heads: 1, pad: padSide}
		copy(g.align, t.Align)
		l.within(Node{Role: Table}, func() {
			head := l.textLook().with(bold)
			head.colour = l.st.Colours.Muted
			l.gridRow(g, t.Head, TH, head)
			for i, r := range t.Rows {
				if t.Line > 0 {
					l.line = t.Line + 2 + i // below the head and the line under it
				}
				l.gridRow(g, r, TD, l.textLook())
			}
			l.fitGrid(g)
		})
	})
	l.space(l.lead * 3 / 4)
}

// The steps in which a table becomes smaller, in eighths, where its columns do
// not fit; and how many columns one has before its page is turned for it.
var shrunk = [...]Length{8, 7, 6}

const manyColumns = 7

// fitGrid sets a table, and makes it fit: in smaller type where its longest
// words would not stand in their columns, and if even that is not enough, or
// its rows would become as high as they are wide, on pages in landscape. A table
// of few columns whose words are divided in any case stays as large as it is.
func (l *layouter) fitGrid(g *grid) {
	const padding = 4 // no more than this part of a column that is as wide as the others
	g.pad = min(g.pad, max(l.w, l.across)/(2*padding*Length(g.columns)))
	narrow(l.atoms[g.first:], g.claim(l.w))
	l.measure(g)
	need, full := sum(g.least), sum(g.whole)
	step := func(room Length) int {
		for i, eighths := range shrunk {
			if need*eighths/8 <= room {
				return i
			}
		}
		return len(shrunk)
	}
	i := step(l.w)
	if l.x > 0 || l.decor != nil || l.across == 0 || g.columns < manyColumns || i == 0 && full < 5*l.w {
		switch {
		case i < len(shrunk):
			l.shrink(g, i)
		case g.columns >= manyColumns:
			l.shrink(g, len(shrunk)-1)
		}
		l.setGrid(g)
		return
	}
	w := l.w
	l.w, l.wide = l.across, true
	l.shrink(g, min(step(l.w), len(shrunk)-1))
	l.setGrid(g)
	l.w, l.wide = w, false
}

// shrink makes the type of a table smaller by some steps.
func (l *layouter) shrink(g *grid, steps int) {
	if steps == 0 {
		return
	}
	eighths := shrunk[steps]
	l.size, l.lead, g.pad = l.size*eighths/8, l.lead*eighths/8, g.pad*eighths/8
	for i := g.first; i < len(l.atoms); i++ {
		a := &l.atoms[i]
		a.look.size, a.look.rise = a.look.size*eighths/8, a.look.rise*eighths/8
		if a.word != nil {
			a.width = a.word.width(a.look.size)
		}
	}
	l.measure(g)
}

func sum(list []Length) (all Length) {
	for _, n := range list {
		all += n
	}
	return all
}

// gridRow adds the atoms and elements of one row. A row that is short is filled
// up, as tables must be regular.
func (l *layouter) gridRow(g *grid, cells []prose.Cell, role Role, k look) {
	before := l.names
	l.names = nil
	l.within(Node{Role: TR}, func() {
		for c := range g.columns {
			l.within(Node{Role: role}, func() {
				if c < len(cells) {
					l.spans(cells[c].Spans, k, l.node, 0)
				}
			})
			l.endCell(g)
		}
	})
	g.names = append(g.names, l.names)
	l.names = before
}

// endCell ends the cell whose atoms were added last.
func (l *layouter) endCell(g *grid) {
	from := g.first
	if n := len(g.ends); n > 0 {
		from = g.ends[n-1]
	}
	l.direct(from)
	g.ends = append(g.ends, len(l.atoms))
}

func (g *grid) atoms(l *layouter, i int) []atom {
	from := g.first
	if i > 0 {
		from = g.ends[i-1]
	}
	return l.atoms[from:g.ends[i]:g.ends[i]]
}

// setGrid breaks the cells into lines and emits the rows.
func (l *layouter) setGrid(g *grid) {
	if g.widths == nil {
		g.widths = l.shareWidth(g)
	}
	var head *row
	first := len(l.items)
	rows := len(g.ends) / g.columns
	all, cells := make([]row, rows), make([]cellLines, rows*g.columns)
	lines := make([]cellLine, 0, len(cells)) // of all cells, one behind the other
	for r := range rows {
		rw := &all[r]
		*rw = row{l: l, x: l.x, w: l.w, cells: cells[r*g.columns:][:g.columns:g.columns]}
		var x Length
		for c := range g.columns {
			cell := &rw.cells[c]
			in, inner := g.inner(c)
			cell.x = x + in
			from := len(lines)
			atoms := g.atoms(l, r*g.columns+c)
			narrow(atoms, inner)
			l.breakLines(atoms, inner, running, func(line []atom) {
				f, h := l.typeset(line, inner, g.align[c])
				lines = append(lines, cellLine{f, h})
			})
			cell.lines = lines[from:len(lines):len(lines)]
			x += g.widths[c]
		}
		switch {
		case r < g.heads:
			rw.head, head = true, rw
		case head != nil:
			rw.again = head
		}
		rw.first = r == 0
		f, h := rw.frame()
		if r < len(g.names) {
			l.names = append(l.names, g.names[r]...)
		}
		l.emit(item{frame: f, height: h, row: rw, stay: rw.head && r+1 < rows})
	}
	// A head, two rows, and two rows at the end stand together.
	if n := len(l.items); rows-g.heads >= 2 {
		l.items[n-rows+g.heads].stay = true
		l.items[n-2].stay = true
	}
	l.keepWhole(first)
	l.atoms = l.atoms[:g.first]
}

// measure finds what each column takes with every cell on one line, and what
// its longest word takes, of those that the table has room for.
func (l *layouter) measure(g *grid) {
	g.whole, g.least = make([]Length, g.columns), make([]Length, g.columns)
	for i := range g.ends {
		c := i % g.columns
		w, p := natural(g.atoms(l, i))
		if p > l.w {
			p = fitting(g.atoms(l, i), l.w)
		}
		const rounding = 200
		g.whole[c], g.least[c] = max(g.whole[c], w+g.padding(c)+rounding), max(g.least[c], p+g.padding(c)+rounding)
	}
}

// shareWidth gives each column what its widest cell takes on one line, if all
// of that fits, and else a share: narrow columns keep what they need, the rest
// is divided by the square root of what the others would like, so that a
// column of long sentences does not starve the others, nor they it.
func (l *layouter) shareWidth(g *grid) []Length {
	n := g.columns
	room := l.w
	whole, least := g.whole, g.least
	if sum(least) > room {
		for c := range n {
			least[c] = min(least[c], g.claim(room))
		}
	}
	for c := range n {
		whole[c] = max(whole[c], least[c])
	}
	all, need := sum(whole), sum(least)
	widths := make([]Length, n)
	switch {
	case all <= room:
		for c := range n {
			widths[c] = whole[c] + (room-all)*whole[c]/all
		}
	case need >= room:
		squeeze(widths, least, room)
	default:
		share(widths, whole, least, room)
	}
	var used Length
	for _, w := range widths {
		used += w
	}
	if used < room {
		widths[n-1] += room - used
	}
	return widths
}

// squeeze divides what is less than all columns need: those that need no more
// than their part get it, and what is left is divided by what the others need.
func squeeze(widths, least []Length, room Length) {
	open := Length(len(widths))
	for settled := true; settled; {
		settled = false
		for c, need := range least {
			if widths[c] == 0 && need > 0 && need <= room/open {
				widths[c], room, open, settled = need, room-need, open-1, true
			}
		}
	}
	var rest Length
	for c, need := range least {
		if widths[c] == 0 {
			rest += need
		}
	}
	for c, need := range least {
		if widths[c] == 0 {
			widths[c] = room * need / max(rest, 1)
		}
	}
}

func share(widths, whole, least []Length, room Length) {
	open := len(widths)
	for open > 0 {
		var weights Length
		for c, w := range widths {
			if w == 0 {
				weights += root(whole[c])
			}
		}
		settled := false
		for pass := 0; pass < 2 && !settled; pass++ { // first those that need more than their share, then those that need less
			for c := range widths {
				if widths[c] != 0 {
					continue
				}
				s := room * root(whole[c]) / max(weights, 1)
				if pass == 0 && least[c] > s || pass == 1 && whole[c] <= s {
					widths[c] = min(max(least[c], min(whole[c], s)), whole[c])
					room -= widths[c]
					open--
					settled = true
					break
				}
			}
		}
		if settled {
			continue
		}
		for c := range widths {
			if widths[c] == 0 {
				widths[c] = room * root(whole[c]) / max(weights, 1)
			}
		}
		return
	}
}

// root returns the whole square root.
func root(n Length) Length {
	r := n
	for x := (r + 1) / 2; x < r; {
		r, x = x, (x+n/x)/2
	}
	return max(r, 1)
}
