package check

import (
	"slices"
	"strconv"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/standard"
)

// The rules of what ISO/IEC 27001 asks of the whole: a decision on each control
// with its reason (6.1.3), an answer to each requirement, and what says so.
var (
	EditionWithdrawn           = diag.NewRule("edition-withdrawn", diag.Note, "nobody can be certified to an edition that was withdrawn")
	ControlUndecided           = diag.NewRule("control-undecided", diag.Warning, "6.1.3 d asks for a decision on every control of Annex A")
	ExcludedUnjustified        = diag.NewRule("excluded-without-justification", diag.Error, "6.1.3 d asks for a justification of every exclusion")
	ExcludedAndNeeded          = diag.NewRule("excluded-and-needed", diag.Warning, "an excluded control that a risk or a law needs contradicts its own justification")
	ExcludedAndImplemented     = diag.NewRule("excluded-and-implemented", diag.Warning, "an excluded control with evidence, or with a document in force that implements it, is not excluded in practice")
	ReasonMissing              = diag.NewRule("applicable-without-reason", diag.Warning, "6.1.3 d asks why each necessary control is included")
	ReasonWithoutRisk          = diag.NewRule("reason-without-risk", diag.Warning, "a control that is included for a risk, and treats none, has no reason that can be followed")
	ReasonWithoutSource        = diag.NewRule("reason-without-source", diag.Warning, "a control that is included for a law or a contract is asked for by a source that can be named")
	ImplementedWithoutDocument = diag.NewRule("implemented-without-document", diag.Warning, "a requirement that is said to be met, and that no document in force answers, is met by word of mouth")
	ImplementedWithoutEvidence = diag.NewRule("implemented-without-evidence", diag.Warning, "a requirement that is said to be met, and has nothing to show for it, is a claim")
	ActionMissing              = diag.NewRule("action-missing", diag.Warning, "what is planned or done in part is finished by somebody, by something, by a day")
	RequirementUnanswered      = diag.NewRule("requirement-unanswered", diag.Note, "a requirement that no document answers is one that staff read nothing about")
	PolicyWithoutRequirement   = diag.NewRule("policy-without-requirement", diag.Note, "a policy that answers no requirement is not found by whoever looks for what does")
	OwnControlExcluded         = diag.NewRule("own-control-excluded", diag.Error, "a control of one's own is there because it is necessary; one that is not necessary is withdrawn")
	CatalogueUnanswered        = diag.NewRule("catalogue-unanswered", diag.Note, "an entry of a catalogue that neither a document nor a control answers is a duty that nobody has taken on")
	ClauseUnanswered           = diag.NewRule("clause-unanswered", diag.Warning, "every clause from 4 to 10 is a requirement; none may be left out")
	ClauseExcluded             = diag.NewRule("clause-excluded", diag.Warning, "only controls of Annex A can be excluded; whoever excludes a clause cannot claim conformity")
	DocumentedMissing          = diag.NewRule("documented-information-missing", diag.Warning, "the standard asks for this documented information by name")
)

// decisions: each control of Annex A is decided on, for a reason that can be
// followed.
func (c *checker) decisions() {
	c.edition()
	var none []string
	for _, q := range c.m.Controls() {
		w := q.WriteUp
		if w == nil || w.State == isms.Retired {
			none = append(none, q.ID)
			continue
		}
		switch q.Decision {
		case isms.Undecided:
			c.report(ControlUndecided.At(w.At(), "nothing says whether %s is applicable", q.ID).Hinting("add applicable: yes or no (6.1.3 d)"))
		case isms.Excluded:
			c.excluded(q)
		case isms.Applicable:
			c.reasons(q)
		}
	}
	for _, q := range c.m.OwnControls() {
		if q.Decision != isms.Applicable {
			c.report(OwnControlExcluded.At(q.WriteUp.At("applicable"), "%s is a control of one's own, and its write-up says that it is not necessary", q.ID).Hinting("take applicable: no out, or withdraw it with status: retired"))
			continue
		}
		c.reasons(q)
	}
	if len(none) > 0 {
		c.report(ControlUndecided.At(diag.Place{}, "%s of Annex A without a decision: %s", diag.Plural(len(none), "control"), some(none)).Hinting("write a file with the keys control and applicable for each (6.1.3 d)"))
	}
}

