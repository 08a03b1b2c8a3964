package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"annexa/internal/diag"
	"annexa/internal/isms"
)

type statusCommand struct {
	contentFlags
}

func (statusCommand) examples() string {
	return `  annexa status                     reviews due, coverage, what is missing
  annexa status --date 2027-01-15   the same as of that day
`
}

// Run prints where the management system stands.
func (c *statusCommand) Run(t *terminal, all *commands) error {
	_, l, err := t.read(all.Dir, c.contentFlags)
	if err != nil {
		return err
	}
	m := l.ISMS
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s, %s, as of %s\n\n", m.Config.Name(), m.Standard.Edition().Name(), m.Day.Long())
	fmt.Fprintln(w, "COVERAGE\trequirements\tmentioned\tdocumented\timplemented\tevidenced")
	for _, part := range []struct {
		name string
		list []*isms.Requirement
	}{{"clauses 4 to 10", m.SubClauses()}, {"Annex A", m.Controls()}} {
		c := isms.CoverageOf(part.list)
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\n", part.name, c.Total, share(c.Mentioned, c.Drafts.Mentioned), share(c.Documented, c.Drafts.Documented), share(c.Implemented, c.Drafts.Implemented), share(c.Evidenced, c.Drafts.Evidenced))
	}
	coverage := isms.CoverageOf(m.Controls())
	fmt.Fprintf(w, "\ncontrols: %d applicable, %d excluded, %d not decided", coverage.Total-coverage.Undecided, coverage.Excluded, coverage.Undecided)
	if coverage.NotHere > 0 {
		fmt.Fprintf(w, ", %d above the classification", coverage.NotHere)
	}
	fmt.Fprintln(w)
	t.reviews(w, m)
	t.missing(w, m)
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(t.err, "annexa: %s; %s\n", summary(m), l.Count)
	if l.Count.Errors > 0 {
		return errContent
	}
	return nil
}

// share is a count, with what stands in draft behind it.
func share(yes, drafts int) string {
	if drafts > 0 {
		return fmt.Sprintf("%d (+%d in draft)", yes, drafts)
	}
	return fmt.Sprint(yes)
}

func (t *terminal) reviews(w *tabwriter.Writer, m *isms.ISMS) {
	found := false
	for _, d := range m.Documents {
		r := m.Review(d)
		if r.Status != isms.Overdue && r.Status != isms.Due && r.Status != isms.Unplanned {
			continue
		}
		if !found {
			fmt.Fprintln(w, "\nREVIEWS\tdue\tdocument\towner")
			found = true
		}
		fmt.Fprintf(w, "%s\t%s\t%s %s\t%s\n", r.Status, r.Next, d.ID, d.Title, d.Front.Owner.Value)
	}
	if !found {
		fmt.Fprintln(w, "\nreviews: none is due")
	}
}

func (t *terminal) missing(w *tabwriter.Writer, m *isms.ISMS) {
	var missing, drafts []string
	for _, item := range m.Items() {
		switch {
		case item.NotHere:
		case item.Provided == isms.None:
			missing = append(missing, fmt.Sprintf("%s (%s)", item.What, item.Clause(m.Standard.Edition())))
		case item.Provided == isms.InDraft:
			drafts = append(drafts, item.What)
		}
	}
	if len(missing)+len(drafts) == 0 {
		fmt.Fprintln(w, "\ndocumented information: all there")
	}
	if len(missing) > 0 {
		fmt.Fprintf(w, "\n%s the standard asks for and nothing provides: %s\n", diag.Plural(len(missing), "item"), strings.Join(missing, "; "))
	}
	if len(drafts) > 0 {
		fmt.Fprintf(w, "\nin draft only: %s\n", strings.Join(drafts, "; "))
	}
	states := map[isms.State]int{}
	for _, d := range m.Documents {
		states[d.State]++
	}
	fmt.Fprintf(w, "\ndocuments: %d approved, %d in review, %d draft, %d retired\n", states[isms.Approved], states[isms.InReview], states[isms.Draft], states[isms.Retired])
}
