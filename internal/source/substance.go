package source

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"hash"
	"slices"
	"strings"

	"annexa/internal/document"
	"annexa/internal/field"
)

// Substance is the SHA-256 of what an approval binds in a Markdown file: its
// text, and its front matter but for the keys that are free to change
// ([document.Free]). How the front matter is written, its order and its
// comments do not count, nor do line ends; every other byte of the text does.
// False is said of a file that is no text or whose front matter cannot be read.
func Substance(name string, data []byte) (sum [32]byte, ok bool) {
	text, problem := decode(name, data)
	if problem != nil {
		return sum, false
	}
	m := split(name, text, bufio.NewReader(nil))
	if len(m.problems) > 0 {
		return sum, false
	}
	h := sha256.New()
	if m.fields != nil {
		bound := *m.fields
		bound.Fields = slices.DeleteFunc(slices.Clone(m.fields.Fields), func(f field.Field) bool { return document.Free(f.Key) })
		write(h, &bound)
	}
	fmt.Fprintf(h, "text %d\n", len(m.body))
	h.Write(m.body)
	return [32]byte(h.Sum(nil)), true
}

// SameSubstance says whether two texts of a Markdown file say the same, but for
// what may change without an approval.
func SameSubstance(name string, a, b []byte) bool {
	one, ok := Substance(name, a)
	other, also := Substance(name, b)
	return ok && also && one == other
}

// write writes a value so that no other is written alike.
func write(h hash.Hash, v *field.Value) {
	switch {
	case v == nil || v.Kind == field.Null:
		fmt.Fprintln(h, "nothing")
	case v.Kind == field.Map:
		fields := slices.Clone(v.Fields)
		slices.SortStableFunc(fields, func(a, b field.Field) int { return strings.Compare(field.Fold(a.Key), field.Fold(b.Key)) })
		fmt.Fprintf(h, "map %d\n", len(fields))
		for _, f := range fields {
			fmt.Fprintf(h, "key %q\n", field.Fold(f.Key))
			write(h, f.Value)
		}
	case v.Kind == field.List:
		fmt.Fprintf(h, "list %d\n", len(v.Items))
		for _, item := range v.Items {
			write(h, item)
		}
	default:
		fmt.Fprintf(h, "scalar %q\n", v.Text)
	}
}

// Body is the text of a Markdown file below its front matter, in UTF-8 with \n
// line ends. False is said as of [Substance].
func Body(name string, data []byte) (body []byte, ok bool) {
	text, problem := decode(name, data)
	if problem != nil {
		return nil, false
	}
	m := split(name, text, bufio.NewReader(nil))
	return m.body, len(m.problems) == 0
}
