package isms_test

import (
	"strings"
	"testing"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/isms"
)

// upTo links what of a content is classified at or below a level.
func upTo(t *testing.T, files map[string]string, level string) *isms.ISMS {
	t.Helper()
	return load(t, files, build.Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Level: level, Workers: 1})
}

func TestAPackHoldsWhatItsWordsBringInInOrder(t *testing.T) {
	files := map[string]string{
		"1.md":                 front("id: POL-10\nkind: policy\n"+approved, ""),
		"2.md":                 front("id: POL-9\nkind: policy\n"+approved, ""),
		"3.md":                 front("id: POL-2\nkind: policy\n"+approved+"classification: confidential", ""),
		"4.md":                 front("id: POL-3\nkind: policy\n", ""),
		"5.md":                 front("id: POL-4\nkind: policy\nstatus: retired", ""),
		"6.md":                 front("id: PRO-1\nkind: procedure\n"+approved, ""),
		"7.md":                 front("id: POL-5\nkind: policy\n"+approved+"effective: 2027-01-01", ""),
		"8.md":                 front("id: X-1\n"+approved, ""),
		"c1.md":                front("control: A.5.10\n"+approved, ""),
		"c2.md":                front("control: A.5.9\n"+approved, ""),
		"soa.md":               front(approved, ""),
		"registers/risks.yaml": "- {id: R-001, title: Loss}\n",
	}
	for include, want := range map[string]string{
		"[policies]":                             "POL-2^ POL-9 POL-10",
		"[POL-10, policies]":                     "POL-10 POL-2^ POL-9",
		"[policies, POL-10, policies]":           "POL-2^ POL-9 POL-10",
		"[Policies, pol-9]":                      "POL-2^ POL-9 POL-10",
		"[procedures, POL-9, soa]":               "PRO-1 POL-9 SOA",
		"[controls]":                             "A.5.9 A.5.10",
		"[A.5.10]":                               "A.5.10",
		"[{register: risks}, POL-9]":             "risks^ POL-9",
		"[{register: risks}, {Register: Risks}]": "risks^",
		"[POL-3, POL-4, POL-5, X-1]":             "",
		"[POL-99, clauses, {register: x}]":       "?POL-99 ?clauses ?x",
		"[2013:A.5.1, R-001, A.9.2.1]":           "?2013:A.5.1 ?R-001 ?A.9.2.1",
	} {
		files["annexa.yaml"] = "packs: [{id: p, classification: internal, include: " + include + "}]\n"
		if got := selected(linked(t, files)); got != want {
			t.Errorf("%s holds %q, want %q", include, got, want)
		}
	}
	files["annexa.yaml"] = "packs: [{id: p, classification: restricted, drafts: yes, include: [policies]}]\n"
	if got := selected(linked(t, files)); got != "POL-2 POL-3 POL-5 POL-9 POL-10" {
		t.Errorf("with drafts it holds %q", got)
	}
	if packs := upTo(t, files, "internal").Config.Packs; len(packs) != 0 {
		t.Errorf("a restricted pack is among what is internal: %v", packs)
	}
	files["annexa.yaml"] = "packs: [{id: p, classification: internal, drafts: yes, include: [policies]}]\n"
	if got := selected(upTo(t, files, "internal")); got != "POL-3 POL-5 POL-9 POL-10" {
		t.Errorf("of what is internal it holds %q", got)
	}
}

// selected names the entries of the first pack, those above it with ^, and
// the words that match nothing with ?.
func selected(m *isms.ISMS) string {
	s := m.Select(m.Config.Packs[0])
	var out []string
	for _, e := range s.Entries {
		name := ""
		if e.Document != nil {
			name = e.Document.ID
		} else {
			name = e.Register.Schema.Name
		}
		for _, a := range s.Above {
			if a == e {
				name += "^"
			}
		}
		out = append(out, name)
	}
	for _, u := range s.Unmatched {
		out = append(out, "?"+u.Word)
	}
	return strings.Join(out, " ")
}
