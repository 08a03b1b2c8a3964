package endtoend

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"codeberg.org/go-fonts/liberation/liberationserifregular"

	"annexa/internal/build"
	"annexa/internal/typeset"
	"annexa/themes"
)

// hostile is a content of what a PDF would rather not hold, in a theme whose
// face lies: each is to become a page that an archive takes, or a problem with
// file and line.
func hostile(t *testing.T) build.Sources {
	t.Helper()
	strip := image.NewGray(image.Rect(0, 0, 20000, 100))
	for x := range 20000 {
		for y := range 100 {
			strip.SetGray(x, y, color.Gray{Y: uint8(x / 80)})
		}
	}
	var whole, photo bytes.Buffer
	if err := png.Encode(&whole, strip); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&photo, strip.SubImage(image.Rect(0, 0, 400, 100)), nil); err != nil {
		t.Fatal(err)
	}
	huge := slices.Clone(whole.Bytes())
	copy(huge[16:24], []byte{0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20}) // says 20,000 by 20,000
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	var rows strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&rows, "| %d | a row that somebody pasted | [x](https://example.org/%d) |\n", i, i)
	}
	content := fstest.MapFS{}
	for name, data := range map[string][]byte{
		"annexa.yaml":    []byte("organisation: {name: Hostile Ltd}\ndate: 2026-11-02\nrules: {theme: warning}\npacks: [{id: all, title: All, include: [records]}]\n"),
		"images/20k.png": whole.Bytes(), "images/empty.png": {}, "images/cut.png": whole.Bytes()[:whole.Len()/2], "images/cut.jpg": photo.Bytes()[:photo.Len()/2], "images/huge.png": huge,
		"images/zero.png": []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x00\x00\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00"),
		"images/script.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" onload="alert(1)"><script>alert(2)</script><foreignObject><p>x</p></foreignObject>` +
			`<image href="https://example.org/x.png"/><a href="javascript:alert(3)"><rect width="80" height="30" fill="teal"/></a><text x="10" y="20">drawn</text></svg>`),

		"pictures.md": record("REC-01", "Pictures", "![20k](images/20k.png)\n\n![empty](images/empty.png)\n\n![cut](images/cut.png)\n\n![cut jpeg](images/cut.jpg)\n\n![huge](images/huge.png)\n\n![zero](images/zero.png)\n\n"+
			"![script](images/script.svg)\n\nIn a line ![script](images/script.svg) and ![empty](images/empty.png).\n"),
		"table.md": record("REC-02", "Table", "| n | text | link |\n|---|---|---|\n"+rows.String()),
		"words.md": record("REC-03", `Words \a with 🦀 and `+strings.Repeat("verylong", 60), "# "+strings.Repeat("m", 2000)+"\n\n"+strings.Repeat("q", 10000)+"\n\n`"+strings.Repeat("k", 10000)+"`\n\n| x | y |\n|---|---|\n| "+strings.Repeat("j", 10000)+" | d |\n"),
		"scripts.md": record("REC-04", "Scripts", "(مرحبا بالعالم): النص العربي with English and 123 inside. עברית שלום\n\n日本語 हिन्दी\n\n🦀 👩‍👩‍👧 🇩🇪 1️⃣ 👍🏽\n\ne\u0301 x\u0327\u0308\u0301 \u0301 Z\u0351\u036b\n\n\u202eover\u202c \u200bzero\u200d width\ufeff\n\n"+
			"ctl:\x01\x07\x08\x0b\x1b[31m\x7f\u0085\u2028x\u2029\n\n\ufffe \ue000 \U000f0000\n\n[link\x01](https://example.org/\x01 \"t\x02\")\n\n```go\nvar x = \"🦀\x01\"\n```\n"),
		"deep.md":  record("REC-05", "Deep", strings.Repeat("> ", 30)+"quoted\n\n"+nested(20)+"\n"+strings.Repeat("> - ", 15)+"both\n\n###### six\n\n# one\n\n###### six again\n"),
		"depth.md": record("REC-06", "Too deep", strings.Repeat("> ", 3000)+"quoted\n\n"+strings.Repeat("[", 3000)+strings.Repeat("*", 3000)+"\n"),
	} {
		content[name] = &fstest.MapFile{Data: data}
	}

	liar := slices.Clone(liberationserifregular.TTF)
	tables, err := typeset.Tables(liar)
	if err != nil {
		t.Fatal(err)
	}
	for i := range tables["glyf"] {
		tables["glyf"][i] = 0x7f
	}
	tokens, err := themes.FS.ReadFile("default/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	css := "@font-face { font-family: Liar; src: url(\"liar.ttf\"); }\n" + strings.Replace(string(tokens), "--text: ", "--text: Liar, ", 1)
	return build.Sources{Content: content, Themes: fstest.MapFS{"default/tokens.css": {Data: []byte(css)}, "default/liar.ttf": {Data: liar}}}
}

func record(id, title, text string) []byte {
	return []byte("---\nid: " + id + "\ntitle: \"" + title + "\"\nkind: record\nversion: \"1\"\nstatus: approved\nclassification: internal\nowner: IT\nsummary: s\nretain: 3 years\n" +
		"approved: {by: A, role: B, date: 2026-01-01}\n---\n" + text)
}

// nested is a list in a list in a list.
func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- level\n")
	}
	return b.String()
}

