package diag

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// Printer writes problems as text for people. Its zero value writes all of
// them, without the lines they stand in.
type Printer struct {
	Colour bool
	Line   func(Place) (string, bool) // the line of a place; nil where none is to be shown
	Most   int                        // how many problems of one rule are written out, errors apart; 0: all
	All    string                     // how to see the others: "annexa check --all shows them"
	Fix    string                     // who can follow a hint by machine: "annexa check --fix does it"
}

// Text writes a problem a line, "file:line:column: severity: message [rule]",
// below it the line it stands in with a mark at the column, and its hint.
func (p Printer) Text(w io.Writer, problems []Problem) error {
	b := bufio.NewWriter(w)
	all, shown := map[*Rule]int{}, map[*Rule]int{}
	for _, problem := range problems {
		if problem.Severity < Error {
			all[problem.Rule]++
		}
	}
	for _, problem := range problems {
		if problem.Severity < Error && p.Most > 0 {
			if shown[problem.Rule] == p.Most {
				continue
			}
			shown[problem.Rule]++
		}
		fmt.Fprintf(b, "%s: %s: %s %s\n", printable(problem.Place.String()), p.severity(problem.Severity), printable(problem.Message), p.faint("["+problem.Rule.Name+"]"))
		p.line(b, problem.Place)
		if hint := problem.Hint; hint != "" {
			if problem.Fix != (Fix{}) && p.Fix != "" {
				hint += "; " + p.Fix
			}
			fmt.Fprintf(b, "    %s %s\n", p.faint("hint:"), printable(hint))
		}
		if more := all[problem.Rule] - shown[problem.Rule]; p.Most > 0 && shown[problem.Rule] == p.Most && more > 0 && problem.Severity < Error {
			fmt.Fprintf(b, "    %s\n", p.faint(fmt.Sprintf("and %d more of %s: %s", more, problem.Rule.Name, p.All)))
		}
	}
	return b.Flush()
}

// The line that a problem stands in is shown up to so many columns, of which so
// many stand before the place.
const (
	lineWidth  = 100
	lineBefore = 60
)

// line writes the line of a place, and a mark below it at the column.
func (p Printer) line(b *bufio.Writer, at Place) {
	if p.Line == nil || at.Line == 0 {
		return
	}
	text, ok := p.Line(at)
	runes := []rune(printable(strings.ReplaceAll(text, "\t", " ")))
	if !ok || at.Column > len(runes)+1 || strings.TrimSpace(string(runes)) == "" {
		return
	}
	column, before, behind := max(at.Column-1, 0), "", ""
	if from := column - lineBefore; from > 0 && len(runes) > lineWidth {
		runes, column, before = runes[from:], column-from, "…"
	}
	if len(runes) > lineWidth {
		runes, behind = runes[:lineWidth], "…"
	}
	number := strconv.Itoa(at.Line)
	fmt.Fprintf(b, "  %4s %s %s%s%s\n", number, p.faint("|"), before, string(runes), behind)
	if at.Column == 0 {
		return
	}
	space := 0
	for _, r := range before + string(runes[:column]) {
		space += cells(r)
	}
	mark := "^"
	if p.Colour {
		mark = "\x1b[1m^\x1b[0m"
	}
	fmt.Fprintf(b, "  %4s %s %s%s\n", "", p.faint("|"), strings.Repeat(" ", space), mark)
}

// cells is how many columns of a terminal a character takes.
func cells(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana), r >= 0xff01 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}

func (p Printer) severity(s Severity) string {
	if !p.Colour {
		return s.String()
	}
	switch s {
	case Error:
		return "\x1b[1;31merror\x1b[0m"
	case Warning:
		return "\x1b[33mwarning\x1b[0m"
	}
	return "\x1b[36m" + s.String() + "\x1b[0m"
}

func (p Printer) faint(s string) string {
	if !p.Colour {
		return s
	}
	return "\x1b[2m" + s + "\x1b[0m"
}

// printable replaces control characters, which content could use to write
// over a terminal's other lines, and characters that reverse the direction.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\ufffd'
		}
		return r
	}, s)
}
