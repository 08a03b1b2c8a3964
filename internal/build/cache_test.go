package build

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"annexa/internal/day"
	"annexa/internal/release"
)

// publisher publishes contents into one folder, again and again.
type publisher struct {
	dir         string // the published folder
	publication Publication
}

func newPublisher(t *testing.T, workers int) *publisher {
	return &publisher{filepath.Join(t.TempDir(), "public"), Publication{Generator: "annexa", PDF: true, Workers: workers, Program: "this one"}}
}

// publish returns what it came to, and the SHA-256 of every PDF by path.
func (p *publisher) publish(t *testing.T, content map[string]string) (Made, map[string][32]byte) {
	t.Helper()
	l, err := Load(t.Context(), Sources{Content: files(content)}, Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: p.publication.Workers})
	if err != nil {
		t.Fatal(err)
	}
	if l.Count.Errors > 0 {
		t.Fatal(l.Problems)
	}
	r, err := release.Open(t.Context(), p.dir, release.Options{Cache: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Abort()
	made, err := l.Publish(t.Context(), r, p.publication)
	if err != nil || made.Uncached != nil {
		t.Fatal(err, made.Uncached)
	}
	if _, err := r.Commit(release.Meta{Generator: "annexa", Date: l.ISMS.Day.String()}); err != nil {
		t.Fatal(err)
	}
	pdfs := map[string][32]byte{}
	if err := fs.WalkDir(os.DirFS(p.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".pdf") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(name)))
		pdfs[name] = sha256.Sum256(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(pdfs) != made.PDFs {
		t.Fatalf("%d PDFs are there, %d were made", len(pdfs), made.PDFs)
	}
	return made, pdfs
}

// entries are the files of the cache.
func (p *publisher) entries(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(filepath.Dir(p.dir), ".public.annexa", "cache", "*", "*"))
	if err != nil || len(names) == 0 {
		t.Fatal("nothing is in the cache", err)
	}
	return names
}

// bundle is a content with packs, of documents that know of each other.
func bundle() map[string]string {
	document := func(id, title, text string) string {
		return "---\nid: " + id + "\ntitle: " + title + "\nkind: policy\nversion: 1\nstatus: approved\nclassification: internal\nowner: Head of IT\nsummary: What holds.\n" +
			"approved: {by: Dana Reyes, role: Chief Executive, date: 2026-02-20}\n---\n" + text
	}
	return map[string]string{
		"annexa.yaml": "organisation: {name: Example Ltd}\nbase: https://isms.example.org/\nterm: {limit: five}\npacks:\n" +
			"- {id: all, title: All, classification: confidential, include: [policies]}\n- {id: one, title: One, classification: confidential, include: [POL-1]}\n",
		"a.md":    document("POL-1", "First", "Read [[POL-2]] as well.\n"),
		"b.md":    document("POL-2", "Second", "## Part\n\nThis stands by itself.\n"),
		"c.md":    document("POL-3", "Third", strings.Repeat("## More\n\nOf {{organisation.name}}, "+strings.Repeat("and so on ", 40)+".\n\n", 30)),
		"d.md":    document("POL-4", "Fourth", "![A dot](dot.svg)\n"),
		"dot.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="3"/></svg>`,
	}
}

func TestASecondBuildRendersNothingButWhatTheCacheHasLost(t *testing.T) {
	p := newPublisher(t, 1)
	first, want := p.publish(t, bundle())
	if first.Rendered != first.PDFs || first.PDFs != 6 {
		t.Errorf("the first build renders %d of %d PDFs, want all 6", first.Rendered, first.PDFs)
	}
	second, got := p.publish(t, bundle())
	if second.Rendered != 0 || second.PDFPages != first.PDFPages || !maps.Equal(got, want) {
		t.Errorf("the second build renders %d PDFs; of %d pages, want %d", second.Rendered, second.PDFPages, first.PDFPages)
	}
	damaged(t, p, want)

	// With more workers, without a cache, or with that of another program, no byte is another.
	p.publication.Workers, p.publication.Program = 8, "another one"
	if made, got := p.publish(t, bundle()); made.Rendered != made.PDFs || !maps.Equal(got, want) {
		t.Errorf("%d of %d PDFs are rendered by another program", made.Rendered, made.PDFs)
	}
	p.publication.Program = ""
	if _, got := p.publish(t, bundle()); !maps.Equal(got, want) {
		t.Error("8 workers make other PDFs")
	}
}

func damaged(t *testing.T, p *publisher, want map[string][32]byte) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, damage := range map[string]func(names []string) (int, error){
		"a byte is flipped": func(names []string) (int, error) {
			data, err := os.ReadFile(names[0])
			data[random.IntN(len(data))] ^= 1 << random.IntN(8)
			return 1, errors.Join(err, os.WriteFile(names[0], data, 0o600))
		},
		"one is cut off": func(names []string) (int, error) {
			info, err := os.Stat(names[1])
			return 1, errors.Join(err, os.Truncate(names[1], random.Int64N(info.Size())))
		},
		"one is empty": func(names []string) (int, error) { return 1, os.Truncate(names[2], 0) },
		"two are exchanged": func(names []string) (int, error) {
			return 2, errors.Join(os.Rename(names[0], names[0]+"x"), os.Rename(names[1], names[0]), os.Rename(names[0]+"x", names[1]))
		},
		"one is a folder": func(names []string) (int, error) {
			return 1, errors.Join(os.Remove(names[3]), os.Mkdir(names[3], 0o700))
		},
		"all of it is gone": func(names []string) (int, error) {
			return len(names), os.RemoveAll(filepath.Dir(filepath.Dir(names[0])))
		},
	} {
		t.Run(name, func(t *testing.T) {
			lost, err := damage(p.entries(t))
			if err != nil {
				t.Fatal(err)
			}
			made, got := p.publish(t, bundle())
			if !maps.Equal(got, want) || made.Rendered != lost {
				t.Errorf("%d PDFs are rendered, want %d; they are as before: %v", made.Rendered, lost, maps.Equal(got, want))
			}
		})
	}
}
