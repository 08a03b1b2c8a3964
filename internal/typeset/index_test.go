package typeset

import (
	"fmt"
	"strings"
	"testing"

	"annexa/internal/prose"
)

func TestAnIndexNamesThePagesBeforeIt(t *testing.T) {
	table := &prose.Table{Head: []prose.Cell{{Spans: []prose.Span{prose.Text("Id")}}}}
	text := &Text{Tree: &prose.Tree{Blocks: []prose.Block{table}}, Names: map[int]string{}}
	for i := range 100 {
		text.Names[i] = fmt.Sprint("row ", i)
		text.Bindings.References = append(text.Bindings.References, prose.Binding{})
		table.Rows = append(table.Rows, []prose.Cell{{Spans: []prose.Span{&prose.Link{Reference: i, Spans: []prose.Span{prose.Text(fmt.Sprint(i))}}}}})
	}
	p := engine(t).Layout(&Book{Parts: []Part{
		{Blocks: []Block{&Contents{Title: "Contents"}, &Index{Entries: []IndexEntry{{Term: "too early", Destinations: []string{"row 0"}}}}}},
		{Blocks: []Block{&Title{Level: 1, Text: "Rows", Destination: "rows", Bookmark: 1}, text}},
		{Blocks: []Block{&Title{Level: 1, Text: "Index", Destination: "index", Bookmark: 1}, &Index{Entries: []IndexEntry{
			{Term: "A", Text: "Aa", Main: "row 99", Destinations: []string{"row 99", "row 0", "row 1", "rows", "nowhere"}},
			{Term: "nothing", Destinations: []string{"nowhere"}},
			{Term: "B", Destinations: []string{"row 50"}},
		}}}},
	}})
	sound(t, p)
	page := func(name string) int {
		for _, d := range p.Destinations {
			if d.Name == name {
				return d.Page + 1
			}
		}
		t.Fatal("there is no ", name)
		return 0
	}
	first, half, last := page("row 0"), page("row 50"), page("row 99")
	if first != 2 || half <= first || last <= half || last != len(p.Pages)-1 {
		t.Errorf("the rows stand on pages %d, %d and %d of %d", first, half, last, len(p.Pages))
	}
	want := fmt.Sprintf("Index|AAa2, %d|B%d", last, half)
	if got := strings.Join(bodyOf(&p.Pages[len(p.Pages)-1]), "|"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := strings.Join(bodyOf(&p.Pages[0]), "|"); got != fmt.Sprintf("Contents|Rows 2|Index %d", len(p.Pages)) {
		t.Error(got)
	}
}

func TestADestinationIsOnThePageOfItsLink(t *testing.T) {
	link := func(i int) prose.Span {
		return &prose.Link{Reference: i, Spans: []prose.Span{prose.Text("link " + fmt.Sprint(i))}}
	}
	spans := func(words int) []prose.Span {
		between := prose.Text(strings.Repeat(" word", words))
		return []prose.Span{link(0), between, link(1), between, link(2)}
	}
	for name, block := range map[string]prose.Block{
		"paragraph": &prose.Paragraph{Spans: spans(150)},
		"tall row":  &prose.Table{Head: []prose.Cell{{}}, Rows: [][]prose.Cell{{{Spans: spans(1500)}}}},
	} {
		for above := range 50 {
			text := &Text{Tree: &prose.Tree{References: make([]prose.Reference, 3)}, Names: map[int]string{0: "a0", 1: "a1", 2: "a2"}}
			for range 3 {
				text.Bindings.References = append(text.Bindings.References, prose.Binding{Href: "https://example.org/"})
			}
			for range above {
				text.Tree.Blocks = append(text.Tree.Blocks, &prose.Paragraph{Spans: []prose.Span{prose.Text("above")}})
			}
			text.Tree.Blocks = append(text.Tree.Blocks, block)
			p := engine(t).Layout(&Book{Parts: []Part{{Blocks: []Block{text}}}})
			if len(p.Destinations) != 3 {
				t.Fatalf("there are %d destinations", len(p.Destinations))
			}
			for _, d := range p.Destinations {
				want := "link " + strings.TrimPrefix(d.Name, "a")
				if page := strings.Join(bodyOf(&p.Pages[d.Page]), " "); !strings.Contains(page, want) {
					t.Errorf("%s with %d paragraphs above: page %d does not have %q", name, above, d.Page+1, want)
				}
			}
		}
	}
}
