package starter

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"annexa/content"
	"annexa/internal/build"
	"annexa/internal/check"
	"annexa/internal/config"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/edit"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/register"
	"annexa/internal/source"
	"annexa/internal/standard"
)

var editions = []standard.Edition{standard.Edition2022, standard.Edition2013}

// northwind are the answers of an organisation that has nothing in common with
// the sample's.
func northwind(e standard.Edition) Answers {
	return Answers{Name: "Northwind Data Ltd", Short: "Northwind", Product: "Gale", Domain: "northwind.test", Language: Texts, Owner: "Ada Moore", Edition: e}
}

// made are the starters made so far, which nobody changes.
var made sync.Map

// files are the starter's, by their paths within the project.
func files(t *testing.T, a Answers) map[string][]byte {
	t.Helper()
	if out, ok := made.Load(a); ok {
		return out.(map[string][]byte)
	}
	changes, err := Make(content.FS, a)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for i, c := range changes {
		if !c.Creates() || !fs.ValidPath(c.Path) || i > 0 && changes[i-1].Path >= c.Path {
			t.Errorf("%s is no new file in its place", c.Path)
		}
		out[c.Path] = c.New
	}
	made.Store(a, out)
	return out
}

func load(t *testing.T, all map[string][]byte) *build.Loaded {
	t.Helper()
	tree := fstest.MapFS{}
	for name, data := range all {
		if name, ok := strings.CutPrefix(name, "content/"); ok {
			tree[name] = &fstest.MapFile{Data: data}
		}
	}
	l, err := build.Load(context.Background(), build.Sources{Content: tree}, build.Options{
		Day: func(pinned day.Date) day.Date {
			if !pinned.IsZero() {
				t.Errorf("the day is pinned to %s", pinned)
			}
			return day.New(2030, 1, 15)
		}, Workers: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestAStarterNamesNothingOfTheSample looks for whatever the sample's registers
// and annexa.yaml name, in every file, comments included.
func TestAStarterNamesNothingOfTheSample(t *testing.T) {
	words := []string{"118", "95,000", "640 customers", "Bristol", "rotas", "care worker", "care home", "sickness", "Irish"}
	settings, err := fs.ReadFile(content.FS, config.File)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := config.Read(settings)
	for _, name := range c.Variables() {
		switch section, _, _ := strings.Cut(name, "."); section {
		case "organisation", "product", "contacts", "services", "locations", "authorities", "law":
			value, _ := c.Value(name)
			words = append(words, strings.TrimPrefix(value, "the "))
		}
	}
	words = append(words, ".example", c.Date.String())
	schemas, _ := register.NewSchemas(c)
	rows := 0
	registers, err := fs.Glob(content.FS, "registers/*")
	if err != nil || len(registers) < 20 {
		t.Fatal(registers, err)
	}
	for _, name := range registers {
		data, err := fs.ReadFile(content.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		schema, ok := schemas.Lookup(strings.TrimSuffix(path.Base(name), path.Ext(name)))
		if !ok {
			t.Fatal(name)
		}
		r := source.Register(schema, name, data)
		for _, row := range r.Rows {
			if rows++; kept[schema.Name] == nil {
				words = append(words, row.ID.Value)
			}
			switch schema.Name {
			case "roles": // first and last name of each holder, also alone
				for word := range strings.FieldsSeq(row.Cell("holder").Text) {
					words = append(words, strings.Trim(word, "()"))
				}
			case "suppliers":
				title, _, _ := strings.Cut(row.Title, " (")
				words = append(words, title)
			}
		}
	}
	records, err := fs.Glob(content.FS, "records/*.md")
	if err != nil || len(records) == 0 || rows < 100 {
		t.Fatal("the sample was not read", rows, err)
	}
	for _, name := range records {
		data, err := fs.ReadFile(content.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, source.Parse(name, data, prose.NewParser()).Front.ID.Value)
	}
	find := regexp.MustCompile(`(?:^|[^\w-])(` + alternatives(words) + `)(?:[^\w-]|$)`)
	years := regexp.MustCompile(`(?:19|20)\d\d-\d\d-\d\d|(?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d|(?:in|since|until|for|of) 20\d\d\b`)
	parts := regexp.MustCompile(`\b(\d+) of (\d+)\b`)
	for _, e := range editions {
		for name, data := range files(t, northwind(e)) {
			for n, line := range bytes.Split(data, []byte("\n")) {
				shown := idExample.ReplaceAll(line, nil) // a comment of a register shows the first id there may be
				if m := find.FindSubmatch(shown); m != nil {
					t.Errorf("%s:%d names %s: %s\nput a variable of annexa.yaml or a mark into the sample, see mark.go", name, n+1, m[1], line)
				}
				if m := years.Find(line); m != nil {
					t.Errorf("%s:%d names the time %s: %s", name, n+1, m, line)
				}
				if m := parts.FindSubmatch(line); m != nil && !bytes.Equal(m[1], m[2]) { // 10 of 10 is a target
					t.Errorf("%s:%d counts %s, which only the sample has: %s", name, n+1, m[0], line)
				}
			}
		}
	}
}

// idExample is an id in a commented row.
var idExample = regexp.MustCompile(`^#.*\b[A-Z]+-001\b.*$`)

func alternatives(words []string) string {
	slices.Sort(words)
	words = slices.Compact(words)
	quoted := make([]string, 0, len(words))
	for _, w := range words {
		if w != "Assurance" { // of a supplier beside its auditor's name
			quoted = append(quoted, regexp.QuoteMeta(w))
		}
	}
	return strings.Join(quoted, "|")
}

func TestEveryDocumentOfAStarterIsADraft(t *testing.T) {
	for _, e := range editions {
		documents := 0
		for _, d := range load(t, files(t, northwind(e))).ISMS.Documents {
			if !d.Managed {
				continue
			}
			documents++
			f := d.Front
			if f.Status != "draft" || f.Version != "0.1" {
				t.Errorf("%s is %s in version %s", d.File, f.Status, f.Version)
			}
			for _, key := range dated {
				if d.Has(key) {
					t.Errorf("%s says something of %s", d.File, key)
				}
			}
			if d.Has("review", "last") || d.Has("review", "next") || d.Has("replaced-by") {
				t.Errorf("%s was reviewed or replaced", d.File)
			}
			if d.Kind == "record" {
				t.Errorf("%s is a record of something that did not happen", d.File)
			}
			if f.Control.Value != "" && f.Implementation != "not-started" {
				t.Errorf("%s is %q", d.File, f.Implementation)
			}
		}
		if documents < 150 {
			t.Errorf("%s: only %d documents", e, documents)
		}
	}
}

// TestAStarterSaysOnlyWhatIsStillToBeDone builds both editions: there is no
// error, and nothing is doubtful but what nobody has said yet.
func TestAStarterSaysOnlyWhatIsStillToBeDone(t *testing.T) {
	for _, e := range editions {
		l := load(t, files(t, northwind(e)))
		undecided := 0
		for _, p := range l.Problems {
			switch {
			case p.Rule == check.ControlUndecided:
				undecided++
			case p.Rule == check.DocumentedMissing: // nothing is approved
			case p.Rule == check.VacantRole: // nobody holds the role yet
			case p.Severity == diag.Note:
			default:
				t.Errorf("%s: %v: %s: %s", e, p.Place, p.Severity, p.Message)
			}
		}
		if want := len(standard.Of(e).Controls()); undecided != want {
			t.Errorf("%s: %d controls are undecided, of %d", e, undecided, want)
		}
		for _, q := range l.ISMS.Requirements {
			if q.Leaf() && q.WriteUp == nil {
				t.Errorf("%s: nothing answers %s", e, q.ID)
			}
		}
		if roles, ok := l.ISMS.Register("roles"); !ok || len(roles.Rows) == 0 {
			t.Errorf("%s: there are no roles", e)
		} else {
			holders := map[string]string{}
			for _, row := range roles.Rows {
				if h := row.Cell("holder").Text; h != "" {
					holders[row.Title] = h
				}
			}
			if !maps.Equal(holders, map[string]string{Manager: "Ada Moore"}) {
				t.Errorf("%s: the roles are held by %v", e, holders)
			}
		}
	}
}

// TestAStarterHasEveryRuleOfTheSample holds that no document gets lost, nor
// more than a part of its text.
func TestAStarterHasEveryRuleOfTheSample(t *testing.T) {
	all := files(t, northwind(standard.Edition2022))
	err := fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		data, err := fs.ReadFile(content.FS, name)
		if err != nil {
			return err
		}
		front := source.Parse(name, data, prose.NewParser()).Front
		draft, ok := all["content/"+name]
		if front.Kind == "record" || front.Status == "retired" || isms.IsOwnID(front.Control.Value) {
			if ok {
				t.Errorf("%s is in the starter", name)
			}
			return nil
		}
		_, _, body, _ := edit.Front(draft)
		least := 60
		if front.Control.Value == "" && front.Clause.Value == "" && !bytes.Contains(data, []byte("\n<!-- theirs:\n")) {
			least = len(data) / 2
		}
		if !ok || len(bytes.TrimSpace(body)) < least {
			t.Errorf("%s: little is left of it: %d of %d bytes", name, len(body), len(data))
		}
		if bytes.Contains(draft, []byte("<!-- theirs")) || bytes.Contains(draft, []byte("# theirs")) || bytes.Contains(draft, []byte("<!-- ours")) {
			t.Errorf("%s: a mark is left", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnswersStandWhereTextsTakeThemFrom(t *testing.T) {
	a := northwind(standard.Edition2013)
	a.Name, a.Product, a.Owner, a.Language = `Nord & "Wind": #1 {GmbH}`, "{{x}}", "O'Neill: A", "de-CH"
	all := files(t, a)
	c, problems := config.Read(all["content/annexa.yaml"])
	if len(problems) > 0 || c.Organisation.Name != a.Name || c.Language != "de-CH" || c.Edition != standard.Edition2013 || c.Contacts["privacy"] != "privacy@northwind.test" {
		t.Errorf("%v: %+v", problems, c)
	}
	if product, _ := c.Value("product.name"); product != a.Product {
		t.Errorf("the product is %q", product)
	}
	if !c.Date.IsZero() || c.Base != "" {
		t.Errorf("the sample's day %s or address %q is left", c.Date, c.Base)
	}
	if !bytes.Contains(all["content/policies/backup.md"], []byte("\nlanguage: en-GB\n")) {
		t.Error("texts in English do not say so where the site is German")
	}
	for _, wrong := range []func(*Answers){
		func(a *Answers) { a.Language = "German, please" },
		func(a *Answers) { a.Language = "" },
	} {
		a := northwind(standard.Edition2022)
		wrong(&a)
		if _, err := Make(content.FS, a); err == nil && a.Language != "" {
			t.Errorf("%+v makes a starter", a)
		}
	}
}

// TestNoSentenceOfAStarterBeginsInLowerCase holds for those that begin with a
// variable: that of a starter is a phrase, where the sample has a name.
func TestNoSentenceOfAStarterBeginsInLowerCase(t *testing.T) {
	begins := regexp.MustCompile(`(?m)(?:^|^[-*] |^[0-9]+\. |[.!?] )\{\{([a-z.-]+)\}\}`)
	for _, e := range editions {
		all := files(t, northwind(e))
		c, _ := config.Read(all["content/annexa.yaml"])
		for name, data := range all {
			if path.Ext(name) != ".md" {
				continue
			}
			for _, m := range begins.FindAllSubmatch(data, -1) {
				if value, _ := c.Value(string(m[1])); strings.HasPrefix(value, "the ") {
					t.Errorf("%s: a sentence begins with %q: let the variable follow another word", name, value)
				}
			}
		}
	}
}

func TestTheShortNameHasNoLegalForm(t *testing.T) {
	for name, want := range map[string]string{
		"Northwind Data Ltd": "Northwind Data", "Northwind GmbH & Co. KG": "Northwind", "Acme, Inc.": "Acme", "Ltd": "Ltd", "": "",
		"The Very Long Name of a Firm plc": "The", "Müller S.A.": "Müller", "A B": "A B",
	} {
		if got := Short(name); got != want {
			t.Errorf("%q is called %q, want %q", name, got, want)
		}
	}
}

// TestExampleRowsAreRows holds that a row as it is shown, uncommented, has
// nothing wrong with it.
func TestExampleRowsAreRows(t *testing.T) {
	c, _ := config.Read(nil)
	schemas, _ := register.NewSchemas(c)
	for _, schema := range schemas.All() {
		if kept[schema.Name] != nil {
			continue
		}
		lines := strings.ReplaceAll(strings.Join(exampleOf(schema), "\n  "), "YYYY-MM-DD", "2030-01-15")
		r := source.Register(schema, schema.Name+".yaml", []byte("- "+lines+"\n"))
		if len(r.Rows) != 1 || len(r.Problems) > 0 {
			t.Errorf("%s: %v\n%s", schema.Name, r.Problems, lines)
		}
	}
	for _, f := range exampleRows().Fields {
		if _, ok := schemas.Lookup(f.Key); !ok {
			t.Errorf("there is no register %s", f.Key)
		}
	}
}

func TestKeptRegistersReadAsTheyWereWritten(t *testing.T) {
	all := files(t, northwind(standard.Edition2022))
	for name := range kept {
		v, faults := field.Parse(field.YAML, all["content/registers/"+name+".yaml"], 1)
		if len(faults) > 0 || len(v.Get("rows").Items) < 10 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}
