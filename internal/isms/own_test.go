package isms_test

import (
	"fmt"
	"strings"
	"testing"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

const own = "control: ORG-01\ntitle: Two keys\nreasons: [risk]\n"

func TestAControlOfOnesOwnIsARequirementLikeTheOthers(t *testing.T) {
	for _, edition := range []string{"2022", "2013"} {
		m := linked(t, map[string]string{
			"annexa.yaml":          "edition: " + edition + "\n",
			"a.md":                 front(own+approved+"maps: [A.8.2, A.8.2, 6.1.3]\nimplementation: implemented\nevidence: [{title: x, date: 2026-01-01}]", "Text ORG-01"),
			"b.md":                 front(policy+approved+"implements: [ORG-01]", "ORG-01 and [[ORG-01]] and [[org-01]], [[own]]"),
			"c.md":                 front("control: ORG-02\ntitle: Gone\nstatus: retired\n", "Text"),
			"d.md":                 front("control: ORG-10\ntitle: \"{{organisation.short}} keys\"\n", "Text"),
			"registers/risks.yaml": "- {id: R-1, title: T, affects: [c], likelihood: 1, impact: 1, treatment: modify, controls: [ORG-01], owner: O}\n",
		})
		q, ok := m.Requirement("ORG-01")
		if !ok || q.Kind != standard.OwnControl || q.Title != "Two keys" || q.Page != "controls/ORG-01.html" || m.Top(q).Page != "controls/own.html" || q.New() {
			t.Fatalf("%s: %+v", edition, q)
		}
		if got := fmt.Sprint(q.DecisionInForce(), q.States(), len(q.Documents), len(q.MentionedBy), len(q.Rows)); got != "applicable [yes yes yes yes] 1 1 1" {
			t.Errorf("%s: %s", edition, got)
		}
		var ids []string
		for _, q := range m.OwnControls() {
			ids = append(ids, q.ID)
		}
		if got := strings.Join(ids, " "); got != "ORG-01 ORG-10" || len(m.AllControls()) != len(m.Controls())+2 {
			t.Errorf("%s: its own are %s", edition, got)
		}
		if c := isms.CoverageOf(m.OwnControls()); c.Total != 2 || c.Undecided != 1 || c.Implemented != 1 {
			t.Errorf("%s: %+v", edition, c)
		}
		gone, _ := m.Requirement("ORG-02")
		if gone.Trace() != isms.Justified || gone.DecisionInForce() != isms.Excluded {
			t.Errorf("%s: one that was withdrawn is %s", edition, gone.DecisionInForce())
		}
		b, _ := m.Lookup("POL-01")
		for i, target := range b.Targets {
			if target.Page() == "" {
				t.Errorf("%s: link %d leads nowhere", edition, i)
			}
		}
		if clause, _ := m.Requirement("6.1.3"); len(clause.MappedBy) != 1 || clause.MappedBy[0] != q {
			t.Errorf("%s: it does not know what comes with it", edition)
		}
		if len(m.Controls()) != len(m.Standard.Controls()) {
			t.Errorf("%s: one's own controls are none of Annex A", edition)
		}
	}
}

func TestWithoutControlsOfOnesOwnThereIsNoHeading(t *testing.T) {
	m := linked(t, map[string]string{"a.md": "[[own]]"})
	if _, ok := m.Requirement(isms.OwnHeading); ok || len(m.Requirements) != len(m.Standard.All()) {
		t.Error("there is")
	}
}

func TestOfAControlOfOnesOwnThatIsNotPublishedNothingButItsIDIsTold(t *testing.T) {
	files := map[string]string{
		"annexa.yaml": "drafts: hide\n",
		"a.md":        front("control: ORG-01\ntitle: Secret keys\nsummary: Secret too\n", "Text"),
		"b.md":        front(policy+approved+"classification: public\nimplements: [ORG-01]", "[[ORG-01]]"),
	}
	m := linked(t, files)
	b, _ := m.Lookup("POL-01")
	if got := b.Targets[0]; got.Page() != "" || strings.Contains(got.Label(), "Secret") {
		t.Errorf("a hidden draft is %q at %q", got.Label(), got.Page())
	}
	if len(m.OwnControls()) != 0 {
		t.Error("a hidden draft is listed")
	}
	files["annexa.yaml"], files["a.md"] = "", front(own+approved+"classification: restricted\nmaps: [A.5.1]", "Text")
	m = upTo(t, files, "public")
	if _, ok := m.Requirement("ORG-01"); ok || len(m.OwnControls()) != 0 || len(m.Problems) != 0 {
		t.Error("what is classified too high is here", m.Problems)
	}
	if q, _ := m.Requirement("A.5.1"); len(q.MappedBy) != 0 {
		t.Error("it is known to come with A.5.1")
	}
}

func TestADecisionOnAControlOfOnesOwnIsBoundByTheStatement(t *testing.T) {
	statement := front("kind: soa\n"+approved+"decisions:\n  ORG-01: 'yes, implemented: risk'\n  ORG-03: 'yes, not implemented: risk'\n", "")
	for name, c := range map[string]struct{ front, want string }{
		"as it was":     {own + approved + "implementation: implemented", "[{ORG-03 yes, not implemented: risk }]"},
		"no longer met": {own + approved + "implementation: partial", "[{ORG-01 yes, implemented: risk yes, not implemented: risk} {ORG-03 yes, not implemented: risk }]"},
		"withdrawn":     {own + "status: retired", "[{ORG-01 yes, implemented: risk } {ORG-03 yes, not implemented: risk }]"},
		"another":       {"control: ORG-02\nreasons: [legal]\n" + approved, "[{ORG-02  yes, not implemented: legal} {ORG-01 yes, implemented: risk } {ORG-03 yes, not implemented: risk }]"},
	} {
		m := linked(t, map[string]string{"soa.md": statement, "a.md": front(c.front, "")})
		if got := fmt.Sprint(m.DecisionChanges()); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	m := upTo(t, map[string]string{"soa.md": "---\nkind: soa\nclassification: public\n" + approved + "decisions: {ORG-01: 'yes, implemented: risk'}\n---\n", "a.md": front(own+approved+"classification: restricted\n", "")}, "public")
	if len(m.DecisionChanges()) != 0 {
		t.Error("what is not here is said to have changed")
	}
}
