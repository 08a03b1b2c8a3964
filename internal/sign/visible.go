package sign

import (
	"slices"

	"annexa/internal/pdf/object"
)

// What programs change besides, which people sign with: where the signature is
// seen, and when the file was last written. Options.Bare allows it, since there
// the pages are held against others; by itself what is seen of a signature can
// hide what it was put upon.
var (
	visibleKeys  = []object.Name{"AP", "AS", "MK", "F", "Rect", "P", "DA", "DR", "Lock", "SV", "M", "V", "Border", "BS", "Type", "Subtype", "FT", "T", "TU", "Ff"}
	formKeys     = []object.Name{"DA", "DR"}
	catalogKeys  = []object.Name{"Version", "Metadata"}
	documentKeys = []object.Name{"ModDate", "Producer"}
)

// visible explains what is seen of the signatures that the revision adds.
func (d *difference) visible() error {
	for _, fd := range d.newly {
		for _, key := range []object.Name{"AP", "MK", "DR", "Lock", "SV"} {
			d.leads(fd.dict.Get(key), 0)
		}
	}
	is, err := readForm(d.after)
	if err != nil {
		return err
	}
	for _, key := range formKeys {
		if is.dict != nil {
			d.leads(is.dict.Get(key), 0)
		}
	}
	catalog, err := d.after.Catalog()
	if err != nil {
		return err
	}
	if ref, ok := catalog.Get("Metadata").(object.Ref); ok && d.of(ref, "Metadata") {
		d.explained[ref] = true
	}
	for _, ref := range d.after.Revisions()[d.k].Changed {
		if d.explained[ref] || !d.before.Has(ref.Number) {
			continue
		}
		was, err := d.before.Get(ref)
		if err != nil {
			return err
		}
		is, err := d.after.Get(ref)
		if err != nil {
			return err
		}
		d.explained[ref] = d.annotated(was, is) || ref == d.after.Trailer().Get("Info") && within(was, is, documentKeys)
	}
	return nil
}

// of says whether an object is a stream that calls itself by a type.
func (d *difference) of(ref object.Ref, kind object.Name) bool {
	o, err := d.after.Get(ref)
	s, ok := o.(*object.Stream)
	return err == nil && ok && s.Dict.Get("Type") == object.Object(kind)
}

// annotated says whether all that changed of a page, or of the list of what
// stands on it, is that signatures which the revision adds were put there.
func (d *difference) annotated(was, is object.Object) bool {
	if list, ok := is.(object.Array); ok {
		return d.grew(was, list)
	}
	a, ok := was.(*object.Dict)
	b, also := is.(*object.Dict)
	if !ok || !also || a.Get("Type") != object.Object(object.Name("Page")) {
		return false
	}
	keys := differing(a, b)
	if len(keys) != 1 || keys[0] != "Annots" {
		return false
	}
	old, err := d.before.Array(a.Get("Annots"))
	if err != nil {
		return false
	}
	now, err := d.after.Array(b.Get("Annots"))
	if err != nil || !d.grew(old, now) {
		return false
	}
	if ref, ok := b.Get("Annots").(object.Ref); ok && !d.before.Has(ref.Number) {
		d.explained[ref] = true
	}
	return true
}

// grew says whether a list is another one with signatures behind it that the
// revision adds, and at least one.
func (d *difference) grew(was object.Object, now object.Array) bool {
	old, ok := was.(object.Array)
	if was != nil && !ok || len(now) <= len(old) || !same(old, now[:len(old)]) {
		return false
	}
	for _, o := range now[len(old):] {
		if !slices.ContainsFunc(d.newly, func(fd field) bool { return o == object.Object(fd.ref) }) {
			return false
		}
	}
	return true
}

// maxLeads is how deep what is seen of a signature goes.
const maxLeads = 50

// leads explains the new objects that a value leads to.
func (d *difference) leads(o object.Object, depth int) {
	if depth > maxLeads {
		return
	}
	switch v := o.(type) {
	case object.Ref:
		if d.before.Has(v.Number) || d.explained[v] {
			return
		}
		to, err := d.after.Get(v)
		if err != nil {
			return // it stays unexplained, and is named
		}
		d.explained[v] = true
		d.leads(to, depth+1)
	case object.Array:
		for _, item := range v {
			d.leads(item, depth+1)
		}
	case *object.Dict:
		for _, item := range v.All() {
			d.leads(item, depth+1)
		}
	case *object.Stream:
		d.leads(v.Dict, depth)
	}
}

// within says whether two dictionaries differ in some keys at most.
func within(was, is object.Object, keys []object.Name) bool {
	a, ok := was.(*object.Dict)
	b, also := is.(*object.Dict)
	return ok && also && !slices.ContainsFunc(differing(a, b), func(key object.Name) bool { return !slices.Contains(keys, key) })
}
