package field

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Most front matter is of a small form of YAML: keys with texts, lists and
// maps of texts, on lines of their own or in one line, indented by spaces. It
// is read here, ten times faster than the whole language. Whatever goes beyond
// that form, and whatever is wrong, is left to the library: a test holds both
// to the same result.

// parsePlain reads src if it is of the small form.
func parsePlain(src []byte) (*Value, bool) {
	p := plainReader{src: src}
	if bytes.IndexByte(src, '\r') >= 0 || !p.next() || p.indent != 0 {
		return nil, false
	}
	v, ok := p.blockMap(0, 0)
	return v, ok && p.done
}

// A plainReader stands at a line that is neither empty nor a comment.
type plainReader struct {
	src    []byte
	at     int // where the line after this one begins
	line   int // number of this line
	indent int
	text   string // of this line, without indent and white space behind
	done   bool   // there is no further line
	nodes  int
}

// next goes to the next line, and says whether there is one.
func (p *plainReader) next() bool {
	for p.at < len(p.src) {
		line := p.src[p.at:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
			p.at += i + 1
		} else {
			p.at = len(p.src)
		}
		p.line++
		p.indent = 0
		for p.indent < len(line) && line[p.indent] == ' ' {
			p.indent++
		}
		line = bytes.TrimRight(line[p.indent:], " ")
		if len(line) > 0 && line[0] != '#' {
			p.text = string(line)
			return true
		}
	}
	p.done = true
	return false
}

// simple says that a line holds nothing that is read otherwise elsewhere in
// YAML: tabs and other control characters, line ends of other kinds, a byte
// order mark.
func simple(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f || s[i] == 0xc2 && i+1 < len(s) && s[i+1] < 0xa0 || s[i] == 0xe2 && strings.HasPrefix(s[i:], "\u2028") || s[i] == 0xe2 && strings.HasPrefix(s[i:], "\u2029") || s[i] == 0xef && strings.HasPrefix(s[i:], "\ufeff") {
			return false
		}
	}
	return true
}

// blockMap reads lines of keys that are indented alike.
func (p *plainReader) blockMap(indent, depth int) (*Value, bool) {
	v := &Value{Kind: Map, Line: p.line, Column: indent + 1}
	for !p.done && p.indent == indent {
		if depth > maxDepth/2 || !simple(p.text) {
			return nil, false
		}
		key, rest, ok := strings.Cut(p.text, ":")
		if !ok {
			return nil, false
		}
		shown := len(key)
		if inner, quoted := quotedKey(key); quoted {
			key = inner
		} else if !plainKey(key) {
			return nil, false
		}
		f := Field{Key: key, Line: p.line, Column: indent + 1}
		switch {
		case rest == "":
			if !p.next() || p.indent <= indent && !(p.indent == indent && strings.HasPrefix(p.text, "- ")) {
				return nil, false
			}
			if strings.HasPrefix(p.text, "- ") {
				f.Value, ok = p.blockList(p.indent, depth+1)
			} else {
				f.Value, ok = p.blockMap(p.indent, depth+1)
			}
		case rest[0] != ' ':
			return nil, false
		default:
			value := strings.TrimLeft(rest, " ")
			f.Value, ok = p.whole(value, indent+shown+1+len(rest)-len(value))
			if p.next() && p.indent > indent {
				return nil, false // the value goes on
			}
		}
		if !ok {
			return nil, false
		}
		v.Fields = append(v.Fields, f)
		if !p.done && p.indent > indent {
			return nil, false
		}
	}
	return v, true
}

// blockList reads items of one line each.
func (p *plainReader) blockList(indent, depth int) (*Value, bool) {
	v := &Value{Kind: List}
	for !p.done && p.indent == indent && strings.HasPrefix(p.text, "- ") {
		if depth > maxDepth/2 || !simple(p.text) {
			return nil, false
		}
		text := strings.TrimLeft(p.text[1:], " ")
		item, ok := p.whole(text, indent+len(p.text)-len(text))
		if !ok || item.Kind == Scalar && !item.Quoted && strings.HasSuffix(text, ":") {
			return nil, false
		}
		if len(v.Items) == 0 {
			v.Line, v.Column = item.Line, item.Column
		}
		v.Items = append(v.Items, item)
		if p.next() && p.indent > indent {
			return nil, false
		}
	}
	return v, true
}

// plainKey says that a key is a word that nobody takes for anything else.
func plainKey(key string) bool {
	if key == "" || key[0] == ' ' || key[len(key)-1] == ' ' || !letter(key[0]) {
		return false
	}
	for i := range len(key) {
		if c := key[i]; !letter(c) && (c < '0' || c > '9') && c != '-' && c != '_' && c != ' ' {
			return false
		}
	}
	return !isNull(key)
}

