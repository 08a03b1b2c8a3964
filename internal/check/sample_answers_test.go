package check_test

import (
	"cmp"
	"slices"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// answersOfTheSample: what the standard asks for is decided, answered and
// proved.
var answersOfTheSample = []property{
	{
		name: "every control is decided",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, c := range m.Controls() {
				if c.DecisionInForce() == isms.Undecided {
					fault("%s is not decided", c.ID)
				}
			}
		},
		broken: []change{replaced("controls/A.8.24.md", "applicable: yes\n", "")}, tells: "A.8.24",
	},
	{
		name: "three to six controls are excluded, with reasons that hold",
		faults: func(m *isms.ISMS, fault faulter) {
			excluded := 0
			for _, c := range m.Controls() {
				if c.Decision != isms.Excluded {
					continue
				}
				excluded++
				if len(strings.Fields(c.WriteUp.Front.Justification)) < 20 || c.WriteUp.Body.Words < 150 {
					fault("%s is excluded in a few words", c.ID)
				}
				for _, row := range c.Rows {
					if name := row.Register.Schema.Name; name == "risks" || name == "legal" {
						fault("%s is excluded, and %s needs it", c.ID, row.ID.Value)
					}
				}
			}
			if excluded < 3 || excluded > 6 {
				fault("%d controls are excluded", excluded)
			}
		},
		broken: []change{replaced("registers/risks.yaml", "controls: [A.8.13]", "controls: [A.8.13, A.8.30]")}, tells: "A.8.30 is excluded, and R-016",
	},
	{
		name: "every sub-clause is answered, implemented and proved",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, q := range m.SubClauses() {
				if q.WriteUp == nil || q.Implemented != isms.Yes || q.Documented != isms.Yes || q.Evidenced != isms.Yes {
					fault("%s is documented: %s, implemented: %s, evidenced: %s", q.ID, q.Documented, q.Implemented, q.Evidenced)
				}
			}
		},
		broken: []change{without("clauses/6.1.3.md")}, tells: "6.1.3",
	},
	{
		name: "every item of documented information is provided",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, item := range m.Items() {
				if item.Provided != isms.Yes {
					fault("%s (%s) is provided: %s", item.Item, item.Clause2022, item.Provided)
				}
			}
		},
		broken: []change{replaced("plans/scope.md", "provides: [scope]\n", "")}, tells: "scope",
	},
	{
		name: "every activity of the catalogue is answered",
		faults: func(m *isms.ISMS, fault faulter) {
			all := 0
			for _, a := range standard.Activities() {
				edition := cmp.Or(a.HeadingEdition, standard.Edition2022)
				for _, b := range m.Activities(edition, a.Heading) {
					if b.Text != a.Text {
						continue
					}
					all++
					if len(b.Answers) == 0 {
						fault("nothing answers %q of %s", a.Text, a.Heading)
					}
				}
			}
			if all != len(standard.Activities()) {
				fault("%d activities are known, %d were found", len(standard.Activities()), all)
			}
		},
		broken: []change{without("clauses/6.3.md", "procedures/change-of-the-management-system.md")}, tells: "plan changes",
	},
	{
		name: "every implemented control is documented by a policy or procedure in force",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, c := range m.Controls() {
				if c.Implemented == isms.Yes && !slices.ContainsFunc(c.Documents, func(d *isms.Document) bool {
					return d.InForce() && (d.Kind == "policy" || d.Kind == "procedure")
				}) {
					fault("%s is implemented, and no rule says so", c.ID)
				}
			}
		},
		broken: []change{replaced("policies/logging-and-monitoring.md", ", A.8.17]", "]"), replaced("policies/operations-security.md", "A.8.17, ", "")}, tells: "A.8.17",
	},
	{
		name: "every control that is not excluded has evidence, and none of it has expired",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, c := range m.Controls() {
				if c.Decision == isms.Excluded {
					continue
				}
				if c.Evidenced != isms.Yes {
					fault("%s has no evidence", c.ID)
				}
				for _, e := range c.WriteUp.Front.Evidence {
					if until := e.Until(); e.Date.After(m.Day) || until.Before(m.Day) {
						fault("%s: %q is of %s and counts until %s", c.ID, e.Title, e.Date, until)
					}
				}
			}
		},
		broken: []change{replaced("controls/A.8.13.md", "date: 2026-11-01", "date: 2026-09-01")}, tells: "A.8.13",
	},
	{
		name: "the reasons of a control are those of the registers",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, c := range m.Controls() {
				if c.Decision == isms.Excluded {
					continue
				}
				from := func(register string) bool {
					return slices.ContainsFunc(c.Rows, func(r *isms.Row) bool { return r.Register.Schema.Name == register })
				}
				reasons := c.WriteUp.Front.Reasons
				if says := slices.Contains(reasons, "risk"); says != from("risks") {
					fault("%s is there for a risk: %t, a risk names it: %t", c.ID, says, from("risks"))
				}
				if says := slices.Contains(reasons, "legal") || slices.Contains(reasons, "contract"); says != from("legal") {
					fault("%s is there by law or contract: %t, the legal register names it: %t", c.ID, says, from("legal"))
				}
			}
		},
		broken: []change{replaced("registers/risks.yaml", "controls: [A.6.1, A.6.2]", "controls: [A.6.1]")}, tells: "A.6.2",
	},
}
