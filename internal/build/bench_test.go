package build_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"annexa/internal/build"
	"annexa/internal/corpus"
	"annexa/internal/day"
	"annexa/internal/release"
	"annexa/internal/sign"
)

// benchmark builds a corpus of n documents from the disk to the disk, as the
// command does.
func benchmark(b *testing.B, n int, pdf bool) {
	dir := b.TempDir()
	if err := corpus.Write(dir, n); err != nil {
		b.Fatal(err)
	}
	root, err := os.OpenRoot(filepath.Join(dir, "content"))
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close() // nothing was written
	options := build.Options{Day: func(d day.Date) day.Date { return d }, Workers: runtime.GOMAXPROCS(0)}
	b.ReportAllocs()
	pages, i := 0, 0
	for b.Loop() {
		l, err := build.Load(b.Context(), build.Sources{Content: root.FS()}, options)
		if err != nil {
			b.Fatal(err)
		}
		i++
		r, err := release.Open(b.Context(), filepath.Join(dir, fmt.Sprintf("public%d", i)), release.Options{})
		if err != nil {
			b.Fatal(err)
		}
		made, err := l.Publish(b.Context(), r, build.Publication{Generator: "annexa", PDF: pdf, Workers: options.Workers})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Commit(release.Meta{Generator: "annexa", Date: l.ISMS.Day.String()}); err != nil {
			b.Fatal(err)
		}
		pages += made.PDFPages
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "documents/s")
	if pages > 0 {
		b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
	}
}

func BenchmarkHTML(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmark(b, n, false) })
	}
}

func BenchmarkPDF(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmark(b, n, true) })
	}
}

// BenchmarkVerifyPack verifies the largest pack of the sample, of some hundred
// pages, that was signed once.
func BenchmarkVerifyPack(b *testing.B) {
	l, err := build.Load(b.Context(), build.Sources{Content: os.DirFS("../../content")}, build.Options{Day: func(d day.Date) day.Date { return d }, Workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		b.Fatal(err)
	}
	identity, err := sign.NewIdentity("Fernhill", l.ISMS.Day.Time(), rand.NewChaCha8([32]byte{1}))
	if err != nil {
		b.Fatal(err)
	}
	key, err := sign.LoadKey(identity, "")
	if err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(b.TempDir(), "public")
	r, err := release.Open(b.Context(), dir, release.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := l.Publish(b.Context(), r, build.Publication{
		Generator: "annexa", PDF: true, Workers: runtime.GOMAXPROCS(0), Signer: &sign.Signer{Key: key, Day: l.ISMS.Day.Time()},
	}); err != nil {
		b.Fatal(err)
	}
	if _, err := r.Commit(release.Meta{Generator: "annexa", Date: l.ISMS.Day.String()}); err != nil {
		b.Fatal(err)
	}
	var pack []byte
	for _, c := range l.ISMS.Config.Packs {
		data, err := os.ReadFile(filepath.Join(dir, "packs", c.ID+".pdf"))
		if err != nil {
			b.Fatal(err)
		}
		if len(data) > len(pack) {
			pack = data
		}
	}
	opts := sign.Options{Own: key.Chain, At: l.ISMS.Day.Time()}
	b.ReportAllocs()
	for b.Loop() {
		if report := sign.Verify(pack, opts); report.Verdict != sign.Valid {
			b.Fatal(report.Verdict, report.Reasons)
		}
	}
	b.ReportMetric(float64(len(pack))/(1<<20), "MB")
}
