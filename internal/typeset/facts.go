package typeset

import "annexa/internal/prose"

// facts sets keys and values as a table whose keys head their rows.
func (l *layouter) facts(f *Facts) {
	if len(f.Rows) == 0 {
		return
	}
	pairs := 1
	if f.Columns == 2 {
		pairs = 2
	}
	l.space(l.lead / 2)
	l.sized(l.st.SmallSize, l.st.SmallLead, func() {
		g := &grid{columns: 2 * pairs, first: len(l.atoms), align: make([]prose.Align, 2*pairs), keys: true, pad: padSide}
		g.widths = l.factWidths(f, pairs)
		key := l.textLook().with(bold)
		key.colour = l.st.Colours.Muted
		l.within(Node{Role: Table}, func() {
			rows := (len(f.Rows) + pairs - 1) / pairs
			for r := range rows {
				l.within(Node{Role: TR}, func() {
					for p := range pairs {
						var fact Fact
						if i := r*pairs + p; i < len(f.Rows) {
							fact = f.Rows[i]
						}
						l.within(Node{Role: TH, RowHead: true}, func() { l.chars(fact.Key, key, l.node, 0) })
						g.ends = append(g.ends, len(l.atoms))
						l.within(Node{Role: TD}, func() { l.value(fact) })
						g.ends = append(g.ends, len(l.atoms))
					}
				})
			}
			first := len(l.items)
			l.setGrid(g)
			for i := first; i < len(l.items)-1 && rows <= 12; i++ {
				l.items[i].stay = true
			}
		})
	})
	l.space(l.lead)
}

func (l *layouter) value(f Fact) {
	k, node, link := l.textLook(), l.node, int32(0)
	if f.Href != "" {
		link = l.link(f.Href, f.Value, node)
		node = l.out.Links[link-1].Node
		k.colour, k.underline = l.st.Colours.Link, true
	}
	l.chars(f.Value, k, node, link)
}

// factWidths gives the keys what the widest takes, up to a third of the pair.
func (l *layouter) factWidths(f *Facts, pairs int) []Length {
	k := l.textLook().with(bold)
	var widest Length
	for _, r := range f.Rows {
		l.run(func() { l.chars(r.Key, k, Decoration, 0) }, func(a []atom) {
			w, _ := natural(a)
			widest = max(widest, w)
		})
	}
	pair := l.w / Length(pairs)
	keys := min(widest+2*padSide+4*Point, pair*2/5)
	var widths []Length
	for range pairs {
		widths = append(widths, keys, pair-keys)
	}
	return widths
}
