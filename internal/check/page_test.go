package check_test

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"annexa/internal/build"
	"annexa/internal/check"
	"annexa/internal/diag"
	"annexa/internal/release"
)

// TestEveryRuleStandsInAFamily reads where rules are made.
func TestEveryRuleStandsInAFamily(t *testing.T) {
	made := 0
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range append(sources, "../diag/rules.go") {
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				switch f := call.Fun.(type) {
				case *ast.Ident:
					if f.Name == "NewRule" {
						made++
					}
				case *ast.SelectorExpr:
					if f.Sel.Name == "NewRule" {
						made++
					}
				}
			}
			return true
		})
	}
	var names []string
	for _, family := range check.Families() {
		if family.About == "" || len(family.Rules) == 0 {
			t.Errorf("%+v", family)
		}
		for _, r := range family.Rules {
			names = append(names, r.Name)
			if !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(r.Name) || r.Severity == diag.Off || r.About == "" || strings.HasSuffix(r.About, ".") {
				t.Errorf("%+v", r)
			}
			if found, ok := check.Lookup(r.Name); !ok || found != r {
				t.Errorf("%s is not found", r.Name)
			}
		}
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != made {
		t.Errorf("%d rules are made, %d listed", made, len(names))
	}
	if _, ok := check.Lookup("no-rule"); ok {
		t.Error("a rule that is none is found")
	}
	files, err := filepath.Glob("pages/*")
	if err != nil || len(files) != made {
		t.Errorf("%d rules have %d pages, %v", made, len(files), err)
	}
}

// TestEveryRuleIsShownByItsPage holds that the content of each page has just
// the problems of its rule that stand there, to the column, that its mended
// twin has none of them, and no problem of another rule instead.
func TestEveryRuleIsShownByItsPage(t *testing.T) {
	for _, family := range check.Families() {
		for _, rule := range family.Rules {
			t.Run(rule.Name, func(t *testing.T) {
				page, err := check.Explain(rule)
				if err != nil {
					t.Fatal(err)
				}
				if len(page.Why) == 0 || page.Clause == "" || page.Mend == "" || strings.Contains(page.Mend, "\n\n") {
					t.Error("the page lacks why, clause or mend")
				}
				publish := rule == diag.Template || rule == diag.MissingGlyph
				content := map[string]string{}
				for _, f := range page.Faulty {
					content[f.Path] = f.Text
				}
				faulty := everyProblem(t, content, publish)
				for _, f := range page.Mended {
					content[f.Path] = f.Text
					if f.Text == "" {
						delete(content, f.Path)
					}
				}
				mended := everyProblem(t, content, publish)
				// A small content leaves most of the standard unanswered, mended or not.
				mendable := func(p diag.Problem) bool {
					return p.Rule == rule && (!slices.Contains(quiet, rule) || !slices.Contains(mended, p))
				}
				var told []diag.Problem
				broken := map[*diag.Rule]bool{}
				for _, p := range faulty {
					if broken[p.Rule] = true; mendable(p) {
						told = append(told, p)
					}
				}
				if len(told) == 0 {
					t.Fatal("its example does not break it")
				}
				if told[0].Severity != rule.Severity {
					t.Errorf("the example is %s, and the rule %s", told[0].Severity, rule.Severity)
				}
				for _, p := range mended {
					if p.Rule == rule && !slices.Contains(quiet, rule) || !broken[p.Rule] {
						t.Errorf("mended, it has: %s: %s [%s]", p.Place, p.Message, p.Rule.Name)
					}
				}
				var got bytes.Buffer
				if err := (diag.Printer{}).Text(&got, told); err != nil {
					t.Fatal(err)
				}
				if *update {
					updatePage(t, "pages/"+rule.Name+".txtar", got.String())
				} else if got.String() != page.Problem {
					t.Errorf("--- got\n%s--- want\n%s", &got, page.Problem)
				}
			})
		}
	}
}

// everyProblem are the problems of a content; with publish also those that
// are found while its pages and PDFs are made.
func everyProblem(t *testing.T, files map[string]string, publish bool) []diag.Problem {
	t.Helper()
	content, templates, themes := fstest.MapFS{}, fstest.MapFS{}, fstest.MapFS{}
	for name, text := range files {
		into, path := content, name
		if rest, ok := strings.CutPrefix(name, "templates/"); ok {
			into, path = templates, rest
		} else if rest, ok := strings.CutPrefix(name, "themes/"); ok {
			into, path = themes, rest
		}
		into[path] = &fstest.MapFile{Data: []byte(text)}
	}
	var own fs.FS
	if len(templates) > 0 {
		own = templates
	}
	l := loadFrom(t, build.Sources{Content: content, Templates: own, Themes: themes}, "")
	if !publish || l.Count.Errors > 0 {
		return l.Problems
	}
	r, err := release.Open(context.Background(), filepath.Join(t.TempDir(), "public"), release.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Abort(); err != nil {
			t.Error(err)
		}
	}()
	made, err := l.Publish(context.Background(), r, build.Publication{PDF: true, Workers: 2})
	if err != nil && len(made.Problems) == 0 {
		t.Fatal(err)
	}
	return append(l.Problems, made.Problems...)
}

func updatePage(t *testing.T, name, problem string) {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	kept := slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "problem" })
	at := slices.IndexFunc(kept, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "mended/") })
	if at < 0 {
		t.Fatalf("%s has no mended twin", name)
	}
	// What is the same in both stands first, then the problem, then what was mended.
	slices.SortStableFunc(kept, func(a, b txtar.File) int {
		return strings.Compare(twin(a.Name), twin(b.Name))
	})
	at = slices.IndexFunc(kept, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "mended/") })
	archive.Files = slices.Insert(kept, at, txtar.File{Name: "problem", Data: []byte(problem)})
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

func twin(name string) string {
	if strings.HasPrefix(name, "mended/") {
		return "mended"
	}
	return "faulty"
}
