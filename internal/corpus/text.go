package corpus

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// wordsWanted is where a document's text ends, at the end of a paragraph.
const wordsWanted = 1200

// A text is a document's Markdown while it is written.
type text struct {
	bytes.Buffer
	r     *rand.Rand
	from  document
	form  form
	links int
	words int
}

// markdown is the document's file.
func (d document) markdown(f form) []byte {
	t := &text{r: d.random(4), from: d, form: f}
	t.Grow(12 << 10)
	t.WriteString("---\n")
	f.frontMatter(&t.Buffer, d)
	t.WriteString("---\n")

	t.paragraph(3)
	t.heading(0)
	t.paragraph(4, t.link())
	t.heading(1)
	t.paragraph(2)
	t.list("- ", 6)
	t.heading(2)
	t.table("Role", "Task", "Until when", 6, func() (string, string, string) {
		return pick(t.r, roles), task(t.r), pick(t.r, deadlines)
	})
	t.paragraph(2, t.link())
	t.heading(3)
	t.list("1. ", 7)
	t.paragraph(3, t.link(), t.mention())
	t.heading(4)
	t.table("What", "How", "Target", 8, func() (string, string, string) {
		return pick(t.r, things), pick(t.r, ways), fmt.Sprintf("%d %%", 80+t.r.IntN(20))
	})
	t.paragraph(3, t.link(), t.mention())
	t.heading(5)
	t.quote()
	t.paragraph(2, t.link(), t.link())
	t.heading(6)
	t.paragraph(3, t.link(), t.mention())
	t.paragraph(3, t.link())
	for t.words < wordsWanted {
		t.paragraph(3)
	}
	return t.Bytes()
}

// write adds s and counts its words.
func (t *text) write(s string) {
	t.WriteString(s)
	t.words += len(strings.Fields(s))
}

func (t *text) heading(section int) { t.write("\n## " + sections[section] + "\n") }

// paragraph writes some sentences of its own and then those given.
func (t *text) paragraph(sentences int, more ...string) {
	all := make([]string, sentences, sentences+len(more))
	for i := range all {
		all[i] = sentence(t.r)
	}
	t.WriteByte('\n')
	t.write(strings.Join(append(all, more...), " ") + "\n")
}

func (t *text) list(marker string, items int) {
	t.WriteByte('\n')
	for range items {
		t.WriteString(marker)
		t.write(sentence(t.r) + "\n")
	}
}

func (t *text) quote() {
	t.WriteString("\n> [!NOTE]\n> ")
	t.write(sentence(t.r) + "\n")
}

func (t *text) table(a, b, c string, rows int, row func() (a, b, c string)) {
	fmt.Fprintf(t, "\n| %s | %s | %s |\n|---|---|---|\n", a, b, c)
	for range rows {
		a, b, c := row()
		t.WriteString("| ")
		t.write(a)
		t.WriteString(" | ")
		t.write(b)
		t.WriteString(" | ")
		t.write(c)
		t.WriteString(" |\n")
	}
}

// link is a sentence with the next of the document's links. They go to
// documents at growing distances; by id and by path take turns, and so do whole
// documents and sections.
func (t *text) link() string {
	to := t.from.neighbour(1 + t.links*t.links*3)
	anchor := ""
	if t.links/2%2 == 1 {
		anchor = strings.ToLower(pick(t.r, sections[:]))
	}
	by := t.form.byID
	if t.links%2 == 1 {
		by = t.form.byPath
	}
	t.links++
	return fmt.Sprintf(pick(t.r, pointers), by(to, anchor, to.title()))
}

// mention is a sentence that names a requirement in passing.
func (t *text) mention() string {
	clauses, controls := requirements()
	if t.r.IntN(3) == 0 {
		return "This also answers clause " + pick(t.r, clauses) + "."
	}
	return "The control " + pick(t.r, controls) + " asks for no less."
}
