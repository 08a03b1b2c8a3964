package search

import (
	"unicode"
	"unicode/utf8"
)

// maxWord is how many characters of a word are looked at.
const maxWord = 32

// class says what a character is within words.
type class uint8

const (
	between class = iota // ends a word
	letter               // an accent too
	number
	joiner // a dot or a hyphen
	silent // a soft hyphen: not there
)

// classes are those of ASCII.
var classes = func() (t [utf8.RuneSelf]class) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = letter, letter
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = number
	}
	t['.'], t['-'] = joiner, joiner
	return t
}()

const (
	softHyphen        = '\u00ad'
	nonBreakingHyphen = '\u2011'
)

func classOf(s []byte) (class, rune, int) {
	r, size := utf8.DecodeRune(s)
	switch {
	case r < utf8.RuneSelf:
		return classes[r], r, size
	case unicode.IsLetter(r), unicode.IsMark(r):
		return letter, r, size
	case unicode.IsNumber(r):
		return number, r, size
	case r == nonBreakingHyphen:
		return joiner, r, size
	case r == softHyphen:
		return silent, r, size
	}
	return between, r, size
}

// nextWord appends the first word of s to dst, in lower case. It ends at n; a
// word as long as dst is none, and n is the length of s.
//
// A word is letters, accents and numbers. A dot or a hyphen beside a number does
// not end it and is left out: A.5.15 is a515, POL-02 is pol02, and four-eyes are
// two words. A single letter is no word.
func nextWord(dst, s []byte) (word []byte, n int) {
	word = dst
	length, last := 0, between
	for i := 0; i < len(s); {
		c, r, size := letter, rune(s[i]), 1
		if r < utf8.RuneSelf {
			c = classes[r]
		} else {
			c, r, size = classOf(s[i:])
		}
		if c == joiner && length > 0 && i+size < len(s) {
			if next, _, _ := classOf(s[i+size:]); next == number || next == letter && last == number {
				c = silent
			} else {
				c = between
			}
		}
		switch c {
		case letter, number:
			last = c
			if length++; length > maxWord {
				break
			}
			if r < utf8.RuneSelf {
				if 'A' <= r && r <= 'Z' {
					r |= 0x20
				}
				word = append(word, byte(r))
			} else {
				word = utf8.AppendRune(word, unicode.ToLower(r))
			}
		case silent:
		case between, joiner:
			if length > 1 || last == number {
				return word, i
			}
			word, length, last = dst, 0, between
		}
		i += size
	}
	if length > 1 || last == number {
		return word, len(s)
	}
	return dst, len(s)
}
