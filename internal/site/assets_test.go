package site

import (
	"bytes"
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

// A text that goes over the end of a line would lose what a script has leant off.
func TestScriptsThatAreBroughtCanLoseTheirIndentation(t *testing.T) {
	err := fs.WalkDir(themes.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".js" {
			return err
		}
		data, err := fs.ReadFile(themes.FS, name)
		if bytes.Contains(data, []byte("`")) || bytes.Contains(data, []byte("\\\n")) {
			t.Errorf("%s has a text that may go over the end of a line", name)
		}
		if got := lean(data); len(got) >= len(data) || bytes.Contains(got, []byte("\n ")) || bytes.Contains(got, []byte("\n//")) {
			t.Errorf("%s is published with %d bytes of %d", name, len(got), len(data))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
