package typeset

import (
	"bytes"
	"encoding/binary"
	"flag"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"

	"annexa/internal/exif"
	"annexa/internal/prose"
)

var update = flag.Bool("update", false, "write the golden files anew")

var shared = sync.OnceValues(func() (*Engine, error) { return NewEngine(Fonts{}) })

func engine(t testing.TB) *Engine {
	t.Helper()
	e, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// set lays out one text by itself.
func setText(t testing.TB, src string, change ...func(*Book)) *Pages {
	t.Helper()
	tree := prose.NewParser().Parse([]byte(src), 1)
	bound := prose.Bindings{References: make([]prose.Binding, len(tree.References))}
	for i, r := range tree.References {
		switch r.Kind {
		case prose.AddressLink:
			bound.References[i].Href = r.Target
		case prose.ImageLink:
			bound.References[i].Data = images[r.Target]
		case prose.PathLink:
			bound.References[i].Href = "#" + r.Fragment
		}
	}
	b := &Book{Title: "Test", Language: "en-GB", Parts: []Part{{
		Header: Running{Left: "Left", Right: "Right"}, Footer: Running{Right: "Page {page} of {pages}"},
		Blocks: []Block{&Text{Tree: tree, Bindings: bound, Source: "test.md", Bookmark: 2}},
	}}}
	for _, c := range change {
		c(b)
	}
	p := engine(t).Layout(b)
	sound(t, p)
	return p
}

var images = map[string][]byte{
	"small.png":     pngOf(40, 20),
	"wide.png":      pngOf(3000, 30),
	"high.png":      pngOf(30, 3000),
	"empty.png":     {},
	"truncated.png": pngOf(40, 20)[:60],
	"huge.png":      headerOf(20_000, 20_000),
	"none.svg":      []byte("<svg/>"),
	"part.svg":      []byte(`<svg viewBox="0 0 9 9"><image/><rect width="9" height="9" filter="url(#f)"/></svg>`),
}

func pngOf(w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, w, h))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// photograph is a JPEG of the given size that says how it is to be seen.
func photograph(w, h int, orientation byte) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		panic(err)
	}
	exif := "\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00"
	return append([]byte("\xff\xd8"+exif), b.Bytes()[2:]...)
}

func TestPhotographsHaveTheSizeTheyAreSeenIn(t *testing.T) {
	for orientation, want := range map[byte][2]int{1: {40, 20}, 3: {40, 20}, 6: {20, 40}, 8: {20, 40}} {
		p, err := decodePicture(photograph(40, 20, orientation))
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]int{p.Width, p.Height}; got != want || p.Turned != exif.Orientation(orientation) {
			t.Errorf("orientation %d: %v, turned by %d", orientation, got, p.Turned)
		}
	}
}

