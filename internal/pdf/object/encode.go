package object

import (
	"fmt"
	"math"
	"strconv"
)

// Append appends the form in which o stands in a file to buf. It fails for a
// missing value and for a number that has no decimal form.
func Append(buf []byte, o Object) ([]byte, error) {
	e := encoder{buf: buf}
	e.object(o)
	return e.buf, e.err
}

// encoder serialises objects, giving references the numbers of the file being
// written.
type encoder struct {
	buf    []byte
	number func(Ref) Ref // nil: as they are
	err    error         // the first
}

func (e *encoder) object(o Object) {
	if o == nil {
		e.fail("a value is missing")
		return
	}
	o.write(e)
}

func (e *encoder) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf("write pdf object: "+format, args...)
	}
}

func (Null) write(e *encoder) { e.buf = append(e.buf, "null"...) }

func (b Bool) write(e *encoder) { e.buf = strconv.AppendBool(e.buf, bool(b)) }

func (i Integer) write(e *encoder) { e.buf = AppendInteger(e.buf, int(i)) }

// AppendInteger appends n in decimal digits. Most numbers of a file are small, and
// written faster by themselves.
func AppendInteger(buf []byte, n int) []byte {
	switch {
	case n < 0 || n >= 1000:
		return strconv.AppendInt(buf, int64(n), 10)
	case n < 10:
		return append(buf, byte('0'+n))
	case n < 100:
		return append(buf, byte('0'+n/10), byte('0'+n%10))
	}
	return append(buf, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
}

func (r Real) write(e *encoder) {
	f := float64(r)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		e.fail("%v is no number a file can hold", f)
		return
	}
	if f == 0 {
		f = 0 // never -0
	}
	e.buf = strconv.AppendFloat(e.buf, f, 'f', -1, 64)
}

func (t Thousandths) write(e *encoder) { e.buf = AppendThousandths(e.buf, int(t)) }

// AppendThousandths appends n thousandths as a decimal number.
func AppendThousandths(buf []byte, n int) []byte {
	if n < 0 {
		buf = append(buf, '-')
		n = -n
	}
	buf = AppendInteger(buf, n/1000)
	if f := n % 1000; f != 0 {
		digits := [4]byte{'.', byte('0' + f/100), byte('0' + f/10%10), byte('0' + f%10)}
		end := 4
		for digits[end-1] == '0' {
			end--
		}
		buf = append(buf, digits[:end]...)
	}
	return buf
}

func (v Verbatim) write(e *encoder) { e.buf = append(e.buf, v...) }

func (r Ref) write(e *encoder) {
	if e.number != nil {
		r = e.number(r)
	}
	e.buf = AppendInteger(e.buf, r.Number)
	e.buf = append(e.buf, ' ')
	e.buf = AppendInteger(e.buf, r.Generation)
	e.buf = append(e.buf, " R"...)
}

const hexDigits = "0123456789ABCDEF"

// write writes the literal form (7.3.4.2). Parentheses are always escaped, so
// they need not balance; bytes outside ASCII stand as they are.
func (s String) write(e *encoder) {
	buf := append(e.buf, '(')
	for i := range len(s) {
		switch c := s[i]; c {
		case '(', ')', '\\':
			buf = append(buf, '\\', c)
		case '\n':
			buf = append(buf, `\n`...)
		case '\r':
			buf = append(buf, `\r`...)
		default:
			buf = append(buf, c)
		}
	}
	e.buf = append(buf, ')')
}

// write escapes whatever is not a regular, visible character (7.3.5). A name
// cannot hold the null character.
func (n Name) write(e *encoder) {
	buf := append(e.buf, '/')
	for i := range len(n) {
		c := n[i]
		switch {
		case c == 0:
			e.fail("name %q holds a null character", string(n))
		case c < '!' || c > '~' || c == '#' || class[c] != regular:
			buf = append(buf, '#', hexDigits[c>>4], hexDigits[c&15])
		default:
			buf = append(buf, c)
		}
	}
	e.buf = buf
}

func (a Array) write(e *encoder) {
	e.buf = append(e.buf, '[')
	for i, o := range a {
		if i > 0 {
			e.buf = append(e.buf, ' ')
		}
		e.object(o)
	}
	e.buf = append(e.buf, ']')
}

func (d *Dict) write(e *encoder) {
	e.buf = append(e.buf, "<<"...)
	for i := range d.entries {
		e.entry(d.entries[i].key, d.entries[i].value)
	}
	e.buf = append(e.buf, ">>"...)
}

func (e *encoder) entry(key Name, value Object) {
	key.write(e)
	switch value.(type) { // others begin with a delimiter of their own
	case Null, Bool, Integer, Real, Thousandths, Ref, Verbatim:
		e.buf = append(e.buf, ' ')
	}
	e.object(value)
}

func (s *Stream) write(e *encoder) {
	e.buf = append(e.buf, "<<"...)
	if s.Dict != nil {
		for i := range s.Dict.entries {
			if en := &s.Dict.entries[i]; en.key != "Length" {
				e.entry(en.key, en.value)
			}
		}
	}
	e.entry("Length", Integer(len(s.Raw)))
	e.buf = append(e.buf, ">>\nstream\n"...)
	e.buf = append(e.buf, s.Raw...)
	e.buf = append(e.buf, "\nendstream"...)
}
