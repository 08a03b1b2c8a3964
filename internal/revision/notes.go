package revision

import "annexa/internal/prose"

// mentioned leaves of the notes those that the tree's blocks mention, and the
// notes that these mention, and numbers them and their mentions anew: a mention
// may have been left out with what did not change.
func (c *comparer) mentioned() {
	order := []int{}
	numbers, times := map[int]int{}, map[int]int{}
	see := func(m prose.FootnoteMark) prose.FootnoteMark {
		n, again := numbers[m.Index]
		if !again {
			n = len(order)
			numbers[m.Index] = n
			order = append(order, m.Index)
		}
		times[n]++
		return prose.FootnoteMark{Index: n, Nth: times[n] - 1}
	}
	marks(c.tree.Blocks, see)
	var notes [][]prose.Block
	for i := 0; i < len(order); i++ {
		note := c.tree.Footnotes[order[i]]
		marks(note, see)
		notes = append(notes, note)
	}
	c.tree.Footnotes = notes
}

// marks puts others in the place of the marks of footnotes in blocks.
func marks(blocks []prose.Block, other func(prose.FootnoteMark) prose.FootnoteMark) {
	var within func(spans []prose.Span)
	within = func(spans []prose.Span) {
		for i, s := range spans {
			switch s := s.(type) {
			case prose.FootnoteMark:
				spans[i] = other(s)
			case *prose.Styled:
				within(s.Spans)
			case *prose.Link:
				within(s.Spans)
			}
		}
	}
	rows := func(rows [][]prose.Cell) {
		for _, row := range rows {
			for _, cell := range row {
				within(cell.Spans)
			}
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *prose.Heading:
			within(b.Spans)
		case *prose.Paragraph:
			within(b.Spans)
		case *prose.List:
			for _, item := range b.Items {
				marks(item.Blocks, other)
			}
		case *prose.Quote:
			marks(b.Blocks, other)
		case *prose.Alert:
			marks(b.Blocks, other)
		case *prose.Table:
			rows([][]prose.Cell{b.Head})
			rows(b.Rows)
		case *prose.Definitions:
			for _, d := range b.Items {
				for _, term := range d.Terms {
					within(term)
				}
				for _, meaning := range d.Meanings {
					marks(meaning, other)
				}
			}
		}
	}
}
