package soa_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"annexa/internal/language"
	"annexa/templates"
)

// workbook is the statement of a content as a workbook.
func workbook(t *testing.T, files map[string]string) []byte {
	t.Helper()
	s, words := spoken(t, files, "")
	data, err := s.XLSX(words)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withDocument is the content with a controlled statement and a site.
func withDocument() map[string]string {
	out := maps.Clone(files)
	out["annexa.yaml"] = "organisation: {name: \"Smith & Sons\"}\nbase: https://isms.example.org/\n"
	out["soa.md"] = "---\nid: SOA-01\ntitle: Our statement\nkind: soa\nclassification: internal\nowner: CISO\n" + approved + "---\nx"
	return out
}

// parts are the files of a workbook, read without the library that wrote them.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range r.File {
		if y := f.Modified.UTC().Format("2006-01-02"); y != "2026-11-02" {
			t.Errorf("%s is of %s", f.Name, y)
		}
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// texts are the cells of a sheet, read the same way.
func texts(t *testing.T, parts map[string]string, sheet string) map[string]string {
	t.Helper()
	var strings struct {
		Items []struct {
			Text string `xml:"t"`
		} `xml:"si"`
	}
	var cells struct {
		Rows []struct {
			Cells []struct {
				At    string `xml:"r,attr"`
				Type  string `xml:"t,attr"`
				Value *int   `xml:"v"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	for name, into := range map[string]any{"xl/sharedStrings.xml": &strings, "xl/worksheets/" + sheet + ".xml": &cells} {
		if err := xml.Unmarshal([]byte(parts[name]), into); err != nil {
			t.Fatal(name, err)
		}
	}
	out := map[string]string{}
	for _, row := range cells.Rows {
		for _, c := range row.Cells {
			if c.Value == nil {
				continue
			}
			if c.Type != "s" {
				t.Errorf("%s is no text", c.At)
			}
			out[c.At] = strings.Items[*c.Value].Text
		}
	}
	return out
}

func wants(t *testing.T, got map[string]string, want map[string]string) {
	t.Helper()
	for at, text := range want {
		if got[at] != text {
			t.Errorf("%s says %q, not %q", at, got[at], text)
		}
	}
}

func TestTheWorkbookSaysWhatTheStatementSays(t *testing.T) {
	p := parts(t, workbook(t, withDocument()))
	wants(t, texts(t, p, "sheet1"), map[string]string{
		"A1": "Statement of Applicability", "A3": "Organisation", "B3": "Smith & Sons", "B4": "ISO/IEC 27001:2022", "B5": "SOA-01 Our statement", "B6": "1.0", "B7": "Approved", "B8": "Internal",
		"B9": "CISO", "A10": "Approved by", "B10": "A", "B11": "B", "B12": "1 January 2026", "A14": "As of", "B14": "2 November 2026", "A16": "Controls", "B16": "93", "A19": "Not decided", "B19": "89",
	})
	clauses := texts(t, p, "sheet2")
	wants(t, clauses, map[string]string{"A1": "Clause", "A2": "4.1", "B2": "Understanding the organization and its context", "F2": "none"})
	controls := texts(t, p, "sheet3")
	wants(t, controls, map[string]string{
		"A1": "Control", "L1": "Write-up", "A2": "A.5.1", "D2": "yes", "E2": "risk, legal", "F2": `We, "must"`, "G2": "yes", "H2": "implemented", "J2": "POL-01", "K2": "R-001", "L2": "Approved",
		"G3": "no", "H3": "partial", "D4": "no", "F4": "=HYPERLINK(1)", "G4": "", "D5": "yes (in draft)", "L5": "Draft", "D6": "not decided", "A94": "A.8.34",
	})
	wants(t, texts(t, p, "sheet4"), map[string]string{"A1": "Control", "A2": "A.5.3", "D2": "=HYPERLINK(1)", "A3": ""})
	for name, text := range p {
		if strings.Contains(text, "<f>") || strings.Contains(text, "<f ") {
			t.Errorf("%s has a formula", name)
		}
	}
	for _, want := range []string{`state="frozen"`, `topLeftCell="B2"`, `<autoFilter ref="A1:L94"`, `orientation="landscape"`, `fitToWidth="1"`, `fitToHeight="0"`, `<dimension ref="A1:L94"`, "&amp;LSmith &amp;&amp; Sons&amp;C"} {
		if !strings.Contains(p["xl/worksheets/sheet3.xml"], want) {
			t.Errorf("the sheet of controls has no %s", want)
		}
	}
	if !strings.Contains(p["xl/workbook.xml"], "_xlnm.Print_Titles") || !strings.Contains(p["docProps/core.xml"], "2026-11-02T00:00:00Z") {
		t.Error(p["xl/workbook.xml"], p["docProps/core.xml"])
	}
}

func TestTheWorkbookReadsBack(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(workbook(t, withDocument())))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), "|"); got != "Statement of Applicability|Clauses|Annex A|Exclusions" {
		t.Error(got)
	}
	for at, want := range map[string]string{"A2": "https://isms.example.org/controls/A.5.1.html", "J2": "https://isms.example.org/documents/POL-01.html"} {
		if _, link, err := f.GetCellHyperLink("Annex A", at); err != nil || link != want {
			t.Errorf("%s leads to %q, %v", at, link, err)
		}
	}
	fills := map[string]string{}
	for _, at := range []string{"A1", "G2", "G3", "D4", "D6", "D2"} {
		n, err := f.GetCellStyle("Annex A", at)
		if err != nil {
			t.Fatal(err)
		}
		if color := f.Styles.Fills.Fill[*f.Styles.CellXfs.Xf[n].FillID].PatternFill.FgColor; color != nil {
			fills[at] = color.RGB
		}
	}
	if fills["D2"] != "" || len(map[string]bool{fills["A1"]: true, fills["G2"]: true, fills["G3"]: true, fills["D4"]: true, fills["D6"]: true, "": true}) != 6 {
		t.Errorf("the states have the colours %v", fills)
	}
}

func TestTheSameStatementGivesTheSameWorkbook(t *testing.T) {
	s, words := spoken(t, withDocument(), "")
	first, err := s.XLSX(words)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := s.XLSX(words)
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("another workbook, %v", err)
		}
	}
}

func TestAWorkbookTakesWhateverIsWritten(t *testing.T) {
	s, words := spoken(t, withDocument(), "")
	s.Rows[2].Justification = "+1 \x01 <b> & \u2028 \xff 🦀 " + strings.Repeat("x", 40000)
	data, err := s.XLSX(words)
	if err != nil {
		t.Fatal(err)
	}
	p := parts(t, data)
	got := texts(t, p, "sheet4")["D2"]
	if !strings.HasPrefix(got, "+1 ") || !strings.Contains(got, " <b> & ") || !strings.Contains(got, "🦀") || len(got) < 30000 {
		t.Errorf("%.60q, %d bytes", got, len(got))
	}
}

func TestAGermanWorkbookShowsTheTitlesOfTheStandardToo(t *testing.T) {
	german := withDocument()
	german["annexa.yaml"] += "language: de\npaper: letter\n"
	p := parts(t, workbook(t, german))
	wants(t, texts(t, p, "sheet1"), map[string]string{"A1": "Erklärung zur Anwendbarkeit", "A6": "Version", "B7": "Genehmigt", "B12": "1. Januar 2026"})
	wants(t, texts(t, p, "sheet3"), map[string]string{"A1": "Maßnahme", "B2": "Richtlinien zur Informationssicherheit\nPolicies for information security", "C2": "A.5 Organisatorische Maßnahmen", "D2": "ja", "E2": "Risiko, Gesetz", "H3": "teilweise umgesetzt", "D6": "nicht entschieden"})
	if !strings.Contains(p["xl/worksheets/sheet3.xml"], `paperSize="1"`) {
		t.Error("the paper is not that of the configuration")
	}
	s, words := spoken(t, german, "")
	data, err := s.CSV(words)
	if err != nil || !strings.HasPrefix(string(data), "Maßnahme,Titel,Gruppe,Entscheidung,Gründe,") || !strings.Contains(string(data), "A.5.3,Trennung von Aufgaben,A.5 Organisatorische Maßnahmen,ausgeschlossen,") {
		t.Errorf("%v %.300s", err, data)
	}
}

func TestSheetsHaveNamesThatAWorkbookMayHave(t *testing.T) {
	own := fstest.MapFS{"words/en.yaml": {Data: []byte("soa: {title: History, sheet: {clauses: \"[a/b]: what? * 'x'\", controls: HISTORY, exclusions: \"" + strings.Repeat("ä", 40) + "\"}}\n")}}
	words, problems := language.Of("en", templates.FS, own)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s, _ := spoken(t, withDocument(), "")
	data, err := s.XLSX(words)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), "|"); got != "History 2|a b   what    'x|HISTORY 3|"+strings.Repeat("ä", 31) {
		t.Error(got)
	}
}

func BenchmarkXLSX(b *testing.B) {
	s, words := spoken(b, withDocument(), "")
	for b.Loop() {
		if _, err := s.XLSX(words); err != nil {
			b.Fatal(err)
		}
	}
}
