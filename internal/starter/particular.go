package starter

import (
	"regexp"
	"slices"
	"strings"
)

// Particulars know what only the sample company can say: who its people and
// suppliers are, what its registers and records hold, and what happened on a day.
type particulars struct {
	names      *regexp.Regexp // of people, suppliers, the company, its product and its addresses
	references *regexp.Regexp // to documents and rows that a starter does not have
	brackets   *regexp.Regexp // that hold nothing but such references
}

// year is a year of the calendar, unless it belongs to the name of a standard
// (ISO/IEC 27001:2022, 1:2024), an address or an act of parliament.
var year = regexp.MustCompile(`(?:^|[^:\w/.-])(?:19|20)\d\d(?:-\d\d-\d\d)?(?:[^\w/]|$)`)

// newParticulars returns the particulars: names of the company, and the ids
// that a starter leaves out.
func newParticulars(names, ids []string) *particulars {
	one := func(words []string) string {
		quoted := make([]string, 0, len(words))
		for _, w := range words {
			if w != "" {
				quoted = append(quoted, regexp.QuoteMeta(w))
			}
		}
		slices.SortFunc(quoted, func(a, b string) int { return len(b) - len(a) }) // the longest of several that begin alike
		return `(?:` + strings.Join(quoted, "|") + `)`
	}
	id := `(?:\[\[)?` + one(ids) + `(?:[#|][^\]]*)?(?:\]\])?`
	return &particulars{
		names:      regexp.MustCompile(`\b` + one(names) + `\b|\.example\b`),
		references: regexp.MustCompile(`(?:^|[^\w-])` + one(ids) + `(?:[^\w-]|$)|\]\((?:\.\./)?records/`),
		brackets:   regexp.MustCompile(` \((?:risks? )?` + id + `(?:(?:,| and| to) ` + id + `)*\)`),
	}
}

// In says whether a sentence is the sample company's alone.
func (p *particulars) in(sentence string) bool {
	return p.names.MatchString(sentence) || p.references.MatchString(sentence) || year.MatchString(sentence)
}

// sentenceEnd is where one sentence ends and the next begins.
var sentenceEnd = regexp.MustCompile(`[.!?](?:\[\^\w+\])?["*_)\]]*(?::\*\*)?\s+["*_(\[{]*[A-Z]`)

// sentences takes a line apart; each part has the white space behind it.
func sentences(line string) []string {
	var out []string
	for {
		m := sentenceEnd.FindStringIndex(line)
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
	s = p.brackets.ReplaceAllString(s, "")
	if !p.in(s) {
		return line{text: s, kept: true}
	}
	trimmed := strings.TrimSpace(s)
	if strings.HasPrefix(trimmed, "|") || strings.HasPrefix(trimmed, "#") {
		return line{text: s}
	}
	mark := lineMark.FindString(s)
	var kept []string
	for _, sentence := range sentences(s[len(mark):]) {
		if !p.in(sentence) {
			kept = append(kept, sentence)
		}
	}
	rest := strings.TrimRight(strings.Join(kept, ""), " ")
	return line{text: mark + rest, kept: rest != ""}
}
