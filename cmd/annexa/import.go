package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"annexa/internal/diag"
	"annexa/internal/soa"
)

// maxSpreadsheet is how large a spreadsheet may be, in bytes.
const maxSpreadsheet = 32 << 20

// take turns a statement in a spreadsheet into control write-ups, and says what
// was understood.
func (c *soaCommand) take(t *terminal, all *commands) error {
	src, err := readSpreadsheet(c.Import)
	if err != nil {
		return err
	}
	p, l, err := t.keepOpen(all.Dir, c.contentFlags)
	if err != nil {
		return err
	}
	defer p.close()
	taken, err := approvedIDs(p.sources.Content)
	if err != nil {
		return err
	}
	in, err := soa.ImportFile(l.Whole, soa.Read{File: p.readFile, Taken: taken}, src)
	var none soa.NoSpreadsheet
	if errors.As(err, &none) {
		return usageError{fmt.Errorf("%s: %w", c.Import, err)}
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", c.Import, err)
	}
	dir := filepath.Join(p.dir, filepath.FromSlash(p.content))
	wrote := "wrote"
	if c.DryRun {
		wrote = "would write"
	} else if err := apply(dir, in.Changes...); err != nil {
		return fmt.Errorf("write the write-ups: %w", err)
	}
	if err := tellImport(t.out, in); err != nil {
		return err
	}
	for _, change := range in.Changes {
		fmt.Fprintln(t.out, filepath.Join(dir, filepath.FromSlash(change.Path)))
	}
	fmt.Fprintf(t.err, "annexa: %s %s: %d new, %d say more now; %d needed nothing, %d were left as they are; %s\n", wrote, diag.Plural(len(in.Changes), "write-up"), in.Made, in.Completed, in.Same, in.Kept, diag.Plural(len(in.Remarks), "remark"))
	return nil
}

// readSpreadsheet reads a file of bounded size.
func readSpreadsheet(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, usageError{fmt.Errorf("read %s: %w", name, cause(err))}
	}
	defer func() { _ = f.Close() }() // nothing was written
	src, err := io.ReadAll(io.LimitReader(f, maxSpreadsheet+1))
	if err != nil {
		return nil, usageError{fmt.Errorf("read %s: %w", name, cause(err))}
	}
	if len(src) > maxSpreadsheet {
		return nil, usageError{fmt.Errorf("%s is larger than %d MB, and no statement is", name, maxSpreadsheet>>20)}
	}
	return src, nil
}

// tellImport says what was understood of the columns, and what of the cells was
// not.
func tellImport(out io.Writer, in *soa.Import) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, column := range in.Columns {
		fmt.Fprintf(w, "%s\t%s\t%s\n", column.Place, column.Heading, column.Means)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	var b strings.Builder
	for _, r := range in.Remarks {
		fmt.Fprintf(&b, "%s: %s\n", r.Place, r.Text)
	}
	_, err := io.WriteString(out, b.String())
	return err
}
