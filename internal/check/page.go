package check

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"annexa/internal/diag"
)

//go:embed pages
var pages embed.FS

// A Page explains a rule: why it matters to an auditor, where the standard asks
// for it, how it is mended, and a content that breaks it.
//
// It is a file pages/RULE.txtar. Its comment holds paragraphs, of which the last
// is the lines "Clause: …" and "Mend: …"; then come the files of the content,
// the file "problem" with what annexa check says of it on 2 November 2026, and
// below mended/ those that are otherwise in the mended twin (an empty one is
// not there).
type Page struct {
	Rule    *diag.Rule
	Family  string
	Why     []string // paragraphs; one that begins with two spaces is set as it stands
	Clause  string
	Mend    string
	Faulty  []Example
	Problem string
	Mended  []Example
}

// An Example is a file of a content.
type Example struct {
	Path string
	Text string
}

// Explain returns the page of a rule.
func Explain(rule *diag.Rule) (*Page, error) {
	data, err := pages.ReadFile("pages/" + rule.Name + ".txtar")
	if err != nil {
		return nil, fmt.Errorf("the rule %s has no page: %w", rule.Name, err)
	}
	archive := txtar.Parse(data)
	p := &Page{Rule: rule}
	for _, f := range Families() {
		if slices.Contains(f.Rules, rule) {
			p.Family = f.Name
		}
	}
	for paragraph := range strings.SplitSeq(strings.TrimSpace(string(archive.Comment)), "\n\n") {
		if clause, ok := strings.CutPrefix(paragraph, "Clause: "); ok {
			p.Clause, p.Mend, _ = strings.Cut(clause, "\nMend: ")
			continue
		}
		p.Why = append(p.Why, paragraph)
	}
	for _, f := range archive.Files {
		name, mended := strings.CutPrefix(f.Name, "mended/")
		e := Example{name, string(f.Data)}
		switch {
		case f.Name == "problem":
			p.Problem = e.Text
		case mended:
			p.Mended = append(p.Mended, e)
		default:
			p.Faulty = append(p.Faulty, e)
		}
	}
	return p, nil
}
