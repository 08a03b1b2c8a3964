package typeset

import (
	"slices"
	"strings"
)

// maxTiles is how often a pattern is repeated at most: more are too small to be
// told apart on paper.
const maxTiles = 2000

// patterned fills a shape with the pattern that its fill refers to (SVG 1.1,
// 13.3), whose tiles are drawn one by one and cut off at the outline. It says no
// where the fill is something else, or cannot be drawn so.
func (r *svgReader) patterned(e *element, path []Segment, p *pen) bool {
	g := r.find(p.fillURL)
	if g == nil || g.name != "pattern" {
		return false
	}
	a, drawn := map[string]string{}, g
	for from, n := g, 0; from != nil && n < gradientLinks; from, n = r.find(from.attributes["href"]), n+1 {
		for key, value := range from.attributes {
			if _, known := a[key]; !known {
				a[key] = value
			}
		}
		if !slices.ContainsFunc(drawn.kids, func(k *element) bool { return k.name != "" }) {
			drawn = from
		}
	}
	x, y, w, h := extent(path)
	box := a["patternUnits"] != "userSpaceOnUse"
	n := func(key string, whole, ofBox Length) Length {
		value := a[key]
		part, percent := strings.CutSuffix(value, "%")
		switch {
		case percent && box:
			return ofBox * lengthOf(part) / 100_000
		case percent:
			return whole * lengthOf(part) / 100_000
		case box:
			return ofBox * lengthOf(value) / 1000
		}
		return lengthOf(value)
	}
	tile := struct{ x, y, w, h Length }{n("x", r.width, w), n("y", r.height, h), n("width", r.width, w), n("height", r.height, h)}
	if box {
		tile.x, tile.y = tile.x+x, tile.y+y
	}
	turn := transformOf(a["patternTransform"])
	back, ok := turn.inverse()
	if !ok || tile.w <= 0 || tile.h <= 0 || p.even {
		return false
	}
	left, top, wide, high := extent(back.path(rectangle(x, y, w, h, 0)))
	first := XY{floor(left-tile.x, tile.w), floor(top-tile.y, tile.h)}
	last := XY{floor(left+wide-tile.x-1, tile.w), floor(top+high-tile.y-1, tile.h)}
	if (last.X-first.X+1)*(last.Y-first.Y+1) > maxTiles {
		return false
	}
	inner := newPen()
	inner.fade, inner.ink, inner.colour = p.fade, p.fade, p.colour
	outline := p.matrix.path(slices.Clone(path))
	for j := first.Y; j <= last.Y; j++ {
		for i := first.X; i <= last.X; i++ {
			at := p.matrix.times(turn).times(shifted(tile.x+i*tile.w, tile.y+j*tile.h))
			edge := at.path(rectangle(0, 0, tile.w, tile.h, 0))
			inner.clips = append(slices.Clip(p.clips), outline, edge)
			switch {
			case a["viewBox"] != "":
				at = at.times(viewport(a, tile.w, tile.h))
			case a["patternContentUnits"] == "objectBoundingBox":
				at = at.times(matrix{w * 1000, 0, 0, h * 1000, 0, 0})
			}
			inner.matrix = at
			r.depth++
			if r.depth > maxSVGDepth {
				r.err = errComplicated
			}
			r.inside(drawn, inner)
			r.depth--
		}
	}
	return r.err == nil
}

// floor divides, and rounds down.
func floor(a, b Length) Length {
	n := a / b
	if a%b < 0 {
		n--
	}
	return n
}
