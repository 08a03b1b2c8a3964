package pdf

import (
	"fmt"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// widget is what is seen of a signature field, on the page that reserves a place
// for it.
type widget struct {
	ref    object.Ref
	field  *typeset.Field
	parent int // StructParent
}

// reserveWidgets gives every field that has a place its widget, so that elements
// can refer to it.
func (f *finishing) reserveWidgets() {
	f.widgets = f.widgets[:0]
	pages := f.d.pages
	for i := range pages.Fields {
		w := widget{ref: f.g.Add(nil), field: &pages.Fields[i]}
		page := pages.Nodes[w.field.Node].Detail.Area.Page
		f.annots[page] = append(f.annots[page], w.ref)
		f.widgets = append(f.widgets, w)
	}
}

// widgetOf returns the widget of a node that is a Form, nil if it is none.
func (f *finishing) widgetOf(node int32) *widget {
	for i := range f.widgets {
		if f.widgets[i].field.Node == node {
			return &f.widgets[i]
		}
	}
	return nil
}

// fields reserves signature fields. Those without a place are invisible: field
// and widget in one object, outside the first page, and no part of the structure
// tree. So they are artifacts to PDF/UA-1 (7.18.4), and a signature that comes
// later changes nothing but the field.
//
// A field with a place has a widget that hangs in the structure tree and does not
// refer to the field, so that nothing the tree leads to changes when it is signed.
// What the widget shows is there before: an empty frame beside what the page says.
func (f *finishing) fields(fields []Field) error {
	if len(fields)+len(f.widgets) == 0 {
		return nil
	}
	var list, outside object.Array
	taken := map[string]bool{}
	add := func(name string, d *object.Dict) (object.Ref, error) {
		if taken[name] {
			return object.Ref{}, fmt.Errorf("two signature fields are called %q", name)
		}
		taken[name] = true
		ref := f.g.Add(d)
		f.g.Apart(ref)
		list = append(list, ref)
		return ref, nil
	}
	for _, field := range fields {
		ref, err := add(field.Name, new(object.Dict).
			Set("Type", object.Name("Annot")).Set("Subtype", object.Name("Widget")).
			Set("FT", object.Name("Sig")).
			Set("T", object.Text(field.Name)).
			Set("TU", object.Text(field.Description)).
			Set("F", object.Integer(132)). // print, locked
			Set("Rect", object.Verbatim("[-1 -1 -1 -1]")).
			Set("P", f.pages[0]))
		if err != nil {
			return err
		}
		outside = append(outside, ref)
	}
	for _, w := range f.widgets {
		if _, err := add(w.field.Name, new(object.Dict).
			Set("FT", object.Name("Sig")).
			Set("T", object.Text(w.field.Name)).
			Set("TU", object.Text(w.field.Description)).
			Set("Kids", object.Array{w.ref})); err != nil {
			return err
		}
		f.show(w)
	}
	f.annots[0] = append(f.annots[0], outside...)
	form := f.g.Add(new(object.Dict).Set("Fields", list))
	f.g.Apart(form)
	f.catalog.Set("AcroForm", form)
	return nil
}

// show composes a widget with its appearance.
func (f *finishing) show(w widget) {
	a := f.d.pages.Nodes[w.field.Node].Detail.Area
	appearance := f.g.Add(nil)
	c := f.compose(w.ref)
	c.Text("<</Type/Annot/Subtype/Widget/F 132/Rect")
	f.box(c, a.Page, a.X, a.Y, a.W, a.H)
	c.Text("/P ")
	c.Ref(f.pages[a.Page])
	c.Text("/AP<</N ")
	c.Ref(appearance)
	c.Text(">>/StructParent ")
	c.Integer(w.parent)
	c.Text(">>")
	width, height := float64(a.W)/float64(typeset.Point), float64(a.H)/float64(typeset.Point)
	frame := fmt.Sprintf("q 1 1 1 rg 0.55 0.55 0.55 RG 0.5 w 0.25 0.25 %.3f %.3f re B Q\n", width-0.5, height-0.5)
	f.g.Set(appearance, &object.Stream{Dict: new(object.Dict).
		Set("Type", object.Name("XObject")).Set("Subtype", object.Name("Form")).
		Set("BBox", object.Array{object.Integer(0), object.Integer(0), number(a.W), number(a.H)}).
		Set("Resources", new(object.Dict)), Raw: []byte(frame)})
}
