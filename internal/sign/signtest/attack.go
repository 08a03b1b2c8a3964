package signtest

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/pdf/object"
)

// The families of attack, as the literature calls them: Mladenov and others, "1
// Trillion Dollar Refund" (2019), "Shadow Attacks" (2021), "Breaking the
// Specification: PDF Certification" (2021).
const (
	IncrementalSaving = "incremental saving attack"
	Wrapping          = "signature wrapping attack"
	Forgery           = "universal signature forgery"
	ShadowHide        = "shadow attack: hide"
	ShadowReplace     = "shadow attack: replace"
	ShadowBoth        = "shadow attack: hide and replace"
	EvilAnnotation    = "evil annotation attack"
	SneakySignature   = "sneaky signature attack"
	AppendedBytes     = "appended bytes"
	ObjectShadowing   = "object shadowing"
	ForgedTables      = "forged cross-references"
)

// An Attack is a signed file that somebody changed so that it should show
// something else, or nothing of what was done, and still pass.
type Attack struct {
	Name   string
	Family string
	PDF    []byte
}

// A victim is a signed file and what an attacker knows of it.
type victim struct {
	pdf     []byte
	file    *object.File
	root    object.Ref
	catalog *object.Dict
	pageRef object.Ref
	page    *object.Dict
	content object.Ref
	field   object.Ref // of the first signature
	dict    *object.Dict
	value   object.Ref
}

func study(pdf []byte) (*victim, error) {
	f, err := object.Read(pdf, object.Limits{})
	if err != nil {
		return nil, err
	}
	v := &victim{pdf: pdf, file: f}
	if v.catalog, err = f.Catalog(); err != nil {
		return nil, err
	}
	v.root, _ = f.Trailer().Get("Root").(object.Ref)
	v.pageRef, _ = v.catalog.Get("Pages").(object.Ref)
	for {
		if v.page, err = f.Dict(v.pageRef); err != nil {
			return nil, err
		}
		kids, err := f.Array(v.page.Get("Kids"))
		if err != nil {
			return nil, err
		}
		if len(kids) == 0 {
			break
		}
		v.pageRef, _ = kids[0].(object.Ref)
	}
	contents, err := f.Array(v.page.Get("Contents"))
	if len(contents) > 0 && err == nil {
		v.content, _ = contents[0].(object.Ref)
	} else {
		v.content, _ = v.page.Get("Contents").(object.Ref)
	}
	form, err := f.Dict(v.catalog.Get("AcroForm"))
	if err != nil {
		return nil, err
	}
	fields, err := f.Array(form.Get("Fields"))
	if err != nil {
		return nil, err
	}
	for _, o := range fields {
		d, err := f.Dict(o)
		if err != nil {
			return nil, err
		}
		if value, ok := d.Get("V").(object.Ref); ok && v.dict == nil {
			v.field, _ = o.(object.Ref)
			v.dict, v.value = d, value
		}
	}
	if v.dict == nil || v.content == (object.Ref{}) {
		return nil, errors.New("the file has no signature, or no content")
	}
	return v, nil
}

// Attacks makes the attacks on a signed file. The same file not yet signed, and
// what signs it, serve for those that are prepared before.
func Attacks(unsigned, signed []byte, sign func([]byte) ([]byte, error)) ([]Attack, error) {
	v, err := study(signed)
	if err != nil {
		return nil, err
	}
	var out []Attack
	for _, list := range []func() ([]Attack, error){v.increments, v.bytes, v.dictionaries, v.sections} {
		attacks, err := list()
		if err != nil {
			return nil, err
		}
		out = append(out, attacks...)
	}
	prepared, err := prepared(unsigned, sign)
	return append(out, prepared...), err
}

// other is content that the attacker wants to be seen.
func other() *object.Stream {
	return &object.Stream{Dict: new(object.Dict), Raw: []byte("BT /F1 12 Tf 40 40 Td (Pay 1,000,000 to the attacker) Tj ET\n")}
}

