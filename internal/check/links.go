package check

import (
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/prose"
)

// The rules of links that linking itself does not find: what a link leads to,
// and whether whoever is named can answer for it (5.3).
var (
	LinkToDraft              = diag.NewRule("link-to-draft", diag.Warning, "a rule in force that sends its readers to a draft sends them to a text nobody has approved")
	LinkToRetired            = diag.NewRule("link-to-retired", diag.Warning, "a rule in force that sends its readers to a withdrawn text sends them to what no longer holds")
	VacantRole               = diag.NewRule("vacant-role", diag.Warning, "what a role owns that nobody holds is owned by nobody (5.3)")
	ApproverWithoutAuthority = diag.NewRule("approver-without-authority", diag.Warning, "an approval by a role that may not approve this kind of document is none")
	AuditorOwns              = diag.NewRule("auditor-owns", diag.Warning, "9.2.2 asks for auditors who are impartial; nobody is about their own work")
)

func (c *checker) links() {
	for _, d := range c.m.Documents {
		if !d.InForce() {
			continue
		}
		c.authority(d)
		if slices.Contains(ruling, d.Kind) && d.Requirement == nil {
			c.ended(d) // write-ups and records say how things stand, and may name what does not hold yet
		}
	}
	c.vacancies()
	c.auditors()
}

// ended: the links of a rule in force lead to what is in force.
func (c *checker) ended(d *isms.Document) {
	told := map[*isms.Document]bool{} // once a text will do
	lead := func(to *isms.Document, at diag.Place) {
		if to == nil || to == d || told[to] {
			return
		}
		told[to] = true
		switch to.State {
		case isms.Draft, isms.InReview:
			c.report(LinkToDraft.At(at, "%s is in force, and leads to %s, which is %s", name(d), name(to), standing(to)).Hinting("have %s approved, or say here what it is to say", name(to)))
		case isms.Retired:
			p := LinkToRetired.At(at, "%s is in force, and leads to %s, which was withdrawn", name(d), name(to))
			if to.ReplacedBy != nil {
				p = p.Hinting("link %s, which replaced it", name(to.ReplacedBy))
			} else {
				p = p.Hinting("link what holds today, or take the link out")
			}
			c.report(p)
		}
	}
	for i, t := range d.Targets {
		if r := d.Body.References[i]; r.Kind == prose.WikiLink || r.Kind == prose.PathLink {
			lead(t.Document, d.AtPlace(r.Place))
		}
	}
}

// role is the row of the roles register that a name or an id stands for; nil
// where there is none.
func (c *checker) role(word string) *isms.Row {
	for _, row := range c.rows("roles") {
		if strings.EqualFold(row.Title, word) || strings.EqualFold(row.ID.Value, word) {
			return row
		}
	}
	return nil
}

// sameRole says that two words stand for one role.
func (c *checker) sameRole(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	row := c.role(a)
	return row != nil && row == c.role(b)
}

// authority: annexa.yaml says which roles may approve a kind of document.
func (c *checker) authority(d *isms.Document) {
	allowed, role := c.m.Config.Approval[d.Kind].Roles, d.Front.Approved.Role
	if len(allowed) == 0 || role.Value == "" || slices.ContainsFunc(allowed, func(t field.Text) bool { return c.sameRole(t.Value, role.Value) }) {
		return
	}
	names := make([]string, len(allowed))
	for i, t := range allowed {
		names[i] = t.Value
	}
	c.report(ApproverWithoutAuthority.At(d.AtText(role), "%s was approved by %s, and a %s is approved by %s", name(d), role.Value, d.Kind, strings.Join(names, " or ")).
		Hinting("have it approved by that role, or change approval in annexa.yaml"))
}

// vacant are the words with which a register says that nobody holds a role.
var vacant = []string{"", "-", "–", "—", "?", "vacant", "nobody", "none", "n/a", "n. n.", "n.n.", "unbesetzt", "niemand"}

// vacancies: somebody holds each role today.
func (c *checker) vacancies() {
	if len(c.rows("roles")) == 0 {
		return
	}
	owned := map[*isms.Row]int{}
	for _, d := range c.m.Documents {
		if row := c.role(d.Front.Owner.Value); row != nil && d.State != isms.Page && d.State != isms.Retired {
			owned[row]++
		}
	}
	for _, row := range c.rows("roles") {
		why, at := "", row.At("holder")
		switch from, until := row.Cell("from").Date, row.Cell("until").Date; {
		case slices.Contains(vacant, fold(row.Cell("holder").Text)):
			why = "nobody holds the role " + row.Title
		case !until.IsZero() && until.Before(c.m.Day):
			why, at = "nobody has held the role "+row.Title+" since "+until.String(), row.At("until")
		case from.After(c.m.Day):
			why, at = "nobody holds the role "+row.Title+" before "+from.String(), row.At("from")
		default:
			continue
		}
		if n := owned[row]; n > 0 {
			why += ", which owns " + diag.Plural(n, "document")
		}
		c.report(VacantRole.At(at, "%s", why).Hinting("name a holder in %s", row.Register.File))
	}
}

// auditors: who audits does not own what is audited (9.2.2).
func (c *checker) auditors() {
	for _, audit := range c.m.Audits() {
		var own []string
		row := audit.Row
		auditor := row.Cell("auditor")
		owns := func(d *isms.Document) bool {
			return d != nil && d.State != isms.Retired && d.Front.Owner.Value != "" && c.sameRole(auditor.Text, d.Front.Owner.Value)
		}
		for _, q := range c.m.Requirements {
			if !audit.Covers[q] {
				continue
			}
			if owns(q.WriteUp) {
				own = append(own, q.ID)
			}
			for _, d := range q.Documents {
				if owns(d) && !slices.Contains(own, name(d)) {
					own = append(own, name(d))
				}
			}
		}
		if len(own) > 0 && auditor.Text != "" {
			c.report(AuditorOwns.At(row.At("auditor"), "%s audits in %s what that role owns: %s", auditor.Text, row.ID.Value, some(own)).Hinting("have it audited by somebody else"))
		}
	}
}
