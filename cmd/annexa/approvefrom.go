package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/approve"
	"annexa/internal/build"
	"annexa/internal/edit"
	"annexa/internal/pack"
	"annexa/internal/source"
)

// from keeps a PDF as the approval of a document that the approver signed with
// a tool of their own. It has to be, before it was signed, what Annexa makes of
// the text as it is.
func (c *approveCommand) from(t *terminal, p *project, l *build.Loaded) error {
	switch {
	case len(c.IDs) != 1:
		return usageError{errors.New("--from takes one document: a PDF is signed for one")}
	case c.Key != "":
		return usageError{errors.New("--from and --key do not go together: the PDF is signed already")}
	}
	data, err := readFile(c.From, approval.MaxPDF)
	if errors.Is(err, fs.ErrNotExist) {
		return usageError{fmt.Errorf("there is no file %s", c.From)}
	}
	if err != nil {
		return fmt.Errorf("read the signed PDF: %w", err)
	}
	signed, err := approval.ReadPDF(data)
	if err != nil {
		return usageError{fmt.Errorf("%s is no approval: %w", c.From, err)}
	}
	one, err := c.signatory(signed, l.Kept.Signers)
	if err != nil {
		return usageError{err}
	}
	switch {
	case one.Day.IsZero():
		return usageError{fmt.Errorf("%s does not say on which day %s signed it", c.From, one.By)}
	case one.Day.After(l.Whole.Day):
		return usageError{fmt.Errorf("%s signed %s on %s, and the day of this approval is %s: say --date %s once that day has come", one.By, c.From, one.Day, l.Whole.Day, one.Day)}
	}
	plan, err := c.plan(p, l, c.IDs[0], one.By, one.Day)
	if err != nil {
		return err
	}
	if !plan.Says(signed.Source) {
		return usageError{fmt.Errorf("%s was signed for another text than %s holds now: bring that text back, or have the PDF of this one signed", c.From, plan.Document.File)}
	}
	made, err := c.madeHere(t, p, signed, pack.Path(plan.Document))
	if err != nil {
		return err
	}
	if !made {
		return usageError{fmt.Errorf("%s is not the PDF that is made of %s as on %s, before anybody signed it: either its pages were made otherwise, or what they show of other files was changed since, or annexa was; build on that day with this content, or have a new PDF signed",
			c.From, plan.Document.File, signed.Day)}
	}
	plans := []*approve.Plan{plan}
	asks := fmt.Sprintf("%s signed %s on %s with the key %s of %s. Keep it as the approval? (yes or no)", one.By, approvedNames(plans), one.Day, one.Key.Fingerprint(), printable(one.Signer))
	if agreed, err := c.agreed(t, plans, asks); !agreed {
		return err
	}
	if _, err := l.Kept.Signers.VerifyPDF(data, plan.Statement, plan.Text, source.SameSubstance); err != nil {
		return usageError{fmt.Errorf("the signature would not count: %w; nothing was written", err)}
	}
	return t.keep(p, plans, plan.Changes(edit.Create(plan.Name.PDF(), data)))
}

// signatory is the one signature in a PDF that may be of the approver.
func (c *approveCommand) signatory(p *approval.SignedPDF, signers approval.Signers) (approval.Signed, error) {
	found := p.By(c.By, signers)
	var known []string
	for _, s := range found {
		known = append(known, s.By)
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
	default:
		return approval.Signed{}, fmt.Errorf("%s is signed with keys of %s: say who approves with --by", c.From, strings.Join(known, " and of "))
	}
	if len(p.Signatures) == 0 {
		return approval.Signed{}, fmt.Errorf("nobody signed %s with a key that can be an approver's: Ed25519, ECDSA or RSA", c.From)
	}
	whose := "an approver"
	if c.By != "" {
		whose = c.By
	}
	var lines strings.Builder
	for _, s := range p.Signatures {
		fmt.Fprintf(&lines, "\n    signed by %s on %s: \"NAME\" namespaces=%q %s", printable(s.Signer), s.Day, approval.Namespace, s.Key)
	}
	return approval.Signed{}, fmt.Errorf("none of the keys that signed %s is that of %s; once you have made sure whose one is, add its line to %s/%s:%s",
		c.From, whose, approval.Folder, approval.SignersFile, lines.String())
}

// madeHere says whether the unsigned revision of a PDF is what the project
// makes at a path as on the PDF's day: of what is approved or of what is
// written, for a publication that is signed or for one that is not.
func (c *approveCommand) madeHere(t *terminal, p *project, signed *approval.SignedPDF, path string) (bool, error) {
	flags := contentFlags{}
	flags.Date = signed.Day.String()
	for _, drafts := range []bool{false, true} {
		l, err := t.load(p, flags, build.Options{Drafts: drafts})
		if err != nil {
			return false, err
		}
		for _, unsigned := range []bool{false, true} {
			base, err := l.Base(t.ctx, path, unsigned)
			if err != nil {
				return false, err
			}
			if base == signed.Base {
				return true, nil
			}
		}
	}
	return false, nil
}
