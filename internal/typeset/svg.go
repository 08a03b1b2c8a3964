package typeset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// vector is a drawing read from an SVG file (SVG 1.1): its shapes and words in
// thousandths of its own units, from the upper left corner of its view box.
//
// Read are rect, circle, ellipse, line, polyline, polygon, path, text and g,
// with fill, stroke, opacity and transform, as attributes, in style or in style
// sheets of the file. What draws is read; scripts, filters, animations and
// everything outside the file are not. A gradient is drawn in grey, and text always in
// the book's own face.
type vector struct {
	width, height Length // of the view box
	shapes        []shape
}

type shape struct {
	path   []Segment
	fill   *Colour
	stroke *Colour
	line   Length // width of the stroke

	words  string // text at the path's first point
	size   Length
	anchor string
	bold   bool
}

// pen is what elements inherit from those around them.
type pen struct {
	fill, stroke *Colour
	line, size   Length
	fade, ink    int // opacity of fill and stroke, in thousandths
	anchor       string
	bold         bool
	matrix       matrix
	hidden       bool
}

// Limits of a drawing: what is beyond them is no picture for an office text.
const (
	maxShapes   = 20_000
	maxSVGDepth = 60
)

func decodeSVG(data []byte) (*vector, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	r := svgReader{d: d, sheet: sheetOf(data)}
	stack := []pen{{fill: &Colour{}, fade: 1000, ink: 1000, line: 1000, size: 16_000, matrix: identity}}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("it is damaged: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(stack) > maxSVGDepth || len(r.shapes) > maxShapes {
				return nil, errors.New("the drawing is too complicated: save it as PNG")
			}
			stack = append(stack, r.element(t, stack[len(stack)-1]))
		case xml.EndElement:
			r.end(t.Name.Local)
			stack = stack[:len(stack)-1]
		case xml.CharData:
			r.chars(string(t))
		}
	}
	if !r.opened || r.width <= 0 || r.height <= 0 {
		return nil, errors.New("it has no size: give it a viewBox")
	}
	if r.width > maxExtent || r.height > maxExtent {
		return nil, errors.New("it is too large: give it a smaller viewBox")
	}
	return &r.vector, nil
}

const maxExtent = 100_000_000

type svgReader struct {
	vector
	d      *xml.Decoder
	sheet  sheet
	opened bool
	text   *shape // the text that is being read
}

// element reads an element and returns the pen for those within.
func (r *svgReader) element(t xml.StartElement, p pen) pen {
	a := r.attributes(t)
	p.take(a)
	n := func(key string) Length { return lengthOf(a[key]) }
	var path []Segment
	switch t.Name.Local {
	case "svg":
		if !r.opened {
			r.open(a, &p)
		}
	case "defs", "clipPath", "mask", "pattern", "marker", "symbol", "linearGradient", "radialGradient", "filter", "script", "style", "title", "desc", "metadata", "foreignObject":
		p.hidden = true
	case "rect":
		path = rectangle(n("x"), n("y"), n("width"), n("height"), max(n("rx"), n("ry")))
	case "circle":
		path = oval(n("cx"), n("cy"), n("r"), n("r"))
	case "ellipse":
		path = oval(n("cx"), n("cy"), n("rx"), n("ry"))
	case "line":
		path = []Segment{{Op: MoveTo, To: [3]XY{{n("x1"), n("y1")}}}, {Op: LineTo, To: [3]XY{{n("x2"), n("y2")}}}}
	case "polyline", "polygon":
		path = polygon(a["points"], t.Name.Local == "polygon")
	case "path":
		path = parsePath(a["d"])
	case "text", "tspan":
		r.begin(a, p, n)
	}
	if path != nil && !p.hidden {
		r.shapes = append(r.shapes, shape{path: p.matrix.path(path), fill: faded(p.fill, p.fade), stroke: faded(p.stroke, p.ink), line: p.matrix.width(p.line)})
	}
	return p
}

