package standard

import "testing"

func TestDocumentedInformationIsWhatTheClausesAskFor(t *testing.T) {
	items := Documented()
	if len(items) != 18 {
		t.Fatalf("%d items, want 18", len(items))
	}
	seen := make(map[string]bool)
	for _, d := range items {
		if d.Item == "" || d.What == "" || d.UsualForm == "" || seen[d.Item] {
			t.Errorf("%+v is incomplete or repeated", d)
		}
		seen[d.Item] = true
		for _, e := range editions {
			if r, ok := Of(e).Lookup(d.Clause(e)); !ok || !r.IsClause() || !r.Leaf() {
				t.Errorf("%s: %s has no clause %q to answer", d.Item, e, d.Clause(e))
			}
		}
		if found, ok := LookupDocumented(d.Item); !ok || found != d {
			t.Errorf("%s cannot be looked up", d.Item)
		}
	}
	if d, ok := LookupDocumented("soap"); ok {
		t.Errorf("soap is %+v", d)
	}
	if d, _ := LookupDocumented("nonconformities"); d.Clause(Edition2013) != "10.1" || d.Clause(Edition2022) != "10.2" {
		t.Errorf("nonconformities stand in %s and %s", d.Clause(Edition2013), d.Clause(Edition2022))
	}
}
