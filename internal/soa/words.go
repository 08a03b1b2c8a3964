package soa

import (
	"strings"

	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/standard"
)

// Words say in one language what the statement says, in every form that people
// read. What machines read, the JSON, is in English always.
type Words struct {
	*language.Language
	Titles string // the tag of BCP 47 of the titles of requirements
}

// words are those of a language and the titles that the content's calls for.
func (s *Statement) words(language *language.Language) Words {
	return Words{language, s.ISMS.Config.Language}
}

// Columns are the heads of columns, by their names.
func (w Words) Columns(names ...string) []string {
	heads := make([]string, len(names))
	for i, n := range names {
		heads[i] = w.Say("soa.column." + n)
	}
	return heads
}

// Group is the heading that a control stands under.
func (w Words) Group(q *isms.Requirement) string {
	title, _ := w.Title(q.Requirement)
	if q.IsOwn() {
		return title
	}
	return q.ID + " " + title
}

// Title is the title of a requirement, and that of the standard where it is
// another: our translations are no part of it, and an auditor wants to see both.
func (w Words) Title(q *standard.Requirement) (title, original string) {
	switch q.Kind {
	case standard.OwnControls:
		return w.Say("own.title"), ""
	case standard.OwnControl, standard.Section, standard.Entry:
		return q.Title, ""
	}
	if t, ok := q.TitleIn(w.Titles); ok && t != q.Title {
		return t, q.Title
	}
	return q.Title, ""
}

// Decision is the decision on a control.
func (w Words) Decision(d isms.Decision) string {
	return w.Say("decision." + [...]string{isms.Undecided: "undecided", isms.Applicable: "applicable", isms.Excluded: "excluded", isms.NotHere: "hidden"}[d])
}

// Applicable says whether a control is necessary: yes, no, or not decided.
func (w Words) Applicable(r Row) string {
	word := w.Decision(r.Decision)
	switch r.Decision {
	case isms.Applicable:
		word = w.Say("answer.yes")
	case isms.Excluded:
		word = w.Say("answer.no")
	}
	if r.InDraft {
		word = w.Say("soa.in-draft", "word", word)
	}
	return word
}

// Reasons are the reasons for a control, with something between them.
func (w Words) Reasons(list []string, between string) string {
	said := make([]string, len(list))
	for i, r := range list {
		said[i] = w.Say("reason." + r)
	}
	return strings.Join(said, between)
}

// Implementation is how far a requirement is met, where that is said.
func (w Words) Implementation(state string) string {
	if state == "" {
		return ""
	}
	return w.Say("progress." + state)
}

// Implemented says whether an applicable control is implemented: yes or no.
func (w Words) Implemented(r Row) string {
	switch {
	case r.Decision != isms.Applicable:
		return ""
	case r.Implemented:
		return w.Say("answer.yes")
	}
	return w.Say("answer.no")
}

// states are the paths of the words for what a document is.
var states = [...]string{isms.Page: "page", isms.Draft: "draft", isms.InReview: "in-review", isms.Approved: "approved", isms.Effective: "effective", isms.Retired: "retired"}

// State is what a document is.
func (w Words) State(s isms.State) string { return w.Say("status." + states[s]) }

// Classification is a classification, where there is one.
func (w Words) Classification(level string) string {
	if level == "" {
		return ""
	}
	return w.Say("classification." + level)
}

// WriteUp says what the text is that a decision stands in.
func (w Words) WriteUp(r Row) string {
	switch {
	case r.Decision == isms.NotHere:
		return w.Decision(r.Decision)
	case r.WriteUp == nil || r.WriteUp.State == isms.Retired || !r.WriteUp.Published:
		return w.Say("soa.none")
	case r.InDraft:
		return w.State(r.WriteUp.State)
	}
	return w.State(isms.Approved)
}
