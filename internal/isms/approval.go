package isms

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/config"
	"annexa/internal/day"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/register"
	"annexa/internal/standard"
)

// Kept is a text that was kept as approved, with the proofs beside it.
type Kept struct {
	approval.Version
	Document *document.Document // the text, read as the file that today's document is; nil if it is lost
	Same     bool               // today's document says the same, but for what may change without an approval
}

// An Approval is what a kept text and its proofs come to here: whether those
// who approved it could.
type Approval struct {
	Kept
	Doubts []error  // why a proof does not count, in their order; nil for one that does
	Stands bool     // as many as it takes have approved it
	Day    day.Date // on which the last of them did
	From   day.Date // the first day on which it is in force, unless a later one is
}

// By are the proofs that count.
func (a *Approval) By() []approval.Proof {
	var list []approval.Proof
	for i, p := range a.Proofs {
		if a.Doubts[i] == nil {
			list = append(list, p)
		}
	}
	return list
}

// ApprovalsOf are the approvals of a document, the earliest first.
func (m *ISMS) ApprovalsOf(d *Document) []Approval { return m.approvals[fold(d.ID)] }

// Unclaimed are the approvals of documents that are not there, by id and day.
func (m *ISMS) Unclaimed() []Approval {
	var list []Approval
	for id, of := range m.approvals {
		if m.byID[id] == nil {
			list = append(list, of...)
		}
	}
	slices.SortFunc(list, func(a, b Approval) int { return cmp.Or(compareIDs(a.ID, b.ID), earlier(a, b)) })
	return list
}

// InForce is which of a document's approvals is in force on a day: the latest
// of those that stand and have come into force; nil for none.
func InForce(list []Approval, on day.Date) *Approval {
	for i := len(list) - 1; i >= 0; i-- {
		if a := &list[i]; a.Stands && a.Document != nil && !a.From.After(on) {
			return a
		}
	}
	return nil
}

// latest is the approval that stands and was given last; nil for none.
func latest(list []Approval) *Approval {
	for i := len(list) - 1; i >= 0; i-- {
		if a := &list[i]; a.Stands && a.Document != nil {
			return a
		}
	}
	return nil
}

// Pending is the approval that stands and is not what the document's file says
// any more: somebody wrote something that nobody has approved yet. It is nil
// where there is none.
func (m *ISMS) Pending(d *Document) *Approval {
	a := latest(m.ApprovalsOf(d))
	if a == nil || a.Same || d.State == Retired {
		return nil
	}
	return a
}

// AsApproved is the input as it is published: each document that has approvals
// says what was approved, whatever was written into its file since. One whose
// new version is approved and not yet effective says what the former one said.
// False means that the input says that already.
func (in Input) AsApproved() (Input, bool) {
	approvals := in.judged()
	out, changed := in, false
	out.Documents = slices.Clone(in.Documents)
	for i, d := range in.Documents {
		if d.Front.Status == "retired" {
			continue
		}
		list := approvals[fold(IDOf(d, in.Config.Edition))]
		a := cmp.Or(InForce(list, in.Day), latest(list))
		if a == nil {
			continue
		}
		by := document.Approved{By: a.By()[0].Statement.By, Role: field.Text{Value: a.By()[0].Statement.Role}, Date: a.Day}
		if f := &d.Front; a.Same && !a.From.After(in.Day) && f.Status == "approved" && f.Approved.By == by.By && f.Approved.Role.Value == by.Role.Value && f.Approved.Date == by.Date {
			continue
		}
		text := a.Document.Approved(d, by)
		if a.From.After(in.Day) {
			text.Front.Effective = a.From // on an earlier day nobody had approved it
		}
		out.Documents[i], changed = text, true
	}
	if changed {
		out.Problems = nil // they are those of the files
	}
	return out, changed
}

// AsWritten is the input as its files say it: what was changed since its
// approval is in review, even where its file still calls itself approved, since
// nobody has approved that. False means that the input says that already.
func (in Input) AsWritten() (Input, bool) {
	approvals := in.judged()
	out, changed := in, false
	out.Documents = slices.Clone(in.Documents)
	for i, d := range in.Documents {
		text := written(d, approvals[fold(IDOf(d, in.Config.Edition))])
		out.Documents[i], changed = text, changed || text != d
	}
	if changed {
		out.Problems = nil // they are those of the files
	}
	return out, changed
}