func TestHostileContentBecomesPagesOrProblems(t *testing.T) {
	p := publishSources(t, hostile(t), true)
	qpdf, pdftotext := program(t, "qpdf"), program(t, "pdftotext")
	text := map[string]string{}
	for _, name := range p.files(t, ".pdf") {
		if out := said(t, qpdf, "--check", p.path(name)); !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
			t.Errorf("qpdf on %s:\n%s", name, out)
		}
		text[name] = said(t, pdftotext, "-raw", p.path(name), "-")
	}
	if len(text) != 7 {
		t.Errorf("there are %d PDFs of six records and a pack", len(text))
	}
	for name, want := range map[string][]string{
		"REC-01": {"Picture: empty", "Picture: cut", "Picture: cut jpeg", "Picture: huge", "Picture: zero", "drawn", "[empty]"},
		"REC-02": {"\n0 a row", "\n2999 a row"},
		"REC-04": {"English and 123 inside", "over zero width", "ctl:\ufffd", "[31m"},
		"REC-05": {"quoted", "level", "both", "six again"},
		"REC-06": {"quoted"},
	} {
		for _, w := range want {
			if s := text["documents/"+name+".pdf"]; !strings.Contains(s, w) {
				t.Errorf("%s does not say %q", name, w)
			}
		}
	}
	for letter, n := range map[string]int{"q": 10000, "k": 10000, "j": 10000, "m": 2000} {
		if got := strings.Count(text["documents/REC-03.pdf"], letter); got < n {
			t.Errorf("of %d times %s %d are there", n, letter, got)
		}
	}
	var told []string
	for _, problem := range p.problems {
		told = append(told, problem.Place.String()+": "+problem.Message)
	}
	for _, want := range []string{
		"themes/default/tokens.css:1:38: font LiberationSerif: glyph 4: its outline is cut off",
		"pictures.md:15: the PDF cannot show an image: images/empty.png: the file is empty",
		"pictures.md:17: the PDF cannot show an image: images/cut.png: it is damaged",
		"pictures.md:19: the PDF cannot show an image: images/cut.jpg: it is damaged",
		"pictures.md:21: the PDF cannot show an image: images/huge.png: 20000 by 20000 pixels are too many",
		"pictures.md:23: the PDF cannot show an image: images/zero.png: it is damaged",
		"scripts.md:15: no font here has the character U+0939",
		"scripts.md:17: no font here has the character U+1F980",
		"scripts.md:23: no font here has the character U+0007",
		"words.md:3:23: no font here has the character U+1F980",
	} {
		if !slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("nothing tells of %s", want)
		}
	}
	if t.Failed() {
		t.Log(strings.Join(told, "\n"))
	}
}
