package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"annexa/internal/pdf/object"
	"annexa/internal/prose"
	"annexa/internal/typeset"
)

var day = time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)

func read(t testing.TB, name string) *prose.Tree {
	t.Helper()
	src, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return prose.NewParser().Parse(src, 1)
}

func bind(tree *prose.Tree) prose.Bindings {
	b := prose.Bindings{References: make([]prose.Binding, len(tree.References))}
	for i, r := range tree.References {
		if r.Kind == prose.AddressLink {
			b.References[i] = prose.Binding{Href: r.Target}
		}
		if r.Kind == prose.PathLink {
			b.References[i] = prose.Binding{Href: "#POL-02/rules"}
		}
	}
	return b
}

// sample is a book with everything in it: a cover, contents, two documents.
func sample(t testing.TB) *typeset.Book {
	tree := read(t, "policy.md")
	facts := []typeset.Fact{
		{Key: "Version", Value: "2.1"}, {Key: "Status", Value: "approved"}, {Key: "Owner", Value: "Head of IT"}, {Key: "Classification", Value: "internal"},
		{Key: "Approved by", Value: "Dana Reyes, Chief Executive"}, {Key: "Approved on", Value: "2026-02-20"}, {Key: "Effective from", Value: "2026-03-01"}, {Key: "Next review", Value: "2027-02-20"},
	}
	foot := typeset.Running{Left: "Uncontrolled when printed", Right: "Page {page} of {pages}"}
	document := func(id string) []typeset.Block {
		return []typeset.Block{
			&typeset.Title{Level: 1, Over: id, Text: "Access Control Policy", Destination: id, Bookmark: 1},
			&typeset.Facts{Columns: 2, Rows: facts},
			&typeset.Text{Tree: tree, Bindings: bind(tree), Source: "policies/access.md", Prefix: id + "/", Shift: 1, Bookmark: 3},
		}
	}
	return &typeset.Book{
		Title: "Audit pack", Language: "en-GB",
		Parts: []typeset.Part{
			{Blocks: []typeset.Block{&typeset.Cover{
				Organisation: "Northwind Data Ltd", Title: "Audit pack", Over: "Pack", Summary: "Information security management system", Labels: []string{"Confidential", "Approved"},
				Facts:  []typeset.Fact{{Key: "Date", Value: "2 November 2026"}, {Key: "Documents", Value: "2"}, {Key: "Edition of the standard", Value: "ISO/IEC 27001:2022"}},
				Notice: "This pack was made by Annexa from the approved documents. It can be checked with any PDF reader.", Destination: "cover",
			}}},
			{Footer: foot, Blocks: []typeset.Block{&typeset.Contents{Title: "Contents", Depth: 2}}},
			{Header: typeset.Running{Left: "POL-02 Access Control Policy", Right: "Northwind Data Ltd · internal"}, Footer: foot, Blocks: document("POL-02")},
			{Header: typeset.Running{Left: "POL-03 Access Control Policy", Right: "Northwind Data Ltd · internal"}, Footer: foot, Watermark: "DRAFT", Landscape: true, Blocks: document("POL-03")},
			{Footer: foot, Blocks: []typeset.Block{
				&typeset.Title{Level: 1, Text: "Index of controls", Destination: "index", Bookmark: 1},
				&typeset.Index{Entries: []typeset.IndexEntry{{Term: "A.5.15", Text: "Access control", Destinations: []string{"POL-02", "POL-03/rules"}}}},
			}},
		},
	}
}

