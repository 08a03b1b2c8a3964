package object

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sample is a graph of n blank pages with a text each.
func sample(n int, d *Deflater) *Graph {
	g := &Graph{}
	pages := g.Add(nil)
	catalog := g.Add(new(Dict).Set("Type", Name("Catalog")).Set("Pages", pages))
	g.Add(String("nothing refers to this"))
	kids := Array{}
	for i := range n {
		text := fmt.Appendf(nil, "BT 20 %d Td ET\n", i)
		content := g.Add(&Stream{Dict: &Dict{}, Raw: text})
		if d != nil {
			g.Set(content, d.Stream(nil, text))
		}
		kids = append(kids, g.Add(new(Dict).Set("Type", Name("Page")).Set("Parent", pages).
			Set("MediaBox", Array{Integer(0), Integer(0), Real(595.28), Real(841.89)}).
			Set("Resources", &Dict{}).Set("Contents", content)))
	}
	g.Set(pages, new(Dict).Set("Type", Name("Pages")).Set("Kids", kids).Set("Count", Integer(n)))
	g.Trailer.Set("Root", catalog).Set("Info", g.Add(new(Dict).Set("Title", String("x"))))
	g.Apart(catalog)
	return g
}

func write(t testing.TB, g *Graph, l Layout) []byte {
	t.Helper()
	data, err := g.Write(l)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t testing.TB, data []byte) *File {
	t.Helper()
	f, err := Read(data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func qpdf(t *testing.T, data []byte) {
	t.Helper()
	path, err := exec.LookPath("qpdf")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("qpdf is missing")
		}
		t.Skip("qpdf is missing: install it to have the file checked by another reader")
	}
	name := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

func TestGraphIsWrittenTheSameInEveryLayout(t *testing.T) {
	d := NewDeflater(6)
	for name, l := range map[string]Layout{"table": {}, "packed": {Version: "1.7", Pack: d}} {
		t.Run(name, func(t *testing.T) {
			data := write(t, sample(300, d), l)
			if !bytes.Equal(data, write(t, sample(300, NewDeflater(6)), l)) {
				t.Error("the same graph gave other bytes")
			}
			f := read(t, data)
			pages, err := f.Dict(must(f.Catalog()).Get("Pages"))
			if err != nil {
				t.Fatal(err)
			}
			kids, _ := f.Array(pages.Get("Kids"))
			if len(kids) != 300 {
				t.Fatalf("%d pages", len(kids))
			}
			page, err := f.Dict(kids[299])
			if err != nil {
				t.Fatal(err)
			}
			o, err := f.Resolve(page.Get("Contents"))
			if err != nil {
				t.Fatal(err)
			}
			if text, err := f.Decode(o.(*Stream)); err != nil || string(text) != "BT 20 299 Td ET\n" {
				t.Errorf("page 300 reads %q, %v", text, err)
			}
			if bytes.Contains(data, []byte("nothing refers")) {
				t.Error("an object that nothing reaches was written")
			}
			g, err := f.Graph()
			if err != nil {
				t.Fatal(err)
			}
			if again := write(t, g, Layout{}); !bytes.Equal(again, write(t, sample(300, d), Layout{})) {
				t.Error("read and written again the file differs")
			}
			qpdf(t, data)
		})
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestDanglingReferenceIsNotWritten(t *testing.T) {
	g := sample(1, nil)
	g.Set(g.Trailer.Get("Root").(Ref), new(Dict).Set("Pages", Ref{Number: 99}))
	if _, err := g.Write(Layout{}); err == nil || !strings.Contains(err.Error(), "99") {
		t.Errorf("error %v, want one that names object 99", err)
	}
}

func TestIncrementLeavesTheFileAsItWas(t *testing.T) {
	d := NewDeflater(6)
	for name, l := range map[string]Layout{"table": {}, "packed": {Pack: d}} {
		t.Run(name, func(t *testing.T) {
			base := write(t, sample(3, d), l)
			data := base
			for i := range 3 {
				f := read(t, data)
				inc := f.Increment()
				root := f.Trailer().Get("Root").(Ref)
				added := inc.Add(new(Dict).Set("Round", Integer(i)))
				inc.Set(root, must(f.Catalog()).Clone().Set("Extra", added))
				next, offsets, err := inc.Write()
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.HasPrefix(next, data) {
					t.Fatal("an increment changed the bytes before it")
				}
				if !bytes.HasPrefix(next[offsets[added]:], fmt.Appendf(nil, "%d 0 obj", added.Number)) {
					t.Error("the offset of an added object is wrong")
				}
				data = next
			}
			f := read(t, data)
			revs := f.Revisions()
			if len(revs) != 4 || revs[0].End != len(base) || revs[3].End != len(data) || revs[1].Start != revs[0].End {
				t.Fatalf("revisions %+v", revs)
			}
			if len(revs[3].Changed) < 2 || revs[3].Changed[0] != f.Trailer().Get("Root") {
				t.Errorf("the last revision changed %v", revs[3].Changed)
			}
			for i := range revs {
				extra, err := f.At(i).Dict(must(f.At(i).Catalog()).Get("Extra"))
				if err != nil || (i == 0) != (extra == nil) || i > 0 && extra.Get("Round") != Integer(i-1) {
					t.Errorf("revision %d shows %v, %v", i, extra, err)
				}
			}
			if id := f.Trailer().Get("ID").(Array); id[0] != revs[0].Trailer.Get("ID").(Array)[0] || id[0] == id[1] {
				t.Error("ID does not keep its first part and change its second")
			}
			qpdf(t, data)
			if _, _, err := read(t, append(data, "\n\n% more"...)).Increment().Write(); err == nil {
				t.Error("an increment was appended behind bytes that belong to no revision")
			}
		})
	}
}

func TestPlacesAreThoseOfTheValues(t *testing.T) {
	data := write(t, sample(1, nil), Layout{})
	f := read(t, data)
	places, err := f.Places(f.Trailer().Get("Root").(Ref))
	if err != nil {
		t.Fatal(err)
	}
	at := places["Type"]
	if got := string(data[at[0]:at[1]]); got != "/Catalog" {
		t.Errorf("Type stands at %q", got)
	}
}

func TestSampleOfAnotherWriterIsRead(t *testing.T) {
	data := []byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n")
	at := len(data)
	data = fmt.Appendf(data, "xref\r\n0 3\r\n0000000000 65535 f\r\n0000000009 00000 n\r\n0000000054 00000 n\r\ntrailer <</Root 1 0 R/Size 3>>\r\nstartxref\r\n%d\r\n%%%%EOF", at)
	f := read(t, data)
	if pages, err := f.Dict(must(f.Catalog()).Get("Pages")); err != nil || pages.Get("Count") != Integer(0) {
		t.Errorf("%v, %v", pages, err)
	}
}

func TestTheIDComesFromAllThatIsWritten(t *testing.T) {
	for _, l := range []Layout{{}, {Pack: NewDeflater(1)}} {
		ids := map[string]bool{}
		for _, title := range []string{"One", "Two"} {
			g := &Graph{}
			g.Trailer.Set("Root", g.Add(new(Dict).Set("Type", Name("Catalog"))))
			g.Trailer.Set("Info", g.Add(new(Dict).Set("Title", String(title))))
			file := read(t, write(t, g, l))
			id, _ := file.Trailer().Get("ID").(Array)
			ids[string(id[0].(String))] = true
		}
		if len(ids) != 2 {
			t.Error("files with other titles have the same ID")
		}
	}
}
