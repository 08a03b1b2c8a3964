package pdf

import (
	"cmp"
	"iter"
	"slices"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// link is an annotation (ISO 32000-1, 12.5.6.5).
type link struct {
	ref    object.Ref
	area   *typeset.LinkArea
	page   int
	parent int   // StructParent
	next   int32 // the next one of the same node
}

// reserveLinks gives every area that is a link its annotation, so that elements
// can refer to it.
func (f *finishing) reserveLinks() {
	pages := f.d.pages
	f.links = f.links[:0]
	f.ofNode = slices.Grow(f.ofNode[:0], len(pages.Nodes))[:len(pages.Nodes)]
	clear(f.ofNode)
	for n := range pages.Pages {
		areas := pages.Pages[n].Areas
		for i := range areas {
			l := link{ref: f.g.Add(nil), area: &areas[i], page: n}
			f.annots[n] = append(f.annots[n], l.ref)
			f.links = append(f.links, l)
			c, last := &f.ofNode[pages.Links[l.area.Link].Node], int32(len(f.links))
			if c.first == 0 {
				c.first = last
			} else {
				f.links[c.last-1].next = last
			}
			c.last = last
		}
	}
}

// linksOf yields the links of a node in their order.
func (f *finishing) linksOf(node int32) iter.Seq[*link] {
	return func(yield func(*link) bool) {
		for i := f.ofNode[node].first; i > 0; i = f.links[i-1].next {
			if !yield(&f.links[i-1]) {
				return
			}
		}
	}
}

// writeLinks composes the annotations.
func (f *finishing) writeLinks() error {
	for i := range f.links {
		l := &f.links[i]
		to, a := &f.d.pages.Links[l.area.Link], l.area
		c := f.compose(l.ref)
		c.Text("<</Type/Annot/Subtype/Link/Rect")
		f.box(c, l.page, a.X, a.Y, a.W, a.H)
		c.Text("/F 4/Border[0 0 0]/Contents")
		if err := c.Object(object.Text(cmp.Or(to.Title, to.Address, to.Destination))); err != nil {
			return err
		}
		c.Text("/P ")
		c.Ref(f.pages[l.page])
		if to.Address != "" {
			c.Text("/A<</S/URI/URI")
			if err := c.Object(object.String(address(to.Address))); err != nil {
				return err
			}
			c.Text(">>")
		} else {
			c.Text("/Dest")
			if err := c.Object(object.Text(to.Destination)); err != nil {
				return err
			}
		}
		c.Text("/StructParent ")
		c.Integer(l.parent)
		c.Text(">>")
	}
	return nil
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
