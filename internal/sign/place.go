package sign

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/pdf/object"
)

// invisibleField returns a signature field, still empty. Field and widget are one
// object outside the crop box, which belongs to no structure tree (ISO 14289-1,
// 7.18.4). Without a page it stands in the form alone.
func invisibleField(name, tip string, page object.Ref) *object.Dict {
	d := new(object.Dict).Set("Type", object.Name("Annot")).Set("Subtype", object.Name("Widget")).
		Set("FT", object.Name("Sig")).Set("T", object.Text(name)).Set("TU", object.Text(tip)).
		Set("F", object.Integer(132)).
		Set("Rect", object.Array{object.Integer(-1), object.Integer(-1), object.Integer(-1), object.Integer(-1)})
	if page != (object.Ref{}) {
		d.Set("P", page)
	}
	return d
}

// timeStampField begins the names of the fields kept for document time-stamps.
const timeStampField = "DocTimeStamp"

// place lets a field refer to the signature value, or to that of a document
// time-stamp, and marks the form as signed.
func (s *Signer) place(f *object.File, inc *object.Increment, value object.Ref, stamp bool) error {
	catalog, err := f.Catalog()
	if err != nil {
		return err
	}
	root, ok := f.Trailer().Get("Root").(object.Ref)
	if !ok {
		return errors.New("trailer: /Root is no reference")
	}
	fm, err := readForm(f)
	if err != nil {
		return err
	}
	signed := slices.ContainsFunc(fm.fields, func(fd field) bool { return fd.signature && fd.value != nil })
	catalog = catalog.Clone()
	certify := s.Certify && !stamp
	if !stamp { // a time-stamp is permitted always
		if err := s.permit(f, catalog, signed, value); err != nil {
			return err
		}
	}
	dict := &object.Dict{}
	if fm.dict != nil {
		dict = fm.dict.Clone()
	}
	empty, err := s.choose(fm.fields, stamp)
	if err != nil {
		return err
	}
	grown := empty < 0
	if grown {
		if err := addField(f, inc, fm, dict, signed, stamp, value); err != nil {
			return err
		}
	} else {
		inc.Set(fm.fields[empty].ref, fm.fields[empty].dict.Clone().Set("V", value))
	}
	if grown || dict.Get("SigFlags") != object.Object(object.Integer(3)) {
		dict.Set("SigFlags", object.Integer(3))
		if fm.ref != (object.Ref{}) {
			inc.Set(fm.ref, dict)
		} else {
			catalog.Set("AcroForm", dict)
			inc.Set(root, catalog)
		}
	}
	if certify {
		inc.Set(root, catalog)
	}
	return nil
}

// anybodys is what fields are called that whoever signs may take.
var anybodys = regexp.MustCompile(`^Signature[0-9]+$`)

// choose returns the index of the field to be signed; -1 if one must be made.
// Where a file has a field for anybody, nobody takes one unasked that is kept for
// somebody by name.
func (s *Signer) choose(fields []field, stamp bool) (int, error) {
	reserved := func(fd field) bool { return fd.signature && fd.ref != (object.Ref{}) }
	if s.Field == "" || stamp {
		named := !stamp && slices.ContainsFunc(fields, func(fd field) bool { return reserved(fd) && anybodys.MatchString(fd.name) })
		return slices.IndexFunc(fields, func(fd field) bool {
			return reserved(fd) && fd.value == nil && strings.HasPrefix(fd.name, timeStampField) == stamp && (!named || anybodys.MatchString(fd.name))
		}), nil
	}
	var names []string
	for i, fd := range fields {
		switch {
		case !reserved(fd):
		case fd.name == s.Field && fd.value != nil:
			return 0, fmt.Errorf("field %q is signed already", s.Field)
		case fd.name == s.Field:
			return i, nil
		default:
			names = append(names, fd.name)
		}
	}
	return 0, fmt.Errorf("the file has no signature field %q: it has %s", s.Field, cmp.Or(strings.Join(names, ", "), "none"))
}

