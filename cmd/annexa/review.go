package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"annexa/internal/approve"
	"annexa/internal/diag"
	"annexa/internal/edit"
	"annexa/internal/isms"
)

type reviewCommand struct {
	IDs    []string `arg:"" optional:"" name:"id" help:"The documents, by id."`
	Note   string   `placeholder:"TEXT" help:"Why they are still valid. An auditor reads it."`
	Due    bool     `help:"All whose review is due or overdue, or that rely on a text which was changed since."`
	Owner  string   `placeholder:"ROLE" help:"With --due: those of this owner."`
	DryRun bool     `help:"Show what would be reviewed, and write nothing."`
	dateFlag
}

func (reviewCommand) examples() string {
	return `  annexa review POL-02 --note "still valid because nothing it speaks of has changed"
  annexa review --due --owner "Head of IT" --dry-run
                                    what is to be looked at, and why
  annexa review --due --owner "Head of IT" --note "read, and still valid"
`
}

// Run notes that documents were looked at and are still valid: all of them or
// none.
func (c *reviewCommand) Run(t *terminal, all *commands) error {
	c.Note = edit.Line(c.Note)
	switch {
	case c.Due == (len(c.IDs) > 0):
		return usageError{errors.New("name the documents, or say --due for all that are to be looked at")}
	case c.Owner != "" && !c.Due:
		return usageError{errors.New("--owner goes with --due")}
	case c.Note == "" && !c.DryRun:
		return usageError{errors.New("say why it is still valid: --note \"still valid because …\"")}
	}
	p, l, err := t.keepOpen(all.Dir, contentFlags{dateFlag: c.dateFlag})
	if err != nil {
		return err
	}
	defer p.close()
	ids := c.IDs
	if c.Due {
		ids = due(l.ISMS, c.Owner)
	}
	var reviews []*approve.Review
	var changes []edit.Change
	for _, id := range ids {
		r, err := approve.Look(l.ISMS, p.readFile, id, c.Note)
		if refused := new(approve.Refused); errors.As(err, refused) {
			return usageError{err}
		}
		if err != nil {
			return err
		}
		for _, other := range reviews {
			if other.Document == r.Document {
				return usageError{fmt.Errorf("%s is named twice", r.Document.ID)}
			}
		}
		reviews, changes = append(reviews, r), append(changes, r.Change())
	}
	for _, r := range reviews {
		t.showReview(l.ISMS, r)
	}
	if c.DryRun || len(reviews) == 0 {
		fmt.Fprintf(t.err, "annexa: %s to be looked at; nothing was written\n", diag.Plural(len(reviews), "document"))
		return nil
	}
	if err := apply(filepath.Join(p.dir, filepath.FromSlash(p.content)), changes...); err != nil {
		return fmt.Errorf("note the review: %w", err)
	}
	fmt.Fprintf(t.err, "annexa: %s reviewed on %s\n", diag.Plural(len(reviews), "document"), l.ISMS.Day)
	return nil
}

// due are the documents of an owner, or of all, that are to be looked at.
func due(m *isms.ISMS, owner string) []string {
	var ids []string
	for _, d := range m.Documents {
		switch m.Review(d).Status {
		case isms.Due, isms.Overdue, isms.Suspect, isms.Unplanned:
			if d.ID != "" && (owner == "" || strings.EqualFold(d.Front.Owner.Value, owner)) {
				ids = append(ids, d.ID)
			}
		}
	}
	return ids
}

// showReview says what is looked at, and what about it needs a look.
func (t *terminal) showReview(m *isms.ISMS, r *approve.Review) {
	d := r.Document
	fmt.Fprintf(t.out, "%s %s, version %s: %s", d.ID, d.Title, d.Front.Version, m.Review(d).Status)
	if !r.Next.IsZero() {
		fmt.Fprintf(t.out, "; next review %s", r.Next)
	}
	fmt.Fprintln(t.out)
	for _, on := range r.Relies {
		switch was := on.SeenVersion(); {
		case on.Suspect && was != on.On.Front.Version:
			fmt.Fprintf(t.out, "    %s has changed: version %s then, %s now; annexa diff %s %s shows it if both were approved\n", on.On.ID, was, on.On.Front.Version, on.On.ID, was)
		case on.Suspect:
			fmt.Fprintf(t.out, "    %s has changed, in version %s as before\n", on.On.ID, was)
		}
	}
}
