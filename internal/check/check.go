// Package check holds the rules over the whole: what the standard asks for,
// what the documents must say of themselves, and what their dates mean on the
// day of the build. One file holds one family of rules.
package check

import (
	"annexa/internal/diag"
	"annexa/internal/isms"
)

// Run applies every rule and returns all problems, those of reading and
// linking included, in the order they are printed in. Severities are those of
// annexa.yaml; problems of a rule that is off are left out.
func Run(m *isms.ISMS) []diag.Problem {
	c := checker{m: m, problems: append([]diag.Problem(nil), m.Problems...)}
	c.structure()
	c.time()
	c.standard()
	c.packs()
	kept := c.problems[:0]
	for _, p := range c.problems {
		if severity, ok := m.Config.Severities[p.Rule.Name]; ok {
			if p.Severity < p.Rule.Severity {
				severity = min(severity, p.Severity) // the cap on files that are no documents holds
			}
			p.Severity = severity
		}
		if p.Severity != diag.Off {
			kept = append(kept, p)
		}
	}
	return diag.Sort(kept)
}

type checker struct {
	m        *isms.ISMS
	problems []diag.Problem
}

func (c *checker) report(p diag.Problem) { c.problems = append(c.problems, p) }
