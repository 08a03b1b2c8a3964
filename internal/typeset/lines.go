package typeset

import "annexa/internal/prose"

// natural returns how wide atoms are on one line (the widest, if there are
// newlines), and the widest piece that no usual break divides.
func natural(atoms []atom) (whole, piece Length) {
	var line, word Length
	for i := range atoms {
		a := &atoms[i]
		switch {
		case a.kind == newlineAtom:
			whole, piece = max(whole, line), max(piece, word)
			line, word = 0, 0
			continue
		case a.kind == spaceAtom:
			piece, word = max(piece, word), 0
		case a.brk == usualBreak, a.brk == softBreak:
			piece, word = max(piece, word), a.width
		default:
			word += a.width
		}
		line += a.width
	}
	return max(whole, line), max(piece, word)
}

// fitting returns the widest piece that is no wider than a line: what is wider
// is cut in any case.
func fitting(atoms []atom, line Length) (widest Length) {
	for from := 0; from < len(atoms); {
		to := from + 1
		for to < len(atoms) && atoms[to].kind == wordAtom && atoms[to].brk != usualBreak && atoms[to].brk != softBreak {
			to++
		}
		if _, piece := natural(atoms[from:to]); piece <= line {
			widest = max(widest, piece)
		}
		from = to
	}
	return widest
}

// typeset makes a frame of one line and returns it with its height.
func (l *layouter) typeset(atoms []atom, width Length, align prose.Align) (Frame, Length) {
	end := len(atoms)
	for end > 0 && (atoms[end-1].kind == spaceAtom || atoms[end-1].kind == newlineAtom) {
		end--
	}
	var used, high Length
	mixed := l.right
	for i := range atoms[:end] {
		used += atoms[i].width
		if in := atoms[i].inset; in != nil {
			high = max(high, in.high)
		}
		mixed = mixed || atoms[i].level|atoms[i].base != 0
	}
	height, base := l.lead, l.baseline()
	if high > base {
		height, base = height-base+high, high
	}
	level := uint8(0)
	if end > 0 {
		level = atoms[0].base
	}
	x := l.begins(align, level, max(0, width-used))
	var f Frame
	if !mixed {
		f.Fills = l.fills(atoms[:end], x, base)
		f.Marks = l.inked(atoms, x, base)
		return f, height
	}
	f.Fills, f.Marks = l.inkedBothWays(atoms[:end], x, base)
	if end < len(atoms) { // what parts this line from the next, beyond its end
		if x += used; level == 1 != l.right {
			x -= used + atoms[end].word.width(atoms[end].look.size)
		}
		f.Marks = append(f.Marks, l.inked(atoms[end:], x, base)...)
	}
	return f, height
}

// inked makes the marks of a line: atoms that look alike and belong together
// become one.
func (l *layouter) inked(atoms []atom, x, base Length) []Mark {
	l.reserve(atoms)
	first, from := len(l.marks), len(l.runs)
	var m Mark // what further runs may join
	var face *Face
	var k *look
	for i := range atoms {
		a := &atoms[i]
		if in := a.inset; in != nil {
			l.finish(&m, from)
			face, from = nil, len(l.runs)
			l.marks = append(l.marks, l.pictured(Mark{Node: a.node, Link: a.link, X: x, Y: base - in.high, W: a.width, H: in.high, Picture: in.picture})...)
			x += a.width
			continue
		}
		if a.word == nil {
			continue
		}
		for j := range a.word.runs {
			run := &a.word.runs[j]
			said := a.said
			if j > 0 && said != nil {
				said = l.nothing
			}
			if face != run.Face || m.Node != a.node || m.Link != a.link || *k != a.look || said != nil && (said != l.nothing || m.Said == nil) || said == nil && m.Said != nil {
				l.finish(&m, from)
				face, from, k = run.Face, len(l.runs), &a.look
				m = Mark{Node: a.node, Link: a.link, X: x, Y: base - k.rise, Colour: k.colour, Size: k.size, Said: said}
			}
			w := scale(run.Advance, k.size, face.UnitsPerEm)
			l.runs = append(l.runs, run)
			m.W += w
			x += w
		}
	}
	l.finish(&m, from)
	return l.marks[first:len(l.marks):len(l.marks)]
}

// finish adds a mark of the runs from a place on, if there are any.
func (l *layouter) finish(m *Mark, from int) {
	if from < len(l.runs) {
		m.Runs = l.runs[from:len(l.runs):len(l.runs)]
		l.marks = append(l.marks, *m)
	}
}

// reserve makes room for what atoms can become, so that what was handed out
// never moves. Drawings may take more, which moves nothing but the line itself.
func (l *layouter) reserve(atoms []atom) {
	runs := 0
	for i := range atoms {
		if w := atoms[i].word; w != nil {
			runs += len(w.runs)
		} else {
			runs++
		}
	}
	l.reserveMarks(runs)
	if cap(l.runs)-len(l.runs) < runs {
		l.runs = make([]*Run, 0, max(4*batch, runs))
	}
}

func (l *layouter) reserveMarks(n int) {
	if cap(l.marks)-len(l.marks) < n {
		l.marks = make([]Mark, 0, max(batch, n))
	}
}

// fills makes what lies behind and through a line's text: shades, underlines,
// strokes.
func (l *layouter) fills(atoms []atom, x, base Length) []Mark {
	var fills []Mark
	add := func(i int, m Mark) {
		m.Node = Decoration
		if n := len(fills); n > 0 && i > 0 && fills[n-1].Y == m.Y && fills[n-1].H == m.H && fills[n-1].Colour == m.Colour && fills[n-1].X+fills[n-1].W == m.X && atoms[i].look == atoms[i-1].look {
			fills[n-1].W += m.W
			return
		}
		fills = append(fills, m)
	}
	for i := range atoms {
		a := &atoms[i]
		k := a.look
		if k.shade {
			add(i, Mark{X: x, Y: base - k.size*95/100, W: a.width, H: k.size * 125 / 100, Colour: l.st.Colours.Inline})
		}
		if k.underline && a.inset == nil {
			add(i, Mark{X: x, Y: base + k.size*14/100, W: a.width, H: 400, Colour: k.colour})
		}
		if k.strike {
			add(i, Mark{X: x, Y: base - k.size*28/100, W: a.width, H: 500, Colour: k.colour})
		}
		x += a.width
	}
	return fills
}
