package diag

import (
	"iter"
	"strings"
)

// Nearest returns the candidate that is the likeliest spelling of word, or
// nothing if none is near: at most a third of its letters, one of two, and
// never more than three, may be added, lost, changed or swapped with their
// neighbour. Case does not count. Digits are never mistaken for others: another
// number is another thing, so they may only change places or stand beside more
// or fewer zeros. Of equally near ones the first wins.
func Nearest(word string, candidates iter.Seq[string]) string {
	w := []rune(strings.ToLower(word))
	if len(w) > 64 {
		return ""
	}
	limit := min(3, max(1, len(w)/3), len(w)-1)
	best, numbers := "", numerals(word)
	for c := range candidates {
		if len(c) > 4*len(w)+12 || numerals(c) != numbers {
			continue
		}
		if d := distance(w, []rune(strings.ToLower(c)), limit); d <= limit {
			best, limit = c, d-1
			if limit < 0 {
				break
			}
		}
	}
	return best
}

// numerals are how often each digit but 0 stands in a word.
func numerals(word string) (counts [10]uint8) {
	for i := range len(word) {
		if c := word[i]; '1' <= c && c <= '9' {
			counts[c-'0']++
		}
	}
	return counts
}

// distance is the optimal string alignment distance, or limit+1 once it is
// sure to be greater.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
