package sign

import (
	"regexp"
	"slices"

	"annexa/internal/pdf/object"
)

// catalog explains the changes that signing makes to catalogue, form and store.
func (d *difference) catalog() error {
	was, err := d.before.Catalog()
	if err != nil {
		return err
	}
	is, err := d.after.Catalog()
	if err != nil {
		return err
	}
	for _, key := range differing(was, is) {
		switch {
		case key == "AcroForm" || key == "DSS":
		case key == "Extensions" && developer(is.Get(key)):
		case key == "Version" && raised(was.Get(key), is.Get(key)):
		case d.v.opts.Bare && slices.Contains(catalogKeys, key):
		default:
			d.change("the catalogue was changed in /%s", key)
		}
	}
	if root, ok := d.after.Trailer().Get("Root").(object.Ref); ok {
		d.explained[root] = true // what it changed is explained or named
	}
	if err := d.form(was, is); err != nil {
		return err
	}
	return d.store()
}

// raised says whether the version of the format that a file names for itself
// (ISO 32000-2, 7.7.2) is a later one than before, as what signs it may need.
func raised(was, is object.Object) bool {
	now, ok := is.(object.Name)
	before, _ := was.(object.Name)
	return ok && version.MatchString(string(now)) && now > before
}

var version = regexp.MustCompile(`^[12]\.[0-9]$`)

// developer says whether a value only names extensions of the format
// (ISO 32000-2, 7.12, where several may share a prefix), as some programs do when
// they sign or add long-term data.
func developer(o object.Object) bool {
	d, ok := o.(*object.Dict)
	return ok && extension(d)
}

func extension(o object.Object) bool {
	switch v := o.(type) {
	case object.Name, object.Integer, object.String:
		return true
	case object.Array:
		return !slices.ContainsFunc(v, func(o object.Object) bool { return !extension(o) })
	case *object.Dict:
		for _, o := range v.All() {
			if !extension(o) {
				return false
			}
		}
		return true
	}
	return false
}

// form compares the forms of both revisions.
func (d *difference) form(wasCatalog, isCatalog *object.Dict) error {
	was, err := readForm(d.before)
	if err != nil {
		return err
	}
	is, err := readForm(d.after)
	if err != nil {
		return err
	}
	if is.dict == nil {
		if was.dict != nil {
			d.change("the form was removed")
			d.suspect(shadowHide)
		}
		return nil
	}
	if was.dict == nil {
		was.dict = &object.Dict{}
	}
	for _, key := range differing(was.dict, is.dict) {
		switch {
		case key == "Fields":
		case key == "SigFlags" && is.dict.Get(key) == object.Object(object.Integer(3)):
		case d.v.opts.Bare && slices.Contains(formKeys, key):
		default:
			d.change("the form was changed in /%s", key)
			d.suspect(shadowReplace)
		}
	}
	if err := d.fieldList(was.dict.Get("Fields"), is.dict.Get("Fields")); err != nil {
		return err
	}
	if is.ref != (object.Ref{}) && (is.ref == was.ref || !d.before.Has(is.ref.Number)) {
		d.explained[is.ref] = true
	}
	d.fields(was.fields, is.fields)
	return nil
}

// fieldList sees that the list of fields only grew, at its end.
func (d *difference) fieldList(was, is object.Object) error {
	old, err := d.before.Array(was)
	if err != nil {
		return err
	}
	now, err := d.after.Array(is)
	if err != nil {
		return err
	}
	if len(now) < len(old) || !same(old, now[:len(old)]) {
		d.change("fields were taken out of the form, or put into another order")
		d.suspect(shadowHide)
		return nil
	}
	if ref, ok := is.(object.Ref); ok && (same(was, is) || !d.before.Has(ref.Number)) {
		d.explained[ref] = true
	}
	return nil
}

// fields finds the fields that were signed, or added with their signature.
func (d *difference) fields(was, is []field) {
	old := make(map[object.Ref]field, len(was))
	for _, fd := range was {
		old[fd.ref] = fd
	}
	for _, fd := range is {
		before, existed := old[fd.ref]
		value, _ := fd.value.(object.Ref)
		signedNow := fd.signature && fd.ref != (object.Ref{}) && fd.value != nil &&
			!d.before.Has(value.Number) && (!existed || before.value == nil)
		if !signedNow {
			continue // changed otherwise, or not at all: the objects tell
		}
		look := ""
		switch bare := d.v.opts.Bare; {
		case existed && bare && within(before.dict, fd.dict, visibleKeys):
		case existed:
			var ok bool
			if look, ok = d.signedInPlace(before, fd); !ok {
				continue
			}
		case d.before.Has(fd.ref.Number):
			continue
		case bare && within(new(object.Dict), fd.dict, visibleKeys):
		case !lateField(fd.dict):
			continue
		}
		d.newly = append(d.newly, fd)
		d.explained[fd.ref], d.explained[value] = true, true
		d.signed(fd.name, value, look)
	}
}

// signed notes a new signature, with where it is seen, and objects where the
// certification forbids it.
func (d *difference) signed(name string, value object.Ref, look string) {
	dict, err := d.after.Dict(value)
	stamp := err == nil && dict != nil && dict.Get("Type") == object.Object(object.Name("DocTimeStamp"))
	if level, err := certification(d.before); err != nil || level == 1 && !stamp {
		d.change("%q was signed though the certification allows no change", name)
		return
	}
	if stamp {
		d.allowed = append(d.allowed, "a document time-stamp in field "+quoted(name))
	} else {
		d.allowed = append(d.allowed, "a signature in field "+quoted(name)+look)
	}
}

func quoted(name string) string { return `"` + printable(name) + `"` }

// lateField says whether a field that was added has only what an invisible
// signature field needs, and so no action and no appearance.
func lateField(dict *object.Dict) bool {
	for key := range dict.All() {
		switch key {
		case "Type", "Subtype", "FT", "T", "TU", "F", "Rect", "P", "V":
		default:
			return false
		}
	}
	return true
}

// store explains the parts of the document security store that are new. A part
// that was there before must not change, lest it serve as a door to the page it
// also belongs to.
func (d *difference) store() error {
	is, err := readStore(d.after)
	if err != nil {
		d.change("%v", err)
		return nil
	}
	was, err := readStore(d.before)
	if err != nil {
		return err
	}
	if is == nil {
		if was != nil {
			d.change("the long-term data were removed")
		}
		return nil
	}
	grown := was == nil
	for _, part := range is.streams {
		if !d.before.Has(part.ref.Number) {
			d.explained[part.ref] = true
			grown = true
		}
	}
	for ref := range is.containers {
		if !d.before.Has(ref.Number) || was != nil && was.containers[ref] {
			d.explained[ref] = true
			grown = grown || slices.Contains(d.after.Revisions()[d.k].Changed, ref) // VRI may have grown alone
		}
	}
	if grown {
		d.allowed = append(d.allowed, "long-term data")
	}
	return nil
}
