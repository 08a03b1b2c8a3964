package check_test

import (
	"slices"
	"strings"

	"annexa/internal/day"
	"annexa/internal/isms"
	"annexa/internal/register"
)

// registersOfTheSample: rows are whole, agree with each other and with the
// day of the sample.
var registersOfTheSample = []property{
	{
		name: "every register has rows, about as many as a company of this size",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, schema := range m.Schemas.All() {
				r, ok := m.Register(schema.Name)
				if !ok || len(r.Rows) == 0 {
					fault("there are no %s", schema.Name)
					continue
				}
				bounds := map[string][2]int{"risks": {27, 33}, "assets": {38, 50}, "suppliers": {15, 40}, "incidents": {7, 9}, "metrics": {8, 12}, "objectives": {6, 9}}
				if b, ok := bounds[schema.Name]; ok && (len(r.Rows) < b[0] || len(r.Rows) > b[1]) {
					fault("there are %d %s, not %d to %d", len(r.Rows), schema.Name, b[0], b[1])
				}
			}
		},
		broken: []change{without("registers/exercises.yaml")}, tells: "exercises",
	},
	{
		name: "every risk points to controls that exist and are applicable",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, row := range rows(m, "risks") {
				named := row.Links[row.Register.Schema.Column("controls")]
				if len(named) == 0 {
					fault("%s names no control", row.ID.Value)
				}
				for i, to := range named {
					if q := to.Requirement; q == nil || !q.IsControl() || q.Decision != isms.Applicable {
						fault("%s names %s, which is no applicable control", row.ID.Value, row.Cell("controls").List[i].Value)
					}
				}
			}
		},
		broken: []change{replaced("registers/risks.yaml", "controls: [A.7.10, A.7.14]", "controls: [A.7.10, A.7.12]")}, tells: "R-029 names A.7.12",
	},
	{
		name: "every risk has an owner, an approved plan and an acceptance that counts",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, row := range rows(m, "risks") {
				for _, key := range []string{"owner", "existing-controls", "plan-approved-by", "residual-accepted-by"} {
					if row.Cell(key).Empty() {
						fault("%s has no %s", row.ID.Value, key)
					}
				}
				assessed, planned := row.Cell("assessed-on").Date, row.Cell("plan-approved-on").Date
				accepted, until := row.Cell("residual-accepted-on").Date, row.Cell("residual-accepted-until").Date
				if assessed.IsZero() || planned.IsZero() || accepted.Before(planned) || assessed.After(m.Day) || accepted.After(m.Day) {
					fault("%s: assessed on %s, plan approved on %s, accepted on %s", row.ID.Value, assessed, planned, accepted)
				}
				if until.Before(m.Day) || accepted.Add(day.Interval{Months: 12}).Before(until) {
					fault("%s is accepted until %s", row.ID.Value, until)
				}
			}
		},
		broken: []change{replaced("registers/risks.yaml", "residual-accepted-until: 2027-06-09", "residual-accepted-until: 2026-06-30")}, tells: "R-004",
	},
	{
		name: "treatment lowers every risk, and top management accepts what stays above the line",
		faults: func(m *isms.ISMS, fault faulter) {
			above := 0
			for _, row := range rows(m, "risks") {
				before := m.Config.Risk.Level(row.Cell("likelihood").Number, row.Cell("impact").Number)
				after := m.Config.Risk.Level(row.Cell("residual-likelihood").Number, row.Cell("residual-impact").Number)
				by := row.Cell("residual-accepted-by").List[0].Value
				switch {
				case after < 1 || after >= before:
					fault("%s goes from %d to %d", row.ID.Value, before, after)
				case after > m.Config.Risk.Acceptance:
					above++
					if by != "Chief Executive" {
						fault("%s stays at %d, and the %s accepted it", row.ID.Value, after, by)
					}
				case by != row.Cell("owner").List[0].Value:
					fault("%s was accepted by the %s, who does not own it", row.ID.Value, by)
				}
			}
			if above == 0 {
				fault("no risk stays above the line of %d", m.Config.Risk.Acceptance)
			}
		},
		broken: []change{replaced("registers/risks.yaml", "residual-accepted-by: Chief Executive", "residual-accepted-by: Platform Lead")}, tells: "R-005",
	},
	{
		name: "every metric has a value for each of the last twelve months",
		faults: func(m *isms.ISMS, fault faulter) {
			first := day.New(m.Day.Time().Year(), m.Day.Time().Month(), 1)
			for _, row := range rows(m, "metrics") {
				series := row.Cell("values").Series
				for months := 1; months <= 12; months++ {
					from, to := first.Add(day.Interval{Months: -months}), first.Add(day.Interval{Months: 1 - months})
					if !slices.ContainsFunc(series, func(p register.Point) bool { return !p.Date.Before(from) && p.Date.Before(to) && p.Value != "" }) {
						fault("%s has no value for the month of %s", row.ID.Value, from)
					}
				}
				if row.Cell("target").Empty() || row.Cell("measured-by").List[0].Value == row.Cell("analysed-by").List[0].Value {
					fault("%s has no target, or is judged by who measures it", row.ID.Value)
				}
			}
		},
		broken: []change{replaced("registers/metrics.yaml", `      - {date: 2026-03-31, value: "99.95"}`+"\n", "")}, tells: "MET-01 has no value for the month of 2026-03-01",
	},
	{
		name: "suppliers are assessed as often as their level asks, and none is late",
		faults: func(m *isms.ISMS, fault faulter) {
			longest := map[string]day.Interval{"critical": {Months: 12}, "high": {Months: 12}, "medium": {Months: 24}, "low": {Months: 36}}
			for _, row := range rows(m, "suppliers") {
				assessed, next := row.Cell("assessed-on").Date, row.Cell("next").Date
				if assessed.IsZero() || assessed.After(m.Day) || next.Before(m.Day) || next.After(assessed.Add(longest[row.Cell("criticality").Text])) {
					fault("%s, %s, was assessed on %s and is next on %s", row.ID.Value, row.Cell("criticality").Text, assessed, next)
				}
				if row.Cell("owner").Empty() || row.Cell("agreement").Empty() || row.Cell("data").Empty() {
					fault("%s wants an owner, an agreement or its data", row.ID.Value)
				}
			}
		},
		broken: []change{replaced("registers/suppliers.csv", "2026-03-04,2027-03-04,Head of Customer Operations", "2026-03-04,2028-03-04,Head of Customer Operations")}, tells: "SUP-05",
	},
	{
		name: "the audits cover every requirement once in each round",
		faults: func(m *isms.ISMS, fault faulter) {
			audits := rows(m, "audits")
			for _, round := range [][2]string{{"AUD-01", "AUD-04"}, {"AUD-04", "AUD-07"}} {
				seen := map[*isms.Requirement]bool{}
				for _, row := range audits {
					if row.ID.Value < round[0] || row.ID.Value > round[1] {
						continue
					}
					for _, to := range row.Links[row.Register.Schema.Column("requirements")] {
						seen[to.Requirement] = true
					}
				}
				for _, q := range slices.Concat(m.SubClauses(), m.Controls()) {
					if !seen[q] && q.Decision != isms.Excluded {
						fault("%s is not audited from %s to %s", q.ID, round[0], round[1])
					}
				}
			}
		},
		broken: []change{replaced("registers/audits.yaml", "A.8.6, A.8.10, A.8.11, A.8.12, A.8.17", "A.8.6, A.8.10, A.8.11, A.8.12")}, tells: "A.8.17",
	},
	{
		name: "every role that is named is one of the roles register",
		faults: func(m *isms.ISMS, fault faulter) {
			roles := map[string]bool{"": true}
			for _, row := range rows(m, "roles") {
				roles[row.Title] = true
			}
			for _, d := range m.Documents {
				for _, role := range []string{d.Front.Owner.Value, d.Front.Approved.Role.Value, d.Front.Action.Owner.Value} {
					if !roles[role] {
						fault("%s names the role %q", d.File, role)
					}
				}
			}
			for _, r := range m.Registers {
				if !roles[r.Owner.Value] {
					fault("%s is owned by the role %q", r.Schema.Name, r.Owner.Value)
				}
				for _, row := range r.Rows {
					for i, c := range r.Schema.Columns {
						if c.Type == register.Role && len(row.Cells[i].List) > 0 && !roles[row.Cells[i].List[0].Value] {
							fault("%s names the role %q", row.ID.Value, row.Cells[i].List[0].Value)
						}
					}
				}
			}
			for kind, authority := range m.Config.Approval {
				for _, name := range authority.Roles {
					if !roles[name.Value] {
						fault("a %s may be approved by the role %q", kind, name.Value)
					}
				}
			}
		},
		broken: []change{replaced("registers/assets.csv", "AST-23,Comms room,places,Head of IT", "AST-23,Comms room,places,Head of Rooms")}, tells: "AST-23",
	},
	{
		name: "every role has its proof of competence",
		faults: func(m *isms.ISMS, fault faulter) {
			proved := map[string]bool{}
			for _, row := range rows(m, "competence") {
				proved[row.Cell("role").List[0].Value] = !row.Cell("evidence").Empty() && !row.Cell("gap").Empty()
			}
			for _, row := range rows(m, "roles") {
				if !proved[row.Title] {
					fault("the %s has no proof of competence", row.Title)
				}
			}
		},
		broken: []change{replaced("registers/competence.yaml", "role: Head of Product", "role: Head of People")}, tells: "Head of Product",
	},
	{
		name: "every law is answered by something in force, and every incident taught something",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, row := range rows(m, "legal") {
				answers := row.Links[row.Register.Schema.Column("answered-by")]
				if !slices.ContainsFunc(answers, func(t isms.Target) bool { return t.Document != nil && t.Document.InForce() }) ||
					!slices.ContainsFunc(answers, func(t isms.Target) bool { return t.Requirement != nil && t.Requirement.Decision == isms.Applicable }) {
					fault("%s is answered by no rule in force, or by no control", row.ID.Value)
				}
			}
			for _, row := range rows(m, "incidents") {
				if row.Cell("lesson").Empty() || row.Cell("controls").Empty() {
					fault("%s has no lesson or names no control", row.ID.Value)
				}
			}
		},
		broken: []change{replaced("registers/legal.yaml", "answered-by: [PRO-20, A.6.1]", "answered-by: [A.6.1]")}, tells: "LEG-10",
	},
	{
		name: "exceptions and open actions have days to come",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, row := range rows(m, "exceptions") {
				if row.Cell("until").Date.Before(m.Day) {
					fault("%s ended on %s", row.ID.Value, row.Cell("until").Date)
				}
			}
			for _, row := range rows(m, "improvements") {
				if !strings.HasPrefix(row.Cell("status").Text, "done") && row.Cell("due").Date.Before(m.Day) {
					fault("%s was due on %s", row.ID.Value, row.Cell("due").Date)
				}
			}
			open := 0
			for _, row := range rows(m, "nonconformities") {
				if !strings.Contains(row.Cell("effectiveness").Text, "Closed.") {
					open++
				}
			}
			if open == 0 {
				fault("no nonconformity is open")
			}
		},
		broken: []change{replaced("registers/exceptions.yaml", "until: 2027-01-29", "until: 2026-10-30")}, tells: "EXC-01",
	},
}

// rows are those of a register; there are none where it is missing.
func rows(m *isms.ISMS, name string) []*isms.Row {
	if r, ok := m.Register(name); ok {
		return r.Rows
	}
	return nil
}
