package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-fonts/liberation/liberationserifregular"

	"annexa/internal/diag"
	"annexa/internal/pdf"
	"annexa/internal/typeset"
	"annexa/themes"
)

func brought(t testing.TB) fs.FS {
	t.Helper()
	sub, err := fs.Sub(themes.FS, "default")
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

// own is the theme of the binary with files of one's own over it.
func own(t testing.TB, files map[string]string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(brought(t), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(brought(t), name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		out[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return out
}

// changed is the tokens of the binary with one text in place of another.
func changed(t testing.TB, from, to string) map[string]string {
	t.Helper()
	data, err := fs.ReadFile(brought(t), File)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(from)) {
		t.Fatalf("the tokens have no %q", from)
	}
	return map[string]string{File: strings.Replace(string(data), from, to, 1)}
}

func say(problems []diag.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%s: %s [%s]\n    %s\n", p.Place, p.Message, p.Rule.Name, p.Hint)
	}
	return b.String()
}

func TestTheThemeOfTheBinaryHasNoProblem(t *testing.T) {
	theme, problems := Read(brought(t), brought(t), pdf.CheckFace)
	if len(problems) > 0 {
		t.Fatal(say(problems))
	}
	if want := (typeset.Colour{R: 0x1d, G: 0x22, B: 0x26}); theme.Colours.Ink != want {
		t.Errorf("ink is %v, want %v", theme.Colours.Ink, want)
	}
	for use, names := range map[string][2]string{
		"text": {theme.Fonts.Text[0].Regular.Name, "LiberationSans"}, "display": {theme.Fonts.Display[0].Regular.Name, "CharisSIL-Bold"}, "code": {theme.Fonts.Mono[0].Regular.Name, "DejaVuSansMono"},
	} {
		if names[0] != names[1] {
			t.Errorf("%s is set in %s, want %s", use, names[0], names[1])
		}
	}
	if !bytes.Contains(theme.Logo, []byte("<svg")) {
		t.Error("there is no logo")
	}
	if _, err := typeset.NewEngine(theme.Fonts); err != nil {
		t.Error(err)
	}
}

func TestColoursOfOnesOwn(t *testing.T) {
	for written, want := range map[string]typeset.Colour{
		"#123":                           {R: 0x11, G: 0x22, B: 0x33},
		"#0A1b2c":                        {R: 0x0a, G: 0x1b, B: 0x2c},
		"light-dark( #102030 , #ffeedd)": {R: 0x10, G: 0x20, B: 0x30},
		"#102030 /* as on the door */":   {R: 0x10, G: 0x20, B: 0x30},
	} {
		theme, problems := Read(own(t, changed(t, "--accent: light-dark(#0d5a56, #7fd0c6)", "--accent: "+written)), brought(t), pdf.CheckFace)
		if len(problems) > 0 || theme.Colours.Accent != want {
			t.Errorf("%s: %v\n%s", written, theme.Colours.Accent, say(problems))
		}
	}
}

func TestFontsOfOnesOwn(t *testing.T) {
	files := changed(t, "--text: ", `--text: "House Sans", "House CJK", `)
	files[File] += `
@font-face { font-family: "House Sans"; src: local("House Sans"), url("fonts/house.woff2") format("woff2"), url(fonts/house.ttf) format("truetype"); }
@font-face { font-family: "House Sans"; font-weight: 700; src: url('./fonts/house-bold.ttf'); }
@font-face { font-family: House CJK; font-weight: 100 900; src: url("fonts/house.ttf"); }
`
	files["fonts/house.ttf"], files["fonts/house-bold.ttf"] = string(liberationserifregular.TTF), string(dejavusansbold.TTF)
	theme, problems := Read(own(t, files), brought(t), pdf.CheckFace)
	if len(problems) > 0 {
		t.Fatal(say(problems))
	}
	text := theme.Fonts.Text
	if len(text) != 3 || text[0].Regular.Name != "fonts/house.ttf" || text[0].Bold.Name != "./fonts/house-bold.ttf" || text[0].Italic != nil || text[2].Regular.Name != "LiberationSans" {
		t.Errorf("the faces of text are %+v", text)
	}
}

func TestWhatAThemeGetsWrongIsNamedWithFileAndLine(t *testing.T) {
	face := func(rule string) map[string]string {
		files := changed(t, "--text: ", `--text: Own, `)
		files[File] = rule + "\n" + files[File]
		files["fonts/bad.ttf"], files["fonts/good.ttf"] = "this is no font", string(liberationserifregular.TTF)
		liar := slices.Clone(liberationserifregular.TTF)
		tables, err := typeset.Tables(liar)
		if err != nil {
			t.Fatal(err)
		}
		for i := range tables["glyf"] {
			tables["glyf"][i] = 0x7f // of all outlines no more than their lengths is true
		}
		files["fonts/liar.ttf"] = string(liar)
		return files
	}
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no colour":        {changed(t, "--ink: light-dark(#1d2226,", "--ink: light-dark(navy,"), "tokens.css:11:10: --ink is no colour that a PDF can have: light-dark(navy, #e3e6e7) [theme]"},
		"faint colour":     {changed(t, "--ink-2: light-dark(#555d64,", "--ink-2: light-dark(#999999,"), "tokens.css:12:12: --ink-2 has a contrast of 2.8 to white paper, and text wants 4.5 [theme]"},
		"missing":          {changed(t, "--ink: light-dark(#1d2226, #e3e6e7);", ""), "tokens.css:4: there is no --ink, which pages and PDFs need [theme]\n    write --ink: light-dark(#1d2226, #e3e6e7);"},
		"missing in pages": {changed(t, "--gap: 1.5rem;", ""), "tokens.css:4: there is no --gap, which pages need [theme]\n    write --gap: 1.5rem;"},
		"twice":            {changed(t, "--line:", "--ink: #000; --line:"), "tokens.css:13:10: ink is declared a second time, first in line 11"},
		"no semicolon":     {changed(t, "#e3e6e7);", "#e3e6e7)"), "--ink is no colour that a PDF can have"},
		"never closed":     {map[string]string{File: ":root {\n  --ink: #000;\n"}, "tokens.css:3:1: the rule :root, begun in line 1, never ends"},
		"other rule":       {map[string]string{File: "body { margin: 0 }"}, "tokens.css:1:1: a file of tokens holds :root and @font-face alone, and this is body"},
		"empty":            {map[string]string{File: "/* nothing */"}, "it declares nothing for :root"},
		"no UTF-8":         {map[string]string{File: ":root{--ink:\xff}"}, "it is no UTF-8 text"},
		"no value":         {changed(t, "--corner: .4rem", "--corner: "), "--corner has no value"},
		"open comment":     {map[string]string{File: ":root{}\n/* for ever"}, "tokens.css:2:1: a comment begins here and never ends"},
		"unknown faces":    {changed(t, `"Liberation Sans", "Helvetica Neue", Arial`, "Arial"), "--text names no face that a PDF can have: ui-sans-serif"},
		"absent font":      {face(`@font-face { font-family: Own; src: url("fonts/none.ttf"); }`), "tokens.css:1:37: the font fonts/none.ttf cannot be read: file does not exist"},
		"no font":          {face(`@font-face { font-family: Own; src: url("fonts/bad.ttf"); }`), "tokens.css:1:37: font fonts/bad.ttf: it is no TrueType font"},
		"outside":          {face(`@font-face { font-family: Own; src: url("../../x.ttf"); }`), "the font ../../x.ttf does not lie in the theme"},
		"web font":         {face(`@font-face { font-family: Own; src: url("fonts/a.woff2"); }`), "names no .ttf file, and PDFs embed no other"},
		"no name":          {face(`@font-face { src: url("fonts/good.ttf"); }`), "an @font-face rule without a font-family names nothing"},
		"no source":        {face(`@font-face { font-family: Own; }`), "an @font-face rule without a src brings no font"},
		"bold alone":       {face(`@font-face { font-family: Own; font-weight: bold; src: url("fonts/good.ttf"); }`), "Own has no upright font of normal weight"},
		"one cut twice":    {face(`@font-face { font-family: Own; src: url("fonts/good.ttf"); } @font-face { font-family: Own; src: url("fonts/good.ttf"); }`), "Own has two fonts for one weight and style"},
		"broken logo":      {map[string]string{"logo.png": "no picture"}, "themes/default/logo.png: the logo cannot be shown: it is neither PNG, JPEG nor SVG"},
		"text in quotes":   {map[string]string{File: ":root { --text: \"a\n; }"}, "a text in quotes begins here and does not end in its line"},
		"lying font":       {face(`@font-face { font-family: Own; src: url("fonts/liar.ttf"); }`), "tokens.css:1:37: font LiberationSerif: glyph 4: its outline is cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			theme, problems := Read(own(t, test.files), brought(t), pdf.CheckFace)
			if got := say(problems); !strings.Contains(got, test.want) {
				t.Errorf("got\n%s\nwant %s", got, test.want)
			}
			if theme.Colours.Link == (typeset.Colour{}) || len(theme.Fonts.Text) == 0 || theme.Logo == nil {
				t.Error("nothing stands in for what is wrong")
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	data, err := fs.ReadFile(brought(f), File)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add("\uFEFF:root{--a:'x;}';/* */--b:\"é\"}:root[data-x]{a:b}@font-face{src:url(x.ttf)}")
	f.Fuzz(func(t *testing.T, src string) {
		tokens, faults := parse(src)
		lines := strings.Count(src, "\n") + 1
		for _, x := range faults {
			if x.line < 1 || x.line > lines || x.column < 1 || x.message == "" {
				t.Fatalf("%+v", x)
			}
		}
		for name, v := range tokens.values {
			if v.line < 1 || v.line > lines || name == "" {
				t.Fatalf("%s: %+v", name, v)
			}
		}
	})
}
