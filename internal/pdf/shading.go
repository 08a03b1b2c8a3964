package pdf

import (
	"strconv"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// shading is one that a page paints with, as a pattern (ISO 32000-1, 8.7.4), and
// where its unit square lies in the page's own space.
type shading struct {
	of     *typeset.Shading
	matrix [6]typeset.Length
}

// shade makes a shading what is filled with, or drawn with. One whose square is
// none is left to the mark's colour.
func (d *drawing) shade(s *typeset.Shading, x, y typeset.Length, stroke bool) bool {
	across := typeset.XY{X: s.Across.X - s.Origin.X, Y: s.Across.Y - s.Origin.Y}
	up := typeset.XY{X: s.Up.X - s.Origin.X, Y: s.Up.Y - s.Origin.Y}
	if across.X*up.Y == across.Y*up.X {
		return false
	}
	name := "/P" + strconv.Itoa(len(d.shadings))
	if stroke {
		d.buf = append(d.buf, "/Pattern CS "+name+" SCN\n"...)
	} else {
		d.buf = append(d.buf, "/Pattern cs "+name+" scn\n"...)
	}
	d.shadings = append(d.shadings, shading{s, [6]typeset.Length{across.X, -across.Y, up.X, -up.Y, x + s.Origin.X, d.height - y - s.Origin.Y}})
	return true
}

// addTo puts the pattern into a file.
func (s *shading) addTo(g *object.Graph) object.Ref {
	dict := new(object.Dict).Set("ShadingType", object.Integer(2)).Set("ColorSpace", object.Name("DeviceRGB"))
	coords := object.Array{object.Integer(0), object.Integer(0), object.Integer(1), object.Integer(0)}
	if s.of.Radial {
		dict.Set("ShadingType", object.Integer(3))
		coords = object.Array{number(s.of.Focus.X), number(s.of.Focus.Y), object.Integer(0), object.Integer(0), object.Integer(0), object.Integer(1)}
	}
	dict.Set("Coords", coords).
		Set("Function", blend(s.of.Stops)).
		Set("Extend", object.Array{object.Bool(true), object.Bool(true)})
	matrix := make(object.Array, len(s.matrix))
	for i, n := range s.matrix {
		matrix[i] = number(n)
	}
	return g.Add(new(object.Dict).Set("Type", object.Name("Pattern")).Set("PatternType", object.Integer(2)).
		Set("Shading", dict).Set("Matrix", matrix))
}

// blend is the function from a place between 0 and 1 to the colour there
// (7.10.3, 7.10.4). Stops at one place are a sharp edge.
func blend(stops []typeset.Stop) *object.Dict {
	first, last := stops[0], stops[len(stops)-1]
	first.At, last.At = 0, 1000
	list := append(append([]typeset.Stop{first}, stops...), last)
	var parts, bounds, encode object.Array
	for i := 1; i < len(list); i++ {
		from, to := list[i-1], list[i]
		if from.At == to.At {
			continue
		}
		if len(parts) > 0 {
			bounds = append(bounds, number(typeset.Length(from.At)))
		}
		parts = append(parts, unitFunction(2).Set("N", object.Integer(1)).Set("C0", rgb(from.Colour)).Set("C1", rgb(to.Colour)))
		encode = append(encode, object.Integer(0), object.Integer(1))
	}
	if len(parts) == 1 {
		return parts[0].(*object.Dict)
	}
	return unitFunction(3).Set("Functions", parts).Set("Bounds", bounds).Set("Encode", encode)
}

func unitFunction(kind int) *object.Dict {
	return new(object.Dict).Set("FunctionType", object.Integer(kind)).Set("Domain", object.Array{object.Integer(0), object.Integer(1)})
}

func rgb(c typeset.Colour) object.Array {
	out := make(object.Array, 0, 3)
	for _, v := range [...]uint8{c.R, c.G, c.B} {
		out = append(out, number(typeset.Length(v)*1000/255))
	}
	return out
}
