package sign

import (
	"bytes"
	"crypto/elliptic"
	"slices"
	"strings"
	"testing"

	"annexa/internal/pdf/object"
)

// placed is the file of blank with a field of which a place on the page is seen:
// its widget is an object of its own, or the field itself.
func placed(t *testing.T, name string, apart bool, rect ...object.Integer) []byte {
	t.Helper()
	pdf, _, err := placing(t, name, apart, rect).Write()
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func placing(t *testing.T, name string, apart bool, rect []object.Integer) *object.Increment {
	t.Helper()
	f, err := object.Read(blank(t, object.Layout{}, "Signature1"), object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	inc := f.Increment()
	page, d := pageOf(t, f)
	form, err := readForm(f)
	if err != nil {
		t.Fatal(err)
	}
	var corners object.Array
	for _, n := range rect {
		corners = append(corners, n)
	}
	look := inc.Add(form1("frame"))
	widget := new(object.Dict).Set("Type", object.Name("Annot")).Set("Subtype", object.Name("Widget")).Set("F", object.Integer(132)).
		Set("Rect", corners).Set("P", page).Set("AP", new(object.Dict).Set("N", look))
	field := new(object.Dict)
	seen := inc.Add(widget)
	if apart {
		ref := inc.Add(field.Set("Kids", object.Array{seen}))
		inc.Set(form.ref, form.dict.Clone().Set("Fields", append(slices.Clone(form.dict.Get("Fields").(object.Array)), ref)))
	} else {
		field = widget
		inc.Set(form.ref, form.dict.Clone().Set("Fields", append(slices.Clone(form.dict.Get("Fields").(object.Array)), seen)))
	}
	field.Set("FT", object.Name("Sig")).Set("T", object.Text(name))
	inc.Set(page, d.Clone().Set("Annots", append(slices.Clone(d.Get("Annots").(object.Array)), seen)))
	return inc
}

// form1 is a form XObject.
func form1(content string) *object.Stream {
	return &object.Stream{Dict: new(object.Dict).Set("Type", object.Name("XObject")).Set("Subtype", object.Name("Form")).
		Set("BBox", object.Array{object.Integer(0), object.Integer(0), object.Integer(50), object.Integer(20)}), Raw: []byte(content)}
}

// signedMeanwhile signs, and changes something else in the same revision.
func signedMeanwhile(t *testing.T, s *Signer, pdf []byte, change func(f *object.File, inc *object.Increment, value object.Ref)) []byte {
	t.Helper()
	f, err := object.Read(pdf, object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.algorithm()
	if err != nil {
		t.Fatal(err)
	}
	room, err := s.room(a)
	if err != nil {
		t.Fatal(err)
	}
	inc := f.Increment()
	value := inc.Add(nil)
	if err := s.place(f, inc, value, false); err != nil {
		t.Fatal(err)
	}
	dict, err := s.dictionary(room, false)
	if err != nil {
		t.Fatal(err)
	}
	inc.Set(value, dict)
	change(f, inc, value)
	out, offsets, err := inc.Write()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := enter(out, offsets[value], room, func(before, after []byte) ([]byte, error) {
		return s.buildCMS(t.Context(), a, digest(a.hash, before, after))
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// widgetOf is what is seen of the field that Signer.Field names.
func widgetOf(t *testing.T, f *object.File, name string) (object.Ref, *object.Dict, bool) {
	t.Helper()
	fm, err := readForm(f)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(fm.fields, func(fd field) bool { return fd.name == name })
	kids, ok := fm.fields[i].dict.Get("Kids").(object.Array)
	if !ok {
		return fm.fields[i].ref, fm.fields[i].dict.Clone(), false
	}
	d, err := f.Dict(kids[0])
	if err != nil {
		t.Fatal(err)
	}
	return kids[0].(object.Ref), d.Clone(), true
}

// TestASignatureMayBeSeenInThePlaceKeptForIt signs as other programs do: they draw
// in the place, and enter when they wrote the file.
func TestASignatureMayBeSeenInThePlaceKeptForIt(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	draw := func(f *object.File, inc *object.Increment, value object.Ref) *object.Dict {
		ref, d, apart := widgetOf(t, f, "Board")
		d.Set("AP", new(object.Dict).Set("N", inc.Add(form1("signed"))))
		if !apart {
			d.Set("V", value)
		}
		inc.Set(ref, d)
		return d
	}
	packet := func(inner string) *object.Stream {
		return &object.Stream{Dict: new(object.Dict).Set("Type", object.Name("Metadata")).Set("Subtype", object.Name("XML")),
			Raw: []byte(strings.Replace(xmp, "/></x:xmpmeta>", ">"+inner+"</rdf:RDF></x:xmpmeta>", 1))}
	}
	metadata := func(f *object.File) object.Ref {
		_, catalog := rootOf(t, f)
		return catalog.Get("Metadata").(object.Ref)
	}
	const dates = `<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmp:ModifyDate="2026-11-29" pdf:Producer="Other"/>`
	small := []object.Integer{20, 20, 70, 40}
	for name, c := range map[string]struct {
		rect   []object.Integer
		merged bool
		change func(f *object.File, inc *object.Increment, value object.Ref)
		want   Verdict
		said   string
	}{
		"look of its own":                        {small, false, func(f *object.File, inc *object.Increment, value object.Ref) { draw(f, inc, value) }, Valid, `a signature in field "Board", seen on page 1`},
		"look of a field that is its own widget": {small, true, func(f *object.File, inc *object.Increment, value object.Ref) { draw(f, inc, value) }, Valid, `a signature in field "Board", seen on page 1`},
		"as it was":                              {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {}, Valid, `a signature in field "Board"`},
		"date of the information": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			draw(f, inc, value)
			inc.Set(f.Trailer().Get("Info").(object.Ref), new(object.Dict).Set("Title", object.Text("Blank")).Set("ModDate", object.Text("D:2026")))
		}, Valid, "another date in the document information"},
		"date of the metadata": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) { inc.Set(metadata(f), packet(dates)) }, Valid, "another date in the metadata"},
		"later version": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			ref, c := rootOf(t, f)
			inc.Set(ref, c.Set("Version", object.Name("2.0")))
		}, Valid, ""},
		"no version": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			ref, c := rootOf(t, f)
			inc.Set(ref, c.Set("Version", object.Name("X")))
		}, ChangedAfterSigning, "the catalogue was changed in /Version"},
		"title of the information": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			draw(f, inc, value)
			inc.Set(f.Trailer().Get("Info").(object.Ref), new(object.Dict).Set("Title", object.Text("Other")))
		}, ChangedAfterSigning, "the document information was changed in /Title"},
		"title of the metadata": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			inc.Set(metadata(f), packet(`<rdf:Description xmlns:dc="d" dc:title="Other"/>`))
		}, ChangedAfterSigning, "the metadata was changed"},
		"metadata that are no XML": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) { inc.Set(metadata(f), stream("<x>")) }, ChangedAfterSigning, "the metadata was changed"},
		"another place": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			draw(f, inc, value).Set("Rect", object.Array{object.Integer(0), object.Integer(0), object.Integer(90), object.Integer(90)})
		}, ChangedAfterSigning, "was changed in /Rect, /AP"},
		"an action": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			draw(f, inc, value).Set("A", new(object.Dict).Set("S", object.Name("JavaScript")))
		}, ChangedAfterSigning, "was changed in /AP, /A"},
		"a place as large as a page": {[]object.Integer{0, 0, 200, 100}, false, func(f *object.File, inc *object.Increment, value object.Ref) { draw(f, inc, value) }, ChangedAfterSigning, "was changed in /AP"},
		"a note beside it": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			draw(f, inc, value)
			ref, d := pageOf(t, f)
			note := inc.Add(new(object.Dict).Set("Type", object.Name("Annot")).Set("Subtype", object.Name("FreeText")))
			inc.Set(ref, d.Set("Annots", append(slices.Clone(d.Get("Annots").(object.Array)), note)))
		}, ChangedAfterSigning, "page 1 was changed in /Annots"},
		"the look that was there": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			_, d, _ := widgetOf(t, f, "Board")
			inc.Set(d.Get("AP").(*object.Dict).Get("N").(object.Ref), form1("other"))
		}, ChangedAfterSigning, "was changed"},
		"a look elsewhere": {small, false, func(f *object.File, inc *object.Increment, value object.Ref) {
			ref, d := signedFieldOf(t, f)
			inc.Set(ref, d.Set("AP", new(object.Dict).Set("N", inc.Add(form1("x")))))
		}, ChangedAfterSigning, `field "Signature1" was changed in /AP`},
	} {
		t.Run(name, func(t *testing.T) {
			pdf := signed(t, &Signer{Key: key, Certify: true}, placed(t, "Board", !c.merged, c.rect...))
			out := signedMeanwhile(t, &Signer{Key: key, Field: "Board", Day: signingDay}, pdf, c.change)
			r := verdict(t, out, trusting(root), c.want, "")
			var said bytes.Buffer
			if err := r.WriteText(&said); err != nil || !strings.Contains(said.String(), c.said) {
				t.Errorf("it does not say %q:\n%s", c.said, &said)
			}
		})
	}
	// Without a signature, nothing of it is right.
	pdf := signed(t, &Signer{Key: key}, placed(t, "Board", true, small...))
	verdict(t, appended(t, pdf, func(f *object.File, inc *object.Increment) { draw(f, inc, object.Ref{}) }), trusting(root), ChangedAfterSigning, "was changed in /AP")
	verdict(t, appended(t, pdf, func(f *object.File, inc *object.Increment) { inc.Set(metadata(f), packet(dates)) }), trusting(root), ChangedAfterSigning, "the metadata was changed")
}

