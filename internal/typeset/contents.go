package typeset

import (
	"slices"
	"strconv"
)

// listing is a line of a contents page. It is set before the pages are known,
// with room for the number, so that filling it in moves nothing.
type listing struct {
	mark *Mark // where the number goes; X is its right edge
	name string
	look look
}

const (
	numberRoom  = 30 * Point
	numberWidth = 22 * Point // of three bold digits, with space before them
)

// contents reserves the place of a contents block.
func (l *layouter) contents(c *Contents) {
	node := l.out.node(l.node, Node{Role: Div})
	l.waiting = append(l.waiting, waiting{c, len(l.items), node, l.level, l.x, l.w})
}

// waiting is a block whose lines can only be made later, and where it goes: a
// contents once all bookmarks of the book are known, an index once it is known
// on which pages everything before it stands.
type waiting struct {
	block Block
	at    int // index of the item it goes before
	node  int32
	level int // of the heading above
	x, w  Length
}

// fillContents sets the contents blocks of a part.
func (l *layouter) fillContents(s *set) {
	l.fillWaiting(s, func(b Block) {
		if c, ok := b.(*Contents); ok {
			l.listContents(c)
		}
	})
}

// fillWaiting sets blocks that were waiting.
func (l *layouter) fillWaiting(s *set, put func(Block)) {
	l.source, l.text = "", nil // what is listed was remarked where it stands
	for i := range s.waiting {
		b := s.waiting[i]
		l.room()
		l.right = s.right
		l.node, l.level, l.x, l.w = b.node, b.level, b.x, b.w
		l.size, l.lead = l.st.TextSize, l.st.Leading
		l.gap, l.below, l.decor = 0, 0, nil
		put(b.block)
		s.items = slices.Insert(s.items, b.at, l.items...)
		for k := i + 1; k < len(s.waiting); k++ {
			s.waiting[k].at += len(l.items)
		}
		if _, ok := b.block.(*Contents); ok && b.at > 0 && len(l.items) > 0 && b.at+len(l.items) == len(s.items) {
			l.openContents(s, b.at)
		}
	}
}

// openContents has the contents that ends a part begin on a page of its own
// where it would otherwise leave next to nothing on its last one.
func (l *layouter) openContents(s *set, at int) {
	pages, stump := l.count(s)
	if !stump {
		return
	}
	s.items[at].opens = true
	if n, stump := l.count(s); n > pages || stump {
		s.items[at].opens = false
	}
}

// listContents sets a contents; one that has nothing to list is left out.
func (l *layouter) listContents(c *Contents) {
	unlisted := map[int]bool{}
	for _, i := range l.unlisted {
		unlisted[i] = true
	}
	top, deep, any := 0, false, false
	for i, b := range l.out.Bookmarks {
		if !unlisted[i] && (top == 0 || b.Level < top) {
			top = b.Level
		}
		if !unlisted[i] && b.Level > top && (c.Depth == 0 || b.Level <= c.Depth) {
			deep = true
		}
		any = any || !unlisted[i] && (c.Depth == 0 || b.Level <= c.Depth)
	}
	if !any {
		return
	}
	if c.Title != "" {
		l.head(2, "", func(k look) { l.chars(c.Title, k, l.node, 0) })
	}
	last := top
	l.within(Node{Role: TOC}, func() {
		for i, b := range l.out.Bookmarks {
			if unlisted[i] || c.Depth > 0 && b.Level > c.Depth {
				continue
			}
			k := l.textLook()
			switch {
			case b.Level == top && deep:
				k.cut |= bold
				l.space(l.lead / 2)
			case !deep:
				l.space(l.lead / 4)
			}
			if b.Level > last { // what it belongs to stays with it
				l.stayWithNext()
			}
			last = b.Level
			l.entry(b.Title, b.Destination, k, Length(b.Level-top)*14*Point)
		}
	})
	if n := len(l.items); n > 0 {
		l.items[n-1].stay = false
	}
}

// entry sets one line of a contents page: a title, a fine line, the number.
func (l *layouter) entry(title, name string, k look, indent Length) {
	l.within(Node{Role: TOCI}, func() {
		ref := l.out.node(l.node, Node{Role: Reference})
		link := l.link("#"+name, title, ref)
		node := l.out.Links[link-1].Node
		l.inside(indent, numberRoom, func() {
			first := len(l.items)
			l.run(func() {
				l.chars(title, k, node, link)
				l.newline(k, node, link) // before the number
			}, func(a []atom) { l.lines(a, running) })
			if len(l.items) == first {
				l.emit(item{height: l.lead})
			}
			last := &l.items[len(l.items)-1]
			var end Length
			for _, m := range last.frame.Marks {
				end = max(end, m.X+m.W)
			}
			if right := l.w + numberRoom - numberWidth; end+10*Point < right {
				last.frame.Fills = append(last.frame.Fills, Mark{Node: Decoration, X: end + 6*Point, Y: l.baseline() - 300, W: right - end - 6*Point, H: 250, Colour: l.st.Colours.Rule})
			}
			number := Mark{Node: l.out.content(node), Link: link, X: l.w + numberRoom, Y: l.baseline(), Colour: k.colour, Size: k.size}
			last.frame.Marks = append(last.frame.Marks[:len(last.frame.Marks):len(last.frame.Marks)], number)
			l.listing = append(l.listing, listing{mark: &last.frame.Marks[len(last.frame.Marks)-1], name: name, look: k})
		})
	})
}

// number fills in the pages of contents.
func (l *layouter) number() {
	for _, e := range l.listing {
		page, ok := l.pageOf(e.name)
		if !ok {
			continue
		}
		w := l.e.word(e.look.cut, strconv.Itoa(page))
		for i := range w.runs {
			e.mark.Runs = append(e.mark.Runs, &w.runs[i])
		}
		e.mark.W = w.width(e.look.size)
		e.mark.X -= e.mark.W
	}
}

// pageOf returns the number, counted from 1, of the page a destination is on.
func (l *layouter) pageOf(name string) (int, bool) {
	i, ok := l.places[name]
	if !ok || i < 0 {
		return 0, false
	}
	return l.out.Destinations[i].Page + 1, true
}
