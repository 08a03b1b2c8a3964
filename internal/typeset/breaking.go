package typeset

import (
	"slices"
	"unicode/utf8"
)

// filling is how the lines of a paragraph are found.
type filling uint8

const (
	running  filling = iota // text: first-fit where that looks well, else the best there is, dividing words if need be
	balanced                // titles: lines of about one length
	verbatim                // code: first-fit
)

// candidate is a place where a line may end.
type candidate struct {
	next   int  // the next line begins with this atom, and a space before it ends the line unseen
	off    int  // or, where that word is divided, so many bytes into it
	hyphen bool // a hyphen is drawn at the end
	joined bool // what is broken here belongs together, no space is left out
	cost   int

	end, start Length // where the line ends and the next begins, from the beginning of the text
}

// Costs of a line. Its badness is the square of what is left of it, in
// thousandths of the width.
const (
	costAddress  = 4_000      // of a break within an address, or after a hyphen that is written
	costHyphen   = 90_000     // of a word divided: as bad as three tenths of the line left empty
	costHyphens  = 300_000    // of a second one right below it, or above the last line
	costCut      = 250_000    // of a word cut where it may not be divided
	costRunt     = 60_000     // of a last line that holds next to nothing
	costLine     = 100_000    // of a line, where words may be divided to save one
	costExtra    = 10_000_000 // of a line, where there must not be more than need be
	costTooWide  = 1 << 40
	wellFilled   = 170 // thousandths of the width that may be left of a line before first-fit is thought over
	poorlyFilled = 330 // and before words are divided
	runt         = 12  // a last line shorter than this part of the width is one
)

// breakLines calls line for each line that atoms fill in a column of the given
// width. Lines are set ragged right, so their ends may differ; but none should
// fall far behind its neighbours, and no word be divided but to prevent that.
//
// First-fit ends each line at the last place before it would be too wide. In a
// column as wide as a page that nearly always looks well. Where a line falls
// short by more than a sixth of the width, or the last line is a runt, the
// breaks with the least sum of badness are taken instead (Knuth and Plass,
// "Breaking Paragraphs into Lines", 1981, without glue), in as many lines; and
// where even those leave a third of a line empty, words are divided.
func (l *layouter) breakLines(atoms []atom, width Length, how filling, line func([]atom)) {
	for from := 0; ; {
		to := from
		for to < len(atoms) && atoms[to].kind != newlineAtom {
			to++
		}
		text := trimmed(atoms[from:min(to+1, len(atoms))]) // what ends a line parts its words too
		if len(text) == 1 && text[0].kind == newlineAtom {
			text = nil
		}
		if len(text) > 0 || to < len(atoms) {
			l.fill(text, width, how, line)
		}
		if from = to + 1; from > len(atoms) {
			return
		}
	}
}

// trimmed leaves out the spaces at both ends.
func trimmed(atoms []atom) []atom {
	for len(atoms) > 0 && atoms[0].kind == spaceAtom {
		atoms = atoms[1:]
	}
	for len(atoms) > 0 && atoms[len(atoms)-1].kind == spaceAtom {
		atoms = atoms[:len(atoms)-1]
	}
	return atoms
}

// fill sets text without newlines.
func (l *layouter) fill(text []atom, width Length, how filling, line func([]atom)) {
	whole, piece := natural(text)
	if whole <= width {
		line(text)
		return
	}
	if piece > width {
		text = l.pieces(text, width, how)
	}
	l.candidates(text, false)
	breaks := l.firstFit(width)
	switch {
	case how == balanced:
		breaks = l.optimum(width, costExtra, true)
	case how == running && l.worst(breaks, width) > wellFilled:
		breaks = l.optimum(width, costExtra, false)
		if l.worst(breaks, width) > poorlyFilled {
			l.candidates(text, true)
			breaks = l.optimum(width, costLine, false)
		}
	}
	l.cut(text, breaks, line)
}

