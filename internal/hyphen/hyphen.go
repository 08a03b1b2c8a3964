// Package hyphen says where a word may be divided, by the algorithm of Franklin
// Mark Liang ("Word Hy-phen-a-tion by Com-put-er", Stanford 1983) that TeX has.
//
// A pattern is a few letters with digits between them, such as 1tion or hen5at;
// a dot stands for an end of the word. Wherever its letters occur in a word,
// its digits are laid between the word's letters, the highest at each place
// winning: odd ones allow a division there and even ones forbid it.
//
// The patterns are those of hyph-utf8 (https://www.hyphenation.org): en-gb,
// made from the word list of Oxford University Press, and de-1996, for the
// German orthography since the reform.
package hyphen

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed patterns/en-gb.txt
var english string

//go:embed patterns/de-1996.txt
var german string

// What the patterns for English get wrong, as hyph-utf8 says.
const exceptions = "uni-ver-sity uni-ver-sit-ies how-ever ma-nu-script ma-nu-scripts re-ci-pro-city through-out some-thing"

// The letters that stay together at either end of a word: one more than TeX
// leaves, because a stump of two letters saves little and reads badly.
const (
	before = 3
	after  = 3
)

// Longest is how many letters a word may have, in bytes, to be looked at: no
// language has longer ones, and the time grows with them.
const Longest = 100

// Patterns divide the words of one language. They are read only.
type Patterns struct {
	levels     map[string]string // the digits of a pattern by its letters, one more than those, each a byte from 0
	longest    int               // of the letters, in bytes
	exceptions map[string][]int
}

// For returns the patterns for a language by its tag (BCP 47): English in any
// country, German in any but the old orthography of 1901. It is nil for every
// other language. It takes a few milliseconds: keep what it gives.
func For(language string) *Patterns {
	p := &Patterns{levels: map[string]string{}, exceptions: map[string][]int{}}
	primary, rest, _ := strings.Cut(strings.ToLower(language), "-")
	switch {
	case primary == "en":
		p.read(english, exceptions)
	case primary == "de" && !strings.Contains("-"+rest+"-", "-1901-"):
		p.read(german, "")
	default:
		return nil
	}
	return p
}

func (p *Patterns) read(patterns, exceptions string) {
	for pattern := range strings.FieldsSeq(patterns) {
		p.add(pattern)
	}
	for word := range strings.FieldsSeq(exceptions) {
		var at []int
		n := 0
		for part := range strings.SplitSeq(word, "-") {
			n += len(part)
			at = append(at, n)
		}
		p.exceptions[strings.ReplaceAll(word, "-", "")] = at[:len(at)-1]
	}
}

func (p *Patterns) add(pattern string) {
	letters := make([]byte, 0, len(pattern))
	levels := make([]byte, 1, len(pattern)+1)
	for i := range len(pattern) {
		if c := pattern[i]; c >= '0' && c <= '9' {
			levels[len(levels)-1] = c - '0'
		} else {
			letters = append(letters, c)
			levels = append(levels, 0)
		}
	}
	p.levels[string(letters)] = string(levels)
	p.longest = max(p.longest, len(letters))
}

// Points appends to dst where a word of letters alone may be divided: offsets
// in bytes, rising. A word with anything else in it is left whole.
func (p *Patterns) Points(dst []int, word string) []int {
	if len(word) > Longest || utf8.RuneCountInString(word) < before+after {
		return dst
	}
	lower := strings.ToLower(word)
	if len(lower) != len(word) || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return dst
	}
	if at, ok := p.exceptions[lower]; ok {
		return within(dst, at, word)
	}
	dotted := "." + lower + "."
	var levels [Longest + 3]byte
	for from := range dotted {
		for to := from + 1; to <= min(len(dotted), from+p.longest); to++ {
			for i, level := range []byte(p.levels[dotted[from:to]]) {
				levels[from+i] = max(levels[from+i], level)
			}
		}
	}
	var at []int
	for i := range lower {
		if levels[i+1]%2 == 1 {
			at = append(at, i)
		}
	}
	return within(dst, at, word)
}

// within appends the offsets that leave enough letters at either end.
func within(dst, at []int, word string) []int {
	for _, i := range at {
		if utf8.RuneCountInString(word[:i]) >= before && utf8.RuneCountInString(word[i:]) >= after {
			dst = append(dst, i)
		}
	}
	return dst
}
