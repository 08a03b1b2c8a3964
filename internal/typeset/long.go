package typeset

import "slices"

// brief is what a Brief made: stretches of lists, from an index to another.
type brief struct {
	part      int
	items     [2]int
	bookmarks [2]int
	nodes     [2]int
	fields    [2]int
	node      int32 // the element it hangs in
	before    int32 // the last of its kids before, 0 for none
	last      int32 // the last one that was made
}

// brief sets blocks that may be left out later.
func (l *layouter) brief(b *Brief) {
	made := brief{part: len(l.parts), node: l.node, before: l.out.Nodes[l.node].last, items: [2]int{len(l.items)}, bookmarks: [2]int{len(l.out.Bookmarks)}, nodes: [2]int{len(l.out.Nodes)}, fields: [2]int{len(l.out.Fields)}}
	for _, b := range b.Blocks {
		l.block(b)
	}
	made.items[1], made.bookmarks[1], made.nodes[1], made.fields[1] = len(l.items), len(l.out.Bookmarks), len(l.out.Nodes), len(l.out.Fields)
	made.last = l.out.Nodes[l.node].last
	l.briefs = append(l.briefs, made)
}

// pages counts the pages that the parts come to, or enough of them.
func (l *layouter) pages(enough int) int {
	n := 0
	for i := range l.parts {
		if n < enough {
			pages, _ := l.count(&l.parts[i])
			n += pages
		}
	}
	return n
}

// leaveOut takes out what the briefs made, the last one first, so that indices
// before it stay as they are.
func (l *layouter) leaveOut() {
	for _, b := range slices.Backward(l.briefs) {
		s := &l.parts[b.part]
		for i := range s.items[b.items[0]:b.items[1]] {
			for _, m := range s.items[b.items[0]+i].names {
				delete(l.places, m.name)
			}
		}
		s.items = slices.Delete(s.items, b.items[0], b.items[1])
		for i := range s.waiting {
			if w := &s.waiting[i]; w.at >= b.items[1] {
				w.at -= b.items[1] - b.items[0]
			}
		}
		l.out.cutKids(b.node, b.before, b.last)
		for i := b.nodes[0]; i < b.nodes[1]; i++ {
			l.out.Nodes[i].Role = Content // in no element, and with nothing drawn
		}
		l.out.Fields = slices.Delete(l.out.Fields, b.fields[0], b.fields[1])
		l.out.Bookmarks = slices.Delete(l.out.Bookmarks, b.bookmarks[0], b.bookmarks[1])
		kept := l.unlisted[:0]
		for _, i := range l.unlisted {
			switch {
			case i < b.bookmarks[0]:
				kept = append(kept, i)
			case i >= b.bookmarks[1]:
				kept = append(kept, i-(b.bookmarks[1]-b.bookmarks[0]))
			}
		}
		l.unlisted = kept
	}
}

// openWith sets parts, and puts them before those that are there.
func (l *layouter) openWith(parts []Part) {
	old, marks, unlisted, last := len(l.parts), len(l.out.Bookmarks), len(l.unlisted), l.out.Nodes[0].last
	for i := range parts {
		l.part(&parts[i])
	}
	l.parts = turned(l.parts, old)
	l.out.Bookmarks = turned(l.out.Bookmarks, marks)
	for i := range l.unlisted {
		if i < unlisted {
			l.unlisted[i] += len(l.out.Bookmarks) - marks
		} else {
			l.unlisted[i] -= marks
		}
	}
	l.out.turnKids(0, last)
}

// turned returns a list with what stands from n on in front of the rest.
func turned[T any](list []T, n int) []T { return slices.Concat(list[n:], list[:n]) }
