package pdf

import (
	"crypto/sha256"
	"iter"
	"slices"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// drawing is a file's pages on their way into content streams, with what the
// finishing pass has to know of them. It is used for one file after another, for
// its memory.
type drawing struct {
	w     *Writer
	pages *typeset.Pages

	faces    []*usedFace // in the order of their first use; /F0, /F1 …
	byFace   map[*typeset.Face]*usedFace
	images   []*picture                // /I0, /I1 …
	byImage  map[[sha256.Size]byte]int // by the sum of their file, which may be decoded more than once
	shadings []shading                 // /P0, /P1 …
	contents []object.Stream           // of the pages
	packed   []byte                    // what these hold
	pieces   []piece                   // of marked content
	ofNode   []chain                   // those of each content node
	owners   []int32                   // by MCID, page after page: the content node
	first    []int                     // of each page's among these; the last one is the end

	// of the present page
	buf      []byte
	height   typeset.Length
	current  int // page
	colour   typeset.Colour
	coloured bool  // colour was set
	open     int32 // the node whose marked content is open
	opened   bool
	says     bool           // it says what its glyphs stand for
	reversed bool           // it is read from right to left
	texting  bool           // a text object is open
	x, y     typeset.Length // where its line begins
	face     *usedFace      // that text is set in, nil: none yet
	size     typeset.Length
	code     code
}

// piece is a stretch of marked content: its page and number there, and the next
// one of the same node.
type piece struct{ page, id, next int32 }

// chain is a list of pieces: the indices of the first and the last, plus one.
type chain struct{ first, last int32 }

// usedFace is a face with what of it the file shows.
type usedFace struct {
	font  *font
	index int
	seen  []uint64          // set of glyphs
	told  []uint64          // those of them of which it is known what they stand for
	text  map[uint16]string // what those stand for that most texts do not use
}

// draw draws each page once.
func (d *drawing) draw(pages *typeset.Pages) error {
	d.pages = pages
	d.faces, d.images, d.shadings = nil, nil, nil
	d.byFace, d.byImage = map[*typeset.Face]*usedFace{}, map[[sha256.Size]byte]int{}
	d.packed = slices.Grow(d.packed[:0], usualPage*len(pages.Pages))
	d.pieces, d.owners, d.first = d.pieces[:0], d.owners[:0], d.first[:0]
	d.contents = slices.Grow(d.contents[:0], len(pages.Pages))[:len(pages.Pages)]
	d.ofNode = slices.Grow(d.ofNode[:0], len(pages.Nodes))[:len(pages.Nodes)]
	clear(d.ofNode)
	for i := range pages.Pages {
		d.first = append(d.first, len(d.owners))
		if err := d.page(i); err != nil {
			return err
		}
		from := len(d.packed)
		d.packed = d.w.quick.Append(d.packed, d.buf)
		d.contents[i] = object.Stream{Dict: d.w.deflated, Raw: d.packed[from:len(d.packed):len(d.packed)]}
	}
	d.first = append(d.first, len(d.owners))
	return nil
}

// usualPage is about how many bytes a page of text takes, compressed.
const usualPage = 2500

// page draws a page into buf.
func (d *drawing) page(n int) error {
	p := &d.pages.Pages[n]
	d.buf, d.height, d.current = d.buf[:0], p.Height, n
	d.coloured, d.opened, d.texting, d.face = false, false, false, nil
	if err := d.marks(p.Behind, 0, 0); err != nil {
		return err
	}
	for i := range p.Frames {
		if err := d.marks(p.Frames[i].Fills, p.Frames[i].X, p.Frames[i].Y); err != nil {
			return err
		}
	}
	if len(p.Watermark) > 0 {
		if err := d.marks(p.Watermark, 0, 0); err != nil {
			return err
		}
		if err := d.rules(p.Behind, 0, 0); err != nil {
			return err
		}
		for i := range p.Frames {
			if err := d.rules(p.Frames[i].Fills, p.Frames[i].X, p.Frames[i].Y); err != nil {
				return err
			}
		}
	}
	for i := range p.Frames {
		if err := d.marks(p.Frames[i].Marks, p.Frames[i].X, p.Frames[i].Y); err != nil {
			return err
		}
	}
	d.close()
	return nil
}

// thin is how wide a rule is at most.
const thin = 3 * typeset.Point

// rules draws once more what is a rule and no ground: a watermark, which lies upon
// all grounds, would break it.
func (d *drawing) rules(marks []typeset.Mark, x, y typeset.Length) error {
	for i := range marks {
		if m := &marks[i]; m.Runs == nil && m.Path == nil && m.Picture == nil && min(m.W, m.H) <= thin {
			if err := d.marks(marks[i:i+1], x, y); err != nil {
				return err
			}
		}
	}
	return nil
}

// piecesOf yields the pieces of a content node in their order.
func (d *drawing) piecesOf(node int32) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for i := d.ofNode[node].first; i > 0; {
			p := d.pieces[i-1]
			if !yield(p) {
				return
			}
			i = p.next
		}
	}
}

