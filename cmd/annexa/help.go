package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"annexa/internal/check"
	"annexa/internal/diag"
)

type helpCommand struct {
	Rule string `arg:"" optional:"" help:"The name of a rule or of a family of rules. Default: all of them."`
}

func (helpCommand) examples() string {
	return `  annexa help                       the rules, family by family
  annexa help time                  those about dates
  annexa help review-overdue        why it matters, the clause, an example and the mend
`
}

// Run lists the rules, or explains one.
func (c *helpCommand) Run(t *terminal, _ *commands) error {
	families := check.Families()
	if c.Rule == "" {
		fmt.Fprintln(t.out, "The rules that annexa check holds the content against; annexa help RULE explains one.")
		return listRules(t.out, families)
	}
	name := strings.ToLower(c.Rule)
	for _, f := range families {
		if f.Name == name {
			return listRules(t.out, []check.Family{f})
		}
	}
	if rule, ok := check.Lookup(name); ok {
		return explain(t.out, rule)
	}
	near := diag.Nearest(name, func(yield func(string) bool) {
		for _, f := range families {
			if !yield(f.Name) {
				return
			}
			for _, r := range f.Rules {
				if !yield(r.Name) {
					return
				}
			}
		}
	})
	if near != "" {
		return usageError{fmt.Errorf("there is no rule %s; did you mean %s?", c.Rule, near)}
	}
	return usageError{fmt.Errorf("there is no rule %s: annexa help lists them; annexa COMMAND -h explains a command", c.Rule)}
}

func listRules(out io.Writer, families []check.Family) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range families {
		fmt.Fprintf(w, "\n%s: %s\n", strings.ToUpper(f.Name), f.About)
		for _, r := range f.Rules {
			fmt.Fprintf(w, "  %s\t%s\t%s\n", r.Name, r.Severity, r.About)
		}
	}
	return w.Flush()
}

// explain prints a rule's page.
func explain(out io.Writer, rule *diag.Rule) error {
	page, err := check.Explain(rule)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s by default; one of the rules of %s\n", rule.Name, article(rule.Severity), page.Family)
	for _, paragraph := range page.Why {
		b.WriteString("\n" + wrap(paragraph, "") + "\n")
	}
	fmt.Fprintf(&b, "\nClause: %s\n%s\n", page.Clause, wrap("Mend: "+page.Mend, "      "))
	b.WriteString("\nFOR EXAMPLE\n")
	examples(&b, page.Faulty)
	b.WriteString("\nannexa check says, on 2 November 2026:\n\n" + indent(page.Problem))
	b.WriteString("\nMENDED\n")
	examples(&b, page.Mended)
	fmt.Fprintf(&b, "\nIN annexa.yaml\n\n  rules: {%s: note}    off, note, warning or error\n", rule.Name)
	if page.Family != "exceptions" {
		fmt.Fprintf(&b, "\n  rules:\n    %s:\n      except: [{on: POL-18, reason: The product is being sold, until: 2026-12-31}]\n", rule.Name)
	}
	_, err = io.WriteString(out, b.String())
	return err
}

func article(s diag.Severity) string {
	if s == diag.Error {
		return "an error"
	}
	return "a " + s.String()
}

func examples(b *strings.Builder, list []check.Example) {
	for _, e := range list {
		if e.Text == "" {
			fmt.Fprintf(b, "\n%s is not there\n", e.Path)
			continue
		}
		fmt.Fprintf(b, "\n%s\n\n%s", e.Path, indent(e.Text))
	}
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("  " + line)
	}
	return b.String()
}

// helpWidth is how wide the pages of rules are set, in characters.
const helpWidth = 80

// wrap breaks a paragraph into lines, those behind the first indented; one that
// begins with white space is left as it is.
func wrap(text, indent string) string {
	if strings.HasPrefix(text, " ") {
		return text
	}
	var b strings.Builder
	width := 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		switch {
		case width == 0:
		case width+1+n > helpWidth:
			b.WriteString("\n" + indent)
			width = len(indent)
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += n
	}
	return b.String()
}
