package typeset

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// sight is the lines of a page as they are seen, from left to right, with a bar
// where there is room between two pieces, and marks where a line begins or ends
// at a margin.
func sight(page *Page) []string {
	type piece struct {
		x, w Length
		text string
	}
	rows := map[Length][]piece{}
	for _, f := range page.Frames {
		for i := range f.Marks {
			if m := &f.Marks[i]; m.Runs != nil && m.Node >= 0 {
				rows[f.Y+m.Y] = append(rows[f.Y+m.Y], piece{f.X + m.X, m.W, shown(m)})
			}
		}
	}
	var heights []Length
	for y := range rows {
		heights = append(heights, y)
	}
	slices.Sort(heights)
	var lines []string
	for _, y := range heights {
		row := rows[y]
		slices.SortStableFunc(row, func(a, b piece) int { return cmp.Compare(a.x, b.x) })
		line, end := "", row[0].x
		if m := DefaultStyle().Margin; row[0].x < m.Left+Point {
			line = "<"
		}
		for _, p := range row {
			if p.x > end+Point {
				line += "|"
			}
			line, end = line+p.text, p.x+p.w
		}
		if m := DefaultStyle().Margin; end > page.Width-m.Right-Point {
			line += ">"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestLinesRunInTheDirectionOfTheirLetters(t *testing.T) {
	for name, test := range map[string]struct {
		language, text string
		want           []string
	}{
		"a number among words":       {"he", "אבג 150 דהו.", []string{".והד 150 גבא>"}},
		"another script":             {"he", "אבג ISO/IEC 27001 דהו", []string{"והד ISO/IEC 27001 גבא>"}},
		"brackets":                   {"he", "אבג (דהו)", []string{")והד( גבא>"}},
		"within Latin":               {"en", "Of אבג 12 דהו.", []string{"<Of והד 12 גבא."}},
		"a paragraph of its own":     {"en", "אבג 12.", []string{".12 גבא>"}},
		"a sentence of Latin":        {"he", "It is so.", []string{"It is so.>"}},
		"code":                       {"he", "```\nאבג = x;\n```", []string{"גבא = x;"}},
		"a comment in code":          {"he", "```\nx // אבג דהו\n```", []string{"x // והד גבא"}},
		"code within a line":         {"he", "אבג `f(1);` דהו", []string{"והד f(1); גבא>"}},
		"a list":                     {"he", "1. אבג\n2. ד\n   - ה", []string{"גבא|.1>", "ד|.2>", "ה|–"}},
		"a table":                    {"he", "| א | ב | ג |\n|---|:--|--:|\n| ד | ה | ו |", []string{"ג|ב|א>", "ו|ה|ד>"}},
		"an end that parts words":    {"he", "אבג<br>דהו", []string{" גבא>", "והד>"}},
		"a date behind an end":       {"ar", "ب<br>2026-02-20", []string{" ب>", "2026-02-20>"}},
		"a word that has two levels": {"he", "ו-ISO", []string{"ISO-ו>"}},
	} {
		p := setText(t, test.text, func(b *Book) { b.Language = test.language })
		if got := sight(&p.Pages[0]); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, test.want)
		}
	}
}

func TestBracketsAreMirrored(t *testing.T) {
	w := engine(t).levelled(0, "(א", 1)
	want, _ := w.runs[0].Face.Glyph(')')
	glyphs := w.runs[0].Glyphs
	if last := glyphs[len(glyphs)-1]; last.ID != want || last.Text != "(" {
		t.Errorf("the bracket is glyph %d for %q, want %d", last.ID, last.Text, want)
	}
}

func TestLettersAndTheirMarksSayThemselves(t *testing.T) {
	for text, want := range map[string]string{"فًا": "ا ً ف", "لا": "\ufefb", "سلأ": "\ufef7 س", "e\u0327\u0301": "ȩ \u0301"} {
		level := uint8(0)
		if strings.ContainsFunc(text, rightToLeft) {
			level = 1
		}
		var got []string
		for _, r := range engine(t).levelled(0, text, level).runs {
			for _, g := range r.Glyphs {
				got = append(got, g.Text)
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%q says %q, want %q", text, got, want)
		}
	}
}

// A joiner shapes the letters beside it and is never seen.
func TestJoinersShapeTheLettersBesideThem(t *testing.T) {
	shaped := func(text string) (glyphs []uint16, said string) {
		level := uint8(0)
		if strings.ContainsFunc(text, rightToLeft) {
			level = 1
		}
		w := engine(t).levelled(0, text, level)
		for _, r := range w.runs {
			for _, g := range r.Glyphs {
				glyphs = append(glyphs, g.ID)
				said += g.Text
			}
		}
		if len(w.missing) > 0 {
			t.Errorf("%q has no glyph for %U", text, w.missing)
		}
		return glyphs, said
	}
	one := func(text string) uint16 {
		glyphs, _ := shaped(text)
		if len(glyphs) != 1 {
			t.Fatalf("%q is shown by %v", text, glyphs)
		}
		return glyphs[0]
	}
	if one("ه\u200d") == one("ه") || one("ه\u200d") == one("ه\u200c") {
		t.Error("a letter that is to be joined looks as if it stood alone")
	}
	for text, want := range map[string]string{"می\u200cخواهم": "مهاوخیم", "Auf\u200clage": "Auflage", "a\u200d": "a", "\u200cfi": "fi", "ه\u200d": "ه", "5\u200d6": "56"} {
		glyphs, said := shaped(text)
		if said != want || len(glyphs) != utf8.RuneCountInString(want) {
			t.Errorf("%q is shown by %v and says %q", text, glyphs, said)
		}
	}
	parted, _ := shaped("می\u200cخواهم")
	if joined, _ := shaped("میخواهم"); slices.Equal(parted, joined) {
		t.Error("a letter that is not to be joined is")
	}
}

func TestWordsAreReadInTheirOrder(t *testing.T) {
	p := setText(t, "אבג 150 דהו [ISO זח](https://example.org).", func(b *Book) { b.Language = "he" })
	if got, want := reading(p), "גבא 150 והד ISO חז."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, f := range p.Pages[0].Frames {
		for i := range f.Marks {
			m := &f.Marks[i]
			if hebrew := strings.ContainsFunc(shown(m), rightToLeft); hebrew != m.Reversed && strings.TrimSpace(shown(m)) != "." && strings.TrimSpace(shown(m)) != "" {
				t.Errorf("%q is read from right to left: %v", shown(m), m.Reversed)
			}
		}
	}
	if n := len(p.Pages[0].Areas); n != 1 {
		t.Errorf("the link has %d areas", n)
	}
}

func TestPagesReadFromRightToLeftAreTurnedRound(t *testing.T) {
	src := "# א\n\n" + strings.Repeat("אבג\n\n", 100) + "> ב\n\n![ג](small.png)"
	set := func(language string) *Pages {
		return setText(t, src, func(b *Book) { b.Language = language })
	}
	left, right := set("en"), set("he")
	if len(left.Pages) != len(right.Pages) || len(left.Pages) < 3 || !right.RightToLeft || left.RightToLeft {
		t.Fatalf("%d and %d pages", len(left.Pages), len(right.Pages))
	}
	for i := range left.Pages {
		a, b := &left.Pages[i], &right.Pages[i]
		for k, m := range a.Behind {
			if got, want := b.Behind[k].X, a.Width-m.X-m.W; got != want {
				t.Errorf("page %d: what lies behind is at %s, want %s", i+1, pt(got), pt(want))
			}
		}
		for k, f := range a.Frames {
			for j, m := range f.Marks {
				if m.Node == Decoration || m.Node >= 0 && m.Picture == nil {
					continue // text stands at the right either way
				}
				if got, want := b.Frames[k].X+b.Frames[k].Marks[j].X, a.Width-f.X-m.X-m.W; got != want {
					t.Errorf("page %d: %q is at %s, want %s", i+1, shown(&m), pt(got), pt(want))
				}
			}
		}
	}
	for i := range left.Nodes {
		if d := left.Nodes[i].Detail; d != nil && left.Nodes[i].Role == Figure {
			if got, want := right.Nodes[i].Detail.Area.X, left.Pages[0].Width-d.Area.X-d.Area.W; got != want {
				t.Errorf("the figure is said to be at %s, want %s", pt(got), pt(want))
			}
		}
	}
}

func TestATextOfItsOwnLanguageTurnsItsPages(t *testing.T) {
	p := setText(t, "אבג\n\n- ד", func(b *Book) { b.Parts[0].Blocks[0].(*Text).Language = "he" })
	if got, want := sight(&p.Pages[0])[1], "ד|•>"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if p.RightToLeft {
		t.Error("the whole book is said to be read from right to left")
	}
}
