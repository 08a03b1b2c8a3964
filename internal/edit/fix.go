package edit

import (
	"bytes"
	"cmp"
	"slices"
	"unicode/utf8"

	"annexa/internal/diag"
)

// reach is how far behind a problem's place its old text may begin, in bytes:
// a link is told at its first bracket, and its path comes behind the label.
const reach = 1000

// Fix makes those fixes of problems that stand in one file, whose bytes are
// src. It returns the change and the problems it mends; there is none where
// nothing is as the problems say it is.
func Fix(file string, src []byte, problems []diag.Problem) (Change, []diag.Problem) {
	type replacement struct {
		from, to int
		by       diag.Problem
	}
	var list []replacement
	if withoutPairs := bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n")); bytes.IndexByte(withoutPairs, '\r') >= 0 {
		return Change{}, nil // lines are counted otherwise than they stand
	}
	lines := offsets(src)
	for _, p := range problems {
		if p.Fix.Old == "" || p.Place.File != file || p.Place.Line < 1 || p.Place.Line > len(lines) {
			continue
		}
		from := lines[p.Place.Line-1]
		for range p.Place.Column - 1 {
			_, n := utf8.DecodeRune(src[from:])
			from += n
		}
		within := src[from:min(len(src), from+reach+len(p.Fix.Old))]
		if i := bytes.Index(within, []byte(p.Fix.Old)); i >= 0 {
			list = append(list, replacement{from + i, from + i + len(p.Fix.Old), p})
		}
	}
	slices.SortStableFunc(list, func(a, b replacement) int { return cmp.Compare(a.from, b.from) })
	var out []byte
	var mended []diag.Problem
	at := 0
	for _, r := range list {
		if r.from < at {
			continue // it was mended already
		}
		out = append(append(out, src[at:r.from]...), r.by.Fix.New...)
		at = r.to
		mended = append(mended, r.by)
	}
	if len(mended) == 0 {
		return Change{}, nil
	}
	return Replace(file, src, append(out, src[at:]...)), mended
}

// offsets are where the lines of a text begin, behind a byte order mark.
func offsets(src []byte) []int {
	at := len(src) - len(bytes.TrimPrefix(src, []byte("\ufeff")))
	out := []int{at}
	for i := at; i < len(src); i++ {
		if src[i] == '\n' {
			out = append(out, i+1)
		}
	}
	return out
}
