package typeset

import "annexa/internal/prose"

// grid is a table being set: rows of cells whose atoms stand one after the
// other in the layouter's scratch, from the index first.
type grid struct {
	columns int
	first   int
	ends    []int // of each cell's atoms
	align   []prose.Align
	widths  []Length // of the columns, with padding
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
	size, lead, pad := l.st.SmallSize+500, l.st.SmallLead+500, padSide
	switch each := l.w / Length(columns); {
	case each < 15*Millimetre:
		size, lead, pad = l.st.SmallSize*3/4, l.st.SmallLead*3/4, padSide/2
	case each < 24*Millimetre:
		size, lead, pad = l.st.SmallSize*7/8, l.st.SmallLead*7/8, padSide*7/10
	}
	l.space(l.lead * 3 / 4)
	l.sized(size, lead, func() {
		g := &grid{columns: columns, first: len(l.atoms), align: make([]prose.Align, columns), heads: 1, pad: pad}
		copy(g.align, t.Align)
		l.within(Node{Role: Table}, func() {
			head := l.textLook().with(bold)
			head.colour = l.st.Colours.Muted
			l.gridRow(g, t.Head, TH, head)
			for _, r := range t.Rows {
				l.gridRow(g, r, TD, l.textLook())
			}
			l.setGrid(g)
		})
	})
	l.space(l.lead * 3 / 4)
}

// gridRow adds the atoms and elements of one row. A row that is short is filled
// up, as tables must be regular.
func (l *layouter) gridRow(g *grid, cells []prose.Cell, role Role, k look) {
	l.within(Node{Role: TR}, func() {
		for c := range g.columns {
			l.within(Node{Role: role}, func() {
				if c < len(cells) {
					l.spans(cells[c].Spans, k, l.node, 0)
				}
			})
			g.ends = append(g.ends, len(l.atoms))
		}
	})
	if l.text != nil && role == TD {
		l.line++
	}
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
	rows := len(g.ends) / g.columns
	for r := range rows {
		rw := &row{l: l, x: l.x, w: l.w, cells: make([]cellLines, g.columns)}
		var x Length
		for c := range g.columns {
			cell := &rw.cells[c]
			in, inner := g.inner(c)
			cell.x = x + in
			l.breakLines(g.atoms(l, r*g.columns+c), inner, func(line []atom) {
				f, h := l.typeset(line, inner, g.align[c])
				cell.lines = append(cell.lines, cellLine{f, h})
			})
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
		l.emit(item{frame: f, height: h, row: rw, stay: rw.head && r+1 < rows})
	}
	// A head, two rows, and two rows at the end stand together.
	if n := len(l.items); rows-g.heads >= 3 {
		l.items[n-rows+g.heads].stay = true
		l.items[n-2].stay = true
	}
	l.atoms = l.atoms[:g.first]
}

// shareWidth gives each column what its widest cell takes on one line, if all
// of that fits, and else a share: narrow columns keep what they need, the rest
// is divided by the square root of what the others would like, so that a
// column of long sentences does not starve the others, nor they it.
func (l *layouter) shareWidth(g *grid) []Length {
	n := g.columns
	whole, least := make([]Length, n), make([]Length, n)
	room := l.w
	for i := range g.ends {
		c := i % n
		w, p := natural(g.atoms(l, i))
		whole[c], least[c] = max(whole[c], w+g.padding(c)), max(least[c], p+g.padding(c))
	}
	var sum, need Length
	for c := range n {
		whole[c] += 200 // what rounding may take
		least[c] = min(least[c]+200, max(room/Length(n), room*35/100))
		whole[c] = max(whole[c], least[c])
		sum += whole[c]
		need += least[c]
	}
	widths := make([]Length, n)
	switch {
	case sum <= room:
		for c := range n {
			widths[c] = whole[c] + (room-sum)*whole[c]/sum
		}
	case need >= room:
		for c := range n {
			widths[c] = max(room*least[c]/need, 2*g.pad+4*Point)
		}
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
