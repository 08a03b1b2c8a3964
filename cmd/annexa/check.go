package main

import (
	"fmt"

	"annexa/internal/diag"
)

type checkCommand struct {
	dateFlag
	Format string `enum:"text,json,github" default:"text" help:"How problems are printed: text, json or github (annotations)."`
	Strict bool   `help:"Warnings are failures too."`
}

func (checkCommand) examples() string {
	return `  annexa check                      what is wrong in ./content
  annexa check -C isms --strict     fail on warnings too, as in CI
  annexa check --format github      annotations in a pull request
  annexa check --date 2027-03-01    what will be overdue by then
`
}

// Run prints the problems of the content to standard output: they are its
// result.
func (c *checkCommand) Run(t *terminal, all *commands) error {
	p, l, err := t.read(all.Dir, contentFlags{dateFlag: c.dateFlag})
	if err != nil {
		return err
	}
	printer, problems := diag.Printer{Colour: t.bright}, p.located(l.Problems)
	switch c.Format {
	case "json":
		err = printer.JSON(t.out, problems)
	case "github":
		err = printer.GitHub(t.out, problems)
	default:
		err = printer.Text(t.out, problems)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(t.err, "annexa: %s; %s\n", summary(l.Whole), l.Count)
	if l.Count.Errors > 0 || c.Strict && l.Count.Warnings > 0 {
		return errContent
	}
	return nil
}
