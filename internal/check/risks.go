package check

import (
	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/standard"
)

// risks: what is decided about controls and what the registers say of risks
// and law must not contradict each other, and what is left of a risk is
// accepted by somebody (6.1.3).
func (c *checker) risks() {
	for _, q := range c.m.Controls() {
		if q.Decision != isms.Excluded {
			continue
		}
		var needs []string
		for _, row := range q.Rows {
			if name := row.Register.Schema.Name; name == "risks" || name == "legal" {
				needs = append(needs, row.ID.Value)
			}
		}
		if len(needs) > 0 {
			c.report(diag.ExcludedAndNeeded.At(q.WriteUp.At("applicable"), "%s is excluded, and needed by %s", q.ID, some(needs)).Hinting("include it, or answer the risk or the law by something else"))
		}
	}
	if r, ok := c.m.Register("risks"); ok {
		for _, row := range r.Rows {
			c.accepted(row)
		}
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
		c.report(diag.RiskNotAccepted.At(row.At(at), "%s is left at %d, above the %d that needs no acceptance, and nothing says who accepted it", row.ID.Value, left, scale.Acceptance).Hinting("add residual-accepted-by and residual-accepted-on, or treat it further"))
		return
	}
	if until := row.Cell("residual-accepted-until").Date; !until.IsZero() && until.Before(c.m.Day) {
		c.report(diag.RiskNotAccepted.At(row.At("residual-accepted-until"), "%s is left at %d, and was accepted until %s", row.ID.Value, left, until).Hinting("have it accepted anew, or treat it further"))
	}
}

// edition: content may be written to an edition that is in force no longer,
// since contracts still name it.
func (c *checker) edition() {
	ours := c.m.Standard.Edition()
	if w, ok := ours.Withdrawn(); ok && !c.m.Day.Before(w.Since) {
		c.report(diag.EditionWithdrawn.At(diag.Place{File: "annexa.yaml"}, "%s was withdrawn in %s, and no certificate to it counts after %s", ours.Name(), w.When, w.CertificatesEnded).Hinting("move to the edition of %s when no contract asks for this one any longer", standard.Edition2022))
	}
}
