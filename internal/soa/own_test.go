package soa_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// withOwn is a content with two controls of its own, one of them a draft, and
// one that was withdrawn.
func withOwn() map[string]string {
	out := maps.Clone(files)
	out["o1.md"] = "---\ncontrol: ORG-01\ntitle: Two keys\nsummary: No one alone.\nmaps: [A.5.1, 6.1.3]\nreasons: [risk]\njustification: One may be bought\nimplementation: implemented\nowner: CISO\n" + approved + "---\nx"
	out["o2.md"] = "---\ncontrol: ORG-02\ntitle: Three keys\nreasons: [legal]\nstatus: draft\n---\nx"
	out["o3.md"] = "---\ncontrol: ORG-03\ntitle: Four keys\nreasons: [legal]\nstatus: retired\n---\nx"
	out["o4.md"] = "---\nid: POL-03\ntitle: R\nkind: policy\nimplements: [ORG-01]\n" + approved + "---\nx"
	return out
}

func TestOwnControlsStandBehindThoseOfAnnexAInEveryForm(t *testing.T) {
	s, words := spoken(t, withOwn(), "")
	if c := s.Counts; c.Total != 95 || c.Own != 2 || c.Applicable != 4 || c.Implemented != 2 || len(s.Rows) != 95 {
		t.Errorf("%+v", c)
	}
	forms := map[string][]byte{}
	for _, f := range s.Forms(words) {
		data, err := f.Bytes()
		if err != nil {
			t.Fatal(f.Name, err)
		}
		forms[f.Name] = data
	}
	rows, err := csv.NewReader(bytes.NewReader(forms["soa.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[94], "|"); got != "ORG-01|Two keys|Own controls|applicable|risk|One may be bought|yes|implemented|CISO|POL-03||Approved" {
		t.Error(got)
	}
	book, err := excelize.OpenReader(bytes.NewReader(forms["soa.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := book.GetRows("Own controls")
	if err != nil || len(sheet) < 3 {
		t.Fatal(err, sheet)
	}
	if got := strings.Join(sheet[len(sheet)-2], "|"); got != "ORG-01|Two keys|6.1.3, A.5.1|yes|risk|One may be bought|yes|implemented|CISO|POL-03||Approved" && got != "ORG-01|Two keys|A.5.1, 6.1.3|yes|risk|One may be bought|yes|implemented|CISO|POL-03||Approved" {
		t.Error(got)
	}
	for _, name := range []string{"Annex A", "Exclusions"} {
		rows, err := book.GetRows(name)
		if err != nil || slices.ContainsFunc(rows, func(r []string) bool { return len(r) > 0 && strings.HasPrefix(r[0], "ORG-") }) {
			t.Error(name, "has controls of one's own", err)
		}
	}
	var catalog struct {
		Catalog struct {
			Groups []struct {
				ID       string
				Controls []struct {
					ID, Title string
					Links     []struct{ Href, Rel string }
				}
			}
		}
	}
	if err := json.Unmarshal(forms["oscal-catalog.json"], &catalog); err != nil {
		t.Fatal(err)
	}
	groups := catalog.Catalog.Groups
	last := groups[len(groups)-1]
	if last.ID != "own-controls" || len(last.Controls) != 2 || last.Controls[0].ID != "ORG-01" || last.Controls[0].Links[0].Href != "#A.5.1" {
		t.Errorf("%+v", last)
	}
	for _, name := range []string{"oscal-profile.json", "oscal-component-definition.json", "oscal-ssp.json"} {
		if text := string(forms[name]); !strings.Contains(text, `"ORG-01"`) || strings.Contains(text, `"ORG-02"`) || strings.Contains(text, `"ORG-03"`) {
			t.Errorf("%s selects other controls of one's own than those in force", name)
		}
	}
}

func TestAWorkbookWithoutOwnControlsHasNoSheetOfThem(t *testing.T) {
	book, err := excelize.OpenReader(bytes.NewReader(workbook(t, files)))
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(book.GetSheetList(), "Own controls") {
		t.Error("it has one")
	}
}

func TestOwnControlsComeBackFromASpreadsheet(t *testing.T) {
	s, words := spoken(t, withOwn(), "")
	xlsx, err := s.XLSX(words)
	if err != nil {
		t.Fatal(err)
	}
	csv, err := s.CSV(words)
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range map[string][]byte{"xlsx": xlsx, "csv": csv} {
		in, after, err := takeIn(t, map[string]string{"annexa.yaml": "title: T\n"}, src)
		if err != nil {
			t.Fatal(err)
		}
		maps := "" // which the CSV has no column for
		if name == "xlsx" {
			maps = "maps: [\"A.5.1\", \"6.1.3\"]\n"
		}
		if text := after["controls/ORG-01.md"]; !strings.Contains(text, "control: ORG-01\ntitle: Two keys\n"+maps+"reasons: [risk]\njustification: One may be bought\n") || !strings.Contains(text, "implementation: implemented") {
			t.Errorf("%s: %s\n%s", name, text, said(in))
		}
		if got := decided(t, after); !strings.Contains(got, "ORG-01|applicable|risk|One may be bought|implemented|CISO") || !strings.Contains(got, "ORG-02|applicable|legal") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	in, after, err := takeIn(t, withOwn(), book(t, [][]any{
		{"Control", "Applicable", "Justification", "Status"},
		{"A.5.7", "yes", "news", "planned"},
		{"ORG-02 Three keys", "yes", "Says the law", "planned"},
		{"ORG-07: Dogs", "yes", "Bark", "planned"},
		{"ORG-08", "no", "None needed", ""},
		{"POL-01", "yes", "A policy", ""},
		{"R-001", "yes", "A risk", ""},
	}, nil))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(after["o2.md"], "justification: Says the law\n") || !strings.Contains(after["ORG-07.md"], "title: Dogs\n") {
		t.Errorf("%s\n%s", after["o2.md"], after["ORG-07.md"])
	}
	for _, path := range []string{"ORG-08.md", "POL-01.md", "R-001.md"} {
		if _, made := after[path]; made {
			t.Errorf("%s is made", path)
		}
	}
	for _, want := range []string{"ORG-08 is a control of one's own, and is said not to be applicable", "POL-01 is the id of 7.md, and no control", `"R-001" is no id of a control`} {
		if !strings.Contains(said(in), want) {
			t.Errorf("nothing says %q:\n%s", want, said(in))
		}
	}
}