// headerOf is the beginning of a PNG of the given size.
func headerOf(w, h uint32) []byte {
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(chunk, w), h)
	chunk = append(chunk, 8, 2, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\r"), chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

// sound fails if something on the pages cannot be: marks beyond the margins,
// .notdef, destinations or links to nowhere.
func sound(t testing.TB, p *Pages) {
	t.Helper()
	if len(p.Pages) == 0 {
		t.Fatal("no page")
	}
	for i := range p.Pages {
		page := &p.Pages[i]
		for _, f := range page.Frames {
			for j := range f.Marks {
				m := &f.Marks[j]
				x, y := f.X+m.X, f.Y+m.Y
				if x < 0 || x+m.W > page.Width || y < 0 || y > page.Height || m.W < 0 {
					t.Fatalf("page %d: %q at %s,%s, %s wide, lies outside the page", i+1, text(m), pt(x), pt(y), pt(m.W))
				}
				if m.Node >= 0 && p.Nodes[m.Node].Role != Content {
					t.Fatalf("page %d: %q belongs to a %s", i+1, text(m), p.Nodes[m.Node].Role)
				}
				for _, r := range m.Runs {
					for _, g := range r.Glyphs {
						if g.ID == 0 {
							t.Fatalf("page %d: %q shows .notdef", i+1, text(m))
						}
					}
				}
			}
		}
		for _, a := range page.Areas {
			if l := p.Links[a.Link]; l.Address == "" && !named(p, l.Destination) {
				t.Fatalf("page %d: a link leads to %q, which is nowhere", i+1, l.Destination)
			}
		}
	}
	level := 0
	for _, b := range p.Bookmarks {
		if b.Level > level+1 || !named(p, b.Destination) {
			t.Fatalf("bookmark %q: level %d after %d, destination %q", b.Title, b.Level, level, b.Destination)
		}
		level = b.Level
	}
}

func named(p *Pages, name string) bool {
	for _, d := range p.Destinations {
		if d.Name == name {
			return true
		}
	}
	return false
}

func TestPolicyIsSetAsBefore(t *testing.T) {
	src, err := os.ReadFile("testdata/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	got := dump(setText(t, string(src)))
	const golden = "testdata/policy.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("line %d of the dump:\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	t.Fatalf("the dump has %d lines, want %d", len(g), len(w))
}

func TestBadContentStillMakesPages(t *testing.T) {
	for name, src := range map[string]string{
		"nothing":          "",
		"long word":        strings.Repeat("m", 10_000),
		"long word of CJK": strings.Repeat("安", 3000),
		"long address":     "https://example.org/" + strings.Repeat("a", 5000),
		"long code":        "```\n" + strings.Repeat("x", 9000) + "\n```",
		"controls":         "a\x01b\x7fc\u0085d\u200be\u202ef",
		"emoji":            "fine 😀 👩‍👩‍👧 ✅ flag 🇩🇪",
		"marks alone":      "\u0301\u0301 a\u0301\u0327\u0308 \u064b",
		"Arabic":           "النص العربي من اليمين إلى اليسار",
		"deep quotes":      strings.Repeat("> ", 60) + "deep",
		"deep lists":       deepList(60),
		"many rows":        "| a | b |\n|---|---|\n" + strings.Repeat("| x | y y y y |\n", 3000),
		"many columns":     strings.Repeat("| column ", 14) + "|\n" + strings.Repeat("|---", 14) + "|\n" + strings.Repeat("| Donaudampfschifffahrt text ", 14) + "|\n",
		"columns no end":   strings.Repeat("| c ", 200) + "|\n" + strings.Repeat("|---", 200) + "|\n" + strings.Repeat("| confidentiality ", 200) + "|\n",
		"tall row":         "| a | b |\n|---|---|\n| " + strings.Repeat("word ", 9000) + " | y |\n| after | it |\n",
		"tall head":        "| " + strings.Repeat("word ", 9000) + " | y |\n|---|---|\n| after | it |\n",
		"pictures":         "![a](small.png)\n\n![wide](wide.png)\n\n![high](high.png \"with a title\")\n\ntext ![in](small.png) text ![in](high.png)",
		"sized pictures":   "![[small.png|a|96]]\n\n![[wide.png|192]]\n\n![b|9999](small.png)\n\ntext ![[small.png|12]] text",
		"bad pictures":     "![none](absent.png)\n\n![e](empty.png)\n\n![t](truncated.png)\n\n![h](huge.png)\n\n![s](none.svg) in ![t](truncated.png) text",
		"headings alone":   strings.Repeat("# One\n\n## Two\n\n", 100),
		"dead links":       "[a](#nowhere) [b](#nowhere)",
		"no word":          "- \n- \n\n1.\n2.\n\n>\n",
	} {
		t.Run(name, func(t *testing.T) {
			setText(t, src)
			setText(t, src, func(b *Book) { b.Parts[0].Landscape, b.Style.Paper = true, Letter })
		})
	}
}

func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- item\n")
	}
	return b.String()
}

