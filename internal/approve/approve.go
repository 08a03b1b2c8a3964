// Package approve computes what an approval writes: the text that is kept, the
// statement that is signed, and the front matter of the document; and what a
// review writes.
//
// An approval is planned on the content as its files are, shown to the
// approver, signed, and only then turned into changes of files, so that nobody
// signs anything else than what was shown. What is kept of a text is the
// document with its new front matter, exact to the byte: as long as nobody
// touches the file, it is the one that was approved.
package approve

import (
	"fmt"
	"slices"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/edit"
	"annexa/internal/isms"
	"annexa/internal/source"
	"annexa/internal/standard"
)

// A Request asks to approve a document.
type Request struct {
	ID     string
	By     string   // the approver's name, as the roles register and the file of signers have it
	Role   string   // in which; empty for the one that may
	Day    day.Date // of the approval
	Change string   // for the history, where that says nothing of the version yet
}

// Refused says why a request cannot be met. It is lower case, and says the
// mend.
type Refused struct{ error }

func refuse(format string, args ...any) error { return Refused{fmt.Errorf(format, args...)} }

// A Plan is an approval that can be given.
type Plan struct {
	Document  *isms.Document
	Statement approval.Statement
	Name      approval.Name
	Text      []byte // what is approved: the file as it will be
	Before    []byte // what was approved last; nil for nothing
	Since     string // the version of that
	Missing   int    // how many approvers it takes beyond this one
	Doubt     string // what the approver should know of the dates; empty for nothing

	file []byte // the file as it is
	now  []byte // the file as it is to be
	kept bool   // the text lies among the approvals already
}

// New plans an approval in a whole that was linked of the files as they are.
// The function reads a file of the content.
func New(m *isms.ISMS, read func(string) ([]byte, error), r Request) (*Plan, error) {
	d, err := find(m, r.ID)
	if err != nil {
		return nil, err
	}
	p := &Plan{Document: d}
	if p.file, err = read(d.File); err != nil {
		return nil, fmt.Errorf("read %s: %w", d.File, err)
	}
	role, err := m.MayApprove(d, r.By, r.Role, r.Day)
	if err != nil {
		return nil, Refused{err}
	}
	if err := p.against(m.ApprovalsOf(d), r.By); err != nil {
		return nil, err
	}
	authority := m.Config.Approval[d.Kind]
	p.Missing = max(authority.Approvers, 1) - p.Name.Nth
	if p.Missing == 0 && m.OwnsAlone(d, append(p.approvers(m), r.By), r.Day) {
		p.Missing = 1
	}
	p.Missing = max(p.Missing, 0)
	if from := d.Front.Effective; !from.IsZero() && from.Before(r.Day) {
		p.Doubt = fmt.Sprintf("%s says that it is effective from %s, and it is in force only from its approval on %s: correct effective in %s first, or approve it as it is", d.ID, from, r.Day, d.File)
	}
	bound, err := WithDecisions(m, d, p.file)
	if err != nil {
		return nil, err
	}
	if p.now, err = signedOff(m, d, bound, r, role); err != nil {
		return nil, err
	}
	if !p.kept {
		p.Text = p.now
	}
	if !p.Says(bound) {
		if p.kept {
			return nil, refuse("others have approved other decisions in version %s: raise the version in %s", d.Front.Version, d.File)
		}
		return nil, fmt.Errorf("%s: the front matter of the approval changes what the text says", d.File)
	}
	if p.Missing > 0 {
		p.now = bound
	}
	if p.Statement, err = approval.State(p.Name, p.Text, r.By, role, r.Day); err != nil {
		return nil, Refused{err}
	}
	return p, nil
}

// find is the document of an id, as long as it is one that can be approved.
func find(m *isms.ISMS, id string) (*isms.Document, error) {
	d, ok := m.Named(id)
	if !ok {
		near := diag.Nearest(id, func(yield func(string) bool) {
			for _, d := range m.Documents {
				if d.ID != "" && !yield(d.ID) {
					return
				}
			}
		})
		if near != "" {
			return nil, refuse("there is no document %s; did you mean %s?", id, near)
		}
		return nil, refuse("there is no document %s", id)
	}
	if d.State == isms.Retired {
		return nil, refuse("%s was withdrawn: what is to hold again needs a new id", d.ID)
	}
	for _, problem := range d.Problems {
		if problem.Severity == diag.Error {
			return nil, refuse("%s: %s; mend that first", problem.Place, problem.Message)
		}
	}
	return d, nil
}

// against holds the version against those approved before, and names the
// approval.
func (p *Plan) against(before []isms.Approval, by string) error {
	d := p.Document
	version := d.Front.Version
	nth := 1
	for i := range before {
		a := &before[i]
		if a.Stands {
			p.Before, p.Since = a.Text, a.Version.Version
		}
		if a.Version.Version == version {
			if err := p.further(a, by); err != nil {
				return err
			}
			nth = len(a.Proofs) + 1
			continue
		}
		if a.Stands && standard.Compare(version, a.Version.Version) < 0 {
			return refuse("version %s of %s was approved on %s, and %s is lower: raise the version in %s", a.Version.Version, d.ID, a.Day, version, d.File)
		}
	}
	name, err := approval.NameOf(d.ID, version, nth)
	if err != nil {
		return Refused{err}
	}
	p.Name = name
	return nil
}

