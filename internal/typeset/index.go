package typeset

import (
	"strconv"

	"annexa/internal/prose"
)

// index sets terms with the pages of their destinations, as a table whose
// numbers are links.
func (l *layouter) index(x *Index) {
	l.indexed = true
	if len(x.Entries) == 0 {
		return
	}
	l.space(l.lead / 2)
	l.sized(l.st.SmallSize+500, l.st.SmallLead+500, func() {
		g := &grid{columns: 3, first: len(l.atoms), align: []prose.Align{prose.AlignLeft, prose.AlignLeft, prose.AlignRight}, pad: padSide}
		g.widths = []Length{l.w * 15 / 100, l.w * 50 / 100, l.w - l.w*15/100 - l.w*50/100}
		l.within(Node{Role: Table}, func() {
			for _, e := range x.Entries {
				l.within(Node{Role: TR}, func() {
					l.within(Node{Role: TH, RowHead: true}, func() { l.chars(e.Term, l.textLook().with(bold), l.node, 0) })
					g.ends = append(g.ends, len(l.atoms))
					l.within(Node{Role: TD}, func() { l.chars(e.Text, l.textLook(), l.node, 0) })
					g.ends = append(g.ends, len(l.atoms))
					l.within(Node{Role: TD}, func() { l.pageNumbers(e.Destinations) })
					g.ends = append(g.ends, len(l.atoms))
				})
			}
			l.setGrid(g)
		})
	})
	l.space(l.lead / 2)
}

// pageNumbers appends the pages of destinations, each once, in their order.
func (l *layouter) pageNumbers(names []string) {
	k := l.textLook()
	last := 0
	for _, n := range names {
		page := l.known[n]
		if page == 0 || page == last {
			continue
		}
		if last != 0 {
			l.chars(", ", k, l.node, 0)
		}
		last = page
		link := l.link("#"+n, l.words.Page+" "+strconv.Itoa(page), l.node)
		k := k
		k.colour = l.st.Colours.Link
		l.chars(strconv.Itoa(page), k, l.out.Links[link-1].Node, link)
	}
}

// numbers returns the pages of all destinations.
func (l *layouter) numbers() map[string]int {
	m := make(map[string]int, len(l.out.Destinations))
	for _, d := range l.out.Destinations {
		m[d.Name] = d.Page + 1
	}
	return m
}