func TestRemarksNameWhatIsWrong(t *testing.T) {
	p := setText(t, "fine\n\nlook 🦀 here\n\n![t](truncated.png) ![h](huge.png) ![p](part.svg)\n\n[a](#nowhere)\n\n| h |\n|---|\n| x |\n| 🦞 |", func(b *Book) {
		b.Parts[0].Source, b.Parts[0].Footer.Left = "front.md", "🐙"
		b.Parts[0].Blocks = append(b.Parts[0].Blocks, &Panel{Facts: []Fact{{Key: "key", Value: "🐡"}}})
	})
	want := []Remark{
		{Kind: MissingGlyph, Source: "test.md", Line: 3, Rune: '🦀'},
		{Kind: BadPicture, Source: "test.md", Line: 5, Text: "truncated.png: it is damaged: png: invalid format: not enough pixel data"},
		{Kind: BadPicture, Source: "test.md", Line: 5, Text: "huge.png: 20000 by 20000 pixels are too many: scale it to at most 40000000 in all"},
		{Kind: PartOfPicture, Source: "test.md", Line: 5, Text: "part.svg: <image>, filter of <rect>"},
		{Kind: MissingGlyph, Source: "test.md", Line: 12, Rune: '🦞'},
		{Kind: MissingGlyph, Source: "front.md", Rune: '🐡'},
		{Kind: MissingGlyph, Source: "front.md", Rune: '🐙'},
		{Kind: NoDestination, Source: "test.md", Line: 7, Text: "nowhere"},
	}
	if len(p.Remarks) != len(want) {
		t.Fatalf("remarks %+v", p.Remarks)
	}
	for i, r := range p.Remarks {
		if r != want[i] {
			t.Errorf("got %+v, want %+v", r, want[i])
		}
	}
	if !strings.Contains(dump(p), "\uFFFD") {
		t.Error("the missing character is not shown as U+FFFD")
	}
}

func TestATableIsSetSmallerOnlyWhereThatKeepsItsWordsWhole(t *testing.T) {
	usual := DefaultStyle().SmallSize + 500
	for name, test := range map[string]struct {
		first, word string
		size        Length
		whole       bool
	}{
		"a short word":                  {"one", "two", usual, true},
		"a word of two thirds":          {"one", strings.Repeat("n", 57), usual, true},
		"a word of most of the width":   {strings.Repeat("one two ", 20), strings.Repeat("n", 75), usual, true},
		"words that fit if smaller":     {strings.Repeat("m", 30), strings.Repeat("n", 47), usual * 7 / 8, true},
		"words that fit if smallest":    {strings.Repeat("m", 32), strings.Repeat("n", 54), usual * 6 / 8, true},
		"words that fit in no size":     {strings.Repeat("m", 40), strings.Repeat("n", 65), usual, false},
		"a word wider than any table":   {"one two three", strings.Repeat("n", 150), usual, false},
		"an address wider than a table": {"one two three", "https://example.org/" + strings.Repeat("path/", 40), usual, false},
	} {
		p := setText(t, "| a | b |\n|---|---|\n| "+test.first+" | "+test.word+" |\n")
		whole := false
		for _, f := range p.Pages[0].Frames {
			for i := range f.Marks {
				m := &f.Marks[i]
				whole = whole || shown(m) == test.word
				if m.Node >= 0 && m.Size != test.size {
					t.Errorf("%s: %q is set in %s points, want %s", name, shown(m), pt(m.Size), pt(test.size))
				}
			}
		}
		if whole != test.whole {
			t.Errorf("%s: the word is in one piece: %t", name, whole)
		}
	}
}

func TestShortWordsStayWholeBesideLongOnes(t *testing.T) {
	const row = "| 1 | Datenschutzfolgenabschätzungsverfahrensanweisung | Informationssicherheitsbeauftragte | 2026-12-31 | Vertraulichkeitsverpflichtungserklärungsvorlagen |\n"
	p := setText(t, "| Nr. | Maßnahmenverfolgungsregistereintrag | Zuständigkeit | Frist | Bemerkung |\n|---|---|---|---|---|\n"+row, func(b *Book) { b.Language = "de" })
	var words []string
	for _, f := range p.Pages[0].Frames {
		for i := range f.Marks {
			if m := &f.Marks[i]; m.Node >= 0 {
				words = append(words, shown(m))
				if m.Size != DefaultStyle().SmallSize+500 {
					t.Errorf("%s is set in %s points", shown(m), pt(m.Size))
				}
			}
		}
	}
	for _, want := range []string{"1", "Nr.", "Frist", "2026-12-31", "Zuständigkeit"} {
		if !slices.Contains(words, want) {
			t.Errorf("%q is not in one piece: %q", want, words)
		}
	}
}