// further is an approval of a version that others have approved already.
func (p *Plan) further(a *isms.Approval, by string) error {
	d := p.Document
	switch {
	case a.Stands && a.Same:
		return refuse("version %s of %s is approved already, since %s", a.Version.Version, d.ID, a.Day)
	case a.Stands:
		return refuse("version %s of %s was approved on %s, and the text was changed since: raise the version in %s", a.Version.Version, d.ID, a.Day, d.File)
	case a.Text == nil:
		return refuse("%s is missing: bring it back, or raise the version in %s", a.Proofs[0].Name.Text(), d.File)
	case !a.Same:
		return refuse("others have approved another text of version %s: raise the version in %s", a.Version.Version, d.File)
	}
	for i, proof := range a.Proofs {
		if a.Doubts[i] != nil {
			return refuse("an approval of this version does not hold: %v; mend it, or raise the version in %s", a.Doubts[i], d.File)
		}
		if strings.EqualFold(proof.Statement.By, by) {
			return refuse("%s has approved version %s of %s already, on %s", by, a.Version.Version, d.ID, proof.Statement.Date)
		}
	}
	p.Text, p.kept = a.Text, true
	return nil
}

// approvers are those who have approved the version before.
func (p *Plan) approvers(m *isms.ISMS) []string {
	var by []string
	for _, a := range m.ApprovalsOf(p.Document) {
		if a.Version.Version == p.Name.Version {
			for _, proof := range a.By() {
				by = append(by, proof.Statement.By)
			}
		}
	}
	return by
}

// WithDecisions is a document's file as it is to be approved: that of the
// Statement of Applicability says what is decided on every control, so that the
// approval binds the decisions too. Any other is as it was. The error is
// [Refused].
func WithDecisions(m *isms.ISMS, d *isms.Document, file []byte) ([]byte, error) {
	if d.Kind != "soa" {
		return file, nil
	}
	var b strings.Builder
	for _, q := range m.AllControls() {
		if said := m.Decided(q); said != "" {
			fmt.Fprintf(&b, "\n  %s: %s", q.ID, edit.Scalar(said))
		}
	}
	if b.Len() == 0 {
		return file, nil
	}
	out, err := edit.SetFront(file, "decisions", b.String())
	if err != nil {
		return nil, refuse("%s: %v", d.File, err)
	}
	return out, nil
}

// signedOff is a document's file with the front matter of what is approved:
// status, approved, the next review, and the version in the history.
func signedOff(m *isms.ISMS, d *isms.Document, file []byte, r Request, role string) ([]byte, error) {
	f := &d.Front
	out := file
	set := func(key string, fields ...edit.Field) error {
		var err error
		if out, err = edit.SetFrontFields(out, key, fields...); err != nil {
			return refuse("%s: %v; write %s into its front matter by hand, and approve it then", d.File, err, written(key, fields))
		}
		return nil
	}
	if f.Status != "approved" {
		var err error
		if out, err = edit.SetFront(out, "status", "approved"); err != nil {
			return nil, refuse("%s: %v; write status: approved into its front matter by hand, and approve it then", d.File, err)
		}
	}
	if f.Approved.By != r.By || f.Approved.Role.Value != role || f.Approved.Date != r.Day {
		if err := set("approved", edit.Field{Key: "by", Value: edit.Scalar(r.By)}, edit.Field{Key: "role", Value: edit.Scalar(role)}, edit.Field{Key: "date", Value: r.Day.String()}); err != nil {
			return nil, err
		}
	}
	every := m.Config.Review.Every
	if !f.Review.Every.IsZero() {
		every = f.Review.Every
	}
	if next := r.Day.Add(every); d.Kind != "record" && f.Retain.IsZero() && !every.IsZero() && (f.Review.Last != r.Day || f.Review.Next.IsZero()) {
		var seen []mark
		if len(f.Review.Seen) > 0 { // who reviews it wants to be told of what it relies on
			seen = marks(m, d)
		}
		var often []edit.Field // said once, so that it holds whatever annexa.yaml will say
		if f.Review.Every.IsZero() {
			often = append(often, edit.Field{Key: "every", Value: every.String()})
		}
		if err := set("review", append(often, reviewed(r.Day, next, "", seen)...)...); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(f.History, func(e document.Entry) bool { return e.Version == f.Version }) {
		return out, nil
	}
	change := r.Change
	if change == "" {
		change = "Approved."
	}
	line := fmt.Sprintf("{version: %q, date: %s, author: %s, change: %s}", f.Version, r.Day, edit.Scalar(author(d, r)), edit.Scalar(change))
	var err error
	if out, err = edit.AppendFront(out, "history", line); err != nil {
		return nil, refuse("%s: %v; add %s to its history by hand, and approve it then", d.File, err, line)
	}
	return out, nil
}

// written are fields as somebody writes them by hand.
func written(key string, fields []edit.Field) string {
	var list []string
	for _, f := range fields {
		if f.Value != "" && !strings.HasPrefix(f.Value, "\n") {
			list = append(list, f.Key+": "+f.Value)
		}
	}
	return key + ": {" + strings.Join(list, ", ") + "}"
}

// author is whom the history names: the owner of the text.
func author(d *isms.Document, r Request) string {
	if owner := d.Front.Owner.Value; owner != "" {
		return owner
	}
	return r.By
}

// Says says whether a file is what the plan approves, but for what may change
// without an approval.
func (p *Plan) Says(file []byte) bool {
	return source.SameSubstance(p.Document.File, file, p.Text)
}

// Changes are what is written once there is a proof: the file in which it is
// kept, as [approval.Name] calls it. They are all made, or none.
func (p *Plan) Changes(proof edit.Change) []edit.Change {
	var list []edit.Change
	if !p.kept {
		list = append(list, edit.Create(p.Name.Text(), p.Text))
	}
	list = append(list, edit.Create(p.Name.Statement(), p.Statement.Bytes()), proof)
	if string(p.now) != string(p.file) {
		list = append(list, edit.Replace(p.Document.File, p.file, p.now))
	}
	return list
}
