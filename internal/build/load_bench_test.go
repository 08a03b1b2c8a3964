package build

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"annexa/internal/corpus"
	"annexa/internal/day"
)

// BenchmarkLoad reads, links and checks corpora from a disk.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			if err := corpus.Write(dir, n); err != nil {
				b.Fatal(err)
			}
			root, err := os.OpenRoot(filepath.Join(dir, "content"))
			if err != nil {
				b.Fatal(err)
			}
			defer root.Close()
			opt := Options{Day: func(pinned day.Date) day.Date { return pinned }, Workers: runtime.GOMAXPROCS(0)}
			b.ReportAllocs()
			for b.Loop() {
				l, err := Load(b.Context(), Sources{Content: root.FS()}, opt)
				if err != nil {
					b.Fatal(err)
				}
				if len(l.ISMS.Documents) != n || l.Count.Errors > 0 {
					b.Fatalf("%d documents, %s", len(l.ISMS.Documents), l.Count)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/document")
		})
	}
}