// written is a document as its file says it, whatever it calls itself, given its
// approvals.
func written(d *document.Document, list []Approval) *document.Document {
	a := latest(list)
	if a == nil || a.Same || d.Front.Status != "approved" {
		return d
	}
	text := *d
	text.Front.Status = "in-review"
	return &text
}

// IDOf is the id of a document as its front matter says it.
func IDOf(d *document.Document, edition standard.Edition) string {
	for _, t := range []field.Text{d.Front.Control, d.Front.Clause} {
		if t.Value != "" {
			return trimEdition(t.Value, edition)
		}
	}
	return d.Front.ID.Value
}

// judged are all approvals by the folded id of their document, the earliest
// first.
func (in Input) judged() map[string][]Approval {
	if len(in.Kept) == 0 {
		return nil
	}
	o := in.offices()
	all := map[string][]Approval{}
	for _, k := range in.Kept {
		id := fold(k.ID)
		all[id] = append(all[id], o.judge(k, in.Config))
	}
	for _, list := range all {
		slices.SortStableFunc(list, earlier)
	}
	return all
}

func earlier(a, b Approval) int {
	return cmp.Or(a.Day.Compare(b.Day), standard.Compare(a.Version.Version, b.Version.Version))
}

// offices are the rows of the roles register; nil where there is none.
type offices []*register.Row

func (in Input) offices() offices {
	if in.roles != nil {
		return *in.roles
	}
	for _, r := range in.Registers {
		if r.Schema.Name == "roles" {
			return r.Rows
		}
	}
	return nil
}

// held says whether somebody holds a role on a day. Where there is no register
// of roles nobody can tell, and what is said counts.
func (o offices) held(role, by string, on day.Date) bool {
	if o == nil {
		return true
	}
	for _, row := range o {
		if !strings.EqualFold(row.Title, role) && !strings.EqualFold(row.ID.Value, role) || !strings.EqualFold(row.Cell("holder").Text, by) {
			continue
		}
		from, until := row.Cell("from").Date, row.Cell("until").Date
		if (from.IsZero() || !from.After(on)) && (until.IsZero() || !until.Before(on)) {
			return true
		}
	}
	return false
}

// judge decides on each proof, and on the whole.
func (o offices) judge(k Kept, c *config.Config) Approval {
	a := Approval{Kept: k, Doubts: make([]error, len(k.Proofs))}
	var authority config.Authority
	owner := ""
	if k.Document != nil {
		authority, owner = c.Approval[kindOf(k.Document)], k.Document.Front.Owner.Value
	}
	var counting []int
	for i, p := range k.Proofs {
		if a.Doubts[i] = o.doubt(p, authority); a.Doubts[i] == nil {
			counting = append(counting, i)
		} else if a.Day.IsZero() {
			a.Day = p.Statement.Date // to have a place among the others
		}
	}
	slices.SortStableFunc(counting, func(i, j int) int { return k.Proofs[i].Statement.Date.Compare(k.Proofs[j].Statement.Date) })
	approvers, others := map[string]bool{}, o.mayAlone(owner, authority)
	for _, i := range counting {
		s := k.Proofs[i].Statement
		approvers[strings.ToLower(s.By)] = true
		others = others || !o.held(owner, s.By, s.Date)
		a.Day = s.Date
		if a.Stands = others && len(approvers) >= max(authority.Approvers, 1); a.Stands {
			break
		}
	}
	if len(counting) > 0 && !a.Stands && len(approvers) >= max(authority.Approvers, 1) {
		for _, i := range counting {
			a.Doubts[i] = fmt.Errorf("%s owns the text as %s: somebody else has to approve it too", k.Proofs[i].Statement.By, owner)
		}
	}
	a.From = a.Day
	if k.Document != nil && k.Document.Front.Effective.After(a.From) {
		a.From = k.Document.Front.Effective
	}
	return a
}