func TestATableOfManyColumnsStandsOnPagesInLandscape(t *testing.T) {
	heads := strings.Fields("Asset Owner Location Classification Threat Vulnerability Likelihood Impact Risk Treatment Controls Residual Due Remarks")
	row := "| AST-001 | Head of IT | Bristol | confidential | Theft of a laptop | No encryption | 3 | 4 | 12 | modify | A.8.1, A.8.24 | 6 | 2026-12-31 | What is to be said of it in a sentence |\n"
	p := setText(t, "Before.\n\n| "+strings.Join(heads, " | ")+" |\n"+strings.Repeat("|---", len(heads))+"|\n"+strings.Repeat(row, 30)+"\nAfter.\n")
	last := len(p.Pages) - 1
	if last < 3 {
		t.Fatalf("there are %d pages", last+1)
	}
	for i := range p.Pages {
		page := &p.Pages[i]
		if turned := page.Width > page.Height; turned == (i == 0 || i == last) {
			t.Errorf("page %d of %d is %s wide", i+1, last+1, pt(page.Width))
		}
		if i == 0 || i == last {
			continue
		}
		var words []string
		for j := range page.Frames {
			for k := range page.Frames[j].Marks {
				words = append(words, strings.TrimSpace(shown(&page.Frames[j].Marks[k])))
			}
		}
		for _, want := range append(heads, "AST-001", "confidential", "encryption", "2026-12-31") { // every head, on every page
			if !slices.Contains(words, want) {
				t.Errorf("page %d does not have %q in one piece", i+1, want)
			}
		}
	}
	if first, end := bodyOf(&p.Pages[0]), bodyOf(&p.Pages[last]); !slices.Equal(first, []string{"Before."}) || !slices.Equal(end, []string{"After."}) {
		t.Errorf("around the table stand %q and %q", first, end)
	}
}

func TestARowThatFitsOnAPageIsKeptWhole(t *testing.T) {
	var rows strings.Builder
	for i := range 60 {
		rows.WriteString("| row " + strconv.Itoa(i) + " | " + strings.Repeat("word ", 60+i%7*20) + "end |\n")
	}
	p := setText(t, "| Head | b |\n|---|---|\n"+rows.String())
	seen := 0
	for i := range p.Pages {
		for _, row := range bodyOf(&p.Pages[i]) {
			if strings.HasPrefix(row, "row ") {
				seen++
			}
			if strings.HasPrefix(row, "row ") != strings.HasSuffix(row, "end") {
				t.Errorf("page %d has a part of a row: %q", i+1, row)
			}
		}
	}
	if seen != 60 {
		t.Errorf("%d rows of 60 are there", seen)
	}
}

func TestATitleStaysBelowItsPicture(t *testing.T) {
	for above := range 40 {
		p := setText(t, strings.Repeat("Line of text.\n\n", above)+"![a](small.png \"What it shows\")\n")
		for i := range p.Pages {
			page, picture := &p.Pages[i], false
			for j := range page.Frames {
				for k := range page.Frames[j].Marks {
					picture = picture || page.Frames[j].Marks[k].Picture != nil
				}
			}
			if picture != slices.Contains(bodyOf(page), "What it shows") {
				t.Fatalf("with %d lines above, page %d has one without the other", above, i+1)
			}
		}
	}
}

func TestPicturesStayWithinTheirColumns(t *testing.T) {
	p := setText(t, "| a | b | c |\n|---|---|---|\n| ![1](wide.png) | words ![2](wide.png) ![3](small.png) | ![4](wide.png) |\n")
	var end Length
	pictures := 0
	for _, f := range p.Pages[0].Frames {
		for i := range f.Marks {
			m := &f.Marks[i]
			if m.Picture == nil {
				continue
			}
			if pictures++; pictures == 3 { // below the second
				continue
			}
			if m.X < end || m.W < 100*Point || m.H*90 > m.W {
				t.Errorf("picture %d at %s is %s by %s, and what is before it ends at %s", pictures, pt(m.X), pt(m.W), pt(m.H), pt(end))
			}
			end = m.X + m.W
		}
	}
	if pictures != 4 || end > p.Pages[0].Width-DefaultStyle().Margin.Right {
		t.Errorf("there are %d pictures, and the last one ends at %s", pictures, pt(end))
	}
}