// increments are well-formed increments behind the signature.
func (v *victim) increments() ([]Attack, error) {
	annotation := func(subtype object.Name) *object.Dict {
		return new(object.Dict).Set("Type", object.Name("Annot")).Set("Subtype", subtype).
			Set("Rect", object.Array{object.Integer(20), object.Integer(20), object.Integer(400), object.Integer(90)}).
			Set("Contents", object.Text("Pay 1,000,000")).Set("F", object.Integer(4))
	}
	annots, err := v.file.Array(v.page.Get("Annots"))
	if err != nil {
		return nil, err
	}
	form, err := v.file.Dict(v.catalog.Get("AcroForm"))
	if err != nil {
		return nil, err
	}
	fields, err := v.file.Array(form.Get("Fields"))
	if err != nil {
		return nil, err
	}
	setForm := func(inc *object.Increment, d *object.Dict) {
		if ref, ok := v.catalog.Get("AcroForm").(object.Ref); ok {
			inc.Set(ref, d)
		} else {
			inc.Set(v.root, v.catalog.Clone().Set("AcroForm", d))
		}
	}
	annotate := func(subtype object.Name) func(*object.Increment) {
		return func(inc *object.Increment) {
			inc.Set(v.pageRef, v.page.Clone().Set("Annots", append(slices.Clone(annots), inc.Add(annotation(subtype)))))
		}
	}
	var out []Attack
	for _, c := range []struct {
		name, family string
		change       func(*object.Increment)
	}{
		{"content overwritten", IncrementalSaving, func(inc *object.Increment) { inc.Set(v.content, other()) }},
		{"page with other content", IncrementalSaving, func(inc *object.Increment) {
			inc.Set(v.pageRef, v.page.Clone().Set("Contents", inc.Add(other())))
		}},
		{"page put in front", IncrementalSaving, func(inc *object.Increment) {
			pages, _ := v.catalog.Get("Pages").(object.Ref)
			d, err := v.file.Dict(pages)
			if err != nil {
				return
			}
			kids, _ := d.Get("Kids").(object.Array)
			more := inc.Add(v.page.Clone().Delete("Annots", "StructParents").Set("Contents", inc.Add(other())))
			inc.Set(pages, d.Clone().Set("Kids", append(object.Array{more}, kids...)))
		}},
		{"another catalogue", IncrementalSaving, func(inc *object.Increment) {
			inc.Set(v.root, v.catalog.Clone().Set("Pages", inc.Add(new(object.Dict).Set("Type", object.Name("Pages")).
				Set("Kids", object.Array{v.pageRef}).Set("Count", object.Integer(1)))))
		}},
		{"metadata overwritten", IncrementalSaving, func(inc *object.Increment) {
			if ref, ok := v.catalog.Get("Metadata").(object.Ref); ok {
				inc.Set(ref, &object.Stream{Dict: new(object.Dict).Set("Type", object.Name("Metadata")).Set("Subtype", object.Name("XML")), Raw: []byte("<x/>")})
			}
		}},
		{"language changed", IncrementalSaving, func(inc *object.Increment) {
			inc.Set(v.root, v.catalog.Clone().Set("Lang", object.Text("tlh")))
		}},
		{"script on opening", IncrementalSaving, func(inc *object.Increment) {
			inc.Set(v.root, v.catalog.Clone().Set("OpenAction", new(object.Dict).Set("S", object.Name("JavaScript")).Set("JS", object.Text("app.alert(1)"))))
		}},
		{"long-term data with a page", IncrementalSaving, func(inc *object.Increment) {
			inc.Set(v.root, v.catalog.Clone().Set("DSS", inc.Add(new(object.Dict).Set("Type", object.Name("DSS")))))
			inc.Set(v.content, other())
		}},
		{"long-term data that are the page's content", IncrementalSaving, func(inc *object.Increment) {
			inc.Set(v.root, v.catalog.Clone().Set("DSS", new(object.Dict).Set("Certs", object.Array{v.content})))
			inc.Set(v.content, other())
		}},
		{"nothing changed yet", IncrementalSaving, func(*object.Increment) {}},
		{"free text", EvilAnnotation, annotate("FreeText")},
		{"redaction", EvilAnnotation, annotate("Redact")},
		{"stamp", EvilAnnotation, annotate("Stamp")},
		{"field that covers the page", SneakySignature, func(inc *object.Increment) {
			appearance := inc.Add(&object.Stream{Dict: new(object.Dict).Set("Type", object.Name("XObject")).Set("Subtype", object.Name("Form")).
				Set("BBox", object.Array{object.Integer(0), object.Integer(0), object.Integer(400), object.Integer(90)}), Raw: other().Raw})
			sig := inc.Add(new(object.Dict).Set("Type", object.Name("Sig")).Set("Filter", object.Name("Adobe.PPKLite")))
			widget := inc.Add(annotation("Widget").Delete("Contents").Set("FT", object.Name("Sig")).Set("T", object.Text("Signature99")).
				Set("V", sig).Set("AP", new(object.Dict).Set("N", appearance)))
			setForm(inc, form.Clone().Set("Fields", append(slices.Clone(fields), widget)))
			inc.Set(v.pageRef, v.page.Clone().Set("Annots", append(slices.Clone(annots), widget)))
		}},
		{"signed field moved over the page", ShadowReplace, func(inc *object.Increment) {
			inc.Set(v.field, v.dict.Clone().Set("Rect", object.Array{object.Integer(0), object.Integer(0), object.Integer(400), object.Integer(400)}))
		}},
		{"appearances made anew", ShadowReplace, func(inc *object.Increment) {
			setForm(inc, form.Clone().Set("NeedAppearances", object.Bool(true)))
		}},
		{"signature taken out", ShadowHide, func(inc *object.Increment) { inc.Set(v.field, v.dict.Clone().Delete("V")) }},
		{"form taken out", ShadowHide, func(inc *object.Increment) { inc.Set(v.root, v.catalog.Clone().Delete("AcroForm")) }},
		{"signature of another field", Wrapping, func(inc *object.Increment) {
			second := inc.Add(new(object.Dict).Set("Type", object.Name("Annot")).Set("Subtype", object.Name("Widget")).
				Set("FT", object.Name("Sig")).Set("T", object.Text("Signature98")).Set("V", v.value))
			setForm(inc, form.Clone().Set("Fields", append(slices.Clone(fields), second)))
		}},
	} {
		inc := v.file.Increment()
		c.change(inc)
		pdf, _, err := inc.Write()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		out = append(out, Attack{c.name, c.family, pdf})
	}
	return out, nil
}

