package pdf

import "annexa/internal/pdf/object"

// fields reserves invisible signature fields on the first page: field and
// widget in one object, outside the page, and no part of the structure tree.
// So they are artifacts to PDF/UA-1 (7.18.4), and a signature that comes later
// changes nothing but the field.
func (f *finishing) fields(fields []Field) {
	if len(fields) == 0 {
		return
	}
	var list object.Array
	for _, field := range fields {
		ref := f.g.Add(new(object.Dict).
			Set("Type", object.Name("Annot")).Set("Subtype", object.Name("Widget")).
			Set("FT", object.Name("Sig")).
			Set("T", object.Text(field.Name)).
			Set("TU", object.Text(field.Description)).
			Set("F", object.Integer(132)). // print, locked
			Set("Rect", object.Verbatim("[-1 -1 -1 -1]")).
			Set("P", f.pages[0]))
		f.g.Apart(ref)
		list = append(list, ref)
	}
	f.annots[0] = append(f.annots[0], list...)
	form := f.g.Add(new(object.Dict).Set("Fields", list))
	f.g.Apart(form)
	f.catalog.Set("AcroForm", form)
}
