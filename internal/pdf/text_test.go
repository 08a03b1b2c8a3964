package pdf

import (
	"strings"
	"testing"

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
