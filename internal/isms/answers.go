package isms

import (
	"slices"

	"annexa/internal/day"
	"annexa/internal/field"
	"annexa/internal/register"
	"annexa/internal/standard"
)

// answers derives the states of every requirement, and puts every list into
// its order.
func (l *linker) answers() {
	m := l.m
	roles := m.registers["roles"]
	for _, d := range m.Documents {
		l.roleAt(d.Front.Owner, at(d.Document, d.Front.Owner), roles)
		l.roleAt(d.Front.Approved.Role, at(d.Document, d.Front.Approved.Role), roles)
		l.roleAt(d.Front.Action.Owner, at(d.Document, d.Front.Action.Owner), roles)
		d.ReferencedBy = inOrder(d.ReferencedBy)
		if d.State == Retired {
			continue
		}
		for _, q := range d.Implements {
			q.MentionedBy = append(q.MentionedBy, d)
			if q.WriteUp != d {
				q.Documents = append(q.Documents, d)
			}
		}
		for _, f := range d.FormerIDs {
			f.MentionedBy = append(f.MentionedBy, d)
			f.Documents = append(f.Documents, d)
		}
	}
	for _, row := range m.rows {
		row.ReferencedBy = inOrder(row.ReferencedBy)
	}
	for _, q := range m.Requirements {
		q.MentionedBy, q.Documents = inOrder(q.MentionedBy), inOrder(q.Documents)
		l.answer(q)
	}
	for _, c := range m.Catalogues {
		c.whole.MentionedBy = inOrder(c.whole.MentionedBy)
		for _, q := range c.Requirements {
			q.MentionedBy, q.Documents = inOrder(q.MentionedBy), inOrder(q.Documents)
			if q.Leaf() {
				decision := q.Decision
				l.answer(q)
				q.Decision = decision
				q.through()
			}
		}
	}
	for _, f := range m.Former {
		for _, q := range f.Others {
			f.Documents = append(f.Documents, q.Documents...)
		}
		f.MentionedBy, f.Documents = inOrder(f.MentionedBy), inOrder(f.Documents)
	}
}

// inOrder brings documents into the order that they have among all, and drops
// those named twice.
func inOrder(list []*Document) []*Document {
	slices.SortFunc(list, func(a, b *Document) int { return a.order - b.order })
	return slices.Compact(list)
}

func (l *linker) answer(q *Requirement) {
	w := q.WriteUp
	switch {
	case w == nil && q.Leaf() && l.in.withheld.writeUps[q.ID]:
		q.Decision = NotHere
	case q.IsClause():
		q.Decision = Applicable
	case q.Kind == standard.OwnControl:
		q.Decision = ownDecision(w)
	case w == nil || w.State == Retired:
	case w.Front.Applicable == field.Yes:
		q.Decision = Applicable
	case w.Front.Applicable == field.No:
		q.Decision = Excluded
	}
	for _, d := range q.MentionedBy {
		q.Mentioned = max(q.Mentioned, answered(d, true))
	}
	if w != nil && w.State != Retired && len(w.Body.Blocks) > 0 {
		q.Mentioned = max(q.Mentioned, answered(w, true))
	}
	for _, d := range q.Documents {
		q.Documented = max(q.Documented, answered(d, false))
	}
	if w == nil || w.State == Retired {
		return
	}
	if w.Front.Implementation == "implemented" && q.Decision == Applicable {
		q.Implemented = answered(w, false)
	}
	for _, e := range w.Front.Evidence {
		if until := e.Until(); until.IsZero() || !until.Before(l.in.Day) {
			if e.Date.After(l.in.Day) {
				continue // what is still to come shows nothing
			}
			q.Evidenced = max(q.Evidenced, answered(w, false))
		}
	}
}

// answered is what a document's word is worth: yes once it is approved. For a
// mention the word of a page, which has no status, is enough.
func answered(d *Document, mention bool) Answer {
	if d.InForce() || mention && d.State == Page {
		return Yes
	}
	if d.State == Page {
		return None
	}
	return InDraft
}

