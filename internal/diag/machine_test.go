package diag

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"
)

func TestTheShapeOfJSONStays(t *testing.T) {
	var b bytes.Buffer
	p := BrokenLink.At(Place{"b.md", 3, 7}, "x.md leads to <nothing>").Hinting("did you mean %s?", "y.md").About("POL-01").Fixed("x.md", "y.md")
	if err := JSON(&b, []Problem{p, reviewDue.At(Place{}, "due")}); err != nil {
		t.Fatal(err)
	}
	want := `{
  "errors": 0,
  "warnings": 1,
  "notes": 1,
  "problems": [
    {
      "file": "b.md",
      "line": 3,
      "column": 7,
      "severity": "warning",
      "rule": "broken-link",
      "subject": "POL-01",
      "message": "x.md leads to <nothing>",
      "hint": "did you mean y.md?",
      "fix": {
        "old": "x.md",
        "new": "y.md"
      }
    },
    {
      "severity": "note",
      "rule": "review-due",
      "message": "due"
    }
  ]
}
`
	if b.String() != want {
		t.Errorf("got\n%s", &b)
	}
	b.Reset()
	if err := JSON(&b, nil); err != nil || strings.Contains(b.String(), "null") {
		t.Error(b.String(), err)
	}
}

// odd are problems with whatever a path or message may hold.
func odd() []Problem {
	return append(sample(),
		BrokenLink.At(Place{"a b/ö#?%:x.md", 1, 1}, "a \x00 \"quoted\" <b>\nand more"),
		BrokenLink.At(Place{"same.md", 1, 1}, "twice"), BrokenLink.At(Place{"same.md", 9, 1}, "twice"),
	)
}

// sarifSchema is the schema of OASIS, as a library of other people carries it
// in its source.
func sarifSchema(t *testing.T) *gojsonschema.Schema {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(out)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err = strconv.Unquote(l.Value); err != nil {
				t.Fatal(err)
			}
		}
		return true
	})
	if !strings.Contains(text, "sarif-schema-2.1.0.json") {
		t.Fatal("the library has no schema of SARIF 2.1.0")
	}
	schema, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestSARIFIsThatOfItsSchema holds the log against its schema, and has it read
// strictly.
func TestSARIFIsThatOfItsSchema(t *testing.T) {
	schema := sarifSchema(t)
	for name, problems := range map[string][]Problem{"none": nil, "odd": odd()} {
		var b bytes.Buffer
		if err := SARIF(&b, problems, "content/annexa.yaml", Tool{"1.2.3", func(r *Rule) string { return "The page of " + r.Name }}); err != nil {
			t.Fatal(err)
		}
		strict := json.NewDecoder(bytes.NewReader(b.Bytes()))
		strict.DisallowUnknownFields()
		var log sarif.Report
		if err := strict.Decode(&log); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, &b)
		}
		verdict, err := schema.Validate(gojsonschema.NewBytesLoader(b.Bytes()))
		if err != nil || !verdict.Valid() {
			t.Errorf("%s: %v %v\n%s", name, err, verdict.Errors(), &b)
		}
		run := log.Runs[0]
		if len(run.Results) != len(problems) {
			t.Fatalf("%s: %d results of %d problems", name, len(run.Results), len(problems))
		}
		prints := map[string]bool{}
		for i, r := range run.Results {
			p := problems[i]
			rule := run.Tool.Driver.Rules[r.RuleIndex]
			at := r.Locations[0].PhysicalLocation
			if *rule.ID != p.Rule.Name || *r.RuleID != p.Rule.Name || *rule.Help.Text != "The page of "+p.Rule.Name || r.Level != p.Severity.String() {
				t.Errorf("result %d has the rule %s, and the level %s", i, *rule.ID, r.Level)
			}
			if p.Place.File == "" && *at.ArtifactLocation.URI != "content/annexa.yaml" || p.Place.Line > 0 && *at.Region.StartLine != p.Place.Line {
				t.Errorf("result %d stands at %s", i, *at.ArtifactLocation.URI)
			}
			prints[r.PartialFingerprints["problem/v1"]] = true
		}
		if len(prints) != len(problems) {
			t.Errorf("%d fingerprints of %d problems", len(prints), len(problems))
		}
		if name == "odd" && !strings.Contains(b.String(), `"uri": "a%20b/%C3%B6%23%3F%25:x.md"`) {
			t.Error("a path is no address in SARIF")
		}
	}
}

