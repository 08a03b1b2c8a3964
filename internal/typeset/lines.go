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

// typeset makes a frame of one line and returns it with its height.
func (l *layouter) typeset(atoms []atom, width Length, align prose.Align) (Frame, Length) {
	end := len(atoms)
	for end > 0 && atoms[end-1].kind == spaceAtom {
		end--
	}
	var used, high Length
	rtl := false
	for i := range atoms[:end] {
		used += atoms[i].width
		high = max(high, atoms[i].high)
		rtl = rtl || atoms[i].rtl()
	}
	height, base := l.lead, l.baseline()
	if high > base {
		height, base = height-base+high, high
	}
	var x Length
	switch align {
	case prose.AlignRight:
		x = max(0, width-used)
	case prose.AlignCentre:
		x = max(0, (width-used)/2)
	}
	var f Frame
	f.Fills = l.fills(atoms[:end], x, base)
	if rtl {
		f.Marks = l.inkedBothWays(atoms, x, base)
	} else {
		f.Marks = l.inked(atoms, x, base)
	}
	return f, height
}

// inked makes the marks of a line: atoms that look alike and belong together
// become one.
func (l *layouter) inked(atoms []atom, x, base Length) []Mark {
	first := len(l.marks)
	var face *Face
	var k look
	instead := false // the mark is part of a torn word
	from := len(l.runs)
	for i := range atoms {
		a := &atoms[i]
		if a.pic != nil {
			pictured := l.pictured(Mark{Node: a.node, Link: a.link, X: x, Y: base - a.high, W: a.width, H: a.high, Picture: a.pic})
			l.marks = append(l.marks, pictured...)
			x += a.width
			face = nil
			continue
		}
		if a.word == nil {
			continue
		}
		for j := range a.word.runs {
			run := &a.word.runs[j]
			w := scale(run.Advance, a.look.size, run.Face.UnitsPerEm)
			l.runs = append(l.runs, run)
			last := len(l.marks) - 1
			if face == run.Face && k == a.look && l.marks[last].Node == a.node && l.marks[last].Link == a.link && a.says != whole && instead == (a.says == nothing) {
				l.marks[last].Runs = l.runs[from:len(l.runs):len(l.runs)]
				l.marks[last].W += w
			} else {
				from, face, k = len(l.runs)-1, run.Face, a.look
				said := ""
				if instead = a.says != itself; a.says == whole && j == 0 {
					said = a.said
				}
				l.marks = append(l.marks, Mark{Instead: instead, Said: said, Node: a.node, Link: a.link, X: x, Y: base - k.rise, W: w, Colour: k.colour, Size: k.size, Runs: l.runs[from:len(l.runs):len(l.runs)]})
			}
			x += w
		}
	}
	return l.marks[first:len(l.marks):len(l.marks)]
}

// inkedBothWays makes the marks of a line with words that are written from
// right to left, in reading order: each stretch of such words is turned round.
// (UAX #9, rule L2, for the two levels that a line of an office text has.)
func (l *layouter) inkedBothWays(atoms []atom, x, base Length) []Mark {
	var marks []Mark
	for i := 0; i < len(atoms); {
		end := i + 1
		for j := end; j < len(atoms) && (atoms[j].rtl() == atoms[i].rtl() || atoms[j].kind == spaceAtom); j++ {
			if atoms[j].kind != spaceAtom || !atoms[i].rtl() {
				end = j + 1
			}
		}
		if !atoms[i].rtl() {
			marks = append(marks, l.inked(atoms[i:end], x, base)...)
			for ; i < end; i++ {
				x += atoms[i].width
			}
			continue
		}
		for k := i; k < end; k++ {
			x += atoms[k].width
		}
		for right := x; i < end; i++ {
			right -= atoms[i].width
			marks = append(marks, l.inked(atoms[i:i+1], right, base)...)
		}
	}
	return marks
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
		switch {
		case k.shade:
			add(i, Mark{X: x, Y: base - k.size*95/100, W: a.width, H: k.size * 125 / 100, Colour: l.st.Colours.Inline})
		case k.underline && a.pic == nil:
			add(i, Mark{X: x, Y: base + k.size*14/100, W: a.width, H: 400, Colour: l.st.Colours.Link})
		}
		if k.strike {
			add(i, Mark{X: x, Y: base - k.size*28/100, W: a.width, H: 500, Colour: k.colour})
		}
		x += a.width
	}
	return fills
}

func (a *atom) rtl() bool { return a.word != nil && len(a.word.runs) > 0 && a.word.runs[0].RTL }