// DecisionInForce is the decision that counts today: one that stands in a
// draft counts for nothing yet.
func (q *Requirement) DecisionInForce() Decision {
	if q.Decision == NotHere {
		return NotHere
	}
	if q.IsControl() && (q.WriteUp == nil || !q.WriteUp.InForce()) && !q.Withdrawn() {
		return Undecided
	}
	return q.Decision
}

// Coverage counts requirements by their states. Excluded controls, and
// requirements whose decision is not here, stand outside all counts but their
// own.
type Coverage struct {
	Total, Excluded, NotHere, Undecided           int
	Mentioned, Documented, Implemented, Evidenced int
	Drafts                                        Drafts
}

// Drafts counts, for each state, the requirements that are in it in draft only.
type Drafts struct{ Mentioned, Documented, Implemented, Evidenced int }

// CoverageOf counts the requirements that can be answered: sub-clauses and
// controls.
func CoverageOf(list []*Requirement) Coverage {
	var c Coverage
	for _, q := range list {
		if !q.Leaf() {
			continue
		}
		switch q.DecisionInForce() {
		case Excluded:
			c.Excluded++
			continue
		case NotHere:
			c.NotHere++
			continue
		case Undecided:
			c.Undecided++
		}
		c.Total++
		for _, s := range []struct {
			answer      Answer
			yes, drafts *int
		}{
			{q.Mentioned, &c.Mentioned, &c.Drafts.Mentioned}, {q.Documented, &c.Documented, &c.Drafts.Documented},
			{q.Implemented, &c.Implemented, &c.Drafts.Implemented}, {q.Evidenced, &c.Evidenced, &c.Drafts.Evidenced},
		} {
			switch s.answer {
			case Yes:
				*s.yes++
			case InDraft:
				*s.drafts++
			}
		}
	}
	return c
}

// Controls are the controls of Annex A in order.
func (m *ISMS) Controls() []*Requirement { return m.leaves(standard.Control) }

// OwnControls are the controls of one's own in order, without those that were
// withdrawn.
func (m *ISMS) OwnControls() []*Requirement { return m.leaves(standard.OwnControl) }

// AllControls are those that a Statement of Applicability is about: of Annex A,
// then one's own.
func (m *ISMS) AllControls() []*Requirement { return append(m.Controls(), m.OwnControls()...) }

// SubClauses are the clauses of 4 to 10 that have no parts, in order.
func (m *ISMS) SubClauses() []*Requirement { return m.leaves(standard.Clause) }

func (m *ISMS) leaves(kind standard.Kind) []*Requirement {
	var out []*Requirement
	for _, q := range m.Requirements {
		if q.Kind == kind && q.Leaf() && !q.Withdrawn() {
			out = append(out, q)
		}
	}
	return out
}

// An Item is documented information that the standard asks for, and what
// provides it.
type Item struct {
	standard.DocumentedItem
	Documents []*Document // that provide it, retired ones left out
	Registers []*Register // that provide it by what their rows hold
	Provided  Answer
	NotHere   bool // nothing here provides it, and something does that is classified too high
}

// itemRegisters are the registers whose rows are documented information, each
// with the column that holds it: an audit that is only planned is no result of
// one, and a metric without a value shows nothing.
var itemRegisters = map[string]struct{ register, column string }{
	"risk-treatment-plan": {"risks", "treatment"}, "objectives": {"objectives", "target"}, "competence": {"competence", "evidence"},
	"risk-assessment-results": {"risks", "likelihood"}, "risk-treatment-results": {"risks", "residual-likelihood"},
	"monitoring-results": {"metrics", "values"}, "audit-results": {"audits", "result"}, "management-review-results": {"management-reviews", "decisions"},
	"nonconformities": {"nonconformities", "nature"}, "corrective-action-results": {"nonconformities", "effectiveness"},
}

