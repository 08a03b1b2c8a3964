package standard

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryActivityIsServedUnderItsHeading(t *testing.T) {
	table, err := rows("activities", "heading", "activity", "requirements2022")
	if err != nil {
		t.Fatal(err)
	}
	if len(table) != 58 || len(Activities()) != len(table) {
		t.Fatalf("%d activities of %d rows, want 58", len(Activities()), len(table))
	}
	served := 0
	count := func(e Edition, heading string) {
		of := ActivitiesOf(e, heading)
		if len(of) == 0 {
			t.Errorf("%s: nothing under %s", e, heading)
		}
		for _, a := range of {
			if a.Heading != heading {
				t.Errorf("%q stands under %s, not %s", a.Text, a.Heading, heading)
			}
		}
		served += len(of)
	}
	for _, r := range Of(Edition2022).TopClauses() {
		count(Edition2022, r.ID)
	}
	for _, r := range Of(Edition2013).Groups() {
		count(Edition2013, r.ID)
	}
	count(Edition2022, Certification)
	if served != len(table) {
		t.Errorf("%d activities are served under a heading, want %d", served, len(table))
	}
}

func TestActivitiesOfAClauseAreTheSameInBothEditions(t *testing.T) {
	for _, heading := range []string{"1", "4", "8", "10", Certification} {
		a, b := ActivitiesOf(Edition2013, heading), ActivitiesOf(Edition2022, heading)
		if len(a) == 0 || len(a) != len(b) {
			t.Errorf("%s: %d in 2013, %d in 2022", heading, len(a), len(b))
		}
	}
}

func TestADomainIsNoHeadingOf2022(t *testing.T) {
	if got := ActivitiesOf(Edition2022, "A.9"); got != nil {
		t.Errorf("2022 answers for a domain of 2013: %v", got)
	}
	if got := ActivitiesOf(Edition2013, "A.9"); len(got) != 2 || got[0].HeadingEdition != Edition2013 {
		t.Errorf("the domain A.9 of 2013 has %+v", got)
	}
	for _, heading := range []string{"", "A.99", "2013:A.9", "11", "\x00"} {
		if got := ActivitiesOf(Edition2013, heading); got != nil {
			t.Errorf("%q is a heading with %v", heading, got)
		}
	}
}

func TestActivitiesNameRequirementsThatExist(t *testing.T) {
	for _, a := range Activities() {
		if a.Text == "" || len(a.Requirements) == 0 {
			t.Errorf("%+v lacks its text or its requirements", a)
		}
		for _, e := range editions {
			for _, id := range a.In(e) {
				if r, ok := Of(e).Lookup(id); !ok || !r.Leaf() {
					t.Errorf("%q: %s has no %s that a write-up can answer", a.Text, e, id)
				}
			}
		}
		if len(a.Former) == 0 && !slices.Equal(a.Requirements, []string{"6.3"}) {
			t.Errorf("%q has no requirement of 2013", a.Text)
		}
		if strings.HasSuffix(a.Text, ".") {
			t.Errorf("%q ends with a full stop", a.Text)
		}
	}
}
