package isms

import (
	"slices"

	"annexa/internal/catalogue"
	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/register"
)

// levels are the classifications, lowest first.
var levels = [...]string{"public", "internal", "confidential", "restricted"}

// Highest is the height of the highest classification: nothing is above it.
const Highest = len(levels) - 1

// Level is the height of a classification; one that is not said is internal.
func Level(classification string) int {
	for i, l := range levels {
		if l == classification {
			return i
		}
	}
	return 1
}

// Withheld is what is known of what [Input.UpTo] left out. It is as little as
// outputs need to claim nothing false: without it, what is decided but not for
// the eyes of their readers would read "not decided".
type Withheld struct {
	Statement bool            // soa.md, and with it the Statement of Applicability
	writeUps  map[string]bool // the requirements whose write-ups they are, by id
	items     map[string]bool // the documented information they provide
}

// UpTo is the input without what is classified above a level, for outputs that
// are read by everybody whom that level allows. Outputs cannot leave behind
// what they never had: no title, no count and no address of what is left out
// is in the whole that is linked of it, and no problem either, since a problem
// may name what it is about, and a link to what is left out looks broken.
// Problems are found in the whole.
//
// What does not say in a readable way how it is classified is left out below
// the highest level.
func (in Input) UpTo(level string) Input {
	above := func(classification string) bool { return Level(classification) > Level(level) }
	out, roles := in, in.offices()
	out.level, out.Problems, out.roles = level, nil, &roles
	out.withheld = Withheld{writeUps: map[string]bool{}, items: map[string]bool{}}
	out.Documents = slices.DeleteFunc(slices.Clone(in.Documents), func(d *document.Document) bool {
		gone := above(heightOf(d))
		if gone {
			out.withheld.document(d, in.Config)
		}
		return gone
	})
	out.Registers = slices.DeleteFunc(slices.Clone(in.Registers), func(r *register.Register) bool {
		gone := above(r.Classification)
		if gone && len(r.Rows) > 0 { // what its rows hold is not told
			for item, from := range itemRegisters {
				out.withheld.items[item] = out.withheld.items[item] || from.register == r.Schema.Name
			}
		}
		return gone
	})
	here := map[string]bool{}
	for _, d := range out.Documents {
		here[fold(IDOf(d, in.Config.Edition))] = true
	}
	out.Catalogues = slices.DeleteFunc(slices.Clone(in.Catalogues), func(c *catalogue.Catalogue) bool { return above(c.Classification) })
	out.Kept = slices.DeleteFunc(slices.Clone(in.Kept), func(k Kept) bool {
		return !here[fold(k.ID)] || k.Document == nil || above(heightOf(k.Document))
	})
	settings := *in.Config
	settings.Packs = slices.DeleteFunc(slices.Clone(in.Config.Packs), func(p config.Pack) bool { return above(p.Classification) })
	out.Config = &settings
	return out
}

// heightOf is the classification of a document; the highest where the document
// says one that cannot be read. Of a text that was approved, and the file that
// it has become, the higher one counts: what somebody has come to see as
// confidential is so before that is approved, and what was approved as
// confidential is so until it is not.
func heightOf(d *document.Document) string {
	if today := d.Today(); today != d {
		if of := heightOf(today); Level(of) > Level(d.Front.Classification) {
			return of
		}
	}
	undecoded := func(p diag.Problem) bool { return p.Rule == diag.Undecodable }
	if d.Front.Classification == "" && (d.Unreadable != "" || d.Has("classification") || slices.ContainsFunc(d.Problems, undecoded)) {
		return config.Unclear
	}
	return d.Front.Classification
}

// document notes what a document that is left out answers. One that was
// withdrawn answers nothing any more.
func (w *Withheld) document(d *document.Document, c *config.Config) {
	statement := d.Front.Kind == "soa" || d.File == document.Statement && d.Has()
	w.Statement = w.Statement || statement
	if d.Front.Status == "retired" {
		return
	}
	for _, id := range []string{d.Front.Control.Value, d.Front.Clause.Value} {
		w.writeUps[trimEdition(id, c.Edition)] = true
	}
	for _, t := range d.Front.Provides {
		w.items[t.Value] = true
	}
	if statement {
		w.items["soa"] = true
	}
}
