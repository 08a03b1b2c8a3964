package check_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/check"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/isms"
)

// intended are the problems that the sample has on purpose, so that a reader
// of the site and of annexa check sees one.
var intended = []struct {
	rule   *diag.Rule
	file   string
	says   string
	reason string
}{
	{check.ReviewOverdue, "policies/malware-protection.md", "POL-18 was due on 2026-09-15", "an overdue review is what every management system meets first; the security committee knows of this one"},
}

func TestTheSampleHasTheProblemsItIsMeantToHave(t *testing.T) {
	loaded := loadSample(t, sampleFiles(t))
	if len(loaded.Problems) != len(intended) {
		t.Errorf("%d problems, %d are meant", len(loaded.Problems), len(intended))
	}
	for i, p := range loaded.Problems {
		if i >= len(intended) || p.Rule != intended[i].rule || p.Place.File != intended[i].file || !strings.Contains(p.Message, intended[i].says) {
			t.Errorf("%s: %s [%s] is not meant", p.Place, p.Message, p.Rule.Name)
		}
	}
}

// A property is something that must hold of the sample ISMS beyond the rules:
// what an auditor would look for, and what the product promises to show by it.
type property struct {
	name   string
	faults func(m *isms.ISMS, fault faulter)
	broken []change // a copy in which it does not hold
	tells  string   // what a fault of that copy must name
}

// A faulter is told what does not hold.
type faulter func(format string, args ...any)

// A change is done to a copy of the sample.
type change func(t *testing.T, files fstest.MapFS)

// TestTheSampleHolds tries every property twice: on the sample, and on a copy
// that was broken to see that the property can fail.
func TestTheSampleHolds(t *testing.T) {
	files := sampleFiles(t)
	whole := loadSample(t, files).ISMS
	for _, p := range slices.Concat(answersOfTheSample, registersOfTheSample, documentsOfTheSample, textsOfTheSample, trailsOfTheSample) {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			for _, fault := range p.on(whole) {
				t.Error(fault)
			}
			copied := maps.Clone(files)
			for _, do := range p.broken {
				do(t, copied)
			}
			if faults := p.on(loadSample(t, copied).ISMS); !slices.ContainsFunc(faults, func(f string) bool { return strings.Contains(f, p.tells) }) {
				t.Errorf("a broken copy should tell of %s, and tells %q", p.tells, faults)
			}
		})
	}
}

func (p property) on(m *isms.ISMS) []string {
	var faults []string
	p.faults(m, func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) })
	return faults
}

func sampleFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	sample, files := os.DirFS("../../content"), fstest.MapFS{}
	err := fs.WalkDir(sample, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(sample, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// loadSample reads the sample as on the day that it pins.
func loadSample(t *testing.T, files fstest.MapFS) *build.Loaded {
	t.Helper()
	loaded, err := build.Load(context.Background(), build.Sources{Content: files}, build.Options{Day: func(pinned day.Date) day.Date { return pinned }, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// without takes files away.
func without(names ...string) change {
	return func(t *testing.T, files fstest.MapFS) {
		for _, name := range names {
			if files[name] == nil {
				t.Fatalf("the sample has no %s", name)
			}
			delete(files, name)
		}
	}
}

// with adds a file.
func with(name, text string) change {
	return func(t *testing.T, files fstest.MapFS) {
		if files[name] != nil {
			t.Fatalf("the sample has %s by now", name)
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
}

// replaced puts one text in the place of another, wherever it stands in the
// file.
func replaced(name, old, text string) change {
	return func(t *testing.T, files fstest.MapFS) {
		if files[name] == nil || !strings.Contains(string(files[name].Data), old) {
			t.Fatalf("%s does not say %q", name, old)
		}
		files[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(files[name].Data), old, text))}
	}
}
