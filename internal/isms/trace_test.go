package isms_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"annexa/internal/isms"
)

func TestARequirementIsTracedToADocumentInForce(t *testing.T) {
	const exclusion = "applicable: no\njustification: none here"
	m := linked(t, map[string]string{
		"pro.md": front("id: PRO-01\nkind: procedure\nstatus: approved\nimplements: [A.5.3, A.5.1]", ""),
		"pol.md": front("id: POL-10\nkind: policy\nstatus: approved\nimplements: [A.5.1]", ""),
		"two.md": front("id: POL-9\nkind: policy\nimplements: [A.5.1, A.5.2]", ""),
		"old.md": front("id: POL-03\nkind: policy\nstatus: retired\nimplements: [A.5.4]", ""),
		"x5.md":  front("control: A.5.5\nstatus: approved\n"+exclusion, ""),
		"x6.md":  front("control: A.5.6\nstatus: draft\n"+exclusion, ""),
		"x7.md":  front("control: A.5.7\nstatus: approved\napplicable: yes\nimplementation: implemented", "Its own write-up is no trace."),
	})
	for id, want := range map[string]isms.Trace{
		"A.5.1": isms.Traced, "A.5.2": isms.DraftHole, "A.5.3": isms.Traced, "A.5.4": isms.Hole, "A.5.5": isms.Justified, "A.5.6": isms.Hole, "A.5.7": isms.Hole, "6.1.3": isms.Hole,
	} {
		if q, ok := m.Requirement(id); !ok || q.Trace() != want {
			t.Errorf("%s is traced %d, want %d", id, q.Trace(), want)
		}
	}
	x := isms.MatrixOf(m.Controls(), func(*isms.Document) bool { return true })
	var got []string
	for i, d := range x.Documents {
		ids := []string{}
		for _, j := range x.Answered[i] {
			ids = append(ids, x.Requirements[j].ID)
		}
		got = append(got, d.ID+": "+strings.Join(ids, " "))
	}
	if want := []string{"POL-9: A.5.1 A.5.2", "POL-10: A.5.1", "PRO-01: A.5.1 A.5.3"}; !slices.Equal(got, want) {
		t.Errorf("the matrix is %q, want %q", got, want)
	}
	if x := isms.MatrixOf(m.Controls(), (*isms.Document).InForce); len(x.Documents) != 2 {
		t.Errorf("%d documents are kept, want 2", len(x.Documents))
	}
}

func TestWhatAnswersNothingAndWhatMostLeadTo(t *testing.T) {
	m := linked(t, map[string]string{
		"1.md": front("id: POL-01\nkind: policy\nstatus: approved\nimplements: [A.5.1]", "[[POL-02]]"),
		"2.md": front("id: POL-02\nkind: policy\nstatus: approved", ""),
		"3.md": front("id: POL-03\nkind: policy\nstatus: approved\nprovides: [scope]", "[[POL-02]] [[POL-01]]"),
		"4.md": front("id: POL-04\nkind: policy\nstatus: draft", "[[POL-01]]"),
		"5.md": front("id: REC-01\nkind: record\nstatus: approved", "[[POL-01]]"),
		"6.md": front("control: A.5.1\nstatus: approved", "[[POL-04]]"),
	})
	ids := func(list []*isms.Document) string {
		var out []string
		for _, d := range list {
			out = append(out, d.ID)
		}
		return strings.Join(out, " ")
	}
	if got := ids(m.Unattached()); got != "POL-02" {
		t.Errorf("%q answer nothing, want POL-02", got)
	}
	if got := ids(m.MostReferenced()); got != "POL-01 POL-02" {
		t.Errorf("most lead to %q, want POL-01 POL-02", got)
	}
}

