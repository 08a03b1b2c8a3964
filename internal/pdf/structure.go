package pdf

import (
	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// structure writes the structure tree (ISO 32000-1, 14.7) and the links, whose
// annotations hang in it.
func (f *finishing) structure() {
	nodes := f.d.pages.Nodes
	f.elements = make([]object.Ref, len(nodes))
	f.parents = make([]object.Object, len(f.pages))
	root := new(object.Dict).Set("Type", object.Name("StructTreeRoot"))
	rootRef := f.g.Add(root)

	links := f.annotations()
	used := f.used(links)
	dicts := make([]*object.Dict, len(nodes))
	for i := range nodes {
		if nodes[i].Role != typeset.Content && used[i] {
			dicts[i] = new(object.Dict)
			f.elements[i] = f.g.Add(dicts[i])
		}
	}
	for i, d := range dicts {
		if d == nil {
			continue
		}
		n := &nodes[i]
		parent := rootRef
		if i > 0 {
			parent = f.elements[n.Parent]
		}
		d.Set("S", object.Name(n.Role.String())).Set("P", parent)
		f.attributes(d, n)
		f.kids(d, int32(i), links[i])
	}
	for page, owners := range f.d.owners {
		list := make(object.Array, len(owners))
		for id, node := range owners {
			list[id] = f.elements[nodes[node].Parent]
		}
		f.parents[page] = f.g.Add(list)
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
}

// used says which nodes have content, their own or that of a node below. Cells
// of a table count in any case: a table must be regular.
func (f *finishing) used(links map[int][]link) []bool {
	nodes := f.d.pages.Nodes
	used := make([]bool, len(nodes))
	for i := len(nodes) - 1; i >= 0; i-- { // a node comes after its parent
		switch n := &nodes[i]; {
		case i == 0, len(f.d.pieces[i]) > 0, len(links[i]) > 0, n.Role == typeset.TD, n.Role == typeset.TH:
			used[i] = true
		}
		if used[i] && i > 0 {
			used[nodes[i].Parent] = true
		}
	}
	return used
}

func (f *finishing) attributes(d *object.Dict, n *typeset.Node) {
	switch n.Role {
	case typeset.L:
		v := object.Verbatim("<</O/List/ListNumbering/None>>")
		switch n.Numbering {
		case typeset.Disc:
			v = object.Verbatim("<</O/List/ListNumbering/Disc>>")
		case typeset.Decimal:
			v = object.Verbatim("<</O/List/ListNumbering/Decimal>>")
		}
		d.Set("A", v)
	case typeset.TH:
		v := object.Verbatim("<</O/Table/Scope/Column>>")
		if n.RowHead {
			v = object.Verbatim("<</O/Table/Scope/Row>>")
		}
		d.Set("A", v)
	case typeset.Figure:
		a := n.Area
		d.Set("Alt", object.Text(n.Alt))
		d.Set("A", new(object.Dict).Set("O", object.Name("Layout")).Set("Placement", object.Name("Block")).
			Set("BBox", f.box(a.Page, a.X, a.Y, a.W, a.H)))
	}
	if n.ID != "" {
		d.Set("ID", object.Text(n.ID))
	}
}

// kids sets K: elements, marked content and annotations in their order.
func (f *finishing) kids(d *object.Dict, node int32, links []link) {
	var kids object.Array
	page := -1 // of the element: where its first content is
	for k := range f.d.pages.Kids(node) {
		if f.d.pages.Nodes[k].Role != typeset.Content {
			if ref := f.elements[k]; ref.Number != 0 {
				kids = append(kids, ref)
			}
			continue
		}
		for _, p := range f.d.pieces[k] {
			if page < 0 {
				page = p.page
				d.Set("Pg", f.pages[page])
			}
			if p.page == page {
				kids = append(kids, object.Integer(p.id))
				continue
			}
			kids = append(kids, new(object.Dict).Set("Type", object.Name("MCR")).
				Set("Pg", f.pages[p.page]).Set("MCID", object.Integer(p.id)))
		}
	}
	for _, l := range links {
		kids = append(kids, new(object.Dict).Set("Type", object.Name("OBJR")).
			Set("Pg", f.pages[l.page]).Set("Obj", l.ref))
		f.g.Dict(l.ref).Set("StructParent", object.Integer(len(f.parents)))
		f.parents = append(f.parents, f.elements[node])
	}
	switch len(kids) {
	case 0:
	case 1:
		d.Set("K", kids[0])
	default:
		d.Set("K", kids)
	}
}

// ids is the name tree of the elements that have an ID.
func (f *finishing) ids() object.Array {
	tree := map[string]object.Object{}
	for i := range f.d.pages.Nodes {
		if id := f.d.pages.Nodes[i].ID; id != "" && f.elements[i].Number != 0 {
			tree[string(object.Text(id))] = f.elements[i]
		}
	}
	return nameTree(tree)
}
