package pdf

import (
	"strings"
	"testing"

	"annexa/internal/exif"
	"annexa/internal/typeset"
)

// The standard says of each orientation where the first row of the stored
// picture is seen, and where its first column.
func TestPhotographsAreTurned(t *testing.T) {
	const x, y, w, h typeset.Length = 7, 9, 30, 20
	side := map[string]typeset.Length{"left": x, "right": x + w, "bottom": y, "top": y + h}
	opposite := map[string]string{"left": "right", "right": "left", "bottom": "top", "top": "bottom"}
	for i, test := range []string{"top left", "top right", "bottom right", "bottom left", "left top", "right top", "right bottom", "left bottom"} {
		m := placed(&typeset.Picture{Turned: exif.Orientation(i + 1)}, x, y, w, h)
		seen := func(u, v typeset.Length) [2]typeset.Length {
			return [2]typeset.Length{m[0]*u + m[2]*v + m[4], m[1]*u + m[3]*v + m[5]}
		}
		corner := func(row, column string) [2]typeset.Length {
			if row == "left" || row == "right" {
				row, column = column, row
			}
			return [2]typeset.Length{side[column], side[row]}
		}
		row, column, _ := strings.Cut(test, " ")
		for _, c := range []struct{ got, want [2]typeset.Length }{
			{seen(0, 1), corner(row, column)},
			{seen(1, 1), corner(row, opposite[column])},
			{seen(0, 0), corner(opposite[row], column)},
		} {
			if c.got != c.want {
				t.Errorf("%d: %s: at %v, want %v", i+1, test, c.got, c.want)
			}
		}
	}
}
