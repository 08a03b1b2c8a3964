package typeset

import (
	"math"
	"strconv"
	"strings"
)

// lengthOf reads a number, in thousandths; the unit behind it is left out but
// for points, millimetres and the like, which are made pixels.
func lengthOf(s string) Length {
	n := 0
	for n < len(s) && strings.IndexByte("+-.0123456789eE", s[n]) >= 0 {
		n++
	}
	unitName := strings.TrimSpace(s[n:])
	if strings.HasPrefix(unitName, "m") && n > 0 && (s[n-1] == 'e' || s[n-1] == 'E') { // 2em
		n--
		unitName = "em"
	}
	f, err := strconv.ParseFloat(s[:n], 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1e6 {
		return 0
	}
	v := Length(math.Round(f * 1000))
	switch unitName {
	case "pt":
		v = v * 4 / 3
	case "pc", "em":
		v *= 16
	case "mm":
		v = v * 3780 / 1000
	case "cm":
		v = v * 37795 / 1000
	case "in":
		v *= 96
	}
	return v
}

// numbersOf reads numbers with anything but digits between them.
func numbersOf(s string) []Length {
	var list []Length
	for sc := (pathScanner{s: s}); ; {
		n, ok := sc.number()
		if !ok || len(list) > 4*maxShapes {
			return list
		}
		list = append(list, n)
	}
}

// matrix is an affine transformation: a, b, c, d in millionths, e and f in
// thousandths (SVG 1.1, 7.4).
type matrix [6]Length

const unit Length = 1_000_000

var identity = matrix{unit, 0, 0, unit, 0, 0}

func shifted(x, y Length) matrix { return matrix{unit, 0, 0, unit, x, y} }

// rotated turns by an angle in radians.
func rotated(angle float64) matrix {
	sin, cos := math.Sincos(angle)
	s, c := Length(math.Round(sin*1e6)), Length(math.Round(cos*1e6))
	return matrix{c, s, -s, c, 0, 0}
}

// tangent is that of an angle in thousandths of a degree, in millionths.
func tangent(angle Length) Length {
	t := math.Tan(float64(angle) / 1000 * math.Pi / 180)
	return Length(math.Round(min(max(t, -1000), 1000) * 1e6))
}

func (m matrix) point(p XY) XY {
	return XY{(m[0]*p.X+m[2]*p.Y)/unit + m[4], (m[1]*p.X+m[3]*p.Y)/unit + m[5]}
}

// width is how wide a stroke, or high a letter, becomes.
func (m matrix) width(l Length) Length {
	area := m[0]/1000*m[3]/1000 - m[1]/1000*m[2]/1000 // in millionths
	if area < 0 {
		area = -area
	}
	return l * root(area) / 1000
}

// inverse is the matrix that takes back what m does; false where none does.
func (m matrix) inverse() (matrix, bool) {
	det := float64(m[0])*float64(m[3]) - float64(m[1])*float64(m[2])
	if math.Abs(det) < 1e6 { // a millionth of the area is left
		return identity, false
	}
	part := func(v Length) Length {
		return Length(math.Round(min(max(float64(v)*float64(unit)*float64(unit)/det, -1e9), 1e9)))
	}
	n := matrix{part(m[3]), part(-m[1]), part(-m[2]), part(m[0]), 0, 0}
	at := n.point(XY{m[4], m[5]})
	n[4], n[5] = -at.X, -at.Y
	return n, true
}

// turn is the matrix without its size and its place.
func (m matrix) turn() matrix {
	size := m.width(1000)
	if size == 0 {
		return identity
	}
	return matrix{m[0] * 1000 / size, m[1] * 1000 / size, m[2] * 1000 / size, m[3] * 1000 / size, 0, 0}
}

func (m matrix) path(path []Segment) []Segment {
	if m == identity {
		return path
	}
	for i := range path {
		for j := range path[i].To {
			path[i].To[j] = m.point(path[i].To[j])
		}
	}
	return path
}

// times returns the matrix that applies n first, then m. Values that no drawing
// has are cut, so that nothing overflows.
func (m matrix) times(n matrix) matrix {
	const most = 1_000 * unit
	cut := func(l Length) Length { return min(max(l, -most), most) }
	at := m.point(XY{n[4], n[5]})
	return matrix{
		cut((m[0]*n[0] + m[2]*n[1]) / unit), cut((m[1]*n[0] + m[3]*n[1]) / unit),
		cut((m[0]*n[2] + m[2]*n[3]) / unit), cut((m[1]*n[2] + m[3]*n[3]) / unit),
		cut(at.X), cut(at.Y),
	}
}

func transformOf(s string) matrix {
	m := identity
	for {
		name, rest, ok := strings.Cut(s, "(")
		if !ok {
			return m
		}
		values, after, _ := strings.Cut(rest, ")")
		s = after
		v := numbersOf(values)
		get := func(i int, other Length) Length {
			if i < len(v) {
				return v[i]
			}
			return other
		}
		const k = unit / 1000
		switch strings.Trim(name, " ,\t\n\r") {
		case "translate":
			m = m.times(shifted(get(0, 0), get(1, 0)))
		case "scale":
			x := get(0, 1000)
			m = m.times(matrix{x * k, 0, 0, get(1, x) * k, 0, 0})
		case "rotate":
			x, y := get(1, 0), get(2, 0)
			m = m.times(shifted(x, y)).times(rotated(float64(get(0, 0)) / 1000 * math.Pi / 180)).times(shifted(-x, -y))
		case "skewX":
			m = m.times(matrix{unit, 0, tangent(get(0, 0)), unit, 0, 0})
		case "skewY":
			m = m.times(matrix{unit, tangent(get(0, 0)), 0, unit, 0, 0})
		case "matrix":
			if len(v) == 6 {
				m = m.times(matrix{v[0] * k, v[1] * k, v[2] * k, v[3] * k, v[4], v[5]})
			}
		}
	}
}
