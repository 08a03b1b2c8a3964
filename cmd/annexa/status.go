package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"annexa/internal/isms"
)

type statusCommand struct {
	contentFlags
	All bool `help:"List every requirement that lacks something, not only the worst."`
}

func (statusCommand) examples() string {
	return `  annexa status                     coverage, readiness for certification, what is missing, reviews due
  annexa status --all               the same with every requirement that lacks something
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
	type part struct {
		name string
		list []*isms.Requirement
	}
	parts := []part{{"clauses 4 to 10", m.SubClauses()}, {"Annex A", m.Controls()}, {"own controls", m.OwnControls()}}
	for _, c := range m.Catalogues {
		parts = append(parts, part{c.ID.Value, c.Entries()})
	}
	for _, part := range parts {
		if len(part.list) == 0 {
			continue
		}
		c := isms.CoverageOf(part.list)
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\n", part.name, c.Total, share(c.Mentioned, c.Drafts.Mentioned), share(c.Documented, c.Drafts.Documented), share(c.Implemented, c.Drafts.Implemented), share(c.Evidenced, c.Drafts.Evidenced))
	}
	coverage := isms.CoverageOf(m.Controls())
	fmt.Fprintf(w, "\ncontrols: %d applicable, %d excluded, %d not decided", coverage.Total-coverage.Undecided, coverage.Excluded, coverage.Undecided)
	if coverage.NotHere > 0 {
		fmt.Fprintf(w, ", %d above the classification", coverage.NotHere)
	}
	fmt.Fprintln(w)
	r := m.Readiness()
	firstStage(w, m, r)
	secondStage(w, r, c.All)
	reviews(w, m)
	documents(w, m)
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

func reviews(w *tabwriter.Writer, m *isms.ISMS) {
	found := false
	for _, d := range m.Documents {
		r := m.Review(d)
		if r.Status == isms.NoReview || r.Status == isms.Current {
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

// firstStage prints what stage 1 of a certification audit asks for and does
// not find.
func firstStage(w *tabwriter.Writer, m *isms.ISMS, r isms.Readiness) {
	fmt.Fprintf(w, "\nSTAGE 1\t%d of %d there, %d in draft only, %d missing", r.Ready.There, r.Ready.Total(), r.Ready.InDraft, r.Ready.Missing)
	if r.Ready.NotHere > 0 {
		fmt.Fprintf(w, ", %d above the classification", r.Ready.NotHere)
	}
	fmt.Fprintln(w)
	for _, p := range r.Points {
		if p.NotHere || p.Provided == isms.Yes {
			continue
		}
		standing := "missing"
		if p.Provided == isms.InDraft {
			standing = "in draft"
		}
		fmt.Fprintf(w, "%s\t%s (%s)", standing, p.What, p.Clause(m.Standard.Edition()))
		if n := len(p.Undecided); n > 0 {
			fmt.Fprintf(w, ": %d to decide", n)
		}
		fmt.Fprintln(w)
	}
}

// worst is how many requirements that lack something are listed unasked.
const worst = 10

// secondStage prints the requirements that stage 2 would not find met.
func secondStage(w *tabwriter.Writer, r isms.Readiness, all bool) {
	fmt.Fprintf(w, "\nSTAGE 2\t%d of %d requirements mentioned, documented, implemented and evidenced\n", r.Met, r.Met+len(r.Gaps))
	for i, g := range r.Gaps {
		if i == worst && !all {
			fmt.Fprintf(w, "and %d more\twith --all\n", len(r.Gaps)-worst)
			break
		}
		fmt.Fprintf(w, "%s\t%s: %s\n", g.ID, g.Title, lacks(g))
	}
}

// lacks says what a requirement lacks, and what of it is there in draft.
func lacks(g isms.Gap) string {
	var no, drafts []string
	if g.Undecided {
		no = append(no, "not decided")
	}
	for i, a := range g.States() {
		name := [...]string{"mentioned", "documented", "implemented", "evidenced"}[i]
		switch a {
		case isms.None:
			no = append(no, "not "+name)
		case isms.InDraft:
			drafts = append(drafts, name+" in draft only")
		}
	}
	return strings.Join(append(no, drafts...), ", ")
}

// documents prints how many documents there are of each state.
func documents(w *tabwriter.Writer, m *isms.ISMS) {
	states := map[isms.State]int{}
	for _, d := range m.Documents {
		states[d.State]++
	}
	fmt.Fprintf(w, "\ndocuments: %d approved, %d in review, %d draft, %d retired\n", states[isms.Approved], states[isms.InReview], states[isms.Draft], states[isms.Retired])
}
