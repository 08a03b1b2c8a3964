package pdf

import (
	"strconv"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// drawing is a file's pages on their way into content streams, with what the
// finishing pass has to know of them.
type drawing struct {
	w     *Writer
	pages *typeset.Pages

	faces    []*usedFace // in the order of their first use; /F0, /F1 …
	byFace   map[*typeset.Face]*usedFace
	images   []*picture // /I0, /I1 …
	byImage  map[*typeset.Picture]int
	contents []*object.Stream // of the pages
	pieces   [][]piece        // of each content node: where its marked content is
	owners   [][]int32        // by page and MCID: the content node
	buf      []byte
	height   typeset.Length
	colour   typeset.Colour
	coloured bool  // colour was set on this page
	open     int32 // the node whose marked content is open
	opened   bool
	current  int // page
}

// piece is a stretch of marked content.
type piece struct{ page, id int }

// usedFace is a face with what of it the file shows.
type usedFace struct {
	font  *font
	index int
	seen  []uint64          // set of glyphs
	told  []uint64          // those of them that have a text
	text  map[uint16]string // what they stand for
}

func newDrawing(w *Writer, pages *typeset.Pages) *drawing {
	return &drawing{
		w: w, pages: pages,
		byFace:  map[*typeset.Face]*usedFace{},
		byImage: map[*typeset.Picture]int{},
		pieces:  make([][]piece, len(pages.Nodes)),
		owners:  make([][]int32, len(pages.Pages)),
	}
}

// page returns the content stream of a page. It is valid until the next call.
func (d *drawing) page(n int) ([]byte, error) {
	p := &d.pages.Pages[n]
	d.buf, d.height, d.current = d.buf[:0], p.Height, n
	d.coloured, d.opened = false, false
	if err := d.marks(p.Behind, 0, 0); err != nil {
		return nil, err
	}
	for i := range p.Frames {
		if err := d.marks(p.Frames[i].Fills, p.Frames[i].X, p.Frames[i].Y); err != nil {
			return nil, err
		}
	}
	if err := d.marks(p.Watermark, 0, 0); err != nil {
		return nil, err
	}
	for i := range p.Frames {
		if err := d.marks(p.Frames[i].Marks, p.Frames[i].X, p.Frames[i].Y); err != nil {
			return nil, err
		}
	}
	d.close()
	return d.buf, nil
}

func (d *drawing) marks(marks []typeset.Mark, x, y typeset.Length) error {
	for i := range marks {
		m := &marks[i]
		if m.W == 0 && m.Runs == nil && m.Path == nil && m.Picture == nil {
			continue
		}
		d.tag(m.Node)
		switch {
		case m.Runs != nil:
			d.paint(m.Colour)
			if err := d.glyphs(m, x, y); err != nil {
				return err
			}
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

// tag opens the marked content of a node, if it is not open already.
func (d *drawing) tag(node int32) {
	if d.opened && d.open == node {
		return
	}
	d.close()
	d.open, d.opened = node, true
	switch node {
	case typeset.Header:
		d.buf = append(d.buf, "/Artifact <</Type /Pagination /Subtype /Header>> BDC\n"...)
	case typeset.Footer:
		d.buf = append(d.buf, "/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n"...)
	case typeset.Watermark:
		d.buf = append(d.buf, "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\n"...)
	default:
		if node < 0 {
			d.buf = append(d.buf, "/Artifact BMC\n"...)
			return
		}
		id := len(d.owners[d.current])
		d.owners[d.current] = append(d.owners[d.current], node)
		d.pieces[node] = append(d.pieces[node], piece{d.current, id})
		d.buf = append(d.buf, '/')
		d.buf = append(d.buf, d.pages.Nodes[d.pages.Nodes[node].Parent].Role.String()...)
		d.buf = append(d.buf, " <</MCID "...)
		d.buf = strconv.AppendInt(d.buf, int64(id), 10)
		d.buf = append(d.buf, ">> BDC\n"...)
	}
}

func (d *drawing) close() {
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
	d.buf = append(appendThousandths(d.buf, int(n)), ' ')
}

// appendThousandths appends n thousandths as a decimal number.
func appendThousandths(buf []byte, n int) []byte {
	if n < 0 {
		buf = append(buf, '-')
		n = -n
	}
	buf = strconv.AppendInt(buf, int64(n/1000), 10)
	if f := n % 1000; f != 0 {
		digits := [4]byte{'.', byte('0' + f/100), byte('0' + f/10%10), byte('0' + f%10)}
		end := 4
		for digits[end-1] == '0' {
			end--
		}
		buf = append(buf, digits[:end]...)
	}
	return buf
}

func (d *drawing) path(m *typeset.Mark, x, y typeset.Length) {
	if m.Path.Clip {
		d.buf = append(d.buf, "q "...)
		d.numbers(x+m.X, d.height-y-m.Y-m.H, m.W, m.H)
		d.buf = append(d.buf, "re W n\n"...)
		defer func() {
			d.buf = append(d.buf, "Q\n"...)
			d.coloured = false // Q brings back what was before
		}()
	}
	paint := "f\n"
	if m.Path.Stroke > 0 {
		paint = "S\n"
		d.rgb(m.Colour, "RG ")
		d.number(m.Path.Stroke)
		d.buf = append(d.buf, "w\n"...)
	} else {
		d.paint(m.Colour)
	}
	for i := range m.Path.Segments {
		s := &m.Path.Segments[i]
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
			d.numbers(x+m.X+at.X, d.height-y-m.Y-at.Y)
		}
		d.buf = append(d.buf, operator...)
	}
	d.buf = append(d.buf, paint...)
}

func (d *drawing) picture(m *typeset.Mark, x, y typeset.Length) {
	i, known := d.byImage[m.Picture]
	if !known {
		i = len(d.images)
		d.byImage[m.Picture] = i
		d.images = append(d.images, d.w.picture(m.Picture))
	}
	d.buf = append(d.buf, "q "...)
	d.numbers(m.W, 0, 0, m.H, x+m.X, d.height-y-m.Y-m.H)
	d.buf = append(d.buf, "cm /I"...)
	d.buf = strconv.AppendInt(d.buf, int64(i), 10)
	d.buf = append(d.buf, " Do Q\n"...)
}
