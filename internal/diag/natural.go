package diag

import (
	"cmp"
	"strings"
)

// natural orders texts as people count: A.5.9 comes before A.5.10, and clause
// 4.3 before clause 10.2. It is a total order, 0 only for equal texts.
func natural(a, b string) int {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if m, n := digits(a[i:]), digits(b[j:]); m > 0 && n > 0 {
			p, q := strings.TrimLeft(a[i:i+m], "0"), strings.TrimLeft(b[j:j+n], "0")
			if c := cmp.Or(cmp.Compare(len(p), len(q)), strings.Compare(p, q)); c != 0 {
				return c
			}
			i, j = i+m, j+n
			continue
		}
		if a[i] != b[j] {
			return cmp.Compare(a[i], b[j])
		}
		i++
		j++
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// digits is how many bytes at the beginning of s are digits.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
