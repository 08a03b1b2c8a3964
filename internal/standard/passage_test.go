package standard

import (
	"slices"
	"strings"
	"testing"
)

func TestControlsPassFromOneEditionToTheOther(t *testing.T) {
	want := map[Edition]map[Passage]int{
		Edition2013: {Kept: 34, Retitled: 24, Shared: 55, Spread: 1},
		Edition2022: {Kept: 34, Retitled: 24, Spread: 24, Alone: 11},
	}
	for _, e := range editions {
		got := map[Passage]int{}
		for _, r := range Of(e).Controls() {
			got[r.Passage()]++
		}
		for p := Alone; p <= Spread; p++ {
			if got[p] != want[e][p] {
				t.Errorf("%s: %d controls are %s, want %d", e, got[p], p, want[e][p])
			}
		}
	}
}

func TestAPassageIsSeenFromBothSides(t *testing.T) {
	for _, c := range []struct {
		edition    Edition
		id         string
		want       Passage
		companions string
	}{
		{Edition2013, "A.6.1.2", Kept, ""},
		{Edition2013, "A.12.4.4", Kept, ""}, // synchronisation, synchronization
		{Edition2013, "A.11.2.7", Kept, ""}, // reuse, re-use
		{Edition2013, "A.9.2.1", Retitled, ""},
		{Edition2013, "A.9.2.2", Shared, "A.9.2.5 A.9.2.6"},
		{Edition2013, "A.18.2.3", Spread, "A.12.6.1 A.18.2.2"},
		{Edition2013, "10.1", Kept, ""},
		{Edition2013, "9.2", Spread, ""},
		{Edition2022, "A.5.16", Retitled, ""},
		{Edition2022, "A.5.18", Spread, ""},
		{Edition2022, "A.5.7", Alone, ""},
		{Edition2022, "9.2.1", Shared, "9.2 9.2.2"},
		{Edition2022, "6.3", Alone, ""},
	} {
		r, ok := Of(c.edition).Lookup(c.id)
		if !ok {
			t.Fatalf("%s has no %s", c.edition, c.id)
		}
		if got := strings.Join(r.Companions(), " "); r.Passage() != c.want || got != c.companions {
			t.Errorf("%s %s is %s with %q, want %s with %q", c.edition, c.id, r.Passage(), got, c.want, c.companions)
		}
	}
}

// What the correspondence alone does not tell is told in a sentence: what
// became of a control that was merged or divided.
func TestEveryControlOf2013SaysWhereItWent(t *testing.T) {
	told := map[string]string{}
	for _, r := range Of(Edition2013).All() {
		note := r.SuccessorNote
		switch p := r.Passage(); {
		case note == "":
			if r.IsControl() && (p == Shared || p == Spread) {
				t.Errorf("%s was merged or divided, and nothing says how", r.ID)
			}
		case told[note] != "":
			t.Errorf("%s and %s went the same way in the same words", r.ID, told[note])
		case !strings.HasSuffix(note, ".") || strings.TrimSpace(note) != note:
			t.Errorf("%s: no sentence: %q", r.ID, note)
		case !r.Leaf() && r.ID != "6":
			t.Errorf("%s is a heading, and its parts say where they went", r.ID)
		}
		told[note] = r.ID
	}
	if n := len(told); n < 60 {
		t.Errorf("only %d notes", n)
	}
	if slices.ContainsFunc(Of(Edition2022).All(), func(r *Requirement) bool { return r.SuccessorNote != "" }) {
		t.Error("a requirement of 2022 has a successor")
	}
}
