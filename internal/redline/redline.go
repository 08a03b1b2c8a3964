// Package redline says what changed between two texts: words that are gone,
// words that are new, and what stayed.
//
// Texts are compared line by line first, and word by word within what differs,
// so that a change is told where a reader sees it. The same two texts always
// give the same answer, on any machine, in bounded time.
package redline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Kind says what became of a piece.
type Kind uint8

// The kinds of piece.
const (
	Same Kind = iota // in both texts
	Gone             // only in the old one
	New              // only in the new one
)

// A Piece is a stretch of text, never empty.
type Piece struct {
	Kind Kind
	Text string
}

// Compare is what changed from one text to another: its pieces that are not new
// make up the old text, those that are not gone the new one. Neighbours are of
// different kinds, and what is gone stands before what is new in its place.
func Compare(old, now string) []Piece {
	var out pieces
	lines := compare(slices.Collect(strings.Lines(old)), slices.Collect(strings.Lines(now)))
	for i := 0; i < len(lines); i++ {
		if lines[i].Kind == Gone && i+1 < len(lines) && lines[i+1].Kind == New {
			out.add(tidy(compare(Words(lines[i].Text), Words(lines[i+1].Text)))...)
			i++
			continue
		}
		out.add(lines[i])
	}
	return out
}

// Changed says whether anything is gone or new.
func Changed(list []Piece) bool {
	return slices.ContainsFunc(list, func(p Piece) bool { return p.Kind != Same })
}

// pieces join those of a kind that follow each other.
type pieces []Piece

func (p *pieces) add(more ...Piece) {
	for _, m := range more {
		if n := len(*p); m.Text == "" {
			continue
		} else if n > 0 && (*p)[n-1].Kind == m.Kind {
			(*p)[n-1].Text += m.Text
		} else {
			*p = append(*p, m)
		}
	}
}

// A Run is so many tokens that share a fate.
type Run struct {
	Kind Kind
	N    int // at least 1
}

// most is how many pairs of tokens are compared; texts that have more in common
// with nothing are told as a whole.
const most = 1 << 26

// Align finds the longest common run of tokens and what differs around it
// (E. Myers, An O(ND) Difference Algorithm and Its Variations). Neighbouring
// runs are of different kinds, and what is gone stands before what is new in its
// place.
func Align(old, now []string) []Run {
	var out runs
	if len(old)*len(now) > most {
		out.add(Gone, len(old))
		out.add(New, len(now))
		return out
	}
	// The library compares runes: each token becomes one.
	numbers := map[string]rune{}
	number := func(list []string) []rune {
		out := make([]rune, len(list))
		for i, s := range list {
			r, ok := numbers[s]
			if !ok {
				r = rune(len(numbers)) + 1
				if r >= 0xD800 {
					r += 0x800 // no rune is half of a pair
				}
				numbers[s] = r
			}
			out[i] = r
		}
		return out
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = 0 // what it finds must not depend on the machine
	gone, fresh := 0, 0
	flush := func() {
		out.add(Gone, gone)
		out.add(New, fresh)
		gone, fresh = 0, 0
	}
	for _, diff := range d.DiffMainRunes(number(old), number(now), false) {
		switch n := utf8.RuneCountInString(diff.Text); diff.Type {
		case diffmatchpatch.DiffDelete:
			gone += n
		case diffmatchpatch.DiffInsert:
			fresh += n
		default:
			flush()
			out.add(Same, n)
		}
	}
	flush()
	return out
}

// runs join those of a kind that follow each other.
type runs []Run

func (r *runs) add(kind Kind, n int) {
	if last := len(*r) - 1; n == 0 {
		return
	} else if last >= 0 && (*r)[last].Kind == kind {
		(*r)[last].N += n
	} else {
		*r = append(*r, Run{kind, n})
	}
}

// compare is what became of tokens as pieces of text.
func compare(old, now []string) []Piece {
	var out pieces
	for _, run := range Align(old, now) {
		from := &old
		if run.Kind == New {
			from = &now
		}
		out.add(Piece{run.Kind, strings.Join((*from)[:run.N], "")})
		*from = (*from)[run.N:]
		if run.Kind == Same {
			now = now[run.N:]
		}
	}
	return out
}

// ordered puts what is gone before what is new wherever both stand in one
// place.
func ordered(list []Piece) []Piece {
	var out pieces
	var gone, now string
	flush := func() {
		out.add(Piece{Gone, gone}, Piece{New, now})
		gone, now = "", ""
	}
	for _, p := range list {
		switch p.Kind {
		case Gone:
			gone += p.Text
		case New:
			now += p.Text
		default:
			flush()
			out.add(p)
		}
	}
	flush()
	return out
}

// tidy takes spaces that stand between two changes for changed, so that a
// sentence that was written anew is not told word by word in turns.
func tidy(list []Piece) []Piece {
	var out []Piece
	for i, p := range list {
		between := i > 0 && i+1 < len(list) && list[i-1].Kind != Same && list[i+1].Kind != Same
		if p.Kind == Same && between && strings.TrimSpace(p.Text) == "" && !strings.Contains(p.Text, "\n") {
			out = append(out, Piece{Gone, p.Text}, Piece{New, p.Text})
			continue
		}
		out = append(out, p)
	}
	return ordered(out)
}

// Words takes a text apart: words with the digits and marks within them, white
// space, and every other character by itself.
func Words(s string) []string {
	var out []string
	for len(s) > 0 {
		n := wordEnd(s)
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

func wordEnd(s string) int {
	first, size := utf8.DecodeRuneInString(s)
	kind := kindOf(first)
	if kind == mark || first == '\n' {
		return size
	}
	for i, r := range s {
		if r == '\n' || kindOf(r) != kind && !(kind == letter && inWord(s[i:])) {
			return i
		}
	}
	return len(s)
}

// inWord says whether a mark belongs to the word it stands in, as in 2.1, A.5.9,
// don't and well-known.
func inWord(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[size:])
	return strings.ContainsRune(".'’-_@:", r) && kindOf(next) == letter
}

const (
	letter = iota
	space
	mark
)

func kindOf(r rune) int {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return letter
	case unicode.IsSpace(r):
		return space
	}
	return mark
}
