package sign

import (
	"bytes"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"annexa/internal/pdf/object"

	"golang.org/x/crypto/ocsp"
)

// appended returns a file with an increment that change makes.
func appended(t testing.TB, pdf []byte, change func(f *object.File, inc *object.Increment)) []byte {
	t.Helper()
	f, err := object.Read(pdf, object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	inc := f.Increment()
	change(f, inc)
	out, _, err := inc.Write()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rootOf returns the catalogue and its reference.
func rootOf(t testing.TB, f *object.File) (object.Ref, *object.Dict) {
	t.Helper()
	d, err := f.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	return f.Trailer().Get("Root").(object.Ref), d.Clone()
}

// pageOf returns the first page and its reference.
func pageOf(t testing.TB, f *object.File) (object.Ref, *object.Dict) {
	t.Helper()
	ref, err := firstPage(f)
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Dict(ref)
	if err != nil {
		t.Fatal(err)
	}
	return ref, d.Clone()
}

func signedFieldOf(t testing.TB, f *object.File) (object.Ref, *object.Dict) {
	t.Helper()
	fm, err := readForm(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fm.fields {
		if fd.value != nil {
			return fd.ref, fd.dict.Clone()
		}
	}
	t.Fatal("no field is signed")
	return object.Ref{}, nil
}

func stream(text string) *object.Stream {
	return &object.Stream{Dict: &object.Dict{}, Raw: []byte(text)}
}

func TestLaterChangesAreNamed(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	pdf := signed(t, &Signer{Key: key}, blank(t, object.Layout{}, "Signature1", "Signature2"))
	for name, c := range map[string]struct {
		change func(f *object.File, inc *object.Increment)
		want   string
	}{
		"page content": {func(f *object.File, inc *object.Increment) {
			_, page := pageOf(t, f)
			inc.Set(page.Get("Contents").(object.Ref), stream("other text"))
		}, "revision 3: the content of page 1 was changed"},
		"page": {func(f *object.File, inc *object.Increment) {
			ref, page := pageOf(t, f)
			inc.Set(ref, page.Set("Contents", inc.Add(stream("other text"))))
		}, "page 1 was changed in /Contents"},
		"metadata": {func(f *object.File, inc *object.Increment) {
			_, catalog := rootOf(t, f)
			inc.Set(catalog.Get("Metadata").(object.Ref), stream("<y/>"))
		}, "the metadata was changed"},
		"information": {func(f *object.File, inc *object.Increment) {
			inc.Set(f.Trailer().Get("Info").(object.Ref), new(object.Dict).Set("Title", object.Text("Other")))
		}, "the document information was changed in /Title"},
		"annotation": {func(f *object.File, inc *object.Increment) {
			ref, page := pageOf(t, f)
			note := inc.Add(new(object.Dict).Set("Type", object.Name("Annot")).Set("Subtype", object.Name("FreeText")))
			inc.Set(ref, page.Set("Annots", append(page.Get("Annots").(object.Array), note)))
		}, "(Annot, FreeText) was added"},
		"language": {func(f *object.File, inc *object.Increment) {
			ref, catalog := rootOf(t, f)
			inc.Set(ref, catalog.Set("Lang", object.Text("de")))
		}, "the catalogue was changed in /Lang"},
		"open action": {func(f *object.File, inc *object.Increment) {
			ref, catalog := rootOf(t, f)
			inc.Set(ref, catalog.Set("OpenAction", inc.Add(&object.Dict{})))
		}, "/OpenAction"},
		"form": {func(f *object.File, inc *object.Increment) {
			_, catalog := rootOf(t, f)
			d, _ := f.Dict(catalog.Get("AcroForm"))
			inc.Set(catalog.Get("AcroForm").(object.Ref), d.Clone().Set("NeedAppearances", object.Bool(true)))
		}, "the form was changed in /NeedAppearances"},
		"form removed": {func(f *object.File, inc *object.Increment) {
			ref, catalog := rootOf(t, f)
			inc.Set(ref, catalog.Delete("AcroForm"))
		}, "the form was removed"},
		"field removed": {func(f *object.File, inc *object.Increment) {
			_, catalog := rootOf(t, f)
			d, _ := f.Dict(catalog.Get("AcroForm"))
			fields := d.Get("Fields").(object.Array)
			inc.Set(catalog.Get("AcroForm").(object.Ref), d.Clone().Set("Fields", fields[1:]))
		}, "fields were taken out"},
		"signature removed": {func(f *object.File, inc *object.Increment) {
			ref, d := signedFieldOf(t, f)
			inc.Set(ref, d.Delete("V"))
		}, `field "Signature1" was changed in /V`},
		"signature replaced": {func(f *object.File, inc *object.Increment) {
			_, d := signedFieldOf(t, f)
			inc.Set(d.Get("V").(object.Ref), new(object.Dict).Set("Type", object.Name("Sig")))
		}, `the signature in field "Signature1" was changed`},
		"signed field made visible": {func(f *object.File, inc *object.Increment) {
			ref, d := signedFieldOf(t, f)
			inc.Set(ref, d.Set("Rect", object.Array{object.Integer(0), object.Integer(0), object.Integer(99), object.Integer(99)}))
		}, `field "Signature1" was changed in /Rect`},
		"nothing": {func(f *object.File, inc *object.Increment) {}, "adds neither a signature nor long-term data"},
		"loose object": {func(f *object.File, inc *object.Increment) {
			inc.Add(stream("hidden"))
		}, "was added"},
		"odd extension": {func(f *object.File, inc *object.Increment) {
			ref, catalog := rootOf(t, f)
			inc.Set(ref, catalog.Set("Extensions", new(object.Dict).Set("X", inc.Add(stream("x")))))
		}, "the catalogue was changed in /Extensions"},
		"alien in the store": {func(f *object.File, inc *object.Increment) {
			ref, catalog := rootOf(t, f)
			other := inc.Add(&object.Stream{Dict: &object.Dict{}, Raw: identity(t, 9).Certificate().Raw})
			inc.Set(ref, catalog.Set("DSS", new(object.Dict).Set("Certs", object.Array{other})))
		}, "long-term data that belong to no signature were added"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := appended(t, pdf, c.change)
			verdict(t, bad, trusting(root), ChangedAfterSigning, c.want)
			if strings.Contains(name, "store") {
				return // harmless once it is signed
			}
			// Nor does the change become right when somebody signs it.
			r := verdict(t, signed(t, &Signer{Key: key}, bad), trusting(root), ChangedAfterSigning, "revision 3: ")
			if len(r.Signatures[0].Changes) == 0 {
				t.Error("the first signature is not told about it")
			}
		})
	}
}

// raw appends objects and a cross-reference table by hand: what is listed and
// what is written need not agree.
func raw(t testing.TB, pdf []byte, body string, entries string, trailer string) []byte {
	t.Helper()
	f, err := object.Read(pdf, object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	revisions := f.Revisions()
	last := revisions[len(revisions)-1]
	root := f.Trailer().Get("Root").(object.Ref).Number
	info := f.Trailer().Get("Info").(object.Ref).Number
	at := len(pdf) + len(body)
	return fmt.Appendf(bytes.Clone(pdf), "%sxref\n%strailer\n<</Size 99/Root %d 0 R/Info %d 0 R/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n",
		body, entries, root, info, last.XRef, trailer, at)
}

// contentOf returns the number of the first page's content.
func contentOf(t testing.TB, pdf []byte) int {
	t.Helper()
	f, err := object.Read(pdf, object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	_, page := pageOf(t, f)
	return page.Get("Contents").(object.Ref).Number
}

func TestHiddenPartsAreFound(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	pdf := signed(t, &Signer{Key: key}, blank(t, object.Layout{}, "Signature1", "Signature2"))
	content := contentOf(t, pdf)
	entry := func(number, offset int) string { return fmt.Sprintf("%d 1\n%010d 00000 n \n", number, offset) }
	shadowOf := func(number int) string {
		return fmt.Sprintf("%d 0 obj\n<</Length 6>>stream\nshadow\nendstream\nendobj\n", number)
	}
	shadow := shadowOf(content)
	twin := len(pdf)
	for name, c := range map[string]struct {
		pdf  []byte
		want string
	}{
		"unlisted object": {raw(t, pdf, shadow, "0 0\n", ""), "belong to no object"},
		"listed object":   {raw(t, pdf, shadow, entry(content, twin), ""), "the content of page 1 was changed"},
		"deleted object":  {raw(t, pdf, "", fmt.Sprintf("%d 1\n0000000000 00001 f \n", content), ""), "was deleted"},
		"trailer key":     {raw(t, pdf, "", "0 0\n", "/Extra 1"), "the trailer has /Extra"},
		"two increments":  {raw(t, raw(t, pdf, shadow, entry(content, twin), ""), "", "0 0\n", ""), "the content of page 1 was changed"},
	} {
		t.Run(name, func(t *testing.T) { verdict(t, c.pdf, trusting(root), ChangedAfterSigning, c.want) })
	}

	// A file prepared for it: the other text is signed too, only not yet shown.
	prepared := blank(t, object.Layout{}, "Signature1")
	content = contentOf(t, prepared)
	shadow = shadowOf(content)
	at := bytes.LastIndex(prepared, []byte("xref\n0 "))
	hidden := len(prepared[:at])
	prepared = append(append(bytes.Clone(prepared[:at]), shadow...), bytes.Replace(prepared[at:],
		[]byte("startxref\n"+strconv.Itoa(at)), []byte("startxref\n"+strconv.Itoa(at+len(shadow))), 1)...)
	out := signed(t, &Signer{Key: key}, prepared)
	verdict(t, out, trusting(root), Valid, "")
	verdict(t, raw(t, out, "", entry(content, hidden), ""), trusting(root), ChangedAfterSigning, "the content of page 1 was changed")
}

func TestOddSignatureDictionariesAreBroken(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	pdf := signed(t, &Signer{Key: key}, blank(t, object.Layout{}, "Signature1", "Signature2"))
	m := signedRange.FindSubmatch(pdf)
	text, contents := string(m[0]), 0
	contents, _ = strconv.Atoi(string(m[1]))
	replace := func(with string) []byte {
		return bytes.Replace(pdf, []byte(text), []byte(with+strings.Repeat(" ", max(0, len(text)-len(with)))), 1)
	}
	lower := bytes.Clone(pdf)
	for i := contents; lower[i] != '>'; i++ {
		if lower[i] == 'A' {
			lower[i] = 'a'
			break
		}
	}
	padded := bytes.Clone(pdf)
	padded[bytes.IndexByte(pdf[contents:], '>')+contents-1] = '1'
	for name, c := range map[string]struct {
		pdf  []byte
		want string
	}{
		"no ByteRange":         {replace(""), "ByteRange is missing"},
		"null ByteRange":       {replace("/ByteRange null"), "ByteRange is missing"},
		"empty ByteRange":      {replace("/ByteRange []"), "leaves out something else"},
		"negative":             {replace("/ByteRange [0 -1 9 9]"), "malformed"},
		"short":                {replace("/ByteRange [0 9]"), "malformed"},
		"beyond":               {replace("/ByteRange [0 9 9 99999999]"), "malformed"},
		"all of it":            {replace(fmt.Sprintf("/ByteRange [0 %d %d 0]", len(pdf), len(pdf))), "leaves out something else"},
		"not from the start":   {replace(fmt.Sprintf("/ByteRange [1 %s %s %s]", m[1], m[2], m[3])), "leaves out something else"},
		"wide gap":             {replace(fmt.Sprintf("/ByteRange [0 %d %s %s]", contents-9, m[2], m[3])), "leaves out something else"},
		"no Contents":          {bytes.Replace(pdf, []byte("/Contents <"), []byte("/Contentz <"), 1), "Contents are missing"},
		"two Contents":         {bytes.Replace(pdf, []byte("/Filter/Adobe.PPKLite"), []byte("/Contents (abcdefgh) "), 1), "names /Contents twice"},
		"mixed case":           {lower, "mix upper and lower case"},
		"padding":              {padded, "not padded with zeros"},
		"another kind":         {bytes.Replace(pdf, []byte("/ETSI.CAdES.detached"), []byte("/ETSI.CAdES.detachex"), 1), "not supported"},
		"field without object": {bytes.Replace(pdf, []byte("/V "), []byte("/X "), 1), "no field of its form refers to"},
	} {
		t.Run(name, func(t *testing.T) { verdict(t, c.pdf, trusting(root), Broken, c.want) })
	}
	again := appended(t, pdf, func(f *object.File, inc *object.Increment) {
		_, d := signedFieldOf(t, f)
		fm, _ := readForm(f)
		inc.Set(fm.fields[1].ref, fm.fields[1].dict.Clone().Set("V", d.Get("V")))
	})
	verdict(t, again, trusting(root), Broken, "share one signature")
	wrapped := appended(t, pdf, func(f *object.File, inc *object.Increment) {
		_, d := signedFieldOf(t, f)
		old, _ := f.Dict(d.Get("V"))
		fm, _ := readForm(f)
		inc.Set(fm.fields[1].ref, fm.fields[1].dict.Clone().Set("V", inc.Add(old)))
	})
	verdict(t, wrapped, trusting(root), Broken, "Contents")
	named := appended(t, pdf, func(f *object.File, inc *object.Increment) {
		fm, _ := readForm(f)
		inc.Set(fm.fields[1].ref, fm.fields[1].dict.Clone().Set("T", object.Text("Signature1")))
	})
	verdict(t, named, trusting(root), Broken, "two fields are called")
}

func TestCertificationForbidsWhatItSays(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	file := blank(t, object.Layout{}, "Signature1", "Signature2")
	strict := signed(t, &Signer{Key: key, Certify: true}, file)
	verdict(t, signed(t, &Signer{Key: key}, strict), trusting(root), Valid, "")
	at := bytes.Index(strict, []byte("/P 2/V"))
	strict[at+3] = '1'
	resign(t, key, strict)
	verdict(t, strict, trusting(root), Valid, "")
	more := appended(t, strict, func(f *object.File, inc *object.Increment) {
		fm, _ := readForm(f)
		s := &Signer{Key: key, Day: signingDay}
		dict, err := s.dictionary(2048, false)
		if err != nil {
			t.Fatal(err)
		}
		inc.Set(fm.fields[1].ref, fm.fields[1].dict.Clone().Set("V", inc.Add(dict)))
	})
	resign(t, key, more)
	verdict(t, more, trusting(root), ChangedAfterSigning, "the certification allows no change")
}

// resign makes the last signature of a file anew, after a test has changed what
// it signs.
func resign(t testing.TB, key *Key, pdf []byte) {
	t.Helper()
	at := bytes.LastIndex(pdf, []byte("<</Type/Sig\n"))
	begin := at + bytes.Index(pdf[at:], []byte(contentsKey+"<")) + len(contentsKey) + 1
	digits := bytes.IndexByte(pdf[begin:], '>')
	copy(pdf[begin:], strings.Repeat("0", digits))
	s := &Signer{Key: key, Day: signingDay}
	a, err := s.algorithm()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := enter(pdf, at, digits/2, func(before, after []byte) ([]byte, error) {
		return s.buildCMS(t.Context(), a, digest(a.hash, before, after))
	}); err != nil {
		t.Fatal(err)
	}
}

func TestFieldWithAnActionIsNoSignature(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	one := signed(t, &Signer{Key: key}, blank(t, object.Layout{}, "Signature1"))
	two := signed(t, &Signer{Key: key}, one)
	verdict(t, two, trusting(root), Valid, "")
	tail := bytes.Index(two[len(one):], []byte("/TU(Digital signature)")) + len(one)
	copy(two[tail:], "/AA<</D(Digi)>>       ")
	resign(t, key, two)
	verdict(t, two, trusting(root), ChangedAfterSigning, "was added")
}

func TestRevokedSignerIsNotTrusted(t *testing.T) {
	ca := &Key{Signer: ecKey(t, elliptic.P256())}
	ca.Chain = []*x509.Certificate{issue(t, "Root", ca.Signer.Public(), true, nil, ca.Signer)}
	private := ecKey(t, elliptic.P256())
	leaf := issue(t, "Dana Reyes", private.Public(), false, ca, nil)
	pdf := signed(t, &Signer{Key: &Key{Signer: private, Chain: []*x509.Certificate{leaf, ca.Chain[0]}}}, blank(t, object.Layout{}))
	list := func(when time.Time) []byte {
		raw, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{
			Number: big.NewInt(1), ThisUpdate: signingDay, NextUpdate: signingDay.AddDate(0, 0, 7),
			RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: leaf.SerialNumber, RevocationTime: when}},
		}, ca.Chain[0], ca.Signer)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	answer := func(status int, when time.Time) []byte {
		raw, err := ocsp.CreateResponse(ca.Chain[0], ca.Chain[0], ocsp.Response{
			Status: status, SerialNumber: leaf.SerialNumber, RevokedAt: when,
			ThisUpdate: signingDay, NextUpdate: signingDay.AddDate(0, 0, 7),
		}, ca.Signer)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	store := func(kind object.Name, data []byte) []byte {
		return appended(t, pdf, func(f *object.File, inc *object.Increment) {
			ref, catalog := rootOf(t, f)
			part := inc.Add(&object.Stream{Dict: &object.Dict{}, Raw: data})
			inc.Set(ref, catalog.Set("DSS", new(object.Dict).Set(kind, object.Array{part})))
		})
	}
	before, after := signingDay.AddDate(0, 0, -3), signingDay.AddDate(0, 0, 3)
	for name, c := range map[string]struct {
		kind   object.Name
		data   []byte
		want   Verdict
		reason string
	}{
		"list, revoked":       {"CRLs", list(before), IntactStranger, "was revoked on 2026-10-30"},
		"list, revoked later": {"CRLs", list(after), Valid, ""},
		"answer, revoked":     {"OCSPs", answer(ocsp.Revoked, before), IntactStranger, "was revoked on 2026-10-30"},
		"answer, good":        {"OCSPs", answer(ocsp.Good, time.Time{}), Valid, ""},
		"nonsense":            {"CRLs", []byte("nonsense"), Broken, "document security store"},
	} {
		t.Run(name, func(t *testing.T) {
			r := verdict(t, store(c.kind, c.data), trusting(ca.Chain[0]), c.want, c.reason)
			if c.want == Valid && !strings.Contains(strings.Join(r.Notes, " "), "not time-stamped") {
				t.Errorf("notes %q do not say that the long-term data are not time-stamped", r.Notes)
			}
		})
	}
}

func TestLongTermFileCutBackIsWhatItWasThen(t *testing.T) {
	pdf, opts := ltaFile(t, "ec-two-lta")
	f, err := object.Read(pdf, object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		verdict Verdict
		level   Level
	}{{Unsigned, NoLevel}, {Valid, BT}, {Valid, BT}, {Valid, BLT}, {Valid, BLTA}} {
		r := verdict(t, pdf[:f.Revisions()[i].End], opts, want.verdict, "")
		if want.level != NoLevel && r.Signatures[0].Level != want.level {
			t.Errorf("after revision %d the level is %s, not %s", i+1, r.Signatures[0].Level, want.level)
		}
	}
	bad := appended(t, pdf, func(f *object.File, inc *object.Increment) {
		_, page := pageOf(t, f)
		inc.Set(page.Get("Contents").(object.Ref), stream("other text"))
	})
	verdict(t, bad, opts, ChangedAfterSigning, "the content of page 1 was changed")
}

func TestManyCertificatesAreRefused(t *testing.T) {
	key := &Key{Signer: ecKey(t, elliptic.P256())}
	key.Chain = []*x509.Certificate{issue(t, "Dana Reyes", key.Signer.Public(), false, nil, key.Signer)}
	leaf := issue(t, "Leaf", key.Signer.Public(), false, key, nil)
	pdf := signed(t, &Signer{Key: &Key{Signer: key.Signer, Chain: []*x509.Certificate{leaf}}}, blank(t, object.Layout{}))
	// Thousands of issuers of the right name, each with a signature of its own.
	twin := issue(t, "Dana Reyes", ecKey(t, elliptic.P256()).Public(), false, key, nil).Raw
	pdf = appended(t, pdf, func(f *object.File, inc *object.Increment) {
		ref, catalog := rootOf(t, f)
		var list object.Array
		for i := range maxEffort + 10 {
			c := bytes.Clone(twin)
			c[len(c)-1], c[len(c)-2] = byte(i), byte(i>>8)
			list = append(list, inc.Add(&object.Stream{Dict: &object.Dict{}, Raw: c}))
		}
		inc.Set(ref, catalog.Set("DSS", new(object.Dict).Set("Certs", list)))
	})
	verdict(t, pdf, Options{At: signingDay}, Broken, "more certificates")
}

func TestManyRevisionsAreRefused(t *testing.T) {
	pdf := blank(t, object.Layout{}, "Signature1")
	prev := bytes.LastIndex(pdf, []byte("xref\n0 "))
	for range maxRevisions {
		at := len(pdf)
		pdf = fmt.Appendf(pdf, "xref\n0 0\ntrailer<</Size 99/Root 4 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", prev, at)
		prev = at
	}
	verdict(t, pdf, Options{At: signingDay}, Broken, "more than 200 revisions")
	verdict(t, nil, Options{At: signingDay}, Broken, "no PDF")
}