func TestMetadataThatAreAPageTooMustNotChange(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	file := appended(t, blank(t, object.Layout{}, "Signature1", "Signature2"), func(f *object.File, inc *object.Increment) {
		ref, d := pageOf(t, f)
		_, catalog := rootOf(t, f)
		inc.Set(ref, d.Set("Contents", catalog.Get("Metadata")))
	})
	out := signedMeanwhile(t, &Signer{Key: key, Day: signingDay}, signed(t, &Signer{Key: key}, file), func(f *object.File, inc *object.Increment, _ object.Ref) {
		_, catalog := rootOf(t, f)
		inc.Set(catalog.Get("Metadata").(object.Ref), stream(xmp+"<!-- BT (Pay) Tj ET -->"))
	})
	verdict(t, out, trusting(root), ChangedAfterSigning, "the metadata was changed")
}

func TestMetadataSayTheSameInAnyForm(t *testing.T) {
	const (
		head = `<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a" xmlns:xmp="http://ns.adobe.com/xap/1.0/">`
		foot = `</rdf:RDF></x:xmpmeta><?xpacket end="r"?>`
	)
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"attributes":       {`<rdf:Description a:x="1" a:y="2"/>`, `<rdf:Description><a:x>1</a:x></rdf:Description><rdf:Description rdf:about=""><a:y>2</a:y></rdf:Description>`, true},
		"dates":            {`<rdf:Description xmp:ModifyDate="1" xmp:CreateDate="1"/>`, `<rdf:Description xmp:CreateDate="1"><xmp:MetadataDate>9</xmp:MetadataDate></rdf:Description>`, true},
		"date of creation": {`<rdf:Description xmp:CreateDate="1"/>`, `<rdf:Description xmp:CreateDate="2"/>`, false},
		"structures":       {`<rdf:Description><a:x rdf:parseType="Resource"><a:y>1</a:y></a:x></rdf:Description>`, `<rdf:Description><a:x><rdf:Description a:y="1"/></a:x></rdf:Description>`, true},
		"lists":            {`<rdf:Description><a:x><rdf:Seq><rdf:li>1</rdf:li><rdf:li>2</rdf:li></rdf:Seq></a:x></rdf:Description>`, `<rdf:Description><a:x><rdf:Seq><rdf:li>2</rdf:li><rdf:li>1</rdf:li></rdf:Seq></a:x></rdf:Description>`, false},
		"languages":        {`<rdf:Description><a:x><rdf:Alt><rdf:li xml:lang="de">1</rdf:li></rdf:Alt></a:x></rdf:Description>`, `<rdf:Description><a:x><rdf:Alt><rdf:li xml:lang="en">1</rdf:li></rdf:Alt></a:x></rdf:Description>`, false},
		"once more":        {`<rdf:Description a:x="1"/>`, `<rdf:Description a:x="1"/><rdf:Description a:x="1"/>`, false},
		"text beside":      {`<rdf:Description><a:x><rdf:Alt><rdf:li>1</rdf:li></rdf:Alt></a:x></rdf:Description>`, `<rdf:Description><a:x>2<rdf:Alt><rdf:li>1</rdf:li></rdf:Alt></a:x></rdf:Description>`, false},
		"an address":       {`<rdf:Description><a:x>urn:y</a:x></rdf:Description>`, `<rdf:Description><a:x rdf:resource="urn:y"/></rdf:Description>`, true},
		"nothing":          {`<rdf:Description><a:x/></rdf:Description>`, `<rdf:Description/>`, false},
		"other prefixes":   {`<rdf:Description a:x="1"/>`, `<rdf:Description xmlns:b="urn:a" b:x="1"/>`, true},
		"other spaces":     {`<rdf:Description a:x="1"/>`, `<rdf:Description xmlns:a="urn:b" a:x="1"/>`, false},
	} {
		one, err1 := statements([]byte(head + c.a + foot))
		two, err2 := statements([]byte(head + c.b + foot))
		if err1 != nil || err2 != nil {
			t.Fatalf("%s: %v, %v", name, err1, err2)
		}
		if got := equalStatements(one, two); got != c.same {
			t.Errorf("%s: the same: %t\n%q\n%q", name, got, one, two)
		}
	}
	long := strings.Repeat("n", 1000)
	for name, text := range map[string]string{
		"nothing": "", "not closed": head, "too deep": head + strings.Repeat("<a:x>", 100) + strings.Repeat("</a:x>", 100) + foot, "an element of its own": "<a/>",
		"long paths": head + "<rdf:Description>" + strings.Repeat("<"+long+">", 30) + strings.Repeat("<a:x/>", 9000) + strings.Repeat("</"+long+">", 30) + "</rdf:Description>" + foot,
		"too long":   strings.Repeat(" ", maxXMP+1),
	} {
		if said, err := statements([]byte(text)); err == nil && len(said) > 0 || err == nil && name != "nothing" {
			t.Errorf("%s: %q is read", name, said)
		}
	}
}
