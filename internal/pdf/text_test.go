package pdf

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"annexa/internal/prose"
	"annexa/internal/typeset"
)

// TestTextIsWholeWhereLinesTearItApart sets words that are divided, compounds
// and addresses that end a line, and expects them whole when they are copied:
// no hyphen that is not in the text, and none lost that is.
func TestTextIsWholeWhereLinesTearItApart(t *testing.T) {
	long := "Informationssicherheitsmanagementsystem und Zugriffsberechtigungskonzept, wohlüberlegte Sicherheits-Richtlinien auf https://example.org/ein/langer/pfad/der/nicht/endet?mit=parametern&und=mehr#ende; Donaudampfschifffahrts\u00adgesellschaft."
	cells := []string{"Vertraulichkeitsanforderungen", "Verfügbarkeitsmanagement-Verantwortliche", long, "Unternehmensführungsverantwortung"}
	src := "| a | b | c | d |\n|---|---|---|---|\n" + strings.Repeat("| "+strings.Join(cells, " | ")+" |\n", 3) + "\n" + strings.Repeat(long+" ", 4)
	tree := prose.NewParser().Parse([]byte(src), 1)
	for _, width := range []typeset.Length{60, 90, 160} {
		style := typeset.DefaultStyle()
		style.Paper.Width = style.Margin.Left + style.Margin.Right + width*typeset.Millimetre
		style.Paper.Height = 5000 * typeset.Point // one page, whose table has one head
		file := write(t, &typeset.Book{Title: "Text", Language: "de", Style: style, Parts: []typeset.Part{{Blocks: []typeset.Block{&typeset.Text{Tree: tree, Bindings: bind(tree)}}}}}, Meta{Date: day})
		want := "a b c d " + strings.Repeat(strings.Join(cells, " ")+" ", 3) + strings.Repeat(long+" ", 4)
		want = strings.Join(strings.Fields(strings.ReplaceAll(want, "\u00ad", "")), " ")
		if got := strings.Join(strings.Fields(tool(t, file, "pdftotext", "-raw", "FILE", "-")), " "); got != want {
			t.Errorf("%d mm:\n got %s\nwant %s", width, got, want)
		}
	}
}

// leftToRight is a stretch that pdftotext embeds in a line from right to left,
// with the space on its left, which is read behind it.
var leftToRight = regexp.MustCompile("\u202a( *)([^\u202c]*)\u202c")

// TestTextFromRightToLeftIsCopiedInItsOrder sets Hebrew and Arabic, with numbers
// and Latin words among them, and expects what was written when it is copied.
func TestTextFromRightToLeftIsCopiedInItsOrder(t *testing.T) {
	src := "שלום 150 עולם ISO/IEC 27001 כאן.\n\nتحدد السياسة الأدوار منذ 3 أيام."
	tree := prose.NewParser().Parse([]byte(src), 1)
	file := write(t, &typeset.Book{Title: "טקסט", Language: "he", Parts: []typeset.Part{{Blocks: []typeset.Block{&typeset.Text{Tree: tree, Bindings: bind(tree)}}}}}, Meta{Date: day})
	got := norm.NFKC.String(tool(t, file, "pdftotext", "-layout", "FILE", "-"))
	got = leftToRight.ReplaceAllString(got, "$2$1")
	got = strings.NewReplacer("\u202b", "", "\u202c", "").Replace(got)
	if got, want := strings.Join(strings.Fields(got), " "), strings.Join(strings.Fields(src), " "); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	raw := tool(t, file, "pdftotext", "-raw", "FILE", "-") // in the order of what is drawn: the stop is in a face of its own
	raw = strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(norm.NFKC.String(raw))
	if want := "منذ3أيام."; !strings.HasSuffix(strings.Join(strings.Fields(raw), ""), want) {
		t.Errorf("what is drawn last is not %s:\n%s", want, raw)
	}
	for _, want := range []string{"/Direction/R2L", "/WritingMode/RlTb"} {
		if !strings.Contains(tool(t, file, "qpdf", "--qdf", "--object-streams=disable", "FILE", "-"), strings.ReplaceAll(want[1:], "/", " /")) {
			t.Errorf("there is no %s", want)
		}
	}
	if page := tool(t, file, "qpdf", "--qdf", "--object-streams=disable", "FILE", "-"); strings.Count(page, "/ReversedChars<</MCID") < 5 {
		t.Errorf("what stands as it is seen is not said to be reversed")
	}
}
