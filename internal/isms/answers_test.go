package isms_test

import (
	"fmt"
	"testing"

	"annexa/internal/isms"
)

const (
	writeUp  = "control: A.5.15\napplicable: yes\nreasons: [risk]\n"
	policy   = "id: POL-01\nkind: policy\n"
	approved = "status: approved\n"
)

func TestFourStatesOfARequirement(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string // decision, mentioned, documented, implemented, evidenced
	}{
		"nothing":                    {map[string]string{"a.md": "Text"}, "not decided: no no no no"},
		"a page mentions":            {map[string]string{"a.md": "See A.5.15."}, "not decided: yes no no no"},
		"a page links":               {map[string]string{"a.md": "See [[A.5.15]]."}, "not decided: yes no no no"},
		"a heading does not mention": {map[string]string{"a.md": "# A.5.15\n\n`A.5.15`"}, "not decided: no no no no"},
		"a draft mentions":           {map[string]string{"a.md": front(policy, "A.5.15")}, "not decided: in draft no no no"},
		"a draft and a policy":       {map[string]string{"a.md": front(policy, "A.5.15"), "b.md": front("id: POL-02\nkind: policy\n"+approved, "A.5.15")}, "not decided: yes no no no"},
		"a retired one mentions":     {map[string]string{"a.md": front(policy+"status: retired", "A.5.15")}, "not decided: no no no no"},
		"in force tomorrow":          {map[string]string{"a.md": front(policy+approved+"effective: 2026-11-03\nimplements: A.5.15", "")}, "not decided: in draft in draft no no"},
		"a policy implements":        {map[string]string{"a.md": front(policy+approved+"implements: [A.5.15]", "")}, "not decided: yes yes no no"},
		"a draft implements":         {map[string]string{"a.md": front(policy+"implements: [A.5.15]", "")}, "not decided: in draft in draft no no"},
		"a retired one implements":   {map[string]string{"a.md": front(policy+"status: retired\nimplements: [A.5.15]", "")}, "not decided: no no no no"},
		"no kind implements":         {map[string]string{"a.md": front("id: X-1\n"+approved+"implements: [A.5.15]", "")}, "not decided: yes no no no"},
		"the other edition's":        {map[string]string{"a.md": front(policy+approved+`implements: ["2013:A.9.1.1"]`, "")}, "not decided: no no no no"},
		"said outright":              {map[string]string{"a.md": front(policy+approved+`implements: ["2022:A.5.15"]`, "")}, "not decided: yes yes no no"},
		"write-up in draft":          {map[string]string{"a.md": front(writeUp+"implementation: implemented\nevidence: [{title: x, date: 2026-01-01}]", "Text")}, "applicable: in draft no in draft in draft"},
		"write-up implemented":       {map[string]string{"a.md": front(writeUp+approved+"implementation: implemented", "Text")}, "applicable: yes no yes no"},
		"write-up partial":           {map[string]string{"a.md": front(writeUp+approved+"implementation: partial", "Text")}, "applicable: yes no no no"},
		"write-up of itself":         {map[string]string{"a.md": front(writeUp+approved+"implements: [A.5.15]", "Text")}, "applicable: yes no no no"},
		"write-up retired":           {map[string]string{"a.md": front(writeUp+"status: retired\nimplementation: implemented\nevidence: [{title: x, date: 2026-01-01}]", "Text")}, "not decided: no no no no"},
		"write-up undecided":         {map[string]string{"a.md": front("control: A.5.15\n"+approved+"implementation: implemented", "Text")}, "not decided: yes no no no"},
		"excluded":                   {map[string]string{"a.md": front("control: A.5.15\napplicable: no\njustification: x\nimplementation: implemented\n"+approved, "Text")}, "excluded: yes no no no"},
		"evidence for ever":          {map[string]string{"a.md": front(writeUp+approved+"evidence: [{title: x, date: 2020-01-01}]", "Text")}, "applicable: yes no no yes"},
		"evidence until today":       {map[string]string{"a.md": front(writeUp+approved+"evidence: [{title: x, date: 2020-01-01, expires: 2026-11-02}]", "Text")}, "applicable: yes no no yes"},
		"evidence until yesterday":   {map[string]string{"a.md": front(writeUp+approved+"evidence: [{title: x, date: 2020-01-01, expires: 2026-11-01}]", "Text")}, "applicable: yes no no no"},
		"evidence every year":        {map[string]string{"a.md": front(writeUp+approved+"evidence: [{title: x, date: 2025-11-02, every: 12 months}]", "Text")}, "applicable: yes no no yes"},
		"evidence every year, gone":  {map[string]string{"a.md": front(writeUp+approved+"evidence: [{title: x, date: 2025-11-01, every: 12 months}]", "Text")}, "applicable: yes no no no"},
		"evidence to come":           {map[string]string{"a.md": front(writeUp+approved+"evidence: [{title: x, date: 2026-11-03}]", "Text")}, "applicable: yes no no no"},
		"one of two expired":         {map[string]string{"a.md": front(writeUp+approved+"evidence: [{title: x, date: 2020-01-01, every: 1 day}, {title: y, date: 2026-01-01}]", "Text")}, "applicable: yes no no yes"},
	} {
		q, _ := linked(t, c.files).Requirement("A.5.15")
		if got := fmt.Sprintf("%s: %s %s %s %s", q.Decision, q.Mentioned, q.Documented, q.Implemented, q.Evidenced); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestAGroupIsNeverImplemented(t *testing.T) {
	m := linked(t, map[string]string{
		"a.md": front("clause: 6.1\n"+approved+"implementation: implemented", "Text"),
		"b.md": front(policy+approved+"implements: [A.5, 4]", ""),
	})
	for _, id := range []string{"6.1", "A.5", "4"} {
		if q, _ := m.Requirement(id); q.Documented != isms.None || q.Implemented != isms.None || q.WriteUp != nil {
			t.Errorf("%s: %+v", id, q)
		}
	}
}

func TestCoverageAddsUp(t *testing.T) {
	m := linked(t, map[string]string{
		"a.md": front(writeUp+approved+"implementation: implemented\nevidence: [{title: x, date: 2026-01-01}]", "See A.5.16."),
		"b.md": front("control: A.5.16\napplicable: no\njustification: x\n"+approved, "Text"),
		"c.md": front("control: A.5.17\napplicable: yes\nimplementation: implemented\n", "Text"),
		"d.md": front(policy+approved+"implements: [A.5.15, A.5.16, A.5.17, 4.1]", "A.5.18 and A.9.2.1"),
		"e.md": front("clause: 4.1\n"+approved, ""),
	})
	controls := isms.CoverageOf(m.Controls())
	want := isms.Coverage{Total: 92, Excluded: 1, Undecided: 91, Mentioned: 3, Documented: 2, Implemented: 1, Evidenced: 1, Drafts: isms.Drafts{Implemented: 1}}
	if controls != want {
		t.Errorf("controls: %+v, want %+v", controls, want)
	}
	clauses := isms.CoverageOf(m.SubClauses())
	whole := isms.CoverageOf(m.Requirements)
	if whole.Total != controls.Total+clauses.Total || whole.Mentioned != controls.Mentioned+clauses.Mentioned || whole.Documented != controls.Documented+clauses.Documented {
		t.Errorf("%+v and %+v are not %+v", controls, clauses, whole)
	}
	if len(m.Controls()) != 93 || controls.Total+controls.Excluded != 93 || clauses.Total != len(m.SubClauses()) || clauses.Documented != 1 {
		t.Errorf("%d controls, %+v, %+v", len(m.Controls()), controls, clauses)
	}
}

func TestDocumentedInformationIsProvidedByDocumentsAndRows(t *testing.T) {
	m := linked(t, map[string]string{
		"a.md":                    front(policy+approved+"provides: [scope]", ""),
		"b.md":                    front("id: POL-02\nkind: policy\nprovides: [policy]", ""),
		"c.md":                    front("id: POL-03\nkind: policy\nstatus: retired\nprovides: [objectives]", ""),
		"soa.md":                  front("title: SoA\n"+approved, ""),
		"registers/metrics.yaml":  "- {id: MET-1, title: M, values: [{date: 2026-01-31, value: 5}]}\n",
		"registers/audits.yaml":   "[]\n",
		"registers/projects.yaml": "- {id: X-1}\n",
	})
	got := map[string]isms.Answer{}
	for _, item := range m.Items() {
		got[item.Item] = item.Provided
	}
	for item, want := range map[string]isms.Answer{"scope": isms.Yes, "policy": isms.InDraft, "objectives": isms.None, "soa": isms.Yes, "monitoring-results": isms.Yes, "audit-results": isms.None} {
		if answer, ok := got[item]; !ok || answer != want {
			t.Errorf("%s: %s, want %s", item, answer, want)
		}
	}
}

func TestOrphansAreWhatNothingLeadsTo(t *testing.T) {
	m := linked(t, map[string]string{
		"a.md":                 front(policy, "[[POL-02]] and PRO-01"),
		"b.md":                 front("id: POL-02\nkind: policy\n", ""),
		"c.md":                 front("id: PRO-01\nkind: procedure\nrelated: [POL-04]", ""),
		"d.md":                 front("id: POL-03\nkind: policy\n", "[[POL-03]]"),
		"e.md":                 front("id: POL-04\nkind: policy\n", ""),
		"f.md":                 front("id: POL-05\nkind: policy\n", ""),
		"g.md":                 front("id: POL-06\nkind: policy\nstatus: retired\n", "[[POL-07]]"),
		"h.md":                 front("id: POL-07\nkind: policy\n", ""),
		"i.md":                 front(writeUp, ""),
		"j.md":                 front("id: POL-07\nkind: policy\n", "its id is another's"),
		"registers/legal.yaml": "- {id: LEG-1, title: L, source: s, answered-by: [POL-05]}\n",
	})
	var got []string
	for _, d := range m.Orphans() {
		got = append(got, d.ID)
	}
	if fmt.Sprint(got) != "[POL-01 POL-03 POL-07]" {
		t.Error(got)
	}
}