func TestTableHeadIsRepeatedAsAnArtifact(t *testing.T) {
	p := setText(t, "| Head | b |\n|---|---|\n"+strings.Repeat("| x | y |\n", 120))
	if len(p.Pages) < 3 {
		t.Fatalf("%d pages", len(p.Pages))
	}
	for i := range p.Pages {
		m := &p.Pages[i].Frames[0].Marks[0]
		if text(m) != "Head" || (m.Node < 0) != (i > 0) {
			t.Errorf("page %d begins with %q, node %d", i+1, text(m), m.Node)
		}
	}
}

func TestATableHeadStandsOnThePageOfItsFirstRow(t *testing.T) {
	holds := func(p *Page, word string) bool {
		return slices.ContainsFunc(bodyOf(p), func(line string) bool { return strings.Contains(line, word) })
	}
	for above := 30; above < 44; above++ {
		for words := 10; words < 2500; words += 30 { // from one line to three pages
			p := setText(t, strings.Repeat("Line of text.\n\n", above)+"| Head | b |\n|---|---|\n| "+strings.Repeat("tall ", words)+"| y |\n| after | it |\n")
			tall := 0
			for i := range p.Pages {
				page := &p.Pages[i]
				if holds(page, "Head") && !holds(page, "tall") {
					t.Fatalf("with %d lines above and %d words, the head stands alone on page %d", above, words, i+1)
				}
				lines := map[Length]bool{}
				for _, f := range page.Frames {
					for j := range f.Marks {
						if strings.HasPrefix(text(&f.Marks[j]), "tall") {
							lines[f.Marks[j].Y] = true
						}
					}
				}
				if tall > 0 && len(lines) == 1 {
					t.Fatalf("with %d lines above and %d words, one line is left for page %d", above, words, i+1)
				}
				tall += len(lines)
			}
		}
	}
}

func TestHeadingStaysWithItsText(t *testing.T) {
	for n := range 40 {
		p := setText(t, strings.Repeat("Line of text.\n\n", 25+n)+"## Heading\n\n"+strings.Repeat("word ", 60))
		for i := range p.Pages {
			body := bodyOf(&p.Pages[i])
			if last := body[len(body)-1]; last == "Heading" {
				t.Fatalf("with %d lines above, page %d ends with the heading", 25+n, i+1)
			}
		}
	}
}

func TestNoLineStandsAlone(t *testing.T) {
	for n := range 40 {
		p := setText(t, strings.Repeat("Filler.\n\n", 20+n)+strings.Repeat("word ", 80))
		for i := range p.Pages {
			body := bodyOf(&p.Pages[i])
			words := 0
			for _, line := range body {
				if strings.HasPrefix(line, "word") {
					words++
				}
			}
			if words == 1 {
				t.Fatalf("with %d lines above, page %d has one line of the paragraph", 20+n, i+1)
			}
		}
	}
}