// edition: content may be written to an edition that is in force no longer,
// since contracts still name it.
func (c *checker) edition() {
	ours := c.m.Standard.Edition()
	if w, ok := ours.Withdrawn(); ok && !c.m.Day.Before(w.Since) {
		c.report(EditionWithdrawn.At(diag.Place{File: "annexa.yaml"}, "%s was withdrawn in %s, and no certificate to it counts after %s", ours.Name(), w.Since.Time().Format("January 2006"), w.CertificatesEnded.Long()).Hinting("move to the edition of %s when no contract asks for this one any longer", standard.Edition2022))
	}
}

// rowsOf are the ids of the rows of some registers that refer to a requirement.
func rowsOf(rows []*isms.Row, registers ...string) []string {
	var ids []string
	for _, row := range rows {
		if slices.Contains(registers, row.Register.Schema.Name) {
			ids = append(ids, row.ID.Value)
		}
	}
	return ids
}

func (c *checker) excluded(q *isms.Requirement) {
	w := q.WriteUp
	at := w.At("applicable")
	if strings.TrimSpace(w.Front.Justification) == "" {
		c.report(ExcludedUnjustified.At(at, "%s is excluded without a justification", q.ID).Hinting("add justification: why no risk, law or contract asks for it (6.1.3 d)"))
	}
	if needs := rowsOf(q.Rows, "risks", "legal"); len(needs) > 0 {
		c.report(ExcludedAndNeeded.At(at, "%s is excluded, and needed by %s", q.ID, some(needs)).Hinting("include it, or answer the risk or the law by something else"))
	}
	var shows []string
	for _, d := range q.Documents {
		if d.InForce() {
			shows = append(shows, name(d))
		}
	}
	if n := len(w.Front.Evidence); n > 0 {
		shows = append(shows, "evidence")
	}
	if len(shows) > 0 {
		c.report(ExcludedAndImplemented.At(at, "%s is excluded, and shown to be implemented by %s", q.ID, some(shows)).Hinting("include it, or take it out of implements and evidence"))
	}
}

func (c *checker) reasons(q *isms.Requirement) {
	w := q.WriteUp
	if len(w.Front.Reasons) == 0 {
		at := w.At("applicable")
		if !w.Has("applicable") {
			at = w.At("control")
		}
		c.report(ReasonMissing.At(at, "nothing says why %s is included", q.ID).Hinting("add reasons: one or more of risk, legal, contract, business, baseline"))
	}
	sources := rowsOf(q.Rows, "legal")
	for _, d := range q.Documents {
		sources = append(sources, rowsOf(d.Rows, "legal")...)
	}
	for i, reason := range w.Front.Reasons {
		at := w.At("reasons", strconv.Itoa(i))
		switch {
		case reason == "risk" && len(rowsOf(q.Rows, "risks")) == 0:
			c.report(ReasonWithoutRisk.At(at, "%s is included for a risk, and no risk of the register is treated by it", q.ID).Hinting("name it among the controls of a risk, or give the reason it is there for"))
		case (reason == "legal" || reason == "contract") && len(sources) == 0:
			c.report(ReasonWithoutSource.At(at, "%s is included for a %s, and no row of registers/legal names it or a document that implements it", q.ID, map[string]string{"legal": "law", "contract": "contract"}[reason]).
				Hinting("name it in answered-by of the law or contract that asks for it"))
		}
	}
}

