package isms

// Progress counts requirements by how far they are implemented. Each is
// counted once: what is excluded, not decided or in draft by that, the rest by
// what its write-up says. Those whose write-up is not here are not counted.
type Progress struct{ Implemented, Partial, Planned, NotStarted, Unsaid, InDraft, Undecided, Excluded int }

// ProgressOf counts the requirements that can be answered: sub-clauses and
// controls. One without a write-up has nothing said of it.
func ProgressOf(list []*Requirement) Progress {
	var p Progress
	for _, q := range list {
		if q.Leaf() && q.Decision != NotHere {
			*p.place(q)++
		}
	}
	return p
}

func (p *Progress) place(q *Requirement) *int {
	w := q.WriteUp
	switch {
	case w != nil && w.State != Retired && !w.InForce():
		return &p.InDraft
	case q.DecisionInForce() == Excluded:
		return &p.Excluded
	case q.DecisionInForce() == Undecided:
		return &p.Undecided
	case w == nil || w.State == Retired:
		return &p.Unsaid
	}
	switch w.Front.Implementation {
	case "implemented":
		return &p.Implemented
	case "partial":
		return &p.Partial
	case "planned":
		return &p.Planned
	case "not-started":
		return &p.NotStarted
	}
	return &p.Unsaid
}

// Maturity counts requirements by the maturity that their write-ups say they
// have reached.
type Maturity struct {
	Levels [6]int // 0 to 5
	Unsaid int
}

// MaturityOf counts the requirements that can be answered. Excluded controls
// and those whose write-up is not here stand outside, and what a draft says
// counts as not said.
func MaturityOf(list []*Requirement) Maturity {
	var m Maturity
	for _, q := range list {
		if d := q.DecisionInForce(); !q.Leaf() || d == Excluded || d == NotHere {
			continue
		}
		if w := q.WriteUp; w != nil && w.InForce() && len(w.Front.Maturity) == 1 && w.Front.Maturity[0]-'0' <= 5 {
			m.Levels[w.Front.Maturity[0]-'0']++
		} else {
			m.Unsaid++
		}
	}
	return m
}
