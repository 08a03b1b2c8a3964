package diag

import (
	"slices"
	"testing"
)

func TestNumbersInProblemsAreCountedAndNotSpelt(t *testing.T) {
	want := []string{"", "A.5", "A.5.1", "A.5.1.md", "A.5.9", "A.5.10", "A.8.1", "A.12.1", "a", "clause 4.3 x", "clause 9.3.3", "clause 10.2", "clause 010.2", "x1y", "x01y", "x2", "x99999999999999999999", "x100000000000000000000"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, natural)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	for _, a := range want {
		for _, b := range want {
			if natural(a, b) != -natural(b, a) || (natural(a, b) == 0) != (a == b) {
				t.Errorf("%q and %q: %d, %d", a, b, natural(a, b), natural(b, a))
			}
		}
	}
}
