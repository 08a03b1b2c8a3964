package object

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text returns a text string (7.9.2.2) for s: as it stands if all of it is
// ASCII, else as UTF-16 with a byte order mark.
func Text(s string) String {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return wide(s)
		}
	}
	return String(s)
}

func wide(s string) String {
	units := utf16.Encode([]rune(s))
	out := make([]byte, 2, 2+2*len(units))
	out[0], out[1] = 0xFE, 0xFF
	for _, u := range units {
		out = append(out, byte(u>>8), byte(u))
	}
	return String(out)
}

// Text decodes a text string: UTF-16 or UTF-8 after their byte order marks, else
// byte by byte as Latin-1, which is what PDFDocEncoding is for all but some
// punctuation.
func (s String) Text() string {
	switch {
	case strings.HasPrefix(string(s), "\xFE\xFF"):
		units := make([]uint16, 0, len(s)/2)
		for i := 2; i+1 < len(s); i += 2 {
			units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(units))
	case strings.HasPrefix(string(s), "\xEF\xBB\xBF"):
		return strings.ToValidUTF8(string(s[3:]), "\uFFFD")
	}
	out := make([]rune, len(s))
	for i := range len(s) {
		out[i] = rune(s[i])
	}
	return string(out)
}