// bytes are bytes behind the end of the file that are no increment.
func (v *victim) bytes() ([]Attack, error) {
	var out []Attack
	content := fmt.Sprintf("%d 0 obj\n<</Length 6>>stream\nshadow\nendstream\nendobj\n", v.content.Number)
	last := v.file.Revisions()[len(v.file.Revisions())-1]
	for _, c := range []struct{ name, family, text string }{
		{"a space", AppendedBytes, " "},
		{"a comment", AppendedBytes, "% nothing\n"},
		{"another end", AppendedBytes, "%%EOF\n"},
		{"objects without a table", IncrementalSaving, content},
		{"objects and a trailer without a table", IncrementalSaving, content + fmt.Sprintf("trailer\n<</Root %d 0 R>>\n%%%%EOF\n", v.root.Number)},
		{"a second startxref", AppendedBytes, fmt.Sprintf("startxref\n%d\n%%%%EOF\n", last.XRef)},
		{"a startxref to the first revision", ShadowHide, fmt.Sprintf("startxref\n%d\n%%%%EOF\n", v.file.Revisions()[0].XRef)},
		{"a startxref to nowhere", ForgedTables, "startxref\n99999999\n%%EOF\n"},
		{"the file once more", IncrementalSaving, string(v.pdf)},
	} {
		out = append(out, Attack{c.name, c.family, append(bytes.Clone(v.pdf), c.text...)})
	}
	return out, nil
}

var byteRange = regexp.MustCompile(`/ByteRange *\[0 (\d+) (\d+) (\d+) *\]`)

