// Package field reads keys and values from YAML, TOML or JSON, with their
// text and positions.
//
// Scalars keep the text they were typed as: 1.10 is "1.10", never 1.1, and
// 0x10 is "0x10". What a text means (a date, yes or no, a number) is decided
// by the Go type it is decoded into, in the same way for the three formats.
// Aliases of YAML stand for scalars only, so that a small file stays small.
package field

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Format is a language for keys and values.
type Format uint8

// The formats of front matter; registers and annexa.yaml are YAML.
const (
	YAML Format = iota
	TOML
	JSON
)

// String is the name of the format.
func (f Format) String() string { return [...]string{"YAML", "TOML", "JSON"}[f] }

// Kind is what a value is.
type Kind uint8

// The kinds of value. Null is a key without a value.
const (
	Null Kind = iota
	Scalar
	List
	Map
)

// String is the kind in words.
func (k Kind) String() string { return [...]string{"nothing", "a text", "a list", "a map"}[k] }

// A Value is a scalar with its text, a list, a map, or nothing. Lines and
// columns count from 1, columns in characters.
type Value struct {
	Kind         Kind
	Text         string // of a scalar, as typed, quotes and escapes resolved
	Quoted       bool   // the scalar was quoted
	Line, Column int
	Items        []*Value // of a list
	Fields       []Field  // of a map, in order; keys may repeat
}

// A Field is a key of a map and its value.
type Field struct {
	Key          string
	Line, Column int
	Value        *Value
}

// Get returns the value of the first field with the key, written in lower case
// with hyphens as [Fold] has it, or nil; following keys lead into the maps
// below. In a list the key is the number of the item, from 0.
func (v *Value) Get(keys ...string) *Value {
	for _, key := range keys {
		if v == nil {
			return nil
		}
		v = v.get(key)
	}
	return v
}

func (v *Value) get(key string) *Value {
	for i := range v.Fields {
		if Fold(v.Fields[i].Key) == key {
			return v.Fields[i].Value
		}
	}
	if v.Kind == List {
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(v.Items) {
			return v.Items[i]
		}
	}
	return nil
}

// A Fault is a place where the text is not of its format.
type Fault struct {
	Line, Column  int
	Message, Hint string
}

const (
	maxDepth = 32      // of lists and maps within each other
	maxNodes = 500_000 // of one file
)

// Parse reads src, whose first line is line firstLine of its file. A byte order
// mark is skipped and lines may end in any way. What could not be read is told
// as faults; the value is nil if nothing could be. The value of an empty text
// is an empty map.
func Parse(format Format, src []byte, firstLine int) (v *Value, faults []Fault) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	if i := invalidUTF8(src); i >= 0 {
		line, column := (&places{src: src}).at(i)
		return nil, []Fault{{line + firstLine - 1, column, "this is not UTF-8 text", "save the file as UTF-8"}}
	}
	// The parsers are other people's and their input may be hostile: a panic in
	// one is an unreadable text, not the end of the build.
	defer func() {
		if r := recover(); r != nil {
			v, faults = nil, []Fault{{firstLine, 1, fmt.Sprintf("this %s cannot be read", format), ""}}
		}
	}()
	switch format {
	case TOML:
		v, faults = parseTOML(src)
	case JSON:
		v, faults = parseJSON(src)
	default:
		v, faults = parseYAML(src)
	}
	if firstLine != 1 {
		shift(v, firstLine-1)
		for i := range faults {
			faults[i].Line += firstLine - 1
		}
	}
	return v, faults
}

// shift moves a value and all below it down by n lines.
func shift(v *Value, n int) {
	if v == nil {
		return
	}
	v.Line += n
	for _, item := range v.Items {
		shift(item, n)
	}
	for i := range v.Fields {
		v.Fields[i].Line += n
		shift(v.Fields[i].Value, n)
	}
}

func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// A places tells lines and columns of offsets that mostly come in order.
type places struct {
	src                  []byte
	offset, line, column int // an offset known, and its line and column less one
}

// at is the line and column, from 1, of an offset.
func (p *places) at(offset int) (line, column int) {
	offset = min(max(offset, 0), len(p.src))
	if offset < p.offset {
		p.offset, p.line, p.column = 0, 0, 0
	}
	between := p.src[p.offset:offset]
	if n := bytes.Count(between, []byte{'\n'}); n > 0 {
		p.line, p.column = p.line+n, 0
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	p.column += utf8.RuneCount(between)
	p.offset = offset
	return p.line + 1, p.column + 1
}
