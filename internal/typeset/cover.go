package typeset

import "annexa/internal/prose"

// cover sets a page of its own: who and what in its upper part, facts and
// notice at its foot.
func (l *layouter) cover(c *Cover) {
	l.emit(item{opens: true})
	col := &l.st.Colours
	first := len(l.items)

	l.emit(item{height: 3 * Point, frame: Frame{Fills: []Mark{{Node: Decoration, W: 22 * Millimetre, H: 3 * Point, Colour: col.Accent}}}})
	if len(c.Logo) > 0 {
		l.logo(c)
	}
	if c.Organisation != "" {
		l.space(l.lead)
		l.sized(11*Point, l.lead, func() {
			l.say(P, c.Organisation, look{cut: bold, size: l.size, colour: col.Muted})
		})
	}
	l.space(l.height / 5)
	l.name(c.Destination)
	size := l.st.TitleSize
	l.level = 1
	l.sized(size, size*6/5, func() {
		l.within(Node{Role: H1}, func() {
			l.run(func() { l.chars(c.Title, look{cut: bold, size: size, colour: col.Heading}, l.node, 0) }, func(a []atom) { l.lines(a, prose.AlignLeft) })
		})
	})
	if c.Bookmark > 0 {
		l.bookmark(c.Bookmark, c.Title, c.Destination, true)
	}
	if c.Subtitle != "" {
		l.space(l.lead / 2)
		l.sized(l.st.TitleSize/2, l.st.TitleSize*2/3, func() {
			l.say(P, c.Subtitle, look{size: l.size, colour: col.Muted})
		})
	}
	if c.Label != "" {
		l.badge(c.Label)
	}
	middle := len(l.items)
	l.gap = 0
	l.facts(&Facts{Rows: c.Facts})
	if c.Notice != "" {
		l.space(l.lead)
		l.sized(l.st.SmallSize, l.st.SmallLead, func() {
			l.say(P, c.Notice, look{size: l.size, colour: col.Muted})
		})
	}
	l.gap = 0
	l.pushDown(first, middle)
	l.emit(item{opens: true})
}

// logo sets the cover's picture, at most a third of the width and 25 mm high.
func (l *layouter) logo(c *Cover) {
	p, err := l.e.picture(c.Logo)
	if err != nil {
		l.remark(BadPicture, 0, "logo: "+err.Error())
		return
	}
	l.space(2 * l.lead)
	w, h := fit(p, l.w/3, 25*Millimetre)
	l.emit(item{height: h, frame: Frame{Marks: l.pictured(Mark{Node: l.illustration(c.LogoAlt, l.node), W: w, H: h, Picture: p})}})
	l.space(l.lead)
}

// badge sets a word in a box.
func (l *layouter) badge(label string) {
	col := &l.st.Colours
	l.space(2 * l.lead)
	l.within(Node{Role: P}, func() {
		k := look{cut: bold, size: l.st.SmallSize, colour: col.Accent}
		l.run(func() { l.chars(label, k, l.node, 0) }, func(a []atom) {
			const side, high, edge = 8 * Point, 20 * Point, 800
			w, _ := natural(a)
			w = min(w, l.w-2*side)
			var f Frame
			l.sized(k.size, high, func() { f, _ = l.typeset(a, w, prose.AlignLeft) })
			for i := range f.Marks {
				f.Marks[i].X += side
			}
			w += 2 * side
			for _, r := range [][4]Length{{0, 0, w, edge}, {0, high - edge, w, edge}, {0, 0, edge, high}, {w - edge, 0, edge, high}} {
				f.Fills = append(f.Fills, Mark{Node: Decoration, X: r[0], Y: r[1], W: r[2], H: r[3], Colour: col.Accent})
			}
			l.emit(item{frame: f, height: high})
		})
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
		l.items[i].keep = true
		used += l.items[i].height
		if i > first {
			used += l.items[i].before
		}
	}
	if room := l.height - used; room > 0 {
		l.items[middle].before += room
	}
}