// permit looks at the certification the file has, or enters its own
// (ISO 32000-1, 12.8.2.2 and 12.8.4).
func (s *Signer) permit(f *object.File, catalog *object.Dict, signed bool, value object.Ref) error {
	level, err := certification(f)
	switch {
	case err != nil:
		return err
	case level == 1:
		return errors.New("the file is certified against every change: it cannot be signed again")
	case s.Certify && signed:
		return errors.New("a certification must be the first signature of a file")
	case s.Certify:
		catalog.Set("Perms", new(object.Dict).Set("DocMDP", value))
	}
	return nil
}

// certification returns the changes that a certified file permits, P of its
// DocMDP transform; 0 if it is not certified.
func certification(f *object.File) (int, error) {
	catalog, err := f.Catalog()
	if err != nil {
		return 0, err
	}
	perms, err := f.Dict(catalog.Get("Perms"))
	if err != nil || perms == nil {
		return 0, err
	}
	sig, err := f.Dict(perms.Get("DocMDP"))
	if err != nil || sig == nil {
		return 0, err
	}
	refs, err := f.Array(sig.Get("Reference"))
	if err != nil {
		return 0, err
	}
	for _, o := range refs {
		ref, err := f.Dict(o)
		if err != nil {
			return 0, err
		}
		if ref == nil || ref.Get("TransformMethod") != object.Object(object.Name("DocMDP")) {
			continue
		}
		params, err := f.Dict(ref.Get("TransformParams"))
		if err != nil {
			return 0, err
		}
		if params != nil {
			if p, ok := params.Get("P").(object.Integer); ok {
				return int(p), nil
			}
		}
		return 2, nil
	}
	return 0, nil
}

// addField makes a new field. Before the first signature it goes on the first
// page too; afterwards into the form alone, since a page must not change then.
func addField(f *object.File, inc *object.Increment, fm form, dict *object.Dict, signed, stamp bool, value object.Ref) error {
	prefix, tip := "Signature", "Digital signature"
	if stamp {
		prefix, tip = timeStampField, "Archive time-stamp"
	}
	var page object.Ref
	if !signed {
		var err error
		if page, err = firstPage(f); err != nil {
			return err
		}
	}
	ref := inc.Add(invisibleField(freeName(fm.fields, prefix), tip, page).Set("V", value))
	list, err := f.Array(dict.Get("Fields"))
	if err != nil {
		return err
	}
	dict.Set("Fields", append(slices.Clone(list), ref))
	if signed {
		return nil
	}
	d, err := f.Dict(page)
	if err != nil {
		return err
	}
	annots, err := f.Array(d.Get("Annots"))
	if err != nil {
		return err
	}
	annots = append(slices.Clone(annots), ref)
	if indirect, ok := d.Get("Annots").(object.Ref); ok {
		inc.Set(indirect, annots)
	} else {
		inc.Set(page, d.Clone().Set("Annots", annots))
	}
	return nil
}

// freeName returns the first of Signature1, Signature2, … that no field has.
func freeName(fields []field, prefix string) string {
	taken := map[string]bool{}
	for _, fd := range fields {
		taken[fd.name] = true
	}
	n := 1
	for taken[prefix+strconv.Itoa(n)] {
		n++
	}
	return prefix + strconv.Itoa(n)
}

// firstPage goes down the first branches of the page tree.
func firstPage(f *object.File) (object.Ref, error) {
	catalog, err := f.Catalog()
	if err != nil {
		return object.Ref{}, err
	}
	ref, _ := catalog.Get("Pages").(object.Ref)
	for range 64 {
		d, err := f.Dict(ref)
		if err != nil {
			return object.Ref{}, err
		}
		if d == nil {
			break
		}
		if d.Get("Type") == object.Object(object.Name("Page")) {
			return ref, nil
		}
		kids, err := f.Array(d.Get("Kids"))
		if err != nil {
			return object.Ref{}, err
		}
		if len(kids) == 0 {
			break
		}
		ref, _ = kids[0].(object.Ref)
	}
	return object.Ref{}, errors.New("the file has no page to put a signature field on")
}
