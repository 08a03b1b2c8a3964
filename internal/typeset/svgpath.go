package typeset

import (
	"math"
	"strconv"
)

// The part of a radius that the handles of a quarter circle are long, in
// thousandths.
const arc = 552

func rectangle(x, y, w, h, r Length) []Segment {
	if w <= 0 || h <= 0 {
		return nil
	}
	to := func(x, y Length) Segment { return Segment{Op: LineTo, To: [3]XY{{x, y}}} }
	if r = min(r, w/2, h/2); r <= 0 {
		return []Segment{{Op: MoveTo, To: [3]XY{{x, y}}}, to(x+w, y), to(x+w, y+h), to(x, y+h), {Op: Close}}
	}
	k := r - r*arc/1000
	curve := func(a, b, c XY) Segment { return Segment{Op: CurveTo, To: [3]XY{a, b, c}} }
	return []Segment{
		{Op: MoveTo, To: [3]XY{{x + r, y}}},
		to(x+w-r, y), curve(XY{x + w - k, y}, XY{x + w, y + k}, XY{x + w, y + r}),
		to(x+w, y+h-r), curve(XY{x + w, y + h - k}, XY{x + w - k, y + h}, XY{x + w - r, y + h}),
		to(x+r, y+h), curve(XY{x + k, y + h}, XY{x, y + h - k}, XY{x, y + h - r}),
		to(x, y+r), curve(XY{x, y + k}, XY{x + k, y}, XY{x + r, y}),
		{Op: Close},
	}
}

func oval(x, y, rx, ry Length) []Segment {
	if rx <= 0 || ry <= 0 {
		return nil
	}
	kx, ky := rx*arc/1000, ry*arc/1000
	curve := func(a, b, c XY) Segment { return Segment{Op: CurveTo, To: [3]XY{a, b, c}} }
	return []Segment{
		{Op: MoveTo, To: [3]XY{{x + rx, y}}},
		curve(XY{x + rx, y + ky}, XY{x + kx, y + ry}, XY{x, y + ry}),
		curve(XY{x - kx, y + ry}, XY{x - rx, y + ky}, XY{x - rx, y}),
		curve(XY{x - rx, y - ky}, XY{x - kx, y - ry}, XY{x, y - ry}),
		curve(XY{x + kx, y - ry}, XY{x + rx, y - ky}, XY{x + rx, y}),
		{Op: Close},
	}
}

func polygon(points string, closed bool) []Segment {
	n := numbersOf(points)
	var path []Segment
	for i := 0; i+1 < len(n); i += 2 {
		op := LineTo
		if i == 0 {
			op = MoveTo
		}
		path = append(path, Segment{Op: op, To: [3]XY{{n[i], n[i+1]}}})
	}
	if closed && path != nil {
		path = append(path, Segment{Op: Close})
	}
	return path
}

// pathScanner reads path data (SVG 1.1, 8.3).
type pathScanner struct {
	s  string
	at int
}

