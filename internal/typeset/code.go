package typeset

import (
	"strings"

	"annexa/internal/prose"
)

// code sets a block of code line by line. A line that is too long goes on
// below, indented; white space stays as it is.
func (l *layouter) code(c *prose.Code) {
	l.line = c.Line
	l.boxed(&decor{fill: &l.st.Colours.Panel}, Node{Role: P}, l.lead/2, func() {
		node := l.out.node(l.node, Node{Role: CodeRole})
		l.sized(l.st.SmallSize, l.st.SmallLead, func() {
			first := len(l.items)
			for i, tokens := range c.Lines {
				l.codeLine(tokens, node, i < len(c.Lines)-1)
				l.line++
			}
			if n := len(l.items) - first; n >= 2 {
				l.items[first].stay = true
				l.items[first+n-2].stay = true
			}
		})
	})
}

// codeLine sets a line, which is not the last one if there are more.
func (l *layouter) codeLine(tokens []prose.Token, node int32, more bool) {
	l.run(func() {
		for _, t := range tokens {
			k := l.textLook().with(mono)
			k.colour = l.st.Colours.Token[int(t.Class)%len(l.st.Colours.Token)]
			if t.Class == prose.KeywordToken {
				k.cut |= bold
			}
			l.verbatim(t.Text, k, l.out.content(node))
		}
		if more && len(tokens) > 0 {
			l.newline(l.textLook().with(mono), node, 0)
		}
	}, func(atoms []atom) {
		if len(atoms) == 0 {
			l.emit(item{height: l.lead})
			return
		}
		const hanging = 18 * Point
		n := 0
		l.inside(0, hanging, func() {
			l.breakLines(atoms, l.w, verbatim, func(line []atom) {
				f, h := l.typeset(line, l.w, prose.AlignLeft)
				if (n > 0) != l.right { // towards the right, as all code is read
					f.X = hanging
				}
				n++
				l.emit(item{frame: f, height: h})
			})
		})
	})
}

// verbatim appends text whose spaces count, with a place to break after each
// stretch of them.
func (l *layouter) verbatim(s string, k look, node int32) {
	brk := noBreak
	for s = strings.ReplaceAll(s, "\t", "    "); s != ""; {
		n := 0
		for n < len(s) && s[n] == ' ' && n < longChunk {
			n++
		}
		if n > 0 {
			l.addWord(l.e.word(k.cut, s[:n]), noBreak, k, node, 0)
			s, brk = s[n:], usualBreak
			continue
		}
		if n = strings.IndexByte(s, ' '); n < 0 {
			n = len(s)
		}
		l.chunk(s[:n], brk, k, node, 0)
		s, brk = s[n:], noBreak
	}
}
