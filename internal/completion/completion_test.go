package completion_test

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/xeipuuv/gojsonschema"

	"annexa/content"
	"annexa/internal/build"
	"annexa/internal/catalogue"
	"annexa/internal/completion"
	"annexa/internal/day"
	"annexa/internal/standard"
	"annexa/internal/starter"
)

// schemas are the files for editors of a content, compiled by a validator of
// other people that also holds them against the schema of schemas.
func schemas(t *testing.T, fsys fs.FS) map[string]*gojsonschema.Schema {
	t.Helper()
	l, err := build.Load(context.Background(), build.Sources{Content: fsys}, build.Options{Workers: 1, Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }})
	if err != nil {
		t.Fatal(err)
	}
	files, err := completion.Files(l.Whole, "content/")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	out := map[string]*gojsonschema.Schema{}
	for _, f := range files {
		if f.Name == "" {
			continue
		}
		loader := gojsonschema.NewSchemaLoader()
		loader.Validate = true
		s, err := loader.Compile(gojsonschema.NewReferenceLoader("file://" + filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(f.Path)))))
		if err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		out[f.Name] = s
	}
	return out
}

// faults are what the validator says of a YAML text.
func faults(t *testing.T, s *gojsonschema.Schema, src string) []string {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(src), &value); err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	verdict, err := s.Validate(gojsonschema.NewGoLoader(value))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range verdict.Errors() {
		out = append(out, e.String())
	}
	return out
}

// fence parts front matter from text.
var fence = regexp.MustCompile(`(?s)\A---\n(.*?\n)---\n`)

// kindOf says what a document is, as an editor has it.
var kindOf = regexp.MustCompile(`(?m)^(?:kind: *(\w+)|(control|clause):)`)

func TestTheSampleIsValid(t *testing.T) {
	hold(t, content.FS)
}

// A starter has keys without values, and comes in both editions.
func TestStartersAreValidButForWhatIsStillToBeWritten(t *testing.T) {
	for _, edition := range []standard.Edition{standard.Edition2022, standard.Edition2013} {
		changes, err := starter.Make(content.FS, starter.Answers{Name: "Northwind Data Ltd", Short: "Northwind", Product: "Gale", Domain: "northwind.test", Language: "en-GB", Owner: "Ada Moore", Edition: edition})
		if err != nil {
			t.Fatal(err)
		}
		fsys := fstest.MapFS{}
		for _, c := range changes {
			if name, ok := strings.CutPrefix(c.Path, "content/"); ok {
				fsys[name] = &fstest.MapFile{Data: c.New}
			}
		}
		hold(t, fsys)
	}
}

