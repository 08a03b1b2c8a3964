package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annexa/internal/release"
	"annexa/internal/soa"
)

type soaCommand struct {
	contentFlags
	Format string `enum:"csv,xlsx,json,oscal," default:"" placeholder:"FORMAT" help:"csv, xlsx, json or oscal; else what the name of the file ends in, or csv."`
	Output string `short:"o" placeholder:"FILE" help:"Write to this file instead of standard output; for oscal, which is several files, into this folder."`
	Import string `placeholder:"FILE" help:"Turn a statement that is an XLSX or CSV file into control write-ups. Nothing that is written is changed."`
	DryRun bool   `help:"With --import: say what would be written, and write nothing."`
}

func (soaCommand) examples() string {
	return `  annexa soa                        the statement as CSV
  annexa soa -o soa.xlsx            as a workbook
  annexa soa --format json | jq .counts
  annexa soa --format oscal -o oscal
                                    catalogue, profile, component definition and plan
  annexa soa --import old.xlsx --dry-run
                                    what it would make of a statement kept so far in a spreadsheet
`
}

// Run prints the Statement of Applicability, or takes one in.
func (c *soaCommand) Run(t *terminal, all *commands) error {
	switch {
	case c.Import != "" && (c.Format != "" || c.Output != "" || c.Classification != ""):
		return usageError{errors.New("--import reads a statement, and --format, -o and --classification are for writing one")}
	case c.Import != "":
		return c.take(t, all)
	case c.DryRun:
		return usageError{errors.New("--dry-run says what --import would do: give both")}
	}
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
	switch {
	case c.Format == "oscal" && c.Output == "":
		return usageError{errors.New("the statement in OSCAL is several files: give the folder for them with -o DIR")}
	case c.Format != "oscal" && at < 0:
		return usageError{fmt.Errorf("the statement has no form %s: give --format csv, xlsx, json or oscal", extension)}
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
	if c.Format == "oscal" {
		return c.oscal(t, statement, forms)
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

// oscal writes the files of OSCAL into a folder. Files of these names are
// written anew.
func (c *soaCommand) oscal(t *terminal, statement *soa.Statement, forms []soa.Form) error {
	if err := os.MkdirAll(c.Output, 0o777); err != nil {
		return fmt.Errorf("make the folder %s: %w", c.Output, cause(err))
	}
	for _, f := range forms {
		if !f.OSCAL() {
			continue
		}
		data, err := f.Bytes()
		if err != nil {
			return err
		}
		name := filepath.Join(c.Output, f.Name)
		if err := release.WriteFile(name, data, 0o644); err != nil {
			return err
		}
		fmt.Fprintln(t.out, name)
	}
	if statement.PlanFile() == "" {
		fmt.Fprintln(t.err, "annexa: no approved write-up says that a control is applicable, so there is the catalogue alone")
	}
	return nil
}
