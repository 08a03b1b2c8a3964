package register

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"annexa/internal/config"
	"annexa/internal/field"
)

func schemas(t *testing.T, settings string) *Schemas {
	t.Helper()
	c, problems := config.Read([]byte(settings))
	s, more := NewSchemas(c)
	if len(problems)+len(more) > 0 {
		t.Fatal(problems, more)
	}
	return s
}

func TestRegistersOfTheField(t *testing.T) {
	all := schemas(t, "").All()
	names, prefixes, confidential := map[string]bool{}, map[string]bool{}, []string{}
	for _, s := range all {
		if names[s.Name] || prefixes[s.Prefix] {
			t.Errorf("%s or %s is there twice", s.Name, s.Prefix)
		}
		names[s.Name], prefixes[s.Prefix] = true, true
		if s.Classification == "confidential" {
			confidential = append(confidential, s.Name)
		}
		for _, common := range []string{"owner", "due", "every", "note"} {
			if s.Column(common) < 0 {
				t.Errorf("%s has no %s", s.Name, common)
			}
		}
		keys := map[string]bool{}
		for _, c := range s.Columns {
			if keys[c.Key] || c.Key != field.Fold(c.Key) || c.Title == "" || (c.Type == Word || c.Type == Words) != (len(c.Words) > 0) {
				t.Errorf("%s: %+v", s.Name, c)
			}
			keys[c.Key] = true
		}
	}
	slices.Sort(confidential)
	if got := strings.Join(confidential, " "); len(all) != 22 || got != "audits competence exceptions incidents nonconformities risks training" {
		t.Errorf("%d registers, confidential are %s", len(all), got)
	}
}

func TestTheSampleHasEveryRegister(t *testing.T) {
	entries, err := os.ReadDir("../../content/registers")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, e := range entries {
		there[strings.TrimSuffix(e.Name(), path.Ext(e.Name()))] = true
	}
	for _, s := range schemas(t, "").All() {
		if !there[s.Name] {
			t.Errorf("the sample has no register %s", s.Name)
		}
	}
}

func TestOwnRegistersKeepTheirColumnsAndClassification(t *testing.T) {
	s, ok := schemas(t, "registers: {big-projects: {prefix: PRJ, classification: restricted, columns: {sponsor: {type: role, required: yes}, note: {type: list}, phase: {words: [a, b], title: Stage}, tags: {type: list, words: [c]}}}}\n").Lookup("big-projects")
	if !ok {
		t.Fatal("it is not there")
	}
	var got []string
	for _, c := range s.Columns {
		got = append(got, fmt.Sprint(c.Key, "/", c.Title, "/", c.Type, "/", c.Required))
	}
	want := []string{"sponsor/Sponsor/" + fmt.Sprint(Role) + "/true", "note/Note/" + fmt.Sprint(List) + "/false", "phase/Stage/" + fmt.Sprint(Word) + "/false", "tags/Tags/" + fmt.Sprint(Words) + "/false", "owner/Owner/" + fmt.Sprint(Role) + "/false", "due/Due/" + fmt.Sprint(Date) + "/false", "every/Every/" + fmt.Sprint(Interval) + "/false"}
	if s.Title != "Big projects" || s.Classification != "restricted" || !slices.Equal(got, want) {
		t.Errorf("%s, %s, %q", s.Title, s.Classification, got)
	}
}

func TestCSVCountsInCharactersAndForgivesSpreadsheets(t *testing.T) {
	assets, _ := schemas(t, "").Lookup("assets")
	r := DecodeCSV(assets, "registers/assets.csv", [32]byte{}, []byte("\ufeffID;Title ;type;owner;classification;;\r\n\r\nAST-1;Größe ö;\"a\r\nb\";Ü;secret;;\r\nAST-2;B;c;d;internal;;;;;\r\n;;;;;;\r\n"))
	var got []string
	for _, p := range r.Problems {
		got = append(got, p.Place.String()+" "+p.Message)
	}
	want := []string{
		"registers/assets.csv:4:6 classification is one of public, internal, confidential, restricted, and this is \"secret\"",
		"registers/assets.csv:3:1 AST-1 lacks classification",
	}
	if !slices.Equal(got, want) || len(r.Rows) != 2 || r.Rows[0].Cell("type").Text != "a\nb" || r.Rows[1].Title != "B" {
		t.Errorf("%q, %+v", got, r.Rows)
	}
}

func TestSeriesAreReadFromBothFormats(t *testing.T) {
	metrics, _ := schemas(t, "").Lookup("metrics")
	csv := DecodeCSV(metrics, "registers/metrics.csv", [32]byte{}, []byte("id,title,what,method,frequency,measured-by,analysed-by,values\nMET-1,M,a,b,c,d,e,2026-01-31=5; 2026-02-28 = 4.5;\n"))
	v, faults := field.Parse(field.YAML, []byte("- {id: MET-1, title: M, what: a, method: b, frequency: c, measured-by: d, analysed-by: e, values: [{date: 2026-01-31, value: 5}, {date: 2026-02-28, value: 4.5}]}\n"), 1)
	yaml := Decode(metrics, "registers/metrics.yaml", [32]byte{}, v)
	for _, r := range []*Register{csv, yaml} {
		if len(faults)+len(r.Problems) > 0 || len(r.Rows) != 1 {
			t.Fatal(r.Problems, faults)
		}
		if got := fmt.Sprint(r.Rows[0].Cell("values").Series); got != "[{2026-01-31 5} {2026-02-28 4.5}]" {
			t.Errorf("%s: %s", r.File, got)
		}
	}
}
