package search

import "annexa/internal/prose"

// A Text takes what is said on a page: plain text, section by section.
type Text struct {
	buf      []byte
	sections []section
}

// A section begins with a heading that has an anchor; the first of a page has
// neither.
type section struct {
	anchor     string
	begin, end int // of the heading in buf; its text goes on to the next section
}

func (t *Text) reset() {
	t.buf = t.buf[:0]
	t.sections = append(t.sections[:0], section{})
}

// body is the text of a section, without its heading.
func (t *Text) body(i int) []byte {
	end := len(t.buf)
	if i+1 < len(t.sections) {
		end = t.sections[i+1].begin
	}
	return t.buf[t.sections[i].end:end]
}

func (t *Text) heading(i int) []byte { return t.buf[t.sections[i].begin:t.sections[i].end] }

// Add says something in a paragraph of its own.
func (t *Text) Add(text string) {
	if text != "" {
		t.part()
		t.buf = append(t.buf, text...)
	}
}

// part begins a new part of a section's text.
func (t *Text) part() {
	if len(t.body(len(t.sections)-1)) == 0 {
		return
	}
	switch t.buf[len(t.buf)-1] {
	case ' ':
	case '.', '!', '?', ':', ';', ',':
		t.buf = append(t.buf, ' ')
	default:
		t.buf = append(t.buf, " · "...)
	}
}

// A Meaning is what the references and variables of a tree come to as text.
type Meaning struct {
	Reference func(i int) string // of a link that has no text of its own; may be nil
	Values    []string           // of the variables
}

// Blocks says what blocks say. Each heading begins a section.
func (t *Text) Blocks(blocks []prose.Block, m Meaning) {
	for _, block := range blocks {
		switch n := block.(type) {
		case *prose.Heading:
			begin := len(t.buf)
			t.spans(n.Spans, m)
			t.sections = append(t.sections, section{n.ID, begin, len(t.buf)})
		case *prose.Paragraph:
			t.line(n.Spans, m)
		case *prose.List:
			for _, item := range n.Items {
				t.Blocks(item.Blocks, m)
			}
		case *prose.Quote:
			t.Blocks(n.Blocks, m)
		case *prose.Alert:
			t.Blocks(n.Blocks, m)
		case *prose.Code:
			t.code(n)
		case *prose.Table:
			t.cells(n.Head, m)
			for _, row := range n.Rows {
				t.cells(row, m)
			}
		case *prose.Definitions:
			for _, d := range n.Items {
				for _, term := range d.Terms {
					t.line(term, m)
				}
				for _, meaning := range d.Meanings {
					t.Blocks(meaning, m)
				}
			}
		}
	}
}

func (t *Text) line(spans []prose.Span, m Meaning) {
	t.part()
	t.spans(spans, m)
}

func (t *Text) cells(cells []prose.Cell, m Meaning) {
	for _, c := range cells {
		if len(c.Spans) > 0 {
			t.line(c.Spans, m)
		}
	}
}

func (t *Text) code(n *prose.Code) {
	for _, line := range n.Lines {
		t.part()
		for _, token := range line {
			t.buf = append(t.buf, token.Text...)
		}
	}
}

func (t *Text) spans(spans []prose.Span, m Meaning) {
	for _, s := range spans {
		switch s := s.(type) {
		case prose.Text:
			t.buf = append(t.buf, s...)
		case prose.CodeSpan:
			t.buf = append(t.buf, s...)
		case prose.Break:
			t.buf = append(t.buf, ' ')
		case *prose.Styled:
			t.spans(s.Spans, m)
		case *prose.Link:
			if len(s.Spans) > 0 {
				t.spans(s.Spans, m)
			} else if m.Reference != nil {
				t.buf = append(t.buf, m.Reference(s.Reference)...)
			}
		case *prose.Image:
			t.buf = append(t.buf, s.Alt...)
		case prose.VariableMark:
			if int(s) < len(m.Values) {
				t.buf = append(t.buf, m.Values[s]...)
			}
		}
	}
}

// append appends the text as an array of the script: for each section its
// anchor, its heading and what it says.
func (t *Text) append(dst []byte) []byte {
	dst = append(dst, '[')
	for i, s := range t.sections {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, s.anchor)
		dst = appendString(append(dst, ','), t.heading(i))
		dst = appendString(append(dst, ','), t.body(i))
	}
	return append(dst, ']')
}
