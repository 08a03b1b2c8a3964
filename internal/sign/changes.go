package sign

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/pdf/object"
)

// compare takes apart what every revision behind the first signature changed,
// or every one behind the first of all.
// Allowed are a signature or time-stamp in an empty field or in a new one that
// stands in the form alone, and long-term data; all else is a change.
func (v *verifier) compare() {
	revisions := v.file.Revisions()
	first := len(revisions)
	for _, it := range v.items {
		first = min(first, it.appeared)
	}
	if v.opts.Bare {
		first = 0
	}
	covered := v.covered()
	for k := first + 1; k < len(revisions); k++ {
		d := difference{v: v, k: k, before: v.file.At(k - 1), after: v.file.At(k), explained: map[object.Ref]bool{}}
		d.run()
		for _, it := range v.items {
			if it.appeared < k {
				it.Later = append(it.Later, d.allowed...)
				it.Changes = append(it.Changes, d.changes...)
			}
		}
		v.report.Changes = append(v.report.Changes, d.changes...)
	}
	v.reach(covered)
}

// reach looks at what no signature covers at the end of the file.
func (v *verifier) reach(covered int) {
	if len(v.items) == 0 {
		return
	}
	revisions := v.file.Revisions()
	last := len(revisions) - 1
	if n := len(v.data) - revisions[last].End; n > 0 {
		v.change("%s follow the end of the file", diag.Plural(n, "byte"))
		v.report.suspect(trailing(v.data[revisions[last].End:]))
	}
	for _, it := range v.items {
		if end := revisions[it.appeared].End; it.Revision-1 == last && it.Covers < end {
			v.change("%s follow the signed ones", diag.Plural(end-it.Covers, "byte"))
			v.report.suspect(appendedBytes)
		}
	}
	for _, item := range v.evidence.idle(covered) {
		v.change("long-term data that belong to no signature were added (object %d)", item.ref.Number)
	}
	if covered >= 0 && covered < last && len(v.report.Changes) == 0 {
		v.report.Notes = append(v.report.Notes, "the long-term data at the end are not time-stamped")
	}
}

func (v *verifier) change(format string, args ...any) {
	v.report.Changes = append(v.report.Changes, fmt.Sprintf(format, args...))
}

// difference is what one revision changed.
type difference struct {
	v             *verifier
	k             int
	before, after *object.File
	explained     map[object.Ref]bool
	newly         []field               // signed in this revision
	names         map[object.Ref]string // made when first needed
	allowed       []string
	changes       []string
	named         bool // as an attack
	plain         int  // changes that make no attack by themselves
}

// maxChanges bounds the changes named for one revision.
const maxChanges = 20

func (d *difference) change(format string, args ...any) {
	switch n := len(d.changes); {
	case n < maxChanges:
		d.changes = append(d.changes, fmt.Sprintf("revision %d: ", d.k+1)+fmt.Sprintf(format, args...))
	case n == maxChanges:
		d.changes = append(d.changes, fmt.Sprintf("revision %d: and more", d.k+1))
	}
}

func (d *difference) run() {
	d.moved(d.after.Revisions()[d.k])
	if err := d.examine(); err != nil {
		d.change("it cannot be read: %v", err)
		if !d.named {
			d.suspect(objectShadowing)
		}
		return
	}
	if len(d.allowed) == 0 && len(d.changes) == 0 {
		d.change("something was appended that adds neither a signature nor long-term data")
	}
	if len(d.changes) > 0 && !d.named {
		d.suspect(incrementalSaving)
	}
}

func (d *difference) examine() error {
	rev := d.after.Revisions()[d.k]
	if rev.Hybrid {
		d.change("it hides objects from some readers (a hybrid cross-reference table)")
		d.suspect(objectShadowing)
	}
	for key, o := range rev.Trailer.All() {
		switch key {
		case "Root", "Info":
			if !same(o, d.before.Trailer().Get(key)) {
				d.change("the trailer refers to another /%s", key)
			}
		case "Size", "Prev", "ID", "Type", "W", "Index", "Filter", "DecodeParms", "Length":
		case "XRefStm":
			d.change("the trailer has /%s", key)
			d.suspect(objectShadowing)
		default:
			d.change("the trailer has /%s", key)
		}
	}
	if err := d.catalog(); err != nil {
		return err
	}
	if err := d.structure(rev); err != nil {
		return err
	}
	for _, number := range rev.Freed {
		d.change("object %d was deleted", number)
		d.suspect(shadowHide)
	}
	if len(d.newly) > 0 {
		if err := d.written(); err != nil {
			return err
		}
		if d.v.opts.Bare {
			if err := d.visible(); err != nil {
				return err
			}
		}
	}
	for _, ref := range rev.Changed {
		if d.explained[ref] {
			continue
		}
		if err := d.object(ref); err != nil {
			return err
		}
	}
	from, to, err := d.after.Unclaimed(d.k)
	if err == nil && to > from {
		d.change("the bytes %d to %d belong to no object", from, to)
		d.suspect(objectShadowing)
	}
	return err
}

