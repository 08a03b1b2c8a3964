package pdf

import (
	"maps"
	"slices"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// structure writes the structure tree (ISO 32000-1, 14.7) and the links, whose
// annotations hang in it.
func (f *finishing) structure() error {
	nodes := f.d.pages.Nodes
	root := new(object.Dict).Set("Type", object.Name("StructTreeRoot"))
	rootRef := f.g.Add(root)

	f.reserveLinks()
	f.reserveWidgets()
	used := f.used()
	f.elements = slices.Grow(f.elements[:0], len(nodes))[:len(nodes)]
	f.composer.Grow(len(nodes) / 2) // about as many of them are elements
	for i := range nodes {
		f.elements[i] = object.Ref{}
		if nodes[i].Role != typeset.Content && used[i] {
			f.elements[i] = f.g.Add(nil)
		}
	}
	f.parents = f.parents[:0]
	for range f.pages {
		f.parents = append(f.parents, f.g.Add(nil))
	}
	for i, ref := range f.elements {
		if ref.Number == 0 {
			continue
		}
		up := rootRef
		if i > 0 {
			up = f.elements[nodes[i].Parent]
		}
		if err := f.element(int32(i), ref, up); err != nil {
			return err
		}
	}
	if err := f.writeLinks(); err != nil {
		return err
	}
	root.Set("K", f.elements[0])
	root.Set("ParentTree", f.parentTree())
	root.Set("ParentTreeNextKey", object.Integer(len(f.parents)))
	if ids := f.ids(); ids != nil {
		root.Set("IDTree", f.g.Add(new(object.Dict).Set("Names", ids)))
	}
	f.catalog.Set("StructTreeRoot", rootRef)
	f.catalog.Set("MarkInfo", object.Verbatim("<</Marked true>>"))
	return nil
}

// used says which nodes have content, their own or that of a node below. Cells
// of a table count in any case: a table must be regular.
func (f *finishing) used() []bool {
	nodes := f.d.pages.Nodes
	used := make([]bool, len(nodes))
	for i := len(nodes) - 1; i >= 0; i-- { // a node comes after its parent
		switch n := &nodes[i]; {
		case i == 0, n.Role == typeset.Content && f.d.ofNode[i].first > 0, n.Role == typeset.LinkRole && f.ofNode[i].first > 0, n.Role == typeset.TD, n.Role == typeset.TH, n.Role == typeset.Form:
			used[i] = true
		}
		if used[i] && i > 0 {
			used[nodes[i].Parent] = true
		}
	}
	return used
}

// element composes an element.
func (f *finishing) element(node int32, ref, up object.Ref) error {
	n := &f.d.pages.Nodes[node]
	c := f.compose(ref)
	c.Text("<</S/")
	c.Text(n.Role.String())
	c.Text("/P ")
	c.Ref(up)
	if err := f.attributes(c, n); err != nil {
		return err
	}
	f.kids(c, node)
	c.Text(">>")
	return nil
}

func (f *finishing) attributes(c *object.Composer, n *typeset.Node) error {
	switch n.Role {
	case typeset.L:
		switch n.Numbering {
		case typeset.Disc:
			c.Text("/A<</O/List/ListNumbering/Disc>>")
		case typeset.Decimal:
			c.Text("/A<</O/List/ListNumbering/Decimal>>")
		default:
			c.Text("/A<</O/List/ListNumbering/None>>")
		}
	case typeset.TH:
		if n.RowHead {
			c.Text("/A<</O/Table/Scope/Row>>")
		} else {
			c.Text("/A<</O/Table/Scope/Column>>")
		}
	case typeset.Sect:
		if n.Detail != nil && n.Detail.RightToLeft {
			c.Text("/A<</O/Layout/WritingMode/RlTb>>")
		}
	case typeset.Form:
		c.Text("/Alt")
		return c.Object(object.Text(n.Detail.Alt))
	case typeset.Figure:
		a := n.Detail.Area
		c.Text("/Alt")
		if err := c.Object(object.Text(n.Detail.Alt)); err != nil {
			return err
		}
		c.Text("/A<</O/Layout/Placement/Block/BBox")
		f.box(c, a.Page, a.X, a.Y, a.W, a.H)
		c.Text(">>")
	}
	if n.Detail == nil {
		return nil
	}
	switch n.Detail.Line {
	case typeset.Underline:
		c.Text("/A<</O/Layout/TextDecorationType/Underline>>")
	case typeset.LineThrough:
		c.Text("/A<</O/Layout/TextDecorationType/LineThrough>>")
	}
	for _, e := range [...][2]string{{"/ID", n.Detail.ID}, {"/Lang", n.Detail.Language}} {
		if e[1] == "" {
			continue
		}
		c.Text(e[0])
		if err := c.Object(object.Text(e[1])); err != nil {
			return err
		}
	}
	return nil
}

// kids writes K, elements, marked content and annotations in their order, and
// the page that the first marked content is on.
func (f *finishing) kids(c *object.Composer, node int32) {
	page, count := int32(-1), 0
	for k := range f.d.pages.Kids(node) {
		if f.d.pages.Nodes[k].Role == typeset.Content {
			for p := range f.d.piecesOf(k) {
				if page < 0 {
					page = p.page
				}
				count++
			}
		} else if f.elements[k].Number != 0 {
			count++
		}
	}
	for range f.linksOf(node) {
		count++
	}
	w := f.widgetOf(node)
	if w != nil {
		count++
	}
	if page >= 0 {
		c.Text("/Pg ")
		c.Ref(f.pages[page])
	}
	switch count {
	case 0:
		return
	case 1:
		c.Text("/K ")
	default:
		c.Text("/K[")
	}
	written := 0
	next := func() {
		if written++; written > 1 {
			c.Text(" ")
		}
	}
	for k := range f.d.pages.Kids(node) {
		if f.d.pages.Nodes[k].Role != typeset.Content {
			if ref := f.elements[k]; ref.Number != 0 {
				next()
				c.Ref(ref)
			}
			continue
		}
		for p := range f.d.piecesOf(k) {
			next()
			if p.page == page {
				c.Integer(int(p.id))
				continue
			}
			c.Text("<</Type/MCR/Pg ")
			c.Ref(f.pages[p.page])
			c.Text("/MCID ")
			c.Integer(int(p.id))
			c.Text(">>")
		}
	}
	for l := range f.linksOf(node) {
		next()
		c.Text("<</Type/OBJR/Pg ")
		c.Ref(f.pages[l.page])
		c.Text("/Obj ")
		c.Ref(l.ref)
		c.Text(">>")
		l.parent = len(f.parents)
		f.parents = append(f.parents, f.elements[node])
	}
	if w != nil {
		next()
		c.Text("<</Type/OBJR/Pg ")
		c.Ref(f.pages[f.d.pages.Nodes[node].Detail.Area.Page])
		c.Text("/Obj ")
		c.Ref(w.ref)
		c.Text(">>")
		w.parent = len(f.parents)
		f.parents = append(f.parents, f.elements[node])
	}
	if count > 1 {
		c.Text("]")
	}
}

// parentTree leads from marked content and annotations to their elements
// (14.7.4.4).
func (f *finishing) parentTree() object.Ref {
	d := f.d
	for page := range f.pages {
		c := f.compose(f.parents[page])
		c.Text("[")
		for id, node := range d.owners[d.first[page]:d.first[page+1]] {
			if id > 0 {
				c.Text(" ")
			}
			c.Ref(f.elements[d.pages.Nodes[node].Parent])
		}
		c.Text("]")
	}
	ref := f.g.Add(nil)
	c := f.compose(ref)
	c.Text("<</Nums[")
	for key, to := range f.parents {
		if key > 0 {
			c.Text(" ")
		}
		c.Integer(key)
		c.Text(" ")
		c.Ref(to)
	}
	c.Text("]>>")
	return ref
}

// ids is the name tree of the elements that have an ID.
func (f *finishing) ids() object.Array {
	tree := map[string]object.Object{}
	for i := range f.d.pages.Nodes {
		if d := f.d.pages.Nodes[i].Detail; d != nil && d.ID != "" && f.elements[i].Number != 0 {
			tree[string(object.Text(d.ID))] = f.elements[i]
		}
	}
	return nameTree(tree)
}

// nameTree is a name tree of one node (7.9.6), nil if there is nothing in it.
func nameTree(tree map[string]object.Object) object.Array {
	var list object.Array
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		list = append(list, object.String(key), tree[key])
	}
	return list
}
