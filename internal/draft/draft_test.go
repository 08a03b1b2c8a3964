package draft_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/draft"
	"annexa/internal/edit"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/source"
)

// small is a content with something of most kinds.
var small = map[string]string{
	"annexa.yaml":                "review: {every: 6 months}\nregisters: {projects: {prefix: PRJ, columns: {sponsor: {required: yes}}}}\n",
	"rules/access.md":            "---\nid: RUL-009\ntitle: Access\nkind: policy\nowner: Head of IT\nclassification: confidential\n---\n",
	"rules/network.md":           "---\nid: RUL-010\ntitle: Network\nkind: policy\nowner: Head of IT\nclassification: confidential\n---\n",
	"policies/old.md":            "---\nid: POL-77\ntitle: Old\nkind: policy\nowner: ISMS Manager\nstatus: retired\n---\n",
	"controls/A.5.1.md":          "---\ncontrol: A.5.1\nowner: ISMS Manager\n---\n",
	"registers/risks.yaml":       "# Ours\nrows:\n  - id: R-09\n    title: One\n  - id: R-10\n    title: Two\n",
	"registers/assets.csv":       "id;title;type;owner\nAST-7;Laptops;device;Head of IT\n",
	"registers/suppliers.yaml":   "rows: [{id: SUP-01, title: One}]\n",
	"registers/improvements.yml": "- id: IMP-1\n  title: Idea\n",
}

