package build

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// svgSize is how large a browser shows a drawing by itself, in pixels: what its
// width and height say, and its view box for what they do not say (SVG 2, 8.2
// and 8.6).
func svgSize(data []byte) (width, height int, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false                                                                   // drawing programs write entities of their own
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // numbers are ASCII in all of them
	for {
		token, err := d.Token()
		if err != nil {
			return 0, 0, errors.New("it is no SVG")
		}
		root, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if root.Name.Local != "svg" {
			return 0, 0, errors.New("it is no SVG")
		}
		w, h := rootSize(root)
		if w < 1 || h < 1 || w > math.MaxInt32 || h > math.MaxInt32 {
			return 0, 0, errors.New("it has no size: give it a viewBox")
		}
		return int(math.Round(w)), int(math.Round(h)), nil
	}
}

func rootSize(root xml.StartElement) (width, height float64) {
	said := map[string]string{}
	for _, a := range root.Attr {
		said[a.Name.Local] = a.Value
	}
	width, height = pixels(said["width"]), pixels(said["height"])
	box := strings.Fields(strings.ReplaceAll(said["viewBox"], ",", " "))
	if len(box) != 4 {
		return width, height
	}
	w, h := pixels(box[2]), pixels(box[3])
	switch {
	case w == 0 || h == 0:
	case width == 0 && height == 0:
		return w, h
	case width == 0:
		width = height * w / h
	case height == 0:
		height = width * h / w
	}
	return width, height
}

// units are how many pixels those of CSS come to.
var units = map[string]float64{"": 1, "px": 1, "pt": 96. / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}

// pixels reads a length; 0 if it is none, or one of the page it stands on.
func pixels(length string) float64 {
	length = strings.TrimSpace(length)
	number := strings.TrimRight(length, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n > 0) || math.IsInf(n, 0) {
		return 0
	}
	return n * units[strings.ToLower(length[len(number):])]
}
