package pdf

import (
	"strconv"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// finishing is a file on its way from a skeleton to what is published. It is
// used for one file after another, for its memory.
type finishing struct {
	w       *Writer
	d       *drawing
	g       object.Graph
	catalog *object.Dict
	pages   []object.Ref
	annots  []object.Array // of each page

	composer object.Composer // of elements, links and the like
	composed []object.Ref    // what for
	elements []object.Ref    // of each node that is an element; zero for those left out
	parents  []object.Ref    // of the parent tree, by StructParents or StructParent
	links    []link          // page after page
	ofNode   []chain         // those of each node that is a link
	widgets  []widget        // of the fields that are seen
}

// file draws the pages and completes the skeleton with them.
func (f *finishing) file(pages *typeset.Pages, meta Meta) ([]byte, error) {
	defer f.forget()
	if err := f.d.draw(pages); err != nil {
		return nil, err
	}
	skeleton, err := f.w.skeleton()
	if err != nil {
		return nil, err
	}
	g := &f.g
	f.catalog = skeleton.catalog.Clone()
	g.Trailer.Set("Root", g.Add(f.catalog))
	f.pages, f.annots, f.parents = f.pages[:0], make([]object.Array, len(pages.Pages)), f.parents[:0]
	tree := skeleton.tree.Clone()
	root := g.Add(tree)
	resources, err := f.resources()
	if err != nil {
		return nil, err
	}
	dicts := make([]*object.Dict, len(pages.Pages))
	kids := make(object.Array, len(pages.Pages))
	for i := range pages.Pages {
		p := &pages.Pages[i]
		dicts[i] = skeleton.page.Clone().Set("Parent", root).
			Set("MediaBox", object.Array{object.Integer(0), object.Integer(0), number(p.Width), number(p.Height)}).
			Set("Resources", resources).
			Set("Contents", g.Add(&f.d.contents[i])).
			Set("StructParents", object.Integer(i)).
			Set("Tabs", object.Name("S"))
		f.pages = append(f.pages, g.Add(dicts[i]))
		kids[i] = f.pages[i]
	}
	tree.Set("Kids", kids).Set("Count", object.Integer(len(kids)))
	f.catalog.Set("Pages", root)
	if err := f.structure(); err != nil {
		return nil, err
	}
	names, err := f.destinations()
	if err != nil {
		return nil, err
	}
	if err := f.outline(); err != nil {
		return nil, err
	}
	if err := f.fields(meta.Fields); err != nil {
		return nil, err
	}
	for i, page := range dicts {
		if f.annots[i] != nil {
			page.Set("Annots", f.annots[i])
		}
	}
	f.attach(f.w, meta, names)
	if names.Len() > 0 {
		f.catalog.Set("Names", names)
	}
	f.describe(meta)
	f.settle()
	return g.Write(object.Layout{Version: "1.7", Pack: f.w.quick})
}

// forget lets go of what belongs to the file alone.
func (f *finishing) forget() {
	f.g.Reset()
	f.composer.Reset()
	f.composed = f.composed[:0]
	clear(f.links)
	f.d.pages, f.catalog, f.annots = nil, nil, nil
}

// resources are the fonts, pictures and shadings of all pages.
func (f *finishing) resources() (object.Ref, error) {
	fonts, images := new(object.Dict), new(object.Dict)
	oneByte := f.g.Add(f.w.oneByte)
	for i, u := range f.d.faces {
		s, err := u.subset(f.w.deflate)
		if err != nil {
			return object.Ref{}, err
		}
		for c, ref := range s.addTo(&f.g, u.font, oneByte) {
			if ref.Number > 0 {
				fonts.Set(object.Name(code(c).name(i)), ref)
			}
		}
	}
	for i, p := range f.d.images {
		images.Set(object.Name("I"+strconv.Itoa(i)), p.addTo(&f.g))
	}
	all := new(object.Dict).Set("Font", fonts)
	if images.Len() > 0 {
		all.Set("XObject", images)
	}
	if len(f.d.shadings) > 0 {
		patterns := new(object.Dict)
		for i := range f.d.shadings {
			patterns.Set(object.Name("P"+strconv.Itoa(i)), f.d.shadings[i].addTo(&f.g))
		}
		all.Set("Pattern", patterns)
	}
	return f.g.Add(all), nil
}

// number returns a length in points.
func number(l typeset.Length) object.Object { return object.Thousandths(l) }

// box writes a rectangle of a page, normalised, in the page's own space.
func (f *finishing) box(c *object.Composer, page int, x, y, w, h typeset.Length) {
	high := f.d.pages.Pages[page].Height
	c.Text("[")
	for i, n := range [...]typeset.Length{x, high - y - h, x + w, high - y} {
		if i > 0 {
			c.Text(" ")
		}
		c.Thousandths(int(n))
	}
	c.Text("]")
}

// compose begins the composition of the object that ref was reserved for.
func (f *finishing) compose(ref object.Ref) *object.Composer {
	f.composer.Begin()
	f.composed = append(f.composed, ref)
	return &f.composer
}

// settle puts what was composed in its places.
func (f *finishing) settle() {
	objects := f.composer.Objects()
	for i, ref := range f.composed {
		f.g.Set(ref, &objects[i])
	}
}
