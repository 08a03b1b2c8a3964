package release

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// CreateFile makes a file whole or not at all. If there is one already, it stays and the error is
// fs.ErrExist: of many programs that make the same file at once, one does.
func CreateFile(name string, data []byte, mode os.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name))
	if err != nil {
		return err
	}
	defer func() {
		if removed := os.Remove(f.Name()); !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	err = os.Link(f.Name(), name)
	if err != nil && !exists(name) {
		return os.Rename(f.Name(), name) // a file system without links
	}
	return err
}
