package release

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

func TestOfManyThatCreateAFileOneDoes(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "key")
	var made atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			err := CreateFile(name, fmt.Append(nil, i), 0o600)
			switch {
			case err == nil:
				made.Store(int64(i))
			case !errors.Is(err, fs.ErrExist):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	data, err := os.ReadFile(name)
	if err != nil || string(data) != fmt.Sprint(made.Load()) {
		t.Errorf("%q, made by %d: %v", data, made.Load(), err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("something was left behind: %v %v", entries, err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}
