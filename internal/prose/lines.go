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
	offset int // an offset whose line is known
	line   int // lines before that offset
	start  int // where its line begins
}

func (l *lines) place(offset int) Place {
	offset = min(max(offset, 0), len(l.src))
	if offset < l.offset {
		if offset >= l.start {
			return Place{l.first + l.line, utf8.RuneCount(l.src[l.start:offset]) + 1}
		}
		l.offset, l.line, l.start = 0, 0, 0
	}
	between := l.src[l.offset:offset]
	if n := bytes.Count(between, []byte{'\n'}); n > 0 {
		l.line += n
		l.start = l.offset + bytes.LastIndexByte(between, '\n') + 1
	}
	l.offset = offset
	return Place{l.first + l.line, utf8.RuneCount(l.src[l.start:offset]) + 1}
}
