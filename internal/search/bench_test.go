package search

import (
	"strings"
	"testing"

	"annexa/internal/corpus"
	"annexa/internal/prose"
)

// corpusItems are the documents of a corpus with their text.
func corpusItems(tb testing.TB, n int) []Item {
	tb.Helper()
	parser := prose.NewParser()
	var items []Item
	for name, data := range corpus.Files(n) {
		if name == "annexa.yaml" {
			continue
		}
		front, body, ok := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "---\n")
		if !ok {
			tb.Fatalf("%s has no front matter", name)
		}
		tree := parser.Parse([]byte(body), 1)
		item := Item{Language: "en", Size: len(body), Write: func(t *Text) { t.Blocks(tree.Blocks, Meaning{}) }}
		for line := range strings.Lines(front) {
			if id, ok := strings.CutPrefix(line, "id: "); ok {
				item.ID = strings.TrimSpace(id)
			} else if title, ok := strings.CutPrefix(line, "title: "); ok {
				item.Title = strings.TrimSpace(title)
			}
		}
		items = append(items, item)
	}
	return items
}

// BenchmarkIndex makes the index of 1,000 documents with one worker.
func BenchmarkIndex(b *testing.B) {
	items := corpusItems(b, 1000)
	b.ReportAllocs()
	var dst []byte
	for b.Loop() {
		x := New([]Kind{{}}, items)
		size := 0
		for i := range x.Texts() {
			dst = x.Text(i, dst[:0])
			size += len(dst)
		}
		for _, s := range x.Scripts() {
			var err error
			if dst, err = s.Append(dst[:0]); err != nil {
				b.Fatal(err)
			}
			size += len(dst)
		}
		b.SetBytes(int64(size))
	}
}