func load(t testing.TB, files map[string]string) (*isms.ISMS, func(string) ([]byte, error)) {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	l, err := build.Load(context.Background(), build.Sources{Content: tree}, build.Options{Day: func(day.Date) day.Date { return day.New(2030, 1, 15) }, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return l.ISMS, func(name string) ([]byte, error) { return fs.ReadFile(tree, name) }
}

func TestAControlOfOnesOwnHasItsTitle(t *testing.T) {
	m, read := load(t, small)
	made, err := draft.New(m, read, draft.Request{Kind: "control", Title: "org-02  Key escrow: two people"})
	if err != nil || made.ID != "ORG-02" || made.Change.Path != "controls/ORG-02.md" || !strings.HasPrefix(string(made.Change.New), "---\ncontrol: ORG-02\ntitle: \"Key escrow: two people\"\n# maps:") {
		t.Errorf("%v %+v\n%s", err, made, made.Change.New)
	}
	for title, want := range map[string]string{"RUL-009 Twice": "RUL-009 is the id of rules/access.md already", "R-09 Twice": "R-09 is a row of registers/risks.yaml already", "A-5 Theme": "A-5"} {
		var refused draft.Refused
		if _, err := draft.New(m, read, draft.Request{Kind: "control", Title: title}); !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", title, err)
		}
	}
}

func TestEachKindGoesWhereItsLikeLiesWithTheNextID(t *testing.T) {
	m, read := load(t, small)
	for _, c := range []struct{ kind, title, id, path string }{
		{"policy", "Clear Desk Policy", "RUL-011", "rules/clear-desk-policy.md"},
		{"Policy", "Network", "RUL-011", "rules/network-rul-011.md"},
		{"policy", "Über Größe & Maß!", "RUL-011", "rules/über-größe-maß.md"},
		{"policy", "漢字", "RUL-011", "rules/漢字.md"},
		{"policy", "CON", "RUL-011", "rules/con-rul-011.md"},
		{"policy", "?!?", "RUL-011", "rules/rul-011.md"},
		{"policy", "../../etc/passwd", "RUL-011", "rules/etcpasswd.md"},
		{"policy", strings.Repeat("word ", 30), "RUL-011", "rules/" + strings.TrimSuffix(strings.Repeat("word-", 16), "-") + ".md"},
		{"policy", strings.Repeat("ä", 150), "RUL-011", "rules/" + strings.Repeat("ä", 40) + ".md"},
		{"procedure", "Badges", "PRO-01", "procedures/badges.md"},
		{"standard", "X", "STD-01", "standards/x.md"},
		{"guideline", "X", "GDL-01", "guidelines/x.md"},
		{"plan", "X", "PLN-05", "plans/x.md"}, // one that was approved once
		{"record", "X", "REC-01", "records/x.md"},
		{"soa", "Statement", "SOA-01", "soa.md"},
		{"control", "A.5.2", "A.5.2", "controls/A.5.2.md"},
		{"control", "8.24", "A.8.24", "controls/A.8.24.md"},
		{"clause", "6.1.3", "6.1.3", "clauses/6.1.3.md"},
		{"risk", "X", "R-11", "registers/risks.yaml"},
		{"risks", "X", "R-11", "registers/risks.yaml"},
		{"asset", "X", "AST-8", "registers/assets.csv"},
		{"improvement", "X", "IMP-2", "registers/improvements.yml"},
		{"party", "X", "IP-001", "registers/parties.yaml"},
		{"competence", "X", "CMP-001", "registers/competence.yaml"},
		{"management-review", "X", "MR-001", "registers/management-reviews.yaml"},
		{"project", "X", "PRJ-001", "registers/projects.yaml"},
	} {
		made, err := draft.New(m, read, draft.Request{Kind: c.kind, Title: c.title, Taken: []string{"PLN-04", "A.5.3"}})
		if err != nil || made.ID != c.id || made.Change.Path != c.path {
			t.Errorf("%s %q: %s in %s, %v; want %s in %s", c.kind, c.title, made.ID, made.Change.Path, err, c.id, c.path)
		}
	}
}

func TestWhatIsMadeReadsWithoutAFault(t *testing.T) {
	for _, kind := range []string{"policy", "standard", "procedure", "guideline", "plan", "record", "soa", "control A.5.2", "clause 4.1", "risk", "asset", "improvement", "party", "project", "metric", "role"} {
		m, read := load(t, small)
		word, title, _ := strings.Cut(kind, " ")
		if title == "" {
			title = `A "new" one: #1`
		}
		made, err := draft.New(m, read, draft.Request{Kind: word, Title: title, Owner: "Head of IT"})
		if err != nil {
			t.Error(err)
			continue
		}
		files := map[string]string{}
		for name, text := range small {
			files[name] = text
		}
		if !made.Change.Creates() {
			if err := made.Change.Fits([]byte(files[made.Change.Path])); err != nil {
				t.Error(err)
			}
		}
		files[made.Change.Path] = string(made.Change.New)
		after, _ := load(t, files)
		d, ok := after.Lookup(made.ID)
		row, isRow := after.Row(made.ID)
		switch {
		case !ok && !isRow:
			t.Errorf("%s: there is no %s after it was made", kind, made.ID)
		case isRow && row.Title != title:
			t.Errorf("%s: the title became %q", kind, row.Title)
		case ok && (d.Front.Status != "draft" || d.Front.Version != "0.1" || d.Front.Owner.Value != "Head of IT" || d.Has("approved") || d.Has("effective") || d.Has("history")):
			t.Errorf("%s: %+v", kind, d.Front)
		case ok && word != "control" && word != "clause" && d.Title != title:
			t.Errorf("%s: the title became %q", kind, d.Title)
		case ok && word != "record" && d.Front.Review.Every.Months != 6:
			t.Errorf("%s is looked at every %s", kind, d.Front.Review.Every)
		}
		for _, p := range after.Problems {
			missing := p.Rule == diag.MissingColumn || p.Rule == diag.UnknownRole
			if p.Place.File == made.Change.Path && !missing && !strings.Contains(string(small[made.Change.Path]), "One") {
				t.Errorf("%s: %v: %s", kind, p.Place, p.Message)
			}
		}
	}
}

func TestOwnerAndClassificationAreThoseOfMostOfTheKind(t *testing.T) {
	m, read := load(t, small)
	made, err := draft.New(m, read, draft.Request{Kind: "policy", Title: "X"})
	if s := string(made.Change.New); err != nil || !strings.Contains(s, "\nowner: Head of IT\n") || !strings.Contains(s, "\nclassification: confidential\n") {
		t.Errorf("%v\n%s", err, s)
	}
	made, err = draft.New(m, read, draft.Request{Kind: "record", Title: "X"})
	if s := string(made.Change.New); err != nil || !strings.Contains(s, "\nowner: Head of IT\n") || !strings.Contains(s, "\nretain: 3 years\n") || strings.Contains(s, "review:") {
		t.Errorf("%v\n%s", err, s)
	}
	empty, read := load(t, nil)
	if made, err = draft.New(empty, read, draft.Request{Kind: "policy", Title: "X"}); err != nil || made.ID != "POL-01" || !strings.Contains(string(made.Change.New), "\nowner:\n") {
		t.Errorf("%v\n%s", err, made.Change.New)
	}
}

func TestWhatCannotBeMadeIsRefusedWithTheMend(t *testing.T) {
	m, read := load(t, small)
	for _, c := range []struct{ kind, title, want string }{
		{"polcy", "X", "did you mean policy?"},
		{"rsk", "X", "did you mean risk?"},
		{"elephant", "X", "it is one of policy, standard"},
		{"", "X", "there is no kind"},
		{"policy", "", "a policy wants a title"},
		{"policy", " \t\x00", "a policy wants a title"},
		{"risk", "", "wants a title"},
		{"policy", strings.Repeat("x", 300), "at most 150 characters, and this one 300"},
		{"control", "A.5.1", "A.5.1 has a write-up already: controls/A.5.1.md"},
		{"control", "A.5.3", "bring it back from approvals"},
		{"control", "A.5.51", "did you mean A.5.15?"},
		{"control", "A.9.2.1", "is of the edition of 2013; in 2022 it is A.5.16"},
		{"control", "A.5", "is answered by its parts: A.5.1, A.5.2"},
		{"control", "6.1.3", "6.1.3 is a clause: annexa new clause 6.1.3"},
		{"control", "Access control", "give its id, such as A.5.15"},
		{"clause", "6.1", "is answered by its parts: 6.1.1, 6.1.2, 6.1.3"},
		{"clause", "3", "clauses 4 to 10"},
		{"clause", "A.5.2", "annexa new control A.5.2"},
		{"clause", "", "give its id, such as 6.1.3"},
		{"supplier", "X", "registers/suppliers.yaml: line 1: the rows stand within [ ]"},
	} {
		_, err := draft.New(m, read, draft.Request{Kind: c.kind, Title: c.title, Taken: []string{"A.5.3"}})
		var refused draft.Refused
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: %v; want %s", c.kind, c.title, err, c.want)
		}
	}
	twice, read := load(t, map[string]string{"soa.md": "---\nid: SOA-1\nkind: soa\ntitle: S\n---\n", "a.md": "---\nid: POL-99999999\nkind: policy\ntitle: S\n---\n"})
	for kind, want := range map[string]string{"soa": "already: soa.md", "policy": "POL-99999999 is the last id"} {
		if _, err := draft.New(twice, read, draft.Request{Kind: kind, Title: "X"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestFilesThatCannotBeReadAreNoRefusal(t *testing.T) {
	m, _ := load(t, small)
	_, err := draft.New(m, func(string) ([]byte, error) { return nil, fs.ErrPermission }, draft.Request{Kind: "risk", Title: "X"})
	var refused draft.Refused
	if !errors.Is(err, fs.ErrPermission) || errors.As(err, &refused) {
		t.Error(err)
	}
}

func TestAFileInAnySpellingIsNotOverwritten(t *testing.T) {
	m, read := load(t, map[string]string{"policies/Clear-Desk.md": "x", "policies/clear-desk-pol-01.md": "x"})
	made, err := draft.New(m, read, draft.Request{Kind: "policy", Title: "Clear desk"})
	if err != nil || made.Change.Path != "policies/clear-desk-pol-01-2.md" || !made.Change.Creates() {
		t.Errorf("%s, %v", made.Change.Path, err)
	}
}

// FuzzTitle holds that any title becomes a document that reads back with the
// title and the id, in a file whose name is one, or is refused.
func FuzzTitle(f *testing.F) {
	for _, title := range []string{"Clear Desk", `"Quotes": 'and' #colons`, "<b>markup</b> **bold** [[POL-01]]", "{{organisation.name}}", "---", "- a", "日本語", "a\nb: c", "\x00\u202e", strings.Repeat("x", 300), "a/../b\\c", "%s", "yes", "1.10", "🙂", "con", "é"} {
		f.Add(title)
	}
	m, read := load(f, small)
	parser := prose.NewParser()
	f.Fuzz(func(t *testing.T, title string) {
		made, err := draft.New(m, read, draft.Request{Kind: "policy", Title: title})
		var refused draft.Refused
		if errors.As(err, &refused) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		name := made.Change.Path
		if base, ok := strings.CutPrefix(name, "rules/"); !ok || !fs.ValidPath(name) || strings.ContainsAny(base, "/\\:*?\"<>|\x00 ") || len(base) > 120 || !strings.HasSuffix(base, ".md") || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "-") {
			t.Fatalf("%q is put into %q", title, name)
		}
		d := source.Parse(name, made.Change.New, parser)
		if len(d.Problems) > 0 || d.Front.Title.Value != edit.Line(title) || d.Front.ID.Value != "RUL-011" || d.Front.Kind != "policy" || d.Front.Status != "draft" {
			t.Fatalf("%q: %+v %v\n%s", title, d.Front, d.Problems, made.Change.New)
		}
	})
}

// TestAManagementReviewBeginsWithWhatTheRegistersSay has registers with what
// each input asks for; the day is 2030-01-15.
func TestAManagementReviewBeginsWithWhatTheRegistersSay(t *testing.T) {
	files := map[string]string{
		"annexa.yaml": "risk: {acceptance: 4}\n",
		"registers/management-reviews.yaml": "classification: confidential\nrows:\n" +
			"  - {id: MR-01, title: One, date: 2029-01-10, decisions: old}\n  - {id: MR-02, title: Two, date: 2029-07-01, decisions: More \"people\".}\n  - {id: MR-03, title: Planned, date: 2030-06-01}\n",
		"registers/issues.yaml":          "- {id: ISS-1, title: T, kind: internal}\n- {id: ISS-2, title: T, kind: external, climate: heat}\n",
		"registers/parties.yaml":         "- {id: IP-1, title: T, requirement: R, addressed: yes}\n- {id: IP-2, title: T, requirement: R, addressed: no}\n",
		"registers/nonconformities.yaml": "- {id: NC-1, title: T, due: 2029-01-01, effectiveness: Done}\n- {id: NC-2, title: T, due: 2029-12-01}\n- {id: NC-3, title: T, due: 2030-12-01}\n",
		"registers/metrics.yaml":         "- {id: MET-1, title: Patching, target: at most 7, values: [{date: 2029-05-31, value: 9}, {date: 2029-06-30, value: 8}, {date: 2029-12-31, value: 5}, {date: 2030-12-31, value: 1}]}\n- {id: MET-2, title: None}\n",
		"registers/incidents.yaml":       "- {id: INC-1, title: T, date: 2029-01-01, severity: high}\n- {id: INC-2, title: T, date: 2029-08-01, severity: critical}\n- {id: INC-3, title: T, date: 2029-09-01, severity: low}\n",
		"registers/audits.yaml":          "- {id: AUD-1, title: T, date: 2029-03-01, result: old}\n- {id: AUD-2, title: T, date: 2029-10-01, result: 'two minor.'}\n- {id: AUD-3, title: T, date: 2029-12-01}\n",
		"registers/objectives.yaml":      "- {id: OBJ-1, title: T, due: 2029-12-31, status: behind}\n- {id: OBJ-2, title: T, due: 2030-12-31}\n",
		"registers/risks.yaml":           "- {id: R-1, title: T, likelihood: 3, impact: 3, residual-likelihood: 1, residual-impact: 2, assessed-on: 2029-08-01}\n- {id: R-2, title: T, likelihood: 3, impact: 3, residual-likelihood: 3, residual-impact: 2, residual-accepted-until: 2029-12-31}\n",
		"registers/improvements.yaml":    "- {id: IMP-1, title: T, source: 'MR-02, decision 1', status: done}\n- {id: IMP-2, title: T, due: 2029-12-31}\n",
	}
	m, read := load(t, files)
	made, err := draft.New(m, read, draft.Request{Kind: "management-review", Title: "Three", Owner: "CEO"})
	if err != nil {
		t.Fatal(err)
	}
	files["registers/management-reviews.yaml"] = string(made.Change.New)
	m, _ = load(t, files)
	row, ok := m.Row(made.ID)
	if !ok {
		t.Fatalf("%s\n%s", made.ID, made.Change.New)
	}
	for column, want := range map[string]string{
		"date": "", "feedback": "", "decisions": "", "owner": "CEO",
		"previous-actions": `MR-02 of 2029-07-01 decided: More "people". Improvements that name it: 1 in all, none open.`,
		"issues":           "2 issues, 1 internal (ISS-1), 1 external (ISS-2), 1 with a word on climate change (ISS-2).",
		"parties":          "2 requirements of interested parties, 1 not addressed by the management system (IP-2).",
		"nonconformities":  "3 in all, 2 open (NC-2, NC-3), 1 overdue (NC-2).",
		"monitoring":       "MET-1 Patching: 5 on 2029-12-31, 8 on 2029-06-30; target at most 7. 2 incidents since 2029-07-01 (INC-2, INC-3), 1 of high or critical severity (INC-2).",
		"audits":           "AUD-2 of 2029-10-01: two minor. AUD-3 of 2029-12-01 has no result yet.",
		"objectives":       "OBJ-1, due 2029-12-31: behind, overdue. OBJ-2, due 2030-12-31: no status.",
		"risks":            "2 risks, 2 above the acceptance of 4 before treatment (R-1, R-2), 1 above the acceptance of 4 after it (R-2), 1 whose acceptance has ended (R-2), 1 assessed since 2029-07-01 (R-1).",
		"improvements":     "2 in all, 1 open (IMP-2), 1 overdue (IMP-2).",
	} {
		if got := row.Cell(column).Text; got != want {
			t.Errorf("%s: %q, want %q", column, got, want)
		}
	}
}

// TestAManagementReviewRepeatsNothingFromAbove: a register of reviews that more
// people read than the others does not hold what those do.
func TestAManagementReviewRepeatsNothingFromAbove(t *testing.T) {
	m, read := load(t, map[string]string{
		"registers/risks.yaml":   "- {id: R-1, title: Secret, likelihood: 3, impact: 3}\n",
		"registers/audits.yaml":  "- {id: AUD-1, title: Secret, date: 2029-10-01, result: Secret}\n",
		"registers/parties.yaml": "- {id: IP-1, title: T, requirement: R, addressed: yes}\n",
	})
	made, err := draft.New(m, read, draft.Request{Kind: "management-review", Title: "One"})
	if err != nil {
		t.Fatal(err)
	}
	text := string(made.Change.New)
	if strings.Contains(text, "R-1") || strings.Contains(text, "AUD-1") || strings.Contains(text, "Secret") || !strings.Contains(text, "IP-1") && !strings.Contains(text, "1 requirement of interested parties") {
		t.Error(text)
	}
	for _, want := range []string{"risks:                   # risks is confidential, and this register internal: not repeated here\n", "audits:                  # audits is confidential", "previous-actions: No earlier review has its decisions here.\n", "feedback:\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}
