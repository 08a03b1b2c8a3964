package endtoend

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"annexa/internal/isms"
	"annexa/internal/pack"
)

const (
	resolution = 40 // points an inch: enough to see where there is ink
	edge       = 6  // points, about 4 mm, that no printer reaches
	band       = 12 // points, the band of colour that runs off the left of a cover
)

// paperIsWhole draws pages of each form, and finds ink on each and none at its
// edge.
func paperIsWhole(t *testing.T, p *published) {
	pdftoppm := program(t, "pdftoppm")
	names := append(p.some(t), pack.PackPath("staff"))
	for _, d := range p.isms.Documents {
		if d.State == isms.Draft {
			names = append(names, pack.Path(d)) // with DRAFT across its pages
			break
		}
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prefix := filepath.Join(t.TempDir(), "page")
			said(t, pdftoppm, "-r", strconv.Itoa(resolution), "-l", "40", "-gray", "-png", p.path(name), prefix)
			sheets, err := filepath.Glob(prefix + "*.png")
			if err != nil || len(sheets) == 0 {
				t.Fatalf("pdftoppm drew nothing: %v", err)
			}
			for i, sheet := range sheets {
				data, err := os.ReadFile(sheet)
				if err != nil {
					t.Fatal(err)
				}
				drawn, err := png.Decode(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				// What a printer leaves out of a cover's band is no loss.
				off := 0
				if b := drawn.Bounds(); i == 0 && dark(drawn, b.Min.X, b.Min.Y) && dark(drawn, b.Min.X, b.Max.Y-1) {
					off = band
				}
				all, atEdge := ink(drawn, off)
				if b := drawn.Bounds(); all*500 < b.Dx()*b.Dy() {
					t.Errorf("%s is blank, but for %d points", filepath.Base(sheet), all)
				} else if all*2 > b.Dx()*b.Dy() {
					t.Errorf("%s is black: %d points", filepath.Base(sheet), all)
				}
				if atEdge > 0 {
					t.Errorf("%s has ink in %d points within 4 mm of the edge", filepath.Base(sheet), atEdge)
				}
			}
		})
	}
}

// dark says that a point is not white.
func dark(sheet image.Image, x, y int) bool {
	return color.GrayModel.Convert(sheet.At(x, y)).(color.Gray).Y < 250
}

// ink counts the points that are not white, and those of them at the edge, but
// for as many columns on the left as may run off it.
func ink(sheet image.Image, off int) (all, atEdge int) {
	b := sheet.Bounds()
	inner := b.Inset(edge)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if dark(sheet, x, y) {
				all++
				if x >= b.Min.X+off && !(image.Point{X: x, Y: y}).In(inner) {
					atEdge++
				}
			}
		}
	}
	return all, atEdge
}
