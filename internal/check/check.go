// Package check holds the rules over the whole: what the standard asks for,
// what the documents must say of themselves, and what their dates mean on the
// day of the build. One file holds one family of rules.
package check

import (
	"cmp"

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
	pages := map[string]bool{}
	for _, d := range m.Documents {
		pages[d.File] = !d.Managed
	}
	kept := c.problems[:0]
	for _, p := range c.problems {
		if severity, ok := m.Config.Severities[p.Rule.Name]; ok {
			if p.Severity < p.Rule.Severity {
				severity = min(severity, p.Severity) // a rule may be milder in one place than in others
			}
			p.Severity = severity
		}
		if pages[p.Place.File] {
			p = p.AtMost(diag.Warning) // whatever is configured: a page was never meant to be checked
		}
		if p.Severity != diag.Off {
			kept = append(kept, p)
		}
	}
	return diag.Sort(kept)
}

// name is how a message names a document.
func name(d *isms.Document) string { return cmp.Or(d.ID, d.Title) }

type checker struct {
	m        *isms.ISMS
	problems []diag.Problem
}

func (c *checker) report(p diag.Problem) { c.problems = append(c.problems, p) }
