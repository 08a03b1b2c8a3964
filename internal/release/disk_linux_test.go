package release

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// mount mounts a file system of a megabyte, where the test may.
func mount(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}

func TestAFullDiskLeavesWhatIsPublished(t *testing.T) {
	dir := t.TempDir()
	mount(t, dir)
	target := filepath.Join(dir, "public")
	publish(t, target, Options{}, siteOld)
	old := read(t, target)
	r := open(t, target, Options{})
	write(t, r, siteNew)
	err := r.Write("big.pdf", make([]byte, 2<<20))
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "big.pdf") {
		t.Error(err)
	}
	if _, err := r.Commit(meta); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	if !maps.Equal(read(t, target), old) {
		t.Error("what is published has changed")
	}
	publish(t, target, Options{}, siteNew)
	whole(t, target, siteNew)
}

func TestAMountPointIsNamed(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	mount(t, target)
	if got := refusal(t, target); !strings.Contains(got, "mount point") {
		t.Error(got)
	}
	// One that is mounted while the build runs is found by the exchange.
	target = filepath.Join(t.TempDir(), "public")
	r := open(t, target, Options{})
	write(t, r, siteNew)
	mount(t, target)
	if _, err := r.Commit(meta); err == nil || !strings.Contains(err.Error(), "mount point") {
		t.Error(err)
	}
}

func TestAFolderOfALowerLayerIsNamed(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	publish(t, at("lower/public"), Options{}, siteOld)
	for _, name := range []string{"upper", "work", "merged"} {
		if err := os.Mkdir(at(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	layers := "lowerdir=" + at("lower") + ",upperdir=" + at("upper") + ",workdir=" + at("work") + ",redirect_dir=off"
	if err := unix.Mount("overlay", at("merged"), "overlay", 0, layers); err != nil {
		t.Skipf("no layered file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(at("merged"), 0); err != nil {
			t.Error(err)
		}
	})
	target := at("merged/public")
	r := open(t, target, Options{})
	write(t, r, siteNew)
	if _, err := r.Commit(meta); err == nil || !strings.Contains(err.Error(), "layered file system") {
		t.Error(err)
	}
	whole(t, target, siteOld)
	if err := os.RemoveAll(target); err != nil {
		t.Fatal(err)
	}
	for _, s := range []site{siteNew, siteOld, siteNew} {
		publish(t, target, Options{}, s)
		whole(t, target, s)
	}
}
