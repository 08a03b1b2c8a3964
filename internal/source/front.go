package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"regexp"

	"github.com/adrg/frontmatter"

	"annexa/internal/diag"
	"annexa/internal/field"
)

// A matter is a file taken apart.
type matter struct {
	fields   *field.Value   // nil without front matter
	body     []byte         // the Markdown
	line     int            // the number of the body's first line
	front    []byte         // the bytes between the fences
	problems []diag.Problem // of the front matter
}

// keyLine is a line that only front matter begins with.
var keyLine = regexp.MustCompile(`(?m)\A(?:[ \t]*(?:#.*)?\n)*["']?[A-Za-z][\w -]*["']?[ \t]*[:=](?:[ \t]|\n|\z)`)

// fences are the ways front matter opens. Each captures the bytes between its
// fences and leaves reading them to us.
var fences = []struct {
	open, end string
	format    field.Format
}{
	{"---", "---", field.YAML}, {"---yaml", "---", field.YAML}, {"---toml", "---", field.TOML}, {"---json", "---", field.JSON},
	{"+++", "+++", field.TOML}, {";;;", ";;;", field.JSON},
}

// split takes the front matter from a text with \n line ends and no byte
// order mark. What opens like front matter and holds no keys is a text that
// begins with a rule, and given back. lines is read through, whatever it held.
func split(file string, src []byte, lines *bufio.Reader) matter {
	whole := matter{body: src, line: 1}
	if len(src) > 0 && src[0] == '{' {
		return splitJSON(file, src, whole)
	}
	first, _, _ := bytes.Cut(src, []byte("\n"))
	first = bytes.TrimRight(first, " \t")
	for _, f := range fences {
		if string(first) == f.open {
			return splitFenced(file, src, whole, lines, f.open, f.end, f.format)
		}
	}
	return whole
}

func splitFenced(file string, src []byte, whole matter, lines *bufio.Reader, open, end string, format field.Format) matter {
	var front []byte
	capture := frontmatter.NewFormat(open, end, func(data []byte, _ any) error {
		front = data
		return nil
	})
	head := throughFence(src, end)
	lines.Reset(bytes.NewReader(head))
	rest, err := frontmatter.Parse(lines, &struct{}{}, capture)
	_, inner, _ := bytes.Cut(src, []byte("\n"))
	if err != nil || len(rest) == len(head) {
		if keyLine.Match(inner) {
			whole.problems = []diag.Problem{diag.Undecodable.At(diag.Place{File: file, Line: 1, Column: 1}, "this front matter never closes").Hinting("put a line %s behind its last key", end)}
			whole.front, _, _ = bytes.Cut(inner, []byte("\n\n"))
		}
		return whole
	}
	// The library takes an indented fence too, which in a block of text is a
	// line of that text: go on to the fence that stands at the beginning of its line.
	length := len(front)
	for !closes(inner[min(length, len(inner)):], end) {
		next := bytes.Index(inner[min(length+1, len(inner)):], []byte("\n"+end))
		if next < 0 {
			length = len(front)
			break
		}
		length += 1 + next + 1
	}
	front = inner[:length]
	after := inner[length:]
	if i := bytes.IndexByte(after, '\n'); i >= 0 {
		after = after[i+1:]
	} else {
		after = nil
	}
	return read(file, format, front, 2, after, whole)
}

// throughFence is src up to the end of the line that the library takes for the
// closing fence, so that it need not copy the whole body.
func throughFence(src []byte, end string) []byte {
	i := bytes.IndexByte(src, '\n') + 1
	for i > 0 && i < len(src) {
		n := bytes.IndexByte(src[i:], '\n') + 1
		if n == 0 {
			n = len(src) - i
		}
		if string(bytes.TrimSpace(src[i:i+n])) == end {
			return src[:i+n]
		}
		i += n
	}
	return src
}

// closes says that s begins with a line that is the fence and nothing else.
func closes(s []byte, end string) bool {
	line, _, _ := bytes.Cut(s, []byte("\n"))
	return string(bytes.TrimRight(line, " \t")) == end
}

func splitJSON(file string, src []byte, whole matter) matter {
	d := json.NewDecoder(bytes.NewReader(src))
	var value json.RawMessage
	if err := d.Decode(&value); err != nil {
		if bytes.HasPrefix(bytes.TrimLeft(src[1:], " \t\n"), []byte(`"`)) {
			_, faults := field.Parse(field.JSON, src, 1)
			whole.problems = field.Faults(diag.Undecodable, file, faults[:min(1, len(faults))])
			whole.front = src
		}
		return whole
	}
	end := int(d.InputOffset())
	after := src[end:]
	if i := bytes.IndexByte(after, '\n'); i < 0 {
		if len(bytes.TrimSpace(after)) > 0 {
			return whole
		}
		after = nil
	} else if len(bytes.TrimSpace(after[:i])) > 0 {
		return whole
	} else {
		after = after[i+1:]
	}
	return read(file, field.JSON, src[:end], 1, after, whole)
}

func read(file string, format field.Format, front []byte, line int, body []byte, whole matter) matter {
	v, faults := field.Parse(format, front, line)
	isMap := v != nil && v.Kind == field.Map && (len(v.Fields) > 0 || len(bytes.TrimSpace(front)) == 0)
	if !isMap && !keyLine.Match(front) {
		return whole
	}
	whole.line = 1 + bytes.Count(whole.body[:len(whole.body)-len(body)], []byte("\n"))
	whole.body, whole.front = body, front
	whole.problems = field.Faults(diag.Undecodable, file, faults)
	if isMap {
		whole.fields = v
	} else if len(faults) == 0 {
		whole.problems = append(whole.problems, diag.Undecodable.At(diag.Place{File: file, Line: line, Column: 1}, "this front matter holds no keys with values"))
	}
	return whole
}
