package check_test

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annexa/internal/isms"
	"annexa/internal/prose"
)

// textsOfTheSample: what is written reads as if somebody does it.
var textsOfTheSample = []property{
	{
		name: "a procedure is numbered steps, with roles, times and records",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, d := range m.Documents {
				if d.Kind != "procedure" {
					continue
				}
				text := plain(d)
				if n := steps(d.Body.Blocks); n < 6 {
					fault("%s has %d steps", d.ID, n)
				}
				if n := len(limits.FindAllString(text, -1)); n < 8 {
					fault("%s says %d times by when", d.ID, n)
				}
				if !kept.MatchString(text) {
					fault("%s does not say what is kept, and how long", d.ID)
				}
				named := 0
				for _, row := range rows(m, "roles") {
					if strings.Contains(text, row.Title) {
						named++
					}
				}
				if named < 2 {
					fault("%s names %d roles", d.ID, named)
				}
			}
		},
		broken: []change{replaced("procedures/access-review.md", "stay in the ACC ticket for 3 years", "may go")}, tells: "PRO-04 does not say what is kept",
	},
	{
		name: "a control write-up tells in a few paragraphs who does it, how often and under which rule",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, c := range m.Controls() {
				d := c.WriteUp
				if d == nil {
					fault("%s has no write-up", c.ID)
					continue
				}
				paragraphs := 0
				for _, b := range d.Body.Blocks {
					if _, ok := b.(*prose.Paragraph); ok {
						paragraphs++
					}
				}
				if d.Body.Words < 120 || d.Body.Words > 350 || paragraphs < 2 || paragraphs > 7 {
					fault("%s has %d words in %d paragraphs", c.ID, d.Body.Words, paragraphs)
				}
				text := plain(d)
				if !slices.ContainsFunc(rows(m, "roles"), func(r *isms.Row) bool { return strings.Contains(text, r.Title) }) {
					fault("%s does not say who does it", c.ID)
				}
				if !often.MatchString(text) {
					fault("%s does not say how often or when", c.ID)
				}
				if !slices.ContainsFunc(d.Targets, func(t isms.Target) bool {
					return t.Document != nil && t.Document.InForce() && slices.Contains([]string{"policy", "procedure", "plan"}, t.Document.Kind)
				}) {
					fault("%s leads to no rule in force", c.ID)
				}
			}
		},
		broken: []change{replaced("controls/A.8.17.md", "[[POL-08]]", "A policy"), replaced("controls/A.8.17.md", "[[POL-16]]", "another")}, tells: "A.8.17",
	},
	{
		name: "no two texts share a run of thirteen words",
		faults: func(m *isms.ISMS, fault faulter) {
			const run = 13
			seen := map[string]*isms.Document{}
			told := map[[2]*isms.Document]bool{}
			for _, d := range m.Documents {
				if d.State == isms.Retired || !slices.Contains([]string{"policy", "procedure", "control", "clause"}, d.Kind) {
					continue
				}
				words := strings.Fields(strings.ToLower(wordless.ReplaceAllString(plain(d), " ")))
				for i := 0; i+run <= len(words); i++ {
					key := strings.Join(words[i:i+run], " ")
					first := seen[key]
					if first == nil {
						seen[key] = d
						continue
					}
					if pair := [2]*isms.Document{first, d}; first != d && !told[pair] {
						told[pair] = true
						fault("%s and %s both say %q", first.ID, d.ID, key)
					}
				}
			}
		},
		broken: []change{replaced("controls/A.8.17.md", "\n[[POL-08]] has", "\nSoftware reaches production only as an image that our own pipeline has built, tested and signed. [[POL-08]] has")}, tells: "A.8.17 and POL-08",
	},
	{
		name: "the headings of a table's columns begin with a capital",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, d := range m.Documents {
				for _, table := range tables(d) {
					for _, head := range table.head {
						if first, _ := utf8.DecodeRuneInString(head); unicode.IsLower(first) && head != "macOS" {
							fault("%s has a column %q", d.ID, head)
						}
					}
				}
			}
		},
		broken: []change{replaced("policies/cryptography.md", "| Key | Lifetime |", "| Key | lifetime |")}, tells: `POL-05 has a column "lifetime"`,
	},
	{
		name: "rules name roles, never a person, a supplier or an event",
		faults: func(m *isms.ISMS, fault faulter) {
			var names []string
			for _, row := range rows(m, "roles") {
				holder, _, _ := strings.Cut(row.Cell("holder").Text, " (")
				names = append(names, holder, holder[strings.LastIndex(holder, " ")+1:])
			}
			for _, row := range rows(m, "suppliers") {
				supplier, _, _ := strings.Cut(row.Title, " (")
				names = append(names, supplier, strings.Fields(supplier)[0])
			}
			for _, register := range []string{"incidents", "nonconformities", "exercises", "training"} {
				for _, row := range rows(m, register) {
					names = append(names, row.ID.Value)
				}
			}
			for i, name := range names {
				names[i] = regexp.QuoteMeta(name)
			}
			named := regexp.MustCompile(`\b(` + strings.Join(names, "|") + `)\b`)
			for _, d := range m.Documents {
				if !slices.Contains([]string{"policy", "standard", "procedure", "guideline"}, d.Kind) || d.State == isms.Retired {
					continue
				}
				text := plain(d)
				for _, r := range d.Body.References {
					text += " " + r.Target
				}
				for _, name := range named.FindAllString(text, -1) {
					fault("%s names %s", d.ID, name)
				}
			}
		},
		broken: []change{replaced("procedures/screening.md", "Nothing else.", "Nothing else, says Dana Reyes.")}, tells: "PRO-20 names Dana Reyes",
	},
}

