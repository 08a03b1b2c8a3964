package typeset

import "slices"

// scratch is memory that one book after another is set with. What becomes part
// of a book's pages is not used again.
type scratch struct {
	items      []item // of the present part; those of the parts before stand in front of them, if there was room
	most       []item // the longest room there was
	atoms      []atom
	undirected []atom   // a paragraph before its words have levels
	spelt      []char   // its characters
	order      []int    // of the atoms of a line, as they are seen
	seen       []atom   // these
	starts     []Length // and where each begins
	stops      []candidate
	breaks     []int
	ways       []best
	scraps     []atom
	fitted     []atom
	nodes      []Node

	runs  []*Run // pages hold what was cut off these
	marks []Mark
}

const (
	batch     = 512     // marks that are allocated at once, and items
	fewItems  = 64      // if there is room for less, more is allocated
	manyItems = 1 << 13 // of a book whose memory is not worth keeping
)

// scratch returns memory for a book.
func (e *Engine) scratch() *scratch {
	s, ok := e.scratches.Get().(*scratch)
	if !ok {
		s = &scratch{}
	}
	s.items = s.most
	return s
}

// keep takes it back.
func (e *Engine) keep(s *scratch) {
	if s.grown(); cap(s.most) <= manyItems {
		e.scratches.Put(s)
	}
}

// room begins the items of a part behind those of the part before.
func (s *scratch) room() {
	s.grown()
	if s.items = s.items[len(s.items):]; cap(s.items) < fewItems {
		s.items = make([]item, 0, max(batch, 2*cap(s.most)))
	}
}

func (s *scratch) grown() {
	if cap(s.items) > cap(s.most) {
		s.most = s.items[:0]
	}
}

// begin begins a book, with nodes for the tree. Marks and runs go
// behind those that earlier pages hold.
func (s *scratch) begin() []Node {
	s.items, s.atoms = s.most, s.atoms[:0]
	s.marks, s.runs = s.marks[len(s.marks):], s.runs[len(s.runs):]
	return append(s.nodes[:0], Node{Role: Document})
}

// end takes the tree out of the scratch.
func (s *scratch) end(nodes []Node) []Node {
	s.nodes = nodes[:0]
	return slices.Clone(nodes)
}
