//go:build !linux && !darwin

package release

import (
	"errors"
	"io/fs"
	"os"
)

func swapDirs(a, b string) error { return errors.ErrUnsupported }

// linkFile leaves it to the build to write a file once for each tree.
func linkFile(from, to *os.File, name string) error { return errors.ErrUnsupported }

// identity knows no time here that a program cannot set, so files are compared by their bytes.
func identity(fs.FileInfo) (inode uint64, changed int64, ok bool) { return 0, 0, false }

// isMount leaves it to the exchange to find a mount point.
func isMount(string) bool { return false }

func syncFile(f *os.File) error { return f.Sync() }

// syncTree has nothing left to do after syncFile.
func syncTree(string) error { return nil }

// syncDir does nothing: not all of these systems can sync a folder, and names are journalled.
func syncDir(string) error { return nil }
