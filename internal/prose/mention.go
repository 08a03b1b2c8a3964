package prose

import "bytes"

// A mention is a place within a run of text that names something.
type mention struct {
	ref      Reference
	from, to int
}

// startsMention says whether a mention can begin with the byte.
func startsMention(c byte) bool { return c >= 'A' && c <= 'Z' || c == 'c' || c == '2' }

// mentionsAt reads the mentions that s begins with: one, or several behind
// the word clauses. It returns how many bytes they take, 0 for none. The
// byte before s belongs to no word.
func mentionsAt(s []byte) ([]mention, int) {
	switch s[0] {
	case 'c', 'C':
		if found, n := clauseMentions(s); n > 0 {
			return found, n
		}
	case '2':
		return editionMention(s)
	case 'A':
		if m, ok := controlMention(s); ok {
			return []mention{m}, m.to
		}
		if found, n := clauseMentions(s); n > 0 {
			return found, n
		}
	}
	n := idLength(s)
	if n == 0 {
		n = entryLength(s)
	}
	if n > 0 {
		return []mention{{Reference{Kind: IDMention, Target: string(s[:n])}, 0, n}}, n
	}
	return nil, 0
}

// entryLength is the length of the id of an entry of a catalogue that s begins
// with, such as NIS2:21.2.a; 0 for none. Much else has that form, and is a
// mention only where there is such an entry.
func entryLength(s []byte) int {
	i := 0
	for i < len(s) && i <= maxCatalogueID && (s[i] >= 'A' && s[i] <= 'Z' || i > 0 && s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i < 2 || i > maxCatalogueID || i+1 >= len(s) || s[i] != ':' || !isASCIIWord(s[i+1]) {
		return 0
	}
	end := i + 1
	for i++; i < len(s) && i-end < 40 && (isASCIIWord(s[i]) || s[i] == '.' || s[i] == '-' || s[i] == '_'); i++ {
	}
	for s[i-1] == '.' || s[i-1] == '-' || s[i-1] == '_' { // of the sentence
		i--
	}
	if !ends(s[i:]) {
		return 0
	}
	return i
}

// maxCatalogueID is how long the id of a catalogue may be.
const maxCatalogueID = 12

func isASCIIWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// controlMention reads A.5.15, A 5.15, A5.15, Annex A 5.15 and Anhang A 5.15.
// Of a lone A.5, A 5.15 and A5.15 only the standard can tell whether they are
// meant.
func controlMention(s []byte) (mention, bool) {
	kind, at := LooseMention, 1
	switch {
	case bytes.HasPrefix(s, []byte("Annex")), bytes.HasPrefix(s, []byte("Anhang")):
		word := len("Annex")
		if s[2] == 'h' {
			word = len("Anhang")
		}
		at = word + spaces(s[word:])
		if at == word || at >= len(s) || s[at] != 'A' {
			return mention{}, false
		}
		kind, at = ControlMention, at+1
		if at < len(s) && (s[at] == '.' || s[at] == ' ' || s[at] == '\n') {
			at++
		}
	case len(s) > 1 && s[1] == '.':
		kind, at = ControlMention, 2
	case len(s) > 1 && s[1] == ' ':
		at = 2
	}
	levels, n := numbers(s[at:], 4)
	if n == 0 || !ends(s[at+n:]) {
		return mention{}, false
	}
	if levels == 1 && kind == LooseMention {
		return mention{}, false // A5 is a paper size, A 5 many things
	}
	if levels == 1 {
		kind = LooseMention
	}
	return mention{Reference{Kind: kind, Target: "A." + string(s[at:at+n])}, 0, at + n}, true
}

// clauseMentions reads "clause 6.1.3", "clauses 9.2 and 9.3", "Clauses 4 to 10",
// and the same in German: "Abschnitt 6.1.3", "Abschnitte 4 bis 10".
func clauseMentions(s []byte) ([]mention, int) {
	at, many := 0, false
	for _, word := range clauseWords {
		if bytes.HasPrefix(s, []byte(word.one)) {
			at = len(word.one)
			for _, ending := range word.many {
				if rest, ok := bytes.CutPrefix(s[at:], []byte(ending)); ok && (len(rest) == 0 || !isLetterOrDigit(rest[0])) {
					at, many = at+len(ending), true
					break
				}
			}
			break
		}
	}
	if at == 0 {
		return nil, 0
	}
	gap := spaces(s[at:])
	if gap == 0 {
		return nil, 0
	}
	at += gap
	var found []mention
	for {
		_, n := numbers(s[at:], 3)
		if n == 0 || !ends(s[at+n:]) {
			break
		}
		m := mention{Reference{Kind: ClauseMention, Target: string(s[at : at+n])}, at, at + n}
		if len(found) == 0 && !many {
			m.from = 0
		}
		found = append(found, m)
		at += n
		next := separator(s[at:])
		if !many || next == 0 {
			break
		}
		at += next
	}
	if len(found) == 0 {
		return nil, 0
	}
	return found, found[len(found)-1].to
}

// clauseWords are the words before the number of a clause, and what they end in
// before several.
var clauseWords = []struct {
	one  string
	many []string
}{{"clause", []string{"s"}}, {"Clause", []string{"s"}}, {"Abschnitt", []string{"e", "en"}}}

// separator is the length of what stands between two numbers of a list.
func separator(s []byte) int {
	for _, sep := range []string{", and ", ", or ", ", ", " and ", " to ", " or ", " und ", " bis ", " oder ", "–", "-", " – ", " & "} {
		if bytes.HasPrefix(s, []byte(sep)) {
			return len(sep)
		}
	}
	return 0
}

// editionMention reads 2013:A.5.1 and 2022:6.3.
func editionMention(s []byte) ([]mention, int) {
	edition := 0
	switch {
	case bytes.HasPrefix(s, []byte("2013:")):
		edition = 2013
	case bytes.HasPrefix(s, []byte("2022:")):
		edition = 2022
	default:
		return nil, 0
	}
	at, kind, prefix := 5, ClauseMention, ""
	if bytes.HasPrefix(s[5:], []byte("A.")) {
		at, kind, prefix = 7, ControlMention, "A."
	}
	_, n := numbers(s[at:], 4)
	if n == 0 || !ends(s[at+n:]) {
		return nil, 0
	}
	return []mention{{Reference{Kind: kind, Target: prefix + string(s[at:at+n]), Edition: edition}, 0, at + n}}, at + n
}

// numbers reads up to most numbers of one or two digits with points between
// them, and returns how many and their length.
func numbers(s []byte, most int) (levels, length int) {
	i := 0
	for levels < most {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		if i == from || i-from > 2 || s[from] == '0' {
			return levels, length
		}
		levels, length = levels+1, i
		if i >= len(s) || s[i] != '.' {
			break
		}
		i++
	}
	return levels, length
}

// ends says that what a mention ends before does not go on with it.
func ends(s []byte) bool {
	if len(s) == 0 {
		return true
	}
	if isLetterOrDigit(s[0]) || s[0] == '_' {
		return false
	}
	if s[0] == '.' || s[0] == '-' || s[0] == '@' {
		return len(s) == 1 || !isLetterOrDigit(s[1])
	}
	return true
}

// idLength is the length of the id that s begins with, 0 for none:
// [A-Z][A-Z0-9]{0,9}-[0-9A-Z]{1,8}.
func idLength(s []byte) int {
	i := 0
	for i < len(s) && i < 11 && (s[i] >= 'A' && s[i] <= 'Z' || i > 0 && s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i == 0 || i > 10 || i >= len(s) || s[i] != '-' {
		return 0
	}
	from := i + 1
	for i = from; i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] >= 'A' && s[i] <= 'Z'); i++ {
	}
	if i == from || i-from > 8 || !ends(s[i:]) {
		return 0
	}
	return i
}

// IsID says whether s has the form of the id of a document or a row.
func IsID(s string) bool { n := idLength([]byte(s)); return n > 0 && n == len(s) }

func spaces(s []byte) int {
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '\n') {
		i++
	}
	if bytes.HasPrefix(s, []byte("\u00a0")) {
		return 2
	}
	return i
}
