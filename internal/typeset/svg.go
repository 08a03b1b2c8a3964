package typeset

import (
	"errors"
	"slices"
	"strings"
)

// vector is a drawing read from an SVG file (SVG 1.1): its shapes and words in
// thousandths of its own units, from the upper left corner of its view box.
//
// Read are the basic shapes, path, text, g, use, symbol and switch, markers,
// gradients, patterns, clip paths and masks that are no more than that, with fill,
// stroke, dashes, opacity and transform, as attributes, in style or in style sheets
// of the file. Scripts and animations are not run. Opacity is drawn as colours
// mixed with white, and text always in the book's own face. What is not drawn, or
// not as it is written, is named.
type vector struct {
	width, height Length // of the view box
	shapes        []shape
	undrawn       []string // such as "<image>" or "filter of <rect>", each once
}

type shape struct {
	path    []Segment
	fill    *Colour
	stroke  *Colour
	line    Length   // width of the stroke
	shading *Shading // of the fill, in place of its colour
	shade   *Shading // of the stroke
	even    bool     // filled by the even-odd rule
	dashes  []Length
	begins  Length // within the dashes
	cap     LineCap
	join    LineJoin
	mitre   int // how far a corner may stick out, in thousandths of the width
	clips   [][]Segment

	words  string // text at the path's first point
	turn   matrix // of the words; only how they are turned
	size   Length
	anchor string
	bold   bool
}

// pen is what elements inherit from those around them.
type pen struct {
	fill, stroke       *Colour
	fillURL, strokeURL string // of a gradient in their place, else empty
	context            [2]*Colour
	colour             Colour
	line, size         Length
	fade, ink          int // opacity of fill and stroke, in thousandths
	even               bool
	dashes             []Length
	begins             Length // within the dashes
	cap                LineCap
	join               LineJoin
	mitre              int
	markers            [3]string // at the start, in the middle, at the end
	baseline           string
	anchor             string
	bold               bool
	matrix             matrix
	hidden             bool
	clips              [][]Segment
}

func newPen() pen {
	return pen{fill: &Colour{}, fade: 1000, ink: 1000, line: 1000, size: 16_000, mitre: 4000, matrix: identity}
}

func decodeSVG(data []byte) (*vector, error) {
	t, err := parseSVG(data)
	if err != nil {
		return nil, err
	}
	r := svgReader{svgTree: t}
	p := newPen()
	r.open(&p)
	if r.width <= 0 || r.height <= 0 {
		return nil, errors.New("it has no size: give it a viewBox")
	}
	if r.width > maxExtent || r.height > maxExtent {
		return nil, errors.New("it is too large: give it a smaller viewBox")
	}
	for _, selector := range t.odd {
		r.omit("style of " + selector)
	}
	for _, name := range t.unheeded {
		r.omit("style property " + name)
	}
	r.inside(t.root, p)
	if r.err != nil {
		return nil, r.err
	}
	return &r.vector, nil
}

const maxExtent = 100_000_000

// svgReader draws the elements of a drawing.
type svgReader struct {
	*svgTree
	vector
	depth, drawn int
	text         *shape // the text that is being read
	at           XY     // where it begins, in its own space
	err          error
}

// omit notes that something is not drawn.
func (r *svgReader) omit(what string) {
	const enough = 10
	if len(r.undrawn) < enough && !slices.Contains(r.undrawn, what) {
		r.undrawn = append(r.undrawn, what)
	}
}

// open reads the outermost element: the view box, or else the size.
func (r *svgReader) open(p *pen) {
	a := r.root.attributes
	p.take(a)
	r.width, r.height = lengthOf(a["width"]), lengthOf(a["height"])
	if box := numbersOf(a["viewBox"]); len(box) == 4 {
		r.width, r.height = box[2], box[3]
		p.matrix = p.matrix.times(shifted(-box[0], -box[1]))
	}
}

// inside draws the elements within another.
func (r *svgReader) inside(e *element, p pen) {
	for _, k := range e.kids {
		if k.name != "" {
			r.element(k, p)
		}
	}
}

// element draws an element, as the pen for what is around it would.
func (r *svgReader) element(e *element, p pen) {
	if r.drawn++; r.depth > maxSVGDepth || r.drawn > maxElements || len(r.shapes) > maxShapes {
		r.err = errComplicated
	}
	if r.err != nil {
		return
	}
	r.depth++
	defer func() { r.depth-- }()
	a := e.attributes
	p.take(a)
	if p.hidden {
		return
	}
	if path, marked, ok := outlineOf(e); ok {
		r.effects(e)
		p.clips = r.clipped(e, &p, path)
		p.clips = r.masked(e, &p, path)
		r.shape(e, path, &p)
		if marked {
			r.markers(e, path, &p)
		}
		return
	}
	switch e.name {
	case "g", "a", "svg", "use", "switch", "text":
		r.effects(e)
		p.clips = r.clipped(e, &p, nil)
		p.clips = r.masked(e, &p, nil)
	}
	switch e.name {
	case "g", "a":
		r.inside(e, p)
	case "svg":
		p.matrix = p.matrix.times(shifted(lengthOf(a["x"]), lengthOf(a["y"]))).times(viewport(a, r.size(a["width"], r.width), r.size(a["height"], r.height)))
		r.inside(e, p)
	case "use":
		r.use(e, p)
	case "switch":
		r.choose(e, p)
	case "text":
		r.words(e, p)
		r.flush()
	case "defs", "clipPath", "mask", "pattern", "marker", "symbol", "linearGradient", "radialGradient", "filter", "script", "style",
		"title", "desc", "metadata", "view", "cursor", "font", "font-face", "animate", "animateTransform", "animateMotion", "animateColor", "set":
		// none of them is seen where it stands
	default:
		r.omit("<" + e.name + ">")
	}
}

