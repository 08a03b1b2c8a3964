package check_test

import (
	"slices"
	"strings"

	"annexa/internal/field"
	"annexa/internal/isms"
)

// documentsOfTheSample: what documents say of themselves, who approved them
// and when they are looked at again.
var documentsOfTheSample = []property{
	{
		name: "every state that a document or a control can be in is there",
		faults: func(m *isms.ISMS, fault faulter) {
			states := map[isms.State]int{}
			overdue, partial := 0, 0
			for _, d := range m.Documents {
				states[d.State]++
				if m.Review(d).Status == isms.Overdue {
					overdue++
				}
				if d.Front.Implementation == "partial" {
					partial++
					if a := d.Front.Action; a.What == "" || a.Owner.Value == "" || !a.Due.After(m.Day) {
						fault("%s is partial, without something to be done by somebody on a day to come", d.ID)
					}
				}
			}
			for _, s := range []isms.State{isms.Draft, isms.InReview, isms.Approved, isms.Retired} {
				if states[s] == 0 {
					fault("nothing is %s", s)
				}
			}
			if 20*states[isms.Approved] < 19*len(m.Documents) {
				fault("only %d of %d documents are approved", states[isms.Approved], len(m.Documents))
			}
			if overdue == 0 || partial == 0 {
				fault("%d reviews are overdue, %d controls are partial", overdue, partial)
			}
		},
		broken: []change{without("standards/password-and-passkey.md")}, tells: "nothing is retired",
	},
	{
		name: "every rule, plan and guideline answers a requirement",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, d := range m.Documents {
				if slices.Contains([]string{"policy", "standard", "procedure", "guideline", "plan"}, d.Kind) && d.State != isms.Retired && len(d.Implements) == 0 {
					fault("%s implements nothing", d.ID)
				}
			}
		},
		broken: []change{replaced("policies/backup.md", "implements: [A.8.13]\n", "")}, tells: "POL-15",
	},
	{
		name: "nothing is an orphan",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, d := range m.Orphans() {
				fault("nothing leads to %s", d.ID)
			}
		},
		broken: []change{with("policies/lost.md", "---\nid: POL-98\ntitle: Lost\nkind: policy\nstatus: draft\n---\nNobody knows me.\n")}, tells: "POL-98",
	},
	{
		name: "the version is the newest of the history, and the history is in order",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, d := range m.Documents {
				h := slices.Clone(d.Front.History)
				if len(h) == 0 {
					fault("%s has no history", d.ID)
					continue
				}
				if h[0].Date.After(h[len(h)-1].Date) || len(h) > 1 && older(h[len(h)-1].Version, h[0].Version) {
					slices.Reverse(h)
				}
				for i := 1; i < len(h); i++ {
					if h[i].Date.Before(h[i-1].Date) || !older(h[i-1].Version, h[i].Version) {
						fault("%s: version %s of %s follows version %s of %s", d.ID, h[i].Version, h[i].Date, h[i-1].Version, h[i-1].Date)
					}
				}
				newest := h[len(h)-1]
				if newest.Version != d.Front.Version || newest.Date.After(m.Day) {
					fault("%s is version %s, and its history ends with %s", d.ID, d.Front.Version, newest.Version)
				}
				if a := d.Front.Approved.Date; !a.IsZero() && newest.Date.After(a) {
					fault("%s was changed on %s, after its approval on %s", d.ID, newest.Date, a)
				}
			}
		},
		broken: []change{replaced("policies/backup.md", "\nversion: \"1.1\"", "\nversion: \"1.2\"")}, tells: "POL-15 is version 1.2",
	},
	{
		name: "reviews follow their cycle from the day of approval",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, d := range m.Documents {
				r := d.Front.Review
				if !d.InForce() {
					continue
				}
				if d.Kind == "record" {
					if d.Front.Retain.IsZero() {
						fault("nothing says how long the record %s is kept", d.ID)
					}
					continue
				}
				if r.Every.IsZero() || r.Last.Before(d.Front.Approved.Date) || r.Last.After(m.Day) || r.Last.Add(r.Every) != r.Next {
					fault("%s: approved on %s, last review on %s, every %s, next on %s", d.ID, d.Front.Approved.Date, r.Last, r.Every, r.Next)
				}
			}
		},
		broken: []change{replaced("procedures/screening.md", "next: 2027-03-09", "next: 2027-09-09")}, tells: "PRO-20",
	},
	{
		name: "whoever approved a text held a role that may, and did not own it",
		faults: func(m *isms.ISMS, fault faulter) {
			holders := map[string]string{}
			for _, row := range rows(m, "roles") {
				holders[row.Title] = row.Cell("holder").Text
			}
			for _, d := range m.Documents {
				a := d.Front.Approved
				if !d.InForce() {
					continue
				}
				may := slices.ContainsFunc(m.Config.Approval[d.Kind].Roles, func(role field.Text) bool { return role.Value == a.Role.Value })
				if !may || holders[a.Role.Value] != a.By {
					fault("%s, a %s, was approved by %s as %s", d.ID, d.Kind, a.By, a.Role.Value)
				}
				// Nobody stands above the Chief Executive.
				if a.Role.Value == d.Front.Owner.Value && a.Role.Value != "Chief Executive" {
					fault("%s was approved by its owner, the %s", d.ID, a.Role.Value)
				}
			}
		},
		broken: []change{replaced("procedures/internal-audit.md", "approved: {by: Priya Nair, role: Chief Operating Officer", "approved: {by: Helen Osei, role: ISMS Manager")}, tells: "PRO-12 was approved by its owner",
	},
	{
		name: "a text has a summary, readers and a classification",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, d := range m.Documents {
				if d.Requirement != nil {
					continue
				}
				if !strings.HasSuffix(d.Summary, ".") || len(d.Front.Audience) == 0 || d.Front.Classification == "" {
					fault("%s: summary %q, readers %q, classification %q", d.ID, d.Summary, d.Front.Audience, d.Front.Classification)
				}
			}
		},
		broken: []change{replaced("procedures/screening.md", "audience: [people team, managers]\n", "")}, tells: "PRO-20",
	},
}

// older says that version a comes before version b: 1.9 before 1.10.
func older(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	return slices.CompareFunc(x, y, func(m, n string) int {
		if len(m) != len(n) {
			return len(m) - len(n)
		}
		return strings.Compare(m, n)
	}) < 0
}
