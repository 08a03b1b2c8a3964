package main

import (
	"errors"
	"fmt"
	"strings"

	"annexa/internal/config"
	"annexa/internal/diag"
)

type checkCommand struct {
	dateFlag
	Format string `enum:"text,json,sarif,github,gitlab" default:"text" help:"How problems are printed: text, json, sarif (2.1.0), github (annotations) or gitlab (code quality)."`
	All    bool   `help:"Print every problem, also where many break one rule."`
	Fix    bool   `help:"Mend what is safe: dates, numbers that want quotes, links to files that were moved."`
	DryRun bool   `help:"With --fix: say what would be mended, and change nothing."`
	Strict bool   `help:"Warnings are failures too."`
}

func (checkCommand) examples() string {
	return `  annexa check                      what is wrong in ./content
  annexa check -C isms --strict     fail on warnings too, as in CI
  annexa check --format github      annotations in a pull request
  annexa check --format sarif       for code scanning, and for editors
  annexa check --fix --dry-run      what it would mend by itself
  annexa check --date 2027-03-01    what will be overdue by then
  annexa help review-overdue        what a rule means, and the mend
`
}

// Run prints the problems of the content to standard output: they are its
// result.
func (c *checkCommand) Run(t *terminal, all *commands) error {
	if c.DryRun && !c.Fix {
		return usageError{errors.New("--dry-run says what --fix would do: give both")}
	}
	p, l, err := t.read(all.Dir, contentFlags{dateFlag: c.dateFlag})
	if err != nil {
		return err
	}
	if c.Fix {
		mended, err := t.fix(p, l, c.DryRun)
		if err != nil {
			return err
		}
		if mended {
			if p, l, err = t.read(all.Dir, contentFlags{dateFlag: c.dateFlag}); err != nil {
				return err
			}
		}
	}
	if err := c.print(t, p, l.Problems); err != nil {
		return err
	}
	fmt.Fprintf(t.err, "annexa: %s; %s\n", summary(l.Whole), l.Count)
	if len(l.Problems) > 0 && c.Format == "text" {
		fmt.Fprintf(t.err, "    hint: annexa help %s explains that rule, as every rule is explained\n", l.Problems[len(l.Problems)-1].Rule.Name)
	}
	if l.Count.Errors > 0 || c.Strict && l.Count.Warnings > 0 {
		return errContent
	}
	return nil
}

func (c *checkCommand) print(t *terminal, p *project, problems []diag.Problem) error {
	whole := p.folder() + p.content + config.File
	switch c.Format {
	case "json":
		return diag.JSON(t.out, p.placed(problems))
	case "github":
		return diag.GitHub(t.out, p.located(problems))
	case "gitlab":
		return diag.GitLab(t.out, p.located(problems), whole)
	case "sarif":
		return diag.SARIF(t.out, p.located(problems), whole, diag.Tool{Version: version, Help: rulePage})
	}
	return p.print(t.out, t.bright, problems, "check", c.All)
}

// rulePage is what annexa help says of a rule.
func rulePage(rule *diag.Rule) string {
	var b strings.Builder
	if err := explain(&b, rule); err != nil { // a test holds that each has a page
		return rule.About
	}
	return b.String()
}
