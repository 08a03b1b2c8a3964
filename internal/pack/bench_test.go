package pack_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"annexa/internal/corpus"
	"annexa/internal/isms"
	"annexa/internal/pack"
	"annexa/internal/sign"
)

// corpusMaker makes PDFs of a corpus of n documents, and of one more: a policy
// that has the text of five of them.
func corpusMaker(b *testing.B, n int) *pack.Maker {
	b.Helper()
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
	return maker(b, files)
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
	k := corpusMaker(b, 8)
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
	k := corpusMaker(b, 100)
	s := selection(b, k.ISMS, "all")
	b.ReportAllocs()
	pages := 0
	for b.Loop() {
		f, err := k.Pack(s)
		if err != nil {
			b.Fatal(err)
		}
		pages = f.Pages
	}
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkDocuments makes a hundred documents by themselves, signed with P-256.
func BenchmarkDocuments(b *testing.B) {
	k := corpusMaker(b, 100)
	s := signer(b)
	b.ReportAllocs()
	documents, pages := 0, 0
	for b.Loop() {
		for i := range 100 {
			d, _ := k.ISMS.Lookup(fmt.Sprintf("DOC-%04d", i+1))
			f, err := k.Document(d)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.Sign(f.PDF); err != nil {
				b.Fatal(err)
			}
			documents++
			pages += f.Pages
		}
	}
	b.ReportMetric(float64(pages)/float64(documents), "pages/document")
	b.ReportMetric(float64(documents)/b.Elapsed().Seconds(), "documents/s")
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
