package main

import (
	"errors"
	"fmt"

	"annexa/internal/release"
	"annexa/internal/soa"
)

type soaCommand struct {
	contentFlags
	Format string `enum:"csv,json" default:"csv" help:"csv or json."`
	Output string `short:"o" placeholder:"FILE" help:"Write to this file instead of standard output."`
}

func (soaCommand) examples() string {
	return `  annexa soa                        the statement as CSV
  annexa soa --format json -o soa.json
`
}

// Run prints the Statement of Applicability.
func (c *soaCommand) Run(t *terminal, all *commands) error {
	p, l, err := t.read(all.Dir, c.contentFlags)
	if err != nil {
		return err
	}
	if l.Count.Errors > 0 {
		return t.stop(p, l)
	}
	statement := soa.Of(l.ISMS)
	switch {
	case l.ISMS.Withheld.Statement:
		return usageError{fmt.Errorf("the Statement of Applicability is not %s: its classification is higher", c.Classification)}
	case !statement.Published():
		return usageError{errors.New("the Statement of Applicability is a draft, and annexa.yaml hides drafts")}
	}
	data, err := statement.CSV(l.Words)
	if c.Format == "json" {
		data, err = statement.JSON()
	}
	if err != nil {
		return err
	}
	if c.Output != "" {
		return release.WriteFile(c.Output, data, 0o644)
	}
	if _, err := t.out.Write(data); err != nil {
		return fmt.Errorf("write the statement: %w", err)
	}
	return nil
}
