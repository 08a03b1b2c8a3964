package typeset

// paginator puts the items of one part on pages.
type paginator struct {
	l      *layouter
	set    *set
	y      Length // below the top of the text area
	height Length // of the text area
	wide   bool   // the page is in landscape for the sake of a table
	page   *Page
	empty  bool // nothing stands on the page yet
	open   []openDecor

	pages int  // begun so far
	dry   bool // they are only counted
}

// openDecor is a background that goes on as long as items have it.
type openDecor struct {
	decor     *decor
	fill, bar int // indices into Page.Behind, -1 for none
}

func (l *layouter) paginate(s *set) {
	s.first = len(l.out.Pages)
	p := &paginator{l: l, set: s}
	p.run()
	s.pages = p.pages
}

// count returns how many pages a part comes to, and whether it leaves next to
// nothing on the last of several.
func (l *layouter) count(s *set) (pages int, stump bool) {
	p := &paginator{l: l, set: s, dry: true}
	p.run()
	return p.pages, p.pages > 1 && p.y < p.height/4
}

func (p *paginator) run() {
	p.turn()
	items := p.set.items
	for len(items) > 0 {
		n, wide := p.together(items)
		switch {
		case wide != p.wide:
			p.wide = wide
			if p.empty {
				p.turnBack()
			}
			p.turn()
		case items[0].opens && !p.empty:
			p.turn()
		}
		if !p.empty && p.end(items[:n]) > p.height {
			p.turn()
		}
		for i := range items[:n] {
			p.place(&items[i])
		}
		items = items[n:]
	}
	if p.empty && p.pages > 1 { // what ends with a break leaves no empty page
		p.turnBack()
	}
}

// together counts the items that must not be parted, as far as they fit on one
// page, and says whether that is one in landscape. What must not be parted from
// a row that no page holds stands with its beginning.
func (p *paginator) together(items []item) (n int, wide bool) {
	n, wide = 1, items[0].wide
	sum := p.least(&items[0], wide)
	for n < len(items) && items[n-1].stay && !items[n].opens && p.least(&items[n-1], wide) == items[n-1].height {
		sum += items[n].before + p.least(&items[n], wide || items[n].wide)
		if sum > p.room(wide || items[n].wide) {
			return n, wide
		}
		wide = wide || items[n].wide
		n++
	}
	return n, wide
}

// least is how much of an item has to stand on one page: all of it, or the
// beginning of a row that fits on none, below the head that is repeated there.
func (p *paginator) least(it *item, wide bool) Length {
	if it.row == nil {
		return it.height
	}
	room := p.room(wide)
	if head := it.row.again; head != nil && !head.huge(room) {
		room -= head.height
	}
	if it.height <= room {
		return it.height
	}
	return it.row.beginning()
}

// paper is that of a page, turned round if it is to be wide.
func (p *paginator) paper(wide bool) Paper {
	if wide {
		return Paper{Width: p.set.paper.Height, Height: p.set.paper.Width}
	}
	return p.set.paper
}

// room is how high the text area of a page is.
func (p *paginator) room(wide bool) Length {
	return p.paper(wide).Height - p.l.st.Margin.Top - p.l.st.Margin.Bottom
}

// end is where items would end if they stood below what the page holds.
func (p *paginator) end(items []item) Length {
	y := p.y
	for i := range items {
		y = p.top(&items[i], y+items[i].before) + p.least(&items[i], p.wide)
	}
	return y
}

// top is where an item begins whose place is y: there, or on the next line of
// the grid.
func (p *paginator) top(it *item, y Length) Length {
	if grid := p.l.grid(); it.snap {
		return (y + grid - 1) / grid * grid
	}
	return y
}

// usualFrames is about how many lines and rows a page holds.
const usualFrames = 48

// turn begins a page.
func (p *paginator) turn() {
	p.open = p.open[:0]
	paper := p.paper(p.wide)
	p.height = p.room(p.wide)
	p.y, p.empty = 0, true
	if p.pages++; p.dry {
		return
	}
	p.l.out.Pages = append(p.l.out.Pages, Page{Width: paper.Width, Height: paper.Height, Frames: make([]Frame, 0, usualFrames)})
	p.page = &p.l.out.Pages[len(p.l.out.Pages)-1]
}

// turnBack takes the page that was begun last away.
func (p *paginator) turnBack() {
	if p.pages--; !p.dry {
		p.l.out.Pages = p.l.out.Pages[:len(p.l.out.Pages)-1]
	}
}

