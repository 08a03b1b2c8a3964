package object

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// table writes bodies as the objects 1, 2, … of a file with a cross-reference
// table and the trailer given, in which %d stands for the table's place.
func table(trailer string, bodies ...string) []byte {
	buf := []byte("%PDF-1.7\n")
	xref := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(bodies)+1)
	for i, body := range bodies {
		xref += fmt.Sprintf("%010d 00000 n \n", len(buf))
		buf = fmt.Appendf(buf, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	at := len(buf)
	trailer = strings.ReplaceAll(trailer, "%d", fmt.Sprint(at))
	return fmt.Appendf(buf, "%strailer\n%s\nstartxref\n%d\n%%%%EOF\n", xref, trailer, at)
}

func TestHostileStructureIsRefused(t *testing.T) {
	good := table("<</Size 2/Root 1 0 R>>", "<</Type/Catalog>>")
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":           {nil, "no PDF"},
		"text":            {[]byte("hello"), "no PDF"},
		"cut":             {good[:len(good)-30], "startxref"},
		"no end":          {good[:len(good)-5], "EOF"},
		"loop":            {table("<</Size 2/Root 1 0 R/Prev %d>>", "null"), "loop"},
		"far":             {table("<</Size 2/Root 1 0 R/Prev 999999>>", "null"), "behind the end"},
		"negative":        {table("<</Size 2/Root 1 0 R/Prev -1>>", "null"), "no place"},
		"odd":             {table("<</Size 2/Root 1 0 R/Prev (x)>>", "null"), "no place"},
		"encrypted":       {table("<</Size 2/Root 1 0 R/Encrypt 1 0 R>>", "null"), "encrypted"},
		"beyond":          {table("<</Size 1/Root 1 0 R>>", "null"), "beyond"},
		"no size":         {table("<</Root 1 0 R>>", "null"), "Size"},
		"no xref":         {bytes.Replace(good, []byte("xref\n0"), []byte("xrex\n0"), 1), "object"},
		"long table":      {bytes.Replace(good, []byte("0 2\n"), []byte("0 9999999\n"), 1), "longer than the file"},
		"bad entry":       {bytes.Replace(good, []byte("00000 n"), []byte("0000x n"), 1), "malformed"},
		"listed twice":    {bytes.Replace(good, []byte("0 2\n0000000000 65535 f \n"), []byte("1 1\n0000000009 00000 n \n1 1\n"), 1), "twice"},
		"wrong startxref": {append(bytes.Clone(good), "startxref\n9\n%%EOF"...), "cross-reference"},
	} {
		_, err := Read(c.data, Limits{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
	if _, err := Read(table("<</Size 2/Root 1 0 R/Encrypt 1 0 R>>", "null"), Limits{}); !errors.Is(err, ErrEncrypted) {
		t.Errorf("an encrypted file gives %v", err)
	}
}

func TestHostileObjectsAreRefused(t *testing.T) {
	d := NewDeflater(6)
	bomb := d.Deflate(make([]byte, 8<<20))
	flate := func(dict string, data []byte) string {
		return fmt.Sprintf("<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream", len(data), dict, data)
	}
	for name, c := range map[string]struct{ body, want string }{
		"own length":   {"<</Length 1 0 R>>stream\nx\nendstream", "needs itself"},
		"long length":  {"<</Length 99999>>stream\nx\nendstream", "Length"},
		"short length": {"<</Length 1>>stream\nxyz\nendstream", "endstream"},
		"no endobj":    {"<<>> 5", "endobj"},
		"bomb":         {flate("", bomb), "more bytes than the limit"},
		"trailing":     {flate("", append(d.Deflate([]byte("x")), 0)), "follows"},
		"no zlib":      {flate("", []byte("nonsense")), "inflate"},
		"filter":       {"<</Filter/LZWDecode/Length 1>>stream\nx\nendstream", "LZWDecode"},
		"rows":         {flate("/DecodeParms<</Predictor 12/Columns 1000000/Colors 1000000>>", d.Deflate([]byte("x"))), "rows"},
		"row kind":     {flate("/DecodeParms<</Predictor 12/Columns 1>>", d.Deflate([]byte("\x09x"))), "row predictor"},
	} {
		f, err := Read(table("<</Size 2/Root 1 0 R>>", c.body), Limits{Decoded: 1 << 20})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		o, err := f.Get(Ref{Number: 1})
		if s, ok := o.(*Stream); ok {
			_, err = f.Decode(s)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

func TestReferencesThatLeadNowhereEnd(t *testing.T) {
	f := read(t, table("<</Size 3/Root 1 0 R>>", "2 0 R", "1 0 R"))
	if _, err := f.Resolve(Ref{Number: 1}); err == nil {
		t.Error("a circle of references was resolved")
	}
	for _, ref := range []Ref{{Number: 7}, {Number: 1, Generation: 3}, {Number: -1}} {
		if o, err := f.Get(ref); o != (Null{}) || err != nil {
			t.Errorf("%v gives %v, %v; want null", ref, o, err)
		}
	}
}

func TestOverlappingObjectsDoNotCostQuadraticTime(t *testing.T) {
	const n = 20_000
	buf := []byte("%PDF-1.7\n")
	xref := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", n+1)
	for i := range n {
		xref += fmt.Sprintf("%010d 00000 n \n", len(buf))
		buf = fmt.Appendf(buf, "%d 0 obj (", i+1)
	}
	buf = append(buf, strings.Repeat(")", n)+" endobj\n"...)
	data := fmt.Appendf(buf, "%strailer<</Size %d>>\nstartxref\n%d\n%%%%EOF", xref, n+1, len(buf))
	f := read(t, data)
	var failed error
	for _, ref := range f.Refs() {
		if _, err := f.Get(ref); err != nil {
			failed = err
		}
	}
	if failed == nil || !strings.Contains(failed.Error(), "overlap") || f.work > 8*len(data)+1<<20 {
		t.Errorf("after %d bytes of work: %v", f.work, failed)
	}
}

func TestTenThousandRevisionsAreRead(t *testing.T) {
	data := table("<</Size 2/Root 1 0 R>>", "<</Type/Catalog>>")
	prev := bytes.Index(data, []byte("xref\n0"))
	for i := 1; i < 10_000; i++ {
		at := len(data)
		data = fmt.Appendf(data, "xref\n0 0\ntrailer<</Size 2/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", prev, at)
		prev = at
	}
	if f := read(t, data); len(f.Revisions()) != 10_000 {
		t.Errorf("%d revisions", len(f.Revisions()))
	}
	if _, err := Read(data, Limits{Revisions: 9_999}); err == nil {
		t.Error("the limit of revisions was passed")
	}
}

func FuzzRead(f *testing.F) {
	d := NewDeflater(6)
	f.Add(table("<</Size 2/Root 1 0 R>>", "<</Type/Catalog>>"))
	for _, l := range []Layout{{}, {Pack: d}} {
		data := write(f, sample(2, d), l)
		f.Add(data)
		inc := read(f, data).Increment()
		inc.Add(Null{})
		if more, _, err := inc.Write(); err == nil {
			f.Add(more)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(data, Limits{Decoded: 1 << 20})
		if err != nil {
			return
		}
		for i := range file.Revisions() {
			view := file.At(i)
			for _, ref := range view.Refs() {
				if o, err := view.Get(ref); err == nil {
					if s, ok := o.(*Stream); ok {
						view.Decode(s)
					}
					view.Places(ref)
				}
			}
		}
		if g, err := file.Graph(); err == nil {
			if out, err := g.Write(Layout{}); err == nil {
				if _, err := Read(out, Limits{}); err != nil {
					t.Fatalf("what was written cannot be read: %v", err)
				}
			}
		}
	})
}

func BenchmarkReadAndWrite(b *testing.B) {
	d := NewDeflater(6)
	data := write(b, sample(1000, d), Layout{})
	for name, l := range map[string]Layout{"table": {}, "packed": {Pack: d}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g, err := read(b, data).Graph()
				if err != nil {
					b.Fatal(err)
				}
				write(b, g, l)
			}
		})
	}
}
