package corpus

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"annexa/internal/standard"
)

// A document is one of the n documents of a corpus. All but its text follows
// from its number, so a link can be written before its target is.
type document struct {
	number, n int
}

func newDocument(number, n int) document { return document{number, n} }

var kinds = [...]struct{ word, folder string }{
	{"policy", "policies"},
	{"procedure", "procedures"},
	{"standard", "standards"},
	{"guideline", "guidelines"},
	{"plan", "plans"},
	{"record", "records"},
}

// sections are the headings of every document; their anchors are the same words
// in lower case.
var sections = [...]string{"Purpose", "Scope", "Responsibilities", "Rules", "Measures", "Exceptions", "Guidance"}

func (d document) id() string     { return fmt.Sprintf("DOC-%04d", d.number) }
func (d document) kind() string   { return kinds[d.number%len(kinds)].word }
func (d document) folder() string { return kinds[d.number%len(kinds)].folder }
func (d document) draft() bool    { return d.number%8 == 5 }

// path is the file's path in the content folder.
func (d document) path() string {
	return d.folder() + "/" + strings.ToLower(d.id()) + ".md"
}

func (d document) title() string {
	r := d.random(1)
	return pick(r, topics) + " in " + pick(r, areas)
}

// random starts one of the document's own sequences of numbers.
func (d document) random(sequence uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(d.number), sequence))
}

// approved is the day of the approval. On the day the corpus is built for, no
// review is due.
func (d document) approved() time.Time {
	return time.Date(2025, time.December, 15, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.number*37%300)
}

// version is the version and the one before it.
func (d document) version() (now, before string) {
	minor := d.number % 12
	return fmt.Sprintf("2.%d", minor+1), fmt.Sprintf("2.%d", minor)
}

// neighbour is the document some steps further on, round the end of the corpus;
// the one behind a draft, which nobody should be led to.
func (d document) neighbour(steps int) document {
	to := newDocument((d.number-1+steps)%d.n+1, d.n)
	if to.draft() {
		to = newDocument(to.number%d.n+1, d.n)
	}
	return to
}

// implements are the requirements the document answers: a sub-clause and two
// controls.
func (d document) implements() []string {
	clauses, controls := requirements()
	return []string{
		clauses[d.number%len(clauses)],
		controls[d.number%len(controls)],
		controls[(d.number*7+3)%len(controls)],
	}
}

// requirements are the ids of the sub-clauses without parts and of the controls.
var requirements = sync.OnceValues(func() (clauses, controls []string) {
	catalogue := standard.Of(standard.Edition2022)
	for _, r := range catalogue.SubClauses() {
		if len(r.Children) == 0 {
			clauses = append(clauses, r.ID)
		}
	}
	for _, r := range catalogue.Controls() {
		controls = append(controls, r.ID)
	}
	return clauses, controls
})

// A form is how a generator of sites wants its documents.
type form struct {
	frontMatter func(*bytes.Buffer, document)
	byID        func(to document, anchor, text string) string // a link by id
	byPath      func(to document, anchor, text string) string // a relative link
}

var annexa = form{
	frontMatter: func(b *bytes.Buffer, d document) {
		fmt.Fprintf(b, "id: %s\n", d.id())
		fmt.Fprintf(b, "title: %s\n", d.title())
		d.control(b, "")
		b.WriteString("history:\n")
		d.history(b, "  ")
	},
	byID: func(to document, anchor, text string) string {
		return "[[" + to.id() + fragment(anchor) + "|" + text + "]]"
	},
	byPath: func(to document, anchor, text string) string {
		return "[" + text + "](../" + to.path() + fragment(anchor) + ")"
	},
}

func fragment(anchor string) string {
	if anchor == "" {
		return ""
	}
	return "#" + anchor
}

// control writes the keys of document control but id, title and history.
func (d document) control(b *bytes.Buffer, indent string) {
	now, _ := d.version()
	day := d.approved()
	r := d.random(2)
	line := func(format string, args ...any) {
		b.WriteString(indent)
		fmt.Fprintf(b, format, args...)
		b.WriteByte('\n')
	}
	line("kind: %s", d.kind())
	line("version: %q", now)
	if d.draft() {
		line("status: draft")
	} else {
		line("status: approved")
	}
	line("classification: %s", pick(r, classifications))
	line("owner: %s", pick(r, roles))
	line("audience: [all staff]")
	line("summary: %s", sentence(r))
	line("implements: [%s]", strings.Join(d.implements(), ", "))
	line("related: [%s]", d.neighbour(2).id())
	line("effective: %s", day.AddDate(0, 0, 7).Format(time.DateOnly))
	if !d.draft() {
		line("approved: {by: Dana Reyes, role: Chief Executive, date: %s}", day.Format(time.DateOnly))
	}
	if d.kind() == "record" {
		line("retain: 3 years")
	} else {
		line("review: {every: 12 months, last: %s, next: %s}", day.Format(time.DateOnly), day.AddDate(1, 0, 0).Format(time.DateOnly))
	}
}

// history writes the entries of the revision history, the newest last.
func (d document) history(b *bytes.Buffer, indent string) {
	now, before := d.version()
	day := d.approved()
	r := d.random(3)
	for _, entry := range [...]struct {
		version string
		day     time.Time
	}{{before, day.AddDate(-1, 0, 0)}, {now, day}} {
		fmt.Fprintf(b, "%s- {version: %q, date: %s, author: %s, change: %q}\n",
			indent, entry.version, entry.day.Format(time.DateOnly), pick(r, roles), sentence(r))
	}
}
