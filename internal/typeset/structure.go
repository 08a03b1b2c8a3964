package typeset

import "iter"

// Role is what a node of the structure tree is. The names are those of the
// standard structure types (ISO 32000-1, 14.8.4).
type Role uint8

// The roles. Content is no element: it is a place among the kids of its parent
// where pieces of page content go. A node drawn on no page has no pieces.
const (
	Content Role = iota
	Document
	Sect
	Div
	H1
	H2
	H3
	H4
	H5
	H6
	P
	BlockQuote
	L
	LI
	Lbl
	LBody
	Table
	TR
	TH
	TD
	Figure
	LinkRole
	CodeRole
	Note
	Reference
	TOC
	TOCI
	Span
	Form
)

var roleNames = [...]string{"Content", "Document", "Sect", "Div", "H1", "H2", "H3", "H4", "H5", "H6", "P", "BlockQuote", "L", "LI", "Lbl", "LBody",
	"Table", "TR", "TH", "TD", "Figure", "Link", "Code", "Note", "Reference", "TOC", "TOCI", "Span", "Form"}

// String returns the name of the structure type.
func (r Role) String() string { return roleNames[r] }

// Numbering is how the items of a list are numbered (14.8.5.5).
type Numbering uint8

// The numberings of lists.
const (
	NoNumbering Numbering = iota
	Disc
	Decimal
)

// Node is an element of the structure tree, or a place of content in one. There
// are thousands in a book, so what few have stands apart.
type Node struct {
	Role      Role
	Numbering Numbering // of an L
	RowHead   bool      // a TH that heads its row; else it heads its column
	Parent    int32

	first, last, next int32
	Detail            *Detail // of a Figure, a Form, a Note, or what is in another language or direction or decorated; else nil
}

// Detail is what only some nodes have.
type Detail struct {
	Alt      string // of a Figure or a Form
	ID       string // of a Note, unique
	Area     Area   // of a Figure or a Form: where it stands
	Language string // a tag of BCP 47, where it is not that of what is around it
	Line     Line   // of a Span: drawn through or below what it says, and part of its meaning

	RightToLeft bool // of a Sect: it is written so
}

// Line is how text is decorated (ISO 32000-1, 14.8.5.4, TextDecorationType).
type Line uint8

// The lines.
const (
	NoLine Line = iota
	Underline
	LineThrough
)

// Area is a rectangle on a page, counted from 0.
type Area struct {
	Page       int
	X, Y, W, H Length
}

// cover makes the area of a figure or a form hold another one too.
func (n *Detail) cover(a Area) {
	if n.Area.W == 0 && n.Area.H == 0 || n.Area.Page != a.Page {
		n.Area = a
		return
	}
	right, bottom := max(n.Area.X+n.Area.W, a.X+a.W), max(n.Area.Y+n.Area.H, a.Y+a.H)
	n.Area.X, n.Area.Y = min(n.Area.X, a.X), min(n.Area.Y, a.Y)
	n.Area.W, n.Area.H = right-n.Area.X, bottom-n.Area.Y
}

// Artifacts are no part of the content. These stand in place of a node.
const (
	Decoration int32 = -1 - iota // rules, borders, shading, repeated table heads
	Header                       // running header
	Footer
	Watermark
)

// Kids yields the indices of a node's kids in reading order.
func (p *Pages) Kids(node int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for k := p.Nodes[node].first; k != 0; k = p.Nodes[k].next {
			if !yield(k) {
				return
			}
		}
	}
}

// node adds a node below parent and returns its index.
func (p *Pages) node(parent int32, n Node) int32 {
	i := int32(len(p.Nodes))
	n.Parent = parent
	p.Nodes = append(p.Nodes, n)
	if up := &p.Nodes[parent]; up.first == 0 {
		up.first, up.last = i, i
	} else {
		p.Nodes[up.last].next = i
		up.last = i
	}
	return i
}

// cutKids takes the kids behind one, which is 0 for none, up to another out of
// the tree. They stay among the nodes.
func (p *Pages) cutKids(parent, before, last int32) {
	if last == before {
		return
	}
	up, next := &p.Nodes[parent], p.Nodes[last].next
	if before == 0 {
		up.first = next
	} else {
		p.Nodes[before].next = next
	}
	if next == 0 {
		up.last = before
	}
}

// turnKids puts the kids behind one before the others.
func (p *Pages) turnKids(parent, last int32) {
	up := &p.Nodes[parent]
	if last == 0 || last == up.last {
		return
	}
	first := p.Nodes[last].next
	p.Nodes[last].next, p.Nodes[up.last].next = 0, up.first
	up.first, up.last = first, last
}

// content returns the place of content that is the last kid of parent, made if
// need be.
func (p *Pages) content(parent int32) int32 {
	if last := p.Nodes[parent].last; last != 0 && p.Nodes[last].Role == Content {
		return last
	}
	return p.node(parent, Node{Role: Content})
}
