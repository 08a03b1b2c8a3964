package release

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
)

// tree is one of the two trees. Paths cannot leave its root, whatever symlinks stand there.
type tree struct {
	root *os.Root
}

func (t *tree) close() error {
	if t.root == nil {
		return nil
	}
	err := t.root.Close()
	t.root = nil
	return err
}

// holds says whether the tree's file has the bytes of data, whose hash is given, and what the file is.
func (t tree) holds(name string, data []byte, hash Hash, known stamps) (fs.FileInfo, bool) {
	if t.root == nil {
		return nil, false
	}
	info, err := t.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return nil, false
	}
	if known.holds(info, hash) {
		return info, true
	}
	have, err := t.root.ReadFile(name)
	return info, err == nil && bytes.Equal(have, data)
}

// write makes the file anew, as a new inode, in place of whatever stands there. A file that could not
// be written whole is removed: on a full disk the next build needs its room.
func (t tree) write(name string, data []byte) (info fs.FileInfo, err error) {
	f, err := t.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		if err := t.root.RemoveAll(name); err != nil {
			return nil, err
		}
		f, err = t.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, t.root.Remove(name))
		}
	}()
	if _, err := f.Write(data); err != nil {
		return nil, err
	}
	if err := syncFile(f); err != nil {
		return nil, err
	}
	return f.Stat()
}

// folder makes the folder, in place of whatever else stands there.
func (t tree) folder(name string) error {
	err := t.root.Mkdir(name, 0o755)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if info, err := t.root.Lstat(name); err != nil || info.IsDir() {
		return err
	}
	if err := t.root.Remove(name); err != nil {
		return err
	}
	return t.root.Mkdir(name, 0o755)
}

// same says whether two names are of one file or folder.
func (t tree) same(a, b string) bool {
	x, err := t.root.Lstat(a)
	if err != nil {
		return false
	}
	y, err := t.root.Lstat(b)
	return err == nil && os.SameFile(x, y)
}
