package snapshot

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// write makes a file of a folder, and the folders it is in.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, fsys fs.FS) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			all[name] = "a folder"
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if all[name] = string(data); err != nil {
			all[name] = "cannot be read"
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestATreeIsOneOfFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.md", "a")
	write(t, dir, "sub/deep/b.md", "b")
	write(t, dir, "empty.md", "")
	if err := fstest.TestFS(Of(os.DirFS(dir)), "a.md", "sub/deep/b.md", "empty.md"); err != nil {
		t.Fatal(err)
	}
}

func TestTheNextTreeHasWhatChangedAndTheFormerWhatWas(t *testing.T) {
	for _, c := range []struct {
		name    string
		do      func(t *testing.T, dir string)
		changed []string
		same    bool
	}{
		{"nothing", func(*testing.T, string) {}, nil, true},
		{"the same bytes", func(t *testing.T, dir string) { write(t, dir, "a.md", "a") }, []string{"a.md"}, true},
		{"other bytes", func(t *testing.T, dir string) { write(t, dir, "a.md", "A") }, []string{"a.md"}, false},
		{"emptied", func(t *testing.T, dir string) { write(t, dir, "a.md", "") }, []string{"a.md"}, false},
		{"a new file", func(t *testing.T, dir string) { write(t, dir, "sub/c.md", "c") }, []string{"sub/c.md"}, false},
		{"a new folder", func(t *testing.T, dir string) { write(t, dir, "new/er/c.md", "c") }, []string{"new"}, false},
		{"a folder that is gone", func(t *testing.T, dir string) { os.RemoveAll(filepath.Join(dir, "sub")) }, []string{"sub"}, false},
		{"a folder with another name", func(t *testing.T, dir string) {
			os.Rename(filepath.Join(dir, "sub"), filepath.Join(dir, "bus"))
		}, []string{"sub", "bus"}, false},
		{"a folder in the place of a file", func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, "a.md"))
			write(t, dir, "a.md/b.md", "b")
		}, []string{"a.md"}, false},
		{"everything", func(t *testing.T, dir string) { write(t, dir, "sub/deep/b.md", "B") }, []string{"."}, false},
		{"what a link leads to", func(t *testing.T, dir string) { write(t, dir, "sub/deep/b.md", "B") }, []string{"sub/deep/b.md"}, false},
		{"where a link leads", func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, "link.md"))
			os.Symlink("sub/deep/b.md", filepath.Join(dir, "link.md"))
		}, []string{"link.md"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "a.md", "a")
			write(t, dir, "sub/deep/b.md", "b")
			if err := os.Symlink("a.md", filepath.Join(dir, "link.md")); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("sub/deep/b.md", filepath.Join(dir, "other.md")); err != nil {
				t.Fatal(err)
			}
			former := Of(os.DirFS(dir))
			before := contents(t, former)
			c.do(t, dir)
			next, other, _ := former.Next(os.DirFS(dir), c.changed)
			if (len(other) == 0) != c.same {
				t.Errorf("not the same: %v", other)
			}
			if got, want := contents(t, next), contents(t, os.DirFS(dir)); !maps.Equal(got, want) {
				t.Errorf("the next has %q, the disk %q", got, want)
			}
			if got := contents(t, former); !maps.Equal(got, before) {
				t.Errorf("the former has %q, and had %q", got, before)
			}
		})
	}
}

// TestWhatWasNotThereIsFound asks for a file first, and then makes it.
func TestWhatWasNotThereIsFound(t *testing.T) {
	dir := t.TempDir()
	tree := Of(os.DirFS(dir))
	if _, err := fs.ReadFile(tree, "words/de.yaml"); err == nil {
		t.Fatal("it is there")
	}
	write(t, dir, "words/de.yaml", "x")
	next, other, _ := tree.Next(os.DirFS(dir), []string{"words"})
	if data, err := fs.ReadFile(next, "words/de.yaml"); err != nil || len(other) == 0 {
		t.Errorf("%q %v %v", data, err, other)
	}
}

func TestTheSumOfAFileIsThatOfItsBytes(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.md", "a")
	tree := Of(os.DirFS(dir))
	for range 2 {
		for _, c := range []struct {
			fsys fs.FS
			name string
			ok   bool
		}{{tree, "a.md", true}, {tree, "b.md", false}, {tree, ".", false}, {tree, "../a.md", false}, {os.DirFS(dir), "a.md", false}} {
			sum, ok := Sum(c.fsys, c.name)
			if ok != c.ok || ok && sum != sha256.Sum256([]byte("a")) {
				t.Errorf("%s: %x %v", c.name, sum, ok)
			}
		}
	}
	write(t, dir, "a.md", "A")
	next, _, unread := tree.Next(os.DirFS(dir), []string{"a.md"})
	if sum, ok := Sum(next, "a.md"); !ok || unread || sum != sha256.Sum256([]byte("A")) {
		t.Errorf("it is changed, and its sum is %x", sum)
	}
}

// TestWhatNobodyAskedForIsNoChange has files written of which nothing was made.
func TestWhatNobodyAskedForIsNoChange(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.md", "a")
	write(t, dir, "public/x.html", "x")
	tree := Of(os.DirFS(dir))
	if _, err := fs.ReadDir(tree, "."); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "public/y.html", "y")
	if _, other, unread := tree.Next(os.DirFS(dir), []string{"public/y.html", "public"}); len(other) > 0 || !unread {
		t.Error("it counts as a change")
	}
}
