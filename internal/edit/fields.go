package edit

import (
	"fmt"
	"slices"
	"strings"

	"annexa/internal/field"
)

// A Field is a key of a map with its value in YAML, as [Set] takes it; empty
// where the key is not to be there.
type Field struct{ Key, Value string }

// SetFrontFields gives a first-level key of the front matter of a Markdown file
// a map as its value. What is not named of one that is there is left as it is.
// Where it stands in lines of its own, each of its keys keeps its place and the
// comment behind it; else the map is written anew, in one line if each of its
// values is in one.
func SetFrontFields(src []byte, key string, fields ...Field) ([]byte, error) {
	return front(src, func(yaml []byte) ([]byte, error) { return setFields(yaml, key, fields) })
}

func setFields(src []byte, key string, fields []Field) ([]byte, error) {
	e, err := open(src)
	if err != nil {
		return nil, err
	}
	i := e.find(key)
	if i < 0 {
		return Set(src, key, inOne(fields))
	}
	was := e.value.Fields[i].Value
	out, ok, err := e.within(i, fields)
	if !ok {
		var all []Field
		if all, err = over(was, fields); err == nil {
			out, err = Set(src, key, inOne(all))
		}
	}
	if err == nil {
		err = kept(was, out, key, fields)
	}
	if err != nil {
		return nil, fmt.Errorf("the key %s cannot be changed by machine here: %w", key, err)
	}
	return out, nil
}

// inOne is a map of fields: in one line, or in several if one of its values is.
func inOne(fields []Field) string {
	fields = slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return f.Value == "" })
	var b strings.Builder
	if !slices.ContainsFunc(fields, func(f Field) bool { return strings.HasPrefix(f.Value, "\n") }) {
		for i, f := range fields {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(f.Key + ": " + f.Value)
		}
		return "{" + b.String() + "}"
	}
	for _, f := range fields {
		between := ": "
		if strings.HasPrefix(f.Value, "\n") {
			between = ":"
		}
		b.WriteString("\n  " + f.Key + between + strings.ReplaceAll(f.Value, "\n", "\n  "))
	}
	return b.String()
}

// kept says whether a text read again has every field of a map that was not to
// be changed.
func kept(was *field.Value, out []byte, key string, set []Field) error {
	if was.Kind != field.Map {
		return nil
	}
	now, _ := field.Parse(field.YAML, out, 1)
	for _, f := range was.Fields {
		if f.Value.Kind != field.Null && !slices.ContainsFunc(set, func(s Field) bool { return field.Fold(s.Key) == field.Fold(f.Key) }) &&
			!same(now.Get(field.Fold(key), field.Fold(f.Key)), f.Value) {
			return fmt.Errorf("%s would be lost", f.Key)
		}
	}
	return nil
}

// over are the fields of a map with others set in it. One that is more than a
// text, and is not set, cannot be written as it was.
func over(was *field.Value, fields []Field) ([]Field, error) {
	var out []Field
	for _, f := range was.Fields {
		at := slices.IndexFunc(fields, func(set Field) bool { return field.Fold(set.Key) == field.Fold(f.Key) })
		switch {
		case at >= 0:
			out = append(out, Field{f.Key, fields[at].Value})
			fields = slices.Delete(slices.Clone(fields), at, at+1)
		case f.Value.Kind == field.Scalar:
			out = append(out, Field{f.Key, Scalar(f.Value.Text)})
		case f.Value.Kind != field.Null:
			return nil, fmt.Errorf("%s would be lost", f.Key)
		}
	}
	return append(out, fields...), nil
}

// within sets the fields of a map that stands in lines of its own. It is false
// for any other value.
func (e *editor) within(i int, fields []Field) (out []byte, ok bool, err error) {
	f := e.value.Fields[i]
	from, to := e.extent(i)
	if f.Value.Kind != field.Map || len(f.Value.Fields) == 0 || f.Value.Fields[0].Line-1 <= from {
		return nil, false, nil
	}
	first := e.lines[f.Value.Fields[0].Line-1]
	indent := first[:len(first)-len(strings.TrimLeft(first, " "))]
	if indent == "" {
		return nil, false, nil
	}
	inner := slices.Clone(e.lines[from+1 : to])
	for n := range inner {
		inner[n] = strings.TrimPrefix(inner[n], indent)
	}
	text := []byte(strings.Join(inner, ""))
	for _, f := range fields {
		if f.Value == "" {
			text, err = Remove(text, f.Key)
		} else {
			text, err = Set(text, f.Key, f.Value)
		}
		if err != nil {
			return nil, true, err
		}
	}
	lines := slices.Collect(strings.Lines(string(text)))
	for n, line := range lines {
		if strings.TrimSpace(line) != "" {
			lines[n] = indent + line
		}
	}
	e.lines = slices.Replace(e.lines, from+1, to, lines...)
	out, err = e.close(f.Key, "there")
	return out, true, err
}
