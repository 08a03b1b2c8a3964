package search

// Numbers are written in printable characters, none of which a string of
// JavaScript has to escape: one of the 57 from # to [ ends a number, the 34
// from ] to ~ go before it.
const (
	lastDigit  = '#' // stands for 0
	lastDigits = 57
	moreDigit  = ']' // stands for 1
	moreDigits = 34
)

// appendNumber appends a number of any size: small ones take one character.
func appendNumber(dst []byte, n uint32) []byte {
	last := byte(lastDigit + n%lastDigits)
	var more [8]byte
	i := len(more)
	for n /= lastDigits; n > 0; n = (n - 1) / moreDigits {
		i--
		more[i] = byte(moreDigit + (n-1)%moreDigits)
	}
	return append(append(dst, more[i:]...), last)
}

// appendString appends a text as a string of JSON, which is one of JavaScript
// too. A character that steers a terminal is a space.
func appendString[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	from := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\':
			dst = append(append(dst, s[from:i]...), '\\')
			from = i
		case c < ' ':
			dst = append(append(dst, s[from:i]...), ' ')
			from = i + 1
		}
	}
	return append(append(dst, s[from:]...), '"')
}
