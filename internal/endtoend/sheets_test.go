package endtoend

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write the pictures of pages anew")

const (
	coarse  = 30 // points an inch of the pictures: enough to see what stands where
	cell    = 6  // points: what is compared is how dark squares of this side are
	slight  = 16 // of 255, by how much one may differ: drawn by another poppler, no more than half of it does
	overall = 1  // and all of them together
)

// sheets is a content that has a page of each form and changes with none of
// the sample's words.
var sheets = fstest.MapFS{
	"annexa.yaml": {Data: []byte("organisation: {name: Sheets Ltd}\ndate: 2026-11-02\nbase: https://isms.example.org/\npacks: [{id: all, title: All of it, classification: confidential, include: [policies, controls, soa, {register: risks}]}, {id: bare, title: Without its sources, attach: none, include: [POL-01]}]\n")},
	"long.md": {Data: []byte(kept2026("POL-01", "A long policy", "approved") + "implements: [A.5.1, A.5.2, 5.2]\n---\n" + `
Everyone must **lock** their screen; see [[POL-02]], A.5.1, R-001 and [[A.8.1]].

> [!WARNING]
> Nobody shares a password. Whoever was asked for one tells the Head of IT at once.

| Role | May grant | Reviewed |
|---|---|---|
| Head of IT | rights to systems | each quarter |
| Owner of the information | rights to read it | each half-year |

1. First this,
2. then that:
   - one way,
   - or the other.

- [x] done
- [ ] to do[^1]

` + "```go\nfunc Grant(person string) error { return nil } // a comment\n```\n\nTerm\n: What it means.\n\n> A quotation.\n\n[^1]: With a note.\n\n" + strings.Repeat("## A section\n\n"+strings.Repeat("The owner looks at each right and writes down whether it is still needed. ", 12)+"\n\n", 12))},
	"short.md":             {Data: []byte(kept2026("POL-02", "A short policy", "draft") + "---\nNot agreed yet, so it bears a mark.\n\n" + strings.Repeat("- A rule that is still talked about.\n", 12))},
	"A.5.1.md":             {Data: []byte("---\ncontrol: A.5.1\napplicable: yes\nreasons: [risk, legal]\njustification: Because of R-001.\nimplementation: partial\nmaturity: 3\naction: {what: Finish it, owner: Head of IT, due: 2027-01-31}\nevidence: [{title: The list, date: 2026-10-01}]\n" + kept2026("", "", "approved") + "---\nHalf of it is done.\n")},
	"soa.md":               {Data: []byte(kept2026("SOA-01", "Statement of Applicability", "approved") + "---\nHow to read it.\n")},
	"registers/risks.yaml": {Data: []byte("- {id: R-001, title: Loss of a laptop, affects: [c, a], likelihood: 2, impact: 3, treatment: modify, controls: [A.5.1], owner: Head of IT}\n- {id: R-002, title: Fire, affects: [a], likelihood: 1, impact: 5, treatment: share, controls: [], owner: Head of IT}\n")},
}

// kept2026 is front matter without its end; without an id that of a write-up,
// without its beginning.
func kept2026(id, title, status string) string {
	kind := "policy"
	if strings.HasPrefix(id, "SOA") {
		kind = "soa"
	}
	front := "version: \"1.0\"\nstatus: " + status + "\nclassification: internal\nowner: Head of IT\nsummary: What it is about, in a sentence that is not short.\neffective: 2026-03-01\n" +
		"approved: {by: Dana Reyes, role: Chief Executive, date: 2026-02-20}\nreview: {every: 12 months, last: 2026-02-20}\nhistory: [{version: \"1.0\", date: 2026-02-20, author: Head of IT, change: First text.}]\n"
	if id == "" {
		return front
	}
	return "---\nid: " + id + "\ntitle: " + title + "\nkind: " + kind + "\n" + front
}

// TestPagesLookAsTheyDid compares pages with pictures of them. After a change
// that was meant, look at the pictures that -update writes.
func TestPagesLookAsTheyDid(t *testing.T) {
	pdftoppm, pdftotext := program(t, "pdftoppm"), program(t, "pdftotext")
	p := publishContent(t, sheets, true)
	for _, c := range []struct{ name, file, says string }{
		{"cover", "documents/POL-01.pdf", "What it is about"},
		{"control", "documents/POL-01.pdf", "Document control"},
		{"text", "documents/POL-01.pdf", "Nobody shares a password"},
		{"draft", "documents/POL-02.pdf", "still talked about"},
		{"write-up", "controls/A.5.1.pdf", "Half of it is done"},
		{"statement", "soa/soa.pdf", "Controls of Annex A"},
		{"contents", "packs/all.pdf", "Contents"},
		{"register", "packs/all.pdf", "Loss of a laptop"},
		{"index", "packs/all.pdf", "Index of controls"},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := 0 // the last that says it
			for i, text := range strings.Split(said(t, pdftotext, p.path(c.file), "-"), "\f") {
				if strings.Contains(text, c.says) {
					page = i + 1
				}
			}
			if page == 0 {
				t.Fatalf("no page of %s says %q", c.file, c.says)
			}
			prefix := filepath.Join(t.TempDir(), "page")
			said(t, pdftoppm, "-r", strconv.Itoa(coarse), "-f", strconv.Itoa(page), "-l", strconv.Itoa(page), "-singlefile", "-gray", "-png", p.path(c.file), prefix)
			got, err := os.ReadFile(prefix + ".png")
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "sheets", c.name+".png")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, picture(t, got), picture(t, want))
		})
	}
}

func picture(t *testing.T, data []byte) image.Image {
	t.Helper()
	p, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// compare fails where squares of two pictures are not as dark as each other.
func compare(t *testing.T, got, want image.Image) {
	t.Helper()
	b := want.Bounds()
	if got.Bounds() != b {
		t.Fatalf("the page measures %v, and did %v", got.Bounds(), b)
	}
	sum, n := 0, 0
	for y := b.Min.Y; y < b.Max.Y; y += cell {
		for x := b.Min.X; x < b.Max.X; x += cell {
			differ := grey(got, x, y) - grey(want, x, y)
			if differ = max(differ, -differ); differ > slight {
				t.Errorf("at %d, %d points from the corner it is by %d of 255 lighter or darker than it was", x*72/coarse, y*72/coarse, differ)
				return
			}
			sum, n = sum+differ, n+1
		}
	}
	if sum > overall*n {
		t.Errorf("its squares differ by %.1f of 255 on average", float64(sum)/float64(n))
	}
}

// grey is how light a square of a picture is, of 255.
func grey(p image.Image, x, y int) int {
	sum, n := 0, 0
	square := image.Rect(x, y, x+cell, y+cell).Intersect(p.Bounds())
	for y := square.Min.Y; y < square.Max.Y; y++ {
		for x := square.Min.X; x < square.Max.X; x++ {
			sum, n = sum+int(color.GrayModel.Convert(p.At(x, y)).(color.Gray).Y), n+1
		}
	}
	return sum / max(n, 1)
}
