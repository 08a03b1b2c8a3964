package isms

import (
	"cmp"
	"slices"

	"annexa/internal/document"
)

// Trace says whether a requirement can be followed to a document that answers
// it.
type Trace uint8

// The answers to that, the gravest first.
const (
	Hole      Trace = iota // no document answers it
	DraftHole              // what answers it is not in force
	Traced                 // a document in force answers it
	Justified              // nothing has to: it is a control that is excluded, and the exclusion is in force
	Untold                 // its write-up is not here, so it is not known whether it is excluded
)

// Trace follows a requirement to the documents that answer it. Its own
// write-up is none of them: it is where the way begins.
func (q *Requirement) Trace() Trace {
	switch {
	case q.DecisionInForce() == Excluded:
		return Justified
	case q.Decision == NotHere:
		return Untold
	case q.Documented == Yes:
		return Traced
	case q.Documented == InDraft:
		return DraftHole
	}
	return Hole
}

// A Matrix is which documents answer which requirements.
type Matrix struct {
	Requirements []*Requirement
	Documents    []*Document // that answer at least one, kind by kind
	Answered     [][]int     // by document: what it answers, as indices of Requirements, ascending
}

// MatrixOf is the matrix of a list of requirements and the documents for which
// keep is true.
func MatrixOf(list []*Requirement, keep func(*Document) bool) Matrix {
	x := Matrix{Requirements: list}
	answered := map[*Document][]int{}
	for i, q := range list {
		for _, d := range q.Documents {
			if _, seen := answered[d]; !seen {
				if !keep(d) {
					continue
				}
				x.Documents = append(x.Documents, d)
			}
			answered[d] = append(answered[d], i)
		}
	}
	slices.SortFunc(x.Documents, func(a, b *Document) int { return cmp.Or(a.KindRank()-b.KindRank(), a.order-b.order) })
	x.Answered = make([][]int, len(x.Documents))
	for i, d := range x.Documents {
		x.Answered[i] = answered[d]
	}
	return x
}

// Unattached are the documents in force that answer no requirement and provide
// nothing that the standard asks for. Records show what was done, write-ups
// answer what they are named after, and neither is among them.
func (m *ISMS) Unattached() []*Document {
	var out []*Document
	for _, d := range m.Documents {
		rules := d.Kind == "policy" || d.Kind == "standard" || d.Kind == "procedure" || d.Kind == "guideline" || d.Kind == "plan"
		if rules && d.InForce() && len(d.Implements)+len(d.FormerIDs)+len(d.Front.Provides) == 0 {
			out = append(out, d)
		}
	}
	return out
}

// MostReferenced are the documents in force to which others lead, those with
// most references first. Write-ups and the Statement of Applicability have
// their place in the standard and are not among them.
func (m *ISMS) MostReferenced() []*Document {
	var out []*Document
	for _, d := range m.Documents {
		if d.InForce() && d.Requirement == nil && d.Kind != "soa" && d.References() > 0 {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b *Document) int { return b.References() - a.References() })
	return out
}

// References is how many documents and rows lead to a document.
func (d *Document) References() int { return len(d.ReferencedBy) + len(d.Rows) }

// KindRank is the place of a document's kind among the kinds, in the order in
// which lists show them.
func (d *Document) KindRank() int {
	if i := slices.Index(document.Kinds, d.Kind); i >= 0 {
		return i
	}
	return len(document.Kinds)
}
