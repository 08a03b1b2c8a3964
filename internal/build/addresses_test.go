package build

import (
	"strings"
	"testing"
)

func TestFilesThatOnlyTheirCaseTellsApartAreNamed(t *testing.T) {
	_, got := told(t, files(map[string]string{
		"a.md":      "![one](pic.png) ![two](Pic.png)",
		"pic.png":   "1",
		"Pic.png":   "2",
		"X/one.md":  "text",
		"x/two.md":  "text",
		"other.png": "not linked, not published",
		"Other.png": "nor this",
	}))
	for _, want := range []string{
		"pic.png: error: this cannot be published as files/pic.png: it clashes with files/Pic.png: rename one of them [duplicate-address]",
		"x/two.md: error: this cannot be published as pages/x/two.html: it clashes with pages/X/: rename one of them",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	}
	if strings.Contains(strings.ToLower(got), "other.png") {
		t.Errorf("told of what is not published: %q", got)
	}
}
