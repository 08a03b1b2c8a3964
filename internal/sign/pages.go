package sign

import (
	"iter"

	"annexa/internal/pdf/object"
)

// maxPages bounds the nodes of the tree of pages that are looked at.
const maxPages = 100_000

// page is a page of a file, or a node of the tree that holds them.
type page struct {
	ref    object.Ref
	dict   *object.Dict
	number int           // from 1; 0: a node
	box    object.Object // the part of the page that is seen, perhaps of a node above it
}

// pages goes through the tree of pages in their order (ISO 32000-1, 7.7.3). What
// cannot be read is passed over.
func pages(f *object.File) iter.Seq[page] {
	return func(yield func(page) bool) {
		catalog, err := f.Catalog()
		if err != nil {
			return
		}
		type node struct{ at, box object.Object }
		number := 0
		seen := map[object.Ref]bool{}
		stack := []node{{catalog.Get("Pages"), nil}}
		for len(stack) > 0 && len(seen) < maxPages {
			n := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			ref, ok := n.at.(object.Ref)
			if !ok || seen[ref] {
				continue
			}
			seen[ref] = true
			d, err := f.Dict(ref)
			if err != nil || d == nil {
				continue
			}
			p := page{ref: ref, dict: d, box: n.box}
			for _, key := range []object.Name{"MediaBox", "CropBox"} {
				if box := d.Get(key); box != nil {
					p.box = box
				}
			}
			kids, err := f.Array(d.Get("Kids"))
			if below := err == nil && kids != nil; below {
				for i := len(kids) - 1; i >= 0; i-- {
					stack = append(stack, node{kids[i], p.box})
				}
			} else {
				number++
				p.number = number
			}
			if !yield(p) {
				return
			}
		}
	}
}

// area is that of a rectangle, in square points; 0 for what is none.
func area(f *object.File, o object.Object) float64 {
	list, err := f.Array(o)
	if err != nil || len(list) != 4 {
		return 0
	}
	var n [4]float64
	for i, o := range list {
		v, err := f.Resolve(o)
		if err != nil {
			return 0
		}
		switch v := v.(type) {
		case object.Integer:
			n[i] = float64(v)
		case object.Real:
			n[i] = float64(v)
		}
	}
	return max(n[2]-n[0], n[0]-n[2]) * max(n[3]-n[1], n[1]-n[3])
}
