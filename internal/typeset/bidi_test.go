package typeset

import (
	"strings"
	"testing"
	"unicode"

	reference "github.com/go-text/typesetting/bidi"
	"golang.org/x/text/unicode/bidi"
)

// levelsOf are the levels of a text, one digit for each character.
func levelsOf(text string, base uint8) string {
	var chars []char
	for _, r := range text {
		chars = append(chars, char{r: r, class: classOf(r), was: classOf(r)})
	}
	levels(chars, base)
	var b strings.Builder
	for _, c := range chars {
		b.WriteByte('0' + c.level)
	}
	return b.String()
}

func TestCharactersHaveTheLevelsOfTheAlgorithm(t *testing.T) {
	for _, test := range []struct {
		name, text string
		base       uint8
		want       string
	}{
		{"left to right", "abc 12.", 0, "0000000"},
		{"a full stop ends the paragraph", "אב.", 0, "110"},
		{"and on its other side", "ab.", 1, "221"},
		{"a number among Hebrew", "אב 12 גד", 0, "11122111"},
		{"a number before Latin", "אב 12 cd", 0, "11122000"},
		{"signs of a number", "א -5% +7", 1, "11122112"},
		{"decimals", "א 1.250,5", 1, "112222222"},
		{"digits among Arabic", "م 1-2", 1, "11212"},
		{"brackets go with what they hold", "a (אב) c", 0, "00011000"},
		{"brackets of the paragraph", "אב (cd)", 1, "1111221"},
		{"brackets of another script", "ab [cd] אב", 0, "0000000011"},
		{"a mark on a bracket", "אב (c\u0301)\u0301", 1, "11112211"},
		{"what embeds is not heeded", "ab\u202e12\u202c", 0, "000000"},
		{"nothing", "", 1, ""},
	} {
		if got := levelsOf(test.text, test.base); got != test.want {
			t.Errorf("%s: %q has levels %s, want %s", test.name, test.text, got, test.want)
		}
	}
}

// FuzzLevels compares the directions of characters with those that an
// independent implementation finds.
func FuzzLevels(f *testing.F) {
	f.Add("אב (12%) cd, [3.4-5]; م١٢/٣ e", uint8(0))
	f.Add("a\u0301(ב\u0301)\u0301 +1$ \u2329x\u232a", uint8(1))
	f.Fuzz(func(t *testing.T, text string, base uint8) {
		if len(text) > 500 {
			return
		}
		base &= 1
		for _, r := range text {
			p, _ := bidi.LookupRune(r)
			if c := p.Class(); c == bidi.B || c == bidi.S || classOf(r) == bidi.NSM && c != bidi.NSM || !unicode.IsGraphic(r) {
				return // not heeded here, or of no class yet
			}
		}
		var p reference.Paragraph
		runs := p.SegmentString(text, reference.LeftToRight+reference.Direction(base))
		var want strings.Builder
		for i := range runs.NumRuns() {
			run := runs.Run(i)
			want.WriteString(strings.Repeat(string('0'+rune(run.Level&1)), run.End-run.Start))
		}
		got := strings.NewReplacer("2", "0").Replace(levelsOf(text, base))
		if trail := len([]rune(strings.TrimRight(text, " \t\u00a0\u3000"))); len(got) == len(want.String()) && got[:trail] != want.String()[:trail] {
			t.Errorf("%q (%d) has %s, not %s", text, base, got, want.String())
		}
	})
}
