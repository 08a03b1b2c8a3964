// Package internal_test keeps the imports of the module to the floors that
// internal/README.md draws: the order of the rows in its table is the order in
// which packages may know of each other.
package internal_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// A room is a row of the table: a package, as its folder in the module, and the
// outside libraries that it alone imports, as a few segments of their paths.
type room struct {
	dir       string
	libraries []string
}

// An arrow is one import: where it stands (file:line) and what it names.
type arrow struct{ place, path string }

func TestNoPackageImportsOneBelowIt(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	arrows, err := readArrows(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults(readRooms(string(readme)), arrows) {
		t.Error(fault)
	}
}

// readRooms reads the table whose first heading is "package". The package is
// what stands between backquotes in the first cell, the libraries in the third.
func readRooms(readme string) []room {
	var rooms []room
	inTable := false
	for line := range strings.Lines(readme) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 {
			inTable = false
			continue
		}
		if strings.TrimSpace(cells[1]) == "package" {
			inTable = true
		} else if names := quoted(cells[1]); inTable && len(names) == 1 {
			rooms = append(rooms, room{names[0], quoted(cells[3])})
		}
	}
	return rooms
}

// quoted returns what stands between backquotes in s.
func quoted(s string) []string {
	var in []string
	for i, part := range strings.Split(s, "`") {
		if i%2 == 1 {
			in = append(in, part)
		}
	}
	return in
}

// readArrows returns the imports of every package by its folder. Files are
// parsed, not built, so those for other systems count too. Tests and hidden
// folders do not.
func readArrows(module fs.FS) (map[string][]arrow, error) {
	arrows := map[string][]arrow{}
	files := token.NewFileSet()
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if entry.IsDir() {
			if base == "testdata" || name != "." && strings.HasPrefix(base, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(base) != ".go" || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		src, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(files, name, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		arrows[dir] = slices.Grow(arrows[dir], len(file.Imports)) // a package that imports nothing counts too
		for _, spec := range file.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			at := files.Position(spec.Pos())
			arrows[dir] = append(arrows[dir], arrow{fmt.Sprintf("%s:%d", name, at.Line), to})
		}
		return nil
	})
	return arrows, err
}

// faults says where the table and the imports disagree.
func faults(rooms []room, arrows map[string][]arrow) []string {
	const table = "internal/README.md"
	var found []string
	fault := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }

	floor := map[string]int{}
	owner := map[string]string{} // of a library
	for i, r := range rooms {
		if _, twice := floor[r.dir]; twice {
			fault("%s: %s has two rows", table, r.dir)
		}
		if _, built := arrows[r.dir]; !built {
			fault("%s: there is no package %s; take its row out", table, r.dir)
		}
		floor[r.dir] = i
		for _, library := range r.libraries {
			if other, twice := owner[library]; twice {
				fault("%s: both %s and %s claim to import %s alone", table, other, r.dir, library)
			}
			owner[library] = r.dir
		}
	}

	used := map[string]bool{}
	for _, dir := range sorted(arrows) {
		here, listed := floor[dir]
		if !listed {
			fault("%s: %s has no row; add it below all that it imports and above all that imports it", table, dir)
			continue
		}
		for _, a := range arrows[dir] {
			if to, ours := strings.CutPrefix(a.path, "annexa/"); ours {
				if there, listed := floor[to]; listed && there >= here {
					fault("%s: imports %s: %s stands above %s in %s, so it may not import it", a.place, to, dir, to, table)
				}
				continue
			}
			if first, _, _ := strings.Cut(a.path, "/"); !strings.Contains(first, ".") {
				continue // the standard library
			}
			library := libraryOf(a.path, owner)
			used[library] = true
			if library == "" {
				fault("%s: imports %s, which %s does not name; add it to the row of %s", a.place, a.path, table, dir)
			} else if owner[library] != dir {
				fault("%s: imports %s, which by %s only %s may", a.place, a.path, table, owner[library])
			}
		}
	}
	for _, library := range sorted(owner) {
		if !used[library] {
			fault("%s: %s is in the row of %s, but nothing imports it", table, library, owner[library])
		}
	}
	return found
}

// libraryOf returns the longest name whose segments the import path holds, or
// nothing.
func libraryOf(importPath string, owner map[string]string) string {
	longest := ""
	for name := range owner {
		if len(name) > len(longest) && strings.Contains("/"+importPath+"/", "/"+name+"/") {
			longest = name
		}
	}
	return longest
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func TestTheFloorsTestSeesEveryKindOfFault(t *testing.T) {
	const readme = "| package | what it is for | libraries |\n|---|---|---|\n" +
		"| `internal/low` | | `x/low` |\n| `internal/high` | | `x/high`, `x/idle` |\n| `internal/gone` | | |\n"
	module := fstest.MapFS{
		"internal/low/low.go": {Data: []byte("package low\nimport (\n\t\"os\"\n\t\"annexa/internal/high\"\n" +
			"\t\"example.org/x/low/sub\"\n\t\"example.org/x/higher\"\n)\n")},
		"internal/low/low_test.go":    {Data: []byte("package low\nimport \"annexa/internal/new\"\n")},
		"internal/high/high_plan9.go": {Data: []byte("package high\nimport _ \"example.org/x/low\"\nimport _ \"example.org/x/high\"\nimport _ \"annexa/internal/low\"\n")},
		"internal/new/new.go":         {Data: []byte("package new\n")},
		".hidden/x/x.go":              {Data: []byte("not Go")},
		"internal/testdata/x.go":      {Data: []byte("not Go")},
	}
	arrows, err := readArrows(module)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"internal/README.md: there is no package internal/gone; take its row out",
		"internal/high/high_plan9.go:2: imports example.org/x/low, which by internal/README.md only internal/low may",
		"internal/low/low.go:4: imports internal/high: internal/low stands above internal/high in internal/README.md, so it may not import it",
		"internal/low/low.go:6: imports example.org/x/higher, which internal/README.md does not name; add it to the row of internal/low",
		"internal/README.md: internal/new has no row; add it below all that it imports and above all that imports it",
		"internal/README.md: x/idle is in the row of internal/high, but nothing imports it",
	}
	if got := faults(readRooms(readme), arrows); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestTheTopLevelIsWhatWasOrdered holds that a visitor finds these names and no
// others, but for hidden ones and what is built.
func TestTheTopLevelIsWhatWasOrdered(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name()[0] != '.' && e.Name() != "public" {
			names = append(names, e.Name())
		}
	}
	want := []string{"README.md", "cmd", "content", "go.mod", "go.sum", "internal", "templates", "themes"}
	if !slices.Equal(names, want) {
		t.Errorf("at the top level are %q, not %q", names, want)
	}
}
