package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"annexa/internal/diag"
	"annexa/internal/isms"
)

type approvalsCommand struct {
	dateFlag
	Since  string `placeholder:"REF" help:"Say instead what a change does: which documents change their state since this revision of Git, and who still has to approve."`
	Format string `enum:"text,json,github,gitlab" default:"text" help:"With --since: text, json, github (annotations) or gitlab (code quality)."`
	Strict bool   `help:"With --since: fail while somebody still has to approve what was changed."`
}

func (approvalsCommand) examples() string {
	return `  annexa approvals                  every approval: whose, of what, whether it holds
  annexa approvals --date 2026-06-30
                                    the same, with what was in force on that day
  annexa approvals --since origin/main
                                    what this branch changes, and who has to approve it
  annexa approvals --since origin/main --format github --strict
                                    the same in a pull request, which waits for them
`
}

// Run prints every approval, and fails if one of them does not hold.
func (c *approvalsCommand) Run(t *terminal, all *commands) error {
	if c.Since == "" && (c.Strict || c.Format != "text") {
		return usageError{errors.New("--format and --strict go with --since")}
	}
	p, l, err := t.read(all.Dir, contentFlags{dateFlag: c.dateFlag})
	if err != nil {
		return err
	}
	out, strict := t.out, false
	if c.Since != "" {
		out = io.Discard // what changed is the result; below it is said what does not hold
		waits, err := c.since(t, p, l, all.Dir)
		if err != nil {
			return err
		}
		strict = waits && c.Strict
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	total, broken := 0, 0
	var doubts []error
	print := func(title string, list []isms.Approval, inForce *isms.Approval) {
		for i := range list {
			a := &list[i]
			for j, proof := range a.Proofs {
				total++
				state := ""
				switch {
				case a.Doubts[j] != nil:
					broken++
					doubts = append(doubts, a.Doubts[j])
					state = "does not hold"
				case a == inForce:
					state = "in force"
				case !a.Stands:
					state = "holds, and others have to approve too"
				case a.From.After(l.Whole.Day):
					state = "in force from " + a.From.String()
				default:
					state = "holds, not in force"
				}
				s := proof.Statement
				fmt.Fprintf(w, "%s\t%s\t%s\t%s, %s\t%s\t%s\n", proof.Name, title, s.Date, s.By, s.Role, proof.Signature.Fingerprint, state)
			}
		}
	}
	for _, d := range l.Whole.Documents {
		list := l.Whole.ApprovalsOf(d)
		print(d.Title, list, isms.InForce(list, l.Whole.Day))
	}
	print("(no document has this id)", l.Whole.Unclaimed(), nil)
	if err := w.Flush(); err != nil {
		return err
	}
	for _, doubt := range doubts {
		fmt.Fprintf(t.err, "annexa: %v\n", doubt)
	}
	for _, f := range l.Kept.Faults {
		file := f.File
		if f.Line > 0 {
			file = fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		fmt.Fprintf(t.err, "annexa: %s%s: %s\n    hint: %s\n", p.content, file, f.Message, f.Hint)
	}
	fmt.Fprintf(t.err, "annexa: %s, %s, %s\n", diag.Plural(total, "approval"), counted(total-broken, "holds", "hold"), counted(broken, "does not", "do not"))
	if broken > 0 || len(l.Kept.Faults) > 0 || strict {
		return errContent
	}
	return nil
}

// counted is a number with what that many do.
func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