// open reads the outermost element: the view box, or else the size.
func (r *svgReader) open(a map[string]string, p *pen) {
	r.opened = true
	r.width, r.height = lengthOf(a["width"]), lengthOf(a["height"])
	if box := numbersOf(a["viewBox"]); len(box) == 4 {
		r.width, r.height = box[2], box[3]
		p.matrix = p.matrix.times(matrix{unit, 0, 0, unit, -box[0], -box[1]})
	}
}

func (r *svgReader) begin(a map[string]string, p pen, n func(string) Length) {
	if p.hidden || r.text != nil && a["x"] == "" && a["y"] == "" {
		return // a part of the text that is being read
	}
	r.flush()
	at := p.matrix.point(XY{n("x"), n("y")})
	r.text = &shape{path: []Segment{{Op: MoveTo, To: [3]XY{at}}}, fill: faded(p.fill, p.fade), size: p.matrix.width(p.size), anchor: p.anchor, bold: p.bold}
}

func (r *svgReader) chars(s string) {
	if r.text != nil {
		r.text.words += s
	}
}

func (r *svgReader) end(name string) {
	if name == "text" {
		r.flush()
	}
}

func (r *svgReader) flush() {
	if r.text == nil {
		return
	}
	if r.text.words = strings.Join(strings.Fields(r.text.words), " "); r.text.words != "" && r.text.fill != nil {
		r.shapes = append(r.shapes, *r.text)
	}
	r.text = nil
}

// attributes returns an element's attributes, with what the style sheets say of
// it over them, and the properties of style over these (SVG 1.1, 6.4).
func (r *svgReader) attributes(t xml.StartElement) map[string]string {
	a := make(map[string]string, len(t.Attr))
	for _, at := range t.Attr {
		if at.Name.Space == "" {
			a[at.Name.Local] = strings.TrimSpace(at.Value)
		}
	}
	own := a["style"]
	r.sheet.over(t.Name.Local, a)
	declare(a, own)
	return a
}

// take changes the pen by the attributes of an element.
func (p *pen) take(a map[string]string) {
	if v, ok := a["fill"]; ok {
		p.fill = paintOf(v, p.fill)
	}
	if v, ok := a["stroke"]; ok {
		p.stroke = paintOf(v, p.stroke)
	}
	if v, ok := a["stroke-width"]; ok {
		p.line = lengthOf(v)
	}
	if v, ok := a["font-size"]; ok {
		p.size = lengthOf(v)
	}
	if v, ok := a["text-anchor"]; ok {
		p.anchor = v
	}
	if v, ok := a["font-weight"]; ok {
		p.bold = v == "bold" || v == "bolder" || v >= "600" && v <= "900"
	}
	if v, ok := a["opacity"]; ok {
		p.fade = p.fade * opacityOf(v) / 1000
		p.ink = p.ink * opacityOf(v) / 1000
	}
	if v, ok := a["fill-opacity"]; ok {
		p.fade = p.fade * opacityOf(v) / 1000
	}
	if v, ok := a["stroke-opacity"]; ok {
		p.ink = p.ink * opacityOf(v) / 1000
	}
	if a["display"] == "none" || a["visibility"] == "hidden" {
		p.hidden = true
	}
	if v, ok := a["transform"]; ok {
		p.matrix = p.matrix.times(transformOf(v))
	}
}

func opacityOf(s string) int {
	v := int(lengthOf(s))
	if strings.HasSuffix(s, "%") {
		v /= 100
	}
	return min(max(v, 0), 1000)
}

// faded mixes a colour with the paper's white.
func faded(c *Colour, opacity int) *Colour {
	if c == nil || opacity == 0 {
		return nil
	}
	mix := func(v uint8) uint8 { return uint8((int(v)*opacity + 255*(1000-opacity)) / 1000) }
	return &Colour{mix(c.R), mix(c.G), mix(c.B)}
}
