package check

import (
	"slices"
	"strings"

	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/isms"
)

// standard: what ISO/IEC 27001 asks for. A folder without a single document
// of a management system is none, and not asked.
func (c *checker) standard() {
	managed := false
	for _, d := range c.m.Documents {
		managed = managed || d.State != isms.Page
	}
	if !managed {
		return
	}
	c.edition()
	c.decisions()
	c.risks()
	c.clauses()
	c.documented()
}

func (c *checker) decisions() {
	var none []string
	for _, q := range c.m.Controls() {
		w := q.WriteUp
		if w == nil || w.State == isms.Retired {
			none = append(none, q.ID)
			continue
		}
		f := &w.Front
		switch q.Decision {
		case isms.Undecided:
			c.report(diag.ControlUndecided.At(w.At(), "nothing says whether %s is applicable", q.ID).Hinting("add applicable: yes or no (6.1.3 d)"))
		case isms.Excluded:
			if strings.TrimSpace(f.Justification) == "" {
				c.report(diag.ExcludedUnjustified.At(w.At("applicable"), "%s is excluded without a justification", q.ID).Hinting("add justification: why no risk, law or contract asks for it (6.1.3 d)"))
			}
		case isms.Applicable:
			if len(f.Reasons) == 0 {
				c.report(diag.ReasonMissing.At(w.At("applicable"), "nothing says why %s is included", q.ID).Hinting("add reasons: one or more of risk, legal, contract, business, baseline"))
			}
		}
	}
	if len(none) > 0 {
		c.report(diag.ControlUndecided.At(diag.Place{}, "%s of Annex A without a decision: %s", diag.Plural(len(none), "control"), some(none)).Hinting("write a file with the keys control and applicable for each (6.1.3 d)"))
	}
}

func (c *checker) clauses() {
	var none []string
	for _, q := range c.m.SubClauses() {
		w := q.WriteUp
		if w == nil || w.State == isms.Retired {
			none = append(none, q.ID)
			continue
		}
		if w.Front.Applicable == field.No {
			c.report(diag.ClauseExcluded.At(w.At("applicable"), "clause %s cannot be excluded", q.ID).Hinting("take applicable: no out, and say how the clause is met"))
		}
	}
	if len(none) > 0 {
		c.report(diag.ClauseUnanswered.At(diag.Place{}, "%s of the standard without a write-up: %s", diag.Plural(len(none), "clause"), some(none)).Hinting("write a file with the key clause for each: no clause from 4 to 10 may be left out"))
	}
}

func (c *checker) documented() {
	for _, item := range c.m.Items() {
		if item.Provided == isms.Yes || item.Item == "own" {
			continue
		}
		p := diag.DocumentedMissing.At(diag.Place{}, "clause %s asks for documented information: %s", item.Clause(c.m.Standard.Edition()), item.What)
		if item.Provided == isms.InDraft {
			p = p.Hinting("%s provides it and is not approved yet", name(item.Documents[0]))
		} else {
			p = p.Hinting("write it, and say provides: [%s] in its front matter", item.Item)
		}
		c.report(p)
	}
}

// some names up to eight things, and how many more there are.
func some(names []string) string {
	if len(names) <= 8 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:8], ", ") + " and " + diag.Plural(len(names)-8, "other")
}

// packs: a pack holds what it was asked to, and nothing above its
// classification.
func (c *checker) packs() {
	for _, p := range c.m.Config.Packs {
		s := c.m.Select(p)
		for _, include := range s.Unmatched {
			c.report(c.unmatched(p, include))
		}
		for _, e := range s.Above {
			what := ""
			if e.Document != nil {
				what = name(e.Document)
			} else {
				what = "the register " + e.Register.Schema.Name
			}
			c.report(diag.PackClassification.At(e.By.Place, "%s is %s, and the pack %s is %s", what, e.Classification(), p.ID, p.Classification).Hinting("classify the pack higher, or leave it out"))
		}
	}
}

func (c *checker) unmatched(p config.Pack, include config.Include) diag.Problem {
	problem := diag.PackEmptyWord.At(include.Place, "the pack %s includes %q, which matches nothing", p.ID, include.Word)
	if include.Register {
		return problem.Hinting("there is no file registers/%s.yaml", include.Word)
	}
	if _, ok := c.m.Register(strings.ToLower(include.Word)); ok {
		return problem.Hinting("write {register: %s}", strings.ToLower(include.Word))
	}
	if slices.Contains(isms.PackWords(), strings.ToLower(include.Word)) {
		return problem.Hinting("write one, or take the word out")
	}
	if near := diag.Nearest(include.Word, func(yield func(string) bool) {
		for _, w := range isms.PackWords() {
			if !yield(w) {
				return
			}
		}
		for _, d := range c.m.Documents {
			if d.ID != "" && !yield(d.ID) {
				return
			}
		}
	}); near != "" {
		return problem.Hinting("did you mean %s?", near)
	}
	return problem.Hinting("write %s, or the id of a document", strings.Join(isms.PackWords(), ", "))
}
