package typeset

import (
	"slices"
	"strconv"

	"annexa/internal/prose"
)

// index reserves the place of an index.
func (l *layouter) index(x *Index) {
	node := l.out.node(l.node, Node{Role: Div})
	l.waiting = append(l.waiting, waiting{x, len(l.items), node, l.level, l.x, l.w})
}

// fillIndexes sets the indexes of a part, once all parts before it are on their
// pages.
func (l *layouter) fillIndexes(s *set) {
	l.fillWaiting(s, func(b Block) {
		if x, ok := b.(*Index); ok {
			l.listIndex(x)
		}
	})
}

// listIndex sets terms with the pages of their destinations, as a table whose
// numbers are links.
func (l *layouter) listIndex(x *Index) {
	l.space(l.lead / 2)
	l.sized(l.st.SmallSize+500, l.st.SmallLead+500, func() {
		g := &grid{columns: 3, first: len(l.atoms), align: make([]prose.Align, 3), pad: padSide}
		g.widths = []Length{l.w * 12 / 100, l.w * 48 / 100, l.w - l.w*12/100 - l.w*48/100}
		l.within(Node{Role: Table}, func() {
			for i := range x.Entries {
				e := &x.Entries[i]
				pages, at := l.pagesOf(e)
				if len(pages) == 0 {
					continue
				}
				l.within(Node{Role: TR}, func() {
					l.within(Node{Role: TH, RowHead: true}, func() { l.chars(e.Term, l.textLook().with(bold), l.node, 0) })
					l.endCell(g)
					l.within(Node{Role: TD}, func() { l.chars(e.Text, l.textLook(), l.node, 0) })
					l.endCell(g)
					l.within(Node{Role: TD}, func() { l.pageNumbers(e, pages, at) })
					l.endCell(g)
				})
			}
			if len(g.ends) > 0 {
				l.setGrid(g)
			}
		})
	})
	l.space(l.lead / 2)
}

// pagesOf returns the pages of an entry's destinations, each once, and the
// destination on each.
func (l *layouter) pagesOf(e *IndexEntry) (pages []int, at map[int]string) {
	at = map[int]string{}
	for _, n := range append([]string{e.Main}, e.Destinations...) {
		if page, ok := l.pageOf(n); ok && at[page] == "" {
			at[page], pages = n, append(pages, page)
		}
	}
	slices.Sort(pages)
	return pages, at
}

// pageNumbers appends pages as links; that of the main destination is set
// apart.
func (l *layouter) pageNumbers(e *IndexEntry, pages []int, at map[int]string) {
	main, _ := l.pageOf(e.Main)
	for i, page := range pages {
		k := l.textLook()
		if i > 0 {
			l.chars(", ", k, l.node, 0)
		}
		if page == main {
			k.cut |= bold
		}
		number := strconv.Itoa(page)
		link := l.link("#"+at[page], l.words.Page+" "+number, l.node)
		k.colour = l.st.Colours.Link
		l.chars(number, k, l.out.Links[link-1].Node, link)
	}
}
