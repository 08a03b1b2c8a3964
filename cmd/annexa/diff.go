package main

import (
	"fmt"

	"annexa/internal/approve"
	"annexa/internal/isms"
)

type diffCommand struct {
	ID   string `arg:"" help:"The document, by id."`
	From string `arg:"" optional:"" help:"The version to compare with. Default: the one approved last."`
	To   string `arg:"" optional:"" help:"The version that is compared. Default: what the file says now."`
}

func (diffCommand) examples() string {
	return `  annexa diff POL-02                what changed since the last approval
  annexa diff POL-02 1.0 2.0        between two approved versions
  annexa diff soa                   the Statement of Applicability, control by control
`
}

// Run prints what changed.
func (c *diffCommand) Run(t *terminal, all *commands) error {
	p, l, err := t.keepOpen(all.Dir, contentFlags{})
	if err != nil {
		return err
	}
	defer p.close()
	d, ok := l.Whole.Named(c.ID)
	if !ok {
		return usageError{fmt.Errorf("there is no document %s", c.ID)}
	}
	list := l.Whole.ApprovalsOf(d)
	if len(list) == 0 {
		return usageError{fmt.Errorf("no version of %s was approved with annexa approve: there is nothing to compare with", d.ID)}
	}
	version := func(v string) (*isms.Approval, error) {
		known := ""
		for i := len(list) - 1; i >= 0; i-- {
			if a := &list[i]; a.Text != nil && (v == a.Version.Version || v == "" && a.Stands) {
				return a, nil
			}
			known += " " + list[i].Version.Version
		}
		return nil, usageError{fmt.Errorf("there is no approved version %s of %s: there are%s", v, d.ID, known)}
	}
	from, err := version(c.From)
	if err != nil {
		return err
	}
	to, now := "what "+d.File+" says now", ""
	if c.To != "" {
		a, err := version(c.To)
		if err != nil {
			return err
		}
		to, now = "version "+a.Version.Version, string(a.Text)
	} else {
		data, err := p.readFile(d.File)
		if err != nil {
			return fmt.Errorf("read %s: %w", d.File, err)
		}
		if data, err = approve.WithDecisions(l.Whole, d, data); err != nil {
			return usageError{err}
		}
		now = string(data)
	}
	fmt.Fprintf(t.out, "%s %s: from version %s, approved on %s, to %s\n\n", d.ID, d.Title, from.Version.Version, from.Day, to)
	return t.redline(string(from.Text), now)
}
