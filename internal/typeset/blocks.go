package typeset

import (
	"slices"
	"strings"

	"annexa/internal/prose"
)

// Nesting deeper than this is set without further indent and without elements
// of its own; far deeper than that, no more at all.
const (
	maxIndent = 12
	maxDepth  = 400
)

func (l *layouter) prose(t *Text) {
	if t.Tree == nil {
		return
	}
	l.text = t
	node, divider := l.node, l.divider
	if t.Language != "" && t.Language != l.out.Language {
		l.divider = l.e.divider(t.Language)
		l.node = l.out.node(node, Node{Role: Div, Detail: &Detail{Language: t.Language}})
	}
	l.blocks(t.Tree.Blocks, l.lead/2)
	l.notes(t.Tree.Footnotes)
	l.names = slices.DeleteFunc(l.names, func(n place) bool { return n.link != 0 }) // of links that show nothing
	l.text, l.line, l.node, l.divider = nil, 0, node, divider
}

// blocks sets blocks one below the other, each with the given space around it.
func (l *layouter) blocks(blocks []prose.Block, gap Length) {
	l.depth++
	defer func() { l.depth-- }()
	if l.depth > maxIndent {
		l.remark(TooDeep, 0, "")
	}
	if l.depth > maxDepth {
		return
	}
	for _, b := range blocks {
		l.space(gap)
		switch b := b.(type) {
		case *prose.Heading:
			l.heading(b)
		case *prose.Paragraph:
			l.paragraph(b)
		case *prose.List:
			l.list(b)
		case *prose.Quote:
			l.quote(b)
		case *prose.Alert:
			l.alert(b)
		case *prose.Code:
			l.code(b)
		case *prose.Table:
			l.table(b)
		case *prose.Definitions:
			l.definitions(b)
		case *prose.Rule:
			l.rule()
		}
		l.space(gap)
	}
}

// lines sets the atoms as a paragraph in the present column. Its first two
// lines stay together, and its last two.
func (l *layouter) lines(atoms []atom, how filling) {
	first := len(l.items)
	l.breakLines(atoms, l.w, how, func(line []atom) {
		f, h := l.typeset(line, l.w, prose.AlignDefault)
		l.emit(item{frame: f, height: h})
	})
	n := len(l.items) - first
	if n > 0 && l.decor == nil && l.lead%l.grid() == 0 {
		l.items[first].snap = true
	}
	if n >= 2 {
		l.items[first].stay = true
		l.items[first+n-2].stay = true
	}
}

// run gathers atoms with fill and hands them to use. Runs may nest.
func (l *layouter) run(fill func(), use func([]atom)) {
	from := len(l.atoms)
	fill()
	l.direct(from)
	use(l.atoms[from:len(l.atoms):len(l.atoms)])
	l.atoms = l.atoms[:from]
}

// say sets text of the book's own as a paragraph with the given role.
func (l *layouter) say(role Role, text string, k look) {
	l.within(Node{Role: role}, func() {
		l.run(func() { l.chars(text, k, l.node, 0) }, func(a []atom) { l.lines(a, running) })
	})
}

func (l *layouter) paragraph(p *prose.Paragraph) {
	l.line = p.Line
	if len(p.Spans) == 1 {
		if img, ok := p.Spans[0].(*prose.Image); ok {
			l.figure(img)
			return
		}
	}
	l.within(Node{Role: P}, func() {
		l.run(func() { l.spans(p.Spans, l.textLook(), l.node, 0) }, func(a []atom) { l.lines(a, running) })
	})
	if strings.HasSuffix(strings.TrimSpace(endOf(p.Spans)), ":") { // it leads on to a list or a table
		l.stayWithNext()
	}
}

// endOf returns the last characters of running text, if they are plain.
func endOf(spans []prose.Span) string {
	if len(spans) == 0 {
		return ""
	}
	switch s := spans[len(spans)-1].(type) {
	case prose.Text:
		return string(s)
	case *prose.Styled:
		return endOf(s.Spans)
	}
	return ""
}

func (l *layouter) quote(q *prose.Quote) {
	l.boxed(&decor{bar: &l.st.Colours.Strong}, Node{Role: BlockQuote}, 0, func() {
		l.blocks(q.Blocks, l.lead/2)
	})
}

func (l *layouter) alert(a *prose.Alert) {
	kind := int(a.Kind) % len(l.st.Colours.Alert)
	tone := &l.st.Colours.Alert[kind]
	l.boxed(&decor{bar: &tone.Colour, fill: &tone.Ground}, Node{Role: Div}, l.lead/2, func() {
		k := l.textLook().with(bold)
		k.colour = tone.Colour
		l.say(P, l.words.Alerts[kind], k)
		l.stayWithNext()
		l.blocks(a.Blocks, l.lead/4)
	})
}

// boxIndent is how far what is in a box stands within it.
const boxIndent = 12 * Point

// boxed sets blocks with something behind or beside them.
func (l *layouter) boxed(d *decor, n Node, pad Length, set func()) {
	if l.depth > maxIndent {
		set()
		return
	}
	outer := l.decor
	d.outer, d.x, d.w = outer, l.x, l.w
	if d.fill == nil {
		pad = 0
	}
	l.within(n, func() {
		first := len(l.items)
		// The space above belongs to what stands around the box.
		above := l.gap
		if pad > 0 && above > 0 {
			above = max(above, l.lead*3/4)
		}
		l.gap = 0
		l.decor = d
		if pad > 0 {
			l.emit(item{height: pad, stay: true})
		}
		l.inside(boxIndent, d.inset(), set)
		l.gap = 0
		if pad > 0 {
			l.stayWithNext()
			l.emit(item{height: pad})
		}
		l.keepWhole(first)
		if first < len(l.items) {
			l.items[first].before = max(l.items[first].before, above)
			l.items[first].snap = outer == nil
		}
	})
	l.decor = outer
	if pad > 0 {
		l.space(l.lead * 3 / 4)
	}
}

func (d *decor) inset() Length {
	if d.fill != nil {
		return 10 * Point
	}
	return 0
}

func (l *layouter) rule() {
	l.space(l.lead)
	l.emit(item{height: 1 * Point, frame: Frame{Fills: []Mark{{Node: Decoration, W: l.w, H: 600, Colour: l.st.Colours.Rule}}}})
	l.space(l.lead)
}
