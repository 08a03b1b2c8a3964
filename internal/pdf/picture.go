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
	dict := func(space object.Name) *object.Dict {
		return new(object.Dict).Set("Type", object.Name("XObject")).Set("Subtype", object.Name("Image")).
			Set("Width", object.Integer(p.Width)).Set("Height", object.Integer(p.Height)).
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
	if colours != nil && len(colours) == p.Width*p.Height {
		out.colours = w.predicted(dict("DeviceGray"), colours, p.Width, 1)
	} else {
		out.colours = w.predicted(dict("DeviceRGB"), colours, p.Width, 3)
	}
	if alpha != nil {
		out.mask = w.predicted(dict("DeviceGray"), alpha, p.Width, 1)
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
