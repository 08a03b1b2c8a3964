package typeset

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"sync"

	"annexa/internal/exif"
)

// Picture is a bitmap or a drawing that was read to its end. Pictures are shared and must
// not be changed.
type Picture struct {
	Width, Height int         // pixels, as it is seen
	JPEG          []byte      // the file as it stands, of a JPEG in grey or colour; else nil
	Grey          bool        // of a JPEG: one component
	Pixels        image.Image // of everything else that has pixels; else nil
	Turned        exif.Orientation
	Sum           [sha256.Size]byte

	vector *vector // of a drawing, which becomes marks of its own
}

// maxPixels bounds what a picture may take in memory once it is decoded.
const maxPixels = 40_000_000

// pictureCache keeps decoded pictures by the hash of their file: a logo stands
// on every cover.
type pictureCache struct {
	mu     sync.Mutex
	known  map[[sha256.Size]byte]*Picture
	pixels int
}

const maxCachedPixels = 64_000_000

func (e *Engine) picture(data []byte) (*Picture, error) {
	sum := sha256.Sum256(data)
	c := &e.pictures
	c.mu.Lock()
	p := c.known[sum]
	c.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := decodePicture(data)
	if err != nil {
		return nil, err
	}
	p.Sum = sum
	c.mu.Lock()
	defer c.mu.Unlock()
	n := p.Width * p.Height
	if p.vector != nil {
		n = 100 * len(p.vector.shapes)
	}
	if c.known[sum] == nil && c.pixels+n <= maxCachedPixels {
		c.known[sum] = p
		c.pixels += n
	}
	return p, nil
}

// CheckPicture says why data is no picture that can be shown.
func CheckPicture(data []byte) error {
	_, err := decodePicture(data)
	return err
}

func decodePicture(data []byte) (*Picture, error) {
	if len(data) == 0 {
		return nil, errors.New("the file is empty")
	}
	isJPEG, isPNG := bytes.HasPrefix(data, []byte("\xff\xd8")), bytes.HasPrefix(data, []byte("\x89PNG"))
	read, config := png.Decode, png.DecodeConfig
	switch {
	case isJPEG:
		read, config = jpeg.Decode, jpeg.DecodeConfig
	case !isPNG && looksLikeSVG(data):
		v, err := decodeSVG(data)
		if err != nil {
			return nil, err
		}
		return &Picture{Width: int(max(v.width/1000, 1)), Height: int(max(v.height/1000, 1)), Turned: exif.Upright, vector: v}, nil
	case !isPNG:
		return nil, errors.New("it is neither PNG, JPEG nor SVG: save it as one of them")
	}
	c, err := config(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("it is damaged: %w", err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return nil, errors.New("it has no size")
	}
	if c.Width > maxPixels || c.Height > maxPixels/c.Width {
		return nil, fmt.Errorf("%d by %d pixels are too many: scale it to at most %d in all", c.Width, c.Height, maxPixels)
	}
	pixels, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("it is damaged: %w", err)
	}
	p := &Picture{Width: c.Width, Height: c.Height, Turned: exif.Of(data)}
	if p.Turned.Sideways() {
		p.Width, p.Height = p.Height, p.Width
	}
	switch pixels.(type) {
	case *image.Gray:
		p.Grey = true
	case *image.YCbCr:
	default: // PNG; and JPEG in CMYK, which has no place in a file whose colours are sRGB
		isJPEG = false
	}
	if isJPEG {
		p.JPEG = data
	} else {
		p.Pixels = pixels
	}
	return p, nil
}

// looksLikeSVG says whether the beginning of a file holds an svg element.
func looksLikeSVG(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 4096)], []byte("<svg"))
}
