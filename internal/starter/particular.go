package starter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Particulars know what only the sample company can say: who its people and
// suppliers are, what its registers and records hold, and what happened on a day.
type particulars struct {
	names names           // of people, suppliers, the company, its product, its trade and place
	gone  map[string]bool // ids of documents and rows that a starter does not have
}

var (
	// year is a year of the calendar, unless it belongs to the name of a standard
	// (ISO/IEC 27001:2022, 1:2024) or stands in an address.
	year = pattern(`(?:^|[^:\w/.-])(?:19|20)\d\d(?:-\d\d-\d\d)?(?:[^\w/]|$)`)

	// anyID is what the id of a document or row looks like.
	anyID = pattern(`[A-Z][A-Z0-9]*-[0-9A-Z]+`)

	// inRecords is a link to a record.
	inRecords = pattern(`\]\((?:\.\./)?records/`)

	// brackets hold ids and nothing else, ([[R-001]] and [[NC-02]]).
	brackets = pattern(` \((?:risks? )?(?:(?:, | and | to )?(?:\[\[)?[A-Z][A-Z0-9]*-[0-9A-Z]+(?:[#|][^\]]*)?(?:\]\])?)+\)`)
)

// In says whether a sentence is the sample company's alone.
func (p *particulars) in(sentence string) bool {
	return year().MatchString(sentence) || inRecords().MatchString(sentence) || p.names.in(sentence) || p.refers(sentence)
}

// refers says whether a text has the id of something a starter does not have.
func (p *particulars) refers(text string) bool {
	for _, id := range anyID().FindAllString(text, -1) {
		if p.gone[id] {
			return true
		}
	}
	return false
}

// withoutBrackets is a text without the brackets that only refer to what a
// starter does not have.
func (p *particulars) withoutBrackets(text string) string {
	if !strings.Contains(text, "-") {
		return text
	}
	return brackets().ReplaceAllStringFunc(text, func(m string) string {
		for _, id := range anyID().FindAllString(m, -1) {
			if !p.gone[id] {
				return m
			}
		}
		return ""
	})
}

// names are words, or several, that begin and end like words.
type names []string

func (n names) in(text string) bool {
	for _, name := range n {
		for rest := text; ; {
			i := strings.Index(rest, name)
			if i < 0 {
				break
			}
			before, _ := utf8.DecodeLastRuneInString(rest[:i])
			after, _ := utf8.DecodeRuneInString(rest[i+len(name):])
			if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
				return true
			}
			rest = rest[i+len(name):]
		}
	}
	return false
}

// sentenceEnd is where one sentence ends and the next begins.
var sentenceEnd = pattern(`[.!?](?:\[\^\w+\])?["*_)\]]*(?::\*\*)?\s+["*_(\[{]*[A-Z]`)

// sentences takes a line apart; each part has the white space behind it.
func sentences(line string) []string {
	var out []string
	for {
		m := sentenceEnd().FindStringIndex(line)
		if m == nil {
			return append(out, line)
		}
		end := m[0] + strings.IndexAny(line[m[0]:], " \t")
		for end < len(line) && (line[end] == ' ' || line[end] == '\t') {
			end++
		}
		out = append(out, line[:end])
		line = line[end:]
	}
}

// without is a Markdown text without what only the sample company can say: the
// sentences that do, the rows of tables that do, and what is left empty by
// that: items, paragraphs, tables, headings. Code is kept as it is.
func (p *particulars) without(text string) string {
	var out []line
	fence := ""
	for s := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimSpace(s)
		switch {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
			out = append(out, line{text: s, kept: true})
			continue
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
			out = append(out, line{text: s, kept: true})
			continue
		}
		out = append(out, p.line(s))
	}
	return tidy(out)
}

// A line of Markdown, and whether it is kept.
type line struct {
	text string
	kept bool
}

func (p *particulars) line(s string) line {
	s = strings.TrimRight(p.withoutBrackets(s), " ")
	if !p.in(s) {
		return line{text: s, kept: true}
	}
	trimmed := strings.TrimSpace(s)
	if strings.HasPrefix(trimmed, "|") || strings.HasPrefix(trimmed, "#") {
		return line{text: s}
	}
	mark := lineMark().FindString(s)
	var kept []string
	for _, sentence := range sentences(s[len(mark):]) {
		if !p.in(sentence) {
			kept = append(kept, sentence)
		}
	}
	rest := strings.TrimRight(strings.Join(kept, ""), " ")
	if strings.Count(rest, "*")%2 == 1 && strings.HasPrefix(rest, "*") {
		rest = rest[1:] // what it emphasised has lost its end
	}
	return line{text: mark + rest, kept: rest != ""}
}