// candidates finds the places where a line may end; with divided, those within
// words too. The last one is the end of the text.
func (l *layouter) candidates(text []atom, divided bool) {
	l.stops = l.stops[:0]
	var x Length
	for i := range text {
		a := &text[i]
		switch {
		case a.kind == spaceAtom:
			if i+1 < len(text) && text[i+1].kind != spaceAtom {
				l.stops = append(l.stops, candidate{next: i + 1, end: x, start: x + a.width})
			}
		case i == 0 || text[i-1].kind == spaceAtom:
		case a.brk == usualBreak:
			l.stops = append(l.stops, candidate{next: i, joined: true, cost: costAddress, end: x, start: x})
		case a.brk == softBreak:
			l.stops = append(l.stops, candidate{next: i, joined: true, hyphen: true, cost: costHyphen, end: x + l.hyphen(a.look).width(a.look.size), start: x})
		case a.brk == cutBreak:
			l.stops = append(l.stops, candidate{next: i, joined: true, cost: costCut, end: x, start: x})
		}
		if divided && i < len(text)-1 && alone(text, i) { // the last word would leave a stump alone
			for _, off := range l.divider.points(a.word.text, l.divider.names) {
				at := x + scaledAdvance(a.word, off, a.look.size)
				l.stops = append(l.stops, candidate{next: i, off: off, joined: true, hyphen: true, cost: costHyphen, end: at + l.hyphen(a.look).width(a.look.size), start: at})
			}
		}
		x += a.width
	}
	l.stops = append(l.stops, candidate{next: len(text), end: x, start: x})
}

// alone says whether an atom is a whole word of text, none that is joined to
// others or of code.
func alone(text []atom, i int) bool {
	return text[i].kind == wordAtom && text[i].look.cut&mono == 0 &&
		(i == 0 || text[i-1].kind == spaceAtom) && (i+1 == len(text) || text[i+1].kind == spaceAtom)
}

// scaledAdvance is how wide the glyphs are that show the first bytes of a word.
func scaledAdvance(w *word, bytes int, size Length) Length {
	var sum Length
	n := 0
	for i := range w.runs {
		for _, g := range w.runs[i].Glyphs {
			if n >= bytes && g.Text != "" {
				return sum
			}
			n += len(g.Text)
			sum += scale(int(g.Advance), size, w.runs[i].Face.UnitsPerEm)
		}
	}
	return sum
}

// firstFit returns the indices of the candidates that lines end at.
func (l *layouter) firstFit(width Length) []int {
	breaks := l.breaks[:0]
	var start Length
	fits := -1
	for i := 0; i < len(l.stops); i++ {
		c := &l.stops[i]
		switch {
		case c.end-start <= width:
			fits = i
			continue
		case c.hyphen && fits >= 0:
			continue // the hyphen may be all that is too much
		case fits < 0:
			fits = i // it must stand out
		}
		breaks = append(breaks, fits)
		start, i, fits = l.stops[fits].start, fits, -1
	}
	if fits >= 0 {
		breaks = append(breaks, fits)
	}
	l.breaks = breaks
	return breaks
}

// worst is the most that is left of a line, in thousandths of the width. A last
// line that is a runt counts as too much.
func (l *layouter) worst(breaks []int, width Length) Length {
	var worst, start Length
	for i, b := range breaks {
		c := &l.stops[b]
		used := c.end - start
		start = c.start
		switch {
		case i < len(breaks)-1:
			worst = max(worst, (width-used)*1000/width)
		case i > 0 && used < width/runt:
			worst = max(worst, wellFilled+1)
		}
	}
	return worst
}

// best is the cheapest way to set the text up to a candidate.
type best struct {
	cost int
	from int // the candidate before, -1 for the beginning
}

// optimum returns the indices of the candidates with the least sum of costs,
// with a cost for each line. The last line costs nothing beside that, unless it
// is a runt or all lines are to be of one length.
func (l *layouter) optimum(width Length, each int, even bool) []int {
	ways := l.ways[:0]
	last := len(l.stops) - 1
	for i := range l.stops {
		c := &l.stops[i]
		way := best{cost: 1 << 62}
		for from := i - 1; from >= -1; from-- {
			var start Length
			cost, hyphen := c.cost+each, false
			if from >= 0 {
				p := &l.stops[from]
				start, hyphen = p.start, p.hyphen
				cost += ways[from].cost
			}
			used := c.end - start
			if used > width {
				if from < i-1 {
					break // and so are all that begin before it
				}
				cost += costTooWide
			}
			left := int(max(width-used, 0)) * 1000 / int(width)
			switch {
			case i < last || even:
				cost += left * left
			case from >= 0 && used < width/runt:
				cost += costRunt
			}
			if hyphen && (c.hyphen || i == last) {
				cost += costHyphens
			}
			if cost < way.cost {
				way = best{cost, from}
			}
		}
		ways = append(ways, way)
	}
	l.ways = ways
	breaks := l.breaks[:0]
	for i := last; i >= 0; i = ways[i].from {
		breaks = append(breaks, i)
	}
	slices.Reverse(breaks)
	l.breaks = breaks
	return breaks
}

// cut hands out the lines, with the parts of words that were divided.
func (l *layouter) cut(text []atom, breaks []int, line func([]atom)) {
	for _, b := range breaks {
		if c := &l.stops[b]; c.joined {
			l.join(text, c)
		}
	}
	next, off := 0, 0
	for _, b := range breaks {
		c := l.stops[b]
		if off == 0 && !c.hyphen {
			line(text[next:c.next])
		} else {
			line(l.torn(text, next, off, c))
		}
		next, off = c.next, c.off
	}
}

