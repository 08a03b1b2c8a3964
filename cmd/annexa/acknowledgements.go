package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"annexa/internal/acknowledge"
	"annexa/internal/build"
	"annexa/internal/diag"
	"annexa/internal/isms"
)

type acknowledgementsCommand struct {
	dateFlag
	Import   string            `placeholder:"FILE" help:"Take the acknowledgements of this CSV file, as a form or a learning system exports it, into the register."`
	Document string            `placeholder:"ID" help:"With --import: the document that all rows are of."`
	Version  string            `placeholder:"VERSION" help:"With --import: the version that all rows are of. Default: what the file says, or what was in force on the day."`
	Audience string            `placeholder:"NAME" help:"With --import: the audience that all rows are of."`
	Column   map[string]string `placeholder:"WHAT=HEADING" help:"With --import: the heading of who, date, document, version, audience or status, where it is not understood."`
	Dates    string            `enum:"day-first,month-first," default:"" placeholder:"ORDER" help:"With --import: how 2/11/2026 is read: day-first or month-first."`
	DryRun   bool              `help:"With --import: say what was understood, and write nothing."`
}

func (acknowledgementsCommand) examples() string {
	return `  annexa acknowledgements           who has acknowledged what, by audience and version
  annexa acknowledgements --import export.csv --dry-run
                                    what is understood of an export
  annexa acknowledgements --import form.csv --document POL-03 --column who=Initials
`
}

// Run prints how far the documents that want it are acknowledged, or takes an
// export.
func (c *acknowledgementsCommand) Run(t *terminal, all *commands) error {
	if c.Import == "" && (c.Document != "" || c.Version != "" || c.Audience != "" || len(c.Column) > 0 || c.Dates != "" || c.DryRun) {
		return usageError{errors.New("the other flags go with --import")}
	}
	p, l, err := t.keepOpen(all.Dir, contentFlags{dateFlag: c.dateFlag})
	if err != nil {
		return err
	}
	defer p.close()
	if c.Import != "" {
		return c.take(t, p, l)
	}
	list := l.ISMS.Acknowledgements()
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, a := range list {
		fmt.Fprintf(w, "%s %s, version %s: acknowledged from version %s on\n", a.Document.ID, a.Document.Title, cmp.Or(a.Document.Front.Version, "not said"), cmp.Or(a.Since, "not said"))
		for _, r := range a.Readers {
			fmt.Fprintf(w, "    %s\t%s\n", cmp.Or(r.Audience, "(audience not said)"), ofAll(r.Done, r.Of))
		}
		for _, v := range a.Versions {
			counts := ""
			if !v.Counts {
				counts = "\tdoes not count any more"
			}
			fmt.Fprintf(w, "        version %s\t%s\t%d acknowledged\tlast on %s%s\n", cmp.Or(v.Version, "not said"), cmp.Or(v.Audience, "(audience not said)"), v.Done, v.Last, counts)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(t.err, "annexa: %s in force to be acknowledged (acknowledge: required)\n", diag.Plural(len(list), "document"))
	return nil
}

// ofAll is a number of people, and the share of all where their number is known.
func ofAll(done, of int) string {
	if of == 0 {
		return fmt.Sprintf("%d; audiences: in annexa.yaml does not say of how many", done)
	}
	return fmt.Sprintf("%d of %d, %d %%", done, of, done*100/of)
}

// take takes an export into the register.
func (c *acknowledgementsCommand) take(t *terminal, p *project, l *build.Loaded) error {
	for name := range c.Column {
		if !slices.Contains(acknowledge.Names(), name) {
			return usageError{fmt.Errorf("--column names one of %s, and not %q", strings.Join(acknowledge.Names(), ", "), name)}
		}
	}
	data, err := os.ReadFile(c.Import)
	if err != nil {
		return usageError{fmt.Errorf("read %s: %w", c.Import, cause(err))}
	}
	report, err := acknowledge.Read(l.Whole, data, acknowledge.Options{
		Document: c.Document, Version: c.Version, Audience: c.Audience, Columns: c.Column, DayFirst: c.Dates == "day-first", MonthTold: c.Dates == "month-first",
	})
	if errors.As(err, new(acknowledge.Refused)) {
		return usageError{fmt.Errorf("%s: %w", c.Import, err)}
	}
	if err != nil {
		return err
	}
	if err := t.understood(report, c.Import); err != nil {
		return err
	}
	if c.DryRun || len(report.Taken) == 0 {
		fmt.Fprintln(t.err, "annexa: nothing was written")
		return nil
	}
	change, err := report.Change(l.Whole, p.readFile)
	if errors.As(err, new(acknowledge.Refused)) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	dir := filepath.Join(p.dir, filepath.FromSlash(p.content))
	if err := apply(dir, change); err != nil {
		return fmt.Errorf("keep the acknowledgements: %w", err)
	}
	fmt.Fprintf(t.err, "annexa: %s in %s\n", diag.Plural(len(report.Taken), "new row"), filepath.Join(dir, filepath.FromSlash(change.Path)))
	return nil
}

// understood says what was understood of an export.
func (t *terminal) understood(r *acknowledge.Report, file string) error {
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, column := range r.Columns {
		as := column.As
		if as == "" {
			as = "(nothing)"
		}
		fmt.Fprintf(w, "column %q\t%s\n", column.Heading, as)
	}
	type sort struct {
		d                 *isms.Document
		version, audience string
		assumed           bool
	}
	var kinds []sort
	counts := map[sort]int{}
	for _, taken := range r.Taken {
		k := sort{taken.Document, taken.Version, taken.Audience, taken.Assumed}
		if counts[k]++; counts[k] == 1 {
			kinds = append(kinds, k)
		}
	}
	for _, k := range kinds {
		assumed := ""
		if k.assumed {
			assumed = "\tthe version in force on the day"
		}
		fmt.Fprintf(w, "%s %s, version %s\t%s\t%d%s\n", k.d.ID, k.d.Title, k.version, k.audience, counts[k], assumed)
	}
	for _, left := range r.Left {
		fmt.Fprintf(w, "line %d is left out\t%s\n", left.Line, printable(left.Why))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(t.err, "annexa: %s: %s, %d new, %d known already, %d left out\n", file, diag.Plural(r.Rows, "row"), len(r.Taken), r.Known, len(r.Left))
	return nil
}
