package typeset

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"

	"annexa/internal/prose"
)

// Pages of a language that is written from right to left are laid out as all
// others are, and turned round at the end (see mirror): until then x runs from
// where lines begin. Only the characters within a line know left from right.

// direct gives the atoms from an index on, which are one paragraph, the levels
// of their characters (UAX #9). A word that has several is divided, and what is
// written from right to left is shaped so.
func (l *layouter) direct(from int) {
	if !l.right && !bothWays(l.atoms[from:]) {
		return
	}
	code := !slices.ContainsFunc(l.atoms[from:], func(a atom) bool { return a.look.cut&mono == 0 })
	l.spelt = l.spelt[:0]
	for i := from; i < len(l.atoms); i++ {
		l.spelt = l.atoms[i].chars(l.spelt, !code)
	}
	text, base := l.spelt, uint8(0)
	if !code {
		base = l.baseOf(text)
	}
	levelLines(l.atoms[from:], text, base)
	l.undirected = append(l.undirected[:0], l.atoms[from:]...)
	l.atoms = l.atoms[:from]
	for i := range l.undirected {
		a := l.undirected[i]
		a.base = base
		n := a.length()
		l.byLevel(a, text[:n])
		text = text[n:]
	}
}

// levelLines gives the characters of atoms their levels, line by line: what stands
// in one that was ended says nothing of the next (rule P1).
func levelLines(atoms []atom, text []char, base uint8) {
	n := 0
	for i := range atoms {
		n += atoms[i].length()
		if atoms[i].kind == newlineAtom {
			levels(text[:n], base)
			text, n = text[n:], 0
		}
	}
	levels(text, base)
}

// bothWays says whether some of a text is written from right to left.
func bothWays(atoms []atom) bool {
	for i := range atoms {
		if w := atoms[i].word; w != nil && w.right {
			return true
		}
	}
	return false
}

// length is how many characters an atom is for a paragraph.
func (a *atom) length() int {
	if a.word == nil || a.word.text == "" {
		return 1
	}
	return utf8.RuneCountInString(a.word.text)
}

// chars appends the characters of an atom. Code within a text is written from
// left to right whatever stands around it, as far as it is not in another script.
func (a *atom) chars(text []char, within bool) []char {
	if a.word == nil || a.word.text == "" { // a picture
		return append(text, char{r: '\ufffc', class: bidi.ON, was: bidi.ON})
	}
	for _, r := range a.word.text {
		class := classOf(r)
		if within && a.look.cut&mono != 0 && class != bidi.R && class != bidi.AL && class != bidi.AN {
			class = bidi.L
		}
		text = append(text, char{r: r, class: class, was: class})
	}
	return text
}

// baseOf is the level of a paragraph: that of its first letter (rules P2 and
// P3), or, where the flow is from right to left, 1 for all but what is wholly
// in another script.
func (l *layouter) baseOf(text []char) uint8 {
	left := false
	for _, c := range text {
		switch c.class {
		case bidi.R, bidi.AL:
			if l.right || !left {
				return 1
			}
		case bidi.L:
			left = true
		}
	}
	if l.right && !left {
		return 1
	}
	return 0
}

// byLevel appends an atom whose characters have levels, as one for each
// stretch of the same level.
func (l *layouter) byLevel(a atom, text []char) {
	a.level = text[0].level
	if a.word == nil || a.word.text == "" {
		l.atoms = append(l.atoms, a)
		return
	}
	whole, from, n := a.word.text, 0, 0
	for at := range whole {
		if level := text[n].level; level != a.level {
			l.atoms = append(l.atoms, l.stretch(a, whole[from:at]))
			a.level, a.brk, from = level, noBreak, at
		}
		n++
	}
	l.atoms = append(l.atoms, l.stretch(a, whole[from:]))
}

// stretch is an atom with some text of its word, of one level.
func (l *layouter) stretch(a atom, text string) atom {
	if a.level&1 != 0 || text != a.word.text {
		a.word = l.e.levelled(a.look.cut, text, a.level)
		if a.kind != newlineAtom {
			a.width = a.word.width(a.look.size)
		}
	}
	return a
}

