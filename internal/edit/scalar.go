package edit

import (
	"strings"
	"unicode"

	"annexa/internal/field"
)

// Line is a text as it can stand in one line: white space of any kind and
// control characters are single spaces, what reverses the direction of writing
// and what is no UTF-8 is gone.
func Line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return -1
		case unicode.IsControl(r), r == 0x2028, r == 0x2029:
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// Scalar is a text as a scalar of YAML: plain where it reads back as the same
// text, in quotes otherwise. It may stand behind a key and within [ ] and { }.
// The text is made a [Line].
func Scalar(text string) string {
	text = Line(text)
	switch {
	case plain(text):
		return text
	case !strings.ContainsAny(text, `"\`):
		return `"` + text + `"`
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// plain says that a text needs no quotes. That is asked of a reader, within [ ]
// too; the rest is what other readers of YAML take for something else.
func plain(text string) bool {
	if text == "" || strings.ContainsAny(text[:1], "-?:=~<>|!&*%@`'\"#") || strings.Contains(text, " #") || strings.ContainsAny(text, "{}[],") || strings.Trim(text, "0123456789.+-_:eExXo") == "" {
		return false
	}
	switch strings.ToLower(text) {
	case "yes", "no", "true", "false", "on", "off", "null", "y", "n":
		return false
	}
	v, faults := field.Parse(field.YAML, []byte("- ["+text+", x]\n- "+text), 1)
	return len(faults) == 0 && v != nil && len(v.Items) == 2 && v.Get("0", "0").Text == text && v.Items[1].Text == text
}
