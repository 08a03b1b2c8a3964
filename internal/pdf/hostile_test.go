package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"annexa/internal/pdf/object"
	"annexa/internal/prose"
	"annexa/internal/typeset"
)

// hostile is a book of what a writer would rather not meet.
func hostile(t testing.TB) *typeset.Book {
	pictures := map[string][]byte{
		"alpha.png": picturePNG(t, image.NewNRGBA(image.Rect(0, 0, 60, 20))),
		"grey.png":  picturePNG(t, image.NewGray16(image.Rect(0, 0, 60, 20))),
		"rgb.jpg":   pictureJPEG(t, image.NewRGBA(image.Rect(0, 0, 60, 20))),
		"grey.jpg":  pictureJPEG(t, image.NewGray(image.Rect(0, 0, 60, 20))),
		"empty.png": {},
		"shape.svg": []byte(`<svg viewBox="0 0 100 50"><circle cx="50" cy="25" r="60" fill="url(#g)" stroke="red"/><text x="50" y="20">fine</text></svg>`),
	}
	text := func(src string) *typeset.Text {
		tree := prose.NewParser().Parse([]byte(src), 1)
		bound := bind(tree)
		for i, r := range tree.References {
			if r.Kind == prose.ImageLink {
				bound.References[i].Data = pictures[r.Target]
			}
		}
		return &typeset.Text{Tree: tree, Bindings: bound, Source: "hostile.md", Bookmark: 6}
	}
	book := &typeset.Book{Title: "Hostile \x01 & <title> 🦀", Language: "de"}
	for _, src := range []string{
		"### Deep first\n\n# Then high (\\) with ( in it\n\n## ﬁ ﬂ ½ ≠ Ω",
		"النص العربي من اليمين إلى اليسار, עברית, 日本語 🦀 👩‍👩‍👧 e\u0301 x\u0327\u0308\u0301 \u0301",
		"![alpha](alpha.png) ![grey](grey.png)\n\n![rgb](rgb.jpg)\n\n![grey](grey.jpg \"with a title\")\n\n![](alpha.png)\n\n![e](empty.png)\n\n![drawing](shape.svg)\n\nin ![drawing](shape.svg) a line",
		"| a | b |\n|---|---|\n| " + strings.Repeat("word ", 3000) + " | y |\n|  |  |\n",
		strings.Repeat("| column ", 14) + "|\n" + strings.Repeat("|---", 14) + "|\n" + strings.Repeat(strings.Repeat("| Donaudampfschifffahrt text ", 14)+"|\n", 40),
		"<mailto:a@b.c> <https://example.org/ä{x}?q=1&b=\"> [x](y) " + strings.Repeat("m", 3000),
		strings.Repeat("> ", 30) + "deep\n\n" + strings.Repeat("- ", 30) + "deep\n\n- [ ] \n\n[^1] and [^1]\n\n[^1]: once",
	} {
		book.Parts = append(book.Parts, typeset.Part{Watermark: "Entwurf 🦀", Blocks: []typeset.Block{text(src)}})
	}
	return book
}

func picturePNG(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if n, ok := img.(*image.NRGBA); ok {
		n.SetNRGBA(1, 1, color.NRGBA{200, 10, 10, 100})
	}
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pictureJPEG(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileContentMakesASoundFile(t *testing.T) {
	file := write(t, hostile(t), Meta{Date: day, Attached: []Attachment{
		{Name: "register.csv", Description: "The register", MIME: "text/csv", Relationship: "Data", Data: []byte("id;title\n")},
		{Name: "Ü (x).json", Description: "Sources", MIME: "application/json", Relationship: "Source", Data: []byte("[]")},
	}})
	tool(t, file, "qpdf", "--check", "FILE")
	tool(t, file, "pdfinfo", "-struct-text", "FILE")
	if list := tool(t, file, "pdfdetach", "-list", "FILE"); !strings.Contains(list, "register.csv") {
		t.Errorf("the attachment is not listed:\n%s", list)
	}
}

func TestBookmarksHoldNoControlCharacters(t *testing.T) {
	title := &typeset.Title{Level: 1, Text: "One\x07 \x1b[31mtwo\u0085 three 🦀", Destination: "one", Bookmark: 1}
	file, err := object.Read(write(t, &typeset.Book{Title: "Test", Parts: []typeset.Part{{Blocks: []typeset.Block{title}}}}, Meta{Date: day}), object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	g, err := file.Graph()
	if err != nil {
		t.Fatal(err)
	}
	first := g.Dict(g.Dict(g.Dict(g.Trailer.Get("Root")).Get("Outlines")).Get("First"))
	said, _ := first.Get("Title").(object.String)
	if got, want := said.Text(), "One [31mtwo three 🦀"; got != want {
		t.Errorf("the bookmark is %q, want %q", got, want)
	}
}

// FuzzWrite takes any Markdown through to a file that reads back.
func FuzzWrite(f *testing.F) {
	e, err := typeset.NewEngine(typeset.Fonts{})
	if err != nil {
		f.Fatal(err)
	}
	w := NewWriter()
	f.Add("# A\n\n| a |\n|---|\n| b |\n\n[x](y)[^1]\n\n[^1]: n")
	f.Add("e\u0301\u200d😀 (\\) ﬁ\n\n### B\n\n`code`")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<13 {
			return
		}
		tree := prose.NewParser().Parse([]byte(src), 1)
		pages := e.Layout(&typeset.Book{Title: src, Parts: []typeset.Part{{Blocks: []typeset.Block{&typeset.Text{Tree: tree, Bindings: bind(tree), Bookmark: 3}}}}})
		out, err := w.Write(pages, Meta{Date: day})
		if err != nil {
			t.Fatal(err)
		}
		file, err := object.Read(out, object.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Graph(); err != nil {
			t.Fatal(err)
		}
	})
}