// doubt says why a proof does not count.
func (o offices) doubt(p approval.Proof, authority config.Authority) error {
	s := p.Statement
	switch {
	case p.Fault != nil:
		return p.Fault
	case !o.held(s.Role, s.By, s.Date):
		return fmt.Errorf("%s: %s did not hold the role %s on %s, says the roles register", p.Name.Statement(), s.By, s.Role, s.Date)
	case len(authority.Roles) > 0 && !slices.ContainsFunc(authority.Roles, func(t field.Text) bool { return strings.EqualFold(t.Value, s.Role) }):
		return fmt.Errorf("%s: %s may not approve it, says annexa.yaml", p.Name.Statement(), s.Role)
	}
	return nil
}

// kindOf is the kind of a document as its front matter says it.
func kindOf(d *document.Document) string {
	switch {
	case d.Front.Control.Value != "":
		return "control"
	case d.Front.Clause.Value != "":
		return "clause"
	case d.File == document.Statement && d.Front.Kind == "":
		return "soa"
	}
	return d.Front.Kind
}

// MayApprove is the role in which somebody may approve a document on a day:
// the one asked for, or the one that the kind of document wants and they hold.
// The error says who may.
func (m *ISMS) MayApprove(d *Document, by, role string, on day.Date) (string, error) {
	o := m.offices()
	authority := m.Config.Approval[d.Kind].Roles
	if role == "" && o == nil && len(authority) == 0 {
		return "", fmt.Errorf("nothing says in which role %s approves: name it with --role, or keep a register of roles", by)
	}
	candidates := []string{role}
	if role == "" {
		candidates = candidates[:0]
		for _, t := range authority {
			candidates = append(candidates, t.Value)
		}
		if len(authority) == 0 {
			for _, row := range o {
				candidates = append(candidates, row.Title)
			}
		}
	}
	for _, c := range candidates {
		may := len(authority) == 0 || slices.ContainsFunc(authority, func(t field.Text) bool { return strings.EqualFold(t.Value, c) })
		if may && o.held(c, by, on) && (o != nil || role != "" || len(authority) == 1) {
			return o.title(c), nil
		}
	}
	var may []string
	for _, t := range authority {
		may = append(may, t.Value)
	}
	switch {
	case role != "" && !o.held(role, by, on):
		return "", fmt.Errorf("%s does not hold the role %s on %s, says the roles register", by, role, on)
	case len(may) > 0:
		return "", fmt.Errorf("a %s is approved by %s, says annexa.yaml, and %s is none of them on %s, says the roles register", d.Kind, strings.Join(may, " or "), by, on)
	}
	return "", fmt.Errorf("%s holds no role on %s, says the roles register", by, on)
}

// OwnsAlone says that all of these people hold on a day the role that owns a
// document, so that somebody else has to approve it too.
func (m *ISMS) OwnsAlone(d *Document, people []string, on day.Date) bool {
	o, owner, authority := m.offices(), d.Front.Owner.Value, m.Config.Approval[d.Kind]
	return !o.mayAlone(owner, authority) && !slices.ContainsFunc(people, func(by string) bool { return !o.held(owner, by, on) })
}

// Holder is who holds a role on the day of the build, as the register of roles
// says, which is returned too; nobody where it does not, or names several.
func (m *ISMS) Holder(role string) (string, *Register) {
	found := ""
	for _, row := range m.offices() {
		by := row.Cell("holder").Text
		switch {
		case !strings.EqualFold(row.Title, role) || !m.offices().held(role, by, m.Day):
		case found != "" && !strings.EqualFold(found, by):
			return "", nil
		default:
			found = by
		}
	}
	if found == "" {
		return "", nil
	}
	return found, m.registers["roles"]
}

func (m *ISMS) offices() offices {
	r, ok := m.registers["roles"]
	if !ok {
		return nil
	}
	return r.Register.Rows
}

// title is a role as the register writes it.
func (o offices) title(role string) string {
	for _, row := range o {
		if strings.EqualFold(row.Title, role) || strings.EqualFold(row.ID.Value, role) {
			return row.Title
		}
	}
	return role
}

// mayAlone says that whoever owns a text may be the only one to approve it:
// where annexa.yaml says so, or nobody else may.
func (o offices) mayAlone(owner string, authority config.Authority) bool {
	return owner == "" || o == nil || authority.OwnerAlone ||
		!slices.ContainsFunc(authority.Roles, func(t field.Text) bool { return !strings.EqualFold(t.Value, owner) })
}
