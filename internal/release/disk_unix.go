//go:build linux || darwin

package release

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// linkFile gives a file of one folder the same name in another. A symlink is linked, not followed.
func linkFile(from, to *os.File, name string) error {
	return os.NewSyscallError("linkat", unix.Linkat(int(from.Fd()), name, int(to.Fd()), name, 0))
}

// syncDir brings the names in a folder to the disk.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
