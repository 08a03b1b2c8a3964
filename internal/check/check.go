// Package check holds the rules over the whole: what the standard asks for,
// what the documents must say of themselves, and what their dates mean on the
// day of the build.
//
// One file holds one family of rules, each rule beside what finds it; those of
// reading, linking and publishing are found where that is done, and only listed
// here. Each rule has a page below pages: why it matters to an auditor, the
// clause, the mend, and a content that breaks it with its mended twin. Those
// pages are what annexa help shows and what the tests run.
package check

import (
	"cmp"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/isms"
)

// Run applies every rule and returns all problems, those of reading and
// linking and those found elsewhere before included, in the order they are
// printed in. Severities and exceptions are those of annexa.yaml.
func Run(m *isms.ISMS, elsewhere ...diag.Problem) []diag.Problem {
	c := checker{m: m, problems: append(append([]diag.Problem(nil), m.Problems...), elsewhere...)}
	c.structure()
	c.links()
	c.approvals()
	c.time()
	c.language()
	if c.managed() {
		c.decisions()
		c.implementations()
		c.clauses()
		c.risks()
		c.evaluation()
	}
	c.catalogues()
	c.packs()
	return c.settings()
}

type checker struct {
	m        *isms.ISMS
	problems []diag.Problem
}

func (c *checker) report(p diag.Problem) { c.problems = append(c.problems, p) }

// managed says that there is a document of a management system. A folder
// without a single one is none, and not asked what the standard asks.
func (c *checker) managed() bool {
	for _, d := range c.m.Documents {
		if d.State != isms.Page {
			return true
		}
	}
	return false
}

// rows are the rows of a register; none where there is no such register.
func (c *checker) rows(name string) []*isms.Row {
	if r, ok := c.m.Register(name); ok {
		return r.Rows
	}
	return nil
}

// name is how a message names a document.
func name(d *isms.Document) string { return cmp.Or(d.ID, d.Title) }

// standing is how a message says what a document is that is not in force.
func standing(d *isms.Document) string {
	if d.State == isms.Draft {
		return "a draft"
	}
	return d.State.String()
}

// some names up to eight things, and how many more there are.
func some(names []string) string {
	if len(names) <= 8 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:8], ", ") + " and " + diag.Plural(len(names)-8, "other")
}

// fold is a text as it is compared: in lower case, with single spaces.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
