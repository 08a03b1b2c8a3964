package typeset

import (
	"strings"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// watermark draws a word across a page, rising at 45 degrees, as outlines:
// glyphs would be mixed into the text when it is copied or searched.
func (l *layouter) watermark(text string, paper Paper) *Mark {
	size := min(paper.Width, paper.Height) / 4
	level := uint8(0)
	if strings.ContainsFunc(text, rightToLeft) {
		level = 1
	}
	w := l.e.levelled(bold, text, level)
	if room := paper.Width * 11 / 10; w.width(size) > room {
		size = max(1, size*room/w.width(size))
	}
	// The pen begins so that the word's middle is the page's: half its width
	// back along the rising line, a third of its size down across it.
	pen := XY{-w.width(size) / 2, size * 35 / 100}
	turned := func(x, y Length) XY {
		x, y = pen.X+x, pen.Y-y
		return XY{paper.Width/2 + (x+y)*diagonal/10000, paper.Height/2 + (y-x)*diagonal/10000}
	}
	return &Mark{Node: Watermark, Colour: l.st.Colours.Mark, Path: &Path{Segments: l.e.outlines(w, size, turned)}}
}

// outlines are those of a word's glyphs. Their points are put in their place by
// how far they are to the right of where the word begins, and above its line.
func (e *Engine) outlines(w *word, size Length, at func(x, y Length) XY) (path []Segment) {
	s := e.shapers.Get().(*shaper)
	defer e.shapers.Put(s)
	var pen Length
	for i := range w.runs {
		run := &w.runs[i]
		units := func(n int) Length { return scale(n, size, run.Face.UnitsPerEm) }
		for _, g := range run.Glyphs {
			data, ok := s.face(run.Face).GlyphData(font.GID(g.ID)).(font.GlyphOutline)
			if ok {
				path = append(path, outline(data, func(x, y float32) XY {
					return at(pen+units(int(x)+int(g.OffsetX)), units(int(y)+int(g.OffsetY)))
				})...)
			}
			pen += units(int(g.Advance))
		}
	}
	return path
}

const diagonal = 7071 // sine of 45 degrees, of 10000

// outline turns a glyph's quadratic curves into cubic ones.
func outline(g font.GlyphOutline, at func(x, y float32) XY) []Segment {
	var path []Segment
	var pen XY
	third := func(a, b XY) XY { return XY{a.X + (b.X-a.X)*2/3, a.Y + (b.Y-a.Y)*2/3} }
	for _, s := range g.Segments {
		a := at(s.Args[0].X, s.Args[0].Y)
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if path != nil {
				path = append(path, Segment{Op: Close})
			}
			path = append(path, Segment{Op: MoveTo, To: [3]XY{a}})
			pen = a
		case opentype.SegmentOpLineTo:
			path = append(path, Segment{Op: LineTo, To: [3]XY{a}})
			pen = a
		case opentype.SegmentOpQuadTo:
			b := at(s.Args[1].X, s.Args[1].Y)
			path = append(path, Segment{Op: CurveTo, To: [3]XY{third(pen, a), third(b, a), b}})
			pen = b
		case opentype.SegmentOpCubeTo:
			b, c := at(s.Args[1].X, s.Args[1].Y), at(s.Args[2].X, s.Args[2].Y)
			path = append(path, Segment{Op: CurveTo, To: [3]XY{a, b, c}})
			pen = c
		}
	}
	if path != nil {
		path = append(path, Segment{Op: Close})
	}
	return path
}
