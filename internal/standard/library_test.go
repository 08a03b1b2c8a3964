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