// hold holds every YAML file and all front matter of a content against its
// schemas.
func hold(t *testing.T, fsys fs.FS) {
	t.Helper()
	all := schemas(t, fsys)
	held := map[string]int{}
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(name, "approvals/") {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		src, of := string(data), []string{strings.TrimSuffix(path.Base(name), ".yaml")}
		switch path.Ext(name) {
		case ".yaml":
			switch {
			case name == "annexa.yaml":
				of[0] = name
			case catalogue.Is(name):
				of[0] = catalogue.Folder
			}
		case ".md":
			m := fence.FindStringSubmatch(src)
			if m == nil {
				return nil
			}
			src = m[1]
			is := kindOf.FindStringSubmatch(src)
			if is == nil {
				return nil
			}
			of = []string{is[1] + is[2], "front-matter"}
		default:
			return nil
		}
		for _, s := range of {
			if all[s] == nil {
				t.Errorf("%s: there is no schema %s", name, s)
				continue
			}
			held[s]++
			for _, f := range faults(t, all[s], src) {
				t.Errorf("%s: %s", name, f)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if held["control"] < 93 || held["policy"] == 0 || held["risks"] != 1 || held[catalogue.Folder] > 1 || held["annexa.yaml"] != 1 || held["front-matter"] < 150 {
		t.Errorf("held only %v", held)
	}
}

func TestTypicalSlipsAreNotValid(t *testing.T) {
	all := schemas(t, fstest.MapFS{
		"annexa.yaml":          {Data: []byte("registers: {projects: {prefix: PRJ, columns: {sponsor: {type: role, required: yes}, size: {words: [small, large]}, staff: {type: number, least: 1, most: 5}, asset: {type: reference, of: AST}}}}\nrisk: {scale: 4}\n")},
		"registers/roles.yaml": {Data: []byte("- {id: ROL-01, title: Chief Executive, holder: Ada Moore}\n")},
	})
	const policy = "id: POL-01\ntitle: T\nkind: policy\nversion: \"1.0\"\nstatus: draft\nclassification: internal\nowner: Chief Executive\nsummary: S\n"
	const control = "control: A.5.15\nversion: \"1.0\"\nstatus: draft\nclassification: internal\nowner: Chief Executive\n"
	const risk = "id: R-001\ntitle: T\naffects: [c]\nlikelihood: 3\nimpact: 4\ntreatment: modify\ncontrols: [A.5.15]\nowner: Chief Executive\n"
	row := func(s string) string { return "- " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n  ") }
	for _, c := range []struct{ schema, src, fault string }{
		{"policy", policy, ""},
		{"policy", policy + "implements: [A.5.15, 6.1.3, 6.2, '2013:A.9.2.1']\n", ""},
		{"policy", policy + "implements: A.5.15\n", ""},
		{"policy", policy + "implements: [5.4]\n", "implements"},
		{"policy", policy + "implements: [A.9.2.1]\n", "implements"},
		{"policy", policy + "implments: [A.5.15]\n", "implments"},
		{"policy", policy + "provides: [scop]\n", "provides"},
		{"policy", policy + "effective: 2026-02-30\n", "effective"},
		{"policy", policy + "effective: 2.11.2026\n", "effective"},
		{"policy", policy + "review: {every: monthly}\n", "every"},
		{"policy", policy + "review: {every: 12 months, nxt: 2027-01-01}\n", "nxt"},
		{"policy", strings.Replace(policy, "draft", "aproved", 1), "status"},
		{"policy", strings.Replace(policy, "internal", "secret", 1), "classification"},
		{"policy", strings.Replace(policy, "POL-01", "pol 1", 1), "id"},
		{"policy", strings.Replace(policy, "owner: Chief Executive\n", "", 1), "owner"},
		{"front-matter", strings.Replace(policy, "internal", "secret", 1), "classification"},
		{"control", control + "applicable: yes\nreasons: [risk]\nimplementation: partial\nmaturity: 3\n", ""},
		{"control", control + "applicable: true\n", ""},
		{"control", control + "applicable: maybe\n", "applicable"},
		{"control", control + "implementation: done\n", "implementation"},
		{"control", control + "maturity: 6\n", "maturity"},
		{"control", strings.Replace(control, "A.5.15", "A.5.99", 1), "control"},
		{"front-matter", strings.Replace(control, "A.5.15", "A.9.2.1", 1), "control"},
		{"clause", strings.Replace(control, "control: A.5.15", "clause: 4.1", 1), ""},
		{"clause", strings.Replace(control, "control: A.5.15", "clause: 6.1", 1), "clause"},
		{"annexa.yaml", "edition: 2022\nlanguage: en-GB\nsign: none\nproduct: {name: Gale}\npacks: [{id: audit, include: [policies, {register: projects}, POL-01]}]\n", ""},
		{"annexa.yaml", "edition: 2005\n", "edition"},
		{"annexa.yaml", "paper: a5\n", "paper"},
		{"annexa.yaml", "titel: Handbook\n", "titel"},
		{"annexa.yaml", "base: isms.example.org\n", "base"},
		{"annexa.yaml", "sign: {level: B-X}\n", "sign"},
		{"annexa.yaml", "rules: {review-overdue: error, vague-duty: {severity: note, except: [{on: POL-18, reason: R, until: 2026-12-31}]}}\n", ""},
		{"annexa.yaml", "rules: {reviw-overdue: error}\n", "reviw-overdue"},
		{"annexa.yaml", "rules: {review-overdue: fatal}\n", "rules"},
		{"annexa.yaml", "rules: {review-overdue: {except: [{on: POL-18}]}}\n", "rules"},
		{"annexa.yaml", "packs: [{id: audit, include: [{register: risk}]}]\n", "packs"},
		{"annexa.yaml", "risk: {scale: 50}\n", "risk"},
		{"annexa.yaml", "approval: {policies: [Chief Executive]}\n", "policies"},
		{"annexa.yaml", "registers: {projects: {columns: {}}}\n", "prefix"},
		{"annexa.yaml", "registers: {projects: {prefix: PRJ, columns: {start: {type: day}}}}\n", "start"},
		{"risks", row(risk), ""},
		{"risks", "classification: confidential\nrows:\n" + row(risk), ""},
		{"risks", row(strings.Replace(risk, "likelihood: 3", "likelihood: 5", 1)), "likelihood"}, // the scale ends at 4
		{"risks", row(strings.Replace(risk, "modify", "mitigate", 1)), "treatment"},
		{"risks", row(strings.Replace(risk, "R-001", "RISK-1", 1)), "id"},
		{"risks", row(strings.Replace(risk, "affects", "afects", 1)), "afects"},
		{"risks", row(strings.Replace(risk, "impact: 4\n", "", 1)), "impact"},
		{"metrics", row("id: MET-01\ntitle: T\nwhat: W\nmethod: M\nfrequency: F\nmeasured-by: Chief Executive\nanalysed-by: Chief Executive\nvalues: [{date: 2026-01-31, value: 99.5}]"), ""},
		{"metrics", row("id: MET-01\ntitle: T\nwhat: W\nmethod: M\nfrequency: F\nmeasured-by: Chief Executive\nanalysed-by: Chief Executive\nvalues: [{day: 2026-01-31, value: 99.5}]"), "day"},
		{"projects", row("id: PRJ-01\ntitle: T\nsponsor: Chief Executive\nsize: small"), ""},
		{"projects", row("id: PRJ-01\ntitle: T\nsize: small"), "sponsor"},
		{"projects", row("id: PRJ-01\ntitle: T\nsponsor: Chief Executive\nstaff: 5\nasset: AST-01"), ""},
		{"projects", row("id: PRJ-01\ntitle: T\nsponsor: Chief Executive\nstaff: 6"), "staff"},
		{"projects", row("id: PRJ-01\ntitle: T\nsponsor: Chief Executive\nasset: SUP-01"), "asset"},
		{"annexa.yaml", "registers: {projects: {prefix: PRJ, columns: {staff: {type: number, least: few}}}}\n", "least"},
		{"projects", row("id: PRJ-01\ntitle: T\nsponsor: Chief Executive\nsize: huge"), "size"},
	} {
		found := faults(t, all[c.schema], c.src)
		switch said := strings.Join(found, "\n"); {
		case c.fault == "" && said != "":
			t.Errorf("%s\nis valid, and the schema %s says\n%s", c.src, c.schema, said)
		case c.fault != "" && said == "":
			t.Errorf("%s\nis valid to the schema %s", c.src, c.schema)
		case !strings.Contains(said, c.fault):
			t.Errorf("%s\nof %s names not %s:\n%s", c.src, c.schema, c.fault, said)
		}
	}
}
