package soa_test

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xeipuuv/gojsonschema"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/language"
	"annexa/internal/soa"
)

// statement is that of a content given as files by their paths.
func statement(t testing.TB, files map[string]string) *soa.Statement {
	t.Helper()
	s, _ := spoken(t, files, "")
	return s
}

// upTo is the statement of what is classified at or below a level.
func upTo(t *testing.T, files map[string]string, level string) *soa.Statement {
	t.Helper()
	s, _ := spoken(t, files, level)
	return s
}

// spoken is the statement with the words of the content's language.
func spoken(t testing.TB, files map[string]string, level string) (*soa.Statement, *language.Language) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	on, err := day.Parse("2026-11-02")
	if err != nil {
		t.Fatal(err)
	}
	l, err := build.Load(t.Context(), build.Sources{Content: fsys}, build.Options{Day: func(day.Date) day.Date { return on }, Level: level, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return soa.Of(l.ISMS), l.Words
}

const approved = "status: approved\nversion: 1.0\napproved: {by: A, role: B, date: 2026-01-01}\n"

var files = map[string]string{
	"1.md": "---\ncontrol: A.5.1\napplicable: yes\nreasons: [risk, legal]\njustification: \"We, \\\"must\\\"\"\nimplementation: implemented\n" + approved + "---\nx",
	"2.md": "---\ncontrol: A.5.2\napplicable: yes\nreasons: [baseline]\nimplementation: partial\n" + approved + "---\nx",
	"3.md": "---\ncontrol: A.5.3\napplicable: no\njustification: =HYPERLINK(1)\n" + approved + "---\nx",
	"4.md": "---\ncontrol: A.5.4\napplicable: yes\nimplementation: implemented\nstatus: draft\n---\nx",
	"5.md": "---\ncontrol: A.5.5\n" + approved + "---\nx",
	"6.md": "---\ncontrol: A.5.6\napplicable: yes\nimplementation: planned\n" + approved + "---\nx",
	"7.md": "---\nid: POL-01\ntitle: P\nkind: policy\nimplements: [A.5.1]\n" + approved + "---\nx",
	"8.md": "---\nid: POL-02\ntitle: Q\nkind: policy\nimplements: [A.5.1]\nstatus: draft\n---\nx",

	"registers/risks.yaml": "- {id: R-001, title: Loss, affects: [c], likelihood: 2, impact: 3, treatment: modify, controls: [A.5.1], owner: IT}\n",
}

func TestTheStatementCountsWhatIsInForce(t *testing.T) {
	want := soa.Counts{Total: 93, Applicable: 3, Excluded: 1, Undecided: 89, Implemented: 1, Partial: 1, Planned: 1, InDraft: 1}
	if got := statement(t, files).Counts; got != want {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

func TestTheCSVReadsBack(t *testing.T) {
	s, words := spoken(t, files, "")
	data, err := s.CSV(words)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(data), "\r\n") {
		t.Error("lines end in CR LF (RFC 4180)")
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 94 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, want := range []string{
		`A.5.1|Policies for information security|A.5 Organizational controls|applicable|risk; legal|We, "must"|yes|implemented||POL-01|R-001|Approved`,
		`A.5.2|Information security roles and responsibilities|A.5 Organizational controls|applicable|baseline||no|partial||||Approved`,
		`A.5.3|Segregation of duties|A.5 Organizational controls|excluded||'=HYPERLINK(1)||||||Approved`,
		`A.5.4|Management responsibilities|A.5 Organizational controls|applicable|||yes|implemented||||Draft`,
		`A.5.5|Contact with authorities|A.5 Organizational controls|not decided||||||||Approved`,
	} {
		if got := strings.Join(rows[i+1], "|"); got != want {
			t.Errorf("row %d:\n%s\nwant\n%s", i+1, got, want)
		}
	}
	if got := strings.Join(rows[93], "|"); !strings.HasPrefix(got, "A.8.34|") || !strings.HasSuffix(got, "not decided||||||||none") {
		t.Error(got)
	}
}

func TestTheJSONSaysNothingThatWasNotWritten(t *testing.T) {
	data, err := statement(t, files).JSON()
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		Standard, Date string
		Document       map[string]any
		Controls       []map[string]any
	}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	if out.Standard != "ISO/IEC 27001:2022" || out.Date != "2026-11-02" || out.Document != nil || len(out.Controls) != 93 {
		t.Errorf("%s %s %v %d", out.Standard, out.Date, out.Document, len(out.Controls))
	}
	if out.Controls[0]["implemented"] != true || out.Controls[1]["implemented"] != false {
		t.Error(out.Controls[:2])
	}
	if _, there := out.Controls[2]["implemented"]; there {
		t.Error("an excluded control is neither implemented nor not")
	}
	if out.Controls[3]["inDraft"] != true {
		t.Error(out.Controls[3])
	}
}

// TestTheJSONIsThatOfItsSchema holds statements that say all there is to say
// against the schema that is published beside them, by a validator of other
// people; what the schema knows and no statement says is not tested.
func TestTheJSONIsThatOfItsSchema(t *testing.T) {
	loader := gojsonschema.NewSchemaLoader()
	loader.Validate = true
	schema, err := loader.Compile(gojsonschema.NewBytesLoader(soa.JSONSchema))
	if err != nil {
		t.Fatal(err)
	}
	whole := maps.Clone(files)
	whole["annexa.yaml"] = "organisation: {name: Northwind Data Ltd}\n"
	whole["soa.md"] = "---\nid: SOA-01\ntitle: Statement\nkind: soa\nclassification: internal\nowner: CISO\n" + approved + "review: {every: 12 months, last: 2026-01-01}\n---\n"
	whole["9.md"] = "---\ncontrol: A.5.7\napplicable: yes\nowner: CISO\nclassification: confidential\n" + approved + "---\nx"
	whole["own.md"] = "---\ncontrol: ORG-01\ntitle: Two keys\nmaps: [A.8.24]\nreasons: [risk]\n" + approved + "---\nx"
	whole["catalogues/bank.yaml"] = "id: BANK\ntitle: Conditions\nversion: '1'\nsource: https://bank.example/\ngroups: [{id: g, title: G}]\nentries: [{id: '1', title: One, group: g, maps: [A.5.1]}]\n"
	former := map[string]string{"annexa.yaml": "edition: 2013\n", "soa.md": "---\ntitle: Statement\n---\n"}
	said := map[string]bool{}
	for _, s := range []*soa.Statement{statement(t, whole), upTo(t, whole, "internal"), statement(t, former), statement(t, map[string]string{})} {
		data, err := s.JSON()
		if err != nil {
			t.Fatal(err)
		}
		verdict, err := schema.Validate(gojsonschema.NewBytesLoader(data))
		if err != nil || !verdict.Valid() {
			t.Errorf("%v %v\n%s", err, verdict.Errors(), data)
		}
		for _, key := range regexp.MustCompile(`"([$A-Za-z]+)":`).FindAllSubmatch(data, -1) {
			said[string(key[1])] = true
		}
	}
	var all map[string]any
	if err := json.Unmarshal(soa.JSONSchema, &all); err != nil {
		t.Fatal(err)
	}
	var keys func(v any)
	keys = func(v any) {
		m, _ := v.(map[string]any)
		properties, _ := m["properties"].(map[string]any)
		for key, below := range properties {
			if !said[key] {
				t.Errorf("no statement says %s", key)
			}
			keys(below)
		}
		if m["items"] != nil {
			keys(m["items"])
		}
	}
	keys(all)

	for _, wrong := range []string{
		`{"standard": "ISO/IEC 27001:2022", "date": "2026-11-02", "counts": {}, "controls": []}`,
		`{"standard": "ISO/IEC 27001:2022", "date": "2026-11-02", "counts": {"total": 1, "applicable": 1, "excluded": 0, "undecided": 0, "implemented": 1, "inDraft": 0}, "controls": [
			{"id": "A.5.1", "title": "T", "group": "A.5", "decision": "applicable", "implemented": true, "implementation": "partial", "reasons": [], "documents": [], "risks": []}]}`,
		`{"standard": "ISO/IEC 27001:2022", "date": "2026-11-02", "counts": {"total": 1, "applicable": 0, "excluded": 1, "undecided": 0, "implemented": 0, "inDraft": 0}, "controls": [
			{"id": "A.5.1", "title": "T", "group": "A.5", "decision": "excluded", "implemented": false, "reasons": [], "documents": [], "risks": []}]}`,
	} {
		if verdict, err := schema.Validate(gojsonschema.NewStringLoader(wrong)); err != nil || verdict.Valid() {
			t.Errorf("%v: this is valid\n%s", err, wrong)
		}
	}
}

func TestAStatementThatIsNotForItsReadersHasNoRows(t *testing.T) {
	content := map[string]string{"soa.md": "---\ntitle: x\n---\n", "1.md": "---\ncontrol: A.5.1\napplicable: yes\nclassification: public\n" + approved + "---\nx"}
	for _, c := range []struct {
		level, settings string
		published       bool
	}{{"", "", true}, {"internal", "", true}, {"public", "", false}, {"", "drafts: hide\n", false}} {
		content["annexa.yaml"] = c.settings
		s := upTo(t, content, c.level)
		if s.Published() != c.published || len(s.Rows) != map[bool]int{true: 93}[c.published] {
			t.Errorf("%q, %q: published %v with %d rows", c.level, c.settings, s.Published(), len(s.Rows))
		}
	}
}
