package typeset

import (
	"strings"
)

// gradientLinks is how many gradients may take their stops from one another.
const gradientLinks = 8

// shaded returns the shading that a paint refers to (SVG 1.1, 13.2), or makes
// colour what is drawn in its place: of a gradient that is none, its last one.
func (r *svgReader) shaded(e *element, property, reference string, path []Segment, p *pen, opacity int, colour *Colour) *Shading {
	g := r.find(reference)
	if g == nil || g.name != "linearGradient" && g.name != "radialGradient" {
		r.omit(property + " of <" + e.name + ">")
		return nil
	}
	a, stops := map[string]string{}, []Stop(nil)
	for from, n := g, 0; from != nil && n < gradientLinks; from, n = r.find(from.attributes["href"]), n+1 {
		for key, value := range from.attributes {
			if _, known := a[key]; !known {
				a[key] = value
			}
		}
		if stops == nil {
			stops = stopsOf(from, p, opacity)
		}
	}
	if len(stops) == 0 {
		r.omit(property + " of <" + e.name + ">")
		return nil
	}
	if m := a["spreadMethod"]; m != "" && m != "pad" {
		r.omit("spreadMethod of <" + g.name + ">")
	}
	*colour = stops[len(stops)-1].Colour
	box := a["gradientUnits"] != "userSpaceOnUse"
	x, y, w, h := extent(path)
	if len(stops) == 1 || box && (w == 0 || h == 0) {
		return nil
	}
	n := func(key string, other string, whole Length) Length {
		value := a[key]
		if value == "" {
			value = other
		}
		if part, ok := strings.CutSuffix(value, "%"); ok {
			if box {
				whole = 1000
			}
			return lengthOf(part) * whole / 100_000
		}
		return lengthOf(value)
	}
	s := &Shading{Stops: stops}
	if g.name == "linearGradient" {
		s.Origin = XY{n("x1", "0%", r.width), n("y1", "0%", r.height)}
		s.Across = XY{n("x2", "100%", r.width), n("y2", "0%", r.height)}
		if s.Origin == s.Across {
			return nil
		}
		s.Up = XY{s.Origin.X - (s.Across.Y - s.Origin.Y), s.Origin.Y + s.Across.X - s.Origin.X}
	} else {
		radius := n("r", "50%", (r.width+r.height)/2)
		if radius <= 0 {
			return nil
		}
		s.Radial = true
		s.Origin = XY{n("cx", "50%", r.width), n("cy", "50%", r.height)}
		s.Across, s.Up = XY{s.Origin.X + radius, s.Origin.Y}, XY{s.Origin.X, s.Origin.Y + radius}
		if a["fx"] != "" || a["fy"] != "" {
			focus := s.Origin
			if a["fx"] != "" {
				focus.X = n("fx", "", r.width)
			}
			if a["fy"] != "" {
				focus.Y = n("fy", "", r.height)
			}
			s.Focus = XY{(focus.X - s.Origin.X) * 1000 / radius, (focus.Y - s.Origin.Y) * 1000 / radius}
			if s.Focus.X*s.Focus.X+s.Focus.Y*s.Focus.Y >= 980*980 { // it stays within the circle
				d := root(s.Focus.X*s.Focus.X + s.Focus.Y*s.Focus.Y)
				s.Focus = XY{s.Focus.X * 980 / d, s.Focus.Y * 980 / d}
			}
		}
	}
	turn := transformOf(a["gradientTransform"])
	for _, at := range [...]*XY{&s.Origin, &s.Across, &s.Up} {
		*at = turn.point(*at)
		if box {
			*at = XY{x + at.X*w/1000, y + at.Y*h/1000}
		}
		*at = p.matrix.point(*at)
	}
	return s
}

// stopsOf are the stops of a gradient of its own, in order.
func stopsOf(g *element, p *pen, opacity int) []Stop {
	var stops []Stop
	last := 0
	for _, k := range g.kids {
		if k.name != "stop" || len(stops) > maxElements/1000 {
			continue
		}
		a := k.attributes
		c := &Colour{}
		if v, ok := a["stop-color"]; ok {
			c, _ = p.paint(v, c, "")
		}
		seen := opacity
		if v, ok := a["stop-opacity"]; ok {
			seen = seen * opacityOf(v) / 1000
		}
		if c = faded(c, seen); c == nil {
			c = &Colour{255, 255, 255}
		}
		last = max(last, opacityOf(a["offset"]))
		stops = append(stops, Stop{last, *c})
	}
	return stops
}