// torn returns a line that begins or ends within a word.
func (l *layouter) torn(text []atom, next, off int, c candidate) []atom {
	out := l.scraps[:0]
	begun := off > 0
	switch {
	case begun && c.off > 0 && c.next == next: // within one word
		out = append(out, l.partOf(&text[next], off, c.off))
	default:
		if begun {
			out = append(out, l.partOf(&text[next], off, len(text[next].word.text)))
			next++
		}
		out = append(out, text[next:max(c.next, next)]...)
		if c.off > 0 {
			out = append(out, l.partOf(&text[c.next], 0, c.off))
		}
	}
	if c.hyphen && len(out) > 0 {
		h := out[len(out)-1]
		h.word = l.hyphen(h.look)
		h.width = h.word.width(h.look.size)
		h.said = l.nothing
		out = append(out, h)
	}
	l.scraps = out
	return out
}

// partOf returns some bytes of a word as an atom.
func (l *layouter) partOf(a *atom, from, to int) atom {
	p := *a
	p.word = l.e.levelled(a.look.cut, a.word.text[from:to], a.level)
	p.width = p.word.width(a.look.size)
	if from > 0 && p.said != nil {
		p.said = l.nothing
	}
	return p
}

// pieces returns the text with what is wider than a line made breakable: words
// where they may be divided, and everything else anywhere. A word that came in
// chunks is cut smaller, so that they fill their lines.
func (l *layouter) pieces(text []atom, width Length, how filling) []atom {
	out := l.fitted[:0]
	for i := 0; i < len(text); {
		var sum Length
		j := i
		for ; j < len(text) && (j == i || text[j].brk != usualBreak && text[j].brk != softBreak && text[j].kind != spaceAtom && text[j-1].kind != spaceAtom); j++ {
			sum += text[j].width
		}
		for k := i; k < j; k++ {
			a := text[k]
			chunk := sum > width && (a.brk == emergencyBreak || k+1 < j && text[k+1].brk == emergencyBreak)
			if sum > width && k > i {
				a.brk = cutBreak
			}
			if a.kind == wordAtom && (chunk || a.width > width) {
				out = l.divide(out, a, width, how)
			} else {
				out = append(out, a)
			}
		}
		i = j
	}
	l.fitted = out
	return out
}

// divide appends the parts of a word that is wider than a line, or of a chunk of
// one: in small parts, so that lines are filled.
func (l *layouter) divide(out []atom, a atom, width Length, how filling) []atom {
	brk := a.brk
	add := func(from, to int, b breakKind) {
		room := width
		if a.width <= width || l.e.levelled(a.look.cut, a.word.text[from:to], a.level).width(a.look.size) > width {
			room = width / 8
		}
		for from < to {
			n := l.e.cutAt(a.look.cut, a.word.text[from:to], a.look.size, room)
			p := l.partOf(&a, from, from+n)
			p.brk = b
			out = append(out, p)
			from, b = from+n, cutBreak
		}
	}
	from := 0
	if how != verbatim {
		for _, to := range l.divider.points(a.word.text, true) {
			add(from, to, brk)
			from, brk = to, softBreak
		}
	}
	add(from, len(a.word.text), brk)
	return out
}

// join has what a line's end tears apart say at its beginning what it is, and
// nothing more after that: text that is copied or read out is then whole, with
// neither a hyphen nor a line's end within a word.
func (l *layouter) join(text []atom, c *candidate) {
	const enough = 100 // atoms; what goes on without a space for longer is no word
	lo, hi := c.next, c.next+1
	if c.off == 0 && (lo == 0 || !together(text, lo)) {
		return
	}
	for lo > 0 && together(text, lo) {
		if lo--; hi-lo > enough {
			return
		}
	}
	for hi < len(text) && together(text, hi) {
		if hi++; hi-lo > enough {
			return
		}
	}
	said := ""
	for i := lo; i < hi; i++ {
		said += text[i].word.text
		text[i].said = l.nothing
	}
	text[lo].said = &said
}

// together says whether an atom belongs to the same word as the one before it.
// Scripts without spaces have no such words.
func together(text []atom, i int) bool {
	a, b := &text[i-1], &text[i]
	if a.kind != wordAtom || b.kind != wordAtom || a.node != b.node || a.link != b.link || b.word.text == "" || a.word.text == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(a.word.text)
	first, _ := utf8.DecodeRuneInString(b.word.text)
	return last != ' ' && first != ' ' && !wide(last) && !wide(first)
}