// bodyOf returns the texts of a page's lines, without header and footer.
func bodyOf(p *Page) []string {
	var lines []string
	for _, f := range p.Frames {
		line := ""
		for j := range f.Marks {
			if f.Marks[j].Node >= 0 {
				line += text(&f.Marks[j])
			}
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestContentsNamesThePages(t *testing.T) {
	p := setText(t, "# One\n\n"+strings.Repeat("text\n\n", 100)+"# Two\n\ntext", func(b *Book) {
		b.Parts = append([]Part{{Blocks: []Block{&Contents{Title: "Contents", Depth: 2}}}}, b.Parts...)
	})
	got := strings.Join(bodyOf(&p.Pages[0]), "|")
	if want := "Contents|One 2|Two 5"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestContentsWithNothingToListIsLeftOut(t *testing.T) {
	for depth, want := range []string{"Contents|One 1|Deeper 1|Three|One|Deeper", "Three|One|Deeper", "Contents|One 1|Three|One|Deeper"} {
		p := setText(t, "# One\n\n## Deeper\n", func(b *Book) {
			text := b.Parts[0].Blocks[0].(*Text)
			text.Shift, text.Bookmark = 1, 3
			b.Parts[0].Blocks = []Block{&Contents{Title: "Contents", Depth: depth}, &Title{Level: 1, Text: "Three", Destination: "three", Bookmark: 1, Unlisted: true}, text}
		})
		if got := strings.Join(bodyOf(&p.Pages[0]), "|"); got != want {
			t.Errorf("to depth %d: got %s, want %s", depth, got, want)
		}
	}
}

func TestContentsLeavesNoPageNearlyEmpty(t *testing.T) {
	for entries := range 150 {
		book := &Book{Parts: []Part{{Blocks: []Block{&Text{Tree: prose.NewParser().Parse([]byte(strings.Repeat("above\n\n", 15)), 1)}, &Contents{Title: "Contents"}}}}}
		for i := range entries {
			name := "d" + strconv.Itoa(i)
			book.Parts = append(book.Parts, Part{Blocks: []Block{&Title{Level: 1, Text: "Title", Destination: name, Bookmark: 1}}})
		}
		p := engine(t).Layout(book)
		n := len(p.Pages) - entries // of the first part
		lines, listed := 0, 0
		for i := range n {
			body := bodyOf(&p.Pages[i])
			lines = len(body)
			for _, line := range body {
				if strings.HasPrefix(line, "Title") {
					listed++
				}
			}
		}
		if n > 1 && lines < 9 || listed != entries {
			t.Errorf("%d entries: %d are listed, and %d lines stand on the last of %d pages", entries, listed, lines, n)
		}
	}
}

func TestFontsThatCannotServeAreNamed(t *testing.T) {
	good := engine(t).main.Data
	for name, data := range map[string][]byte{
		"empty.ttf":     {},
		"text.ttf":      []byte("this is not a font, whatever its name says"),
		"truncated.ttf": good[:2000],
		"outlines.otf":  append([]byte("OTTO"), good[4:1000]...),
	} {
		_, err := NewEngine(Fonts{Display: []Family{{Regular: &Font{Name: name, Data: data}}}})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzLayout(f *testing.F) {
	src, err := os.ReadFile("testdata/policy.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(src), false, false)
	f.Add("| a |\n|---|\n| b c d |\n\n![x](wide.png)\n\n> > - [ ] x\n>   1. y[^1]\n\n[^1]: n", true, false)
	f.Add("a\u0301\u200d😀\u202e\x00 ```\n\tx", false, false)
	f.Add("# אב (12)\n\n| [م١](#a) | b |\n|:--|--:|\n| c `ד;` | `x`<br>ה |\n\n1. ![x](small.png) ו\n\n> ז", false, true)
	f.Fuzz(func(t *testing.T, src string, landscape, rightToLeft bool) {
		if len(src) > 1<<14 {
			return
		}
		setText(t, src, func(b *Book) {
			b.Parts[0].Landscape = landscape
			if rightToLeft {
				b.Language = "ar"
			}
		})
	})
}

func TestEveryFontThatComesWithTheBinaryCanBeParsed(t *testing.T) {
	for name := range builtin {
		family, ok := Builtin(name)
		if !ok {
			t.Fatal(name)
		}
		for _, f := range family.files() {
			face, err := f.Face()
			if err != nil {
				t.Error(err)
			} else if face.Name != f.Name {
				t.Errorf("%s calls itself %s", f.Name, face.Name)
			}
		}
	}
}

func TestEveryLetterOfThreeScriptsHasAGlyph(t *testing.T) {
	e := engine(t)
	for _, block := range [][2]rune{{0x20, 0x24f}, {0x370, 0x3ff}, {0x400, 0x525}, {0x1e00, 0x1ef9}, {0x1f00, 0x1fff}} { // Latin, Greek, Cyrillic; Latin and Greek again
		for r := block[0]; r <= block[1]; r++ {
			if !unicode.IsGraphic(r) {
				continue
			}
			for c := range cut(cuts) {
				if first(e.chains[c], []rune{r}) == nil {
					t.Errorf("%U %c has no glyph in cut %d", r, r, c)
				}
			}
		}
	}
	for _, r := range "€£₤₩₪₫₱₴₹₽…–—‘’“”„‚«»‹›•§¶†‡‰№™→←⇒≤≥≠±×÷∞√✓✗☐☑" {
		if first(e.chains[0], []rune{r}) == nil {
			t.Errorf("%U %c has no glyph", r, r)
		}
	}
}

func TestALongBookIsSetAsIfItHadBeenWrittenSo(t *testing.T) {
	e := engine(t)
	src, err := os.ReadFile("testdata/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	tree := prose.NewParser().Parse(src, 1)
	facts := &Facts{Columns: 2, Rows: []Fact{{Key: "Owner", Value: "Head of IT", Href: "#rules"}, {Key: "Version", Value: "2"}}}
	head := []Block{&Title{Level: 1, Over: "POL-01", Text: "Policy", Destination: "POL-01", Bookmark: 1}, facts}
	tail := []Block{&Title{Level: 2, Text: "History", Destination: "history", Bookmark: 2, Unlisted: true}, facts}
	foot := Running{Right: "{page} of {pages}"}
	opening := []Part{
		{Watermark: "DRAFT", Blocks: []Block{&Cover{Title: "Policy", Destination: "POL-01", Bookmark: 1, Facts: facts.Rows}}},
		{Footer: foot, Blocks: []Block{&Title{Level: 2, Text: "Control", Unlisted: true, Bookmark: 2, Destination: "control"}, facts, &Contents{Title: "Contents", Depth: 3}}},
	}
	register := Part{Landscape: true, Blocks: []Block{&Title{Level: 2, Text: "Annex", Destination: "annex", Bookmark: 2}, facts}}
	for copies := range 4 {
		var body []Block
		for range copies {
			body = append(body, &Text{Tree: tree, Shift: 1, Bookmark: 3})
		}
		parts := func(blocks ...Block) []Part { return []Part{{Footer: foot, Blocks: blocks}, register} }
		short := &Book{Parts: parts(slices.Concat(head, body, tail)...)}
		long := &Book{Parts: slices.Concat(opening, parts(body...))}
		count := len(e.Layout(short).Pages)
		for n := range count + 3 {
			book := &Book{Parts: parts(slices.Concat([]Block{&Brief{head}}, body, []Block{&Brief{tail}})...), Long: n, Opening: opening}
			want := short
			if n > 0 && count >= n {
				want = long
			}
			if got, want := dump(e.Layout(book)), dump(e.Layout(want)); got != want {
				t.Errorf("of %d pages, long from %d on, got\n%s\nwant\n%s", count, n, got, want)
			}
		}
	}
}

func TestALineOfContentsIsALinkFromItsTitleToItsNumber(t *testing.T) {
	book := &Book{Parts: []Part{{Blocks: []Block{&Contents{Title: "Contents"}}}}}
	titles := []string{"One", "Two", strings.Repeat("a title of more than a line ", 6)}
	for i, title := range titles {
		book.Parts = append(book.Parts, Part{Blocks: []Block{&Title{Level: 1, Text: title, Destination: string(rune('a' + i)), Bookmark: 1}}})
	}
	pages := engine(t).Layout(book)
	page, style := &pages.Pages[0], DefaultStyle()
	if want := len(titles) + 1; len(page.Areas) != want { // the last title has two lines
		t.Fatalf("%d areas, want %d", len(page.Areas), want)
	}
	for i, a := range page.Areas {
		right := page.Width - style.Margin.Right
		if i == 2 {
			right = a.X + a.W // no number in its line
		}
		if a.X != style.Margin.Left || a.X+a.W != right || a.W < 100*Point || a.H < style.TextSize {
			t.Errorf("area %d is %v", i, a)
		}
	}
}
