package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"sync"
	"syscall"
)

// maxFolders is how many folders of a tree are kept open at once.
const maxFolders = 256

// A tree is a folder of files that no symlink leads out of. It keeps the
// folders below it open, since to walk a path anew for every file costs more
// than to read the file.
type tree struct {
	fs.FS // everything but Open
	root  *os.Root
	mu    sync.Mutex
	below map[string]*os.Root
}

func newTree(root *os.Root) *tree {
	return &tree{FS: root.FS(), root: root, below: map[string]*os.Root{}}
}

// Open implements fs.FS. It waits for no file, so that os need not ask the
// system whether one can be waited for.
func (t *tree) Open(name string) (fs.File, error) {
	dir, base := path.Split(name)
	if folder := t.folder(dir); folder != nil {
		f, err := folder.OpenFile(base, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return t.FS.Open(name) // a link to another folder of the tree, or an error with the whole name
}

// ReadDir implements fs.ReadDirFS.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(t.FS, name) }

// Stat implements fs.StatFS.
func (t *tree) Stat(name string) (fs.FileInfo, error) { return fs.Stat(t.FS, name) }

// ReadFile implements fs.ReadFileFS.
func (t *tree) ReadFile(name string) ([]byte, error) { return fs.ReadFile(t.FS, name) }

func (t *tree) folder(dir string) *os.Root {
	if dir == "" || !fs.ValidPath(path.Clean(dir)) {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if f, ok := t.below[dir]; ok {
		return f
	}
	if len(t.below) >= maxFolders {
		return nil
	}
	f, err := t.root.OpenRoot(dir)
	if err != nil {
		return nil
	}
	t.below[dir] = f
	return f
}

// Close closes the tree; what was opened in it stays open.
func (t *tree) Close() error {
	err := t.root.Close()
	for _, f := range t.below {
		err = errors.Join(err, f.Close())
	}
	return err
}
