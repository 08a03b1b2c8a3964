package prose

import "strings"

// longUnbroken is how long a word may be that is kept on one line, in bytes: an
// id has ten characters, a hyphen and eight more.
const longUnbroken = 19

// AppendUnbroken appends s as text of HTML, with what is no use in two halves
// kept on one line: ids and dates (R-001, 2026-11-29),
// which browsers would break at their hyphens. The text itself stays as it is,
// so that it can be copied and found.
func AppendUnbroken(dst []byte, s string) []byte {
	last := 0
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '-')
		if i < 0 {
			break
		}
		i += at
		at = i + 1
		if i == last || at == len(s) || !ofID(s[i-1]) || !ofID(s[at]) {
			continue
		}
		from := i
		for from > last && (alphanumeric(s[from-1]) || s[from-1] == '-') {
			from--
		}
		for at < len(s) && (alphanumeric(s[at]) || s[at] == '-') {
			at++
		}
		if at-from > longUnbroken || from > 0 && s[from-1] >= 0x80 || at < len(s) && s[at] >= 0x80 {
			continue // a word of a text, or an address
		}
		dst = append(AppendEscaped(dst, s[last:from]), `<span class="whole">`...)
		dst = append(append(dst, s[from:at]...), "</span>"...)
		last = at
	}
	return AppendEscaped(dst, s[last:])
}

// ofID says whether c may stand beside the hyphen of an id or a date.
func ofID(c byte) bool { return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' }

func alphanumeric(c byte) bool { return ofID(c) || 'a' <= c && c <= 'z' }
