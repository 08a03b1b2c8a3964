package endtoend

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"annexa/internal/build"
	rules "annexa/internal/check"
	"annexa/internal/day"
	"annexa/internal/standard"
)

// former is a content written to the edition of 2013: fourteen policies, one
// for each domain, and some write-ups.
var former = os.DirFS("testdata/2013")

// TestAContentOf2013 publishes it once and looks at what the other edition
// makes different.
func TestAContentOf2013(t *testing.T) {
	p := publishContent(t, former, true)
	archivable := archived(t, p)
	for _, c := range []struct {
		name string
		look func(*testing.T, *published)
	}{
		{"is what sha256sum counts", sumsHold},
		{"has PDFs that hold what they should", pdfsAreRead},
		{"has PDFs that hold their sources", sourcesAreAttached},
		{"has pages that stand by themselves", pagesStand},
		{"has links that all lead somewhere", linksLead},
		{"has a page for each domain from A.5 to A.18", domainsAreServed},
		{"has a page for each of its requirements", formerRequirementsAreServed},
		{"has a statement of 114 controls in every form", statementHolds114},
		{"has the edition of 2022 beside it", editionOf2022IsBeside},
		{"leads each id to its own edition", idsLeadToTheirEdition},
		{"tells of the standard what it tells in 2022", standardIsTold},
		{"has PDFs that archives and screen readers take", archivable},
	} {
		t.Run(c.name, func(t *testing.T) { c.look(t, p) })
	}
}

// text is what a reader sees in a page, on one line.
func (p *published) text(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(p.read(t, page)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for node := range root.Descendants() {
		if node.Type == html.TextNode {
			b.WriteString(node.Data)
			b.WriteByte(' ')
		}
	}
	return words(b.String())
}

// leads says where the links of a page lead that have just this text, seen
// from the folder of the publication.
func (p *published) leads(t *testing.T, page, text string) []string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(p.read(t, page)))
	if err != nil {
		t.Fatal(err)
	}
	var to []string
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || node.Data != "a" {
			continue
		}
		var label strings.Builder
		for part := range node.Descendants() {
			if part.Type == html.TextNode {
				label.WriteString(part.Data)
			}
		}
		for _, a := range node.Attr {
			if a.Key == "href" && words(label.String()) == text {
				to = append(to, path.Join(path.Dir(page), a.Val))
			}
		}
	}
	return to
}

// leadsOnly proves that a page has links of this text and that all lead there.
func (p *published) leadsOnly(t *testing.T, page, text, want string) {
	t.Helper()
	to := p.leads(t, page, text)
	if len(to) == 0 {
		t.Errorf("%s has no link %q", page, text)
	}
	for _, got := range to {
		if got != want {
			t.Errorf("%s: %q leads to %s, not to %s", page, text, got, want)
		}
	}
}

func domainsAreServed(t *testing.T, p *published) {
	groups := standard.Of(standard.Edition2013).Groups()
	if len(groups) != 14 || groups[0].ID != "A.5" || groups[13].ID != "A.18" {
		t.Fatalf("the edition of 2013 has the domains %v", groups)
	}
	for _, g := range groups {
		page := "annex-a/2013/" + g.ID + ".html"
		text := p.text(t, page)
		says := []string{g.ID + " " + g.Title, g.Summary, "ISO/IEC 27001:2013 is withdrawn", "31 October 2025", "What this comes to in practice"}
		for _, o := range standard.Of(standard.Edition2013).Parts(g) {
			says = append(says, o.ID+" "+o.Title)
			for _, id := range o.Children {
				p.leadsOnly(t, page, id+" "+title(t, id), "controls/"+id+".html")
			}
		}
		for _, a := range standard.ActivitiesOf(standard.Edition2013, g.ID) {
			says = append(says, a.Text)
		}
		for _, s := range says {
			if !strings.Contains(text, words(s)) {
				t.Errorf("%s does not say %q", page, s)
			}
		}
		if strings.Contains(text, "not answered") {
			t.Errorf("%s has an activity that no policy answers", page)
		}
		p.leadsOnly(t, "annex-a/2013/index.html", g.ID+" "+g.Title, page)
	}
}

func title(t *testing.T, id string) string {
	t.Helper()
	r, ok := standard.Of(standard.Edition2013).Lookup(id)
	if !ok {
		t.Fatalf("2013 has no %s", id)
	}
	return r.Title
}

