// Package edit holds changes of files as values, so that what changes content
// can be computed without touching a disk, shown, and applied by somebody else.
//
// A change names the bytes it was made for by their hash. Whoever applies it
// does so in one step, only if the file still holds those bytes, and makes a
// new file only where there is none.
//
// The package also changes YAML, whole files and front matter: a key is set or
// taken out, and every other byte stays as it was, comments and order
// included.
package edit

import (
	"crypto/sha256"
	"fmt"
)

// A Change puts new bytes into a file.
type Change struct {
	Path string   // slash-separated, within the folder it is made for
	Old  [32]byte // SHA-256 of the bytes it was made for; zero where there is no such file yet
	New  []byte
}

// Create is the change that makes a file.
func Create(path string, data []byte) Change { return Change{Path: path, New: data} }

// Replace is the change of a file that holds old.
func Replace(path string, old, data []byte) Change {
	return Change{Path: path, Old: sha256.Sum256(old), New: data}
}

// Creates says whether the change makes a file that must not be there yet.
func (c Change) Creates() bool { return c.Old == [32]byte{} }

// Fits says whether the change was made for these bytes of its file. The error
// names the file.
func (c Change) Fits(data []byte) error {
	if !c.Creates() && sha256.Sum256(data) == c.Old {
		return nil
	}
	if c.Creates() {
		return fmt.Errorf("%s is there already", c.Path)
	}
	return fmt.Errorf("%s was changed by somebody else in the meantime", c.Path)
}
