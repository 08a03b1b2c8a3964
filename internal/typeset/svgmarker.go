package typeset

import "math"

// vertex is a place on a path that a marker may stand at, with the directions
// in which the path comes to it and leaves it.
type vertex struct{ at, in, out XY }

// verticesOf are the vertices of a path (SVG 1.1, 11.6).
func verticesOf(path []Segment) []vertex {
	var list []vertex
	var start XY
	add := func(at, in XY) { list = append(list, vertex{at: at, in: in}) }
	leave := func(d XY) {
		if n := len(list); n > 0 {
			list[n-1].out = d
		}
	}
	minus := func(a, b XY) XY { return XY{a.X - b.X, a.Y - b.Y} }
	direction := func(from XY, to ...XY) XY {
		for _, at := range to {
			if at != from {
				return minus(at, from)
			}
		}
		return XY{}
	}
	for i := range path {
		s := &path[i]
		var pen XY
		if n := len(list); n > 0 {
			pen = list[n-1].at
		}
		switch s.Op {
		case MoveTo:
			start = s.To[0]
			add(start, XY{})
		case LineTo:
			leave(minus(s.To[0], pen))
			add(s.To[0], minus(s.To[0], pen))
		case CurveTo:
			leave(direction(pen, s.To[0], s.To[1], s.To[2]))
			in := direction(s.To[2], s.To[1], s.To[0], pen)
			add(s.To[2], XY{-in.X, -in.Y})
		case Close:
			if pen != start {
				leave(minus(start, pen))
				add(start, minus(start, pen))
			}
		}
	}
	return list
}

// angle is the direction of a vertex, in radians.
func (v vertex) angle() float64 {
	unit := func(d XY) (x, y float64) {
		n := math.Hypot(float64(d.X), float64(d.Y))
		if n == 0 {
			return 0, 0
		}
		return float64(d.X) / n, float64(d.Y) / n
	}
	ax, ay := unit(v.in)
	bx, by := unit(v.out)
	if ax+bx == 0 && ay+by == 0 { // it turns back
		return math.Atan2(by, bx)
	}
	return math.Atan2(ay+by, ax+bx)
}

// markers draws the markers of a path.
func (r *svgReader) markers(e *element, path []Segment, p *pen) {
	if p.markers == [3]string{} {
		return
	}
	list := verticesOf(path)
	for i, v := range list {
		if i == 0 {
			r.marker(e, p.markers[0], v, p, true)
		}
		if i > 0 && i < len(list)-1 {
			r.marker(e, p.markers[1], v, p, false)
		}
		if i == len(list)-1 {
			r.marker(e, p.markers[2], v, p, false)
		}
	}
}

func (r *svgReader) marker(e *element, reference string, v vertex, p *pen, start bool) {
	if reference == "" {
		return
	}
	m := r.find(reference)
	if m == nil || m.name != "marker" {
		r.omit("marker of <" + e.name + ">")
		return
	}
	a := m.attributes
	turn := identity
	switch orient := a["orient"]; {
	case orient == "auto", orient == "auto-start-reverse":
		angle := v.angle()
		if start && orient != "auto" {
			angle += math.Pi
		}
		turn = rotated(angle)
	case orient != "":
		turn = rotated(float64(lengthOf(orient)) / 1000 * math.Pi / 180)
	}
	inner := newPen()
	inner.context = [2]*Colour{p.fill, p.stroke}
	inner.take(a)
	inner.fade, inner.ink, inner.clips = p.fade, p.ink, p.clips
	inner.matrix = p.matrix.times(shifted(v.at.X, v.at.Y)).times(turn)
	if a["markerUnits"] != "userSpaceOnUse" {
		inner.matrix = inner.matrix.times(matrix{p.line * unit / 1000, 0, 0, p.line * unit / 1000, 0, 0})
	}
	width, height := r.size(a["markerWidth"], 3000), r.size(a["markerHeight"], 3000)
	if box := numbersOf(a["viewBox"]); len(box) == 4 && box[2] > 0 && box[3] > 0 {
		k := min(width*1000/box[2], height*1000/box[3]) * unit / 1000
		inner.matrix = inner.matrix.times(matrix{k, 0, 0, k, 0, 0})
	}
	inner.matrix = inner.matrix.times(shifted(-lengthOf(a["refX"]), -lengthOf(a["refY"])))
	r.inside(m, inner)
}