func formerRequirementsAreServed(t *testing.T, p *published) {
	for _, r := range standard.Of(standard.Edition2013).Leaves() {
		page := "clauses/" + r.ID + ".html"
		if r.IsControl() {
			page = "controls/" + r.ID + ".html"
		}
		text := p.text(t, page)
		for _, s := range []string{r.ID + " " + r.Title, r.Summary, r.SuccessorNote, "In the edition of 2022"} {
			if !strings.Contains(text, words(s)) {
				t.Errorf("%s does not say %q", page, s)
			}
		}
		for _, id := range r.Others {
			to, _ := standard.Of(standard.Edition2022).Lookup(id)
			want := "clauses/2022/" + id + ".html"
			if to.IsControl() {
				want = "annex-a/2022/" + id + ".html"
			}
			if !slices.Contains(p.leads(t, page, id+" "+to.Title), want) {
				t.Errorf("%s does not lead to its successor %s", page, id)
			}
		}
	}
}

// formerID is the id of a control of 2013.
var formerID = regexp.MustCompile(`\bA\.\d+\.\d+\.\d+\b`)

func statementHolds114(t *testing.T, p *published) {
	var want []string
	for _, r := range standard.Of(standard.Edition2013).Controls() {
		want = append(want, r.ID)
	}
	root, err := html.Parse(bytes.NewReader(p.read(t, "soa/soa.html")))
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && node.Data == "tr" {
			for _, a := range node.Attr {
				if a.Key == "id" {
					rows = append(rows, a.Val)
				}
			}
		}
	}
	if !slices.Equal(rows, want) {
		t.Errorf("the page has the rows %v", rows)
	}
	table, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(p.read(t, "soa/soa.csv"), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = nil
	for _, row := range table[1:] {
		rows = append(rows, row[0])
	}
	if !slices.Equal(rows, want) {
		t.Errorf("the CSV has the rows %v", rows)
	}
	book, err := excelize.OpenReader(bytes.NewReader(p.read(t, "soa/soa.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := book.GetRows("Annex A")
	if err != nil {
		t.Fatal(err)
	}
	rows = nil
	for _, line := range lines[1:] {
		rows = append(rows, line[0])
	}
	if !slices.Equal(rows, want) {
		t.Errorf("the workbook has the rows %v", rows)
	}
	var statement struct {
		Standard string
		Counts   struct{ Total, Applicable, Excluded, Undecided int }
		Controls []struct{ ID, Decision string }
	}
	if err := json.Unmarshal(p.read(t, "soa/soa.json"), &statement); err != nil {
		t.Fatal(err)
	}
	decisions := map[string]string{}
	for _, c := range statement.Controls {
		decisions[c.ID] = c.Decision
	}
	if c := statement.Counts; statement.Standard != "ISO/IEC 27001:2013" || len(decisions) != 114 || c.Total != 114 || c.Applicable+c.Excluded+c.Undecided != 114 {
		t.Errorf("the JSON is of %s with %d controls, counted %+v", statement.Standard, len(decisions), c)
	}
	if decisions["A.9.2.1"] != "applicable" || decisions["A.14.2.7"] != "excluded" || decisions["A.6.1.1"] == "applicable" {
		t.Errorf("A.9.2.1 is %s, A.14.2.7 %s, A.6.1.1 %s", decisions["A.9.2.1"], decisions["A.14.2.7"], decisions["A.6.1.1"])
	}
	found := map[string]bool{}
	for _, id := range formerID.FindAllString(said(t, program(t, "pdftotext"), p.path("soa/soa.pdf"), "-"), -1) {
		found[id] = true
	}
	if len(found) != 114 {
		t.Errorf("the PDF names %d controls", len(found))
	}
}

func editionOf2022IsBeside(t *testing.T, p *published) {
	alone := 0
	for _, r := range standard.Of(standard.Edition2022).All() {
		page := "annex-a/2022/" + r.ID + ".html"
		if r.IsClause() {
			page = "clauses/2022/" + r.ID + ".html"
		}
		text := p.text(t, page)
		for _, s := range []string{r.ID + " " + r.Title, r.Summary, "of ISO/IEC 27001:2022"} {
			if !strings.Contains(text, words(s)) {
				t.Errorf("%s does not say %q", page, s)
			}
		}
		if strings.Contains(text, "is withdrawn") {
			t.Errorf("%s says that the edition of 2022 is withdrawn", page)
		}
		if (r.Amendment != "") != strings.Contains(text, "Amendment 1:2024") {
			t.Errorf("%s is amended: %q", page, r.Amendment)
		}
		if r.New() {
			alone++
			if !strings.Contains(text, "New in the edition of 2022") {
				t.Errorf("%s does not say that it is new", page)
			}
		}
		for _, id := range r.Others {
			from, _ := standard.Of(standard.Edition2013).Lookup(id)
			if r.IsControl() && !slices.Contains(p.leads(t, page, id+" "+from.Title), "controls/"+id+".html") {
				t.Errorf("%s does not lead to its predecessor %s", page, id)
			}
		}
	}
	if alone != 12 {
		t.Errorf("%d are new, not eleven controls and a clause", alone)
	}
	// What answers the predecessors answers the successor.
	p.leadsOnly(t, "annex-a/2022/A.5.18.html", "PRO-02 Joiners, Movers and Leavers", "documents/PRO-02.html")
}

func idsLeadToTheirEdition(t *testing.T, p *published) {
	for _, c := range []struct{ page, text, want string }{
		{"documents/PLN-02.html", "A.5.1", "annex-a/2013/A.5.html#A.5.1"},
		{"documents/PLN-02.html", "2022:A.5.1", "annex-a/2022/A.5.1.html"},
		{"documents/PLN-02.html", "clause 10.1", "clauses/10.1.html"},
		{"documents/PLN-02.html", "2022:10.1", "clauses/2022/10.1.html"},
		{"documents/PLN-02.html", "2022:6.3", "clauses/2022/6.3.html"},
		{"documents/PLN-02.html", "2022:A.5.23", "annex-a/2022/A.5.23.html"},
		{"documents/PRO-03.html", "2013:10.1", "clauses/10.1.html"},
		{"documents/PRO-03.html", "2022:10.2", "clauses/2022/10.2.html"},
		{"documents/POL-01.html", "A.18", "annex-a/2013/A.18.html"},
		{"documents/POL-04.html", "the objective A.9.1", "annex-a/2013/A.9.html#A.9.1"},
		{"documents/POL-04.html", "A.9.2.3", "controls/A.9.2.3.html"},
		{"documents/POL-13.html", "2022:A.8.8", "annex-a/2022/A.8.8.html"},
		{"annex-a/2022/A.5.1.html", "PLN-02 From 2013 to 2022", "documents/PLN-02.html"},
	} {
		p.leadsOnly(t, c.page, c.text, c.want)
	}
}

func standardIsTold(t *testing.T, p *published) {
	for _, c := range []struct{ text, want string }{
		{"A.5", "annex-a/2013/A.5.html"},
		{"A.18", "annex-a/2013/A.18.html"},
		{"4.1", "clauses/2022/4.1.html"},
		{"6.3", "clauses/2022/6.3.html"},
		{"clause 6.1.3", "clauses/6.1.3.html"},
	} {
		p.leadsOnly(t, "standard.html", c.text, c.want)
	}
	glossary := p.text(t, "glossary.html")
	for _, term := range standard.Terms() {
		if !strings.Contains(glossary, term.Term+" "+words(term.Meaning)) {
			t.Errorf("the glossary does not explain %q", term.Term)
		}
	}
}

// TestAnIdOfTheOtherEditionIsNamedWithWhatStandsForIt adds one document to the
// content of 2013 that speaks in ids of 2022.
func TestAnIdOfTheOtherEditionIsNamedWithWhatStandsForIt(t *testing.T) {
	files := fstest.MapFS{"policies/mixed.md": {Data: []byte(`---
id: POL-90
title: Mixed Policy
kind: policy
version: "1.0"
status: draft
classification: internal
owner: Security Manager
summary: Ids of both editions.
implements: [A.9.2.2, A.5.16, "2022:A.5.18", A.8.11, A.9.2]
---

A.8.24 and clause 9.2.1 are of 2022; A.10.1.1 and 2022:A.8.24 are no problem.
`)}}
	err := fs.WalkDir(former, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(former, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := build.Load(t.Context(), build.Sources{Content: files}, build.Options{Day: func(pinned day.Date) day.Date { return pinned }, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range l.Problems {
		switch {
		case p.Place.File == "policies/mixed.md":
			got = append(got, p.Severity.String()+": "+p.Message+"; "+p.Hint)
		case p.Place.File != "" && p.Rule != rules.EditionWithdrawn:
			t.Errorf("the content itself has a problem: %s: %s", p.Place, p.Message)
		}
	}
	want := []string{
		"error: A.5.16 is of the edition of 2022, and this content is written to that of 2013; it was A.9.2.1; write 2022:A.5.16 if the other edition is meant",
		"error: A.8.11 is of the edition of 2022, and this content is written to that of 2013; it has no counterpart; write 2022:A.8.11 if the other edition is meant",
		"error: A.9.2 has parts, and it is they that are answered; name one of A.9.2.1, A.9.2.2, A.9.2.3, A.9.2.4, A.9.2.5, A.9.2.6",
		"warning: A.8.24 is of the edition of 2022, and this content is written to that of 2013; it was A.10.1.1, A.10.1.2; write 2022:A.8.24 if the other edition is meant",
		"warning: 9.2.1 is of the edition of 2022, and this content is written to that of 2013; it was 9.2; write 2022:9.2.1 if the other edition is meant",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
