package starter

import "strings"

var (
	heading    = pattern(`^#{1,6} `)
	tableRule  = pattern(`^\s*(?:>\s*)*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$`)
	tableRow   = pattern(`^\s*(?:>\s*)*\|`)
	listItem   = pattern(`^\s*(?:[-*+]|\d+[.)])\s+`)
	definition = pattern(`^:\s+`)
	alertHead  = pattern(`^>\s*\[![A-Z]+\]\s*$`)
	note       = pattern(`^\[\^(\w+)\]:`)
	manyLines  = pattern(`\n{3,}`)
)

// tidy is the text of the lines that are kept, without what has lost its
// content: the head of a table without rows, the sentence before a list
// without items, a term without a definition, an alert without a text, a
// footnote nobody refers to, a heading with nothing below it.
func tidy(lines []line) string {
	// Blocks are told apart by empty lines; what introduces a block stands in
	// the one before.
	var blocks [][]line
	var block []line
	fenced := false
	for _, l := range lines {
		if strings.HasPrefix(strings.TrimSpace(l.text), "```") {
			fenced = !fenced
		}
		if strings.TrimSpace(l.text) == "" && !fenced {
			if block != nil {
				blocks = append(blocks, block)
			}
			block = nil
			continue
		}
		block = append(block, l)
	}
	if block != nil {
		blocks = append(blocks, block)
	}
	for i, b := range blocks {
		blocks[i] = tidyBlock(b)
		if len(blocks[i]) == 0 && i > 0 && introduces(blocks[i-1]) && (listItem().MatchString(b[0].text) || tableRow().MatchString(b[0].text)) {
			blocks[i-1] = nil
		}
	}
	var out []string
	for i, b := range blocks {
		if len(b) == 0 || heading().MatchString(b[0].text) && len(b) == 1 && !followed(blocks[i+1:], b[0].text) {
			continue
		}
		var text []string
		for _, l := range b {
			text = append(text, l.text)
		}
		out = append(out, strings.Join(text, "\n"))
	}
	return withoutNotes(strings.Join(out, "\n\n")) + "\n"
}

// tidyBlock is what is kept of a block; nothing if only its frame would be, or
// if it is a table that has lost its head.
func tidyBlock(b []line) []line {
	var kept []line
	content := false
	if len(b) > 1 && tableRow().MatchString(b[0].text) && tableRule().MatchString(b[1].text) && !b[0].kept {
		return nil
	}
	for i, l := range b {
		if !l.kept {
			continue
		}
		if i+1 < len(b) && definition().MatchString(b[i+1].text) && !b[i+1].kept && !definition().MatchString(l.text) {
			continue // a term
		}
		head := i+1 < len(b) && tableRow().MatchString(l.text) && tableRule().MatchString(b[i+1].text)
		frame := head || tableRow().MatchString(l.text) && tableRule().MatchString(l.text) || alertHead().MatchString(l.text)
		content = content || !frame
		kept = append(kept, l)
	}
	if !content {
		return nil
	}
	return kept
}

// introduces says that a block leads to the next one and says nothing else.
func introduces(b []line) bool {
	if len(b) != 1 || heading().MatchString(b[0].text) {
		return false
	}
	s := strings.TrimSpace(b[0].text)
	return strings.HasSuffix(s, ":") && len(sentences(s)) == 1
}

// followed says whether text comes below a heading before the next one that is
// not below it.
func followed(blocks [][]line, head string) bool {
	for _, b := range blocks {
		switch {
		case len(b) == 0:
		case !heading().MatchString(b[0].text), len(b) > 1:
			return true
		case strings.IndexByte(b[0].text, ' ') <= strings.IndexByte(head, ' '):
			return false
		}
	}
	return false
}

// withoutNotes takes out the footnotes that are referred to no more.
func withoutNotes(text string) string {
	var out []string
	for l := range strings.SplitSeq(text, "\n") {
		if m := note().FindStringSubmatch(l); m != nil && strings.Count(text, "[^"+m[1]+"]") < 2 {
			continue
		}
		out = append(out, l)
	}
	return strings.Trim(manyLines().ReplaceAllString(strings.Join(out, "\n"), "\n\n"), "\n")
}
