package release

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// tree is one of the two trees. Paths cannot leave its root, whatever symlinks stand there.
type tree struct {
	root  *os.Root
	below *folders
	fresh bool // it was made for this build, which alone has written into it
	loose bool // what is written need not be on the disk before it is published
}

// openTree opens a folder as a tree.
func openTree(name string) (tree, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return tree{}, err
	}
	return tree{root: root, below: &folders{top: &folder{Root: root}, open: map[string]*folder{}}}, nil
}

// maxFolders is how many folders of a tree are kept open at once.
const maxFolders = 64

// folders are the folders of a tree that are open: a path is then walked once, not for every file.
type folders struct {
	mu   sync.Mutex
	top  *folder
	open map[string]*folder // by path, with a separator at the end
}

// folder is an open folder.
type folder struct {
	*os.Root
	once sync.Once
	file *os.File // the folder itself, once asked for
	err  error
}

// self returns the folder itself, which its Root does not let go.
func (f *folder) self() (*os.File, error) {
	f.once.Do(func() { f.file, f.err = f.Open(".") })
	return f.file, f.err
}

func (f *folder) close() error {
	err := f.Close()
	if f.file != nil {
		err = errors.Join(err, f.file.Close())
	}
	return err
}

func (t *tree) close() error {
	if t.root == nil {
		return nil
	}
	err := t.below.top.close()
	for _, f := range t.below.open {
		err = errors.Join(err, f.close())
	}
	t.root, t.below = nil, nil
	return err
}

// at returns the folder a file is in, and its name there.
func (t tree) at(name string) (*folder, string) {
	dir, base := filepath.Split(name)
	if dir == "" {
		return t.below.top, name
	}
	t.below.mu.Lock()
	defer t.below.mu.Unlock()
	if f, ok := t.below.open[dir]; ok {
		return f, base
	}
	if len(t.below.open) >= maxFolders {
		return t.below.top, name
	}
	root, err := t.root.OpenRoot(dir)
	if err != nil {
		return t.below.top, name // the error is said by whoever opens the file
	}
	f := &folder{Root: root}
	t.below.open[dir] = f
	return f, base
}

// holds says whether the tree's file has the bytes of data, whose hash is given, and what the file is.
func (t tree) holds(name string, data []byte, hash Hash, known stamps) (fs.FileInfo, bool) {
	if t.root == nil || t.fresh {
		return nil, false
	}
	folder, base := t.at(name)
	info, err := folder.Lstat(base)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return nil, false
	}
	if known.holds(info, hash) {
		return info, true
	}
	have, err := folder.ReadFile(base)
	return info, err == nil && bytes.Equal(have, data)
}

// creation opens a file that is not there yet. Of one that need not be waited for, as no file on a disk
// need be, os does not ask the system whether it can be.
const creation = os.O_WRONLY | os.O_CREATE | os.O_EXCL | syscall.O_NONBLOCK

// write makes the file anew, as a new inode, in place of whatever stands there. A file that could not
// be written whole is removed: on a full disk the next build needs its room.
func (t tree) write(name string, data []byte) (info fs.FileInfo, err error) {
	folder, base := t.at(name)
	f, err := folder.OpenFile(base, creation, 0o644)
	if errors.Is(err, fs.ErrExist) {
		if err := folder.RemoveAll(base); err != nil {
			return nil, err
		}
		f, err = folder.OpenFile(base, creation, 0o644)
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, folder.Remove(base))
		}
	}()
	if _, err := f.Write(data); err != nil {
		return nil, err
	}
	if !t.loose {
		if err := syncFile(f); err != nil {
			return nil, err
		}
	}
	return f.Stat()
}

// names are what stands in a folder, in no order.
func (t tree) names(folder string) ([]string, error) {
	f, err := t.root.Open(folder)
	if err != nil {
		return nil, err
	}
	names, err := f.Readdirnames(-1)
	return names, errors.Join(err, f.Close())
}

// folder makes the folder, in place of whatever else stands there.
func (t tree) folder(name string) error {
	err := t.root.Mkdir(name, 0o755)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if info, err := t.root.Lstat(name); err != nil {
		return err
	} else if info.IsDir() {
		return t.open(name)
	}
	if err := t.root.Remove(name); err != nil {
		return err
	}
	return t.root.Mkdir(name, 0o755)
}

// open lets the owner write into a folder, whatever the mode that somebody gave it while it was public.
func (t tree) open(name string) error {
	info, err := t.root.Stat(name)
	if err != nil || info.Mode()&0o700 == 0o700 {
		return err
	}
	return t.root.Chmod(name, info.Mode()|0o700)
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
