package pack_test

import (
	"crypto/rand"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"annexa/internal/corpus"
	"annexa/internal/isms"
	"annexa/internal/pack"
	"annexa/internal/sign"
)

// corpusContent is a corpus of n documents, and one more: a policy that has the
// text of five of them.
func corpusContent(n int) map[string]string {
	files := map[string]string{}
	var long strings.Builder
	for name, data := range corpus.Files(n) {
		files[name] = string(data)
		if text := strings.SplitN(string(data), "---\n", 3); len(text) == 3 && len(files) <= 6 {
			long.WriteString(text[2])
		}
	}
	files["annexa.yaml"] += "  - {id: all, title: All of it, classification: restricted, drafts: yes, include: [policies, standards, procedures, guidelines, plans, records]}\n"
	files["policies/pol-01.md"] = "---\nid: POL-01\ntitle: Long policy\nkind: policy\n" + approved + "---\n" + long.String()
	return files
}

// selection is a pack of the corpus by its id, without the long policy.
func selection(b *testing.B, m *isms.ISMS, id string) isms.Selection {
	b.Helper()
	for _, p := range m.Config.Packs {
		if p.ID != id {
			continue
		}
		s := m.Select(p)
		kept := s.Entries[:0]
		for _, e := range s.Entries {
			if e.Document == nil || e.Document.ID != "POL-01" {
				kept = append(kept, e)
			}
		}
		s.Entries = kept
		return s
	}
	b.Fatalf("there is no pack %s", id)
	return isms.Selection{}
}

func signer(b *testing.B) *sign.Signer {
	b.Helper()
	day := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	data, err := sign.NewIdentity("Benchmark", day, rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	key, err := sign.LoadKey(data, "")
	if err != nil {
		b.Fatal(err)
	}
	return &sign.Signer{Key: key, Day: day}
}

// BenchmarkLongPolicy makes a policy of some twenty pages, with cover and
// contents, not signed.
func BenchmarkLongPolicy(b *testing.B) {
	k := maker(b, corpusContent(8))
	d, _ := k.ISMS.Lookup("POL-01")
	b.ReportAllocs()
	pages := 0
	for b.Loop() {
		f, err := k.Document(d)
		if err != nil {
			b.Fatal(err)
		}
		pages = f.Pages
	}
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkPack binds a hundred documents.
func BenchmarkPack(b *testing.B) {
	k := maker(b, corpusContent(100))
	b.ReportAllocs()
	pages := 0
	for b.Loop() {
		pages = makePack(b, k)
	}
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkDocuments makes a hundred documents by themselves, signed with P-256.
func BenchmarkDocuments(b *testing.B) {
	k, s := maker(b, corpusContent(100)), signer(b)
	b.ReportAllocs()
	pages := 0
	for b.Loop() {
		pages = makeDocuments(b, k, s)
	}
	b.ReportMetric(float64(pages)/documents, "pages/document")
	b.ReportMetric(float64(documents*b.N)/b.Elapsed().Seconds(), "documents/s")
}

// BenchmarkFromContent does both with all that comes before: fonts and content
// are read, linked and checked each time. .ci/bench-pdf compares it with Typst.
// What a run leaves is collected between the runs, since a command of that size
// ends before the collector begins.
func BenchmarkFromContent(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	content, s := corpusContent(documents), signer(b)
	collect := func(b *testing.B) {
		b.StopTimer()
		runtime.GC()
		b.StartTimer()
	}
	b.Run("documents", func(b *testing.B) {
		for b.Loop() {
			makeDocuments(b, maker(b, content), s)
			collect(b)
		}
		b.ReportMetric(float64(documents*b.N)/b.Elapsed().Seconds(), "documents/s")
	})
	b.Run("pack", func(b *testing.B) {
		pages := 0
		for b.Loop() {
			pages = makePack(b, maker(b, content))
			collect(b)
		}
		b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
	})
}

const documents = 100

func makePack(b *testing.B, k *pack.Maker) (pages int) {
	f, err := k.Pack(selection(b, k.ISMS, "all"))
	if err != nil {
		b.Fatal(err)
	}
	return f.Pages
}

func makeDocuments(b *testing.B, k *pack.Maker, s *sign.Signer) (pages int) {
	for i := range documents {
		d, _ := k.ISMS.Lookup(fmt.Sprintf("DOC-%04d", i+1))
		f, err := k.Document(d)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Sign(b.Context(), f.PDF); err != nil {
			b.Fatal(err)
		}
		pages += f.Pages
	}
	return pages
}
