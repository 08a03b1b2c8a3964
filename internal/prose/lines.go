package prose

import (
	"bytes"
	"unicode/utf8"
)

// lines tells the places of offsets that mostly come in order, without
// counting anew from the beginning.
type lines struct {
	src    []byte
	first  int // the number of the first line
	offset int // an offset whose place is known
	line   int // lines before that offset
	column int // characters between it and the beginning of its line
}

func (l *lines) place(offset int) Place {
	offset = min(max(offset, 0), len(l.src))
	if offset < l.offset {
		back := l.src[offset:l.offset]
		if bytes.IndexByte(back, '\n') < 0 {
			return Place{l.first + l.line, l.column - utf8.RuneCount(back) + 1}
		}
		l.offset, l.line, l.column = 0, 0, 0
	}
	between := l.src[l.offset:offset]
	if n := bytes.Count(between, []byte{'\n'}); n > 0 {
		l.line, l.column = l.line+n, 0
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	l.column += utf8.RuneCount(between)
	l.offset = offset
	return Place{l.first + l.line, l.column + 1}
}
