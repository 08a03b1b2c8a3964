// Package typeset turns blocks of prose into pages of positioned glyphs.
//
// It knows no PDF. What it gives is geometry (runs of glyphs, filled
// rectangles, paths, pictures, areas that are links) and, beside it, the tree
// of what the geometry means: headings, paragraphs, lists, tables, figures,
// each with the pieces of content that belong to it. An output that draws the
// first and writes the second down has a tagged document.
//
// The rules it sets text by:
//
//   - All lengths are whole thousandths of a point, so that the same input
//     gives the same pages on every machine: no floating point is involved but
//     in drawings, where each point is rounded to them.
//   - Text is shaped word by word (kerning, ligatures, marks) through a chain
//     of faces: the text face, the faces the style adds, DejaVu last. A
//     character that none of them has is shown as U+FFFD and remarked; no page
//     ever shows the .notdef box of a font.
//   - Lines are filled first-fit and set ragged right. A line may end at a
//     space, after a hyphen or a dash, in a long address after its
//     punctuation, and anywhere in a word that is wider than the line.
//   - Letters run in their own direction (UAX #9), and pages of a language that
//     is written from right to left are turned round as a whole: columns,
//     labels, margins.
//   - A heading stays with two lines of what follows. Two lines at least stand
//     at either end of a page. A table repeats its head on every page it runs
//     over, and a row is broken only if it is taller than a page.
//   - Nothing overflows: columns share the width by what they hold, pictures
//     are scaled down, words too long for their line are cut.
//
// Wrong content (a picture that is none, a character without a glyph) is never
// an error but a [Remark]; the page then shows what can be shown.
package typeset

// Length is a distance in thousandths of a point, 1/72000 inch. On a page, x
// runs from the left edge to the right and y from the top edge down.
type Length int

// Units of length.
const (
	Point      Length = 1000
	Millimetre Length = 2835
)

// scale returns a measure of n font units at the given size in a face of upem
// units to the em, rounded to the nearest.
func scale(n int, size Length, upem int) Length {
	v := n * int(size)
	switch {
	case v < 0:
		return Length(-((-v + upem/2) / upem))
	case upem == 2048: // as most fonts have it: to divide by what is known is quicker
		return Length((v + 1024) / 2048)
	}
	return Length((v + upem/2) / upem)
}
