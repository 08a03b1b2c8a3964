package pdf

import (
	"maps"
	"slices"

	"annexa/internal/pdf/object"
)

// link is an annotation and the page it is on.
type link struct {
	page int
	ref  object.Ref
}

// annotations makes the links of all pages, by the node they belong to.
func (f *finishing) annotations() map[int32][]link {
	links := map[int32][]link{}
	all := f.d.pages.Links
	for n := range f.d.pages.Pages {
		for _, a := range f.d.pages.Pages[n].Areas {
			l := &all[a.Link]
			title := l.Title
			for _, s := range []string{l.Address, l.Destination} {
				if title == "" {
					title = s
				}
			}
			d := new(object.Dict).Set("Type", object.Name("Annot")).Set("Subtype", object.Name("Link")).
				Set("Rect", f.box(n, a.X, a.Y, a.W, a.H)).
				Set("F", object.Integer(4)).
				Set("Border", object.Verbatim("[0 0 0]")).
				Set("Contents", object.Text(title)).
				Set("P", f.pages[n])
			if l.Address != "" {
				d.Set("A", new(object.Dict).Set("S", object.Name("URI")).Set("URI", object.String(address(l.Address))))
			} else {
				d.Set("Dest", object.Text(l.Destination))
			}
			ref := f.g.Add(d)
			f.annots[n] = append(f.annots[n], ref)
			links[l.Node] = append(links[l.Node], link{n, ref})
		}
	}
	return links
}

// address escapes what a URI may not hold (RFC 3986, 2.1).
func address(s string) string {
	const hex = "0123456789ABCDEF"
	var out []byte
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\\' || c == '^' || c == '`' || c == '{' || c == '|' || c == '}' {
			out = append(out, '%', hex[c>>4], hex[c&15])
		} else {
			out = append(out, c)
		}
	}
	return string(out)
}

// destinations makes the name dictionary with the named destinations.
func (f *finishing) destinations() *object.Dict {
	tree := map[string]object.Object{}
	for _, d := range f.d.pages.Destinations {
		high := f.d.pages.Pages[d.Page].Height
		tree[string(object.Text(d.Name))] = object.Array{f.pages[d.Page], object.Name("XYZ"), object.Integer(0), number(high - max(0, d.Y-8000)), object.Null{}}
	}
	names := new(object.Dict)
	if list := nameTree(tree); list != nil {
		names.Set("Dests", f.g.Add(new(object.Dict).Set("Names", list)))
	}
	return names
}

// nameTree is a name tree of one node (7.9.6), nil if there is nothing in it.
func nameTree(tree map[string]object.Object) object.Array {
	var list object.Array
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		list = append(list, object.String(key), tree[key])
	}
	return list
}

// outline makes the bookmarks (12.3.3); those of the first level are open.
func (f *finishing) outline() {
	marks := f.d.pages.Bookmarks
	if len(marks) == 0 {
		return
	}
	type entry struct {
		dict     *object.Dict
		ref      object.Ref
		last     *entry
		children int
	}
	root := &entry{dict: new(object.Dict).Set("Type", object.Name("Outlines"))}
	root.ref = f.g.Add(root.dict)
	path := []*entry{root}
	var all []*entry
	for _, b := range marks {
		path = path[:max(1, min(b.Level, len(path)))]
		up := path[len(path)-1]
		e := &entry{dict: new(object.Dict).Set("Title", object.Text(b.Title)).Set("Parent", up.ref).Set("Dest", object.Text(b.Destination))}
		e.ref = f.g.Add(e.dict)
		if up.last == nil {
			up.dict.Set("First", e.ref)
		} else {
			up.last.dict.Set("Next", e.ref)
			e.dict.Set("Prev", up.last.ref)
		}
		up.last = e
		up.children++
		up.dict.Set("Last", e.ref)
		path = append(path, e)
		all = append(all, e)
	}
	// The first level is shown, what is below it is closed.
	root.dict.Set("Count", object.Integer(root.children))
	for _, e := range all {
		if e.children > 0 {
			e.dict.Set("Count", object.Integer(-e.children))
		}
	}
	f.catalog.Set("Outlines", root.ref)
	f.catalog.Set("PageMode", object.Name("UseOutlines"))
}
