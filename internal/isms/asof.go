package isms

import (
	"slices"
	"strings"

	"annexa/internal/day"
	"annexa/internal/document"
	"annexa/internal/field"
)

// AsOf is the input as what was in force on its day, as far as that is known
// today, and the ids of the documents of which it is not.
//
// Approved texts were kept, so what they said is known whatever has become of
// them: changed, withdrawn, deleted. Of a document that only claims to be
// approved nothing is known but what it says now: it was in force if it says so
// of that day, and is left out and named if it says so of a later one. What
// was never approved is left out. Registers, pages and annexa.yaml are as
// they are today: nobody kept them.
func (in Input) AsOf() (out Input, unknown []string) {
	approvals := in.judged()
	out = in
	out.Documents, out.Problems = nil, nil
	add := func(a *Approval, today *document.Document) {
		by := a.By()[0].Statement
		out.Documents = append(out.Documents, a.Document.AsOf(today, document.Approved{By: by.By, Role: field.Text{Value: by.Role}, Date: a.Day}))
	}
	seen := map[string]bool{}
	for _, d := range in.Documents {
		id := fold(IDOf(d, in.Config.Edition))
		if kindOf(d) == "" && !d.Managed {
			out.Documents = append(out.Documents, d)
			continue
		}
		seen[id] = true
		a := InForce(approvals[id], in.Day)
		f := &d.Front
		switch since := holdsFrom(f.Effective, f.Approved.Date); {
		case f.Status == "retired" && !withdrawn(d).After(in.Day):
			out.Documents = append(out.Documents, d)
		case a != nil:
			add(a, d)
		case latest(approvals[id]) != nil: // it is known that none was in force
		case f.Status == "retired":
			unknown = append(unknown, IDOf(d, in.Config.Edition))
		case f.Status != "approved":
		case since.IsZero() || since.After(in.Day):
			unknown = append(unknown, IDOf(d, in.Config.Edition))
		default:
			out.Documents = append(out.Documents, d)
		}
	}
	for id, list := range approvals {
		if a := InForce(list, in.Day); a != nil && !seen[id] {
			add(a, a.Document)
		}
	}
	slices.SortStableFunc(out.Documents, func(a, b *document.Document) int { return strings.Compare(a.File, b.File) })
	slices.SortFunc(unknown, compareIDs)
	out.Kept = nil
	for _, k := range in.Kept {
		known := slices.ContainsFunc(approvals[fold(k.ID)], func(a Approval) bool { return a.Version.Version == k.Version.Version && !a.Day.After(in.Day) })
		if k.Same = true; known { // what the file says today is no change of that day
			out.Kept = append(out.Kept, k)
		}
	}
	return out, unknown
}

// holdsFrom is the day from which a claim to be approved holds: the later of the
// two, the zero day where neither is said.
func holdsFrom(effective, approved day.Date) day.Date {
	if effective.After(approved) {
		return effective
	}
	return approved
}

// withdrawn is the day on which a document was withdrawn: that of the last
// entry of its history, none where there is no history.
func withdrawn(d *document.Document) day.Date {
	var last day.Date
	for _, e := range d.Front.History {
		if e.Date.After(last) {
			last = e.Date
		}
	}
	return last
}
