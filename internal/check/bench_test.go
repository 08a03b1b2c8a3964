package check_test

import (
	"fmt"
	"io/fs"
	"os"
	"testing"

	"annexa/internal/build"
	"annexa/internal/check"
	"annexa/internal/corpus"
)

// BenchmarkRun holds corpora and the sample against every rule, once they are
// read and linked. Compare BenchmarkSite of internal/build, which makes the
// pages of the same corpora.
func BenchmarkRun(b *testing.B) {
	contents := []struct {
		name    string
		content fs.FS
	}{{"sample", os.DirFS("../../content")}}
	for _, n := range []int{1000, 10_000} {
		contents = append(contents, struct {
			name    string
			content fs.FS
		}{fmt.Sprint(n), corpus.FS(n)})
	}
	for _, c := range contents {
		b.Run(c.name, func(b *testing.B) {
			l := loadFrom(b, build.Sources{Content: c.content}, "")
			b.ReportAllocs()
			for b.Loop() {
				check.Run(l.Whole)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(l.Whole.Documents)), "µs/document")
		})
	}
}
