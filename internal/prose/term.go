package prose

import (
	"slices"
	"strings"
)

// Terms are words that are explained elsewhere. A text links each where it
// first uses it, outside headings, links and code. They are immutable.
//
// A term is found whatever the case of its letters and in the forms of its last
// word, as whole words, however much space stands between them. Where several
// begin at one word, the longest is meant.
type Terms struct {
	anchors []string
	byWord  map[string][]phrase // by the first word in lower case, the longest first
	likely  [1 << 15]bool       // by the [sketch] of a word: whether it may be a first one
}

// A Term is what to look for, and its anchor on the page that explains it.
type Term struct{ Words, Anchor string }

// A phrase is what follows the first word of a term.
type phrase struct {
	rest []string
	term int
}

// longestWord is how many bytes the first word of a term may have.
const longestWord = 63

// NewTerms makes an index of terms of a language: en or de.
func NewTerms(language string, list []Term) *Terms {
	forms := english
	if language == "de" {
		forms = german
	}
	t := &Terms{byWord: map[string][]phrase{}}
	for i, term := range list {
		t.anchors = append(t.anchors, term.Anchor)
		words := strings.Fields(term.Words)
		for i, w := range words {
			words[i] = string(lowered(make([]byte, len(w)), w))
		}
		if len(words) == 0 || len(words[0]) > longestWord-2 {
			continue
		}
		last := words[len(words)-1]
		for _, form := range forms(last) {
			first := words[0]
			rest := append(slices.Clone(words[1:max(1, len(words)-1)]), form)
			if len(words) == 1 {
				first, rest = form, nil
			}
			t.byWord[first] = append(t.byWord[first], phrase{rest, i})
			t.likely[sketch(first)] = true
		}
	}
	for _, phrases := range t.byWord {
		slices.SortStableFunc(phrases, func(a, b phrase) int { return len(b.rest) - len(a.rest) })
	}
	return t
}

// english are an English noun and its regular plural.
func english(word string) []string {
	switch last := word[len(word)-1]; {
	case last == 's' || last == 'x':
		return []string{word, word + "es"}
	case last == 'y' && len(word) > 1 && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return []string{word, word[:len(word)-1] + "ies"}
	}
	return []string{word, word + "s"}
}

// german are the forms a German noun may have: those of its cases and of its
// plural, where that has no umlaut. Some of them are no words, and do no harm.
func german(word string) []string {
	switch {
	case strings.HasSuffix(word, "e"): // Maßnahme
		return []string{word, word + "n"}
	case strings.HasSuffix(word, "s"): // Ereignis
		return []string{word, word + "ses", word + "se", word + "sen"}
	case strings.HasSuffix(word, "o"): // Risiko
		return []string{word, word + "s", strings.TrimSuffix(word, "o") + "en"}
	}
	return []string{word, word + "s", word + "e", word + "es", word + "en"}
}

// sketch is what can be told of a word at a glance, whatever its case: its
// first two letters and its length. Nearly every word is seen by it to begin no
// term.
func sketch[T string | []byte](word T) int {
	second := 0
	if len(word) > 1 {
		second = int(word[1] & 31)
	}
	return int(word[0]&31)<<10 | second<<5 | len(word)&31
}

// ofWord says which bytes are part of words; all beyond ASCII are.
var ofWord = func() (t [256]bool) {
	for c := range 256 {
		t[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
	}
	return t
}()

// joins says which bytes join what stands beside them to one word: of
// risk-based and a/risk, risk is no word of its own.
func joins(c byte) bool { return c == '-' || c == '/' || c == '@' || c == '\\' }

// next is the first term in s at or behind a place: which, from where to where.
// It is -1 where there is none.
func (t *Terms) next(s string, at int) (term, from, to int) {
	from = at
	for ; at <= len(s); at++ {
		if at < len(s) && ofWord[s[at]] {
			continue
		}
		if from < at && t.likely[sketch(s[from:at])] && whole(s, from, at) {
			var buffer [longestWord]byte
			for _, p := range t.byWord[string(lowered(buffer[:at-from], s[from:at]))] {
				if end := follow(s, at, p.rest); end >= 0 {
					return p.term, from, end
				}
			}
		}
		from = at + 1
	}
	return -1, 0, 0
}

// whole says that what stands in s from one place to another is a word of its
// own, and one that may begin a term.
func whole(s string, from, to int) bool {
	return to-from <= longestWord && (from == 0 || !joins(s[from-1])) && !joined(s, to)
}

// joined says that what ends at a place is joined to what comes behind it.
func joined(s string, at int) bool {
	return at+1 < len(s) && joins(s[at]) && ofWord[s[at+1]]
}

// lowered writes the letters of s in lower case, those of ASCII.
func lowered[T string | []byte](dst []byte, s T) []byte {
	for i := range dst {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst[i] = c
	}
	return dst
}

// follow is where the words that have to follow end, or -1 where others stand.
func follow(s string, at int, rest []string) int {
	for _, word := range rest {
		from := at
		for at < len(s) && (s[at] == ' ' || s[at] == '\n') {
			at++
		}
		if at == from || len(s)-at < len(word) || !strings.EqualFold(s[at:at+len(word)], word) {
			return -1
		}
		at += len(word)
		if at < len(s) && ofWord[s[at]] || joined(s, at) {
			return -1
		}
	}
	return at
}
