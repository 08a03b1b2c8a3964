package sign

import (
	"fmt"
	"slices"

	"annexa/internal/pdf/object"
)

// What programs change besides, which people sign with: how the signature is
// seen in the place that is kept for it, and when the file was last written.
var (
	lookKeys     = []object.Name{"AP", "MK", "M"}
	documentKeys = []object.Name{"ModDate", "Producer"}
)

// And what some change that Options.Bare allows, since there the pages are held
// against others; by itself what is seen of a signature can hide what it was put
// upon.
var (
	visibleKeys = []object.Name{"AP", "AS", "MK", "F", "Rect", "P", "DA", "DR", "Lock", "SV", "M", "V", "Border", "BS", "Type", "Subtype", "FT", "T", "TU", "Ff"}
	formKeys    = []object.Name{"DA", "DR"}
	catalogKeys = []object.Name{"Version", "Metadata"}
)

// largest is the part of a page that a place for a signature covers at most
// whose look may come with the signature: more could hide what was signed.
const largest = 1.0 / 4

// signedInPlace says whether nothing else happened to an empty field than that it
// was signed, and what is seen in its place set. A place stays where it was, and
// what is drawn in it is cut off at its edges (ISO 32000-1, 12.5.5). Where it is
// seen, it says on which page.
func (d *difference) signedInPlace(before, after field) (look string, ok bool) {
	if !within(before.dict, after.dict, append([]object.Name{"V"}, lookKeys...)) {
		return "", false
	}
	ref, was, is := after.ref, before.dict, after.dict
	if kids, err := d.after.Array(after.dict.Get("Kids")); err != nil {
		return "", false
	} else if len(kids) == 1 { // the widget is an object of its own
		kid, isRef := kids[0].(object.Ref)
		if !isRef || !d.before.Has(kid.Number) {
			return "", false
		}
		var err error
		if was, err = d.before.Dict(kid); err != nil || was == nil {
			return "", false
		}
		if is, err = d.after.Dict(kid); err != nil || is == nil || !within(was, is, lookKeys) {
			return "", false
		}
		ref = kid
	}
	if !slices.ContainsFunc(lookKeys, func(key object.Name) bool { return !same(was.Get(key), is.Get(key)) }) {
		return "", true
	}
	on, ok := d.holds(ref, was)
	if !ok {
		return "", false
	}
	d.explained[ref] = true
	for _, key := range lookKeys {
		d.leads(is.Get(key), 0)
	}
	if on > 0 {
		look = fmt.Sprintf(", seen on page %d", on)
	}
	return look, true
}

// holds says on which page a widget keeps a place that is not too large; 0 where
// it keeps none, since it has no extent.
func (d *difference) holds(ref object.Ref, widget *object.Dict) (number int, ok bool) {
	extent := area(d.before, widget.Get("Rect"))
	if extent == 0 {
		return 0, true
	}
	for p := range pages(d.before) {
		if p.number > 0 && slices.Contains(parts(d.before, p.dict.Get("Annots")), object.Object(ref)) {
			return p.number, extent <= largest*area(d.before, p.box)
		}
	}
	return 0, false
}

// written explains what a program that signs may change in what a file says of
// itself: when it was last written, and by what.
func (d *difference) written() error {
	catalog, err := d.after.Catalog()
	if err != nil {
		return err
	}
	metadata, _ := catalog.Get("Metadata").(object.Ref)
	for _, ref := range d.after.Revisions()[d.k].Changed {
		info := ref == d.after.Trailer().Get("Info")
		if ref != metadata && !info || !d.before.Has(ref.Number) {
			continue
		}
		was, is, err := d.both(ref)
		if err != nil {
			return err
		}
		a, ok := was.(*object.Stream)
		b, also := is.(*object.Stream)
		switch {
		case info && !same(was, is) && within(was, is, documentKeys):
			d.allowed = append(d.allowed, "another date in the document information")
		case ref == metadata && ok && also && !same(was, is) && sameMetadata(d.after, a, b) && d.onlyOf(ref, d.after.Trailer().Get("Root")):
			d.allowed = append(d.allowed, "another date in the metadata")
		default:
			continue
		}
		d.explained[ref] = true
	}
	return nil
}

// both are an object before the revision and after it.
func (d *difference) both(ref object.Ref) (was, is object.Object, err error) {
	if was, err = d.before.Get(ref); err == nil {
		is, err = d.after.Get(ref)
	}
	return was, is, err
}

// onlyOf says whether nothing but one object led to another: what also serves as
// the content of a page changes that page, whatever it says as metadata.
func (d *difference) onlyOf(ref object.Ref, by object.Object) bool {
	for _, other := range d.before.Refs() {
		o, err := d.before.Get(other)
		if err != nil || object.Object(other) != by && mentions(o, ref) {
			return false
		}
	}
	return true
}

// mentions says whether an object refers to another.
func mentions(o object.Object, ref object.Ref) bool {
	switch v := o.(type) {
	case object.Ref:
		return v == ref
	case object.Array:
		return slices.ContainsFunc(v, func(o object.Object) bool { return mentions(o, ref) })
	case *object.Dict:
		for _, o := range v.All() {
			if mentions(o, ref) {
				return true
			}
		}
	case *object.Stream:
		return mentions(v.Dict, ref)
	}
	return false
}

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
		was, is, err := d.both(ref)
		if err != nil {
			return err
		}
		d.explained[ref] = d.annotated(was, is)
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
