package standard

import "testing"

func TestTheEmbeddedDataAreWhole(t *testing.T) {
	if err := Err(); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load()
	}
}

func TestATableWithAnotherHeadingRowIsRefused(t *testing.T) {
	if _, err := rows("terms", "term", "meaning"); err == nil {
		t.Error("a column is missing and nobody minds")
	}
	if _, err := rows("no-such-table", "id"); err == nil {
		t.Error("a table is missing and nobody minds")
	}
}

func TestFaultyRequirementsAreNamedAndTheRestIsKept(t *testing.T) {
	c, faults := newCatalogue(Edition2022, []Requirement{
		{ID: "4"}, {ID: "4.1"}, {ID: "4.1"}, {ID: "5.1"},
	})
	if len(faults) != 2 {
		t.Errorf("got %v, want a repeated id and a missing heading", faults)
	}
	if _, ok := c.Lookup("4.1"); !ok || len(c.All()) != 3 {
		t.Errorf("the catalogue holds %d requirements, want 3", len(c.All()))
	}
	if r, _ := c.Lookup("5.1"); c.Top(r) != r {
		t.Error("a sub-clause without its clause stands under another")
	}
}
