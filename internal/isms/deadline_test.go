package isms_test

import (
	"fmt"
	"strings"
	"testing"

	"annexa/internal/isms"
)

// deadlines are those of a whole, a line each.
func deadlines(m *isms.ISMS) string {
	var lines []string
	for _, d := range m.Deadlines() {
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%s %s %s|%s|%s|%s", d.Day, d.ID(), d.Kind, d.What, d.Owner, d.Every), "|"))
	}
	return strings.Join(lines, "\n")
}

func TestEverythingThatFallsDueHasADeadline(t *testing.T) {
	const row = "likelihood: 2, impact: 2, treatment: retain, controls: [A.5.1], affects: [c], owner: Boss"
	m := linked(t, map[string]string{
		"a.md":  front("id: POL-01\nkind: policy\nstatus: approved\nowner: Head\nreview: {every: 6 months, last: 2026-06-30}", ""),
		"b.md":  front("id: POL-02\nkind: policy\nstatus: draft\nreview: {next: 2027-01-01}", ""),
		"c.md":  front("control: A.5.1\napplicable: yes\nowner: Head\naction: {what: Buy a lock, owner: Boss, due: 2026-12-24}\nevidence:\n- {title: Log, date: 2026-10-01, every: 3 months}\n- {title: Photo, date: 2026-10-01}", ""),
		"d.md":  front("control: A.5.2\napplicable: no\njustification: none\nevidence: [{title: Gone, date: 2026-10-01, every: 1 month}]", ""),
		"e.md":  front("control: A.5.3\nstatus: retired\naction: {what: Nothing, due: 2026-12-24}", ""),
		"f.txt": "",
		"registers/audits.yaml": "owner: Boss\nrows:\n- {id: AUD-01, title: Past, date: 2026-01-01, due: 2026-02-01, criteria: x, scope: x, auditor: Auditor, result: Good}\n" +
			"- {id: AUD-02, title: Next, date: 2026-12-01, due: 2026-12-05, criteria: x, scope: x, auditor: Auditor}\n- {id: AUD-03, title: Late, date: 2026-10-01, due: 2026-10-01, criteria: x, scope: x, auditor: Auditor}",
		"registers/management-reviews.yaml": "- {id: MR-01, title: First, date: 2026-07-01, decisions: Some, due: 2027-07-01}\n- {id: MR-02, title: Second, date: 2027-07-01, owner: Boss}",
		"registers/exceptions.yaml":         "- {id: EXC-01, title: One, rule: POL-01, reason: x, compensation: x, approved-by: Boss, until: 2027-01-31}\n- {id: EXC-02, title: Two, rule: POL-01, reason: x, compensation: x, approved-by: Boss, until: 2026-01-31, note: \"Closed: no longer needed\"}",
		"registers/risks.yaml":              "- {id: R-001, title: Loss, " + row + ", residual-accepted-until: 2027-03-03}\n- {id: R-002, title: Theft, " + row + "}",
		"registers/suppliers.csv":           "id,title,service,criticality,assessed-on,next\nSUP-01,Cloud,x,high,2026-02-25,2027-02-25\n",
		"registers/roles.yaml":              "- {id: ROL-01, title: Boss, holder: Ann, until: 2029-06-30}\n- {id: ROL-02, title: Head, holder: Bob, until: 2020-06-30}",
		"registers/exercises.csv":           "id,title,date,result,every,due,owner\nEXE-01,Fire,2026-09-30,Done,6 months,,Head\nEXE-02,Flood,2026-09-30,Done,,2026-09-30,Head\nEXE-03,Heat,2026-11-18,Planned,,2026-11-18,Head\n",
		"registers/improvements.yaml":       "- {id: IMP-01, title: A, due: 2026-06-30, status: done 2026-06-29}\n- {id: IMP-02, title: B, due: 2026-06-30, status: doneish}\n- {id: IMP-03, title: C, due: 2026-06-30, status: \"Cancelled, too dear\"}\n",
	})
	const want = `2026-06-30 IMP-02 due
2026-10-01 AUD-03 internal audit||Auditor
2026-11-18 EXE-03 due||Head
2026-12-01 AUD-02 internal audit||Auditor
2026-12-05 AUD-02 due||Boss
2026-12-24 A.5.1 action|Buy a lock|Boss
2026-12-30 POL-01 review||Head|6 months
2027-01-01 A.5.1 evidence|Log|Head|3 months
2027-01-31 EXC-01 exception ends||Boss
2027-02-25 SUP-01 supplier review
2027-03-03 R-001 acceptance of a risk ends||Boss
2027-03-30 EXE-01 due||Head|6 months
2027-07-01 MR-02 management review||Boss
2029-06-30 ROL-01 appointment ends`
	if got := deadlines(m); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWhatIsNotPublishedHasNoPublishedDeadline(t *testing.T) {
	files := map[string]string{
		"annexa.yaml":             "drafts: hide\n",
		"controls/A.5.1.md":       front("control: A.5.1\nclassification: public\naction: {what: Write it, due: 2027-01-01}", ""),
		"a.md":                    front("id: POL-01\nkind: policy\nstatus: approved\nclassification: public\nreview: {next: 2027-01-01}", ""),
		"b.md":                    front("id: POL-02\nkind: policy\nstatus: approved\nreview: {next: 2027-01-01}", ""),
		"registers/suppliers.csv": "id,title,service,criticality,next\nSUP-01,Cloud,x,high,2027-02-25\n",
	}
	var published []string
	for _, d := range upTo(t, files, "public").Deadlines() {
		if d.Published() {
			published = append(published, d.ID()+" "+d.Title())
		}
	}
	if len(published) != 1 || !strings.HasPrefix(published[0], "POL-01 ") {
		t.Errorf("%q", published)
	}
}

func TestRowsAreDoneInTheWordsOfTheirLanguage(t *testing.T) {
	files := map[string]string{
		"annexa.yaml":                 "language: de\n",
		"registers/improvements.yaml": "- {id: IMP-01, title: A, due: 2026-06-30, status: \"Erledigt, siehe NC-1\"}\n- {id: IMP-02, title: B, due: 2026-06-30, status: done}\n- {id: IMP-03, title: C, due: 2026-06-30, status: unerledigt}\n",
	}
	if got := deadlines(linked(t, files)); got != "2026-06-30 IMP-03 due" {
		t.Errorf("in German: %s", got)
	}
	files["annexa.yaml"] = "language: en\n"
	if got := deadlines(linked(t, files)); got != "2026-06-30 IMP-01 due\n2026-06-30 IMP-03 due" {
		t.Errorf("in English: %s", got)
	}
}