// write sets and writes a book with nothing kept from before.
func write(t testing.TB, b *typeset.Book, meta Meta) []byte {
	t.Helper()
	e, err := typeset.NewEngine(typeset.Fonts{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := NewWriter().Write(e.Layout(b), meta)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tool runs an outside program on a file and returns what it prints.
func tool(t *testing.T, file []byte, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	at := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(at, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		if args[i] == "FILE" {
			args[i] = at
		}
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestFileIsSoundAndTagged(t *testing.T) {
	file := write(t, sample(t), Meta{Author: "Northwind Data Ltd", Date: day})
	tool(t, file, "qpdf", "--check", "FILE")
	info := tool(t, file, "pdfinfo", "FILE")
	for _, want := range []string{"Title:           Audit pack", "Tagged:          yes", "Pages:           8", "CreationDate:    Mon Nov  2 00:00:00 2026"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	fonts := tool(t, file, "pdffonts", "FILE")
	for line := range strings.Lines(fonts) {
		if strings.Contains(line, "CID TrueType") && !strings.Contains(line, "yes yes yes") {
			t.Errorf("font is not embedded, a subset and mapped: %s", line)
		}
	}
}

// The codes that are known beforehand must fit what is drawn today: each page is
// deflated with them, and all are little larger than the library makes them.
func TestTheQuickCodesFitThePages(t *testing.T) {
	f, err := object.Read(write(t, sample(t), Meta{Date: day}), object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	library := object.NewDeflater(1)
	ours, theirs, pages := 0, 0, 0
	for _, ref := range f.Refs() {
		page, err := f.Dict(ref)
		if err != nil {
			t.Fatal(err)
		}
		if page == nil || page.Get("Type") != object.Object(object.Name("Page")) {
			continue
		}
		o, err := f.Resolve(page.Get("Contents"))
		if err != nil {
			t.Fatal(err)
		}
		content := o.(*object.Stream)
		data, err := f.Decode(content)
		if err != nil {
			t.Fatal(err)
		}
		again := library.Deflate(data)
		ours, theirs, pages = ours+len(content.Raw), theirs+len(again), pages+1
		if bytes.Equal(content.Raw, again) {
			t.Errorf("a page of %d bytes was left to the library", len(data))
		}
	}
	if pages == 0 || ours > theirs*115/100 {
		t.Errorf("%d pages take %d bytes, and %d as the library makes them: see TestQuickCodesAreWhole for codes that fit", pages, ours, theirs)
	}
}

func TestSameBookSameBytes(t *testing.T) {
	want := write(t, sample(t), Meta{Date: day})
	e, err := typeset.NewEngine(typeset.Fonts{})
	if err != nil {
		t.Fatal(err)
	}
	w := NewWriter()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			out, err := w.Write(e.Layout(sample(t)), Meta{Date: day})
			if err != nil || !bytes.Equal(out, want) {
				t.Errorf("a writer in use by many gave another file (%v)", err)
			}
		})
	}
	wait.Wait()
}

// Workers that meet a picture at once decode it each for itself, and one that
// finds no room in the cache is decoded anew for each place.
func TestAPictureDecodedTwiceIsStoredOnce(t *testing.T) {
	e, err := typeset.NewEngine(typeset.Fonts{})
	if err != nil {
		t.Fatal(err)
	}
	write := func(change func(*typeset.Mark)) []byte {
		pages := e.Layout(hostile(t))
		for _, p := range pages.Pages {
			for _, f := range p.Frames {
				for i := range f.Marks {
					if f.Marks[i].Picture != nil {
						change(&f.Marks[i])
					}
				}
			}
		}
		out, err := NewWriter().Write(pages, Meta{Date: day})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	shown := 0
	want := write(func(*typeset.Mark) { shown++ })
	if shown < 2 {
		t.Fatalf("the book shows %d pictures", shown)
	}
	if got := write(func(m *typeset.Mark) { again := *m.Picture; m.Picture = &again }); !bytes.Equal(got, want) {
		t.Error("pictures that were decoded anew for each place give another file")
	}
}

func TestTextComesOutInOrder(t *testing.T) {
	file := write(t, sample(t), Meta{Date: day})
	text := strings.Join(strings.Fields(tool(t, file, "pdftotext", "-raw", "-f", "3", "-l", "4", "FILE", "-")), " ")
	for _, want := range []string{
		"POL-02 Access Control Policy Version 2.1", "Purpose", "how access is granted, reviewed and taken away. It answers A.5.15 and A.5.18, and",
		"The policy applies to:", "• all information systems", "– employees and apprentices,", "3. Internal audit looks.", "☑ Joiners",
		"Important Shared accounts are forbidden.", "Role May grant Reviewed Remarks", "Owner of the information", "Access control", "func Grant(person string",
		"Ελληνικά, Cyrillic Русский, arrows → ⇒, checks ✓ ✗ ☐ ☑", "office, flow.", "1 The owner is named",
	} {
		_, rest, ok := strings.Cut(text, want)
		if !ok {
			t.Fatalf("%q is missing, or not in its place, in:\n%s", want, text)
		}
		text = rest
	}
}
