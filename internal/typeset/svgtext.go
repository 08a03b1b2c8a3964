package typeset

import "strings"

// words reads a text, or a part of one. What stands at a place of its own is
// drawn by itself, everything else goes on behind what stands before it.
func (r *svgReader) words(e *element, p pen) {
	a := e.attributes
	em := func(key string) Length {
		if n, ok := strings.CutSuffix(a[key], "em"); ok {
			return lengthOf(n) * p.size / 1000
		}
		return lengthOf(a[key])
	}
	if e.name == "text" {
		r.at = XY{}
	}
	if e.name == "text" || a["x"] != "" || a["y"] != "" {
		if a["x"] != "" {
			r.at.X = em("x")
		}
		if a["y"] != "" {
			r.at.Y = em("y")
		}
		r.at.X, r.at.Y = r.at.X+em("dx"), r.at.Y+em("dy")
		r.begin(p)
	}
	for _, k := range e.kids {
		switch k.name {
		case "":
			r.text.words += k.text
		case "tspan", "a":
			inner := p
			inner.take(k.attributes)
			if !inner.hidden {
				r.effects(k)
				r.words(k, inner)
			}
		case "title", "desc", "animate", "set":
		default:
			r.omit("<" + k.name + "> in <text>")
		}
	}
}

// begin begins a text at the present place.
func (r *svgReader) begin(p pen) {
	r.flush()
	at := r.at
	switch p.baseline {
	case "middle", "central":
		at.Y += p.size * 35 / 100
	case "hanging", "text-before-edge", "text-top":
		at.Y += p.size * 80 / 100
	}
	r.text = &shape{path: []Segment{{Op: MoveTo, To: [3]XY{p.matrix.point(at)}}}, fill: faded(p.fill, p.fade), turn: p.matrix.turn(), size: p.matrix.width(p.size), anchor: p.anchor, bold: p.bold}
}

// flush ends a text.
func (r *svgReader) flush() {
	if r.text == nil {
		return
	}
	if r.text.words = strings.Join(strings.Fields(r.text.words), " "); r.text.words != "" && r.text.fill != nil {
		r.shapes = append(r.shapes, *r.text)
	}
	r.text = nil
}
