package pdf

import (
	"errors"
	"fmt"
	"strconv"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// finishing is a file on its way from gofpdf's skeleton to what is published.
type finishing struct {
	g       *object.Graph
	d       *drawing
	catalog *object.Dict
	pages   []object.Ref
	dicts   []*object.Dict // of the pages
	annots  []object.Array // of each page

	elements []object.Ref    // of each node that is an element; zero for those left out
	parents  []object.Object // of the parent tree, by StructParents or StructParent
}

// finish completes the skeleton.
func (w *Writer) finish(skeleton []byte, d *drawing, meta Meta) ([]byte, error) {
	file, err := object.Read(skeleton, object.Limits{})
	if err != nil {
		return nil, err
	}
	g, err := file.Graph()
	if err != nil {
		return nil, err
	}
	f := &finishing{g: g, d: d, catalog: g.Dict(g.Trailer.Get("Root"))}
	if f.catalog == nil {
		return nil, errors.New("the skeleton has no catalogue")
	}
	if err := f.findPages(); err != nil {
		return nil, err
	}
	resources, err := f.resources(w)
	if err != nil {
		return nil, err
	}
	for i, page := range f.dicts {
		p := &d.pages.Pages[i]
		page.Delete("Group")
		page.Set("MediaBox", object.Array{object.Integer(0), object.Integer(0), number(p.Width), number(p.Height)})
		page.Set("Resources", resources)
		page.Set("Contents", g.Add(d.contents[i]))
		page.Set("StructParents", object.Integer(i))
		page.Set("Tabs", object.Name("S"))
	}
	if err := f.structure(); err != nil {
		return nil, err
	}
	names := f.destinations()
	f.outline()
	f.fields(meta.Fields)
	for i, page := range f.dicts {
		if f.annots[i] != nil {
			page.Set("Annots", f.annots[i])
		}
	}
	f.attach(w, meta, names)
	if names.Len() > 0 {
		f.catalog.Set("Names", names)
	} else {
		f.catalog.Delete("Names")
	}
	f.describe(w, meta)
	return g.Write(object.Layout{Version: "1.7", Pack: w.quick})
}

// findPages follows the page tree, which gofpdf makes one level deep.
func (f *finishing) findPages() error {
	root := f.g.Dict(f.catalog.Get("Pages"))
	if root == nil {
		return errors.New("the skeleton has no page tree")
	}
	kids, _ := f.g.Resolve(root.Get("Kids")).(object.Array)
	for _, k := range kids {
		ref, ok := k.(object.Ref)
		page := f.g.Dict(k)
		if !ok || page == nil {
			return errors.New("the skeleton's page tree is not flat")
		}
		f.pages, f.dicts = append(f.pages, ref), append(f.dicts, page)
	}
	if want := len(f.d.pages.Pages); len(kids) != want {
		return fmt.Errorf("the skeleton has %d pages, want %d", len(kids), want)
	}
	f.annots = make([]object.Array, len(kids))
	return nil
}

// resources are the fonts and pictures of all pages.
func (f *finishing) resources(w *Writer) (object.Ref, error) {
	fonts, images := new(object.Dict), new(object.Dict)
	for i, u := range f.d.faces {
		s, err := u.subset(w.deflate)
		if err != nil {
			return object.Ref{}, err
		}
		fonts.Set(object.Name("F"+strconv.Itoa(i)), s.addTo(f.g, u.font))
	}
	for i, p := range f.d.images {
		images.Set(object.Name("I"+strconv.Itoa(i)), p.addTo(f.g))
	}
	all := new(object.Dict).Set("Font", fonts)
	if images.Len() > 0 {
		all.Set("XObject", images)
	}
	return f.g.Add(all), nil
}

// number returns a length in points.
func number(l typeset.Length) object.Object {
	if l%1000 == 0 {
		return object.Integer(l / 1000)
	}
	return object.Real(points(l))
}

// box returns a rectangle of a page, normalised, in the page's own space.
func (f *finishing) box(page int, x, y, w, h typeset.Length) object.Array {
	high := f.d.pages.Pages[page].Height
	return object.Array{number(x), number(high - y - h), number(x + w), number(high - y)}
}
