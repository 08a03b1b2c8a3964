package standard

import (
	"slices"
	"strings"
	"testing"
)

var editions = []Edition{Edition2013, Edition2022}

func TestEveryRequirementOfAnEditionIsThere(t *testing.T) {
	type counts struct{ all, clauses, top, sub, groups, objectives, controls, leaves int }
	want := map[Edition]counts{
		Edition2013: {all: 201, clauses: 38, top: 10, sub: 26, groups: 14, objectives: 35, controls: 114, leaves: 140},
		Edition2022: {all: 141, clauses: 44, top: 10, sub: 30, groups: 4, objectives: 0, controls: 93, leaves: 123},
	}
	for _, e := range editions {
		c := Of(e)
		got := counts{
			all: len(c.All()), clauses: len(c.Clauses()), top: len(c.TopClauses()), sub: len(c.SubClauses()),
			groups: len(c.Groups()), controls: len(c.Controls()), leaves: len(c.Leaves()),
		}
		for _, r := range c.All() {
			if r.Kind == Objective {
				got.objectives++
			}
		}
		if got != want[e] {
			t.Errorf("%s: got %+v, want %+v", e, got, want[e])
		}
	}
}

func TestThemesHoldTheirShareOfThe93Controls(t *testing.T) {
	want := []struct {
		id, title string
		controls  int
	}{
		{"A.5", "Organizational controls", 37},
		{"A.6", "People controls", 8},
		{"A.7", "Physical controls", 14},
		{"A.8", "Technological controls", 34},
	}
	for i, g := range Of(Edition2022).Groups() {
		w := want[i]
		if g.ID != w.id || g.Title != w.title || g.Kind != Theme || len(g.Children) != w.controls {
			t.Errorf("theme %d: got %s %q, %s with %d controls, want %+v", i, g.ID, g.Title, g.Kind, len(g.Children), w)
		}
	}
}

func TestEveryIdHangsWhereItSays(t *testing.T) {
	for _, e := range editions {
		c := Of(e)
		for _, r := range c.All() {
			if r.Edition != e || r.ID == "" || r.Title == "" || strings.TrimSpace(r.Title) != r.Title {
				t.Errorf("%s: %q has edition %s and title %q", e, r.ID, r.Edition, r.Title)
			}
			if found, ok := c.Lookup(r.ID); !ok || found != r {
				t.Errorf("%s: %s cannot be looked up", e, r.ID)
			}
			top := r.Kind == Theme || r.Kind == Domain || r.IsClause() && !strings.Contains(r.ID, ".")
			if (r.Parent == "") != top {
				t.Errorf("%s: %s has parent %q", e, r.ID, r.Parent)
			}
			if p, ok := c.Lookup(r.Parent); r.Parent != "" && (!ok || !slices.Contains(p.Children, r.ID)) {
				t.Errorf("%s: %s is not among the children of %q", e, r.ID, r.Parent)
			}
			if parts := c.Parts(r); len(parts) != len(r.Children) {
				t.Errorf("%s: %s has %d parts for %d children", e, r.ID, len(parts), len(r.Children))
			}
			if !strings.HasPrefix(r.ID+".", c.Top(r).ID+".") || c.Top(r).Parent != "" {
				t.Errorf("%s: %s stands under %s", e, r.ID, c.Top(r).ID)
			}
		}
	}
}

func TestListsAreInTheOrderOfTheStandard(t *testing.T) {
	for _, e := range editions {
		c := Of(e)
		for name, list := range map[string][]*Requirement{
			"all": c.All(), "clauses": c.Clauses(), "sub-clauses": c.SubClauses(),
			"groups": c.Groups(), "controls": c.Controls(), "leaves": c.Leaves(),
		} {
			if !slices.IsSortedFunc(list, func(a, b *Requirement) int { return Compare(a.ID, b.ID) }) {
				t.Errorf("%s: %s are out of order", e, name)
			}
		}
		clauses := c.Clauses()
		if first, last := clauses[0].ID, clauses[len(clauses)-1].ID; first != "1" || last != "10.2" {
			t.Errorf("%s: clauses run from %s to %s", e, first, last)
		}
	}
}

func TestOnlyWhatCanBeAnsweredIsALeaf(t *testing.T) {
	for id, want := range map[string]bool{
		"1": false, "2": false, "3": false, "4": false, "4.1": true, "6.1": false, "6.1.3": true,
		"9.2": false, "9.2.2": true, "10.2": true, "A.5": false, "A.5.15": true,
	} {
		if r, ok := Of(Edition2022).Lookup(id); !ok || r.Leaf() != want {
			t.Errorf("2022: %s: leaf is %v, want %v", id, !want, want)
		}
	}
	for id, want := range map[string]bool{"9.2": true, "A.9": false, "A.9.2": false, "A.9.2.1": true} {
		if r, ok := Of(Edition2013).Lookup(id); !ok || r.Leaf() != want {
			t.Errorf("2013: %s: leaf is %v, want %v", id, !want, want)
		}
	}
}

func TestControlsOf2013StandInTheDomainTheirRowNames(t *testing.T) {
	c := Of(Edition2013)
	table, err := rows("iso27001-2013-controls", "id", "domain", "title")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range table {
		r, ok := c.Lookup(f[0])
		if !ok || c.Top(r).Title != f[1] {
			t.Errorf("%s is not in the domain %q", f[0], f[1])
		}
	}
}

func TestAttributesComeFromTheVocabularyOfISO27002(t *testing.T) {
	used := map[string]map[string]bool{"type": {}, "property": {}, "concept": {}, "capability": {}, "domain": {}}
	for _, r := range Of(Edition2022).Controls() {
		a := r.Attributes
		for view, values := range map[string][]string{
			"type": a.ControlType, "property": a.Properties, "concept": a.Concepts,
			"capability": a.Capabilities, "domain": a.Domains,
		} {
			if len(values) == 0 {
				t.Errorf("%s has no %s", r.ID, view)
			}
			for _, v := range values {
				used[view][v] = true
			}
		}
	}
	for view, want := range map[string]int{"type": 3, "property": 3, "concept": 5, "capability": 15, "domain": 4} {
		if len(used[view]) != want {
			t.Errorf("%d values of %s, want %d: %v", len(used[view]), view, want, used[view])
		}
	}
}

func TestHostileIdsFindNothing(t *testing.T) {
	for _, id := range []string{
		"", ".", "A", "A.", "A..5", "a.5.15", "A.5.15 ", "A.5.015", "A.05.15", "A.5.99", "5.10", "../4.1", "4.1\x00",
		"\xff\xfe", strings.Repeat("9.", 100_000), "2022:A.5.1",
	} {
		for _, e := range append(editions, 0, -1, 2035) {
			if r, ok := Of(e).Lookup(id); ok || r != nil {
				t.Errorf("%s: %.20q is %s", e, id, r.ID)
			}
		}
	}
}

func TestLookupAllocatesNothing(t *testing.T) {
	c := Of(Edition2022)
	id := []byte("A.8.24")
	if n := testing.AllocsPerRun(100, func() {
		if _, ok := c.Lookup(string(id)); !ok {
			t.Fatal("A.8.24 is missing")
		}
	}); n != 0 {
		t.Errorf("a look-up allocates %v times", n)
	}
}

func BenchmarkLookup(b *testing.B) {
	c := Of(Edition2022)
	b.ReportAllocs()
	for b.Loop() {
		c.Lookup("A.8.24")
	}
}
