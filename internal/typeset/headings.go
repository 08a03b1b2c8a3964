package typeset

import (
	"cmp"

	"strings"

	"annexa/internal/prose"
)

func (l *layouter) heading(h *prose.Heading) {
	l.line = h.Line
	level := min(max(h.Depth, 1)+l.text.Shift, 6)
	name := ""
	if h.ID != "" {
		name = l.text.Prefix + h.ID
	}
	l.head(level, name, func(k look) { l.spans(h.Spans, k, l.node, 0) })
	if level <= l.text.Bookmark {
		l.bookmark(level-l.text.Shift+cmp.Or(l.text.Under, l.text.Shift), l.plainText(h.Spans...), name, l.text.Unlisted)
	}
}

func (l *layouter) title(t *Title) {
	level := min(max(t.Level, 1), 6)
	if t.Over != "" {
		l.space(l.lead)
		l.over(t.Over, t.Beside, look{cut: bold, size: l.st.SmallSize, colour: l.st.Colours.Accent})
		l.stayWithNext()
	}
	l.head(level, t.Destination, func(k look) { l.chars(t.Text, k, l.inLanguage(t.Language, l.node), 0) })
	if t.Bookmark > 0 {
		l.bookmark(t.Bookmark, cmp.Or(t.Entry, t.Text), t.Destination, t.Unlisted)
	}
}

// over sets the line above a title.
func (l *layouter) over(text string, beside Phrase, k look) {
	l.within(Node{Role: P}, func() {
		l.run(func() {
			l.chars(text, k, l.node, 0)
			if beside.Text != "" {
				l.chars(" · ", k, l.node, 0)
				l.chars(beside.Text, k, l.inLanguage(beside.Language, l.node), 0)
			}
		}, func(a []atom) { l.lines(a, running) })
	})
}

// inLanguage returns an element below parent for what is in another language
// than the book, and parent for what is not.
func (l *layouter) inLanguage(tag string, parent int32) int32 {
	if tag == "" || tag == l.out.Language {
		return parent
	}
	return l.out.node(parent, Node{Role: Span, Detail: &Detail{Language: tag}})
}

// head sets a heading. It stands closer to what follows than to what is above,
// and on the same page.
func (l *layouter) head(level int, name string, fill func(look)) {
	size := l.st.HeadSizes[level-1]
	half := l.lead / 2
	lead := (size*5/4 + half - 1) / half * half // on the grid
	switch {
	case level == 1:
		l.space(l.lead * 2)
	case level == 2:
		l.space(l.lead * 3 / 2)
	default:
		l.space(l.lead)
	}
	if n := len(l.items); n > 0 && l.items[n-1].stay { // a heading right below another, or below what announces it
		l.gap = min(l.gap, half)
	}
	l.name(name, 0)
	k := look{cut: bold | display, size: size, colour: l.st.Colours.Ink}
	if level >= 4 { // as large as the text: the text's own face tells it apart better
		k.cut &^= display
	}
	if level >= 5 {
		k.cut |= italic
	}
	// What the element says never jumps, whatever the level looks like.
	l.level = min(level, l.level+1)
	first := len(l.items)
	l.sized(size, lead, func() {
		l.within(Node{Role: H1 + Role(l.level-1)}, func() {
			l.run(func() { fill(k) }, func(a []atom) { l.lines(a, balanced) })
		})
	})
	for i := first; i < len(l.items); i++ {
		l.items[i].stay = true
	}
	l.below = half
	if level > 2 {
		l.below = half / 2
	}
}

// bookmark adds an entry to the outline, without a jump in its levels.
func (l *layouter) bookmark(level int, title, name string, unlisted bool) {
	if name == "" || title == "" {
		return
	}
	last := 0
	if n := len(l.out.Bookmarks); n > 0 {
		last = l.out.Bookmarks[n-1].Level
	}
	l.out.Bookmarks = append(l.out.Bookmarks, Bookmark{Level: min(level, last+1), Title: title, Destination: name})
	if unlisted {
		l.unlisted = append(l.unlisted, len(l.out.Bookmarks)-1)
	}
}

// plainText returns the characters of running text.
func (l *layouter) plainText(spans ...prose.Span) string {
	var b strings.Builder
	l.plain(&b, spans)
	return strings.Join(strings.Fields(b.String()), " ")
}

// plain appends the characters of running text.
func (l *layouter) plain(b *strings.Builder, spans []prose.Span) {
	for _, s := range spans {
		switch s := s.(type) {
		case prose.Text:
			b.WriteString(string(s))
		case prose.CodeSpan:
			b.WriteString(string(s))
		case prose.Break:
			b.WriteByte(' ')
		case *prose.Styled:
			l.plain(b, s.Spans)
		case *prose.Link:
			if len(s.Spans) > 0 {
				l.plain(b, s.Spans)
				continue
			}
			bound, ref := l.binding(s.Reference)
			switch {
			case bound.Text != "":
				b.WriteString(bound.Text)
			case ref.Text != "":
				b.WriteString(ref.Text)
			default:
				b.WriteString(ref.Target)
			}
		case *prose.Image:
			b.WriteString(s.Alt)
		case prose.VariableMark:
			if i := int(s); l.text != nil && i >= 0 && i < len(l.text.Bindings.Variables) {
				b.WriteString(l.text.Bindings.Variables[i])
			}
		}
	}
}
