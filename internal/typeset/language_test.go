package typeset

import (
	"strings"
	"testing"

	"annexa/internal/prose"
)

func TestAnotherLanguageIsSaidAndDivided(t *testing.T) {
	row := strings.Repeat("| Schlossschlüsselverwahrung ", 6) + "|\n"
	text := "Die Rechte\n\n" + row + strings.Repeat("|---", 6) + "|\n" + row
	set := func(language string) string {
		tree := prose.NewParser().Parse([]byte(text), 1)
		p := engine(t).Layout(&Book{Language: "en-GB", Parts: []Part{{Blocks: []Block{
			&Title{Level: 1, Over: "Control", Beside: Phrase{"Zugang", "de"}, Text: "Title", Language: language},
			&Text{Tree: tree, Language: language},
			&Text{Tree: &prose.Tree{Blocks: []prose.Block{&prose.Paragraph{Spans: []prose.Span{&prose.Styled{Language: "fr", Spans: []prose.Span{prose.Text("oui")}}}}}}},
		}}}})
		sound(t, p)
		return dump(p)
	}
	english, german := set("en-GB"), set("de")
	pages := func(dump string) string { return dump[:strings.Index(dump, "\nDocument")] }
	if pages(english) == pages(german) || strings.Contains(english, "Div in") {
		t.Errorf("German is divided as English is:\n%s", pages(german))
	}
	for _, want := range []string{
		"\n    H1\n      Span in de\n        \"Title\"\n", "\n    Div in de\n      P\n        \"Die Rechte\"\n", "\n      \"Control · \"\n      Span in de\n        \"Zugang\"\n", "\n      Span in fr\n        \"oui\"\n",
	} {
		if !strings.Contains(german, want) {
			t.Errorf("there is no %q in\n%s", want, german[strings.Index(german, "\nDocument"):])
		}
	}
}
