package typeset

// resolve looks after the links within the book, and makes the areas that lead
// somewhere. A link to a destination that the book does not have is plain text,
// and remarked.
func (l *layouter) resolve() {
	for i := range l.out.Links {
		k := &l.out.Links[i]
		if k.Address != "" {
			continue
		}
		if at, ok := l.places[k.Destination]; !ok || at < 0 {
			l.out.Nodes[k.Node].Role = Span
			l.out.remark(Remark{Kind: NoDestination, Source: k.source, Line: k.line, Text: k.Destination})
		}
	}
	for i := range l.out.Pages {
		page := &l.out.Pages[i]
		for j := range page.Frames {
			l.areas(page, &page.Frames[j])
		}
	}
}

// areas makes the parts of a page that are links: marks of one link that stand
// on one line are one area, with what lies between them.
func (l *layouter) areas(page *Page, f *Frame) {
	last := -1
	for i := range f.Marks {
		m := &f.Marks[i]
		if m.Link == 0 {
			last = -1
			continue
		}
		if m.W == 0 || l.out.Nodes[l.out.Links[m.Link-1].Node].Role != LinkRole {
			continue
		}
		a := LinkArea{Link: int(m.Link - 1), X: f.X + m.X, Y: f.Y + m.Y - m.Size*9/10, W: m.W, H: m.Size * 12 / 10}
		if m.Runs == nil {
			a.Y, a.H = f.Y+m.Y, m.H
		}
		if last >= 0 {
			b := &page.Areas[last]
			if b.Link == a.Link && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				right, bottom := max(a.X+a.W, b.X+b.W), max(a.Y+a.H, b.Y+b.H)
				b.X, b.Y = min(a.X, b.X), min(a.Y, b.Y)
				b.W, b.H = right-b.X, bottom-b.Y
				continue
			}
		}
		page.Areas = append(page.Areas, a)
		last = len(page.Areas) - 1
	}
}