func (p *pathScanner) skip() {
	for p.at < len(p.s) {
		switch p.s[p.at] {
		case ' ', ',', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// number reads a number, in thousandths.
func (p *pathScanner) number() (Length, bool) {
	p.skip()
	from := p.at
	dot, exp := false, false
	for ; p.at < len(p.s); p.at++ {
		switch c := p.s[p.at]; {
		case c >= '0' && c <= '9':
		case (c == '+' || c == '-') && (p.at == from || p.s[p.at-1] == 'e' || p.s[p.at-1] == 'E'):
		case c == '.' && !dot && !exp:
			dot = true
		case (c == 'e' || c == 'E') && !exp && p.at > from:
			exp = true
		default:
			goto done
		}
	}
done:
	f, err := strconv.ParseFloat(p.s[from:p.at], 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1e6 {
		p.at = from
		return 0, false
	}
	return Length(math.Round(f * 1000)), true
}

// flag reads one digit, 0 or 1, as arcs have them.
func (p *pathScanner) flag() (Length, bool) {
	p.skip()
	if p.at < len(p.s) && (p.s[p.at] == '0' || p.s[p.at] == '1') {
		p.at++
		return Length(p.s[p.at-1] - '0'), true
	}
	return 0, false
}

// parsePath reads path data up to its first mistake, as browsers do.
func parsePath(s string) []Segment {
	p := pathScanner{s: s}
	var path []Segment
	var pen, start, handle XY
	var command, last byte
	for len(path) < maxShapes {
		p.skip()
		if p.at >= len(p.s) {
			return path
		}
		if c := p.s[p.at]; c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			command = c
			p.at++
		} else if command == 0 || command == 'z' || command == 'Z' {
			return path
		}
		kind := command &^ 0x20
		if kind != 'M' && path == nil {
			return nil
		}
		v, ok := p.arguments(kind)
		if !ok {
			return path
		}
		origin := XY{}
		if command != kind {
			origin = pen
		}
		at := func(i int) XY { return XY{origin.X + v[i], origin.Y + v[i+1]} }
		mirrored := pen
		if last == kind || last == 'C' && kind == 'S' || last == 'Q' && kind == 'T' || last == 'S' && kind == 'S' {
			mirrored = XY{2*pen.X - handle.X, 2*pen.Y - handle.Y}
		}
		segment := Segment{Op: LineTo}
		switch kind {
		case 'M':
			segment = Segment{Op: MoveTo, To: [3]XY{at(0)}}
			start = at(0)
			command -= 'M' - 'L' // further pairs are lines
		case 'L':
			segment.To[0] = at(0)
		case 'H':
			segment.To[0] = XY{origin.X + v[0], pen.Y}
		case 'V':
			segment.To[0] = XY{pen.X, origin.Y + v[0]}
		case 'C':
			segment = Segment{Op: CurveTo, To: [3]XY{at(0), at(2), at(4)}}
			handle = at(2)
		case 'S':
			segment = Segment{Op: CurveTo, To: [3]XY{mirrored, at(0), at(2)}}
			handle = at(0)
		case 'Q':
			segment, handle = quadratic(pen, at(0), at(2)), at(0)
		case 'T':
			segment, handle = quadratic(pen, mirrored, at(0)), mirrored
		case 'A':
			path = append(path, ellipse(pen, v[0], v[1], v[2], v[3] != 0, v[4] != 0, at(5))...)
			segment.To[0] = at(5)
		case 'Z':
			segment = Segment{Op: Close}
		}
		path = append(path, segment)
		switch segment.Op {
		case CurveTo:
			pen = segment.To[2]
		case Close:
			pen = start
		default:
			pen = segment.To[0]
		}
		last = kind
	}
	return path
}

// arguments reads the numbers that a command takes.
func (p *pathScanner) arguments(kind byte) (v [7]Length, ok bool) {
	count := map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}
	n, known := count[kind]
	if !known {
		return v, false
	}
	for i := range n {
		if kind == 'A' && (i == 3 || i == 4) {
			v[i], ok = p.flag()
		} else {
			v[i], ok = p.number()
		}
		if !ok {
			return v, false
		}
	}
	return v, true
}

func quadratic(from, handle, to XY) Segment {
	third := func(a, b XY) XY { return XY{a.X + (b.X-a.X)*2/3, a.Y + (b.Y-a.Y)*2/3} }
	return Segment{Op: CurveTo, To: [3]XY{third(from, handle), third(to, handle), to}}
}

// ellipse turns an elliptical arc into curves of at most a quarter each (SVG
// 1.1, F.6).
func ellipse(from XY, rx, ry, turn Length, large, sweep bool, to XY) []Segment {
	if rx == 0 || ry == 0 || from == to {
		return nil
	}
	sinT, cosT := math.Sincos(float64(turn) / 1000 * math.Pi / 180)
	a, b := math.Abs(float64(rx)), math.Abs(float64(ry))
	dx, dy := float64(from.X-to.X)/2, float64(from.Y-to.Y)/2
	x, y := float64(cosT*dx)+float64(sinT*dy), float64(cosT*dy)-float64(sinT*dx)
	if grow := float64(x*x)/float64(a*a) + float64(y*y)/float64(b*b); grow > 1 {
		a, b = a*math.Sqrt(grow), b*math.Sqrt(grow)
	}
	den := float64(a*a*y*y) + float64(b*b*x*x)
	if den == 0 {
		return nil
	}
	f := math.Sqrt(max(0, (float64(a*a*b*b)-den)/den))
	if large == sweep {
		f = -f
	}
	cx, cy := f*a*y/b, -f*b*x/a
	start := math.Atan2((y-cy)/b, (x-cx)/a)
	extent := math.Atan2((-y-cy)/b, (-x-cx)/a) - start
	switch {
	case sweep && extent < 0:
		extent += 2 * math.Pi
	case !sweep && extent > 0:
		extent -= 2 * math.Pi
	}
	mx, my := float64(from.X+to.X)/2, float64(from.Y+to.Y)/2
	at := func(u, v float64) XY {
		u, v = u*a+cx, v*b+cy
		return XY{Length(math.Round(mx + float64(cosT*u) - float64(sinT*v))), Length(math.Round(my + float64(sinT*u) + float64(cosT*v)))}
	}
	n := int(math.Ceil(math.Abs(extent)/(math.Pi/2) - 1e-9))
	step := extent / float64(max(n, 1))
	k := 4.0 / 3 * math.Tan(step/4)
	var path []Segment
	for i := range n {
		s0, c0 := math.Sincos(start + step*float64(i))
		s1, c1 := math.Sincos(start + step*float64(i+1))
		path = append(path, Segment{Op: CurveTo, To: [3]XY{at(c0-k*s0, s0+k*c0), at(c1+k*s1, s1-k*c1), at(c1, s1)}})
	}
	return path
}
