package check

import (
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/standard"
)

// The rules of what registers say of context and evaluation (4.1, 9.2, 9.3).
var (
	ClimateUndetermined   = diag.NewRule("climate-undetermined", diag.Warning, "4.1 asks, since Amendment 1 of 2024, whether climate change is a relevant issue; yes and no are answers, silence is none")
	RequirementNotAudited = diag.NewRule("requirement-not-audited", diag.Warning, "9.2 asks whether the management system meets every requirement; a programme that leaves one out cannot say")
	ReviewInputEmpty      = diag.NewRule("review-input-empty", diag.Warning, "9.3.2 names what a management review looks at; what was left out was not reviewed")
)

func (c *checker) evaluation() {
	c.climate()
	c.programme()
	for _, row := range c.rows("management-reviews") {
		c.inputs(row)
	}
}

func (c *checker) climate() {
	r, ok := c.m.Register("issues")
	if !ok || len(r.Rows) == 0 || c.m.Standard.Edition() != standard.Edition2022 {
		return
	}
	if !slices.ContainsFunc(r.Rows, func(row *isms.Row) bool { return !row.Cell("climate").Empty() }) {
		c.report(ClimateUndetermined.At(diag.Place{File: r.File}, "no issue says whether climate change is relevant").Hinting("answer it in the column climate of one issue: what it means here, or that it is not relevant and why (4.1)"))
	}
}

// programme: the audits, done and planned, leave no requirement out. Excluded
// controls are none.
func (c *checker) programme() {
	audits := c.m.Audits()
	if len(audits) == 0 {
		return
	}
	for _, group := range []struct {
		noun string
		of   []*isms.Requirement
	}{{"clause", c.m.SubClauses()}, {"control", c.m.AllControls()}} {
		var none []string
		for _, q := range group.of {
			if q.Decision == isms.Applicable && !slices.ContainsFunc(audits, func(a isms.Audit) bool { return a.Covers[q] }) {
				none = append(none, q.ID)
			}
		}
		if len(none) > 0 {
			c.report(RequirementNotAudited.At(diag.Place{File: audits[0].Row.Register.File}, "%s that no audit of the programme covers: %s", diag.Plural(len(none), group.noun), some(none)).
				Hinting("plan an audit, and name them in its requirements; a heading such as 8 or A.5 stands for its parts"))
		}
	}
}

// reviewInputs are the columns of what 9.3.2 asks a review to look at.
var reviewInputs = []string{"previous-actions", "issues", "parties", "nonconformities", "monitoring", "audits", "objectives", "feedback", "risks", "improvements"}

// inputs: a management review that was held looked at everything that 9.3.2
// names.
func (c *checker) inputs(row *isms.Row) {
	on := row.Cell("date").Date
	if on.IsZero() || on.After(c.m.Day) {
		return
	}
	var empty []string
	for _, input := range reviewInputs {
		if row.Cell(input).Empty() {
			empty = append(empty, input)
		}
	}
	if len(empty) > 0 {
		c.report(ReviewInputEmpty.At(row.Place(), "the management review %s of %s says nothing of %s", row.ID.Value, on, strings.Join(empty, ", ")).Hinting("say what was looked at, or that there was nothing (9.3.2)"))
	}
}