// outlineOf returns the outline of a basic shape or a path, and whether it may
// have markers.
func outlineOf(e *element) (path []Segment, marked, ok bool) {
	n := func(key string) Length { return lengthOf(e.attributes[key]) }
	switch e.name {
	case "rect":
		return rectangle(n("x"), n("y"), n("width"), n("height"), max(n("rx"), n("ry"))), false, true
	case "circle":
		return oval(n("cx"), n("cy"), n("r"), n("r")), false, true
	case "ellipse":
		return oval(n("cx"), n("cy"), n("rx"), n("ry")), false, true
	case "line":
		return []Segment{{Op: MoveTo, To: [3]XY{{n("x1"), n("y1")}}}, {Op: LineTo, To: [3]XY{{n("x2"), n("y2")}}}}, true, true
	case "polyline", "polygon":
		return polygon(e.attributes["points"], e.name == "polygon"), true, true
	case "path":
		return parsePath(e.attributes["d"]), true, true
	}
	return nil, false, false
}

// shape draws a path.
func (r *svgReader) shape(e *element, path []Segment, p *pen) {
	if path == nil {
		return
	}
	s := shape{fill: faded(p.fill, p.fade), stroke: faded(p.stroke, p.ink), line: p.matrix.width(p.line), even: p.even, cap: p.cap, join: p.join, mitre: p.mitre, begins: p.matrix.width(p.begins), clips: p.clips}
	if s.fill != nil && p.fillURL != "" && r.patterned(e, path, p) {
		s.fill = nil
	} else if s.fill != nil && p.fillURL != "" {
		s.shading = r.shaded(e, "fill", p.fillURL, path, p, p.fade, s.fill)
	}
	if s.stroke != nil && p.strokeURL != "" {
		s.shade = r.shaded(e, "stroke", p.strokeURL, path, p, p.ink, s.stroke)
	}
	for _, d := range p.dashes {
		s.dashes = append(s.dashes, p.matrix.width(d))
	}
	s.path = p.matrix.path(slices.Clone(path))
	r.shapes = append(r.shapes, s)
}

// use draws what is drawn elsewhere again (SVG 1.1, 5.6).
func (r *svgReader) use(e *element, p pen) {
	a := e.attributes
	target := r.find(a["href"])
	if target == nil {
		r.omit("<use> of " + a["href"])
		return
	}
	p.matrix = p.matrix.times(shifted(lengthOf(a["x"]), lengthOf(a["y"])))
	if target.name != "symbol" {
		r.element(target, p)
		return
	}
	p.take(target.attributes)
	p.matrix = p.matrix.times(viewport(target.attributes, r.size(a["width"], r.width), r.size(a["height"], r.height)))
	r.inside(target, p)
}

// choose draws the first kid that asks for nothing in particular (5.8.2).
func (r *svgReader) choose(e *element, p pen) {
	for _, k := range e.kids {
		if k.name != "" && k.name != "foreignObject" && k.attributes["requiredFeatures"] == "" && k.attributes["requiredExtensions"] == "" {
			r.element(k, p)
			return
		}
	}
	r.omit("<switch>")
}

// size reads a width or a height, of which whole is all.
func (r *svgReader) size(value string, whole Length) Length {
	if part, ok := strings.CutSuffix(value, "%"); ok {
		return whole * lengthOf(part) / 100_000
	}
	if n := lengthOf(value); n > 0 {
		return n
	}
	return whole
}

// viewport is how the view box of an element is put into a width and a height
// (7.7): in its middle, as large as it fits.
func viewport(a map[string]string, width, height Length) matrix {
	box := numbersOf(a["viewBox"])
	if len(box) != 4 || box[2] <= 0 || box[3] <= 0 {
		return identity
	}
	x, y := width*1000/box[2], height*1000/box[3] // in thousandths
	if a["preserveAspectRatio"] != "none" {
		x = min(x, y)
		y = x
	}
	return shifted((width-box[2]*x/1000)/2, (height-box[3]*y/1000)/2).times(matrix{x * unit / 1000, 0, 0, y * unit / 1000, 0, 0}).times(shifted(-box[0], -box[1]))
}

// extent is the rectangle that the points of a path lie in.
func extent(path []Segment) (x, y, w, h Length) {
	first := true
	var low, high XY
	for i := range path {
		for _, at := range path[i].To[:points[path[i].Op]] {
			if first {
				low, high, first = at, at, false
			}
			low = XY{min(low.X, at.X), min(low.Y, at.Y)}
			high = XY{max(high.X, at.X), max(high.Y, at.Y)}
		}
	}
	return low.X, low.Y, high.X - low.X, high.Y - low.Y
}

// points is how many a segment has, by its kind.
var points = [...]int{MoveTo: 1, LineTo: 1, CurveTo: 3, Close: 0}
