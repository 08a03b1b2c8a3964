package release

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
)

func TestWriteFileReplacesInPlaceAndFollowsSymlinks(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "real", "soa.csv"), filepath.Join(dir, "soa.csv")
	put(t, name, "old")
	if err := os.Chmod(name, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(name, link); err != nil {
		t.Skip(err)
	}
	if err := WriteFile(link, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := read(t, dir); !maps.Equal(got, site{"real/": "", "real/soa.csv": "new", "soa.csv": "new"}) {
		t.Error(got)
	}
	if stat(t, link).Mode()&os.ModeSymlink == 0 || stat(t, name).Mode().Perm() != 0o640 {
		t.Error("the symlink or the mode is gone")
	}
	if err := WriteFile(filepath.Join(dir, "absent", "x"), nil, 0o600); err == nil {
		t.Error("a folder that is absent takes a file")
	}
}
