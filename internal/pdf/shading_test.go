package pdf

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"annexa/internal/prose"
	"annexa/internal/typeset"
)

// TestDrawingsAreSeenAsTheyAreMeant sets a drawing of shadings, clip paths and
// dashes, and looks at points of it.
func TestDrawingsAreSeenAsTheyAreMeant(t *testing.T) {
	svg := `<svg viewBox="0 0 400 100"><defs>
	<linearGradient id="l"><stop stop-color="red"/><stop offset=".5" stop-color="red"/><stop offset=".5" stop-color="blue"/><stop offset="1" stop-color="lime"/></linearGradient>
	<linearGradient id="s" href="#l" gradientUnits="userSpaceOnUse" x1="300" x2="400"/>
	<radialGradient id="r"><stop stop-color="white"/><stop offset="1" stop-color="black"/></radialGradient>
	<clipPath id="c"><circle cx="250" cy="50" r="50"/></clipPath></defs>
	<rect width="100" height="100" fill="url(#l)"/><rect x="100" width="100" height="100" fill="url(#r)"/>
	<rect x="200" width="100" height="100" fill="blue" clip-path="url(#c)"/>
	<path d="M300 50h100" stroke="url(#s)" stroke-width="20"/><path d="M300 90h100" stroke="red" stroke-width="20" stroke-dasharray="50 50"/>
	<path d="M310 0h80v30h-80zM330 10h40v10h-40z" fill="red" fill-rule="evenodd"/></svg>`
	tree := prose.NewParser().Parse([]byte("![drawing](a.svg)"), 1)
	bound := bind(tree)
	bound.References[0].Data = []byte(svg)
	style := typeset.DefaultStyle()
	style.Margin = typeset.Margins{Left: 40 * typeset.Point, Right: 40 * typeset.Point, Top: 40 * typeset.Point, Bottom: 40 * typeset.Point}
	style.Paper = typeset.Paper{Width: 380 * typeset.Point, Height: 300 * typeset.Point} // a unit is three quarters of a point
	file := write(t, &typeset.Book{Title: "Drawing", Style: style, Parts: []typeset.Part{{Blocks: []typeset.Block{&typeset.Text{Tree: tree, Bindings: bound}}}}}, Meta{Date: day})
	tool(t, file, "qpdf", "--check", "FILE")
	out := filepath.Join(t.TempDir(), "page")
	tool(t, file, "pdftoppm", "-r", "96", "-png", "-singlefile", "-aa", "no", "FILE", out)
	data, err := os.ReadFile(out + ".png")
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	const left, top = 53, 53 // of the drawing, in pixels, of which there are four to three points
	for _, want := range []struct {
		x, y   int
		colour string
	}{
		{25, 50, "ff0000"}, {51, 50, "000?f?"}, {98, 50, "0?f?0?"},
		{150, 50, "f?f?f?"}, {150, 2, "0?0?0?"}, {101, 1, "000000"},
		{250, 50, "0000ff"}, {204, 4, "ffffff"},
		{320, 50, "ff0000"}, {352, 50, "000?f?"}, {398, 50, "0?f?0?"}, {320, 65, "ffffff"},
		{320, 90, "ff0000"}, {375, 90, "ffffff"},
		{315, 5, "ff0000"}, {350, 15, "ffffff"},
	} {
		r, g, b, _ := img.At(left+want.x, top+want.y).RGBA()
		got := fmt.Sprintf("%02x%02x%02x", r>>8, g>>8, b>>8)
		for i, c := range want.colour {
			if c != '?' && rune(got[i]) != c && !(strings.HasPrefix(want.colour[i:], "f?") && got[i] == 'e') {
				t.Errorf("at %d,%d it is %s, not %s", want.x, want.y, got, want.colour)
				break
			}
		}
	}
}
