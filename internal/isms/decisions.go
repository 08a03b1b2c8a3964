package isms

import (
	"maps"
	"slices"
	"strings"

	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/standard"
)

// How a decision begins that a Statement of Applicability keeps.
const (
	DecidedImplemented    = "yes, implemented"
	DecidedNotImplemented = "yes, not implemented"
	DecidedExcluded       = "no"
)

// Decided is the decision in force on a control as the Statement of
// Applicability keeps it when it is approved (6.1.3 d): whether the control is
// necessary, whether it is implemented, and why; empty where nothing is decided.
//
//	yes, implemented: risk, legal
//	yes, not implemented: contract
//	no: There is no source code to protect.
func (m *ISMS) Decided(q *Requirement) string {
	w := q.WriteUp
	if w == nil || !w.holds(m) {
		return ""
	}
	f := &w.inForce(m).Front
	applicable := f.Applicable
	if q.IsOwn() && applicable == field.Unsaid {
		applicable = field.Yes // it is there because it is necessary
	}
	switch applicable {
	case field.Yes:
		said := DecidedNotImplemented
		if f.Implementation == "implemented" {
			said = DecidedImplemented
		}
		if len(f.Reasons) > 0 {
			said += ": " + strings.Join(f.Reasons, ", ")
		}
		return said
	case field.No:
		return strings.TrimSuffix(DecidedExcluded+": "+strings.Join(strings.Fields(f.Justification), " "), ": ")
	}
	return ""
}

// holds says that some text of a document is in force, be it not the one in its
// file.
func (d *Document) holds(m *ISMS) bool {
	return d.InForce() || d.State != Retired && InForce(m.ApprovalsOf(d), m.Day) != nil
}

// inForce is the text of a document that holds on the day of the build: what was
// approved, where its file says something else by now.
func (d *Document) inForce(m *ISMS) *document.Document {
	if a := InForce(m.ApprovalsOf(d), m.Day); a != nil {
		return a.Document
	}
	return d.Document
}

// A DecisionChange is a control on which the decision is another one than the
// approved Statement of Applicability says.
type DecisionChange struct {
	ID      string // of the control, which may be one's own and gone
	Was, Is string // as [ISMS.Decided] says it
}

// DecisionChanges are the decisions that were changed since the Statement of
// Applicability was approved, in the order of the controls. There are none where
// no statement in force keeps decisions.
func (m *ISMS) DecisionChanges() []DecisionChange {
	s := m.SoA()
	if s == nil || !s.holds(m) {
		return nil
	}
	kept := s.inForce(m).Front.Decisions
	if len(kept) == 0 {
		return nil
	}
	var list []DecisionChange
	for _, q := range m.AllControls() {
		if q.Decision == NotHere {
			continue
		}
		if was, is := kept[q.ID].Value, m.Decided(q); was != is {
			list = append(list, DecisionChange{q.ID, was, is})
		}
	}
	for _, id := range slices.SortedFunc(maps.Keys(kept), standard.Compare) {
		if q, ok := m.requirements[id]; IsOwnID(id) && !m.Withheld.writeUps[id] && (!ok || q.Withdrawn()) {
			list = append(list, DecisionChange{id, kept[id].Value, ""})
		}
	}
	return list
}
