package typeset

import (
	"slices"
	"strings"
	"testing"
)

// reading is all that pages say, in the order of their structure, with a bar
// between one element and the next.
func reading(p *Pages) string {
	said := contentText(p)
	var b strings.Builder
	var read func(node int32)
	read = func(node int32) {
		switch role := p.Nodes[node].Role; role {
		case Content:
			b.WriteString(said[node])
			return
		case LinkRole, CodeRole, Span, Reference: // within a line
		default:
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "|") {
				b.WriteByte('|')
			}
		}
		for k := range p.Kids(node) {
			read(k)
		}
	}
	read(0)
	return b.String()
}

func TestWhatEndsALinePartsWords(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"hard break":       {"one\\\ntwo  \nthree", "one two three"},
		"after a link":     {"[one](https://example.org)<br>two", "one two"},
		"in a cell":        {"| a<br>b | c |\n|---|---|\n| *d*<br>*e* | f |", "a b|c|d e|f"},
		"at either end":    {"<br>one<br>", "one "},
		"in a heading":     {"# One<br>two", "One two"},
		"space before":     {"one <br> two", "one two"},
		"lines of code":    {"```\none \\\n\n  two\n```", "one \\   two"},
		"terms of a list":  {"one\ntwo\n: meaning", "one two |meaning"},
		"words divided":    {"https://example.org/" + strings.Repeat("one/", 40), "https://example.org/" + strings.Repeat("one/", 40)},
		"more than a line": {strings.Repeat("one ", 40) + "<br>two", strings.Repeat("one ", 40) + "two"},
	} {
		if got := reading(setText(t, test.text)); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestContentsAreBelowTheTitleTheyFollow(t *testing.T) {
	p := setText(t, "# One\n\ntext", func(b *Book) {
		b.Parts = append([]Part{
			{Blocks: []Block{&Contents{Title: "Before all"}}},
			{Blocks: []Block{&Title{Level: 1, Text: "Title"}, &Contents{Title: "Below"}}},
			{Blocks: []Block{&Title{Level: 2, Text: "Control"}, &Contents{Title: "Beside"}}},
		}, b.Parts...)
	})
	said := contentText(p)
	var got []string
	for i := range p.Nodes {
		if n := &p.Nodes[i]; n.Role >= H1 && n.Role <= H6 {
			got = append(got, n.Role.String()+" "+said[n.first])
		}
	}
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(a[3:], b[3:]) })
	if got, want := strings.Join(got, ", "), "H1 Before all, H2 Below, H2 Beside, H2 Control, H1 One, H1 Title"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
