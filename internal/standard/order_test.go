package standard

import (
	"slices"
	"testing"
)

func TestIdsAreOrderedAsTheStandardPrintsThem(t *testing.T) {
	want := []string{
		"1", "4", "4.1", "4.2", "4.10", "6.1", "6.1.1", "6.1.3", "6.2", "9.3.3", "10", "10.1", "10.2",
		"A.5", "A.5.1", "A.5.1.1", "A.5.2", "A.5.9", "A.5.10", "A.5.37", "A.6.1", "A.9.2.1", "A.10.1.1", "A.18.2.3",
		"CTL-01", "POL-02",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, Compare)
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for i := range len(want) - 1 {
		if !Less(want[i], want[i+1]) || Less(want[i+1], want[i]) || Less(want[i], want[i]) {
			t.Errorf("%s and %s are not told apart", want[i], want[i+1])
		}
	}
}

func TestComparingAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Compare("A.10.1.1", "A.10.1.2") }); n != 0 {
		t.Errorf("a comparison allocates %v times", n)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("4.1", "A.5.1", "10")
	f.Add("4", "4.", "4..")
	f.Add("01", "1", "1.0")
	f.Add("A.5.99999999999999999999999", "A.5.x", "")
	f.Add("\xff", ".", "A.")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if (Compare(a, b) == 0) != (a == b) {
			t.Fatalf("%q and %q: equal in order only, or in spelling only", a, b)
		}
		if Compare(a, b) != -Compare(b, a) {
			t.Fatalf("%q and %q come out differently the other way round", a, b)
		}
		if Compare(a, b) < 0 && Compare(b, c) < 0 && Compare(a, c) >= 0 {
			t.Fatalf("%q < %q < %q, but not the first before the last", a, b, c)
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Compare("A.10.1.1", "A.10.1.2")
	}
}
