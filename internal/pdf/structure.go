package pdf

import (
	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// structure writes the structure tree (ISO 32000-1, 14.7) and the links, whose
// annotations hang in it.
func (f *finishing) structure() error {
	nodes := f.d.pages.Nodes
	f.elements = make([]object.Ref, len(nodes))
	f.parents = make([]object.Object, len(f.pages))
	root := new(object.Dict).Set("Type", object.Name("StructTreeRoot"))
	rootRef := f.g.Add(root)

	links := f.annotations()
	used := f.used(links)
	var elements []int32 // the nodes that are one
	for i := range nodes {
		if nodes[i].Role != typeset.Content && used[i] {
			f.elements[i] = f.g.Add(nil)
			elements = append(elements, int32(i))
		}
	}
	c := object.NewComposer(len(elements) + len(f.pages))
	for _, i := range elements {
		n := &nodes[i]
		c.Begin()
		c.Text("<</S/")
		c.Text(n.Role.String())
		c.Text("/P ")
		if i > 0 {
			c.Ref(f.elements[n.Parent])
		} else {
			c.Ref(rootRef)
		}
		if err := f.attributes(c, n); err != nil {
			return err
		}
		f.kids(c, i, links[i])
		c.Text(">>")
	}
	for _, owners := range f.d.owners {
		c.Begin()
		c.Text("[")
		for id, node := range owners {
			if id > 0 {
				c.Text(" ")
			}
			c.Ref(f.elements[nodes[node].Parent])
		}
		c.Text("]")
	}
	composed := c.Objects()
	for k, i := range elements {
		f.g.Set(f.elements[i], &composed[k])
	}
	for page := range f.d.owners {
		f.parents[page] = f.g.Add(&composed[len(elements)+page])
	}
	nums := make(object.Array, 0, 2*len(f.parents))
	for key, o := range f.parents {
		nums = append(nums, object.Integer(key), o)
	}
	root.Set("K", f.elements[0])
	root.Set("ParentTree", f.g.Add(new(object.Dict).Set("Nums", nums)))
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
func (f *finishing) used(links map[int32][]link) []bool {
	nodes := f.d.pages.Nodes
	used := make([]bool, len(nodes))
	for i := len(nodes) - 1; i >= 0; i-- { // a node comes after its parent
		switch n := &nodes[i]; {
		case i == 0, n.Role == typeset.Content && len(f.d.pieces[i]) > 0, n.Role == typeset.LinkRole && len(links[int32(i)]) > 0, n.Role == typeset.TD, n.Role == typeset.TH:
			used[i] = true
		}
		if used[i] && i > 0 {
			used[nodes[i].Parent] = true
		}
	}
	return used
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
	case typeset.Figure:
		a := n.Detail.Area
		c.Text("/Alt")
		if err := c.Object(object.Text(n.Detail.Alt)); err != nil {
			return err
		}
		c.Text("/A<</O/Layout/Placement/Block/BBox")
		if err := c.Object(f.box(a.Page, a.X, a.Y, a.W, a.H)); err != nil {
			return err
		}
		c.Text(">>")
	}
	if n.Detail != nil && n.Detail.ID != "" {
		c.Text("/ID")
		return c.Object(object.Text(n.Detail.ID))
	}
	return nil
}

// kids writes K, elements, marked content and annotations in their order, and
// the page that the first marked content is on.
func (f *finishing) kids(c *object.Composer, node int32, links []link) {
	page, count := -1, 0
	for k := range f.d.pages.Kids(node) {
		if f.d.pages.Nodes[k].Role == typeset.Content {
			for _, p := range f.d.pieces[k] {
				if page < 0 {
					page = p.page
				}
				count++
			}
		} else if f.elements[k].Number != 0 {
			count++
		}
	}
	count += len(links)
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
		for _, p := range f.d.pieces[k] {
			next()
			if p.page == page {
				c.Integer(p.id)
				continue
			}
			c.Text("<</Type/MCR/Pg ")
			c.Ref(f.pages[p.page])
			c.Text("/MCID ")
			c.Integer(p.id)
			c.Text(">>")
		}
	}
	for _, l := range links {
		next()
		c.Text("<</Type/OBJR/Pg ")
		c.Ref(f.pages[l.page])
		c.Text("/Obj ")
		c.Ref(l.ref)
		c.Text(">>")
		f.g.Dict(l.ref).Set("StructParent", object.Integer(len(f.parents)))
		f.parents = append(f.parents, f.elements[node])
	}
	if count > 1 {
		c.Text("]")
	}
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
