package typeset

import (
	"strconv"
	"strings"
)

// runners sets the running headers and footers and the watermarks, once it is
// known how many pages there are.
func (l *layouter) runners() {
	total := strconv.Itoa(len(l.out.Pages))
	for i := range l.parts {
		s := &l.parts[i]
		marks := map[Paper]*Mark{}
		l.source, l.right = s.part.Source, s.right
		header, footer := runner{of: s.part.Header, node: Header}, runner{of: s.part.Footer, node: Footer}
		for n := s.first; n < s.first+s.pages; n++ {
			page := &l.out.Pages[n]
			number := strconv.Itoa(n + 1)
			m := &l.st.Margin
			l.runner(page, &header, m.Top*11/20, number, total)
			l.runner(page, &footer, page.Height-m.Bottom*11/20, number, total)
			if s.part.Watermark != "" {
				paper := Paper{page.Width, page.Height}
				if marks[paper] == nil {
					marks[paper] = l.watermark(s.part.Watermark, paper)
				}
				page.Watermark = []Mark{*marks[paper]}
			}
		}
	}
}

// runner is the running line of a part's pages. Pages on which it says the same
// share what was set.
type runner struct {
	of    Running
	node  int32 // a kind of artifact
	texts [3]string
	width Length
	frame Frame
}

// numbered puts the number of a page and how many there are into a text.
func numbered(text, number, total string) string {
	if !strings.Contains(text, "{page") {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "{page}", number), "{pages}", total)
}

// runner puts one running line on a page, on its baseline.
func (l *layouter) runner(page *Page, r *runner, base Length, number, total string) {
	if r.of == (Running{}) {
		return
	}
	m := &l.st.Margin
	texts := [3]string{numbered(r.of.Left, number, total), numbered(r.of.Centre, number, total), numbered(r.of.Right, number, total)}
	if width := page.Width - m.Left - m.Right; width != r.width || texts != r.texts {
		r.width, r.texts = width, texts
		l.setRunner(r)
	}
	r.frame.X, r.frame.Y = m.Left, base
	page.Frames = append(page.Frames, r.frame)
}

// setRunner sets a running line, with a fine rule towards the text.
func (l *layouter) setRunner(r *runner) {
	k := look{size: l.st.RunnerSize, colour: l.st.Colours.Muted}
	rule := Mark{Node: r.node, Y: 5 * Point, W: r.width, H: 400, Colour: l.st.Colours.Rule}
	if r.node == Footer {
		rule.Y = -k.size - 5*Point
	}
	r.frame = Frame{Fills: []Mark{rule}}
	from := len(l.atoms)
	var sides [3][]atom
	var wide [3]Length
	for side, text := range r.texts {
		first := len(l.atoms)
		l.chars(text, k, r.node, 0)
		l.direct(first)
		sides[side] = l.atoms[first:len(l.atoms):len(l.atoms)]
		wide[side], _ = natural(sides[side])
	}
	// The centre has what the wider side leaves it, but a third at least.
	const apart = 12 * Point
	centre := min(wide[1], max(r.width-2*(max(wide[0], wide[2])+apart), r.width/3))
	for side, a := range sides {
		if len(a) == 0 {
			continue
		}
		room := centre
		switch {
		case side == 1:
		case centre > 0:
			room = (r.width-centre)/2 - apart
		default:
			room = r.width - apart - min(wide[2-side], r.width*45/100)
		}
		a = l.clip(a, room, k)
		w, _ := natural(a)
		var x Length
		switch side {
		case 1:
			x = (r.width - w) / 2
		case 2:
			x = r.width - w
		}
		r.frame.Marks = append(r.frame.Marks, l.ordered(a, x, 0)...)
	}
	l.atoms = l.atoms[:from]
}

// clip shortens a line to a width, with an ellipsis.
func (l *layouter) clip(a []atom, width Length, k look) []atom {
	if w, _ := natural(a); w <= width {
		return a
	}
	dots := l.e.word(k.cut, "…")
	width -= dots.width(k.size)
	var w Length
	for i := range a {
		if w += a[i].width; w > width {
			return append(a[:i:i], atom{level: a[i].level, base: a[i].base, look: k, node: a[i].node, word: dots, width: dots.width(k.size)})
		}
	}
	return a
}