// place puts an item below what the page holds, on the next page if it does
// not fit; a table row that fits on none is divided.
func (p *paginator) place(it *item) {
	before := it.before
	if p.empty && !it.keep {
		before = 0
	}
	if least := p.least(it, p.wide); !p.empty && p.top(it, p.y+before)+least > p.height && least <= p.height {
		p.turn()
		before = 0
	}
	if p.empty && it.row != nil && it.row.again != nil {
		p.repeat(it.row.again)
		before = 0
	}
	if room := p.height - p.y - before; it.row != nil && it.height > room {
		if p.divide(it, before, room) {
			return
		}
	}
	top := p.top(it, p.y+before)
	if !p.dry {
		p.background(it, top)
		p.name(it, top)
		p.put(it.frame, top)
		p.field(it, top)
	}
	p.y = top + it.height
	if it.height > 0 || len(it.frame.Marks) > 0 {
		p.empty = false
	}
}

func (p *paginator) put(f Frame, top Length) {
	if f.Fills == nil && f.Marks == nil {
		return
	}
	m := &p.l.st.Margin
	f.X += m.Left
	f.Y += m.Top + top
	for i := range f.Marks {
		k := &f.Marks[i]
		if k.Node > 0 {
			if up := &p.l.out.Nodes[p.l.out.Nodes[k.Node].Parent]; up.Role == Figure {
				up.Detail.cover(Area{Page: len(p.l.out.Pages) - 1, X: f.X + k.X, Y: f.Y + k.Y, W: k.W, H: k.H})
			}
		}
	}
	p.page.Frames = append(p.page.Frames, f)
}

// field notes where an item stands that a field lies beside, within its box.
func (p *paginator) field(it *item, top Length) {
	if it.field == 0 || it.decor == nil || len(it.frame.Marks) == 0 {
		return
	}
	m, d := &p.l.st.Margin, it.decor
	p.l.out.Nodes[it.field].Detail.cover(Area{Page: len(p.l.out.Pages) - 1, X: m.Left + d.x + d.w - boxIndent - d.field, Y: m.Top + top, W: d.field, H: it.height})
}

// repeat puts a table's head at the top of the page, unless it would take too
// much of it.
func (p *paginator) repeat(head *row) {
	f := head.repeated()
	if head.huge(p.height) {
		return
	}
	if f.X = head.x; !p.dry {
		p.put(f, 0)
	}
	p.y, p.empty = head.height, false
}

// divide puts a row that is too tall for the page on this page and the next
// ones.
func (p *paginator) divide(it *item, before, room Length) bool {
	top, rest := it.row.split(room)
	if rest == nil {
		return false
	}
	first, next := item{before: before, keep: true, decor: it.decor}, item{decor: it.decor, row: rest}
	first.frame, first.height = top.frame()
	first.names, next.names = among(first.frame.Marks, it.names)
	first.frame.X = it.frame.X
	p.place(&first)
	p.turn()
	next.frame, next.height = rest.frame()
	next.frame.X = it.frame.X
	p.place(&next)
	return true
}

func (p *paginator) name(it *item, top Length) {
	for _, m := range it.names {
		n := m.name
		p.l.places[n] = len(p.l.out.Destinations)
		p.l.out.Destinations = append(p.l.out.Destinations, Destination{Name: n, Page: len(p.l.out.Pages) - 1, Y: p.l.st.Margin.Top + top})
	}
}

// background draws on what lies behind the item, from the end of the same
// background above it.
func (p *paginator) background(it *item, top Length) {
	var chain []*decor
	for d := it.decor; d != nil; d = d.outer {
		chain = append(chain, d)
	}
	for i := 0; i < len(chain)/2; i++ {
		chain[i], chain[len(chain)-1-i] = chain[len(chain)-1-i], chain[i]
	}
	same := 0
	for same < len(chain) && same < len(p.open) && p.open[same].decor == chain[same] {
		same++
	}
	p.open = p.open[:same]
	for _, d := range chain[same:] {
		p.open = append(p.open, p.begin(d, top))
	}
	bottom := p.l.st.Margin.Top + top + it.height
	for i := range p.open {
		for _, at := range [...]int{p.open[i].fill, p.open[i].bar} {
			if at >= 0 {
				m := &p.page.Behind[at]
				m.H = bottom - m.Y
			}
		}
	}
}

// edge is how far a background goes beyond the lines at the end of a page that
// it does not end on.
const edge = 4 * Point

func (p *paginator) begin(d *decor, top Length) openDecor {
	o := openDecor{decor: d, fill: -1, bar: -1}
	m := &p.l.st.Margin
	if d.fill != nil && d.page > 0 { // it goes on from the page before
		for _, at := range d.behind {
			if at >= 0 {
				p.l.out.Pages[d.page-1].Behind[at].H += edge
			}
		}
		top -= edge
	}
	add := func(w Length, c Colour) int {
		p.page.Behind = append(p.page.Behind, Mark{Node: Decoration, X: m.Left + d.x, Y: m.Top + top, W: w, Colour: c})
		return len(p.page.Behind) - 1
	}
	if d.fill != nil {
		o.fill = add(d.w, *d.fill)
	}
	if d.bar != nil {
		o.bar = add(2500, *d.bar)
	}
	d.page, d.behind = len(p.l.out.Pages), [2]int{o.fill, o.bar}
	return o
}
