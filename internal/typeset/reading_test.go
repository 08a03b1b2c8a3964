package typeset

import (
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
