package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"annexa/internal/release"
	"annexa/internal/soa"
)

type soaCommand struct {
	contentFlags
	Format string `enum:"csv,xlsx,json," default:"" help:"csv, xlsx or json; else what the name of the file ends in, or csv."`
	Output string `short:"o" placeholder:"FILE" help:"Write to this file instead of standard output."`
}

func (soaCommand) examples() string {
	return `  annexa soa                        the statement as CSV
  annexa soa -o soa.xlsx            as a workbook
  annexa soa --format json | jq .counts
`
}

// Run prints the Statement of Applicability.
func (c *soaCommand) Run(t *terminal, all *commands) error {
	extension := "." + c.Format
	if c.Format == "" {
		extension = cmp.Or(strings.ToLower(filepath.Ext(c.Output)), ".csv")
	}
	p, l, err := t.read(all.Dir, c.contentFlags)
	if err != nil {
		return err
	}
	statement := soa.Of(l.ISMS)
	forms := statement.Forms(l.Words)
	at := slices.IndexFunc(forms, func(f soa.Form) bool { return filepath.Ext(f.Name) == extension })
	if at < 0 {
		return usageError{fmt.Errorf("the statement has no form %s: give --format csv, xlsx or json", extension)}
	}
	if l.Count.Errors > 0 {
		return t.stop(p, l)
	}
	switch {
	case l.ISMS.Withheld.Statement:
		return usageError{fmt.Errorf("the Statement of Applicability is not %s: its classification is higher", c.Classification)}
	case !statement.Published():
		return usageError{errors.New("the Statement of Applicability is a draft, and annexa.yaml hides drafts")}
	}
	data, err := forms[at].Bytes()
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
