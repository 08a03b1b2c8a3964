package sign

import (
	"errors"
	"fmt"

	"annexa/internal/pdf/object"
)

// form is the interactive form of a file (ISO 32000-1, 12.7) as far as
// signatures need it.
type form struct {
	ref    object.Ref   // zero: the form stands in the catalogue itself
	dict   *object.Dict // nil: the file has none
	fields []field
}

// field is a terminal field.
type field struct {
	ref       object.Ref // zero: it stands in the list of its parent
	dict      *object.Dict
	name      string // full
	signature bool
	value     object.Object // V; nil: empty
}

// maxFields bounds the fields of a form.
const maxFields = 20_000

// readForm reads the form of the revision that f shows.
func readForm(f *object.File) (form, error) {
	catalog, err := f.Catalog()
	if err != nil {
		return form{}, err
	}
	var fm form
	entry := catalog.Get("AcroForm")
	fm.ref, _ = entry.(object.Ref)
	if fm.dict, err = f.Dict(entry); err != nil || fm.dict == nil {
		return form{}, err
	}
	list, err := f.Array(fm.dict.Get("Fields"))
	if err != nil {
		return form{}, err
	}
	seen := map[object.Ref]bool{}
	for _, o := range list {
		if err := fm.walk(f, o, "", nil, 0, seen); err != nil {
			return form{}, err
		}
	}
	return fm, nil
}

// walk adds the terminal fields at and below o, handing name and type down.
func (fm *form) walk(f *object.File, o object.Object, name string, kind object.Object, depth int, seen map[object.Ref]bool) error {
	ref, _ := o.(object.Ref)
	if ref != (object.Ref{}) && seen[ref] {
		return fmt.Errorf("the form lists object %d twice", ref.Number)
	}
	seen[ref] = true
	if depth > 32 || len(fm.fields) >= maxFields {
		return errors.New("the form holds more fields, or deeper ones, than the limit allows")
	}
	d, err := f.Dict(o)
	if err != nil || d == nil {
		return err
	}
	if t, ok := d.Get("T").(object.String); ok {
		if name != "" {
			name += "."
		}
		name += t.Text()
	}
	if own := d.Get("FT"); own != nil {
		if kind, err = f.Resolve(own); err != nil {
			return err
		}
	}
	kids, err := f.Array(d.Get("Kids"))
	if err != nil {
		return err
	}
	below := false // kids without a name are widgets, not fields
	for _, kid := range kids {
		kd, err := f.Dict(kid)
		if err != nil {
			return err
		}
		if kd != nil && kd.Get("T") != nil {
			below = true
			if err := fm.walk(f, kid, name, kind, depth+1, seen); err != nil {
				return err
			}
		}
	}
	if !below {
		value := d.Get("V")
		if value == object.Object(object.Null{}) {
			value = nil
		}
		fm.fields = append(fm.fields, field{ref, d, name, kind == object.Object(object.Name("Sig")), value})
	}
	return nil
}
