package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/approve"
	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/edit"
)

type approveCommand struct {
	IDs    []string `arg:"" name:"id" help:"The documents, by id."`
	Key    string   `placeholder:"FILE" help:"The approver's SSH key: a private key, or a public one whose private key the agent holds. Default: the agent's key that allowed_signers names, or ~/.ssh/id_ed25519, id_ecdsa, id_rsa."`
	From   string   `placeholder:"FILE" help:"The document's PDF that the approver signed with a tool of their own: keep that as the approval."`
	By     string   `placeholder:"NAME" help:"Who approves, as allowed_signers names the key. Default: the only name it has there."`
	Role   string   `placeholder:"ROLE" help:"In which role. Default: the one they hold that may approve this kind of document."`
	Change string   `placeholder:"TEXT" help:"What the history says of a version that it does not name yet. Default: Approved."`
	Yes    bool     `help:"Ask nothing: the texts have been read."`
	DryRun bool     `help:"Show what would be approved, and sign and write nothing."`
	dateFlag
}

func (approveCommand) examples() string {
	return `  annexa approve POL-02             shows what changed, asks, signs
  annexa approve POL-02 PRO-04 A.5.15 --key ~/.ssh/id_ed25519
  annexa approve POL-02 --from signed.pdf
                                    the approver signed the PDF with a tool of their own
  annexa approve POL-02 --dry-run   what would be approved, by whom
`
}

// Run shows what is to be approved, asks once, signs, and writes all or
// nothing.
func (c *approveCommand) Run(t *terminal, all *commands) error {
	p, l, err := t.keepOpen(all.Dir, contentFlags{dateFlag: c.dateFlag})
	if err != nil {
		return err
	}
	defer p.close()
	if c.From != "" {
		return c.from(t, p, l)
	}

	key, done, err := t.approversKey(c.Key, c.By, l.Kept.Signers)
	defer done()
	if err != nil {
		return err
	}
	by, err := approver(key, c.By, l.Kept.Signers)
	if err != nil {
		return err
	}
	var plans []*approve.Plan
	for _, id := range c.IDs {
		plan, err := c.plan(p, l, id, by, l.Whole.Day)
		if err != nil {
			return err
		}
		for _, other := range plans {
			if other.Document == plan.Document {
				return usageError{fmt.Errorf("%s is named twice", plan.Document.ID)}
			}
		}
		plans = append(plans, plan)
	}
	if agreed, err := c.agreed(t, plans, fmt.Sprintf("%s approves %s with the key %s. Sign? (yes or no)", by, approvedNames(plans), key.Fingerprint())); !agreed {
		return err
	}
	var changes []edit.Change
	for _, plan := range plans {
		statement := plan.Statement.Bytes()
		signature, err := key.Sign(statement)
		if err != nil {
			return fmt.Errorf("sign the approval of %s: %w; nothing was written", plan.Document.ID, err)
		}
		if _, err := l.Kept.Signers.Verify(statement, plan.Statement, signature); err != nil {
			return usageError{fmt.Errorf("the signature would not count: %w; nothing was written", err)}
		}
		changes = append(changes, plan.Changes(edit.Create(plan.Name.Signature(), signature))...)
	}
	return t.keep(p, plans, changes)
}

// plan plans the approval of a document by somebody on a day.
func (c *approveCommand) plan(p *project, l *build.Loaded, id, by string, on day.Date) (*approve.Plan, error) {
	plan, err := approve.New(l.Whole, p.readFile, approve.Request{ID: id, By: by, Role: c.Role, Day: on, Change: c.Change})
	if refused := new(approve.Refused); errors.As(err, refused) {
		return nil, usageError{err}
	}
	return plan, err
}

// agreed shows what is to be approved, and asks. It is false, perhaps without an
// error, where nothing is to be written.
func (c *approveCommand) agreed(t *terminal, plans []*approve.Plan, asks string) (bool, error) {
	for _, plan := range plans {
		if err := t.showApproval(plan); err != nil {
			return false, err
		}
	}
	if c.DryRun {
		fmt.Fprintf(t.err, "annexa: %s would be approved by %s; nothing was written\n", approvedNames(plans), plans[0].Statement.By)
		return false, nil
	}
	if c.Yes {
		return true, nil
	}
	err := t.agree(asks)
	return err == nil, err
}

// keep writes approvals, all of them or none.
func (t *terminal) keep(p *project, plans []*approve.Plan, changes []edit.Change) error {
	dir := filepath.Join(p.dir, filepath.FromSlash(p.content))
	if err := apply(dir, changes...); err != nil {
		return fmt.Errorf("keep the approval: %w", err)
	}
	for _, change := range changes {
		fmt.Fprintln(t.out, filepath.Join(dir, filepath.FromSlash(change.Path)))
	}
	for _, plan := range plans {
		more := ""
		if plan.Missing > 0 {
			more = fmt.Sprintf("; it takes %s more", diag.Plural(plan.Missing, "approver"))
		}
		fmt.Fprintf(t.err, "annexa: %s, version %s, approved by %s, %s%s\n", plan.Document.ID, plan.Statement.Version, plan.Statement.By, plan.Statement.Role, more)
	}
	return nil
}

// showApproval shows what somebody is about to sign.
func (t *terminal) showApproval(plan *approve.Plan) error {
	s := plan.Statement
	fmt.Fprintf(t.out, "%s %s, version %s\n", plan.Document.ID, plan.Document.Title, s.Version)
	since := "nothing of it has been approved before: this is all of it"
	if plan.Before != nil {
		since = "what changed since version " + plan.Since
	}
	fmt.Fprintf(t.out, "approved by %s as %s on %s; %s\n\n", s.By, s.Role, s.Date, since)
	if plan.Doubt != "" {
		fmt.Fprintf(t.err, "annexa: %s\n", plan.Doubt)
	}
	if plan.Before == nil {
		_, err := fmt.Fprintf(t.out, "%s\n", plan.Text)
		return err
	}
	return t.redline(string(plan.Before), string(plan.Text))
}

// agree asks for a yes.
func (t *terminal) agree(asks string) error {
	prompts, done := t.prompts()
	defer done()
	if prompts == nil {
		return usageError{errors.New("there is no terminal to ask at: read the text, and say --yes")}
	}
	answer, err := t.answer(bufio.NewReader(os.Stdin), prompts, asks, "")
	if err != nil {
		return err
	}
	if !strings.EqualFold(answer, "yes") && !strings.EqualFold(answer, "y") {
		return usageError{errors.New("not approved; nothing was written")}
	}
	return nil
}

// approver is whose key it is: the name asked for, or the only one that the
// signers have for it.
func approver(key *approval.Key, by string, signers approval.Signers) (string, error) {
	names := signers.Names(key)
	switch {
	case len(names) == 0:
		return "", usageError{fmt.Errorf("the key %s is not among the approvers; once you have made sure whose it is, add to approvals/%s: %q namespaces=%q %s",
			key.Fingerprint(), approval.SignersFile, cmp.Or(by, "NAME"), approval.Namespace, key)}
	case by != "":
		return by, nil
	case len(names) == 1:
		return names[0], nil
	}
	return "", usageError{fmt.Errorf("the key %s is that of %s: say who approves with --by", key.Fingerprint(), strings.Join(names, " and of "))}
}

// approvedNames are the documents of plans in words.
func approvedNames(plans []*approve.Plan) string {
	var names []string
	for _, plan := range plans {
		names = append(names, plan.Document.ID+" "+plan.Statement.Version)
	}
	return strings.Join(names, ", ")
}
