package edit

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"annexa/internal/field"
)

// Front takes a Markdown file with front matter in YAML apart: the opening
// fence, the YAML between the fences, and the rest from the closing fence on.
// It is false for a file without one, or with one in another language.
func Front(src []byte) (fence, yaml, rest []byte, ok bool) {
	body := bytes.TrimPrefix(src, []byte("\ufeff"))
	start := len(src) - len(body)
	first := true
	for at := start; at < len(src); {
		end := at + bytes.IndexByte(src[at:], '\n') + 1
		if end == at {
			end = len(src)
		}
		isFence := string(bytes.TrimRight(src[at:end], " \t\r\n")) == "---"
		switch {
		case first && !isFence:
			return nil, nil, nil, false
		case first:
			first, start = false, end
		case isFence:
			return src[:start], src[start:at], src[at:], true
		}
		at = end
	}
	return nil, nil, nil, false
}

// SetFront is [Set] on the front matter of a Markdown file.
func SetFront(src []byte, key, value string) ([]byte, error) {
	return front(src, func(yaml []byte) ([]byte, error) { return Set(yaml, key, value) })
}

// RemoveFront is [Remove] on the front matter of a Markdown file.
func RemoveFront(src []byte, keys ...string) ([]byte, error) {
	return front(src, func(yaml []byte) ([]byte, error) { return Remove(yaml, keys...) })
}

func front(src []byte, change func([]byte) ([]byte, error)) ([]byte, error) {
	fence, yaml, rest, ok := Front(src)
	if !ok {
		return nil, fmt.Errorf("there is no front matter in YAML, between two lines ---")
	}
	yaml, err := change(yaml)
	if err != nil {
		return nil, err
	}
	return slices.Concat(fence, yaml, rest), nil
}

// Set gives a first-level key of YAML a value, which is YAML too: a scalar, a
// list or a map in one line, or lines that begin with a line end and are
// indented. The key keeps its place and the comment behind it; one that was not
// there comes last. An error says why the text cannot be changed by machine;
// nothing is ever lost.
func Set(src []byte, key, value string) ([]byte, error) {
	e, err := open(src)
	if err != nil {
		return nil, err
	}
	written := key + ": " + value
	if strings.HasPrefix(value, "\n") {
		written = key + ":" + value
	}
	i := e.find(key)
	if i < 0 {
		end := e.newline
		if n := len(e.lines); n > 0 && !strings.HasSuffix(e.lines[n-1], "\n") {
			e.lines[n-1] += e.newline
			end = ""
		}
		e.lines = append(e.lines, e.line(written)+end)
		return e.close(key, value)
	}
	from, to := e.extent(i)
	ending := e.lines[to-1][len(strings.TrimRight(e.lines[to-1], "\r\n")):]
	first, rest, more := strings.Cut(written, "\n")
	written = first + comment(e.lines[from])
	if more {
		written += "\n" + rest
	}
	e.lines = slices.Replace(e.lines, from, to, e.line(written)+ending)
	return e.close(key, value)
}

// Remove takes first-level keys out, where they are there, with the comment
// behind them; a comment above them stays.
func Remove(src []byte, keys ...string) ([]byte, error) {
	for _, key := range keys {
		e, err := open(src)
		if err != nil {
			return nil, err
		}
		i := e.find(key)
		if i < 0 {
			continue
		}
		from, to := e.extent(i)
		e.lines = slices.Delete(e.lines, from, to)
		if src, err = e.close(key, ""); err != nil {
			return nil, err
		}
	}
	return src, nil
}

// An editor holds a text of YAML by its lines, each with its end.
type editor struct {
	value   *field.Value
	lines   []string
	newline string
}

func open(src []byte) (*editor, error) {
	v, faults := field.Parse(field.YAML, src, 1)
	switch {
	case bytes.Contains(bytes.ReplaceAll(src, []byte("\r\n"), nil), []byte("\r")):
		// YAML counts it as the end of a line (YAML 1.2.2, 5.4), editors do not.
		return nil, fmt.Errorf("a carriage return stands here without a line feed: save the file with other line ends")
	case len(faults) > 0:
		return nil, fmt.Errorf("line %d: %s", faults[0].Line, faults[0].Message)
	case v == nil || v.Kind != field.Map:
		return nil, fmt.Errorf("there are no keys with values here")
	}
	e := &editor{value: v, lines: slices.Collect(strings.Lines(string(src))), newline: "\n"}
	if bytes.Contains(src, []byte("\r\n")) {
		e.newline = "\r\n"
	}
	for i := 1; i < len(v.Fields); i++ {
		if v.Fields[i].Line <= v.Fields[i-1].Line {
			return nil, fmt.Errorf("line %d holds two keys: give each a line of its own", v.Fields[i].Line)
		}
		if e.find(v.Fields[i].Key) < i {
			return nil, fmt.Errorf("line %d: the key %s stands here a second time", v.Fields[i].Line, v.Fields[i].Key)
		}
	}
	if len(v.Fields) > 0 && v.Fields[0].Column != 1 {
		return nil, fmt.Errorf("line %d: the keys do not begin at the beginning of their lines", v.Fields[0].Line)
	}
	return e, nil
}