func (d *drawing) marks(marks []typeset.Mark, x, y typeset.Length) error {
	for i := range marks {
		m := &marks[i]
		if m.W == 0 && m.Runs == nil && m.Path == nil && m.Picture == nil {
			continue
		}
		if err := d.tag(m); err != nil {
			return err
		}
		if m.Runs != nil {
			d.paint(m.Colour)
			if err := d.glyphs(m, x, y); err != nil {
				return err
			}
			continue
		}
		d.endText()
		switch {
		case m.Picture != nil:
			d.picture(m, x, y)
		case m.Path != nil:
			d.path(m, x, y)
		default:
			d.paint(m.Colour)
			d.numbers(x+m.X, d.height-y-m.Y-m.H, m.W, m.H)
			d.buf = append(d.buf, "re f\n"...)
		}
	}
	return nil
}

// tag opens the marked content of a node, if it is not open already. What
// stands for other characters than its glyphs says so (14.9.4), in marked
// content of its own: some readers take the end of what is nested in marked
// content for the end of that.
func (d *drawing) tag(m *typeset.Mark) error {
	node, said := m.Node, m.Said
	if d.opened && d.open == node && said == nil && !d.says && (d.reversed == m.Reversed || node < 0) {
		return nil
	}
	d.close()
	d.open, d.opened, d.says, d.reversed = node, true, said != nil, m.Reversed
	switch node {
	case typeset.Header:
		d.buf = append(d.buf, "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"...)
	case typeset.Footer:
		d.buf = append(d.buf, "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"...)
	case typeset.Watermark:
		d.buf = append(d.buf, "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n"...)
	default:
		if node < 0 {
			d.buf = append(d.buf, "/Artifact BMC\n"...)
			break
		}
		id := len(d.owners) - d.first[d.current]
		d.owners = append(d.owners, node)
		d.pieces = append(d.pieces, piece{int32(d.current), int32(id), 0})
		c, last := &d.ofNode[node], int32(len(d.pieces))
		if c.first == 0 {
			c.first = last
		} else {
			d.pieces[c.last-1].next = last
		}
		c.last = last
		tag := d.pages.Nodes[d.pages.Nodes[node].Parent].Role.String()
		switch {
		case said != nil:
			tag = typeset.Span.String() // in which alone most programs heed it
		case m.Reversed:
			tag = "ReversedChars" // 14.8.2.3.3
		}
		d.buf = append(d.buf, '/')
		d.buf = append(d.buf, tag...)
		d.buf = append(d.buf, "<</MCID "...)
		d.buf = object.AppendInteger(d.buf, id)
		if said != nil {
			d.buf = append(d.buf, "/ActualText"...)
			var err error
			if d.buf, err = object.Append(d.buf, object.Text(*said)); err != nil {
				return err
			}
		}
		d.buf = append(d.buf, ">>BDC\n"...)
	}
	return nil
}

// close ends the marked content that is open, if any is.
func (d *drawing) close() {
	d.endText()
	if d.opened {
		d.buf = append(d.buf, "EMC\n"...)
		d.opened = false
	}
}

func (d *drawing) paint(c typeset.Colour) {
	if d.coloured && d.colour == c {
		return
	}
	d.colour, d.coloured = c, true
	d.rgb(c, "rg\n")
}

