package typeset

import "slices"

// clipped returns the clip paths of an element whose outline is path, nil for
// one that has several (SVG 1.1, 14.3).
func (r *svgReader) clipped(e *element, p *pen, path []Segment) [][]Segment {
	reference, _, ok := referenceOf(e.attributes["clip-path"])
	if !ok {
		return p.clips
	}
	c := r.find(reference)
	if c == nil || c.name != "clipPath" {
		r.omit("clip-path of <" + e.name + ">")
		return p.clips
	}
	m, ok := within(p.matrix, c.attributes["clipPathUnits"], path)
	if !ok {
		r.omit("clip-path of <" + e.name + ">")
		return p.clips
	}
	m = m.times(transformOf(c.attributes["transform"]))
	clip := []Segment{}
	for _, k := range c.kids {
		if k.name == "" {
			continue
		}
		outline, ok := r.outlined(k, m)
		if !ok {
			r.omit("<" + k.name + "> in <clipPath>")
		}
		if k.attributes["clip-rule"] == "evenodd" {
			r.omit("clip-rule of <" + k.name + ">")
		}
		clip = append(clip, outline...)
	}
	return append(slices.Clip(p.clips), clip)
}

// within is the space of what an element is cut with: its own, or that of the box
// around its outline, which one that has several does not have.
func within(m matrix, units string, path []Segment) (matrix, bool) {
	if units != "objectBoundingBox" {
		return m, true
	}
	if path == nil {
		return m, false
	}
	x, y, w, h := extent(path)
	return m.times(matrix{w * 1000, 0, 0, h * 1000, x, y}), true
}

// outlined is the outline of a shape, or of one that is used.
func (r *svgReader) outlined(e *element, m matrix) ([]Segment, bool) {
	shape, to := e, m.times(transformOf(e.attributes["transform"]))
	if e.name == "use" {
		if shape = r.find(e.attributes["href"]); shape == nil {
			shape = e
		}
		to = to.times(shifted(lengthOf(e.attributes["x"]), lengthOf(e.attributes["y"]))).times(transformOf(shape.attributes["transform"]))
	}
	outline, _, ok := outlineOf(shape)
	return to.path(outline), ok
}

// masked adds the mask of an element to its clip paths, where it is no more than
// one, as drawing programs write them: shapes that are white all over (14.4).
// Every other is named.
func (r *svgReader) masked(e *element, p *pen, path []Segment) [][]Segment {
	value := e.attributes["mask"]
	if value == "" || value == "none" {
		return p.clips
	}
	reference, _, _ := referenceOf(value)
	mask := r.find(reference)
	if mask == nil || mask.name != "mask" {
		r.omit("mask of <" + e.name + ">")
		return p.clips
	}
	m, ok := within(p.matrix, mask.attributes["maskContentUnits"], path)
	around := newPen()
	around.take(mask.attributes)
	clip := []Segment{}
	for _, k := range mask.kids {
		if k.name == "" || !ok {
			continue
		}
		inner := around
		inner.take(k.attributes)
		white := inner.fill != nil && *inner.fill == Colour{255, 255, 255} && inner.fillURL == "" && inner.fade == 1000 && inner.stroke == nil
		var outline []Segment
		outline, ok = r.outlined(k, m)
		ok = ok && white && !inner.hidden && !inner.even
		clip = append(clip, outline...)
	}
	if !ok {
		r.omit("mask of <" + e.name + ">")
		return p.clips
	}
	clips := append(slices.Clip(p.clips), clip)
	if a := mask.attributes; a["maskUnits"] == "userSpaceOnUse" && a["width"] != "" && a["height"] != "" {
		clips = append(clips, p.matrix.path(rectangle(lengthOf(a["x"]), lengthOf(a["y"]), r.size(a["width"], r.width), r.size(a["height"], r.height), 0)))
	}
	return clips
}
