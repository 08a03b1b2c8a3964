package object

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// The three classes of characters (7.2.2).
const (
	regular = iota
	white
	delimiter
)

var class = [256]uint8{
	0: white, '\t': white, '\n': white, '\f': white, '\r': white, ' ': white,
	'(': delimiter, ')': delimiter, '<': delimiter, '>': delimiter, '[': delimiter,
	']': delimiter, '{': delimiter, '}': delimiter, '/': delimiter, '%': delimiter,
}

// errEnd says that the data ended inside an object.
var errEnd = errors.New("the data end inside an object")

// scanner reads the lexical elements of data from pos on.
type scanner struct {
	data  []byte
	pos   int
	names map[string]Name // seen already, to be shared; nil: none are
}

func (s *scanner) errorf(format string, args ...any) error {
	return fmt.Errorf("byte %d: %w", s.pos, fmt.Errorf(format, args...))
}

// peek returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

// space passes over white space and comments.
func (s *scanner) space() {
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		if c == '%' {
			for s.pos < len(s.data) && s.data[s.pos] != '\n' && s.data[s.pos] != '\r' {
				s.pos++
			}
		} else if class[c] != white {
			return
		} else {
			s.pos++
		}
	}
}

// word reads the run of regular characters at pos, empty at a delimiter. It
// shares memory with the data.
func (s *scanner) word() []byte {
	start := s.pos
	for s.pos < len(s.data) && class[s.data[s.pos]] == regular {
		s.pos++
	}
	return s.data[start:s.pos]
}

// keyword passes over white space and the word want, and reports whether it was
// there. Otherwise it stays where it was.
func (s *scanner) keyword(want string) bool {
	start := s.pos
	s.space()
	if string(s.word()) == want {
		return true
	}
	s.pos = start
	return false
}

// whole passes over white space and an unsigned whole number, and reports
// whether there was one that fits an int. Otherwise it stays where it was.
func (s *scanner) whole() (int, bool) {
	start := s.pos
	s.space()
	n, ok := digits(s.word())
	if !ok {
		s.pos = start
	}
	return n, ok
}

func digits(word []byte) (int, bool) {
	if len(word) == 0 || len(word) > 18 {
		return 0, false
	}
	n := 0
	for _, c := range word {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// number turns a word into an Integer or a Real (7.3.3).
func number(word []byte) (Object, bool) {
	body := word
	if len(body) > 0 && (body[0] == '+' || body[0] == '-') {
		body = body[1:]
	}
	point, seen := false, false
	for _, c := range body {
		switch {
		case c >= '0' && c <= '9':
			seen = true
		case c == '.' && !point:
			point = true
		default:
			return nil, false
		}
	}
	if !seen {
		return nil, false
	}
	if !point {
		if n, err := strconv.ParseInt(string(word), 10, 64); err == nil {
			return Integer(n), true
		}
	}
	f, err := strconv.ParseFloat(string(word), 64)
	if err != nil || math.IsInf(f, 0) {
		return nil, false
	}
	return Real(f), true
}

// name reads a name whose slash is at pos.
func (s *scanner) name() (Name, error) {
	s.pos++
	raw := s.word()
	escaped := false
	for _, c := range raw {
		escaped = escaped || c == '#'
	}
	if !escaped {
		return s.shared(raw), nil
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '#' {
			out = append(out, raw[i])
			continue
		}
		if i+2 >= len(raw) || unhex(raw[i+1]) > 15 || unhex(raw[i+2]) > 15 {
			return "", s.errorf("name /%s: # wants two hexadecimal digits", raw)
		}
		c := unhex(raw[i+1])<<4 | unhex(raw[i+2])
		if c == 0 {
			return "", s.errorf("name /%s holds a null character", raw)
		}
		out = append(out, c)
		i += 2
	}
	return Name(out), nil
}

// shared returns raw as a name, the same string each time.
func (s *scanner) shared(raw []byte) Name {
	if n, ok := s.names[string(raw)]; ok {
		return n
	}
	n := Name(raw)
	if s.names != nil && len(s.names) < maxNames {
		s.names[string(n)] = n
	}
	return n
}

// maxNames bounds the names that are kept for sharing; files use a few hundred.
const maxNames = 4096

// unhex returns the value of a hexadecimal digit, 255 for any other byte.
func unhex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// hexString reads a hexadecimal string whose < is at pos (7.3.4.3).
func (s *scanner) hexString() (String, error) {
	s.pos++
	var out []byte
	high, half := byte(0), false
	for ; s.pos < len(s.data); s.pos++ {
		c := s.data[s.pos]
		if c == '>' {
			s.pos++
			if half {
				out = append(out, high<<4)
			}
			return String(out), nil
		}
		if class[c] == white {
			continue
		}
		v := unhex(c)
		if v > 15 {
			return "", s.errorf("%q is no hexadecimal digit", c)
		}
		if half {
			out = append(out, high<<4|v)
		}
		high, half = v, !half
	}
	return "", errEnd
}

// literalString reads a literal string whose ( is at pos (7.3.4.2).
func (s *scanner) literalString() (String, error) {
	s.pos++
	var out []byte
	for open := 1; s.pos < len(s.data); {
		c := s.data[s.pos]
		s.pos++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return String(out), nil
			}
		case '\r': // an end of line, however written, is a line feed
			if s.peek() == '\n' {
				s.pos++
			}
			c = '\n'
		case '\\':
			var keep bool
			if c, keep = s.escape(); !keep {
				continue
			}
		}
		out = append(out, c)
	}
	return "", errEnd
}

// escape reads what follows a backslash; keep is false for an end of line, which
// only continues the string.
func (s *scanner) escape() (c byte, keep bool) {
	c = s.peek()
	s.pos++
	switch c {
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'b':
		return '\b', true
	case 'f':
		return '\f', true
	case '\n':
		return 0, false
	case '\r':
		if s.peek() == '\n' {
			s.pos++
		}
		return 0, false
	}
	if c < '0' || c > '7' {
		return c, true
	}
	v := int(c - '0')
	for range 2 {
		if d := s.peek(); d >= '0' && d <= '7' {
			v = v<<3 | int(d-'0')
			s.pos++
		}
	}
	return byte(v), true
}
