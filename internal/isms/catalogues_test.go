package isms_test

import (
	"fmt"
	"testing"

	"annexa/internal/isms"
)

const bank = `id: BANK
title: Conditions
entries:
  - {id: "1", title: Both, maps: [A.5.1, ORG-01]}
  - {id: "2", title: One of them is not met, maps: [A.5.1, A.5.2]}
  - {id: "3", title: A document}
  - {id: "4", title: Nothing}
  - {id: "5", title: Excluded, maps: [A.5.3]}
`

func TestAnEntryIsAnsweredDirectlyAndThroughWhatItIsMappedTo(t *testing.T) {
	met := "implementation: implemented\nevidence: [{title: x, date: 2026-01-01}]"
	files := map[string]string{
		"catalogues/bank.yaml": bank,
		"a1.md":                front("control: A.5.1\napplicable: yes\n"+approved+met, "Text"),
		"a2.md":                front("control: A.5.2\napplicable: yes\n"+approved+"implementation: partial", "Text"),
		"a3.md":                front("control: A.5.3\napplicable: no\n"+approved, "Text"),
		"o1.md":                front(own+approved+met, "Text"),
		"p.md":                 front(policy+approved+"implements: [A.5.1, A.5.2, ORG-01, BANK:3]", "[[BANK:4]] BANK:4 [[BANK]]"),
	}
	m := linked(t, files)
	for id, want := range map[string]string{
		"1": "[yes yes yes yes] through [yes yes yes yes]", "2": "[yes yes no no] through [yes yes no no]",
		"3": "[yes yes no no] through [no no no no]", "4": "[yes no no no] through [no no no no]", "5": "[yes no no no] through [yes no no no]",
	} {
		q, ok := m.Requirement("BANK:" + id)
		if !ok {
			t.Fatalf("there is no %s", id)
		}
		if got := fmt.Sprint(q.States(), " through ", q.Through); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if c := isms.CoverageOf(m.Catalogues[0].Entries()); fmt.Sprint(c) != "{5 0 0 0 5 3 1 1 {0 0 0 0}}" {
		t.Errorf("counted: %v", c)
	}
	d, _ := m.Lookup("POL-01")
	for i, target := range d.Targets {
		if target.Requirement == nil || target.Page() == "" {
			t.Errorf("its link %d leads nowhere", i)
		}
	}
	q, _ := m.Requirement("A.5.1")
	if own, entries := q.Comes(); len(own) != 0 || len(entries) != 2 {
		t.Errorf("it answers %d entries", len(entries))
	}
	if len(m.Requirements) != len(m.Standard.All())+2 {
		t.Error("entries stand among the requirements of the standard")
	}

	files["o1.md"] = front(own+approved+"classification: restricted\n"+met, "Text")
	files["p.md"] = front(policy+approved+"classification: public\nimplements: [A.5.1, BANK:3]", "")
	m = upTo(t, files, "internal")
	if q, _ := m.Requirement("BANK:1"); q.Decision != isms.NotHere || len(m.Problems) != 0 {
		t.Errorf("of what is answered by a control that is not here is said that it is %v: %v", q.States(), m.Problems)
	}
	if m = upTo(t, files, "public"); len(m.Catalogues) != 0 {
		t.Error("a catalogue is here that is classified higher")
	}
}
