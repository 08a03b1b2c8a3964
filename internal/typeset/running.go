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
		l.source = s.part.Source
		for n := s.first; n < s.first+s.pages; n++ {
			page := &l.out.Pages[n]
			numbers := strings.NewReplacer("{page}", strconv.Itoa(n+1), "{pages}", total)
			m := &l.st.Margin
			l.runner(page, s.part.Header, Header, m.Top*11/20, numbers)
			l.runner(page, s.part.Footer, Footer, page.Height-m.Bottom*11/20, numbers)
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

// runner sets one running line on its baseline, with a fine rule towards the
// text.
func (l *layouter) runner(page *Page, r Running, node int32, base Length, numbers *strings.Replacer) {
	if r == (Running{}) {
		return
	}
	m := &l.st.Margin
	width := page.Width - m.Left - m.Right
	k := look{size: l.st.RunnerSize, colour: l.st.Colours.Muted}
	f := Frame{X: m.Left, Y: base}
	rule := Mark{Node: node, Y: 5 * Point, W: width, H: 400, Colour: l.st.Colours.Rule}
	if node == Footer {
		rule.Y = -k.size - 5*Point
	}
	f.Fills = append(f.Fills, rule)
	texts := [...]string{numbers.Replace(r.Left), numbers.Replace(r.Centre), numbers.Replace(r.Right)}
	var wide [3]Length
	for side, text := range texts {
		l.run(func() { l.chars(text, k, node, 0) }, func(a []atom) { wide[side], _ = natural(a) })
	}
	// The centre has what the wider side leaves it, but a third at least.
	const apart = 12 * Point
	centre := min(wide[1], max(width-2*(max(wide[0], wide[2])+apart), width/3))
	for side, text := range texts {
		if text == "" {
			continue
		}
		room := centre
		switch {
		case side == 1:
		case centre > 0:
			room = (width-centre)/2 - apart
		default:
			room = width - apart - min(wide[2-side], width*45/100)
		}
		l.run(func() { l.chars(text, k, node, 0) }, func(a []atom) {
			a = l.clip(a, room, k)
			w, _ := natural(a)
			var x Length
			switch side {
			case 1:
				x = (width - w) / 2
			case 2:
				x = width - w
			}
			f.Marks = append(f.Marks, l.inked(a, x, 0)...)
		})
	}
	page.Frames = append(page.Frames, f)
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
			return append(a[:i:i], atom{look: k, node: a[i].node, text: "…", word: dots, width: dots.width(k.size)})
		}
	}
	return a
}
