package search

import (
	"slices"
	"strings"
)

// stemGerman takes the endings from a German word in lower case, by the
// algorithm that Snowball describes (snowballstem.org, German).
func stemGerman(word string) string {
	w := germanWord{letters: []rune(strings.ReplaceAll(word, "ß", "ss"))}
	w.protect()
	w.regions()
	w.inflection()
	w.comparison()
	w.derivation()
	for i, r := range w.letters {
		switch r {
		case 'U', 'ü':
			w.letters[i] = 'u'
		case 'Y':
			w.letters[i] = 'y'
		case 'ä':
			w.letters[i] = 'a'
		case 'ö':
			w.letters[i] = 'o'
		}
	}
	return string(w.letters)
}

// A germanWord is a word and where its two regions begin: an ending is taken
// only from within one.
type germanWord struct {
	letters []rune
	r1, r2  int
}

func germanVowel(r rune) bool { return strings.ContainsRune("aeiouyäöü", r) }

// protect makes a capital of u and y between vowels, where they are none.
func (w *germanWord) protect() {
	for i := 1; i+1 < len(w.letters); i++ {
		if r := w.letters[i]; (r == 'u' || r == 'y') && germanVowel(w.letters[i-1]) && germanVowel(w.letters[i+1]) {
			w.letters[i] = r - 'a' + 'A'
		}
	}
}

// regions finds where the regions begin: after the first consonant that follows
// a vowel, and once more after that; the first leaves at least three letters.
func (w *germanWord) regions() {
	after := func(from int) int {
		for i := from + 1; i < len(w.letters); i++ {
			if !germanVowel(w.letters[i]) && germanVowel(w.letters[i-1]) {
				return i + 1
			}
		}
		return len(w.letters)
	}
	w.r1 = after(0)
	w.r2 = after(w.r1)
	w.r1 = max(w.r1, min(3, len(w.letters)))
}

// ends says that the word ends so, and at least so far to the right.
func (w *germanWord) ends(region int, ending string) bool {
	at := len(w.letters) - len([]rune(ending))
	return at >= region && at >= 0 && string(w.letters[at:]) == ending
}

func (w *germanWord) cut(n int) { w.letters = w.letters[:len(w.letters)-n] }

// before is the letter so many places from the end, 0 where there is none.
func (w *germanWord) before(n int) rune {
	if i := len(w.letters) - 1 - n; i >= 0 {
		return w.letters[i]
	}
	return 0
}

// longest is the longest of the endings, given longest first, that the word
// has.
func (w *germanWord) longest(endings ...string) string {
	i := slices.IndexFunc(endings, func(e string) bool { return w.ends(0, e) })
	if i < 0 {
		return ""
	}
	return endings[i]
}

// inflection takes -em, -ern, -er, -e, -en, -es and -s.
func (w *germanWord) inflection() {
	ending := w.longest("ern", "em", "er", "en", "es", "e", "s")
	if ending == "" || !w.ends(w.r1, ending) {
		return
	}
	switch ending {
	case "s":
		if strings.ContainsRune("bdfghklmnrt", w.before(1)) {
			w.cut(1)
		}
	case "e", "en", "es":
		w.cut(len(ending))
		if w.ends(0, "niss") {
			w.cut(1)
		}
	default:
		w.cut(len(ending))
	}
}

// comparison takes -en, -er, -est and -st.
func (w *germanWord) comparison() {
	ending := w.longest("est", "en", "er", "st")
	if ending == "" || !w.ends(w.r1, ending) {
		return
	}
	if ending == "st" && (len(w.letters) < 6 || !strings.ContainsRune("bdfghklmnt", w.before(2))) {
		return
	}
	w.cut(len(ending))
}

// derivation takes -end, -ung, -ig, -ik, -isch, -lich, -heit and -keit.
func (w *germanWord) derivation() {
	ending := w.longest("isch", "lich", "heit", "keit", "end", "ung", "ig", "ik")
	if ending == "" || !w.ends(w.r2, ending) {
		return
	}
	switch ending {
	case "end", "ung":
		w.cut(3)
		if w.ends(w.r2, "ig") && w.before(2) != 'e' {
			w.cut(2)
		}
	case "ig", "ik", "isch":
		if w.before(len(ending)) != 'e' {
			w.cut(len(ending))
		}
	case "lich", "heit":
		w.cut(4)
		if w.ends(w.r1, "er") || w.ends(w.r1, "en") {
			w.cut(2)
		}
	case "keit":
		w.cut(4)
		switch {
		case w.ends(w.r2, "lich"):
			w.cut(4)
		case w.ends(w.r2, "ig"):
			w.cut(2)
		}
	}
}
