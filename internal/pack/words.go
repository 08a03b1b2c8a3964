package pack

import (
	"annexa/internal/day"
	"annexa/internal/isms"
	"annexa/internal/standard"
	"annexa/internal/typeset"
)

// say is a text that only PDFs have.
func (k *Maker) say(path string, with ...string) string { return k.Words.Say("pdf."+path, with...) }

// key stands before a value, or above a column.
func (k *Maker) key(name string) string { return k.Words.Say("key." + name) }

// status is what a document is, and from when it will hold.
func (k *Maker) status(d *isms.Document) string {
	if d.State == isms.Effective {
		return k.say("effective", "date", k.date(d.Front.Effective))
	}
	return k.Words.State(d.State)
}

func (k *Maker) date(d day.Date) string { return k.Words.Date(d) }

func (k *Maker) kind(kind string) string { return k.Words.Say("kind." + kind) }

// title is a document's title: for a write-up that of its requirement.
func (k *Maker) title(d *isms.Document) string {
	if d.Requirement != nil {
		return k.titleOf(d.Requirement.Requirement)
	}
	return d.Title
}

// titleOf is the title of a requirement in the language of the PDF.
func (k *Maker) titleOf(q *standard.Requirement) string {
	title, _ := k.Words.Title(q)
	return title
}

// label is the text of a link that has none of its own.
func (k *Maker) label(t isms.Target) string {
	switch {
	case t.Requirement != nil:
		return t.Requirement.ID + " " + k.titleOf(t.Requirement.Requirement)
	case t.Former != nil:
		return t.Former.ID + " " + k.titleOf(t.Former.Requirement)
	case t.Register != nil:
		return t.Register.Schema.TitleIn(k.Words.Language)
	}
	return t.Label()
}

// running are the words of every page.
func (k *Maker) running() typeset.Words {
	w := typeset.Words{Picture: k.say("picture"), Note: k.say("footnote"), Page: k.say("to-page")}
	for i, a := range [...]string{"note", "tip", "important", "warning", "caution"} { // by prose.AlertKind
		w.Alerts[i] = k.Words.Say("alert." + a)
	}
	return w
}
