package source

import (
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/prose"
	"annexa/internal/register"
)

func parse(name, src string) *document.Document {
	return Parse(name, []byte(src), prose.NewParser())
}

func text(d *document.Document) string {
	return strings.TrimSpace(string(prose.AppendBlockText(nil, d.Body.Blocks, prose.Bindings{})))
}

func TestFrontMatterMeansTheSameInThreeFormats(t *testing.T) {
	for name, src := range map[string]string{
		"yaml": "---\nid: POL-02\nversion: 1.10\nimplements: [5.10, A.5.1]\ntitle: 0x10\nowner: 1_0\napplicable: yes\nmaturity: 3\n---\nText\n",
		"toml": "+++\nid = \"POL-02\"\nversion = 1.10\nimplements = [\"5.10\", \"A.5.1\"]\ntitle = \"0x10\"\nowner = \"1_0\"\napplicable = true\nmaturity = 3\n+++\nText\n",
		"json": "{\n\"id\": \"POL-02\", \"version\": 1.10, \"implements\": [5.10, \"A.5.1\"], \"title\": \"0x10\", \"owner\": \"1_0\", \"applicable\": \"yes\", \"maturity\": 3\n}\nText\n",
		"crlf": "\ufeff---\r\nid: POL-02\r\nversion: 1.10\r\nimplements: [5.10, A.5.1]\r\ntitle: 0x10\r\nowner: 1_0\r\napplicable: YES\r\nmaturity: 3\r\n---\r\nText\r\n",
		"tag":  "---toml\nid = \"POL-02\"\nversion = 1.10\nimplements = [\"5.10\", \"A.5.1\"]\ntitle = \"0x10\"\nowner = \"1_0\"\napplicable = \"yes\"\nmaturity = 3\n---\nText\n",
	} {
		d := parse("a.md", src)
		f := d.Front
		d.Problems = slices.DeleteFunc(d.Problems, func(p diag.Problem) bool { return p.Rule == diag.UnquotedNumber }) // how it stands is told, and makes no difference
		got := fmt.Sprint(f.ID.Value, f.Version, f.Implements[0].Value, f.Implements[1].Value, f.Title.Value, f.Owner.Value, f.Applicable == field.Yes, f.Maturity, d.Managed, text(d), d.Problems)
		if want := "POL-021.105.10A.5.10x101_0true3trueText[]"; strings.ReplaceAll(got, " ", "") != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestOnlyFrontMatterIsTaken(t *testing.T) {
	for name, c := range map[string]struct{ src, title, text, problem string }{
		"a rule":           {"---\n\nFirst section\n\n---\n\nSecond\n", "", "First section\nSecond", ""},
		"a rule, no end":   {"---\n\nOnly section\n", "", "Only section", ""},
		"never closed":     {"---\ntitle: x\nid: POL-01\n\nText\n", "", "", "never closes"},
		"indented fence":   {"---\ntitle: x\nsummary: |\n  a\n  ---\n  b\n---\nText\n", "x", "Text", ""},
		"empty":            {"---\n---\nText\n", "", "Text", ""},
		"closed at end":    {"---\ntitle: x\n---", "x", "", ""},
		"json on one line": {"{\"title\": \"x\"}\nText\n", "x", "Text", ""},
		"no json":          {"{ braces } are text\n", "", "{ braces } are text", ""},
		"rule in body":     {"---\ntitle: x\n---\na\n\n---\n\nb\n", "x", "a\nb", ""},
		"broken yaml":      {"---\nid: POL-01\ntitle: [x\n---\nText\n", "", "Text", "not YAML"},
	} {
		d := parse("a.md", c.src)
		problems := fmt.Sprint(d.Problems)
		if d.Front.Title.Value != c.title || c.text != "" && text(d) != c.text || !strings.Contains(problems, c.problem) || c.problem == "" && len(d.Problems) > 0 {
			t.Errorf("%s: title %q, text %q, problems %v", name, d.Front.Title.Value, text(d), problems)
		}
	}
}

func TestSeverityFollowsWhatTheFileWasMeantAs(t *testing.T) {
	for src, want := range map[string]diag.Severity{
		"---\nid: POL-01\ntitle: [x\n---\n":        diag.Error,
		"---\nlayout: post\ntitle: [x\n---\n":      diag.Warning,
		"---\nlayout: post\ntags: [x]\n---\n":      diag.Note,
		"---\nid: POL-01\nlayout: post\n---\n":     diag.Warning,
		"---\nid: POL-01\n---\n\x00":               diag.Error,
		"\x00\x01":                                 diag.Warning,
		"---\ntitle: {{a.b}} policy\nid: X\n---\n": diag.Error,
	} {
		d := parse("a.md", src)
		if len(d.Problems) == 0 || d.Problems[0].Severity != want {
			t.Errorf("%q: %v, want %v", src, d.Problems, want)
		}
	}
}

func TestPlacesCountFromTheFilesFirstLine(t *testing.T) {
	d := parse("a.md", "---\nid: POL-01\nkind: polcy\n---\n\nSee [[POL-99]].\n")
	if p := d.Problems[0].Place; p.Line != 3 || p.Column != 7 {
		t.Errorf("kind stands at %v", p)
	}
	if r := d.Body.References[0]; r.Place.Line != 6 || r.Place.Column != 5 {
		t.Errorf("the link stands at %v", r.Place)
	}
}

func TestATreeIsListedWithoutWhatIsNoContent(t *testing.T) {
	fsys := fstest.MapFS{"annexa.yaml": {}, "a.md": {}, "x/b.markdown": {}, ".git/c.md": {}, "approvals/d.md": {}, "public/e.md": {}, "registers/risks.yaml": {}, "registers/assets.csv": {}, "registers/notes.md": {}, "img/f.png": {}}
	l, err := Scan(fsys, "public")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(l.Config, l.Documents, l.Registers, l.Files); got != "true [a.md registers/notes.md x/b.markdown] [registers/assets.csv registers/risks.yaml] [img/f.png]" {
		t.Error(got)
	}
}

// locked is a tree whose file and folder the system does not let be read.
type locked struct{ fstest.MapFS }

func (l locked) Open(name string) (fs.File, error) {
	if name == "a.md" || name == "x" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func (l locked) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "x" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.ReadDir(name)
}

func TestWhatMayNotBeReadIsAnErrorAndNotAGap(t *testing.T) {
	fsys := locked{fstest.MapFS{"a.md": {}, "x/b.md": {}, "c.md": {}}}
	l, err := Scan(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(l.Documents, len(l.Problems), l.Problems[0].Severity, l.Problems[0].Place); got != "[a.md c.md] 1 error x" {
		t.Error(got)
	}
	if d := (&Reader{FS: fsys, Parser: prose.NewParser()}).Document("a.md"); !d.Managed || d.Problems[0].Severity != diag.Error || !strings.Contains(d.Unreadable, "permission denied") {
		t.Errorf("%+v", d)
	}
}

func TestNamesThatNothingCanBePublishedUnderAreLeftOut(t *testing.T) {
	fsys := fstest.MapFS{"a\nb.md": {}, `a\b.png`: {}, `c\d.md`: {Data: []byte("---\nid: POL-01\n---\n")}, strings.Repeat("n", 241): {}, "d\x01/in.md": {}, "x y#?%25.md": {}, "ü.md": {}}
	l, err := Scan(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%q %q", l.Documents, l.Files); got != `["x y#?%25.md" "ü.md"] []` {
		t.Error(got)
	}
	if c := diag.CountOf(l.Problems); c.Errors != 2 || c.Warnings != 3 {
		t.Errorf("only a document and a folder that are lost are errors: %v", l.Problems)
	}
}

func TestRegistersReadFromYAMLAndCSVAlike(t *testing.T) {
	c, _ := config.Read(nil)
	schemas, _ := register.NewSchemas(c)
	risks, _ := schemas.Lookup("risks")
	yaml := Register(risks, "registers/risks.yaml", []byte("- id: R-001\n  title: Loss\n  affects: [c, a]\n  likelihood: 2\n  impact: 3\n  treatment: modify\n  controls: [A.5.1, A.8.10]\n  owner: Head of IT\n  plan approved on: 2026-01-02\n"))
	csv := Register(risks, "registers/risks.csv", []byte("\ufeffID;Title;Affects;Likelihood;Impact;Treatment;Controls;Owner;Plan approved on\r\nR-001;Loss;\"c;a\";2;3;Modify;\"A.5.1; A.8.10\";Head of IT;2026-01-02\r\n"))
	for _, r := range []*register.Register{yaml, csv} {
		if len(r.Problems) > 0 || len(r.Rows) != 1 {
			t.Fatalf("%s: %v", r.File, r.Problems)
		}
		row := r.Rows[0]
		if got := fmt.Sprint(row.ID.Value, row.Title, row.Cell("affects").Text, row.Cell("impact").Number, row.Cell("controls").List[1].Value, row.Cell("plan-approved-on").Date, r.Classification); got != "R-001Lossc, a3A.8.102026-01-02confidential" && strings.ReplaceAll(got, " ", "") != "R-001Lossc,a3A.8.102026-01-02confidential" {
			t.Error(got)
		}
	}
}

func TestWrongRowsAreReportedAndTheRestIsKept(t *testing.T) {
	c, _ := config.Read(nil)
	schemas, _ := register.NewSchemas(c)
	suppliers, _ := schemas.Lookup("suppliers")
	r := Register(suppliers, "registers/suppliers.yaml", []byte("- {id: SUP-1, title: A, service: s, criticality: hihg}\n- {id: sup-2, title: B}\n- {id: SUP-1, title: C, service: s, criticality: low}\n- {title: D}\n- x\n- {id: SUP-3, title: E, service: s, criticality: low, colour: red, assessed-on: soon}\n"))
	got := fmt.Sprint(r.Problems)
	for _, want := range []string{"did you mean high?", "SUP-1 lacks criticality", "\"sup-2\" is no id", "SUP-1 stands in line 1 already", "a row without an id", "this is a text", "has no column colour", "\"soon\" is no date"} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %q in %s", want, got)
		}
	}
	if len(r.Rows) != 2 {
		t.Errorf("%d rows", len(r.Rows))
	}
}

func FuzzDocument(f *testing.F) {
	for _, s := range []string{"---\nid: POL-01\n---\nText", "+++\na = 1\n+++\n", "{\"a\": 1}\n", "---\n---", "---json\n{}\n---\n", "\ufeff---\r\na: |\r\n  ---\r\n---\r\n", ";;;\n{}\n;;;"} {
		f.Add([]byte(s))
	}
	parser := prose.NewParser()
	f.Fuzz(func(t *testing.T, src []byte) {
		d := Parse("a.md", src, parser)
		if d.Body == nil {
			t.Fatal("no body")
		}
		for _, p := range d.Problems {
			if p.Message == "" || p.Rule == nil {
				t.Fatalf("%+v", p)
			}
		}
	})
}

func FuzzRegister(f *testing.F) {
	f.Add(true, []byte("id,title\nR-1,x\n"))
	f.Add(false, []byte("- id: R-1\n  controls: [A.5.1]\n"))
	f.Add(false, []byte("classification: internal\nrows: [{id: R-1, likelihood: 9}]\n"))
	c, _ := config.Read(nil)
	schemas, _ := register.NewSchemas(c)
	risks, _ := schemas.Lookup("risks")
	f.Fuzz(func(t *testing.T, csv bool, src []byte) {
		name := map[bool]string{true: "r.csv", false: "r.yaml"}[csv]
		for _, row := range Register(risks, name, src).Rows {
			if len(row.Cells) != len(risks.Columns) || !prose.IsID(row.ID.Value) {
				t.Fatalf("%+v", row)
			}
		}
	})
}

func TestADocumentKeepsNothingOfTheBufferItWasReadInto(t *testing.T) {
	const text = "---\nid: POL-01\ntitle: One {{a.b}}\nkind: policy\nimplements: [A.5.1, 'A.5.2']\nhistory:\n  - {version: \"1\", change: x}\n---\n# One\n\nSee [[POL-02|two]], A.5.15, `code`, <b>, https://x.example and [l](a.md).\n\n```sh\nls -l\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n- [ ] e[^1]\n\n[^1]: f\n"
	fsys := fstest.MapFS{"a.md": {Data: []byte(text)}, "b.md": {Data: []byte(strings.Repeat("#", len(text)))}}
	r := Reader{FS: fsys, Parser: prose.NewParser()}
	first := r.Document("a.md")
	r.Document("b.md")
	fresh := (&Reader{FS: fsys, Parser: r.Parser}).Document("a.md")
	if !reflect.DeepEqual(first, fresh) {
		t.Errorf("%+v\n%+v", first, fresh)
	}
}

func TestWhatIsNoRegularFileIsLeftOutWithTheMend(t *testing.T) {
	l, err := Scan(fstest.MapFS{"a.md": {Mode: fs.ModeNamedPipe}})
	if err != nil || len(l.Documents) > 0 || len(l.Problems) != 1 || !strings.Contains(l.Problems[0].Hint, "take it out") {
		t.Errorf("%v %+v", err, l)
	}
}
