package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/draft"
)

type newCommand struct {
	Kind  string   `arg:"" help:"policy, standard, procedure, guideline, plan, record, control, clause, or the word for a row of a register: risk, asset, supplier and so on."`
	Title []string `arg:"" help:"The title; for a control or clause its id; for a control of one's own a new id and its title."`
	Owner string   `placeholder:"ROLE" help:"The role that owns it. Default: the one that owns most of its kind."`
}

func (newCommand) examples() string {
	return `  annexa new policy Clear Desk Policy
                                    the next id, into the folder of the policies
  annexa new procedure "Badges and keys" --owner "Head of IT"
  annexa new control A.5.9          the write-up of a control that has none
  annexa new control ORG-02 Key escrow
                                    the write-up of a control of one's own
  annexa new risk "Laptop left on a train"
                                    a row of registers/risks.yaml
  annexa new management-review "Review of 2027"
                                    its inputs filled with what the registers say
`
}

// Run makes a document or a row and prints the path of its file.
func (c *newCommand) Run(t *terminal, all *commands) error {
	p, l, err := t.keepOpen(all.Dir, contentFlags{})
	if err != nil {
		return err
	}
	defer p.close()
	taken, err := approvedIDs(p.sources.Content)
	if err != nil {
		return err
	}
	made, err := draft.New(l.Whole, p.readFile, draft.Request{
		Kind: c.Kind, Title: strings.Join(c.Title, " "), Owner: c.Owner, Taken: taken,
	})
	var refused draft.Refused
	if errors.As(err, &refused) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	dir := filepath.Join(p.dir, filepath.FromSlash(p.content))
	if err := apply(dir, made.Change); err != nil {
		return fmt.Errorf("write %s: %w", made.ID, err)
	}
	what := "a draft"
	if !made.Change.Creates() || path.Dir(made.Change.Path) == "registers" {
		what = "a row that wants its columns filled in"
	}
	fmt.Fprintln(t.out, filepath.Join(dir, filepath.FromSlash(made.Change.Path)))
	fmt.Fprintf(t.err, "annexa: %s is %s\n", made.ID, what)
	return nil
}

// approvedIDs are the ids of texts that were approved once, also of those whose
// documents are gone: ids are never used again.
func approvedIDs(content fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(content, approval.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the approvals: %w", cause(err))
	}
	var ids []string
	for _, e := range entries {
		if id, _, ok := strings.Cut(e.Name(), "@"); ok {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