// holds says that a register has a row with something in a column that is not
// of a day to come.
func holds(r *register.Register, column string, on day.Date) bool {
	return slices.ContainsFunc(r.Rows, func(row *register.Row) bool {
		return !row.Cell(column).Empty() && !row.Cell("date").Date.After(on)
	})
}

// Items are the documented information of the standard in its order.
func (m *ISMS) Items() []Item {
	var out []Item
	for _, item := range standard.Documented() {
		i := Item{DocumentedItem: item}
		for _, d := range m.Documents {
			if d.State != Retired && (slices.ContainsFunc(d.Front.Provides, func(t field.Text) bool { return t.Value == item.Item }) || item.Item == "soa" && d.Kind == "soa") {
				i.Documents = append(i.Documents, d)
				i.Provided = max(i.Provided, answered(d, false))
			}
		}
		from := itemRegisters[item.Item]
		if r, ok := m.registers[from.register]; ok && holds(r.Register, from.column, m.Day) {
			i.Registers = append(i.Registers, r)
			i.Provided = Yes
		}
		i.NotHere = i.Provided != Yes && m.Withheld.items[item.Item]
		out = append(out, i)
	}
	return out
}

// An Activity is something a clause or a domain comes to in practice, and what
// answers it here.
type Activity struct {
	standard.Activity
	Requirements []*Requirement // those of the content's edition that it belongs to
	Answers      []*Document    // documents in force that answer one of them
	NotHere      bool           // none does here, and a write-up that is not here may
}

// Activities are the activities below a heading: a clause such as "4", a
// domain of 2013 such as "A.9", or standard.Certification.
func (m *ISMS) Activities(edition standard.Edition, heading string) []Activity {
	var out []Activity
	for _, a := range standard.ActivitiesOf(edition, heading) {
		b := Activity{Activity: a}
		for _, id := range a.In(m.Standard.Edition()) {
			q, ok := m.requirements[id]
			if !ok {
				continue
			}
			b.Requirements = append(b.Requirements, q)
			b.NotHere = b.NotHere || q.Decision == NotHere
			if q.WriteUp != nil && q.WriteUp.InForce() && q.Decision != Excluded {
				b.Answers = append(b.Answers, q.WriteUp)
			}
			for _, d := range q.Documents {
				if d.InForce() {
					b.Answers = append(b.Answers, d)
				}
			}
		}
		b.Answers = inOrder(b.Answers)
		b.NotHere = b.NotHere && len(b.Answers) == 0
		out = append(out, b)
	}
	return out
}

// Orphans are the documents of the management system that nothing leads to: no
// text, no front matter, no row of a register. Write-ups and the Statement of
// Applicability have their place in the standard, and what was withdrawn
// needs none.
func (m *ISMS) Orphans() []*Document {
	var out []*Document
	for _, d := range m.Documents {
		if d.State == Page || d.State == Retired || d.Requirement != nil || d.Kind == "soa" || d.ID == "" {
			continue // what has no id, or another's, nothing could name
		}
		if len(d.ReferencedBy)+len(d.Rows) == 0 {
			out = append(out, d)
		}
	}
	return out
}

// PublishedFiles are the files of the content that a published page links, in
// order.
func (m *ISMS) PublishedFiles() []string { return slices.Clone(m.published()) }

func (m *ISMS) publishedFiles() []string {
	seen := map[string]bool{}
	add := func(t Target) {
		if t.File != "" {
			seen[t.File] = true
		}
	}
	for _, d := range m.Documents {
		if !d.Published || d.State == Retired {
			continue
		}
		for _, t := range d.Targets {
			add(t)
		}
		for _, e := range d.Front.Evidence {
			add(m.EvidenceTarget(d, e))
		}
	}
	out := make([]string, 0, len(seen))
	for f := range seen {
		out = append(out, f)
	}
	slices.Sort(out)
	return out
}
