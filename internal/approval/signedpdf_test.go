package approval

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"annexa/internal/day"
	"annexa/internal/pdf/object"
	"annexa/internal/sign"
)

// An attachment is a file in a PDF, with what it is to the PDF.
type attachment struct{ name, relationship, data string }

// pdfOf is a PDF of one page with files attached, as nobody has signed it.
func pdfOf(t testing.TB, files ...attachment) []byte {
	t.Helper()
	g := &object.Graph{}
	pages, page := g.Add(nil), g.Add(nil)
	g.Set(pages, new(object.Dict).Set("Type", object.Name("Pages")).Set("Kids", object.Array{page}).Set("Count", object.Integer(1)))
	g.Set(page, new(object.Dict).Set("Type", object.Name("Page")).Set("Parent", pages).Set("Resources", &object.Dict{}).
		Set("MediaBox", object.Array{object.Integer(0), object.Integer(0), object.Integer(200), object.Integer(100)}))
	var list object.Array
	for _, f := range files {
		data := g.Add(&object.Stream{Dict: new(object.Dict).Set("Type", object.Name("EmbeddedFile")), Raw: []byte(f.data)})
		list = append(list, g.Add(new(object.Dict).Set("Type", object.Name("Filespec")).Set("F", object.Text(f.name)).
			Set("AFRelationship", object.Name(f.relationship)).Set("EF", new(object.Dict).Set("F", data))))
	}
	catalog := new(object.Dict).Set("Type", object.Name("Catalog")).Set("Pages", pages)
	if list != nil {
		catalog.Set("AF", list)
	}
	root := g.Add(catalog)
	g.Apart(root)
	g.Apart(page)
	g.Trailer.Set("Root", root)
	out, err := g.Write(object.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// signedBy is a PDF as somebody signs it on the statements' day.
func signedBy(t testing.TB, pdf []byte, name string, on time.Time) ([]byte, *Key) {
	t.Helper()
	made, err := sign.NewIdentity(name, on, rand.NewChaCha8([32]byte{byte(len(name))}))
	if err != nil {
		t.Fatal(err)
	}
	key, err := sign.LoadKey(made, "")
	if err != nil {
		t.Fatal(err)
	}
	out, err := (&sign.Signer{Key: key, Day: on}).Sign(t.Context(), pdf)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ReadPDF(out)
	if err != nil {
		return out, nil
	}
	return out, p.Signatures[len(p.Signatures)-1].Key
}

var (
	theSource = attachment{"POL-02.md", "Source", text}
	theList   = attachment{"sources.json", "Supplement", `{"date": "2026-02-01"}`}
)

func TestASignedPDFSaysWhatItIsMadeOf(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []attachment
		want  string // of the error
	}{
		{"its source and its day", []attachment{theSource, theList}, ""},
		{"other files, too", []attachment{{"POL-02@1.0.json", "Supplement", "{}"}, theSource, theList}, ""},
		{"nothing", nil, "see attach in annexa.yaml"},
		{"no list", []attachment{theSource}, "see attach in annexa.yaml"},
		{"no source", []attachment{theList}, "see attach in annexa.yaml"},
		{"two sources", []attachment{theSource, theSource, theList}, "the sources of several documents"},
		{"a list that is none", []attachment{theSource, {"sources.json", "Supplement", "["}}, "the list of its sources cannot be read"},
		{"a list without a day", []attachment{theSource, {"sources.json", "Supplement", "{}"}}, "the list of its sources cannot be read"},
	} {
		base := pdfOf(t, c.files...)
		pdf, _ := signedBy(t, base, "Dana Reyes", on.Time())
		p, err := ReadPDF(pdf)
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if p.Base != sha256.Sum256(base) || p.Day.String() != "2026-02-01" || string(p.Source) != text || len(p.Signatures) != 1 || p.Signatures[0].Day != on {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
	if _, err := ReadPDF(pdfOf(t, theSource, theList)); err == nil || !strings.Contains(err.Error(), "nobody has signed it") {
		t.Errorf("unsigned: %v", err)
	}
	if _, err := ReadPDF(make([]byte, MaxPDF+1)); err == nil || !strings.Contains(err.Error(), "larger than 64 MB") {
		t.Errorf("too large: %v", err)
	}
}

func TestASignedPDFProvesWhatASignatureDoes(t *testing.T) {
	same := func(_ string, a, b []byte) bool { return bytes.Equal(a, b) }
	pdf, dana := signedBy(t, pdfOf(t, theSource, theList), "Dana Reyes", on.Time())
	both, helen := signedBy(t, pdf, "Helen Osei", on.Time())
	signers, faults := ParseSigners([]byte(`"Dana Reyes" valid-after="20260101",valid-before="20271231" ` + dana.String() + "\n" + `"Helen Osei" namespaces="other" ` + helen.String()))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	statement := Statement{ID: "POL-02", Version: "2.1", SHA256: sha256.Sum256([]byte(text)), By: "Dana Reyes", Role: "Chief Executive", Date: on}
	for _, c := range []struct {
		name   string
		pdf    []byte
		change func(*Statement)
		text   string
		want   string
	}{
		{"the approver's", pdf, func(*Statement) {}, text, ""},
		{"the approver's and another's", both, func(*Statement) {}, text, ""},
		{"of another text", pdf, func(*Statement) {}, text + "!", "signed for another text"},
		{"of another day", pdf, func(s *Statement) { s.Date = s.Date.Add(day.Interval{Days: 1}) }, text, "Dana Reyes signed it on 2026-02-20, and the statement is of 2026-02-21"},
		{"of a day on which the key does not count", pdf, func(s *Statement) { s.Date = day.New(2025, time.December, 1) }, text, "counts from 2026-01-01 on"},
		{"of another name", pdf, func(s *Statement) { s.By = "Chris Webb" }, text, "is not that of Chris Webb"},
		{"of a key that is there for something else", both, func(s *Statement) { s.By = "Helen Osei" }, text, "is not that of Helen Osei"},
		{"changed", append(bytes.Clone(pdf), '!'), func(*Statement) {}, text, "more than signatures was added"},
	} {
		s := statement
		c.change(&s)
		found, err := signers.VerifyPDF(c.pdf, s, []byte(c.text), same)
		switch {
		case c.want == "" && (err != nil || found.Fingerprint != dana.Fingerprint()):
			t.Errorf("%s: %+v, %v", c.name, found, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWhoSignedIsNamedOnce(t *testing.T) {
	pdf, dana := signedBy(t, pdfOf(t, theSource, theList), "Dana Reyes", on.Time())
	again, _ := signedBy(t, pdf, "Dana Reyes", on.Add(day.Interval{Days: 1}).Time())
	p, err := ReadPDF(again)
	if err != nil {
		t.Fatal(err)
	}
	line := ` valid-before="20261231" ` + dana.String() + "\n"
	signers, _ := ParseSigners([]byte(`"Dana Reyes"` + line + `"Dana Reyes,Helen Osei"` + line))
	for _, c := range []struct{ name, want string }{{"", "Dana Reyes 2026-02-21, Helen Osei 2026-02-21"}, {"Dana Reyes", "Dana Reyes 2026-02-21"}, {"Chris Webb", ""}} {
		var got []string
		for _, s := range p.By(c.name, signers) {
			got = append(got, s.By+" "+s.Day.String())
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%q: %q, not %q", c.name, got, c.want)
		}
	}
}

func FuzzSignedPDF(f *testing.F) {
	pdf, _ := signedBy(f, pdfOf(f, theSource, theList), "Dana Reyes", on.Time())
	f.Add(pdf)
	f.Add([]byte("%PDF-1.7\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadPDF(data)
		if err == nil && (p.Source == nil || p.Day.IsZero() || p.Base == [32]byte{}) {
			t.Fatalf("it is taken for a signed PDF, and is %+v", p)
		}
	})
}