func TestProgressAndMaturityCountWhatIsWrittenAndApproved(t *testing.T) {
	files := map[string]string{}
	for i, lines := range []string{
		"status: approved\napplicable: yes\nimplementation: implemented\nmaturity: 3", "status: approved\napplicable: yes\nimplementation: partial\nmaturity: 0",
		"status: approved\napplicable: yes\nimplementation: planned", "status: approved\napplicable: yes\nimplementation: not-started\nmaturity: 9", "status: approved\napplicable: yes",
		"status: draft\napplicable: yes\nimplementation: implemented\nmaturity: 5", "status: approved\nimplementation: implemented\nmaturity: 5", "status: approved\napplicable: no\nmaturity: 5", "status: draft\napplicable: no", "status: retired",
	} {
		files[fmt.Sprintf("c%d.md", i)] = front(fmt.Sprintf("control: A.5.%d\n", i+1)+lines, "")
	}
	m := linked(t, files)
	group, _ := m.Requirement("A.5")
	list := append([]*isms.Requirement{group}, m.Controls()[:11]...)
	if got, want := isms.ProgressOf(list), (isms.Progress{Implemented: 1, Partial: 1, Planned: 1, NotStarted: 1, Unsaid: 1, InDraft: 2, Undecided: 3, Excluded: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, want := isms.MaturityOf(list), (isms.Maturity{Levels: [6]int{0: 1, 3: 1, 5: 1}, Unsaid: 7}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := isms.ProgressOf(m.SubClauses()); got.Unsaid != len(m.SubClauses()) {
		t.Errorf("%+v of %d clauses without a write-up", got, len(m.SubClauses()))
	}
}

func TestAnAuditCoversThePartsOfWhatItNames(t *testing.T) {
	const row = "criteria: x, scope: x, auditor: Auditor"
	m := linked(t, map[string]string{"registers/audits.yaml": "- {id: AUD-03, title: Later, date: 2026-11-03, " + row + ", requirements: [A.5.2, nothing]}\n" +
		"- {id: AUD-01, title: First, date: 2026-01-01, " + row + ", requirements: [\"9.2\", A.7], result: Good}\n- {id: AUD-02, title: Today, date: 2026-11-02, " + row + "}\n"})
	var got []string
	for _, a := range m.Audits() {
		got = append(got, fmt.Sprintf("%s %s %d", a.Row.ID.Value, a.Status, len(a.Covers)))
	}
	if want := []string{"AUD-01 done 16", "AUD-02 no result yet 0", "AUD-03 planned 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if linked(t, nil).Audits() != nil {
		t.Error("there are audits without a register")
	}
	former := linked(t, map[string]string{"annexa.yaml": "edition: 2013\n", "registers/audits.yaml": "- {id: AUD-01, title: First, date: 2026-01-01, " + row + ", requirements: [A.9]}\n"})
	if n := len(former.Audits()[0].Covers); n != 14 {
		t.Errorf("A.9 of 2013 has 14 controls, and %d are covered", n)
	}
}

func TestARiskStandsBetweenLikelihoodAndImpact(t *testing.T) {
	const row = "affects: [c], treatment: modify, controls: [A.5.1], owner: Boss"
	m := linked(t, map[string]string{
		"annexa.yaml": "risk: {scale: 3, acceptance: 2}\n",
		"registers/risks.yaml": "- {id: R-1, title: A, likelihood: 3, impact: 2, residual-likelihood: 1, residual-impact: 2, " + row + "}\n" +
			"- {id: R-2, title: B, likelihood: 3, impact: 2, " + row + "}\n- {id: R-3, title: C, likelihood: 4, impact: 2, " + row + "}\n",
	})
	before, after := m.RiskMap(false), m.RiskMap(true)
	if c := before.Cells[2][1]; len(c.Risks) != 2 || c.Level != 6 || c.Accepted || len(before.Others) != 1 {
		t.Errorf("before treatment: %+v, %d elsewhere", c, len(before.Others))
	}
	if c := after.Cells[0][1]; len(c.Risks) != 1 || c.Level != 2 || !c.Accepted || len(after.Others) != 2 {
		t.Errorf("after treatment: %+v, %d elsewhere", c, len(after.Others))
	}
	if none := linked(t, nil).RiskMap(false); len(none.Cells) != 5 || none.Others != nil {
		t.Errorf("without a register: %+v", none)
	}
}