func TestGitLabHasWhatItsReportsWant(t *testing.T) {
	var b bytes.Buffer
	problems := odd()
	if err := GitLab(&b, problems, "content/annexa.yaml"); err != nil {
		t.Fatal(err)
	}
	var issues []struct {
		Description string
		CheckName   string `json:"check_name"`
		Fingerprint string
		Severity    string
		Location    struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	strict := json.NewDecoder(&b)
	strict.DisallowUnknownFields()
	if err := strict.Decode(&issues); err != nil || len(issues) != len(problems) {
		t.Fatal(err, len(issues))
	}
	prints := map[string]bool{}
	for i, issue := range issues {
		if issue.Description == "" || issue.CheckName != problems[i].Rule.Name || issue.Location.Path == "" || issue.Location.Lines.Begin < 1 || gitlabSeverities[problems[i].Severity] != issue.Severity {
			t.Errorf("%+v", issue)
		}
		prints[issue.Fingerprint] = true
	}
	if len(prints) != len(problems) {
		t.Errorf("%d fingerprints of %d problems", len(prints), len(problems))
	}
}

func TestTheLineOfAProblemIsShownWithAMarkBelow(t *testing.T) {
	long := strings.Repeat("word ", 40)
	for _, c := range []struct {
		line   string
		column int
		want   string
	}{
		{"implements: [A.5.99]", 14, "     7 | implements: [A.5.99]\n       |              ^\n"},
		{"\ttab \x1b[31m", 2, "     7 |  tab �[31m\n       |  ^\n"},
		{"漢字 é́ x", 6, "     7 | 漢字 é́ x\n       |       ^\n"},
		{long, 101, "     7 | …" + long[40:140] + "…\n       | " + strings.Repeat(" ", 61) + "^\n"},
		{"short", 6, "     7 | short\n       |      ^\n"},
		{"short", 0, "     7 | short\n"},
		{"short", 9, ""},
		{"  ", 1, ""},
	} {
		var b bytes.Buffer
		p := Printer{Line: func(at Place) (string, bool) { return c.line, at.File == "a.md" && at.Line == 7 }}
		if err := p.Text(&b, []Problem{reviewDue.At(Place{"a.md", 7, c.column}, "due")}); err != nil {
			t.Fatal(err)
		}
		_, got, _ := strings.Cut(b.String(), "\n")
		if got != c.want {
			t.Errorf("%q:\n%s want\n%s", c.line, got, c.want)
		}
	}
}

func TestManyProblemsOfOneRuleAreFolded(t *testing.T) {
	var problems []Problem
	for i := range 9 {
		problems = append(problems, reviewDue.At(Place{"a.md", i + 1, 1}, "due"), DuplicateID.At(Place{"a.md", i + 1, 2}, "twice"))
	}
	var b bytes.Buffer
	if err := (Printer{Most: 3, All: "see --all"}).Text(&b, problems); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); strings.Count(got, "due [") != 3 || strings.Count(got, "twice [") != 9 || strings.Count(got, "    and 6 more of review-due: see --all\n") != 1 {
		t.Error(got)
	}
	b.Reset()
	if err := (Printer{}).Text(&b, problems); err != nil || strings.Contains(b.String(), "more of") || strings.Count(b.String(), "\n") != 18 {
		t.Error(b.String(), err)
	}
}
