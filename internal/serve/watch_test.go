package serve

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// watching watches a folder until the test ends, and returns what waits until
// all of some names in it were told, together or one after the other.
func watching(t *testing.T, dir string, poll bool) func(names ...string) {
	t.Helper()
	w, err := watch([]string{dir}, poll, 5*time.Millisecond, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	return func(names ...string) {
		t.Helper()
		told := map[string]bool{}
		missing := func(name string) bool { return !told[name] }
		for slices.ContainsFunc(names, missing) {
			<-w.told
			for _, p := range w.take().Paths {
				rel, err := filepath.Rel(dir, p)
				if err != nil {
					t.Fatal(err)
				}
				if strings.HasPrefix(rel, ".") && rel != "." || strings.HasSuffix(rel, "~") {
					t.Errorf("told of %s", rel)
				}
				told[filepath.ToSlash(rel)] = true
			}
		}
	}
}

// TestEditorsSaveInTheirWays saves a file as editors and programs do.
func TestEditorsSaveInTheirWays(t *testing.T) {
	for _, poll := range []bool{false, true} {
		dir := t.TempDir()
		file := filepath.Join(dir, "a.md")
		must := func(errs ...error) {
			t.Helper()
			for _, err := range errs {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		write := func(name, text string) { must(os.WriteFile(name, []byte(text), 0o644)) }
		write(file, "first")
		told := watching(t, dir, poll)

		write(file, "in its place")
		told("a.md")

		write(file+"~", "a backup") // Emacs
		write(file, "after a backup")
		told("a.md")

		write(filepath.Join(dir, ".a.md.new"), "another file, over it") // most
		must(os.Rename(filepath.Join(dir, ".a.md.new"), file))
		told("a.md")

		must(os.Rename(file, file+"~")) // Vim
		write(file, "anew, the old one aside")
		told("a.md")

		must(os.Remove(file)) // sync clients
		write(file, "taken away and made, as large as can be")
		told("a.md")

		f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
		must(err)
		_, err = f.WriteString(", and some more")
		must(err, f.Close())
		told("a.md")

		must(os.Remove(file))
		told("a.md")
	}
}

// TestWholeTreesAreWatched makes, renames and removes folders.
func TestWholeTreesAreWatched(t *testing.T) {
	for _, poll := range []bool{false, true} {
		dir := t.TempDir()
		in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(os.MkdirAll(in("a/b"), 0o755))
		must(os.WriteFile(in("a/b/x.md"), []byte("x"), 0o644))
		told := watching(t, dir, poll)
		// settled waits until all that was done before was told.
		marks := 0
		settled := func() {
			t.Helper()
			marks++
			mark := fmt.Sprintf("mark-%d.md", marks)
			must(os.WriteFile(in(mark), []byte("x"), 0o644))
			told(mark)
		}

		must(os.MkdirAll(in("new/er"), 0o755))
		told("new")
		settled()
		must(os.WriteFile(in("new/er/y.md"), []byte("y"), 0o644))
		told("new/er/y.md")

		must(os.Rename(in("a"), in("c")))
		told("a", "c")
		settled()
		must(os.WriteFile(in("c/b/x.md"), []byte("xx"), 0o644))
		told("c/b/x.md")

		must(os.RemoveAll(in("c")))
		told("c")
		settled()
		must(os.MkdirAll(in("c/b"), 0o755))
		told("c")
		settled()
		must(os.WriteFile(in("c/b/x.md"), []byte("xxx"), 0o644))
		told("c/b/x.md")
	}
}

// TestAFolderThatIsNotThereYetIsSeen watches one that is made, taken away and
// made again.
func TestAFolderThatIsNotThereYetIsSeen(t *testing.T) {
	for _, poll := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "themes")
		told := watching(t, dir, poll)
		for range 2 {
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			told(".")
			if err := os.WriteFile(filepath.Join(dir, "x.css"), []byte("x"), 0o644); err != nil {
				t.Fatal(err)
			}
			told("x.css")
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			told(".")
		}
	}
}

// TestABurstIsTold writes many files at once.
func TestABurstIsTold(t *testing.T) {
	dir := t.TempDir()
	told := watching(t, dir, false)
	names := make([]string, 1000)
	for i := range names {
		names[i] = strings.Repeat("x", 1+i%50) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + ".md"
		if err := os.WriteFile(filepath.Join(dir, names[i]), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	told(names...)
}