// implementations: what is said to be met is answered and shown, and what is
// not has somebody who sees to it.
func (c *checker) implementations() {
	for _, q := range c.m.Requirements {
		w := q.WriteUp
		if !q.Leaf() || w == nil || w.State == isms.Retired || q.Decision != isms.Applicable {
			continue
		}
		f, at := &w.Front, w.At("implementation")
		switch f.Implementation {
		case "implemented":
			if q.Documented != isms.Yes {
				p := ImplementedWithoutDocument.At(at, "%s is said to be implemented, and no document in force answers it", q.ID).Hinting("name %s under implements of the document that does", q.ID)
				if q.Documented == isms.InDraft {
					p = p.Hinting("%s does, and is not approved yet", name(q.Documents[0]))
				}
				c.report(p)
			}
			if len(f.Evidence) == 0 {
				c.report(ImplementedWithoutEvidence.At(at, "%s is said to be implemented, and nothing shows it", q.ID).Hinting("add evidence: [{title: …, link: …, date: …}]"))
			}
			continue
		case "planned", "partial":
			if f.Action.What == "" || f.Action.Due.IsZero() || f.Action.Owner.Value == "" && f.Owner.Value == "" {
				c.report(ActionMissing.At(at, "%s is %s, and nothing says who does what by when", q.ID, f.Implementation).Hinting("add action: {what: …, owner: …, due: …}"))
			}
		}
		if len(q.Documents) == 0 && w.InForce() {
			c.report(RequirementUnanswered.At(w.At(), "no document answers %s beside its write-up", q.ID).Hinting("name %s under implements of the document that does", q.ID))
		}
	}
	for _, d := range c.m.Unattached() {
		if d.Kind == "policy" {
			c.report(PolicyWithoutRequirement.At(d.At("kind"), "%s implements no requirement of the standard", name(d)).Hinting("add implements: the clauses and controls that it answers"))
		}
	}
}

// catalogues: whatever stands in a further catalogue is answered by something.
func (c *checker) catalogues() {
	for _, catalogue := range c.m.Catalogues {
		var none []string
		for _, q := range catalogue.Entries() {
			if len(q.Maps)+len(q.Documents) == 0 {
				none = append(none, q.ID)
			}
		}
		if n := len(none); n > 0 {
			c.report(CatalogueUnanswered.At(diag.Place{File: catalogue.File, Line: catalogue.ID.Line, Column: catalogue.ID.Column}, "%s of %s that nothing answers: %s", diag.Plural(n, "requirement"), catalogue.ID.Value, some(none)).
				Hinting("say under maps which controls do, or name it under implements of a document"))
		}
	}
}

// clauses: none of 4 to 10 is left out, and what the standard wants written is
// there.
func (c *checker) clauses() {
	var none []string
	for _, q := range c.m.SubClauses() {
		w := q.WriteUp
		if w == nil || w.State == isms.Retired {
			none = append(none, q.ID)
			continue
		}
		if w.Front.Applicable == field.No {
			c.report(ClauseExcluded.At(w.At("applicable"), "clause %s cannot be excluded", q.ID).Hinting("take applicable: no out, and say how the clause is met"))
		}
	}
	if len(none) > 0 {
		c.report(ClauseUnanswered.At(diag.Place{}, "%s of the standard without a write-up: %s", diag.Plural(len(none), "clause"), some(none)).Hinting("write a file with the key clause for each: no clause from 4 to 10 may be left out"))
	}
	for _, item := range c.m.Items() {
		if item.Provided == isms.Yes || item.Item == "own" {
			continue
		}
		p := DocumentedMissing.At(diag.Place{}, "clause %s asks for documented information: %s", item.Clause(c.m.Standard.Edition()), item.What).About(item.Item)
		if item.Provided == isms.InDraft {
			p = p.Hinting("%s provides it and is not approved yet", name(item.Documents[0]))
		} else {
			p = p.Hinting("write it, and say provides: [%s] in its front matter", item.Item)
		}
		c.report(p)
	}
}
