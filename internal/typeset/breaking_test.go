package typeset

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"annexa/internal/prose"
)

// paragraph is a layouter with the atoms of a text.
func paragraph(t testing.TB, language, src string) (*layouter, []atom) {
	t.Helper()
	e, st := engine(t), DefaultStyle()
	l := &layouter{scratch: &scratch{}, e: e, st: &st, size: 10 * Point, lead: 14 * Point, divider: e.divider(language), nothing: new(string), places: map[string]int{}, out: &Pages{Nodes: []Node{{}}}}
	l.chars(src, l.textLook(), 0, 0)
	return l, l.atoms
}

// broken is a text as lines, each with what it says where that differs.
func broken(l *layouter, atoms []atom, width Length, how filling) []string {
	var lines []string
	l.breakLines(atoms, width, how, func(line []atom) {
		f, _ := l.typeset(line, width, prose.AlignLeft)
		var b strings.Builder
		for i := range f.Marks {
			m := &f.Marks[i]
			b.WriteString(shown(m))
			if m.Said != nil {
				fmt.Fprintf(&b, "{%s}", *m.Said)
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	})
	return lines
}

func TestLinesEndWhereTheyMay(t *testing.T) {
	for _, test := range []struct {
		name, language, text string
		width                Length
		how                  filling
		want                 string
	}{
		{"spaces", "en", "one two three four", 50, running, "one two|three four"},
		{"no runt", "en", strings.Repeat("words ", 12) + "I", 178, running, "words words words words words words|words words words words words|words I"},
		{"balanced", "en", "Data protection and privacy policy", 140, balanced, "Data protection|and privacy policy"},
		{"after a hyphen", "en", "a well-considered answer", 60, running, "a well-{well-considered}|considered{}|answer"},
		{"soft hyphen", "", "unbelie\u00advable things", 56, running, "unbelie\u00ad{unbelievable}|vable{} things"},
		{"soft hyphen unused", "", "unbelie\u00advable things", 150, running, "unbelievable things"},
		{"too wide for a line", "en", "in confidentiality", 50, running, "in confid\u00ad{confidentiality}|entiality{}"},
		{"no patterns", "fr", "confidentialité", 50, running, "confidentia{confidentialité}|lité{}"},
		{"sparingly", "en", "the word information is kept", 90, running, "the word|information is kept"},
		{"narrow", "de", "Zur Informationssicherheit", 80, running, "Zur Informations\u00ad{Informationssicherheit}|sicherheit{}"},
		{"no name", "en", "that Constantinople-free Byzantinesque", 100, running, "that Constantinople-{Constantinople-free}|free{} Byzantinesque"},
		{"ids", "de", "Siehe (POL-NET), POL-NETZ", 60, running, "Siehe|(POL-NET),|POL-NETZ"},
		{"dates", "en", "on 2026-11-29 at", 60, running, "on|2026-11-29|at"},
		{"capitals, no id", "de", "der DNS-Server, ISMS-Team", 60, running, "der DNS-{DNS-Server,}|Server,{}|ISMS-Team"},
		{"address", "en", "https://example.org/one/two?x=y", 80, running, "https://example.{https://example.org/one/two?x=y}|org/one/two?x=y{}"},
		{"script without spaces", "en", "安全安全安全安全", 45, running, "\ufffd\ufffd\ufffd\ufffd|\ufffd\ufffd\ufffd\ufffd"},
		{"separators of lines", "en", "one\u2028two\u2029 three", 150, running, "one|two|three"},
		{"code", "en", "confidentiality", 50, verbatim, "confidentia{confidentiality}|lity{}"},
	} {
		l, atoms := paragraph(t, test.language, test.text)
		if got := strings.Join(broken(l, atoms, test.width*Point, test.how), "|"); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestAWordOfManyLinesFillsThem(t *testing.T) {
	const width = 450 * Point
	for _, letter := range []string{"q", "m", "é"} {
		for n := 100; n < 2000; n += 97 {
			for _, how := range []filling{running, verbatim} {
				l, atoms := paragraph(t, "en", "Key "+strings.Repeat(letter, n)+" end")
				var lines []Length
				l.breakLines(atoms, width, how, func(line []atom) {
					whole, _ := natural(line)
					lines = append(lines, whole)
				})
				for i, w := range lines[:len(lines)-1] {
					if w > width || w < width*8/10 && i > 0 { // before the first one stands a word
						t.Fatalf("%d times %s: of %s points line %d takes %s", n, letter, pt(width), i+1, pt(w))
					}
				}
			}
		}
	}
}

func TestTheOptimumIsAsShortAsFirstFitAndNoWorse(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var words []string
		for range 5 + random.IntN(80) {
			words = append(words, strings.Repeat("n", 1+random.IntN(14)))
		}
		l, atoms := paragraph(t, "", strings.Join(words, " "))
		width := Length(80+random.IntN(300)) * Point
		l.candidates(atoms, false)
		badness := func(breaks []int) (sum Length) {
			var start Length
			for i, b := range breaks {
				left := (width - l.stops[b].end + start) * 1000 / width
				if left < 0 {
					t.Fatalf("a line is too wide")
				}
				if i < len(breaks)-1 {
					sum += left * left
				} else if i > 0 && l.stops[b].end-start < width/runt {
					sum += costRunt
				}
				start = l.stops[b].start
			}
			return sum
		}
		first := l.firstFit(width)
		lines, sum := len(first), badness(first)
		if best := l.optimum(width, costExtra, false); len(best) != lines || badness(best) > sum {
			t.Fatalf("%d lines of badness %d, first-fit has %d of %d", len(best), badness(best), lines, sum)
		}
	}
}

// FuzzBreakLines breaks any text in any column: nothing may be lost.
func FuzzBreakLines(f *testing.F) {
	f.Add("confidentiality is well-considered, https://example.org/a?b=c", uint16(60), uint8(0))
	f.Add("soft\u00adhyphens 安全 e\u0301\u0327 "+strings.Repeat("m", 300), uint16(31), uint8(1))
	f.Fuzz(func(t *testing.T, src string, width uint16, how uint8) {
		if len(src) > 2000 {
			return
		}
		l, atoms := paragraph(t, "de", src)
		want := ""
		for _, a := range atoms {
			if a.word != nil && a.kind != spaceAtom {
				want += glyphText(a.word)
			}
		}
		got := ""
		l.breakLines(atoms, Length(width%600)*Point+1, filling(how%3), func(line []atom) {
			for _, a := range line {
				if a.word != nil && a.kind != spaceAtom && a.word.text != "" {
					got += glyphText(a.word)
				}
			}
		})
		if got, want := letters(got), letters(want); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// letters are the characters of a text but soft hyphens, in order of their
// numbers: a word of a script from right to left is turned round as a whole,
// or else in its parts.
func letters(s string) string {
	runes := []rune(strings.ReplaceAll(s, "\u00ad", ""))
	slices.Sort(runes)
	return string(runes)
}

func glyphText(w *word) string {
	var b strings.Builder
	for i := range w.runs {
		for _, g := range w.runs[i].Glyphs {
			b.WriteString(g.Text)
		}
	}
	return b.String()
}
