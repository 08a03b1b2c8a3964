package revision

import (
	"fmt"
	"strconv"
	"strings"

	"annexa/internal/prose"
	"annexa/internal/redline"
)

// told is a block of what changed.
type told struct {
	block   prose.Block
	changed bool
}

func blocksOf(list []told) []prose.Block {
	out := make([]prose.Block, len(list))
	for i, t := range list {
		out[i] = t.block
	}
	return out
}

// blocks says what became of blocks: all of them, those that stayed too.
func (c *comparer) blocks(old, now []prose.Block) []told {
	var out []told
	for _, s := range pairs(c.old.units(old), c.now.units(now)) {
		switch {
		case s.now < 0:
			if _, rule := old[s.old].(*prose.Rule); !rule { // a line cannot be struck out
				out = append(out, told{c.whole(old[s.old], nil), true})
			}
		case s.old < 0:
			out = append(out, told{c.whole(nil, now[s.now]), true})
		default:
			out = append(out, told{c.block(old[s.old], now[s.now]), !s.same})
		}
	}
	return out
}

// whole is a block that is all gone, or all new.
func (c *comparer) whole(old, now prose.Block) prose.Block {
	one := now
	if old != nil {
		one = old
	}
	switch one.(type) {
	case *prose.Heading:
		return c.block(or(old, &prose.Heading{}), or(now, &prose.Heading{}))
	case *prose.Paragraph:
		return c.block(or(old, &prose.Paragraph{}), or(now, &prose.Paragraph{}))
	case *prose.List:
		return c.block(or(old, &prose.List{}), or(now, &prose.List{}))
	case *prose.Quote:
		return c.block(or(old, &prose.Quote{}), or(now, &prose.Quote{}))
	case *prose.Alert:
		return c.block(or(old, &prose.Alert{}), or(now, &prose.Alert{}))
	case *prose.Code:
		return c.block(or(old, &prose.Code{}), or(now, &prose.Code{}))
	case *prose.Table:
		return c.block(or(old, &prose.Table{}), or(now, &prose.Table{}))
	case *prose.Definitions:
		return c.block(or(old, &prose.Definitions{}), or(now, &prose.Definitions{}))
	}
	return one
}

func or(b, otherwise prose.Block) prose.Block {
	if b == nil {
		return otherwise
	}
	return b
}

// block is what became of a block: both are of one type. How it is set is as
// the new one says, or the old one where that is empty.
func (c *comparer) block(old, now prose.Block) prose.Block {
	switch n := now.(type) {
	case *prose.Heading:
		o := old.(*prose.Heading)
		out := *n
		if n.Depth == 0 {
			out = *o
		}
		out.Spans = c.spans(o.Spans, n.Spans)
		return &out
	case *prose.Paragraph:
		return &prose.Paragraph{Line: n.Line, Spans: c.spans(old.(*prose.Paragraph).Spans, n.Spans)}
	case *prose.List:
		return c.list(old.(*prose.List), n)
	case *prose.Quote:
		return &prose.Quote{Blocks: blocksOf(c.blocks(old.(*prose.Quote).Blocks, n.Blocks))}
	case *prose.Alert:
		o := old.(*prose.Alert)
		out := *n
		if len(n.Blocks) == 0 {
			out.Kind = o.Kind
		}
		out.Blocks = blocksOf(c.blocks(o.Blocks, n.Blocks))
		return &out
	case *prose.Code:
		return code(old.(*prose.Code), n)
	case *prose.Table:
		return c.table(old.(*prose.Table), n)
	case *prose.Definitions:
		return c.definitions(old.(*prose.Definitions), n)
	}
	return now
}

func (c *comparer) list(old, now *prose.List) *prose.List {
	out := *now
	if len(now.Items) == 0 {
		out = *old
	}
	out.Items = nil
	for _, s := range pairs(c.old.items(old.Items), c.now.items(now.Items)) {
		var before, after prose.Item
		if s.old >= 0 {
			before = old.Items[s.old]
		}
		item := &before
		if s.now >= 0 {
			after = now.Items[s.now]
			item = &after
		}
		out.Items = append(out.Items, prose.Item{Task: item.Task, Blocks: blocksOf(c.blocks(before.Blocks, after.Blocks))})
	}
	return &out
}

func (c *comparer) definitions(old, now *prose.Definitions) *prose.Definitions {
	out := &prose.Definitions{}
	for _, s := range pairs(c.old.definitions(old.Items), c.now.definitions(now.Items)) {
		var before, after prose.Definition
		if s.old >= 0 {
			before = old.Items[s.old]
		}
		if s.now >= 0 {
			after = now.Items[s.now]
		}
		d := prose.Definition{Place: after.Place}
		for i := range max(len(before.Terms), len(after.Terms)) {
			d.Terms = append(d.Terms, c.spans(nth(before.Terms, i), nth(after.Terms, i)))
		}
		for i := range max(len(before.Meanings), len(after.Meanings)) {
			d.Meanings = append(d.Meanings, blocksOf(c.blocks(nth(before.Meanings, i), nth(after.Meanings, i))))
		}
		out.Items = append(out.Items, d)
	}
	return out
}

