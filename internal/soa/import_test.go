package soa_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/soa"
)

// takeIn imports a spreadsheet into a content, and returns the content as it is
// then.
func takeIn(t testing.TB, content map[string]string, src []byte) (*soa.Import, map[string]string, error) {
	t.Helper()
	in, err := soa.ImportFile(statement(t, content).ISMS, soa.Read{File: func(name string) ([]byte, error) {
		data, ok := content[name]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return []byte(data), nil
	}}, src)
	if err != nil {
		return nil, nil, err
	}
	after := maps.Clone(content)
	for _, c := range in.Changes {
		if old, there := after[c.Path]; there == c.Creates() || there && c.Fits([]byte(old)) != nil {
			t.Errorf("the change of %s does not fit", c.Path)
		}
		after[c.Path] = string(c.New)
	}
	return in, after, nil
}

// decided are the decisions of a content's files, a line a control that has one.
func decided(t testing.TB, content map[string]string) string {
	t.Helper()
	var b strings.Builder
	for _, r := range statement(t, content).Rows {
		if r.Decision == isms.Undecided && r.Owner == "" {
			continue
		}
		fmt.Fprintln(&b, strings.Join([]string{r.ID, r.Decision.String(), strings.Join(r.Reasons, " "), r.Justification, r.Implementation, r.Owner}, "|"))
	}
	return b.String()
}

func said(in *soa.Import) string {
	var b strings.Builder
	for _, r := range in.Remarks {
		fmt.Fprintf(&b, "%s: %s\n", r.Place, r.Text)
	}
	return b.String()
}

