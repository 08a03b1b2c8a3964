package typeset

// row is a table row, kept in lines so that one taller than a page can be
// divided.
type row struct {
	l     *layouter
	x, w  Length // in the text area
	cells []cellLines
	head  bool
	first bool // of its table
	again *row // the head, repeated where this row begins a page

	artifact *Frame // of a head, once it was repeated
	height   Length
}

type cellLines struct {
	x     Length // of its text
	lines []cellLine
}

type cellLine struct {
	frame  Frame
	height Length
}

const hairline Length = 500

// frame makes one frame of the row's lines.
func (r *row) frame() (Frame, Length) {
	l := r.l
	marks := 2 // the rules
	var tallest Length
	for _, c := range r.cells {
		var h Length
		for i := range c.lines {
			h += c.lines[i].height
			marks += len(c.lines[i].frame.Marks) + len(c.lines[i].frame.Fills)
		}
		tallest = max(tallest, h)
	}
	if tallest == 0 {
		tallest = l.lead
	}
	r.height = tallest + 2*padTop
	l.reserveMarks(marks)
	first := len(l.marks)
	r.each(func(line *cellLine, x, y Length) { l.addAt(line.frame.Fills, x, y) })
	if r.first && !r.head {
		l.marks = append(l.marks, Mark{Node: Decoration, W: r.w, H: hairline, Colour: l.st.Colours.Rule})
	}
	below := Mark{Node: Decoration, Y: r.height - hairline, W: r.w, H: hairline, Colour: l.st.Colours.Rule}
	if r.head {
		below.Y, below.H, below.Colour = r.height-2*hairline, 2*hairline, l.st.Colours.Strong
	}
	l.marks = append(l.marks, below)
	text := len(l.marks)
	r.each(func(line *cellLine, x, y Length) { l.addAt(line.frame.Marks, x, y) })
	return Frame{Fills: l.marks[first:text:text], Marks: l.marks[text:len(l.marks):len(l.marks)]}, r.height
}

// each calls f with every line and its place in the row.
func (r *row) each(f func(line *cellLine, x, y Length)) {
	for _, c := range r.cells {
		y := padTop
		for i := range c.lines {
			f(&c.lines[i], c.x, y)
			y += c.lines[i].height
		}
	}
}

// addAt adds marks, moved to a place.
func (l *layouter) addAt(marks []Mark, x, y Length) {
	for _, m := range marks {
		m.X, m.Y = m.X+x, m.Y+y
		l.marks = append(l.marks, m)
	}
}

// repeated returns the head as it stands on later pages, where it is no part
// of the content.
func (r *row) repeated() Frame {
	if r.artifact == nil {
		f, _ := r.frame()
		for i := range f.Marks {
			f.Marks[i].Node, f.Marks[i].Link = Decoration, 0
		}
		r.artifact = &f
	}
	return *r.artifact
}

// huge says whether a head would take too much of a page to stand on each.
func (r *row) huge(page Length) bool { return r.height > page/3 }

// beginning is how high the first two lines of a row are.
func (r *row) beginning() Length {
	var tallest Length
	for _, c := range r.cells {
		var h Length
		for _, line := range c.lines[:min(2, len(c.lines))] {
			h += line.height
		}
		tallest = max(tallest, h)
	}
	return tallest + 2*padTop
}

// split divides the row: the first part is not taller than room and holds at
// least one line; where it can be, two lines at least are left. The second is
// nil if there was nothing to divide.
func (r *row) split(room Length) (top, rest *row) {
	top = &row{l: r.l, x: r.x, w: r.w, head: r.head, first: r.first, again: r.again, cells: make([]cellLines, len(r.cells))}
	rest = &row{l: r.l, x: r.x, w: r.w, head: r.head, again: r.again, cells: make([]cellLines, len(r.cells))}
	room -= 2 * padTop
	taken, left := false, false
	for i, c := range r.cells {
		n := 0
		for h := Length(0); n < len(c.lines); n++ {
			if h += c.lines[n].height; h > room && n > 0 {
				break
			}
		}
		if n > 2 && n == len(c.lines)-1 {
			n--
		}
		top.cells[i], rest.cells[i] = c, c
		top.cells[i].lines, rest.cells[i].lines = c.lines[:n], c.lines[n:]
		taken = taken || n > 0
		left = left || n < len(c.lines)
	}
	if !taken || !left {
		return r, nil
	}
	return top, rest
}
