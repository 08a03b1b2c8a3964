package pdf

import (
	"image"
	"image/color"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// picture is a bitmap as image XObjects (ISO 32000-1, 8.9.5): its colours, and
// its transparency where it has any. Pictures are shared and never changed.
type picture struct{ colours, mask *object.Stream }

const maxPictures = 256

// picture encodes a picture, once.
func (w *Writer) picture(p *typeset.Picture) *picture {
	w.mu.Lock()
	known := w.pictures[p.Sum]
	w.mu.Unlock()
	if known != nil {
		return known
	}
	out := w.encode(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.pictures) < maxPictures {
		w.pictures[p.Sum] = out
	}
	return out
}

func (w *Writer) encode(p *typeset.Picture) *picture {
	width, height := p.Width, p.Height // as they are stored
	if p.Turned.Sideways() {
		width, height = height, width
	}
	dict := func(space object.Name) *object.Dict {
		return new(object.Dict).Set("Type", object.Name("XObject")).Set("Subtype", object.Name("Image")).
			Set("Width", object.Integer(width)).Set("Height", object.Integer(height)).
			Set("ColorSpace", space).Set("BitsPerComponent", object.Integer(8))
	}
	if p.JPEG != nil {
		space := object.Name("DeviceRGB")
		if p.Grey {
			space = "DeviceGray"
		}
		return &picture{colours: &object.Stream{Dict: dict(space).Set("Filter", object.Name("DCTDecode")), Raw: p.JPEG}}
	}
	colours, alpha := samples(p.Pixels)
	out := &picture{}
	if colours != nil && len(colours) == width*height {
		out.colours = w.predicted(dict("DeviceGray"), colours, width, 1)
	} else {
		out.colours = w.predicted(dict("DeviceRGB"), colours, width, 3)
	}
	if alpha != nil {
		out.mask = w.predicted(dict("DeviceGray"), alpha, width, 1)
	}
	return out
}

// samples returns a picture's colours, one byte a pixel if all are grey and
// else three, and its alpha, nil if it is opaque.
func samples(img image.Image) (colours, alpha []byte) {
	b := img.Bounds()
	n := b.Dx() * b.Dy()
	rgb, a := make([]byte, 0, 3*n), make([]byte, 0, n)
	grey, opaque := true, true
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			rgb, a = append(rgb, c.R, c.G, c.B), append(a, c.A)
			grey = grey && c.R == c.G && c.G == c.B
			opaque = opaque && c.A == 255
		}
	}
	if opaque {
		a = nil
	}
	if grey {
		for i := range n {
			rgb[i] = rgb[3*i]
		}
		rgb = rgb[:n]
	}
	return rgb, a
}

// predicted compresses samples after the PNG predictor Up (7.4.4.4), which
// suits the flat areas of logos and screens.
func (w *Writer) predicted(dict *object.Dict, samples []byte, width, components int) *object.Stream {
	row := width * components
	out := make([]byte, 0, len(samples)+len(samples)/row)
	above := make([]byte, row)
	for ; len(samples) >= row; samples = samples[row:] {
		out = append(out, 2)
		for i, s := range samples[:row] {
			out = append(out, s-above[i])
		}
		above = samples[:row]
	}
	s := w.deflate.Stream(dict, out)
	s.Dict.Set("DecodeParms", new(object.Dict).Set("Predictor", object.Integer(15)).
		Set("Colors", object.Integer(components)).Set("Columns", object.Integer(width)))
	return s
}

func (p *picture) addTo(g *object.Graph) object.Ref {
	if p.mask == nil {
		return g.Add(p.colours)
	}
	return g.Add(&object.Stream{Dict: p.colours.Dict.Clone().Set("SMask", g.Add(p.mask)), Raw: p.colours.Raw})
}

// corners are where the lower left corner of a stored picture, its lower right
// and its upper left are seen, by its orientation, in a square of one by one
// that is seen upright.
var corners = [...][3]struct{ x, y typeset.Length }{
	1: {{0, 0}, {1, 0}, {0, 1}},
	2: {{1, 0}, {0, 0}, {1, 1}},
	3: {{1, 1}, {0, 1}, {1, 0}},
	4: {{0, 1}, {1, 1}, {0, 0}},
	5: {{1, 1}, {1, 0}, {0, 1}},
	6: {{0, 1}, {0, 0}, {1, 1}},
	7: {{0, 0}, {0, 1}, {1, 0}},
	8: {{1, 0}, {1, 1}, {0, 0}},
}

// placed is the matrix that puts a picture of the given size at a place of the
// page (8.3.3), turned as it is to be seen.
func placed(p *typeset.Picture, x, y, w, h typeset.Length) [6]typeset.Length {
	c := corners[p.Turned]
	origin, right, up := c[0], c[1], c[2]
	return [6]typeset.Length{
		(right.x - origin.x) * w, (right.y - origin.y) * h,
		(up.x - origin.x) * w, (up.y - origin.y) * h,
		x + origin.x*w, y + origin.y*h,
	}
}
