package check_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"annexa/internal/build"
	"annexa/internal/check"
	"annexa/internal/day"
	"annexa/internal/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// quiet are the rules about what a small content lacks of the standard. They
// are told only where an archive's comment holds their name.
var quiet = []*diag.Rule{check.ControlUndecided, check.ClauseUnanswered, check.DocumentedMissing}

// TestEachContentHasTheProblemsWrittenBesideIt reads every archive of testdata:
// the files of a small content and, as "problems", what annexa check says of
// it on 2 November 2026. "level" holds the highest classification published.
func TestEachContentHasTheProblemsWrittenBesideIt(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			content, level, want := fstest.MapFS{}, "", ""
			kept := archive.Files[:0]
			for _, f := range archive.Files {
				switch f.Name {
				case "problems":
					want = string(f.Data)
					continue
				case "level":
					level = strings.TrimSpace(string(f.Data))
				default:
					content[f.Name] = &fstest.MapFile{Data: f.Data}
				}
				kept = append(kept, f)
			}
			got := problems(t, content, level, string(archive.Comment))
			if *update {
				archive.Files = append(kept, txtar.File{Name: "problems", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("--- got\n%s--- want\n%s", got, want)
			}
		})
	}
}

func problems(t *testing.T, content fstest.MapFS, level, comment string) string {
	t.Helper()
	loaded := load(t, content, level)
	var kept []diag.Problem
	for _, p := range loaded.Problems {
		told := true
		for _, rule := range quiet {
			told = told && (p.Rule != rule || strings.Contains(comment, rule.Name))
		}
		if told {
			kept = append(kept, p)
		}
	}
	var b bytes.Buffer
	if err := (diag.Printer{}).Text(&b, kept); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func load(t *testing.T, content fstest.MapFS, level string) *build.Loaded {
	t.Helper()
	return loadFrom(t, build.Sources{Content: content}, level)
}

// loadFrom reads a content as on 2 November 2026, unless it pins another day.
func loadFrom(t testing.TB, sources build.Sources, level string) *build.Loaded {
	t.Helper()
	on := day.New(2026, 11, 2)
	loaded, err := build.Load(context.Background(), sources, build.Options{
		Day: func(pinned day.Date) day.Date {
			if pinned.IsZero() {
				return on
			}
			return pinned
		}, Level: level, Workers: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}
