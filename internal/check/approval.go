package check

import (
	"strconv"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/diag"
	"annexa/internal/isms"
)

// The rules of approval: what was approved is what is published (7.5.2 c, 7.5.3).
var (
	ApprovalBroken    = diag.NewRule("approval-broken", diag.Error, "an approval that cannot be proved is a claim, and a text that differs from what was signed is another text")
	ApprovalFile      = diag.NewRule("approval-file", diag.Warning, "a file among the approvals that belongs to none is what is left of one, or will be missed by somebody")
	ApprovalUnclaimed = diag.NewRule("approval-unclaimed", diag.Warning, "approvals outlive their documents as evidence; one whose document is gone was lost or renamed")
	DecisionChanged   = diag.NewRule("decision-changed", diag.Warning, "a Statement of Applicability is approved with its decisions; one that was changed since was approved by nobody")
	UnapprovedChange  = diag.NewRule("unapproved-change", diag.Warning, "what was approved stays published until the next approval, and the change is seen by nobody")
)

func (c *checker) approvals() {
	for _, d := range c.m.Documents {
		list := c.m.ApprovalsOf(d)
		for i := range list {
			c.proofs(&list[i])
		}
		if a := c.m.Pending(d); a != nil {
			c.report(UnapprovedChange.At(d.At("version"), "%s was changed since version %s was approved on %s, which is what is published", d.ID, a.Version.Version, a.Day).
				Hinting("annexa diff %s shows the change; raise the version, and have it approved: annexa approve %s", d.ID, d.ID))
		}
	}
	for _, change := range c.m.DecisionChanges() {
		c.decisionChanged(change)
	}
	unclaimed := c.m.Unclaimed()
	for i := range unclaimed {
		a := &unclaimed[i]
		c.report(ApprovalUnclaimed.At(diag.Place{File: a.Proofs[0].Name.Statement()}, "version %s of %s is approved, and there is no document %s", a.Version.Version, a.ID, a.ID).
			Hinting("bring the document back, with status: retired if it no longer holds"))
	}
}

// decisionChanged tells of a decision at the write-up that says it now.
func (c *checker) decisionChanged(change isms.DecisionChange) {
	said := func(decision string) string {
		if decision == "" {
			return "nothing"
		}
		return strconv.Quote(decision)
	}
	s, at := c.m.SoA(), c.m.SoA().At("decisions")
	if w, ok := c.m.Lookup(change.ID); ok {
		at = w.At("applicable")
	}
	c.report(DecisionChanged.At(at, "on %s is decided %s, and %s was approved with %s", change.ID, said(change.Is), s.ID, said(change.Was)).
		Hinting("raise the version of %s and have it approved: annexa approve %s; or take the decision back", s.File, s.ID))
}

// proofs tells of those that do not count.
func (c *checker) proofs(a *isms.Approval) {
	for i, p := range a.Proofs {
		if a.Doubts[i] == nil {
			continue
		}
		hint := "bring back the files as they were, or have the text approved again under a new version"
		if strings.Contains(a.Doubts[i].Error(), approval.SignersFile) {
			hint = "if the key is theirs, add it to " + approval.Folder + "/" + approval.SignersFile + " with the days on which it counts"
		}
		c.report(ApprovalBroken.At(diag.Place{File: p.Name.Statement()}, "the approval of %s, version %s, does not hold: %v", a.ID, a.Version.Version, a.Doubts[i]).Hinting("%s", hint))
	}
}

// ApprovalFaults are the problems of files among the approvals that belong to
// none.
func ApprovalFaults(k *approval.Kept) []diag.Problem {
	var out []diag.Problem
	for _, f := range k.Faults {
		out = append(out, ApprovalFile.At(diag.Place{File: f.File, Line: f.Line}, "%s", f.Message).Hinting("%s", f.Hint))
	}
	return out
}
