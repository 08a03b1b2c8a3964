package standard

import (
	"slices"
	"testing"
)

func TestCorrespondenceIsSymmetric(t *testing.T) {
	for _, e := range editions {
		for _, r := range Of(e).All() {
			if !slices.IsSortedFunc(r.Others, Compare) || len(slices.Compact(slices.Clone(r.Others))) != len(r.Others) {
				t.Errorf("%s: the others of %s are not in order: %v", e, r.ID, r.Others)
			}
			for _, id := range r.Others {
				other, ok := Of(e.Other()).Lookup(id)
				if !ok {
					t.Errorf("%s: %s corresponds to %s, which does not exist", e, r.ID, id)
					continue
				}
				if r.IsClause() || r.IsControl() {
					if other.Kind != r.Kind || !slices.Contains(other.Others, r.ID) {
						t.Errorf("%s: %s corresponds to %s, but not the other way round", e, r.ID, id)
					}
				}
			}
		}
	}
}

func TestEverythingOf2013HasASuccessor(t *testing.T) {
	for _, r := range Of(Edition2013).All() {
		if len(r.Others) == 0 {
			t.Errorf("%s %s has none", r.ID, r.Title)
		}
	}
}

func TestElevenControlsAndOneClauseAreNewIn2022(t *testing.T) {
	want := []string{
		"6.3", "A.5.7", "A.5.23", "A.5.30", "A.7.4", "A.8.9", "A.8.10", "A.8.11", "A.8.12", "A.8.16", "A.8.23", "A.8.28",
	}
	var got []string
	for _, r := range Of(Edition2022).All() {
		if r.New() {
			got = append(got, r.ID)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestHeadingsOfAnnexAHaveWhatTheirControlsHave(t *testing.T) {
	for _, e := range editions {
		c := Of(e)
		for _, r := range c.All() {
			if r.IsClause() || r.IsControl() {
				continue
			}
			var want []string
			for _, p := range c.Parts(r) {
				want = append(want, p.Others...)
			}
			if want = inOrder(want); !slices.Equal(r.Others, want) {
				t.Errorf("%s: %s has %v, want %v", e, r.ID, r.Others, want)
			}
		}
	}
}

func TestCorrespondenceHoldsWhereItIsEasilyGotWrong(t *testing.T) {
	for _, c := range []struct {
		edition Edition
		id      string
		want    []string
	}{
		{Edition2013, "10.1", []string{"10.2"}},
		{Edition2013, "10.2", []string{"10.1"}},
		{Edition2013, "9.2", []string{"9.2", "9.2.1", "9.2.2"}},
		{Edition2013, "A.18.2.3", []string{"A.5.36", "A.8.8"}},
		{Edition2013, "A.9.2", []string{"A.5.16", "A.5.17", "A.5.18", "A.8.2"}},
		{Edition2022, "A.5.1", []string{"A.5.1.1", "A.5.1.2"}},
		{Edition2022, "A.8.24", []string{"A.10.1.1", "A.10.1.2"}},
		{Edition2022, "9.3.2", []string{"9.3"}},
	} {
		r, ok := Of(c.edition).Lookup(c.id)
		if !ok || !slices.Equal(r.Others, c.want) {
			t.Errorf("%s: %s corresponds to %v, want %v", c.edition, c.id, r.Others, c.want)
		}
	}
}

func TestAPairThatDoesNotExistIsRefused(t *testing.T) {
	s := load()
	for _, pair := range [][2]string{{"A.99.1.1", "A.5.1"}, {"A.5.1.1", "A.99"}} {
		if err := correspond(s.of2013, s.of2022, pair[0], pair[1]); err == nil {
			t.Errorf("%v corresponds", pair)
		}
	}
}
