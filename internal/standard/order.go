package standard

import (
	"cmp"
	"strings"
)

// Compare orders ids as the standard does: clauses, then Annex A, then
// everything else; a heading before its parts; numbers as numbers, so 10 comes
// after 9 and A.5.10 after A.5.9. It is a total order over all strings and
// returns 0 only for equal ones.
func Compare(a, b string) int {
	if c := cmp.Compare(place(a), place(b)); c != 0 {
		return c
	}
	same := commonParts(a, b)
	x, y := a[same:], b[same:]
	for x != "" && y != "" {
		var p, q string
		p, x, _ = strings.Cut(x, ".")
		q, y, _ = strings.Cut(y, ".")
		if c := compareParts(p, q); c != 0 {
			return c
		}
	}
	if x != "" {
		return 1
	}
	if y != "" {
		return -1
	}
	return strings.Compare(a, b)
}

// Less reports whether a comes before b in the order of [Compare].
func Less(a, b string) bool { return Compare(a, b) < 0 }

// commonParts is the length of the parts a and b begin with alike, the full stop
// after them included.
func commonParts(a, b string) int {
	same := 0
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			break
		}
		if a[i] == '.' {
			same = i + 1
		}
	}
	return same
}

// place is 0 for what begins like a clause, 1 for Annex A, 2 for the rest.
func place(id string) int {
	switch {
	case id != "" && '0' <= id[0] && id[0] <= '9':
		return 0
	case strings.HasPrefix(id, "A."):
		return 1
	}
	return 2
}

// compareParts orders what stands between two full stops; numbers of any
// length come first and compare by value.
func compareParts(p, q string) int {
	np, nq := isNumber(p), isNumber(q)
	switch {
	case np && nq:
		p, q = strings.TrimLeft(p, "0"), strings.TrimLeft(q, "0")
		if c := cmp.Compare(len(p), len(q)); c != 0 {
			return c
		}
	case np:
		return -1
	case nq:
		return 1
	}
	return strings.Compare(p, q)
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// parentOf is the id without its last number, "" for a top heading.
func parentOf(id string) string {
	i := strings.LastIndexByte(id, '.')
	if i < 0 || id[:i] == "A" {
		return ""
	}
	return id[:i]
}
