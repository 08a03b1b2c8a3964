package check

import (
	"slices"

	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/isms"
)

// The rules of risks (6.1.2, 6.1.3, 8.2, 8.3): each is assessed in its cycle,
// its owner approves how it is treated, and accepts what is left of it.
var (
	RiskNotAccepted       = diag.NewRule("risk-not-accepted", diag.Warning, "6.1.3 f asks the owner of a risk to accept what is left of it after its treatment")
	RiskAcceptedByAnother = diag.NewRule("risk-accepted-by-another", diag.Warning, "6.1.3 f asks the owner of a risk, and nobody else, to approve its treatment and to accept what is left")
	PlanNotApproved       = diag.NewRule("plan-not-approved", diag.Warning, "6.1.3 f asks the owner of a risk to approve how it is treated")
	AssessmentStale       = diag.NewRule("assessment-stale", diag.Warning, "8.2 asks for risk assessments at planned intervals; one that is older says nothing of today")
)

func (c *checker) risks() {
	for _, row := range c.rows("risks") {
		c.accepted(row)
		c.byOwner(row)
		c.assessed(row)
	}
}

// accepted: a risk that is left above the level of acceptance, by its
// treatment or because it was retained, is accepted by somebody until a day.
func (c *checker) accepted(row *isms.Row) {
	scale, at := c.m.Config.Risk, "residual-likelihood"
	left := scale.Level(row.Cell("residual-likelihood").Number, row.Cell("residual-impact").Number)
	if left == 0 && row.Cell("treatment").Text == "retain" {
		left, at = scale.Level(row.Cell("likelihood").Number, row.Cell("impact").Number), "treatment"
	}
	if left <= scale.Acceptance {
		return
	}
	if row.Cell("residual-accepted-by").Empty() {
		c.report(RiskNotAccepted.At(row.At(at), "%s is left at %d, above the %d that needs no acceptance, and nothing says who accepted it", row.ID.Value, left, scale.Acceptance).Hinting("add residual-accepted-by and residual-accepted-on, or treat it further"))
		return
	}
	if until := row.Cell("residual-accepted-until").Date; !until.IsZero() && until.Before(c.m.Day) {
		c.report(RiskNotAccepted.At(row.At("residual-accepted-until"), "%s is left at %d, and was accepted until %s", row.ID.Value, left, until).Hinting("have it accepted anew, or treat it further"))
	}
}

// byOwner: the plan is approved and the rest accepted by the owner of the risk.
func (c *checker) byOwner(row *isms.Row) {
	owner, treatment := row.Cell("owner").Text, row.Cell("treatment").Text
	if row.Cell("plan-approved-by").Empty() && treatment != "" && treatment != "retain" {
		c.report(PlanNotApproved.At(row.At("treatment"), "%s is to be treated (%s), and nothing says that its owner approved how", row.ID.Value, treatment).Hinting("add plan-approved-by and plan-approved-on"))
	}
	if by := row.Cell("plan-approved-by").Text; by != "" && owner != "" && !c.sameRole(by, owner) {
		c.report(RiskAcceptedByAnother.At(row.At("plan-approved-by"), "the plan for %s was approved by %s, and its owner is %s", row.ID.Value, by, owner).Hinting("have the owner approve it, or make %s the owner", by))
	}
	// Top management, which approves policies, may accept what an owner may not.
	top := slices.ContainsFunc(c.m.Config.Approval["policy"].Roles, func(t field.Text) bool { return c.sameRole(t.Value, row.Cell("residual-accepted-by").Text) })
	if by := row.Cell("residual-accepted-by").Text; by != "" && owner != "" && !top && !c.sameRole(by, owner) {
		c.report(RiskAcceptedByAnother.At(row.At("residual-accepted-by"), "what is left of %s was accepted by %s, and its owner is %s", row.ID.Value, by, owner).Hinting("have the owner accept it, or make %s the owner", by))
	}
}

// assessed: a risk is looked at again within its interval, or that of reviews.
func (c *checker) assessed(row *isms.Row) {
	on, every := row.Cell("assessed-on").Date, row.Cell("every").Interval
	if every.IsZero() {
		every = c.m.Config.Review.Every
	}
	switch next := on.Add(every); {
	case on.IsZero():
		c.report(AssessmentStale.At(row.Place(), "nothing says when %s was assessed", row.ID.Value).Hinting("add assessed-on"))
	case next.Before(c.m.Day):
		c.report(AssessmentStale.At(row.At("assessed-on"), "%s was assessed on %s, and was to be assessed again by %s", row.ID.Value, on, next).Hinting("assess it anew, and give the day; every says another interval than %s", every))
	}
}