// dictionaries are changes of the signature dictionary itself, in place.
func (v *victim) dictionaries() ([]Attack, error) {
	all := byteRange.FindAllSubmatchIndex(v.pdf, -1)
	if all == nil {
		return nil, errors.New("the file has no ByteRange")
	}
	m := all[len(all)-1]
	number := func(i int) int {
		n, _ := strconv.Atoi(string(v.pdf[m[2*i]:m[2*i+1]]))
		return n
	}
	begin, behind, rest := number(1), number(2), number(3)
	// in replaces what stands at a place by a text no longer, padded with blanks.
	in := func(from, to int, text string) []byte {
		out := bytes.Clone(v.pdf)
		copy(out[from:to], text+strings.Repeat(" ", to-from-len(text)))
		return out
	}
	ranged := func(text string) []byte { return in(m[0], m[1], text) }
	key := begin - len("/Contents ")
	var out []Attack
	for _, c := range []struct {
		name, family string
		pdf          []byte
	}{
		{"no ByteRange", Forgery, ranged("")},
		{"null ByteRange", Forgery, ranged("/ByteRange null")},
		{"empty ByteRange", Forgery, ranged("/ByteRange []")},
		{"negative ByteRange", Forgery, ranged("/ByteRange [0 -1 -1 9]")},
		{"ByteRange of nothing", Forgery, ranged("/ByteRange [0 0 0 0]")},
		{"ByteRange of words", Forgery, ranged("/ByteRange [/a /b]")},
		{"ByteRange beyond the end", Forgery, ranged(fmt.Sprintf("/ByteRange [0 %d %d 99999999]", begin, behind))},
		{"no Contents", Forgery, in(key, key+len("/Contents "), "/Content")},
		{"Contents renamed", Forgery, in(key+1, key+2, "c")},
		{"null Contents", Forgery, in(begin, behind, "null")},
		{"empty Contents", Forgery, in(begin, behind, "<>")},
		{"Contents of a zero", Forgery, in(begin, behind, "<00>")},
		{"Contents of zeros", Forgery, in(begin, behind, "<"+strings.Repeat("0", behind-begin-2)+">")},
		{"ByteRange with a wider gap", Wrapping, ranged(fmt.Sprintf("/ByteRange [0 %d %d %d]", begin-9, behind, rest))},
		{"ByteRange from the first byte", Wrapping, ranged(fmt.Sprintf("/ByteRange [1 %d %d %d]", begin-1, behind, rest))},
		{"ByteRange that stops short", Wrapping, ranged(fmt.Sprintf("/ByteRange [0 %d %d %d]", begin, behind, rest-9))},
		{"ByteRange of the first part", Wrapping, ranged(fmt.Sprintf("/ByteRange [0 %d %d 0]", begin, behind))},
	} {
		out = append(out, Attack{c.name, c.family, c.pdf})
	}
	// The second signed part is moved to the end, and other objects come between.
	between := fmt.Sprintf("/Pad<>>>endobj\n%d 0 obj\n<</Length 6>>stream\nshadow\nendstream\nendobj\n9999 0 obj <<", v.content.Number)
	moved := slices.Concat(v.pdf[:behind], []byte(between), v.pdf[behind:])
	copy(moved[m[0]:m[1]], fmt.Sprintf("/ByteRange [0 %d %d %d", begin, behind+len(between), rest))
	out = append(out, Attack{"second part moved", ForgedTables, moved})
	return out, nil
}

// An entry of a cross-reference section made by hand.
type entry struct {
	number, offset int // offset 0: free
}

// sectioned appends text and a cross-reference section, of the kind the file has,
// whose entries need not be true.
func (v *victim) sectioned(text string, entries []entry, more string) []byte {
	last := v.file.Revisions()[len(v.file.Revisions())-1]
	out := append(bytes.Clone(v.pdf), text...)
	at := len(out)
	keys := ""
	for _, key := range []object.Name{"Root", "Info"} {
		if ref, ok := last.Trailer.Get(key).(object.Ref); ok {
			keys += fmt.Sprintf("/%s %d %d R", key, ref.Number, ref.Generation)
		}
	}
	size, _ := last.Trailer.Get("Size").(object.Integer)
	keys += fmt.Sprintf("/Prev %d%s", last.XRef, more)
	if !last.Stream {
		out = append(out, "xref\n"...)
		if len(entries) == 0 {
			out = append(out, "0 0\n"...)
		}
		for _, e := range entries {
			kind := 'n'
			if e.offset == 0 {
				kind = 'f'
			}
			out = fmt.Appendf(out, "%d 1\n%010d 00000 %c \n", e.number, e.offset, kind)
		}
		return fmt.Appendf(out, "trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n", size, keys, at)
	}
	entries = append(slices.Clone(entries), entry{int(size), at})
	var index, rows []byte
	for _, e := range entries {
		kind := byte(1)
		if e.offset == 0 {
			kind = 0
		}
		index = fmt.Appendf(index, "%d 1 ", e.number)
		rows = append(rows, kind, byte(e.offset>>24), byte(e.offset>>16), byte(e.offset>>8), byte(e.offset), 0)
	}
	return fmt.Appendf(out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 4 1]/Index[%s]%s/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		size, size+1, index, keys, len(rows), rows, at)
}

