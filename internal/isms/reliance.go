package isms

import (
	"encoding/hex"
	"slices"
	"strings"

	"annexa/internal/field"
)

// A Reliance is a document that another one relies on: its text leads there, or
// its front matter names it as related.
type Reliance struct {
	On      *Document
	Seen    field.Text // how the last review saw it, as [ISMS.Mark] writes it; empty: it did not
	Suspect bool       // its text is another one than the review saw
}

// SeenVersion is the version that the last review saw; it may be empty.
func (r Reliance) SeenVersion() string {
	version, _, _ := strings.Cut(r.Seen.Value, "@")
	return version
}

// Reliances are the documents that the text of one in force relies on, or that of
// its file where none is, by id. What was withdrawn is none of them: that is
// another problem.
func (m *ISMS) Reliances(d *Document) []Reliance {
	var list []Reliance
	add := func(on *Document) {
		if on == nil || on.ID == "" {
			return
		}
		on = m.byID[fold(on.ID)] // as it was read last
		if on == d || on.State == Retired || slices.ContainsFunc(list, func(r Reliance) bool { return r.On == on }) {
			return
		}
		r := Reliance{On: on, Seen: d.Front.Review.Seen[on.ID]}
		r.Suspect = r.Seen.Value != "" && seenHash(r.Seen.Value) != seenHash(m.Mark(on))
		list = append(list, r)
	}
	for _, t := range d.targetsInForce(m) {
		add(t.Document)
	}
	for _, on := range d.Related {
		add(on)
	}
	slices.SortFunc(list, func(a, b Reliance) int { return compareIDs(a.On.ID, b.On.ID) })
	return list
}

// targetsInForce are what the references of the text of a document come to that
// holds on the day of the build.
func (d *Document) targetsInForce(m *ISMS) []Target {
	if a := InForce(m.ApprovalsOf(d), m.Day); a != nil && !a.Same {
		return m.Approved(d, a, d.Page).Targets
	}
	return d.Targets
}

// Suspects are those of a document's reliances whose text was changed since the
// document was last looked at. There are none of what is not reviewed.
func (m *ISMS) Suspects(d *Document) []Reliance {
	if len(d.Front.Review.Seen) == 0 || !m.Reviewed(d) {
		return nil
	}
	return slices.DeleteFunc(m.Reliances(d), func(r Reliance) bool { return !r.Suspect })
}

// SuspectedBy are the documents that are to be looked at again since the text
// of one that they rely on was changed.
func (m *ISMS) SuspectedBy(on *Document) []*Document {
	var list []*Document
	for _, d := range on.ReferencedBy {
		if slices.ContainsFunc(m.Suspects(d), func(r Reliance) bool { return r.On == on }) {
			list = append(list, d)
		}
	}
	return list
}

// Mark is how a review notes the text of a document that holds on the day of
// the build: 2.1@0123456789abcdef. What nobody has approved of it yet does not
// count.
func (m *ISMS) Mark(on *Document) string {
	text := on.inForce(m)
	return text.Front.Version + "@" + hex.EncodeToString(text.TextHash[:8])
}

// seenHash is the hash of a mark.
func seenHash(mark string) string { return mark[strings.LastIndexByte(mark, '@')+1:] }