// structure explains the streams that only hold the file together: object
// streams, and the cross-reference stream itself.
func (d *difference) structure(rev object.Revision) error {
	for _, ref := range rev.Changed {
		o, err := d.after.Get(ref)
		if err != nil {
			return err
		}
		s, ok := o.(*object.Stream)
		if !ok || d.before.Has(ref.Number) {
			continue
		}
		at, _, _ := d.after.Offset(ref)
		kind := s.Dict.Get("Type")
		if kind == object.Object(object.Name("ObjStm")) || kind == object.Object(object.Name("XRef")) && at == rev.XRef {
			d.explained[ref] = true
		}
	}
	return nil
}

// object names the change of one object that nothing explains.
func (d *difference) object(ref object.Ref) error {
	then, _, ok1 := d.before.Offset(ref)
	if now, _, ok2 := d.after.Offset(ref); ok1 && ok2 && then == now {
		return nil // listed again, where it was
	}
	was, err := d.before.Get(ref)
	if err != nil {
		return err
	}
	is, err := d.after.Get(ref)
	if err != nil {
		return err
	}
	switch {
	case !d.before.Has(ref.Number):
		d.change("object %d%s was added", ref.Number, kindOf(is))
		d.added(is)
	case same(was, is):
	default:
		if d.names == nil {
			d.names = describe(d.before)
		}
		what := d.names[ref]
		if what == "" {
			what = fmt.Sprintf("object %d", ref.Number)
		}
		d.change("%s was changed%s", what, keysOf(was, is))
		d.overwritten(what, was, is)
	}
	return nil
}

// kindOf says in brackets what a dictionary calls itself.
func kindOf(o object.Object) string {
	d, _ := o.(*object.Dict)
	if s, ok := o.(*object.Stream); ok {
		d = s.Dict
	}
	if d == nil {
		return ""
	}
	var words []string
	for _, key := range []object.Name{"Type", "Subtype"} {
		if n, ok := d.Get(key).(object.Name); ok {
			words = append(words, string(n))
		}
	}
	if words == nil {
		return ""
	}
	return printable(" (" + strings.Join(words, ", ") + ")")
}

// keysOf names the keys in which two dictionaries differ.
func keysOf(was, is object.Object) string {
	a, ok1 := was.(*object.Dict)
	b, ok2 := is.(*object.Dict)
	if !ok1 || !ok2 {
		return ""
	}
	keys := differing(a, b)
	if len(keys) > 5 {
		keys = append(keys[:5], "…")
	}
	words := make([]string, len(keys))
	for i, key := range keys {
		words[i] = "/" + string(key)
	}
	return printable(" in " + strings.Join(words, ", "))
}

// differing returns the keys whose values differ, or which only one has.
func differing(a, b *object.Dict) []object.Name {
	var keys []object.Name
	for key, o := range a.All() {
		if !same(o, b.Get(key)) {
			keys = append(keys, key)
		}
	}
	for key := range b.All() {
		if a.Get(key) == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// same says whether two objects are alike, whatever the order of their keys.
func same(a, b object.Object) bool {
	switch x := a.(type) {
	case nil:
		return b == nil
	case object.Array:
		y, ok := b.(object.Array)
		return ok && slices.EqualFunc(x, y, same)
	case *object.Dict:
		y, ok := b.(*object.Dict)
		return ok && x == y || ok && x.Len() == y.Len() && len(differing(x, y)) == 0
	case *object.Stream:
		y, ok := b.(*object.Stream)
		return ok && (x == y || bytes.Equal(x.Raw, y.Raw) && same(x.Dict, y.Dict))
	}
	return a == b
}