func (d *drawing) rgb(c typeset.Colour, operator string) {
	for _, v := range [...]uint8{c.R, c.G, c.B} {
		d.number(typeset.Length(v) * 1000 / 255)
	}
	d.buf = append(d.buf, operator...)
}

// numbers appends lengths in points, each with a space behind it.
func (d *drawing) numbers(list ...typeset.Length) {
	for _, n := range list {
		d.number(n)
	}
}

func (d *drawing) number(n typeset.Length) {
	d.buf = append(object.AppendThousandths(d.buf, int(n)), ' ')
}

func (d *drawing) path(m *typeset.Mark, x, y typeset.Length) {
	p := m.Path
	x, y = x+m.X, y+m.Y
	own := p.Clip || p.Clips != nil || p.Dashes != nil || p.Cap != 0 || p.Join != 0 || p.Mitre != 0 && p.Stroke > 0 || p.Shading != nil
	if own { // a state of its own, after which all is as before
		d.buf = append(d.buf, "q\n"...)
		defer func() {
			d.buf = append(d.buf, "Q\n"...)
			d.coloured, d.face = false, nil
		}()
	}
	if p.Clip {
		d.numbers(x, d.height-y-m.H, m.W, m.H)
		d.buf = append(d.buf, "re W n\n"...)
	}
	for _, clip := range p.Clips {
		if len(clip) == 0 { // nothing is within it
			d.buf = append(d.buf, "0 0 0 0 re\n"...)
		}
		d.segments(clip, x, y)
		d.buf = append(d.buf, "W n\n"...)
	}
	paint := "f\n"
	switch {
	case p.Stroke > 0:
		paint = "S\n"
		if p.Shading == nil || !d.shade(p.Shading, x, y, true) {
			d.rgb(m.Colour, "RG ")
		}
		d.outline(p)
	case p.Shading == nil || !d.shade(p.Shading, x, y, false):
		d.paint(m.Colour)
	}
	if p.EvenOdd && p.Stroke == 0 {
		paint = "f*\n"
	}
	d.segments(p.Segments, x, y)
	d.buf = append(d.buf, paint...)
}

// outline says how a line is drawn.
func (d *drawing) outline(p *typeset.Path) {
	d.number(p.Stroke)
	d.buf = append(d.buf, "w\n"...)
	if p.Cap != 0 {
		d.buf = append(object.AppendInteger(d.buf, int(p.Cap)), " J\n"...)
	}
	if p.Join != 0 {
		d.buf = append(object.AppendInteger(d.buf, int(p.Join)), " j\n"...)
	}
	if p.Mitre != 0 && p.Join == typeset.MitreJoin {
		d.number(typeset.Length(p.Mitre))
		d.buf = append(d.buf, "M\n"...)
	}
	if p.Dashes != nil {
		d.buf = append(d.buf, '[')
		d.numbers(p.Dashes...)
		d.buf = append(d.buf, "] "...)
		d.number(p.Begins)
		d.buf = append(d.buf, "d\n"...)
	}
}

func (d *drawing) segments(path []typeset.Segment, x, y typeset.Length) {
	for i := range path {
		s := &path[i]
		count, operator := 1, "m\n"
		switch s.Op {
		case typeset.LineTo:
			operator = "l\n"
		case typeset.CurveTo:
			count, operator = 3, "c\n"
		case typeset.Close:
			count, operator = 0, "h\n"
		}
		for _, at := range s.To[:count] {
			d.numbers(x+at.X, d.height-y-at.Y)
		}
		d.buf = append(d.buf, operator...)
	}
}

func (d *drawing) picture(m *typeset.Mark, x, y typeset.Length) {
	i, known := d.byImage[m.Picture.Sum]
	if !known {
		i = len(d.images)
		d.byImage[m.Picture.Sum] = i
		d.images = append(d.images, d.w.picture(m.Picture))
	}
	d.buf = append(d.buf, "q "...)
	matrix := placed(m.Picture, x+m.X, d.height-y-m.Y-m.H, m.W, m.H)
	d.numbers(matrix[:]...)
	d.buf = append(d.buf, "cm /I"...)
	d.buf = object.AppendInteger(d.buf, i)
	d.buf = append(d.buf, " Do Q\n"...)
}
