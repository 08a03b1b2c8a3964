package typeset

import (
	"slices"

	"annexa/internal/language"
)

// Layout sets a book. It never fails: what is wrong with the content is among
// the remarks of the result. Any number of books may be set at once.
func (e *Engine) Layout(b *Book) *Pages {
	scratch := e.scratch()
	defer e.keep(scratch)
	st := b.Style.filled()
	l := &layouter{
		scratch: scratch, e: e, st: &st, words: b.Words.filled(), places: map[string]int{},
		divider: e.divider(b.Language), nothing: new(string),
		out: &Pages{Title: b.Title, Language: b.Language, RightToLeft: language.Direction(b.Language) == "rtl"},
	}
	l.set(b)
	return l.out
}

func (l *layouter) set(b *Book) {
	l.out.Nodes = l.begin()
	for i := range b.Parts {
		l.part(&b.Parts[i])
	}
	if b.Long > 0 && l.pages(b.Long) >= b.Long {
		l.leaveOut()
		l.openWith(b.Opening)
	}
	for i := range l.parts {
		l.fillContents(&l.parts[i])
	}
	for i := range l.parts {
		l.fillIndexes(&l.parts[i])
		l.paginate(&l.parts[i])
	}
	l.number()
	l.runners()
	l.mirror()
	l.resolve()
	l.out.Nodes = l.end(l.out.Nodes)
}

// layouter turns the blocks of one book into items, part by part.
type layouter struct {
	*scratch
	e     *Engine
	st    *Style
	out   *Pages
	words Words

	// of the present part
	waiting []waiting // contents and indexes
	height  Length    // of the text area
	across  Length    // width of the text area of a page in landscape, 0 in a part that is
	wide    bool      // what is emitted goes on such a page
	right   bool      // it is read from right to left

	// of the present place
	text   *Text  // for bindings and remarks
	source string // the file where there is no text
	line   int    // of the source
	x, w   Length // the column: offset in the text area, and width
	size   Length // of text
	lead   Length
	decor  *decor
	node   int32   // the element that blocks go into
	depth  int     // of nesting
	level  int     // of the last heading\'s element
	gap    Length  // wanted above the next item
	below  Length  // wanted by a heading that was just set
	label  []Mark  // of a list item, in the text area, waiting for its first line
	names  []place // destinations waiting for the next item, or for that of their link

	parts    []set
	briefs   []brief
	places   map[string]int // names of destinations, to their index in out; -1 while they have no page
	unlisted []int          // bookmarks that stand in no contents
	listing  []listing

	divider *divider    // of words
	spaces  [cuts]*word // those used so far
	nothing *string     // what a part of a torn word says that is not its first
}

// place is a destination: where an item begins, or where a link of it stands.
type place struct {
	name string
	link int32 // 0 for none
}

// item is a line, a table row, a picture or a piece of empty space: what can
// stand on one page.
type item struct {
	before Length // space above, dropped at the top of a page
	height Length
	keep   bool // the space above stays at the top of a page
	stay   bool // no page ends after it
	opens  bool // it begins a page
	snap   bool // it stands on the grid
	wide   bool // it stands on a page in landscape, whatever its part does
	decor  *decor
	frame  Frame // relative to the text area's left edge and the item's top
	row    *row  // of a table, else nil
	names  []place
	field  int32 // the Form that stands beside it, 0 for none
}

// decor is what lies behind the items of a quotation, an alert or code.
type decor struct {
	outer *decor
	x, w  Length
	field Length // how much of it, where lines end, is left for a field
	fill  *Colour
	bar   *Colour

	page   int    // number of the page it was last begun on, 0 for none
	behind [2]int // its fill and its bar among what lies behind that page, -1 for none
}

// set is a part turned into items.
type set struct {
	part    *Part
	paper   Paper
	right   bool // it is read from right to left
	items   []item
	waiting []waiting
	first   int // of its pages
	pages   int
}

func (l *layouter) part(p *Part) {
	paper := l.st.Paper
	if p.Landscape {
		paper.Width, paper.Height = paper.Height, paper.Width
	}
	l.room()
	l.waiting, l.source, l.right = nil, p.Source, p.rightToLeft(l.out.Language)
	l.x, l.w = 0, paper.Width-l.st.Margin.Left-l.st.Margin.Right
	if l.across = 0; paper.Width < paper.Height {
		l.across = paper.Height - l.st.Margin.Left - l.st.Margin.Right
	}
	l.height = paper.Height - l.st.Margin.Top - l.st.Margin.Bottom
	l.size, l.lead, l.decor, l.gap, l.below, l.depth = l.st.TextSize, l.st.Leading, nil, 0, 0, 0
	l.node = l.out.node(0, Node{Role: Sect})
	if l.right {
		l.out.Nodes[l.node].Detail = &Detail{RightToLeft: true}
	}
	for _, b := range p.Blocks {
		l.block(b)
	}
	l.parts = append(l.parts, set{part: p, paper: paper, right: l.right, items: l.items[:len(l.items):len(l.items)], waiting: l.waiting})
}

