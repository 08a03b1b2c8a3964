package typeset

import "annexa/internal/prose"

// stripe is how wide the band of colour is that runs down a cover's edge.
const stripe = 7 * Millimetre

// cover sets a page of its own: who and what in its upper part, facts and
// notice at its foot.
func (l *layouter) cover(c *Cover) {
	col := &l.st.Colours
	l.emit(item{opens: true})
	first := len(l.items)
	m := &l.st.Margin
	l.emit(item{frame: Frame{X: -m.Left, Y: -m.Top, Fills: []Mark{{Node: Decoration, W: stripe, H: l.height + m.Top + m.Bottom, Colour: col.Accent}}}})
	l.level = 1
	l.letterhead(c)
	l.space(l.height / 5)
	if c.Over != "" {
		l.over(c.Over, c.Beside, look{cut: bold, size: l.size, colour: col.Accent})
		l.space(l.lead / 2)
	}
	l.name(c.Destination, 0)
	size := l.st.TitleSize
	l.sized(size, size*6/5, func() {
		l.within(Node{Role: H1}, func() {
			l.run(func() {
				l.chars(c.Title, look{cut: bold | display, size: size, colour: col.Ink}, l.inLanguage(c.Language, l.node), 0)
			}, func(a []atom) { l.lines(a, balanced) })
		})
	})
	if c.Bookmark > 0 {
		l.bookmark(c.Bookmark, c.Title, c.Destination, true)
	}
	if c.Summary != "" {
		l.space(l.lead)
		l.sized(l.size*6/5, l.lead*6/5, func() {
			l.inside(0, l.w/6, func() {
				l.within(Node{Role: P}, func() {
					l.run(func() {
						l.chars(c.Summary, look{size: l.size, colour: col.Muted}, l.inLanguage(c.Language, l.node), 0)
					}, func(a []atom) { l.lines(a, running) })
				})
			})
		})
	}
	l.badges(c.Labels)
	middle := len(l.items)
	l.gap = l.lead * 2 // at least, below a title that takes the whole page
	if len(c.Facts) > 0 {
		l.within(Node{Role: L, Numbering: NoNumbering}, func() { l.labelled(c.Facts, col.Strong) })
	}
	if c.Notice != "" {
		l.space(l.lead)
		l.sized(l.st.RunnerSize, l.st.RunnerSize*3/2, func() {
			l.say(P, c.Notice, look{size: l.size, colour: col.Muted})
		})
	}
	l.gap = 0
	l.pushDown(first, middle)
	l.emit(item{opens: true})
}

// letterhead sets the logo, with the organisation's name beside it, or below
// it where it is a wide one.
func (l *layouter) letterhead(c *Cover) {
	k := look{cut: bold, size: l.size * 6 / 5, colour: l.st.Colours.Ink}
	p, w, h := l.logo(c)
	if p == nil {
		if c.Organisation != "" {
			l.say(P, c.Organisation, k)
		}
		return
	}
	logo := l.pictured(Mark{Node: l.illustration(c.LogoAlt, l.node), W: w, H: h, Picture: p})
	if w > 2*h || c.Organisation == "" {
		l.emit(item{height: h, frame: Frame{Marks: logo}})
		if c.Organisation != "" {
			l.space(l.lead / 2)
			l.say(P, c.Organisation, k)
		}
		return
	}
	l.within(Node{Role: P}, func() {
		l.run(func() { l.chars(c.Organisation, k, l.node, 0) }, func(a []atom) {
			x := w + l.lead*3/4
			var f Frame
			l.sized(k.size, h, func() { f, _ = l.typeset(l.clip(a, l.w-x, k), l.w-x, prose.AlignDefault) })
			for i := range f.Marks {
				f.Marks[i].X += x
			}
			f.Marks = append(logo, f.Marks...)
			l.emit(item{height: h, frame: f})
		})
	})
}

// logo returns the cover's picture with its size, at most a third of the width
// and as high as two and a half lines; a wide one may be lower, a high one a
// little higher.
func (l *layouter) logo(c *Cover) (p *Picture, w, h Length) {
	if len(c.Logo) == 0 {
		return nil, 0, 0
	}
	p, err := l.e.picture(c.Logo)
	if err != nil {
		l.remark(BadPicture, 0, "logo: "+err.Error())
		return nil, 0, 0
	}
	l.incomplete("logo", p)
	w, h = Length(p.Width), Length(p.Height) // to be scaled, in either direction
	high := l.lead * 5 / 2
	if h > w {
		high = l.lead * 4
	}
	w, h = max(1, w*high/h), high
	if most := l.w / 3; w > most {
		w, h = most, max(1, h*most/w)
	}
	return p, w, h
}

// badges sets words in boxes, side by side.
func (l *layouter) badges(labels []string) {
	if len(labels) == 0 {
		return
	}
	col := &l.st.Colours
	l.space(l.lead * 3 / 2)
	l.within(Node{Role: P}, func() {
		k := look{cut: bold, size: l.st.SmallSize, colour: col.Accent}
		const side, edge = 8 * Point, 800
		high := k.size * 2
		var f Frame
		var x Length
		for i, label := range labels {
			l.run(func() {
				if i > 0 {
					l.chars(" ", k, l.node, 0) // between the words, as they are read
				}
				l.chars(label, k, l.node, 0)
			}, func(a []atom) {
				if a[0].kind == spaceAtom {
					a[0].width = 0
				}
				a = l.clip(a, max(l.w-x-2*side, 0), k)
				w, _ := natural(a)
				var g Frame
				l.sized(k.size, high, func() { g, _ = l.typeset(a, w, prose.AlignDefault) })
				for _, m := range g.Marks {
					m.X += x + side
					f.Marks = append(f.Marks, m)
				}
				w += 2 * side
				for _, r := range [][4]Length{{0, 0, w, edge}, {0, high - edge, w, edge}, {0, 0, edge, high}, {w - edge, 0, edge, high}} {
					f.Fills = append(f.Fills, Mark{Node: Decoration, X: x + r[0], Y: r[1], W: r[2], H: r[3], Colour: col.Accent})
				}
				x += w + 8*Point
			})
		}
		l.emit(item{frame: f, height: high})
	})
}

// pushDown moves the items from middle on to the foot of the page that those
// from first on begin.
func (l *layouter) pushDown(first, middle int) {
	if middle >= len(l.items) {
		return
	}
	var used Length
	for i := first; i < len(l.items); i++ {
		l.items[i].keep, l.items[i].snap = true, false
		used += l.items[i].height
		if i > first {
			used += l.items[i].before
		}
	}
	if room := l.height - used; room > 0 {
		l.items[middle].before += room
	}
}
