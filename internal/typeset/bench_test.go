package typeset

import (
	"os"
	"testing"

	"annexa/internal/prose"
)

// book repeats a policy of two pages n times.
func book(b *testing.B, n int) *Book {
	src, err := os.ReadFile("testdata/policy.md")
	if err != nil {
		b.Fatal(err)
	}
	tree := prose.NewParser().Parse(src, 1)
	out := &Book{Title: "Book", Language: "en-GB"}
	for range n {
		out.Parts = append(out.Parts, Part{Footer: Running{Right: "{page} of {pages}"}, Blocks: []Block{&Text{Tree: tree}}})
	}
	return out
}

func benchmarkLayout(b *testing.B, documents int) {
	e := engine(b)
	in := book(b, documents)
	pages := len(e.Layout(in).Pages)
	b.ReportAllocs()
	for b.Loop() {
		e.Layout(in)
	}
	b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkLayout4Pages(b *testing.B)   { benchmarkLayout(b, 2) }
func BenchmarkLayout20Pages(b *testing.B)  { benchmarkLayout(b, 10) }
func BenchmarkLayout400Pages(b *testing.B) { benchmarkLayout(b, 200) }

func BenchmarkNewEngine(b *testing.B) {
	for b.Loop() {
		if _, err := NewEngine(Fonts{}); err != nil {
			b.Fatal(err)
		}
	}
}