// quotedKey is what stands between the quotes of a key: letters and digits.
func quotedKey(key string) (string, bool) {
	inner := strings.TrimSuffix(strings.TrimPrefix(key, `"`), `"`)
	if inner == "" || len(inner)+2 != len(key) {
		return "", false
	}
	for i := range len(inner) {
		if c := inner[i]; !letter(c) && (c < '0' || c > '9') {
			return "", false
		}
	}
	return inner, true
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isNull(s string) bool { return s == "null" || s == "Null" || s == "NULL" }

// whole reads a value that is all of the rest of its line, which begins so
// many bytes into the line.
func (p *plainReader) whole(s string, column int) (*Value, bool) {
	f := flow{p: p, s: s, column: column + 1}
	v, ok := f.value(0, "")
	if !ok {
		return nil, false
	}
	return v, f.i == len(s) || strings.HasPrefix(s[f.i:], " #") || strings.HasPrefix(strings.TrimLeft(s[f.i:], " "), "#") && s[f.i] == ' '
}

// flow reads a value within a line.
type flow struct {
	p      *plainReader
	s      string
	i      int
	column int // of s, from 1, in bytes: all before it are
	seen   int // bytes of s before which the characters are counted
	chars  int
}

// place is the column of the byte now read, in characters.
func (f *flow) place() int {
	f.chars += utf8.RuneCountInString(f.s[f.seen:f.i])
	f.seen = f.i
	return f.column + f.chars
}

// value reads a value that ends before one of the bytes of until, or with the
// line where until is empty.
func (f *flow) value(depth int, until string) (*Value, bool) {
	if f.p.nodes++; f.i >= len(f.s) || depth > maxDepth/2 || f.p.nodes > maxNodes/2 {
		return nil, false
	}
	v := &Value{Line: f.p.line, Column: f.place()}
	switch c := f.s[f.i]; c {
	case '"', '\'':
		end := strings.IndexByte(f.s[f.i+1:], c)
		if end < 0 {
			return nil, false
		}
		v.Kind, v.Quoted, v.Text = Scalar, true, f.s[f.i+1:f.i+1+end]
		f.i += end + 2
		after := f.s[f.i:]
		return v, strings.IndexByte(v.Text, '\\') < 0 && (after == "" || after[0] == ' ' || until != "" && strings.IndexByte(until, after[0]) >= 0)
	case '[':
		v.Kind = List
		return v, f.list(v, depth)
	case '{':
		v.Kind = Map
		return v, f.fields(v, depth)
	}
	return v, f.scalar(v, until)
}

// scalar reads a text without quotes.
func (f *flow) scalar(v *Value, until string) bool {
	if strings.IndexByte("-?:,]}#&*!|>%@`=<~.", f.s[f.i]) >= 0 {
		return false
	}
	rest := f.s[f.i:]
	end := len(rest)
	if i := strings.IndexAny(rest, until); until != "" {
		if i < 0 {
			return false
		}
		end = i
	} else if i := strings.Index(rest, " #"); i >= 0 {
		end = i
	}
	text := strings.TrimRight(rest[:end], " ")
	if text == "" || isNull(text) || strings.Contains(text, ": ") || strings.HasSuffix(text, ":") || strings.Contains(text, " #") {
		return false
	}
	if until != "" && strings.ContainsAny(text, "[]{}\"':#") {
		return false
	}
	v.Kind, v.Text = Scalar, text
	f.i += len(text)
	return true
}

func (f *flow) list(v *Value, depth int) bool {
	f.i++
	for {
		f.spaces()
		if f.i < len(f.s) && f.s[f.i] == ']' && len(v.Items) == 0 {
			f.i++
			return true
		}
		item, ok := f.value(depth+1, ",]")
		if !ok {
			return false
		}
		v.Items = append(v.Items, item)
		f.spaces()
		if f.i >= len(f.s) || f.s[f.i] != ',' && f.s[f.i] != ']' {
			return false
		}
		f.i++
		if f.s[f.i-1] == ']' {
			return true
		}
	}
}

func (f *flow) fields(v *Value, depth int) bool {
	f.i++
	for {
		f.spaces()
		end := strings.IndexByte(f.s[f.i:], ':')
		if end < 0 {
			return false
		}
		key := f.s[f.i : f.i+end]
		if inner, quoted := quotedKey(key); quoted {
			key = inner
		} else if !plainKey(key) {
			return false
		}
		field := Field{Key: key, Line: f.p.line, Column: f.place()}
		f.i += end + 1
		if f.i >= len(f.s) || f.s[f.i] != ' ' {
			return false
		}
		f.spaces()
		value, ok := f.value(depth+1, ",}")
		if !ok {
			return false
		}
		field.Value = value
		v.Fields = append(v.Fields, field)
		f.spaces()
		if f.i >= len(f.s) || f.s[f.i] != ',' && f.s[f.i] != '}' {
			return false
		}
		f.i++
		if f.s[f.i-1] == '}' {
			return true
		}
	}
}

func (f *flow) spaces() {
	for f.i < len(f.s) && f.s[f.i] == ' ' {
		f.i++
	}
}