// book is a workbook of one sheet.
func book(t testing.TB, rows [][]any, more func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if more != nil {
		more(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAStatementComesBackFromItsOwnFiles takes what was written in both
// languages and editions into a content that has nothing.
func TestAStatementComesBackFromItsOwnFiles(t *testing.T) {
	of2022 := map[string]string{
		"a.md": "---\ncontrol: A.5.1\napplicable: yes\nreasons: [risk, legal]\njustification: 'We, \"must\": - =1'\nimplementation: implemented\nowner: CISO\n" + approved + "---\nx",
		"b.md": "---\ncontrol: A.5.10\napplicable: yes\nreasons: [contract, business, baseline]\nimplementation: partial\nowner: 'IT: ops'\n" + approved + "---\nx",
		"c.md": "---\ncontrol: A.5.3\napplicable: no\njustification: =HYPERLINK(1)\nowner: IT\n" + approved + "---\nx",
		"d.md": "---\ncontrol: A.8.34\napplicable: yes\nimplementation: planned\nowner: yes\nstatus: draft\n---\nx",
		"e.md": "---\ncontrol: A.7.1\napplicable: yes\njustification: '@x'\nimplementation: not-started\nowner: IT\nstatus: draft\n---\nx",
	}
	of2013 := map[string]string{
		"a.md": "---\ncontrol: A.9.2.1\napplicable: yes\nreasons: [risk]\njustification: J\nimplementation: implemented\nowner: IT\n" + approved + "---\nx",
		"b.md": "---\ncontrol: A.18.1.1\napplicable: no\njustification: K\nowner: IT\n" + approved + "---\nx",
	}
	for _, c := range []struct {
		settings string
		content  map[string]string
	}{{"language: en-GB\n", of2022}, {"language: de\n", of2022}, {"edition: 2013\nlanguage: de\n", of2013}} {
		files := maps.Clone(c.content)
		files["annexa.yaml"] = c.settings
		files["soa.md"] = "---\nid: SOA-01\ntitle: Statement of Applicability\nversion: \"5.2\"\nowner: CISO\n" + approved + "---\nx" // whose version looks like the id of a control
		s, words := spoken(t, files, "")
		for name, form := range map[string]func(*language.Language) ([]byte, error){"csv": s.CSV, "xlsx": s.XLSX} {
			src, err := form(words)
			if err != nil {
				t.Fatal(err)
			}
			in, after, err := takeIn(t, map[string]string{"annexa.yaml": c.settings}, src)
			if err != nil {
				t.Fatal(err)
			}
			want := decided(t, files)
			got := decided(t, after)
			if !strings.Contains(want, "A.9.2.1") && !strings.Contains(want, "A.7.1|applicable||@x|not-started|IT") {
				t.Fatal(want)
			}
			if got != want || in.Kept != 0 || in.Completed != 0 {
				t.Errorf("%s of %q:\n%s\nwant\n%s\n%s", name, c.settings, got, want, said(in))
			}
			// Once more, there is nothing to do.
			if again, _, err := takeIn(t, after, src); err != nil || len(again.Changes) != 0 || again.Same != in.Made+in.Same {
				t.Errorf("%s of %q: %v %+v\n%s", name, c.settings, err, again, said(again))
			}
		}
	}
}

// TestAStatementOfAnotherMakeIsUnderstood has a table as many keep it: a title
// above it, headings in two rows with merged cells, marks for reasons, numbers
// for ids, headings of themes between, a thousand empty rows behind.
func TestAStatementOfAnotherMakeIsUnderstood(t *testing.T) {
	rows := [][]any{
		{"Statement of Applicability, ACME"},
		{},
		{"ISO 27001:2022 Control No.", "Control", "Control Applicable? (Y/N)", "Justification for inclusion", "Justification for exclusion", "Reasons for selection", nil, nil, nil, "Implementation status", "How is it implemented", "Control Owner", "Last audit"},
		{nil, nil, nil, nil, nil, "LR", "CO", "BR/BP", "RRA"},
		{"5 Organisational controls"},
		{5.1, "Policies for information security", "Y", "Rules", nil, "x", nil, nil, "✓", "Fully implemented", "A policy\nand <!-- more", "CISO", "2025"},
		{5.9, "Inventory", "Yes", nil, nil, nil, "X", nil, nil, "In progress", nil, "CISO"},
		{5.1, "Acceptable use", "yes", nil, nil, nil, nil, "x", nil, "planned"},
		{"A.7 Physical controls"},
		{"A.7.12", "Cabling security", "N/A", "ignored", "No cables", nil, nil, nil, nil, "n/a"},
		{"A.5.99", "x", "y"},
		{"A.9.2.1", "User registration", "y"},
		{"A.8.1", "Devices", "perhaps", nil, nil, nil, nil, nil, nil, "sort of"},
		{"8.2 Privileged access rights", nil, "ja", "Zuerst", nil, nil, nil, nil, nil, "umgesetzt"},
		{"A.8.2", nil, "nein", "Zweitens"},
		{"Total 93", nil, "5"},
	}
	src := book(t, rows, func(f *excelize.File) {
		for _, area := range [][2]string{{"A1", "M1"}, {"F3", "I3"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "C4"}, {"J3", "J4"}, {"A5", "M5"}, {"A9", "XFD9"}} {
			if err := f.MergeCell("Sheet1", area[0], area[1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellFormula("Sheet1", "L8", "L7"); err != nil { // without a value
			t.Fatal(err)
		}
		for row := 17; row < 1017; row++ {
			if err := f.SetCellStr("Sheet1", fmt.Sprintf("C%d", row), " "); err != nil {
				t.Fatal(err)
			}
		}
	})
	in, after, err := takeIn(t, map[string]string{}, src)
	if err != nil {
		t.Fatal(err)
	}
	want := `A.5.1|applicable|risk legal|Rules|implemented|CISO
A.5.9|applicable|contract||partial|CISO
A.5.10|applicable|business||planned|
A.7.12|excluded||No cables||
A.8.2|applicable||Zuerst|implemented|
`
	if got := decided(t, after); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if text := after["controls/A.5.1.md"]; !strings.Contains(text, "\nA policy\n\nand \\<!-- more\n") {
		t.Error(text)
	}
	remarks := said(in)
	for _, want := range []string{
		"'Sheet1'!A8: 5.1 stands for A.5.10 here, which a spreadsheet takes for a number\n",
		"'Sheet1'!L8: this is a formula without a value: open the file in a spreadsheet program, and save it\n",
		"'Sheet1'!D10: A.7.12: this says why the opposite would be decided; it is not read\n",
		"'Sheet1'!A11: ISO/IEC 27001:2022 has no control A.5.99; the row is not read\n",
		"'Sheet1'!A12: A.9.2.1 is of the edition of 2013, here A.5.16: decide on that by hand\n",
		"'Sheet1'!C13: A.8.1: \"perhaps\" is no decision that is known; it is not read\n",
		"'Sheet1'!J13: A.8.1: \"sort of\" is no state of implementation that is known; it is not read\n",
		"'Sheet1'!A15: A.8.2 stands in 'Sheet1'!A14 already, with other words; the first counts\n",
		"'Sheet1'!A16: \"Total 93\" is no id of a control; the row is not read\n",
	} {
		if !strings.Contains(remarks, want) {
			t.Errorf("nothing says %s", want)
		}
		remarks = strings.Replace(remarks, want, "", 1)
	}
	if !strings.HasPrefix(remarks, "'Sheet1'!A3: some cells of this table are formulas") || strings.Count(remarks, "\n") != 1 {
		t.Errorf("more is said:\n%s", remarks)
	}
	var columns []string
	for _, c := range in.Columns {
		columns = append(columns, c.Heading+"="+c.Means)
	}
	if got := strings.Join(columns, "; "); got != "ISO 27001:2022 Control No.=the control; Control=the title of the control; Control Applicable? (Y/N)=applicable; Justification for inclusion=justification; "+
		"Justification for exclusion=justification; LR=reasons: legal; CO=reasons: contract; BR/BP=reasons: business; RRA=reasons: risk; "+
		"Implementation status=implementation; How is it implemented=the text of a new write-up; Control Owner=owner; Last audit=not read" {
		t.Error(got)
	}
}

func TestACSVInGermanIsUnderstood(t *testing.T) {
	src := "\ufeffStand: 1.2.2026;;;;\r\nMaßnahme Nr.;Bezeichnung;Anwendbar (ja/nein);Begründung;Umsetzungsgrad;Verantwortlicher;Gründe\r\n" +
		"Anhang A.5.1;Richtlinien;ja;\"Weil; so\";teilweise umgesetzt;Leitung IT;Risiko, Gesetz\r\n;;;;;;\r\nA5.2;Rollen;nicht anwendbar;Nie;;;\r\nA 5.3;Trennung;offen;;nicht begonnen;;weil es so ist\r\n"
	in, after, err := takeIn(t, map[string]string{}, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := decided(t, after), "A.5.1|applicable|risk legal|Weil; so|partial|Leitung IT\nA.5.2|excluded||Nie||\n"; got != want || len(in.Remarks) > 0 {
		t.Errorf("%s\nwant\n%s\n%s", got, want, said(in))
	}
	if text := after["controls/A.5.3.md"]; !strings.Contains(text, "justification: weil es so ist\n") || !strings.Contains(text, "implementation: not-started\n") || strings.Contains(text, "\napplicable:") {
		t.Error(text)
	}
}

// TestWhatIsWrittenStays: no text, no value, nothing that was approved.
func TestWhatIsWrittenStays(t *testing.T) {
	content := map[string]string{
		"approved.md": "---\ncontrol: A.5.1\napplicable: no\njustification: J\n" + approved + "---\nText.\n",
		"review.md":   "---\ncontrol: A.5.2\nstatus: in-review\n---\nText.\n",
		"retired.md":  "---\ncontrol: A.5.3\nstatus: retired\n---\nText.\n",
		"draft.md":    "---\r\ncontrol: A.5.4 # here\r\napplicable: yes\r\nstatus: draft\r\nimplementation: not-started\r\n---\r\nText.\r\n",
		"wrong.md":    "---\ncontrol: A.5.5\nstatus: draft\napplicable: perhaps\nowner: [a, b]\n---\nText.\n",
		"toml.md":     "+++\ncontrol = \"A.5.6\"\nstatus = \"draft\"\n+++\nText.\n",
	}
	var src strings.Builder
	src.WriteString("Control,Applicable,Justification,Status,Owner,Implementation description\n")
	for i := range 7 {
		fmt.Fprintf(&src, "A.5.%d,%s,Because,implemented,IT,As follows\n", i+1, map[bool]string{true: "no", false: "yes"}[i == 3])
	}
	in, after, err := takeIn(t, content, []byte(src.String()))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range content {
		if name != "draft.md" && name != "wrong.md" && after[name] != text {
			t.Errorf("%s became\n%s", name, after[name])
		}
	}
	if got, want := after["draft.md"], "---\r\ncontrol: A.5.4 # here\r\napplicable: yes\r\nstatus: draft\r\nimplementation: not-started\r\njustification: Because\r\nowner: IT\r\n---\r\nText.\r\n"; got != want {
		t.Errorf("%q\nwant\n%q", got, want)
	}
	if got, want := after["wrong.md"], "---\ncontrol: A.5.5\nstatus: draft\napplicable: perhaps\nowner: [a, b]\njustification: Because\nimplementation: implemented\n---\nText.\n"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if in.Made != 1 || in.Completed != 2 || in.Kept != 4 || in.Same != 0 {
		t.Errorf("%+v", in)
	}
	for _, want := range []string{
		"A.5.1 is approved and stays as it is", "A.5.2 is in review and stays", "A.5.3 is retired and stays",
		"A.5.4 says applicable: yes in draft.md, and keeps it; the spreadsheet says no", "A.5.4 has a text in draft.md, and keeps it",
		"A.5.5 says something of applicable in wrong.md, and keeps it", "A.5.5 says something of owner in wrong.md", "toml.md: there is no front matter in YAML",
	} {
		if !strings.Contains(said(in), want) {
			t.Errorf("nothing says %s:\n%s", want, said(in))
		}
	}
}

func TestWhatIsNoStatementIsRefused(t *testing.T) {
	whole := book(t, [][]any{{"Control", "Applicable"}, {"A.5.1", "yes"}}, nil)
	cut := whole[:len(whole)/2]
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		src  []byte
		want string
	}{
		"nothing":        {nil, "no table of controls"},
		"text":           {[]byte("Dear all,\nplease find attached"), "no table of controls"},
		"a picture":      {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "neither XLSX nor UTF-8"},
		"zeros":          {make([]byte, 4096), "no spreadsheet"},
		"old Excel":      {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old kind"},
		"UTF-16":         {[]byte("\xff\xfeC\x00o\x00"), "CSV UTF-8"},
		"Windows-1252":   {[]byte("Ma\xdfnahme;Anwendbar\nA.5.1;ja\n"), "CSV UTF-8"},
		"open quote":     {[]byte("Control,Applicable\n\"A.5.1,yes\n"), "line 2: this is not CSV"},
		"no headings":    {[]byte("A.5.1,yes\nA.5.2,no\n"), "no table of controls"},
		"no ids":         {[]byte("Control,Applicable\nPolicies,yes\n"), "no table of controls"},
		"a cut workbook": {cut, "no workbook that can be read"},
		"a bomb":         {bomb.Bytes(), "no workbook that can be read"},
		"another zip":    {zipped(t, "readme.txt", "hello"), ""},
		"endless rows":   {[]byte("Control,Applicable\n" + strings.Repeat("\n", 30_000) + "A.5.1,yes\n"), "more than 20000 rows"},
	} {
		in, _, err := takeIn(t, map[string]string{}, c.src)
		var none soa.NoSpreadsheet
		if !errors.As(err, &none) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v %+v", name, err, in)
		}
	}
}

func zipped(t testing.TB, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	err = cmp.Or(err, func() error { _, err := w.Write([]byte(text)); return err }(), z.Close())
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzImportFile: whatever a file holds, it is understood or refused, and what
// is made of it can be read.
func FuzzImportFile(f *testing.F) {
	for _, s := range []string{
		"Control,Applicable\nA.5.1,yes\n", "Nr;Anwendbar;Begründung\n5.9;ja;x\n5.1;ja;\"y\nz\"\n", "x\tControl\tStatus\n\tA.5.1\tdone\n", "Control,Justification,Owner\nA.5.1,\"a: b #c\",'=x\n",
	} {
		f.Add([]byte(s))
	}
	f.Add(book(f, [][]any{{"Control", "Applicable"}, {5.1, "yes"}}, nil))
	s := statement(f, map[string]string{"soa.md": "---\ntitle: S\n---\n"})
	f.Fuzz(func(t *testing.T, src []byte) {
		in, err := soa.ImportFile(s.ISMS, soa.Read{File: func(string) ([]byte, error) { return nil, fs.ErrNotExist }}, src)
		if err != nil {
			var none soa.NoSpreadsheet
			if !errors.As(err, &none) {
				t.Fatal(err)
			}
			return
		}
		content := map[string]string{}
		for _, c := range in.Changes {
			content[c.Path] = string(c.New)
		}
		for _, d := range statement(t, content).ISMS.Documents {
			if len(d.Problems) > 0 {
				t.Errorf("%v\n%s", d.Problems, content[d.File])
			}
		}
		if n := len(slices.Compact(slices.Sorted(maps.Keys(content)))); n != in.Made {
			t.Errorf("%d files of %d write-ups", n, in.Made)
		}
	})
}
