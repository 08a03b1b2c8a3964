package sign

import (
	"fmt"

	"annexa/internal/pdf/object"
)

// maxPages bounds the pages that are given a name.
const maxPages = 100_000

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
	pages := 0
	seen := map[object.Ref]bool{}
	queue := []object.Object{catalog.Get("Pages")}
	for len(queue) > 0 && pages < maxPages {
		o := queue[0]
		queue = queue[1:]
		ref, ok := o.(object.Ref)
		if !ok || seen[ref] {
			continue
		}
		seen[ref] = true
		d, err := f.Dict(ref)
		if err != nil || d == nil {
			continue
		}
		if kids, err := f.Array(d.Get("Kids")); err == nil && kids != nil {
			add(ref, "the list of pages")
			queue = append(append(object.Array{}, kids...), queue...)
			continue
		}
		pages++
		page := fmt.Sprintf("page %d", pages)
		add(ref, page)
		content := d.Get("Contents")
		add(content, "the content of "+page)
		for _, part := range parts(f, content) {
			add(part, "the content of "+page)
		}
		for _, annotation := range parts(f, d.Get("Annots")) {
			add(annotation, "an annotation on "+page)
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
