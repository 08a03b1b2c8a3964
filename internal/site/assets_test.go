package site

import (
	"io/fs"
	"path"
	"testing"

	"annexa/themes"
)

// Style sheets that Annexa brings are not looked through in a build.
func TestTheStyleSheetsThatAreBroughtNameWhatIsBrought(t *testing.T) {
	theme, err := fs.Sub(themes.FS, "default")
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{opt: Options{Theme: theme}}
	if err := s.assets(); err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, p := range s.pages {
		there[p.Path] = true
	}
	sheets := 0
	for _, p := range s.pages {
		if path.Ext(p.Path) != ".css" {
			continue
		}
		sheets++
		data, err := p.render(nil)
		if err != nil {
			t.Fatal(err)
		}
		name := p.Path[len(AssetFolder):]
		for _, problem := range missingFrom(name, string(data), there) {
			t.Errorf("%s: %s", problem.Place, problem.Message)
		}
	}
	if sheets == 0 {
		t.Error("there is no style sheet")
	}
}
