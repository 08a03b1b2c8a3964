package isms_test

import (
	"fmt"
	"slices"
	"testing"

	"annexa/internal/isms"
)

func TestReadinessAddsUpAndCountsNothingTwice(t *testing.T) {
	for name, m := range wholes(t) {
		r := m.Readiness()
		seen := map[string]bool{}
		for _, p := range r.Points {
			if seen[p.Item.Item] {
				t.Errorf("%s: %s is a point twice", name, p.Item.Item)
			}
			seen[p.Item.Item] = true
		}
		if want := len(m.Items()); r.Ready.Total() != len(r.Points) || len(r.Points) != want { // own out, decisions in
			t.Errorf("%s: %+v of %d points, and there should be %d", name, r.Ready, len(r.Points), want)
		}
		lacking := [4]int{}
		for _, g := range r.Gaps {
			if seen[g.ID] {
				t.Errorf("%s: %s is counted twice", name, g.ID)
			}
			seen[g.ID] = true
			for i, a := range g.States() {
				if a != isms.Yes {
					lacking[i]++
				}
			}
		}
		total := r.Clauses.Total + r.Controls.Total + r.Own.Total
		if r.Met+len(r.Gaps) != total || total+r.Controls.Excluded+r.Controls.NotHere+r.Clauses.NotHere != len(m.SubClauses())+len(m.AllControls()) {
			t.Errorf("%s: %d met and %d not, of %d", name, r.Met, len(r.Gaps), total)
		}
		for i, yes := range [4]int{
			r.Clauses.Mentioned + r.Controls.Mentioned + r.Own.Mentioned, r.Clauses.Documented + r.Controls.Documented + r.Own.Documented,
			r.Clauses.Implemented + r.Controls.Implemented + r.Own.Implemented, r.Clauses.Evidenced + r.Controls.Evidenced + r.Own.Evidenced,
		} {
			if yes+lacking[i] != total {
				t.Errorf("%s: %d have state %d and %d do not, of %d", name, yes, i, lacking[i], total)
			}
		}
	}
}

func TestNothingIsReadyThatIsNotWrittenDown(t *testing.T) {
	for name, m := range wholes(t) {
		for _, p := range m.Readiness().Points {
			inForce := slices.ContainsFunc(p.Documents, (*isms.Document).InForce)
			if p.Item.Item == isms.Decisions {
				if (p.Provided == isms.Yes) != (len(p.Undecided) == 0) {
					t.Errorf("%s: the decisions are %s, and %d are open", name, p.Provided, len(p.Undecided))
				}
			} else if (p.Provided == isms.Yes) != (inForce || len(p.Registers) > 0) {
				t.Errorf("%s: %s is %s by %d documents and %d registers", name, p.Item.Item, p.Provided, len(p.Documents), len(p.Registers))
			}
		}
	}
	r := linked(t, nil).Readiness()
	if r.Ready.Missing != r.Ready.Total() || r.Met != 0 || len(r.Gaps) != r.Clauses.Total+r.Controls.Total {
		t.Errorf("an empty content is ready: %+v, %d met", r.Ready, r.Met)
	}
}

func TestWhatIsWorstComesFirst(t *testing.T) {
	for name, m := range wholes(t) {
		r := m.Readiness()
		for i, p := range r.Points[1:] {
			if before := r.Points[i]; !p.NotHere && !before.NotHere && before.Provided > p.Provided {
				t.Errorf("%s: %s, which is %s, comes before %s, which is %s", name, before.Item.Item, before.Provided, p.Item.Item, p.Provided)
			}
		}
		yes := 0
		for _, g := range r.Gaps {
			n := 0
			for _, a := range g.States() {
				if a == isms.Yes {
					n++
				}
			}
			if n < yes {
				t.Errorf("%s: %s has %d states and comes after one with %d", name, g.ID, n, yes)
			}
			yes = n
		}
	}
}

// A row provides documented information only by what it holds.
func TestARowThatIsOnlyPlannedShowsNoResult(t *testing.T) {
	for row, c := range map[string]struct {
		register, item string
		want           isms.Answer
	}{
		"{id: AUD-01, title: x, date: 2026-10-01}":                          {"audits", "audit-results", isms.None},
		"{id: AUD-01, title: x, date: 2026-10-01, result: two findings}":    {"audits", "audit-results", isms.Yes},
		"{id: AUD-01, title: x, date: 2026-12-01, result: two findings}":    {"audits", "audit-results", isms.None},
		"{id: MR-01, title: x, date: 2026-10-01}":                           {"management-reviews", "management-review-results", isms.None},
		"{id: MR-01, title: x, date: 2026-10-01, decisions: a new scope}":   {"management-reviews", "management-review-results", isms.Yes},
		"{id: MET-01, title: x}":                                            {"metrics", "monitoring-results", isms.None},
		"{id: MET-01, title: x, values: [{date: 2026-10-01, value: 5}]}":    {"metrics", "monitoring-results", isms.Yes},
		"{id: NC-01, title: x, nature: y}":                                  {"nonconformities", "corrective-action-results", isms.None},
		"{id: NC-01, title: x, nature: y, effectiveness: none came back}":   {"nonconformities", "corrective-action-results", isms.Yes},
		"{id: R-01, title: x, likelihood: 2, impact: 2, treatment: modify}": {"risks", "risk-treatment-results", isms.None},
	} {
		m := linked(t, map[string]string{"registers/" + c.register + ".yaml": fmt.Sprintf("- %s\n", row)})
		for _, item := range m.Items() {
			if item.Item == c.item && item.Provided != c.want {
				t.Errorf("%s: %s is %s, want %s", row, c.item, item.Provided, c.want)
			}
		}
	}
}

func TestDecisionsInDraftAreNoDecisions(t *testing.T) {
	all := map[string]string{}
	for _, q := range linked(t, nil).Controls() {
		all[q.ID+".md"] = front("control: "+q.ID+"\napplicable: yes\nstatus: approved", "Text")
	}
	want := func(what string, answer isms.Answer, undecided int) {
		t.Helper()
		for _, p := range linked(t, all).Readiness().Points {
			if p.Item.Item == isms.Decisions && (p.Provided != answer || len(p.Undecided) != undecided) {
				t.Errorf("%s: the decisions are %s, %d open", what, p.Provided, len(p.Undecided))
			}
		}
	}
	want("all approved", isms.Yes, 0)
	all["A.5.1.md"] = front("control: A.5.1\napplicable: no\nstatus: draft", "Text")
	want("one in draft", isms.InDraft, 1)
	delete(all, "A.5.2.md")
	want("one without a write-up", isms.None, 2)
}
