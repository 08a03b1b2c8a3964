package pdf

import (
	"testing"

	"annexa/internal/typeset"
)

func benchmarkWrite(b *testing.B, documents int) {
	tree := read(b, "policy.md")
	book := &typeset.Book{Title: "Book", Language: "en-GB"}
	for range documents {
		book.Parts = append(book.Parts, typeset.Part{Footer: typeset.Running{Right: "{page} of {pages}"}, Blocks: []typeset.Block{&typeset.Text{Tree: tree, Bindings: bind(tree)}}})
	}
	e, err := typeset.NewEngine(typeset.Fonts{})
	if err != nil {
		b.Fatal(err)
	}
	w := NewWriter()
	pages := len(e.Layout(book).Pages)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Write(e.Layout(book), Meta{Date: day}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkBook4Pages(b *testing.B)   { benchmarkWrite(b, 2) }
func BenchmarkBook20Pages(b *testing.B)  { benchmarkWrite(b, 10) }
func BenchmarkBook400Pages(b *testing.B) { benchmarkWrite(b, 200) }