// nth is an element of a list, or nothing.
func nth[T any](list [][]T, i int) []T {
	if i >= len(list) {
		return nil
	}
	return list[i]
}

// code is told line by line, as programs for that do.
func code(old, now *prose.Code) *prose.Code {
	lines := func(n *prose.Code) []string {
		out := make([]string, len(n.Lines))
		for i, line := range n.Lines {
			for _, t := range line {
				out[i] += t.Text
			}
		}
		return out
	}
	a, b := lines(old), lines(now)
	out := &prose.Code{Language: "diff", Line: now.Line}
	for _, run := range redline.Align(a, b) {
		from, before, class := &b, "  ", prose.PlainToken
		switch run.Kind {
		case redline.Gone:
			from, before, class = &a, "- ", prose.DeletedToken
		case redline.New:
			before, class = "+ ", prose.InsertedToken
		default:
			a = a[run.N:]
		}
		for _, line := range (*from)[:run.N] {
			out.Lines = append(out.Lines, []prose.Token{{Class: class, Text: before + line}})
		}
		*from = (*from)[run.N:]
	}
	return out
}

// units are blocks as they are told apart.
func (s *side) units(blocks []prose.Block) []unit {
	out := make([]unit, len(blocks))
	for i, b := range blocks {
		var k keyer
		k.block(s, b)
		out[i] = k.unit(class(b))
	}
	return out
}

func (s *side) items(items []prose.Item) []unit {
	out := make([]unit, len(items))
	for i, item := range items {
		var k keyer
		k.blocks(s, item.Blocks)
		out[i] = k.unit(strconv.Itoa(int(item.Task)))
	}
	return out
}

func (s *side) definitions(items []prose.Definition) []unit {
	out := make([]unit, len(items))
	for i, d := range items {
		var k keyer
		k.definition(s, d)
		out[i] = k.unit("")
	}
	return out
}

// class tells blocks apart that are never versions of each other.
func class(b prose.Block) string {
	switch b := b.(type) {
	case *prose.Heading:
		return "heading" + strconv.Itoa(b.Depth)
	case *prose.List:
		return "list" + strconv.FormatBool(b.Ordered)
	case *prose.Alert:
		return "alert" + strconv.Itoa(int(b.Kind))
	}
	return fmt.Sprintf("%T", b)
}

// A keyer writes what a unit says.
type keyer struct {
	key strings.Builder
	bag map[string]int
	n   int
}

func (k *keyer) unit(class string) unit {
	return unit{class: class, key: k.key.String(), bag: k.bag, size: k.n}
}

func (k *keyer) tokens(tokens []token) {
	for _, t := range tokens {
		k.key.WriteString(t.key())
		k.key.WriteByte('\x01')
		if t.single == nil && strings.TrimSpace(t.text) != "" {
			if k.bag == nil {
				k.bag = map[string]int{}
			}
			k.bag[t.text]++
			k.n++
		}
	}
	k.key.WriteByte('\x02')
}

// spans writes running text, and the notes that it mentions for the first time.
func (k *keyer) spans(s *side, spans []prose.Span) {
	tokens := s.tokens(spans)
	k.tokens(tokens)
	for _, t := range tokens {
		if mark, ok := t.single.(prose.FootnoteMark); ok && mark.Nth == 0 {
			k.blocks(s, s.note(mark.Index))
		}
	}
}

func (k *keyer) blocks(s *side, blocks []prose.Block) {
	for _, b := range blocks {
		k.key.WriteString(class(b))
		k.block(s, b)
	}
	k.key.WriteByte('\x03')
}

func (k *keyer) block(s *side, b prose.Block) {
	switch b := b.(type) {
	case *prose.Heading:
		k.spans(s, b.Spans)
	case *prose.Paragraph:
		k.spans(s, b.Spans)
	case *prose.List:
		for _, item := range b.Items {
			k.key.WriteByte('0' + byte(item.Task))
			k.blocks(s, item.Blocks)
		}
	case *prose.Quote:
		k.blocks(s, b.Blocks)
	case *prose.Alert:
		k.blocks(s, b.Blocks)
	case *prose.Code:
		for _, line := range b.Lines {
			text := ""
			for _, t := range line {
				text += t.Text
			}
			k.tokens([]token{{text: text}})
		}
	case *prose.Table:
		k.row(s, b.Head)
		for _, row := range b.Rows {
			k.row(s, row)
		}
	case *prose.Definitions:
		for _, d := range b.Items {
			k.definition(s, d)
		}
	}
}

func (k *keyer) row(s *side, cells []prose.Cell) {
	for _, c := range cells {
		k.spans(s, c.Spans)
	}
	k.key.WriteByte('\x03')
}

func (k *keyer) definition(s *side, d prose.Definition) {
	for _, t := range d.Terms {
		k.spans(s, t)
	}
	for _, m := range d.Meanings {
		k.blocks(s, m)
	}
}