// sections are increments whose tables and objects do not agree.
func (v *victim) sections() ([]Attack, error) {
	shadow := fmt.Sprintf("%d 0 obj\n<</Length 6>>stream\nshadow\nendstream\nendobj\n", v.content.Number)
	end := len(v.pdf)
	first := v.file.Revisions()[0]
	hidden := ForgedTables // a table is no stream
	if first.Stream {
		hidden = ObjectShadowing
	}
	offset, _, ok := v.file.Offset(v.content)
	if !ok {
		return nil, errors.New("the content has no place")
	}
	return []Attack{
		{"object that no table lists", ObjectShadowing, v.sectioned(shadow, nil, "")},
		{"object listed", IncrementalSaving, v.sectioned(shadow, []entry{{v.content.Number, end}}, "")},
		{"object twice", ObjectShadowing, v.sectioned(shadow+shadow, []entry{{v.content.Number, end}}, "")},
		{"object deleted", ShadowHide, v.sectioned("", []entry{{v.content.Number, 0}}, "")},
		{"signature deleted", ShadowHide, v.sectioned("", []entry{{v.value.Number, 0}}, "")},
		{"object of another number", ShadowBoth, v.sectioned("", []entry{{v.pageRef.Number, offset}}, "")},
		{"hidden table", hidden, v.sectioned(shadow, []entry{{v.content.Number, end}}, fmt.Sprintf("/XRefStm %d", first.XRef))},
		{"trailer of its own", IncrementalSaving, v.sectioned("", nil, "/Attacker true")},
		{"table that refers to itself", ForgedTables, bytes.Replace(v.sectioned("", nil, ""), fmt.Appendf(nil, "/Prev %d", v.file.Revisions()[len(v.file.Revisions())-1].XRef), fmt.Appendf(nil, "/Prev %d", end), 1)},
	}, nil
}

// prepared are files that had the other content in them when they were signed.
func prepared(unsigned []byte, sign func([]byte) ([]byte, error)) ([]Attack, error) {
	f, err := object.Read(unsigned, object.Limits{})
	if err != nil {
		return nil, err
	}
	inc := f.Increment()
	hidden := inc.Add(other())
	with, offsets, err := inc.Write()
	if err != nil {
		return nil, err
	}
	signed, err := sign(with)
	if err != nil {
		return nil, err
	}
	v, err := study(signed)
	if err != nil {
		return nil, err
	}
	page := v.file.Increment()
	page.Set(v.pageRef, v.page.Clone().Set("Contents", hidden))
	shown, _, err := page.Write()
	if err != nil {
		return nil, err
	}
	// A second object of the content's number was there too, listed by no table.
	twin := fmt.Sprintf("%d 0 obj\n<</Length 6>>stream\nshadow\nendstream\nendobj\n", v.content.Number)
	last := f.Revisions()[len(f.Revisions())-1]
	moved := slices.Concat(unsigned[:last.XRef], []byte(twin), unsigned[last.XRef:])
	old, now := fmt.Sprintf("startxref\n%d", last.XRef), fmt.Sprintf("startxref\n%d", last.XRef+len(twin))
	out := []Attack{{"prepared content shown", ShadowReplace, shown}, {"prepared object swapped in", ShadowBoth, v.sectioned("", []entry{{v.content.Number, offsets[hidden]}}, "")}}
	if last.Stream {
		return out, nil // the section lists its own place, which would have to move too
	}
	i := bytes.LastIndex(moved, []byte(old))
	moved = slices.Concat(moved[:i], []byte(now), moved[i+len(old):])
	if signed, err = sign(moved); err != nil {
		return nil, err
	}
	if v, err = study(signed); err != nil {
		return nil, err
	}
	return append(out, Attack{"prepared twin swapped in", ShadowBoth, v.sectioned("", []entry{{v.content.Number, last.XRef}}, "")}), nil
}
