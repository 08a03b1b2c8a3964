package pack

import (
	"strconv"

	"annexa/internal/isms"
	"annexa/internal/typeset"
)

// index gathers where in a pack requirements are written of: in the documents
// that answer them, wherever a text mentions them, in the rows of registers
// that refer to them, and in the Statement of Applicability.
type index map[*isms.Requirement][]string

// add notes a destination where a requirement is written of.
func (x index) add(q *isms.Requirement, destination string) {
	if x != nil {
		x[q] = append(x[q], destination)
	}
}

// mention is the destination of a further place of a text that mentions what a
// target is; none where that goes into no index.
func (b *book) mention(d *isms.Document, t isms.Target) string {
	q := t.Requirement
	if b.index == nil || q == nil || len(q.Children) > 0 || d.Requirement == q {
		return ""
	}
	name := "index." + q.ID + "." + strconv.Itoa(len(b.index[q])+1)
	b.index.add(q, name)
	return name
}

// indexes are the parts at the end of a pack: controls, then clauses, with the
// pages on which they are written of. The write-up's stands out.
func (b *book) indexes() []typeset.Part {
	var parts []typeset.Part
	for _, list := range []struct {
		name         string
		requirements []*isms.Requirement
	}{{"controls", b.ISMS.AllControls()}, {"clauses", b.ISMS.SubClauses()}} {
		var entries []typeset.IndexEntry
		for _, q := range list.requirements {
			e := typeset.IndexEntry{Term: q.ID, Text: b.titleOf(q.Requirement), Destinations: b.index[q]}
			if b.inside[q.WriteUp] {
				e.Main = name(q.WriteUp)
			}
			if e.Main != "" || len(e.Destinations) > 0 {
				entries = append(entries, e)
			}
		}
		if len(entries) == 0 {
			continue
		}
		part := b.packPart(false)
		part.Blocks = []typeset.Block{
			&typeset.Title{Level: 1, Text: b.say("index." + list.name), Destination: "index-" + list.name, Bookmark: 1},
			&typeset.Index{Entries: entries},
		}
		parts = append(parts, part)
	}
	return parts
}
