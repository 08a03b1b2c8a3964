package field

import (
	"bytes"
	"unicode"
)

// Limits of one YAML text, far above what anybody writes. The parser's time
// grows with the square of all of these, so they are counted before it is asked.
const (
	maxYAML     = 1 << 20  // bytes
	maxLine     = 16 << 10 // bytes of a line
	maxKeys     = 1000     // of one map, one to a line
	maxUnclosed = 1000     // brackets and braces that are open at once
	maxExplicit = 1000     // keys that begin with a question mark
	maxBare     = 1000     // lines without a letter or digit
)

// An indent is a column in which keys stand below each other, and how many
// there have been.
type indent struct{ column, keys int }

// outOfBounds looks over a YAML text, line by line, for what is too large or
// nested too deep to be handed to the parser.
func outOfBounds(src []byte) (Fault, bool) {
	fault := func(line, column int, message, hint string) (Fault, bool) {
		return Fault{line, column, message, hint}, true
	}
	if len(src) > maxYAML {
		return fault(1, 1, "this is too large to be read as YAML", "write a long register as CSV, or as several")
	}
	var (
		indents  []indent
		unclosed int
		explicit int
		bare     int
		begun    bool
		line     int
	)
	for text := range bytes.Lines(src) {
		line++
		rest := bytes.TrimLeft(text, " ")
		column := len(text) - len(rest)
		rest = bytes.TrimRight(rest, " \t\r\n")
		if len(rest) == 0 || rest[0] == '#' {
			continue
		}
		if column == 0 && bytes.HasPrefix(rest, []byte("---")) && (len(rest) == 3 || rest[3] == ' ') {
			if begun {
				return fault(line, 1, "a second YAML document begins here", "keep one document in a file")
			}
			begun = len(rest) > 3
			continue
		}
		begun = true
		if len(rest) > maxLine {
			return fault(line, 1, "this line is too long to be read", "break it, or write a long list with an item to a line")
		}
		if bytes.IndexFunc(rest, isWord) < 0 {
			if bare++; bare > maxBare {
				return fault(line, 1, "there are too many lines without a word here", "take them out")
			}
		}
		dashes := 0
		for len(rest) > 1 && (rest[0] == '-' || rest[0] == '?' || rest[0] == ':') && (rest[1] == ' ' || rest[1] == '\t') {
			indents = enter(indents, column)
			indents[len(indents)-1].keys = 0
			if rest[0] == '?' {
				explicit++
			}
			more := bytes.TrimLeft(rest[1:], " \t")
			column += len(rest) - len(more)
			rest = more
			if dashes++; dashes > maxDepth || explicit > maxExplicit {
				return fault(line, column+1, "this is nested too deep to be read", "write it flatter, or as several files")
			}
		}
		indents = enter(indents, column)
		if len(indents) > 2*maxDepth {
			return fault(line, column+1, "this is nested too deep to be read", "write it flatter, or as several files")
		}
		if indents[len(indents)-1].keys > maxKeys && bytes.ContainsRune(rest, ':') {
			return fault(line, column+1, "there are too many keys here to be read", "write rows as a list: begin each with a hyphen")
		}
		for _, c := range rest {
			switch c {
			case '[', '{':
				unclosed++
			case ']', '}':
				unclosed = max(0, unclosed-1)
			}
		}
		if unclosed > maxUnclosed {
			return fault(line, column+1, "there are too many [ or { here that nothing closes", "close them, or quote the text they stand in")
		}
	}
	return Fault{}, false
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// enter counts a key in a column and forgets the columns to its right.
func enter(indents []indent, column int) []indent {
	for len(indents) > 0 && indents[len(indents)-1].column > column {
		indents = indents[:len(indents)-1]
	}
	if len(indents) == 0 || indents[len(indents)-1].column < column {
		indents = append(indents, indent{column: column})
	}
	indents[len(indents)-1].keys++
	return indents
}
