// Package revision says what changed between two versions of a document, as a
// text of its own that pages and PDFs set like any other.
//
// Words that are gone and words that are new stand in spans of the styles
// [prose.Gone] and [prose.New]. Headings, paragraphs and lists are told word by
// word, tables cell by cell, code line by line, and front matter in plain words.
// What is linked and shown is told in words, too: a link says where it leads
// where that changed, and a picture is its description and its file, so that
// what somebody approved does not depend on what is there today.
//
// Of what did not change there are the headings above a change, and dots.
package revision

import (
	"annexa/internal/prose"
)

// A Text is one version of a running text.
type Text struct {
	Tree      *prose.Tree
	Variables []string // the values of the tree's variables, in their order; one without stays as it is written
}

// Compare is what changed from one text to another: a tree without references
// and variables, which has no blocks where nothing changed.
func Compare(old, now Text) *prose.Tree {
	c := comparer{old: side{Text: old}, now: side{Text: now}, notes: map[[2]int]int{}}
	// The notes are told where they are mentioned, and so after the blocks.
	c.tree.Blocks = shortened(c.blocks(old.Tree.Blocks, now.Tree.Blocks))
	c.mentioned()
	taken := map[string]bool{}
	c.headings(c.tree.Blocks, taken)
	for _, note := range c.tree.Footnotes {
		c.headings(note, taken)
	}
	return &c.tree
}

// A comparer makes the tree that tells two texts apart.
type comparer struct {
	old, now side
	tree     prose.Tree
	notes    map[[2]int]int // footnotes of the tree by those of the two texts, -1 for none
}

// Dots stand for what did not change.
const dots = "…"

// shortened leaves out what did not change: of headings, all but those above a
// change; of a stretch of other blocks, all of it but dots.
func shortened(list []told) []prose.Block {
	var out []prose.Block
	var above []*prose.Heading // the headings that lead to where the list is, not told yet
	skipped := false
	for _, t := range list {
		h, heading := t.block.(*prose.Heading)
		if heading {
			for len(above) > 0 && above[len(above)-1].Depth >= h.Depth {
				above = above[:len(above)-1]
			}
		}
		if !t.changed {
			if heading {
				above = append(above, h)
			} else {
				skipped = true
			}
			continue
		}
		if skipped && (len(above) == 0 || len(out) == 0) {
			out = append(out, &prose.Paragraph{Spans: []prose.Span{prose.Text(dots)}})
		}
		for _, h := range above {
			out = append(out, h)
		}
		above, skipped = nil, false
		out = append(out, t.block)
	}
	if len(out) > 0 && (skipped || len(above) > 0) {
		out = append(out, &prose.Paragraph{Spans: []prose.Span{prose.Text(dots)}})
	}
	return out
}

// headings lists the headings of blocks, and gives each an anchor of its own:
// one that is gone may have had that of one that is new. All blocks are the
// comparer's own.
func (c *comparer) headings(blocks []prose.Block, taken map[string]bool) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *prose.Heading:
			for taken[b.ID] {
				b.ID += "-"
			}
			taken[b.ID] = true
			c.tree.Headings = append(c.tree.Headings, b)
		case *prose.List:
			for _, item := range b.Items {
				c.headings(item.Blocks, taken)
			}
		case *prose.Quote:
			c.headings(b.Blocks, taken)
		case *prose.Alert:
			c.headings(b.Blocks, taken)
		case *prose.Definitions:
			for _, d := range b.Items {
				for _, m := range d.Meanings {
					c.headings(m, taken)
				}
			}
		}
	}
}
