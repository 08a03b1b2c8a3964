package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"annexa/internal/diag"
	"annexa/internal/draft"
	"annexa/internal/edit"
	"annexa/internal/standard"
)

type transitionCommand struct {
	Output string `short:"o" placeholder:"DIR" help:"Write first write-ups of all controls of 2022 into this folder, each a draft that carries the texts of 2013."`
}

func (transitionCommand) examples() string {
	return `  annexa transition                 what becomes of each control of 2013, and which are new
  annexa transition -o transition   the same, and 93 drafts to go on with
`
}

// Run says what becomes of each control, and writes drafts if asked to.
func (c *transitionCommand) Run(t *terminal, all *commands) error {
	p, l, err := t.keepOpen(all.Dir, contentFlags{})
	if err != nil {
		return err
	}
	defer p.close()
	m := l.Whole
	if m.Standard.Edition() != standard.Edition2013 {
		return usageError{errors.New("this content is written to the edition of 2022; annexa.yaml says edition: 2013 for one that is to be taken over")}
	}
	successions := draft.Successions(m)
	becomes := map[string][]string{} // the ids of 2022, by those of 2013
	var fresh []draft.Succession
	for _, succession := range successions {
		if len(succession.From) == 0 {
			fresh = append(fresh, succession)
		}
		for _, q := range succession.From {
			becomes[q.ID] = append(becomes[q.ID], succession.To.ID)
		}
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "2013\ttitle\twrite-up\tbecomes\ttogether with")
	for _, q := range m.Controls() {
		file := "none"
		if q.WriteUp != nil {
			file = q.WriteUp.File
		}
		var with []string
		for _, succession := range successions {
			for _, other := range succession.From {
				if other != q && slices.Contains(becomes[q.ID], succession.To.ID) && !slices.Contains(with, other.ID) {
					with = append(with, other.ID)
				}
			}
		}
		into := strings.Join(becomes[q.ID], ", ")
		if into == "" {
			into = "nothing"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", q.ID, q.Title, file, into, strings.Join(with, ", "))
	}
	fmt.Fprintf(w, "\nNEW IN 2022\n")
	for _, succession := range fresh {
		fmt.Fprintf(w, "%s\t%s\n", succession.To.ID, succession.To.Title)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if c.Output == "" {
		fmt.Fprintf(t.err, "annexa: %s of 2013 become %s of 2022, of which %d are new; nothing was written: -o DIR writes drafts\n",
			diag.Plural(len(m.Controls()), "control"), diag.Plural(len(successions), "control"), len(fresh))
		return nil
	}
	var changes []edit.Change
	for _, succession := range successions {
		change, err := succession.WriteUp(m, p.readFile)
		if err != nil {
			return err
		}
		changes = append(changes, change)
	}
	if inside, ok := below(filepath.Join(p.dir, filepath.FromSlash(p.content)), c.Output); ok && p.content != "" {
		return usageError{fmt.Errorf("%s lies in the content, which is of 2013 until you change it: name a folder beside it, such as transition (not %s)", c.Output, inside)}
	}
	if err := os.MkdirAll(c.Output, 0o777); err != nil {
		return fmt.Errorf("make the folder %s: %w", c.Output, cause(err))
	}
	if err := apply(c.Output, changes...); err != nil {
		return fmt.Errorf("write the drafts: %w; nothing was written", err)
	}
	fmt.Fprintf(t.err, "annexa: wrote %s into %s; read each, then put them in the place of the old ones and say edition: 2022 in annexa.yaml\n", diag.Plural(len(changes), "draft"), c.Output)
	return nil
}