// begins is how far from where the flow begins a line does that leaves room.
func (l *layouter) begins(align prose.Align, base uint8, room Length) Length {
	right := l.right || base == 1
	switch align {
	case prose.AlignCentre:
		return room / 2
	case prose.AlignLeft:
		right = false
	case prose.AlignRight:
		right = true
	}
	if right != l.right {
		return room
	}
	return 0
}

// visual returns the order in which atoms are seen (rule L2), from where the
// flow begins.
func (l *layouter) visual(atoms []atom) []int {
	order, highest := l.order[:0], uint8(0)
	for i := range atoms {
		order, highest = append(order, i), max(highest, atoms[i].level)
	}
	l.order = order
	for level := highest; level > 0; level-- {
		for from := 0; from < len(order); from++ {
			to := from
			for to < len(order) && atoms[order[to]].level >= level {
				to++
			}
			if to > from {
				slices.Reverse(order[from:to])
				from = to
			}
		}
	}
	if l.right {
		slices.Reverse(order)
	}
	return order
}

// ordered makes the marks of a line without ends.
func (l *layouter) ordered(atoms []atom, x, y Length) []Mark {
	if !l.right && !bothWays(atoms) {
		return l.inked(atoms, x, y)
	}
	_, marks := l.inkedBothWays(atoms, x, y)
	return marks
}

// inkedBothWays makes the marks of a line whose atoms have levels, in the order
// in which they are read, and its fills.
func (l *layouter) inkedBothWays(atoms []atom, x, y Length) (fills, marks []Mark) {
	order := l.visual(atoms)
	l.seen, l.starts = slices.Grow(l.seen[:0], len(atoms))[:len(atoms)], slices.Grow(l.starts[:0], len(atoms))[:len(atoms)]
	seen, at := l.seen, l.starts
	end := x
	for i, k := range order {
		at[k], seen[i] = end, atoms[k]
		end += atoms[k].width
	}
	fills = l.fills(seen, x, y)
	for from := 0; from < len(atoms); {
		to := from + 1
		for to < len(atoms) && atoms[from].level&1 == 0 && atoms[to].level == atoms[from].level {
			to++ // from right to left it is word by word (ISO 32000-1, 14.8.2.3.3)
		}
		marks = append(marks, l.inkedOneWay(atoms[from:to], min(at[from], at[to-1]), y)...)
		from = to
	}
	return fills, marks
}

// inkedOneWay makes the marks of atoms of one level, of one where that is odd,
// whose place begins at x.
func (l *layouter) inkedOneWay(atoms []atom, x, y Length) []Mark {
	var wide Length
	for i := range atoms {
		wide += atoms[i].width
	}
	marks := l.inked(atoms, x, y)
	for i := range marks {
		if l.right {
			marks[i].X = 2*x + wide - marks[i].X - marks[i].W
		}
		marks[i].Reversed = atoms[0].level&1 != 0
	}
	if marks != nil && marks[0].Reversed && atoms[0].word != nil {
		slices.Reverse(marks) // where a word is in several faces, it is read from the last one on
	}
	return marks
}

// mirror turns the pages of parts round that are read from right to left.
func (l *layouter) mirror() {
	if !slices.ContainsFunc(l.parts, func(s set) bool { return s.right }) {
		return
	}
	width := make([]Length, len(l.out.Pages)) // of the pages that are turned
	known := map[*Mark]bool{}                 // several pages may share a frame
	turn := func(marks []Mark, width Length) {
		if len(marks) == 0 || known[&marks[0]] {
			return
		}
		known[&marks[0]] = true
		for i := range marks {
			marks[i].X = width - marks[i].X - marks[i].W
		}
	}
	for i := range l.parts {
		s := &l.parts[i]
		if !s.right {
			continue
		}
		for n := s.first; n < s.first+s.pages; n++ {
			page := &l.out.Pages[n]
			width[n] = page.Width
			turn(page.Behind, page.Width)
			for k := range page.Frames {
				f := &page.Frames[k]
				f.X = page.Width - f.X
				turn(f.Fills, 0)
				turn(f.Marks, 0)
			}
		}
	}
	for i := range l.out.Nodes {
		if d := l.out.Nodes[i].Detail; d != nil && d.Area.W > 0 && width[d.Area.Page] > 0 {
			d.Area.X = width[d.Area.Page] - d.Area.X - d.Area.W
		}
	}
}
