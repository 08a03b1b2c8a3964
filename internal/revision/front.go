package revision

import (
	"maps"
	"slices"
	"strings"

	"annexa/internal/day"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/prose"
	"annexa/internal/standard"
)

// Front says in words what changed in front matter: a list of sentences, without
// blocks where nothing did. What changes with every approval (status, who gave
// it, history) is not told, nor is what follows from work done: evidence,
// actions and maturity.
func Front(old, now *document.Document, words *language.Language) *prose.Tree {
	f := front{words: words}
	a, b := &old.Front, &now.Front
	f.text("title", a.Title.Value, b.Title.Value)
	f.word("kind", a.Kind, b.Kind)
	f.word("classification", a.Classification, b.Classification)
	f.text("owner", a.Owner.Value, b.Owner.Value)
	f.list("readers", a.Audience, b.Audience)
	f.text("acknowledge", f.required(a.Acknowledge), f.required(b.Acknowledge))
	f.text("summary", a.Summary.Value, b.Summary.Value)
	f.text("language", a.Language, b.Language)
	f.date("effective", a.Effective, b.Effective)
	f.date("next-review", a.Review.Next, b.Review.Next)
	f.interval("every", a.Review.Every, b.Review.Every)
	f.interval("retained", a.Retain, b.Retain)
	f.list("answers", values(a.Implements), values(b.Implements))
	f.list("provides", values(a.Provides), values(b.Provides))
	f.list("maps", values(a.Maps), values(b.Maps))
	f.text("decision", f.decision(a.Applicable), f.decision(b.Applicable))
	f.list("reasons", f.each("reason", a.Reasons), f.each("reason", b.Reasons))
	f.text("justification", a.Justification, b.Justification)
	f.text("implementation", f.implementation(a.Implementation), f.implementation(b.Implementation))
	f.decisions(a.Decisions, b.Decisions)
	if len(f.items) == 0 {
		return &prose.Tree{}
	}
	return &prose.Tree{Blocks: []prose.Block{&prose.List{Tight: true, Items: f.items}}}
}

// front gathers sentences.
type front struct {
	words *language.Language
	items []prose.Item
}

func (f *front) say(path string, with ...string) {
	f.add([]prose.Span{prose.Text(f.words.Say("revision."+path, with...))})
}

func (f *front) add(spans []prose.Span) {
	f.items = append(f.items, prose.Item{Blocks: []prose.Block{&prose.Paragraph{Spans: spans}}})
}

// changed tells a value that is there now, or is there no more, or is another,
// in the words of a kind of change.
func (f *front) changed(name, how, old, now string) {
	switch what := f.words.Say("revision.what." + name); {
	case old == now:
	case old == "":
		f.say("added", "what", what, "to", now)
	case now == "":
		f.say("dropped", "what", what, "from", old)
	default:
		f.say(how, "what", what, "from", old, "to", now)
	}
}

// long is from how many words on a text is told word by word.
const long = 8

// text tells a text: a long one word by word.
func (f *front) text(name, old, now string) {
	if old == now || old == "" || now == "" || max(len(strings.Fields(old)), len(strings.Fields(now))) < long {
		f.changed(name, "changed", old, now)
		return
	}
	var c comparer
	line := func(s string) []prose.Span { return []prose.Span{prose.Text(strings.Join(strings.Fields(s), " "))} }
	c.old.Tree, c.now.Tree = &prose.Tree{}, &prose.Tree{}
	f.add(append([]prose.Span{prose.Text(f.words.Say("revision.what."+name) + ": ")}, c.spans(line(old), line(now))...))
}

func (f *front) word(name, old, now string) {
	say := func(word string) string {
		if word == "" {
			return ""
		}
		return f.words.Word(name, word)
	}
	f.changed(name, "changed", say(old), say(now))
}

func (f *front) date(name string, old, now day.Date) {
	f.changed(name, "moved", f.words.Date(old), f.words.Date(now))
}

func (f *front) interval(name string, old, now day.Interval) {
	f.changed(name, "changed", f.words.Interval(old), f.words.Interval(now))
}

// list tells what came to a list, and what left it.
func (f *front) list(name string, old, now []string) {
	without := func(list, other []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) }), ", ")
	}
	what := f.words.Say("revision.what." + name)
	if more := without(now, old); more != "" {
		f.say("more", "what", what, "list", more)
	}
	if fewer := without(old, now); fewer != "" {
		f.say("fewer", "what", what, "list", fewer)
	}
}

func (f *front) each(group string, list []string) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = f.words.Word(group, w)
	}
	return out
}

func (f *front) decision(d field.YesNo) string {
	switch d {
	case field.Yes:
		return f.words.Say("decision.applicable")
	case field.No:
		return f.words.Say("decision.excluded")
	}
	return ""
}

func (f *front) required(word string) string {
	if word == "" {
		return ""
	}
	return f.words.Say("revision.required")
}

func (f *front) implementation(word string) string {
	if word == "" {
		return ""
	}
	return f.words.Word("progress", word)
}

// decisions tells what became of the decisions of a Statement of Applicability,
// control by control.
func (f *front) decisions(old, now map[string]field.Text) {
	ids := slices.AppendSeq(slices.Collect(maps.Keys(old)), maps.Keys(now))
	slices.SortFunc(ids, standard.Compare)
	for _, id := range slices.Compact(ids) {
		switch was, is := old[id].Value, now[id].Value; {
		case was == is:
		case was == "":
			f.say("added", "what", id, "to", f.decided(is))
		case is == "":
			f.say("dropped", "what", id, "from", f.decided(was))
		default:
			f.say("changed", "what", id, "from", f.decided(was), "to", f.decided(is))
		}
	}
}

// decided is a decision as a statement keeps it, in words.
func (f *front) decided(text string) string {
	head, why, _ := strings.Cut(text, ": ")
	said := ""
	switch head {
	case isms.DecidedImplemented:
		said = f.words.Say("decision.applicable") + ", " + f.words.Say("progress.implemented")
	case isms.DecidedNotImplemented:
		said = f.words.Say("decision.applicable") + ", " + f.words.Say("revision.not-implemented")
	case isms.DecidedExcluded:
		if said = f.words.Say("decision.excluded"); why != "" {
			said += ": " + why
		}
		return said
	default:
		return text
	}
	if why != "" {
		said += ": " + strings.Join(f.each("reason", strings.Split(why, ", ")), ", ")
	}
	return said
}

func values(list []field.Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.Value
	}
	return out
}
