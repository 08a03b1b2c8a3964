package soa

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A meaning is what a column of somebody's statement holds.
type meaning uint8

// The meanings. What is in a known column is derived here, and not read.
const (
	unknown meaning = iota
	known
	controlID
	applicable
	included // why a control is included, or either
	excluded // why it is excluded
	reasons
	legal // a mark: there is this reason
	contract
	business
	baseline
	risk
	implemented // yes or no
	implementation
	description // of how it is implemented
	owner
	title
	comes // what a control of one's own refines or comes with
)

// String is the key of a write-up that a column goes into.
func (m meaning) String() string {
	return [...]string{
		"not read", "not read: it is derived here", "the control", "applicable", "justification", "justification", "reasons", "reasons: legal", "reasons: contract", "reasons: business", "reasons: baseline",
		"reasons: risk", "implementation", "implementation", "the text of a new write-up", "owner", "the title of the control", "maps",
	}[m]
}

// isMark says that a cell of the column is a mark, for a reason.
func isMark(m meaning) bool { return m >= legal && m <= risk }

// headings say which words above a column mean what, in English and German.
// The first that fits counts; words are in lower case, what is neither letter
// nor digit is a space.
var headings = []struct {
	words string // a regular expression
	means meaning
}{
	{`(justif|reason|rationale|begründ|grund).*(inclu|einschl|aufnahme|einbezieh).*(exclu|ausschl|ausgeschl)`, included},
	{`(justif|reason|rationale|begründ|grund|gründe).*(exclu|omission|not appl|non appl|ausschl|ausgeschl|nicht ?anw)|^(exclusion|ausschluss)s?(grund|gründe|begründung)$`, excluded},
	{`justif|rationale|begründ|^reason for (in|applic)|^grund für (auf|ein|an)`, included},
	{`(implement|umsetz).*(descri|detail|how|method|overview|note|text|beschreib|erläuter)|(descri|how|method|overview|beschreib|erläuter|art).*(implement|umsetz|umgesetzt)`, description},
	{`^(lr|legal( requirements?| obligations?)?|statutory.*|law|gesetz(e|liche? .*)?|recht(liche .*)?)$`, legal},
	{`^(co|contract(ual)?( obligations?| requirements?)?|vertrag|verträge|vertragliche .*)$`, contract},
	{`^(br|bp|br bp|business( requirements?.*)?|geschäft(liche .*)?|geschäftsanforderung(en)?)$`, business},
	{`^(baseline|best practices?|basisschutz|gute praxis|stand der technik)$`, baseline},
	{`^(rra|ra|results? of (the )?risk assessment|risk (assessment|analysis|treatment)|risikoanalyse|risiko(bewertung|beurteilung|behandlung)|ergebnis(se)? der risiko.*)$`, risk},
	{`^(selected controls? and )?reasons?( for selection)?$|^gr(und|ünde)( für die auswahl)?$|^basis$`, reasons},
	{`^(implemented|in place|umgesetzt|implementiert)( yes no| y n| ja nein| j n)?$`, implemented},
	{`implement|umsetz|^(status|state|stand|realisierung.*)$`, implementation},
	{`applicab|anwendbar|^in scope|^(decision|entscheidung|included?|einbezogen|relevan\p{L}*|zutreffend|selected|ausgewählt)( yes no| y n| ja nein| j n)?$`, applicable},
	{`owner|responsib|verantwort|zuständig|eigentümer`, owner},
	{`^(iso.* |annex a |anhang a )?(control|maßnahmen?|massnahmen?)?( |n)*(id|ids|no|nr|number|num|ref|reference|nummer|kennung)( no| nr)?$|^(clause|abschnitt|section|ziffer)$`, controlID},
	{`^(control |maßnahmen?|massnahmen?)? ?(title|name|titel|bezeichnung|objective|ziel)$|^(security )?controls?$|^ma(ß|ss)nahmen?$`, title},
	{`^(group|theme|domain|category|gruppe|thema|kategorie|documents?|dokumente?|references?|verweise?|risks?|risk ids?|risiken|risiko|write up|beschreibung|evidence|nachweise?)$`, known},
	{`^(answered through|beantwortet durch)$`, known},
	{`^(comes with|maps?|maps to|refines|gehört zu|ergänzt)$`, comes}, // ids of other controls
}

