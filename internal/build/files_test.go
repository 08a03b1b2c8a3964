package build

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

func TestPagesGivePhotographsTheSizeTheyAreSeenIn(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 20)), nil); err != nil {
		t.Fatal(err)
	}
	for orientation, want := range map[string][2]int{"\x03": {40, 20}, "\x06": {20, 40}} {
		exif := "\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + orientation + "\x00\x00\x00\x00\x00\x00"
		l := upTo(t, map[string]string{"a.md": "![photograph](p.jpg)", "p.jpg": "\xff\xd8" + exif + b.String()[2:]}, "")
		pictures, _, err := l.images(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		p := pictures["p.jpg"]
		if got := [2]int{p.width, p.height}; got != want || p.fault != nil {
			t.Errorf("orientation %d: %v, %v", orientation[0], got, p.fault)
		}
	}
}
