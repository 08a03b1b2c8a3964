package prose

import "strings"

// AppendText appends spans as plain text.
func AppendText(dst []byte, spans []Span, b Bindings) []byte {
	for _, s := range spans {
		switch s := s.(type) {
		case Text:
			dst = append(dst, s...)
		case CodeSpan:
			dst = append(dst, s...)
		case Break:
			dst = append(dst, ' ')
		case *Styled:
			dst = AppendText(dst, s.Spans, b)
		case *Link:
			if len(s.Spans) > 0 {
				dst = AppendText(dst, s.Spans, b)
			} else if s.Reference < len(b.References) {
				dst = append(dst, b.References[s.Reference].Text...)
			}
		case *Image:
			dst = append(dst, s.Alt...)
		case VariableMark:
			if int(s) < len(b.Variables) {
				dst = append(dst, b.Variables[s]...)
			}
		}
	}
	return dst
}

// AppendBlockText appends blocks as plain text, one block or table row a line.
func AppendBlockText(dst []byte, blocks []Block, b Bindings) []byte {
	for _, block := range blocks {
		switch n := block.(type) {
		case *Heading:
			dst = append(AppendText(dst, n.Spans, b), '\n')
		case *Paragraph:
			dst = append(AppendText(dst, n.Spans, b), '\n')
		case *List:
			for _, item := range n.Items {
				dst = AppendBlockText(dst, item.Blocks, b)
			}
		case *Quote:
			dst = AppendBlockText(dst, n.Blocks, b)
		case *Alert:
			dst = AppendBlockText(dst, n.Blocks, b)
		case *Code:
			for _, line := range n.Lines {
				for _, t := range line {
					dst = append(dst, t.Text...)
				}
				dst = append(dst, '\n')
			}
		case *Table:
			dst = appendRowText(dst, n.Head, b)
			for _, row := range n.Rows {
				dst = appendRowText(dst, row, b)
			}
		case *Definitions:
			for _, d := range n.Items {
				for _, term := range d.Terms {
					dst = append(AppendText(dst, term, b), '\n')
				}
				for _, m := range d.Meanings {
					dst = AppendBlockText(dst, m, b)
				}
			}
		}
	}
	return dst
}

func appendRowText(dst []byte, cells []Cell, b Bindings) []byte {
	for i, c := range cells {
		if i > 0 {
			dst = append(dst, '\t')
		}
		dst = AppendText(dst, c.Spans, b)
	}
	return append(dst, '\n')
}

// Substitute puts the values of variables into a line of text such as a title,
// where no markup is read. Value returns the value of a name, and whether it
// has one; what has none stays as it is and is told to unknown.
func Substitute(s string, value func(name string) (string, bool), unknown func(name string)) string {
	if !strings.Contains(s, "{{") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] == '\\' && strings.HasPrefix(s[i+1:], "{{") {
			b.WriteString("{{")
			i += 3
			continue
		}
		if name, n := variable([]byte(s[i:min(len(s), i+110)])); n > 0 && s[i] == '{' && (i == 0 || s[i-1] != '$') {
			if v, ok := value(name); ok {
				b.WriteString(v)
			} else {
				unknown(name)
				b.WriteString(s[i : i+n])
			}
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
