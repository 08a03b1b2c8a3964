package isms

import (
	"cmp"
	"slices"
)

// Readiness is how much of what the two stages of a certification audit look
// at (ISO/IEC 17021-1, 9.3.1) is there: in the first the documented
// information and the decisions on controls, in the second what is done about
// each requirement. What is not approved, and what nobody wrote down, counts
// in neither.
type Readiness struct {
	Points            []Point // stage 1, worst first
	Ready             Readied // of them
	Clauses, Controls Coverage
	Own               Coverage // of one's own controls
	Met               int      // requirements that are in all four states
	Gaps              []Gap    // all other counted requirements, worst first
}

// Readied counts the points of stage 1, each in one place.
type Readied struct{ There, InDraft, Missing, NotHere int }

// Total is the number of points.
func (r Readied) Total() int { return r.There + r.InDraft + r.Missing + r.NotHere }

// A Point is one thing that stage 1 asks for: an item of documented
// information, or the decision on every control of Annex A.
type Point struct {
	Item
	Undecided []*Requirement // of the decisions: the controls that have none in force
	Core      bool           // without it there is nothing to audit
}

// Decisions is the name of the point that asks for a decision on each control.
const Decisions = "decisions"

// core are the points without which stage 1 cannot take place.
var core = []string{"scope", "policy", "soa", Decisions, "audit-results", "management-review-results"}

// A Gap is a requirement that lacks one or more of the four states.
type Gap struct {
	*Requirement
	Undecided bool // a control without a decision in force
}

// States are the four answers on a requirement: mentioned, documented,
// implemented, evidenced.
func (q *Requirement) States() [4]Answer {
	return [4]Answer{q.Mentioned, q.Documented, q.Implemented, q.Evidenced}
}

// Readiness says how ready for certification the whole is on its day.
func (m *ISMS) Readiness() Readiness {
	r := Readiness{Points: m.points(), Clauses: CoverageOf(m.SubClauses()), Controls: CoverageOf(m.Controls()), Own: CoverageOf(m.OwnControls())}
	for _, p := range r.Points {
		*r.Ready.place(p)++
	}
	for _, q := range append(m.SubClauses(), m.AllControls()...) {
		decision := q.DecisionInForce()
		switch {
		case decision == Excluded || decision == NotHere:
		case decision == Applicable && q.count(Yes) == len(q.States()):
			r.Met++
		default:
			r.Gaps = append(r.Gaps, Gap{q, decision == Undecided})
		}
	}
	slices.SortStableFunc(r.Gaps, func(a, b Gap) int { return cmp.Compare(a.rank(), b.rank()) })
	return r
}

// place is where a point is counted.
func (r *Readied) place(p Point) *int {
	switch {
	case p.NotHere:
		return &r.NotHere
	case p.Provided == Yes:
		return &r.There
	case p.Provided == InDraft:
		return &r.InDraft
	}
	return &r.Missing
}

// rank orders gaps: by the states that are there, then what is not decided,
// then by the states that are there in draft.
func (g Gap) rank() int {
	rank := 10*g.count(Yes) + g.count(InDraft)
	if !g.Undecided {
		rank += 5
	}
	return rank
}

// count is in how many of the four states a requirement has an answer.
func (q *Requirement) count(a Answer) int {
	n := 0
	for _, s := range q.States() {
		if s == a {
			n++
		}
	}
	return n
}

// points are what stage 1 asks for. What the organisation itself finds
// necessary is left out: nobody else can say that it is missing.
func (m *ISMS) points() []Point {
	var out []Point
	for _, item := range m.Items() {
		if item.Item == "own" {
			continue
		}
		out = append(out, Point{Item: item})
		if item.Item == "soa" {
			out = append(out, m.decisions(item))
		}
	}
	for i := range out {
		out[i].Core = slices.Contains(core, out[i].Item.Item)
	}
	slices.SortStableFunc(out, func(a, b Point) int { return cmp.Compare(a.rank(), b.rank()) })
	return out
}

// rank orders points: what is missing, what is in draft, what is not known
// here, what is there; of each, what is core first.
func (p Point) rank() int {
	rank := 2 * int(p.Provided)
	switch {
	case p.NotHere:
		rank = 2*int(InDraft) + 2
	case p.Provided == Yes:
		rank += 2
	}
	if !p.Core {
		rank++
	}
	return rank
}

// decisions is the point that asks for a decision on each control. Drafts that
// decide on all that is open make it one that is in draft.
func (m *ISMS) decisions(statement Item) Point {
	p := Point{Item: Item{DocumentedItem: statement.DocumentedItem, Provided: Yes}}
	p.Item.Item, p.What = Decisions, "a decision on every control of Annex A"
	for _, q := range m.Controls() {
		switch q.DecisionInForce() {
		case NotHere:
			p.NotHere = true
		case Undecided:
			p.Undecided = append(p.Undecided, q)
			p.Provided = min(p.Provided, InDraft)
			if q.Decision == Undecided {
				p.Provided = None
			}
		}
	}
	p.NotHere = p.NotHere && p.Provided == Yes
	return p
}
