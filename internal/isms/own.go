package isms

import (
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/prose"
	"annexa/internal/standard"
)

// OwnHeading is the id of the heading that the controls of one's own stand
// under. No document and no row has one like it.
const OwnHeading = "own"

// Withdrawn says that a control of one's own was taken back: its write-up is
// retired. It is necessary no longer, and stands in no list.
func (q *Requirement) Withdrawn() bool {
	return q.Kind == standard.OwnControl && q.WriteUp != nil && q.WriteUp.State == Retired
}

// IsOwnID says whether an id can be that of a control of one's own: it has the
// form of the id of a document, and none that can be mistaken for one of Annex
// A.
func IsOwnID(id string) bool { return prose.IsID(id) && !strings.HasPrefix(id, "A-") }

// ownControl makes a control of one's own (6.1.3 b) of its write-up. It is in
// no edition of the standard, so the write-up is all that there is of it.
func (l *linker) ownControl(d *Document, id string, place diag.Place) {
	if first, twice := l.m.byID[fold(id)]; twice {
		d.Kind = ""
		l.problem(diag.DuplicateID.At(place, "%s is the id of %s already", id, first.File).Hinting("give the control an id that nothing else has"))
		return
	}
	d.ID = id
	d.Requirement = &Requirement{WriteUp: d, Page: "controls/" + id + ".html", Requirement: &standard.Requirement{
		ID: id, Edition: l.m.Standard.Edition(), Kind: standard.OwnControl, Summary: d.Summary, Parent: OwnHeading,
	}}
	l.m.requirements[id] = d.Requirement
}

// own puts the controls of one's own behind those of Annex A, below a heading
// of theirs. Where there are none there is no heading either.
func (l *linker) own() {
	m := l.m
	heading := &standard.Requirement{ID: OwnHeading, Edition: m.Standard.Edition(), Kind: standard.OwnControls, Title: "Own controls"}
	var own []*Requirement
	for _, d := range m.Documents { // in order of ids
		if q := d.Requirement; q != nil && q.Kind == standard.OwnControl {
			if !d.Published { // a draft that is hidden: nothing but its id is told
				q.Page, q.Requirement.Summary = "", ""
				continue
			}
			q.Requirement.Title = d.Title
			own = append(own, q)
			if !q.Withdrawn() {
				heading.Children = append(heading.Children, q.ID)
			}
		}
	}
	if len(own) == 0 {
		return
	}
	h := &Requirement{Requirement: heading, Page: requirementPage(heading, true)}
	m.requirements[OwnHeading] = h
	m.Requirements = slices.Concat(m.Requirements, []*Requirement{h}, own)
}

// ownDecision is the decision on a control of one's own. To write it down is to
// decide that it is necessary; one that says it is not contradicts itself, and
// one that was withdrawn is necessary no longer.
func ownDecision(w *Document) Decision {
	switch {
	case w.State == Retired:
		return Excluded
	case w.Front.Applicable == field.No:
		return Undecided
	}
	return Applicable
}

// Top is the heading that a requirement stands under: its top clause, theme or
// domain, the heading of one's own controls, or itself where it is one.
func (m *ISMS) Top(q *Requirement) *Requirement {
	for q.Parent != "" {
		p, ok := m.requirements[q.Parent]
		if !ok {
			break
		}
		q = p
	}
	return q
}

// maps resolves what a control of one's own refines or comes with.
func (l *linker) maps(d *Document) {
	for _, t := range d.Front.Maps {
		q, place := d.Requirement, at(d.Document, t)
		if q == nil || q.Kind != standard.OwnControl {
			l.about(d, diag.FrontMatter.At(place, "maps is of controls of one's own, and this is none").Hinting("name what the document answers under implements, and what belongs to it under related"))
			return
		}
		to, ok := l.mapped(t, place)
		if ok && to.Kind != standard.Clause && to.Kind != standard.Control {
			l.problem(diag.BrokenReference.At(place, "%s is no requirement of the standard, and maps of a control leads to those", t.Value).Hinting("name clauses and controls of Annex A here, and others in related"))
			ok = false
		}
		if ok {
			q.mapTo(to)
		}
	}
}

// mapped finds the requirement that a mapping names.
func (l *linker) mapped(t field.Text, place diag.Place) (*Requirement, bool) {
	target, _, ok := l.m.byWord(t.Value)
	switch {
	case ok && target.Requirement != nil && target.Requirement.Leaf():
		return target.Requirement, true
	case ok && target.Requirement != nil && len(target.Requirement.Children) == 0:
		l.problem(diag.BrokenReference.At(place, "clause %s asks for nothing that could be answered", t.Value).Hinting("requirements are in the clauses 4 to 10 and in Annex A"))
	case ok && target.Requirement != nil:
		l.problem(diag.BrokenReference.At(place, "%s has parts, and it is they that are answered", t.Value).Hinting("name one of %s", target.Requirement.parts()))
	case ok && target.Former != nil:
		p := diag.OtherEditionInData.At(place, "%s is of the edition of %s, and this content is written to that of %s", target.Former.ID, target.Former.Edition, l.m.Standard.Edition())
		if ids := target.Former.Requirement.Others; len(ids) > 0 {
			p = p.Hinting("name what corresponds to it: %s", strings.Join(ids, ", "))
		}
		l.problem(p)
	case ok:
		l.problem(diag.BrokenReference.At(place, "%s is no requirement", t.Value).Hinting("name clauses and controls here"))
	default:
		l.unknown(place, t.Value, diag.OtherEditionInData, diag.BrokenReference)
	}
	return nil, false
}

// Comes are the controls of one's own that refine a requirement or come with it,
// and the entries of further catalogues that it answers.
func (q *Requirement) Comes() (own, entries []*Requirement) {
	for _, other := range q.MappedBy {
		if other.Kind == standard.Entry {
			entries = append(entries, other)
		} else {
			own = append(own, other)
		}
	}
	return own, entries
}

// mapTo notes on both sides that a requirement comes with another one.
func (q *Requirement) mapTo(to *Requirement) {
	if !slices.Contains(q.Maps, to) {
		q.Maps, to.MappedBy = append(q.Maps, to), append(to.MappedBy, q)
	}
}
