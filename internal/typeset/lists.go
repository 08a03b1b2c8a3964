package typeset

import (
	"strconv"

	"annexa/internal/prose"
)

func (l *layouter) list(list *prose.List) {
	gap := l.lead / 4
	if list.Tight {
		gap = 0
	}
	numbering, indent := Disc, 16*Point
	if list.Ordered {
		numbering = Decimal
		widest := strconv.Itoa(list.Start+len(list.Items)-1) + "."
		indent = max(indent, l.e.word(0, widest).width(l.size)+7*Point)
	}
	if l.depth > maxIndent {
		for _, it := range list.Items {
			l.blocks(it.Blocks, gap)
		}
		return
	}
	l.within(Node{Role: L, Numbering: numbering}, func() {
		for i := range list.Items {
			if i > 0 {
				l.space(gap)
				if i == 1 || i == len(list.Items)-1 { // no item alone at either end of a page
					l.stayWithNext()
				}
			}
			l.listItem(list, i, indent, gap)
		}
	})
}

func (l *layouter) listItem(list *prose.List, i int, indent, gap Length) {
	it := &list.Items[i]
	label := "•"
	switch {
	case it.Task == prose.OpenTask:
		label = "☐"
	case it.Task == prose.DoneTask:
		label = "☑"
	case list.Ordered:
		label = strconv.Itoa(list.Start+i) + "."
	case l.depth%2 == 0:
		label = "–"
	}
	l.within(Node{Role: LI}, func() {
		l.hang(label, l.textLook(), Lbl)
		l.within(Node{Role: LBody}, func() {
			l.inside(indent, 0, func() { l.blocksTight(it.Blocks, gap) })
		})
		if l.label != nil { // an empty item
			l.emit(item{height: l.lead})
		}
	})
}

// blocksTight sets the blocks of a list item: no space of their own around the
// first and the last, only between them.
func (l *layouter) blocksTight(blocks []prose.Block, gap Length) {
	before, below := l.gap, l.below
	first := len(l.items)
	l.blocks(blocks, gap)
	if first < len(l.items) {
		l.items[first].before = max(before, below)
	}
	l.gap = gap
}

// hang makes a label that stands in the line of the next item, at the left edge
// of the present column.
func (l *layouter) hang(text string, k look, role Role) {
	node := l.out.node(l.node, Node{Role: role})
	l.run(func() { l.chars(text, k, node, 0) }, func(a []atom) {
		l.label = append(l.label, l.ordered(a, l.x, l.baseline())...)
	})
}

func (l *layouter) definitions(d *prose.Definitions) {
	l.within(Node{Role: L, Numbering: NoNumbering}, func() {
		for i := range d.Items {
			def := &d.Items[i]
			l.space(l.lead / 2)
			l.within(Node{Role: LI}, func() {
				l.within(Node{Role: Lbl}, func() {
					for _, term := range def.Terms {
						l.run(func() {
							k := l.textLook().with(bold)
							l.spans(term, k, l.node, 0)
							l.newline(k, l.node, 0)
						}, func(a []atom) { l.lines(a, running) })
						l.stayWithNext()
					}
				})
				l.within(Node{Role: LBody}, func() {
					for _, meaning := range def.Meanings {
						l.inside(16*Point, 0, func() { l.blocksTight(meaning, l.lead/4) })
					}
				})
			})
		}
	})
}
