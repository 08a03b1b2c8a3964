package prose

import (
	"bytes"
	"html"
	"sort"
	"strings"
	"unicode/utf8"
)

// A run is text that goldmark gave in pieces, put together again: a mention
// may lie across two lines.
type run struct {
	r     *reader
	in    context
	text  []byte
	marks []mark
}

// A mark says from which offset of the file the text from at on comes.
type mark struct {
	at, offset int
	raw        bool // escapes and entities were resolved
}

func (u *run) add(text []byte, offset int, raw bool) {
	if len(text) > 0 {
		u.marks = append(u.marks, mark{len(u.text), offset, raw})
		u.text = append(u.text, text...)
	}
}

// mark is the last one that stands at or before the i-th byte of the run.
func (u *run) mark(i int) mark {
	k := sort.Search(len(u.marks), func(k int) bool { return u.marks[k].at > i })
	if k == 0 {
		return mark{}
	}
	return u.marks[k-1]
}

// offset is where in the file the i-th byte of the run stands.
func (u *run) offset(i int) int {
	m := u.mark(i)
	return m.offset + i - m.at
}

func (u *run) raw(i int) bool { return u.mark(i).raw }

// special are the bytes at which something other than text may begin, anywhere or
// where no letter or digit stands before, and those letters and digits.
var special = func() (t [256]uint8) {
	for c := range 256 {
		if startsMention(byte(c)) {
			t[c] |= wordStart
		}
		if isLetterOrDigit(byte(c)) {
			t[c] |= wordByte
		}
	}
	for _, c := range `\&{` {
		t[c] |= anywhere
	}
	return t
}()

const (
	anywhere = 1 << iota
	wordStart
	wordByte // twice wordStart, which it takes from the byte behind it
)

// nextSpecial is the first place from i on at which something other than text may
// begin, or the end.
func nextSpecial(s []byte, i int) int {
	before := uint8(0)
	if i > 0 {
		before = special[s[i-1]]
	}
	for ; i < len(s); i++ {
		c := special[s[i]]
		if c&(anywhere|wordStart&^(before&wordByte/2)) != 0 {
			break
		}
		before = c
	}
	return i
}

// flush appends the run as text, mentions and variables, and empties it.
func (u *run) flush(out []Span) []Span {
	if len(u.text) == 0 {
		return out
	}
	s := u.text
	u.r.tree.Words += countWords(s)
	u.find()
	b := u.r.buffer[:0]
	emit := func() {
		if len(b) > 0 {
			out = append(out, Text(b))
			b = b[:0]
		}
	}
	for i := 0; i < len(s); {
		from := i
		i = nextSpecial(s, i)
		if b = append(b, s[from:i]...); i == len(s) {
			break
		}
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s) && isPunctuation(s[i+1]) && !u.raw(i):
			b = append(b, s[i+1])
			i += 2
			if s[i-1] == '{' && i < len(s) && s[i] == '{' { // \{{ is two braces
				b = append(b, '{')
				i++
			}
			continue
		case c == '&' && !u.raw(i):
			if n := entityLength(s[i:]); n > 0 {
				b = append(b, strings.ReplaceAll(html.UnescapeString(string(s[i:i+n])), "\x00", "\ufffd")...)
				i += n
				continue
			}
		case c == '{':
			if name, n := variable(s[i:]); n > 0 && (i == 0 || s[i-1] != '$') {
				emit()
				u.r.tree.Variables = append(u.r.tree.Variables, Variable{name, u.r.place(u.offset(i))})
				out = append(out, VariableMark(len(u.r.tree.Variables)-1))
				i += n
				continue
			}
		case !u.in.noMentions && startsMention(c) && (i == 0 || !isWord(s, i)):
			if found, n := mentionsAt(s[i:]); n > 0 {
				at := i
				for _, m := range found {
					b = append(b, s[at:i+m.from]...)
					emit()
					m.ref.Text = string(s[i+m.from : i+m.to])
					ref := u.r.reference(m.ref, u.offset(i+m.from))
					out = append(out, &Link{Reference: ref, Spans: []Span{Text(m.ref.Text)}})
					at = i + m.to
				}
				b = append(b, s[at:i+n]...)
				i += n
				continue
			}
			// No mention begins within the rest of this word.
			from := i
			for i < len(s) && isLetterOrDigit(s[i]) {
				i++
			}
			b = append(b, s[from:i]...)
			continue
		}
		b = append(b, c)
		i++
	}
	emit()
	u.text, u.marks = u.text[:0], u.marks[:0]
	u.r.buffer, u.r.text, u.r.marks = b, u.text, u.marks
	return out
}

// isWord says that the byte before i belongs to a word that goes on at i.
func isWord(s []byte, i int) bool {
	before, _ := utf8.DecodeLastRune(s[:i])
	return before >= utf8.RuneSelf && before != '\u00a0' && before != '‘' && before != '“' && before != '–' && before != '—' && before != '„' && before != '«' ||
		isLetterOrDigit(byte(before)) || before == '_' || before == '.' || before == '@' || before == '/' || before == '\\' || before == '#' || before == '-' && !bytes.HasSuffix(s[:i], []byte("sub-"))
}

func isLetterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func isPunctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

func entityLength(s []byte) int {
	end := bytes.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 {
		return 0
	}
	for _, c := range s[1:end] {
		if !isLetterOrDigit(c) && c != '#' {
			return 0
		}
	}
	return end + 1
}

// variable reads {{word.word}} and returns word.word and its length.
func variable(s []byte) (string, int) {
	if len(s) < 7 || s[1] != '{' {
		return "", 0
	}
	dots, from := 0, 2
	for i := 2; i < len(s) && i < 100; i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z', i > from && (c >= '0' && c <= '9' || c == '-' || c == '_'):
		case c == '.' && i > from:
			dots++
			from = i + 1
		case c == '}' && i > from && dots > 0 && i+1 < len(s) && s[i+1] == '}':
			return string(s[2:i]), i + 2
		default:
			return "", 0
		}
	}
	return "", 0
}

// spaceBytes are 1 for the bytes that end a word.
var spaceBytes = [256]byte{' ': 1, '\n': 1, '\t': 1}

// countWords counts the places where no space follows a space or the beginning.
func countWords[T string | []byte](s T) int {
	n, before := 0, byte(1)
	for i := range len(s) {
		space := spaceBytes[s[i]]
		n += int(before &^ space)
		before = space
	}
	return n
}