var (
	limits   = regexp.MustCompile(`(second|third|fifth|tenth) (working )?day|\d+ (working )?(day|hour|minute|week|month|year)s?|\d\d:\d\d|same day|at once|each (day|week|month|quarter|year)|every (day|week|month|quarter|year)|monthly|weekly|nightly|quarterly|yearly`)
	kept     = regexp.MustCompile(`(?is)\b(records?|kept|keeping|traces)\b.{0,500}?\b(\d+|two|three|six) (years|months|days)\b`)
	often    = regexp.MustCompile(`(?i)\b(each|every|once|twice|yearly|monthly|nightly|weekly|daily|quarter|\d+ (working )?(day|hour|minute|month|year)s?|January|February|March|April|May|June|July|August|September|October|November|December)\b`)
	wordless = regexp.MustCompile(`[^\p{L}\p{N}']+`)
)

// plain is a document's text as it was written, a link by id as its id and a
// variable as nothing.
func plain(d *isms.Document) string {
	return string(prose.AppendBlockText(nil, d.Body.Blocks, asWritten(d)))
}

func asWritten(d *isms.Document) prose.Bindings {
	b := prose.Bindings{References: make([]prose.Binding, len(d.Body.References))}
	for i, r := range d.Body.References {
		b.References[i].Text = r.Target
	}
	return b
}

// A grid is a table as text.
type grid struct {
	head []string
	rows [][]string
}

// tables are those of a document, in lists too, with their text as plain has it.
func tables(d *isms.Document) []grid {
	b := asWritten(d)
	texts := func(cells []prose.Cell) []string {
		out := make([]string, len(cells))
		for i, c := range cells {
			out[i] = string(prose.AppendText(nil, c.Spans, b))
		}
		return out
	}
	var found []grid
	var look func(blocks []prose.Block)
	look = func(blocks []prose.Block) {
		for _, block := range blocks {
			switch block := block.(type) {
			case *prose.Table:
				g := grid{head: texts(block.Head)}
				for _, row := range block.Rows {
					g.rows = append(g.rows, texts(row))
				}
				found = append(found, g)
			case *prose.List:
				for _, item := range block.Items {
					look(item.Blocks)
				}
			}
		}
	}
	look(d.Body.Blocks)
	return found
}

// steps counts the items of numbered lists and the rows of tables that say who
// does what.
func steps(blocks []prose.Block) int {
	n := 0
	for _, b := range blocks {
		switch b := b.(type) {
		case *prose.List:
			if b.Ordered {
				n += len(b.Items)
			}
		case *prose.Table:
			for _, c := range b.Head {
				if head := string(prose.AppendText(nil, c.Spans, prose.Bindings{})); head == "Who" || head == "Step" {
					n += len(b.Rows)
					break
				}
			}
		}
	}
	return n
}
