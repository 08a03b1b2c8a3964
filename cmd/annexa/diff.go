package main

import (
	"fmt"
	"strings"

	"annexa/internal/approve"
	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/prose"
	"annexa/internal/release"
	"annexa/internal/source"
	"annexa/templates"
)

type diffCommand struct {
	ID     string `arg:"" help:"The document, by id."`
	From   string `arg:"" optional:"" help:"The version to compare with. Default: the one approved last."`
	To     string `arg:"" optional:"" help:"The version that is compared. Default: what the file says now."`
	Output string `short:"o" placeholder:"FILE" help:"Write it as a page of HTML that needs nothing else, to send to somebody."`
}

func (diffCommand) examples() string {
	return `  annexa diff POL-02                what changed since the last approval
  annexa diff POL-02 1.0 2.0        between two approved versions
  annexa diff POL-02 1.0 3.0 -o changes.html
                                    the same as a page, for whoever has no terminal
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
	to := "what " + d.File + " says now"
	var now []byte
	if c.To != "" {
		a, err := version(c.To)
		if err != nil {
			return err
		}
		to, now = "version "+a.Version.Version, a.Text
	} else {
		if now, err = p.readFile(d.File); err != nil {
			return fmt.Errorf("read %s: %w", d.File, err)
		}
		if now, err = approve.WithDecisions(l.Whole, d, now); err != nil {
			return usageError{err}
		}
	}
	parser := prose.NewParser()
	r := comparison{
		title: d.ID + " " + d.Title, lead: fmt.Sprintf("from version %s, approved on %s, to %s", from.Version.Version, from.Day, to),
		old: source.Parse(d.File, from.Text, parser), now: source.Parse(d.File, now, parser),
		config: l.Whole.Config, themes: p.sources.Themes,
	}
	r.words, _ = language.Of("en", templates.FS, nil) // its own are whole
	if c.Output != "" {
		page, err := r.page()
		if err != nil {
			return err
		}
		if err := release.WriteFile(c.Output, page, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", c.Output, cause(err))
		}
		fmt.Fprintln(t.out, c.Output)
		return nil
	}
	fmt.Fprintf(t.out, "%s: %s\n\n", r.title, r.lead)
	r.front(t)
	was, _ := source.Body(d.File, from.Text) // without one it has no text
	is, _ := source.Body(d.File, now)
	return t.redline(strings.TrimLeft(string(was), "\n"), strings.TrimLeft(string(is), "\n"))
}