// patterns are those of headings. Whoever takes in no spreadsheet does without.
var patterns = sync.OnceValue(func() []*regexp.Regexp {
	all := make([]*regexp.Regexp, len(headings))
	for i, h := range headings {
		all[i] = regexp.MustCompile(h.words)
	}
	return all
})

// meaningOf is what a heading says that its column holds.
func meaningOf(heading string) meaning {
	words := plainWords(heading)
	if words == "" || len(words) > 120 {
		return unknown
	}
	for i, p := range patterns() {
		if p.MatchString(words) {
			return headings[i].means
		}
	}
	return unknown
}

// plainWords are the words of a text in lower case with single spaces.
func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// answers are the words for a value, by the value; those of the statement in
// both languages are among them, so that one reads back what was written.
type answers map[string][]string

var (
	decisions = answers{
		"yes": {"yes", "y", "true", "x", "ja", "j", "wahr", "applicable", "included", "in scope", "selected", "anwendbar", "einbezogen", "zutreffend", "relevant", "1"},
		"no":  {"no", "n", "false", "nein", "falsch", "not applicable", "n a", "na", "excluded", "out of scope", "not selected", "nicht anwendbar", "ausgeschlossen", "nicht zutreffend", "nicht relevant", "entfällt", "0"},
		"":    {"not decided", "undecided", "open", "tbd", "nicht entschieden", "offen", "not published here", "hier nicht veröffentlicht"},
	}
	progress = answers{
		"implemented": {"implemented", "fully implemented", "yes", "y", "done", "complete", "completed", "in place", "100", "umgesetzt", "vollständig umgesetzt", "implementiert", "ja", "erledigt"},
		"partial":     {"partial", "partially", "partially implemented", "partly", "partly implemented", "in progress", "ongoing", "teilweise", "teilweise umgesetzt", "in umsetzung", "in arbeit"},
		"planned":     {"planned", "geplant", "to do", "todo"},
		"not-started": {"not started", "not implemented", "none", "0", "nicht begonnen", "nicht umgesetzt", "nicht implementiert", "offen", "open"},
		"":            {"no", "n", "nein", "n a", "na", "not applicable", "nicht anwendbar", "entfällt", "not said", "ohne angabe"},
	}
	whys = answers{
		"risk":     {"risk", "risks", "risk assessment", "rra", "ra", "risiko", "risiken", "risikoanalyse", "risikobewertung"},
		"legal":    {"legal", "law", "legal requirement", "legal requirements", "lr", "regulatory", "gesetz", "gesetzlich", "rechtlich", "recht"},
		"contract": {"contract", "contractual", "contractual obligation", "contractual obligations", "co", "vertrag", "vertraglich", "verträge"},
		"business": {"business", "business requirement", "business requirements", "br", "geschäft", "geschäftlich", "geschäftsanforderung"},
		"baseline": {"baseline", "best practice", "best practices", "bp", "basisschutz", "stand der technik", "gute praxis"},
	}
)

// of is the value that a text says; false where it says none that is known.
// What stands in brackets behind it, such as "in draft", says nothing of it.
func (a answers) of(text string) (string, bool) {
	before, _, _ := strings.Cut(text, "(")
	words := plainWords(before)
	for value, said := range a {
		if slices.Contains(said, words) {
			return value, true
		}
	}
	return "", false
}

// marked says that a cell of a column of marks is one.
func marked(text string) bool {
	switch text {
	case "✓", "✔", "☑", "●", "•", "✗", "×", "+":
		return true
	}
	value, _ := decisions.of(text)
	return value == "yes"
}

// reasonsIn reads a list of reasons, parted in any way; false where a part of
// it is none.
func reasonsIn(text string) (list []string, ok bool) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;/|+&\n", r) }) {
		if plainWords(part) == "" {
			continue
		}
		why, known := whys.of(part)
		if !known {
			return nil, false
		}
		if !slices.Contains(list, why) {
			list = append(list, why)
		}
	}
	return list, true
}
