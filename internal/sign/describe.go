package sign

import (
	"fmt"

	"annexa/internal/pdf/object"
)

// describe gives names to the objects a reader would recognise: pages, what
// stands on them, metadata. What cannot be read has no name.
func describe(f *object.File) map[object.Ref]string {
	names := map[object.Ref]string{}
	add := func(o object.Object, name string) {
		if ref, ok := o.(object.Ref); ok && names[ref] == "" {
			names[ref] = name
		}
	}
	add(f.Trailer().Get("Info"), "the document information")
	catalog, err := f.Catalog()
	if err != nil {
		return names
	}
	for _, e := range []struct {
		key  object.Name
		name string
	}{
		{"Metadata", "the metadata"}, {"StructTreeRoot", "the structure tree"}, {"Outlines", "the bookmarks"},
		{"Names", "the list of destinations and attachments"}, {"AcroForm", "the form"}, {"DSS", "the long-term data"},
	} {
		add(catalog.Get(e.key), e.name)
	}
	if fm, err := readForm(f); err == nil {
		for _, fd := range fm.fields {
			add(fd.ref, "field "+quoted(fd.name))
			add(fd.value, "the signature in field "+quoted(fd.name))
		}
	}
	for p := range pages(f) {
		if p.number == 0 {
			add(p.ref, "the list of pages")
			continue
		}
		name := fmt.Sprintf("page %d", p.number)
		add(p.ref, name)
		content := p.dict.Get("Contents")
		add(content, "the content of "+name)
		for _, part := range parts(f, content) {
			add(part, "the content of "+name)
		}
		for _, annotation := range parts(f, p.dict.Get("Annots")) {
			add(annotation, "an annotation on "+name)
		}
	}
	return names
}

func parts(f *object.File, o object.Object) object.Array {
	a, err := f.Array(o)
	if err != nil {
		return nil
	}
	return a
}