// line is a text of this file's line ends.
func (e *editor) line(s string) string { return strings.ReplaceAll(s, "\n", e.newline) }

func (e *editor) find(key string) int {
	return slices.IndexFunc(e.value.Fields, func(f field.Field) bool { return field.Fold(f.Key) == field.Fold(key) })
}

// extent is the lines of a field: up to the next one, without the empty lines
// and comments before that.
func (e *editor) extent(i int) (from, to int) {
	from, to = e.value.Fields[i].Line-1, len(e.lines)
	if i+1 < len(e.value.Fields) {
		to = e.value.Fields[i+1].Line - 1
	}
	for to > from+1 {
		line := strings.TrimSpace(e.lines[to-1])
		if line != "" && (line[0] != '#' || e.lines[to-1][0] == ' ') {
			break
		}
		to--
	}
	return from, to
}

// comment is the comment behind a line's value, with the white space before
// it; empty where there is none.
func comment(line string) string {
	line = strings.TrimRight(line, "\r\n")
	quote := byte(0)
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quote == '"' && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && (i == 0 || strings.IndexByte(" [{,:", line[i-1]) >= 0):
			quote = c
		case c == '#' && i > 0 && (line[i-1] == ' ' || line[i-1] == '\t'):
			return line[len(strings.TrimRight(line[:i], " \t")):]
		}
	}
	return ""
}

// close returns the text, once it was read again and says what it said before
// in every key but the one changed.
func (e *editor) close(key, value string) ([]byte, error) {
	src := []byte(strings.Join(e.lines, ""))
	v, faults := field.Parse(field.YAML, src, 1)
	if len(faults) > 0 || v == nil || v.Kind != field.Map {
		return nil, fmt.Errorf("the key %s cannot be changed by machine here: change it by hand", key)
	}
	without := func(v *field.Value) []field.Field {
		i := slices.IndexFunc(v.Fields, func(f field.Field) bool { return field.Fold(f.Key) == field.Fold(key) })
		if i < 0 {
			return v.Fields
		}
		return slices.Delete(slices.Clone(v.Fields), i, i+1)
	}
	if got := v.Get(field.Fold(key)); (got == nil) != (value == "") || !slices.EqualFunc(without(e.value), without(v), sameField) {
		return nil, fmt.Errorf("the key %s cannot be changed by machine here: change it by hand", key)
	}
	return src, nil
}

func sameField(a, b field.Field) bool { return a.Key == b.Key && same(a.Value, b.Value) }

func same(a, b *field.Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.Text == b.Text && slices.EqualFunc(a.Items, b.Items, same) && slices.EqualFunc(a.Fields, b.Fields, sameField)
}

// AppendFront puts an item, which is YAML in one line, at the end of a list in
// the front matter of a Markdown file. A key that is not there yet is put last.
func AppendFront(src []byte, key, item string) ([]byte, error) {
	return front(src, func(yaml []byte) ([]byte, error) { return appendItem(yaml, key, item) })
}

// appendItem puts an item at the end of the list that is a key's value.
func appendItem(src []byte, key, item string) ([]byte, error) {
	e, err := open(src)
	if err != nil {
		return nil, err
	}
	i := e.find(key)
	if i < 0 || e.value.Fields[i].Value.Kind == field.Null {
		return Set(src, key, "\n  - "+item)
	}
	list := e.value.Fields[i].Value
	from, to := e.extent(i)
	last := e.lines[to-1]
	indent := last[:len(last)-len(strings.TrimLeft(last, " "))]
	if list.Kind == field.List && len(list.Items) > 0 {
		first := e.lines[list.Items[0].Line-1]
		indent = first[:len(first)-len(strings.TrimLeft(first, " "))]
		if !strings.HasPrefix(first[len(indent):], "- ") {
			indent = "" // within [ ]
		}
	}
	if list.Kind != field.List || to-from == 1 && len(list.Items) > 0 {
		return nil, fmt.Errorf("no item can be added to %s by machine here: put each on a line of its own that begins with a hyphen", key)
	}
	if len(list.Items) == 0 {
		return Set(src, key, "\n  - "+item)
	}
	if !strings.HasSuffix(last, "\n") {
		e.lines[to-1] += e.newline
	}
	e.lines = slices.Insert(e.lines, to, e.line(indent+"- "+item+"\n"))
	out := []byte(strings.Join(e.lines, ""))
	v, faults := field.Parse(field.YAML, out, 1)
	if len(faults) > 0 || v == nil || len(v.Fields) != len(e.value.Fields) {
		return nil, fmt.Errorf("no item can be added to %s by machine here: add it by hand", key)
	}
	for j, f := range v.Fields {
		was := e.value.Fields[j].Value
		if j == i && (len(f.Value.Items) != len(was.Items)+1 || !slices.EqualFunc(was.Items, f.Value.Items[:len(was.Items)], same)) || j != i && !same(was, f.Value) {
			return nil, fmt.Errorf("no item can be added to %s by machine here: add it by hand", key)
		}
	}
	return out, nil
}
