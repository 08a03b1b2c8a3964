package release

import (
	"errors"
	"os"
	"path/filepath"
)

// WriteFile replaces one file by data in one step: a reader, and a crash, find the old bytes or the
// new. A symlink is followed.
func WriteFile(name string, data []byte, mode os.FileMode) error {
	name, err := resolve(name)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name))
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
