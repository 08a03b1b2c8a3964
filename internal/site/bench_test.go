package site_test

import (
	"testing"

	"annexa/internal/corpus"
	"annexa/internal/site"
	"annexa/templates"
)

func BenchmarkSite(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"100", 100}, {"1000", 1000}, {"10000", 10000}} {
		b.Run(size.name, func(b *testing.B) {
			l := load(b, corpus.FS(size.n))
			opt := options(b, l)
			b.ReportAllocs()
			for b.Loop() {
				s, _ := site.New(l.ISMS, opt)
				var dst []byte
				var err error
				for _, p := range s.Pages() {
					if dst, err = s.Render(p, dst[:0]); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*size.n), "µs/document")
		})
	}
}

// BenchmarkTemplates parses, escapes and compiles the templates, as every build
// does while it reads the content.
func BenchmarkTemplates(b *testing.B) {
	l := load(b, corpus.FS(0))
	b.ReportAllocs()
	for b.Loop() {
		site.ReadTemplates(templates.FS, l.Words)
	}
}