func (l *layouter) block(b Block) {
	switch b := b.(type) {
	case *Cover:
		l.cover(b)
	case *Title:
		l.title(b)
	case *Facts:
		l.facts(b)
	case *Signature:
		l.signature(b)
	case *Panel:
		l.panel(b)
	case *Text:
		l.prose(b)
	case *Contents:
		l.contents(b)
	case *Index:
		l.index(b)
	case *PageBreak:
		l.emit(item{opens: true})
	case *Brief:
		l.brief(b)
	}
}

// space asks for at least n above the next item. Below a heading it is the
// heading that decides.
func (l *layouter) space(n Length) {
	if l.below == 0 {
		l.gap = max(l.gap, n)
	}
}

// emit adds an item at the present place.
func (l *layouter) emit(it item) {
	it.before = max(it.before, l.gap, l.below)
	l.gap, l.below = 0, 0
	it.decor, it.wide = l.decor, l.wide
	it.frame.X += l.x
	if l.label != nil {
		for i := range l.label {
			l.label[i].X -= it.frame.X
		}
		it.frame.Marks = append(l.label, it.frame.Marks...)
		l.label = nil
	}
	if l.names != nil {
		it.names, l.names = among(it.frame.Marks, l.names)
	}
	l.items = append(l.items, it)
}

// grid is what the lines of running text, of headings and of boxes stand on,
// on every page: half of what lies between two baselines.
func (l *layouter) grid() Length { return l.st.Leading / 2 }

// keepWhole keeps the items from first on, on one page, if they are small: what
// takes less than a quarter of a page is easier to read in one piece, and
// leaves no great hole behind.
func (l *layouter) keepWhole(first int) {
	var tall Length
	for i := first; i < len(l.items); i++ {
		tall += l.items[i].before + l.items[i].height
	}
	if tall > l.height/4 {
		return
	}
	for i := first; i < len(l.items)-1; i++ {
		l.items[i].stay = true
	}
}

// stayWithNext keeps the last item on the page of the next one.
func (l *layouter) stayWithNext() {
	if n := len(l.items); n > 0 {
		l.items[n-1].stay = true
	}
}

// name gives the next item a destination, or with a link, counted from 1, the
// item on which that stands. A name that is already taken keeps its first place.
func (l *layouter) name(n string, link int32) {
	if n == "" {
		return
	}
	if _, taken := l.places[n]; taken {
		return
	}
	l.places[n] = -1
	l.names = append(l.names, place{n, link})
}

// among tells the destinations that stand among marks from those that do not.
func among(marks []Mark, names []place) (here, elsewhere []place) {
	stands := func(n place) bool {
		return n.link == 0 || slices.ContainsFunc(marks, func(m Mark) bool { return m.Link == n.link })
	}
	first := slices.IndexFunc(names, func(n place) bool { return !stands(n) })
	if first < 0 { // as a rule
		return names, nil
	}
	here = slices.Clone(names[:first])
	for _, n := range names[first:] {
		if stands(n) {
			here = append(here, n)
		} else {
			elsewhere = append(elsewhere, n)
		}
	}
	return here, elsewhere
}

// inside runs set with the column narrowed by left and right.
func (l *layouter) inside(left, right Length, set func()) {
	x, w := l.x, l.w
	if w-left-right >= minColumn {
		l.x, l.w = x+left, w-left-right
	}
	set()
	l.x, l.w = x, w
}

const minColumn = 30 * Millimetre

// within runs set with a new element around it.
func (l *layouter) within(n Node, set func()) {
	node := l.node
	l.node = l.out.node(node, n)
	set()
	l.node = node
}

// sized runs set with another size of text.
func (l *layouter) sized(size, lead Length, set func()) {
	s, d := l.size, l.lead
	l.size, l.lead = size, lead
	set()
	l.size, l.lead = s, d
}

func (l *layouter) remark(kind RemarkKind, r rune, text string) {
	m := Remark{Kind: kind, Rune: r, Text: text, Source: l.source, Line: l.line}
	if l.text != nil {
		m.Source = l.text.Source
	}
	l.out.remark(m)
}
