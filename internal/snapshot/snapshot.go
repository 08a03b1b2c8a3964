// Package snapshot holds a tree of files in memory as it was at one moment.
//
// What is asked for is read once and then kept, so whoever asks twice is told
// the same, and a tree of which one file changed costs the reading of one file.
// Whoever watches the tree says what may have changed, and gets the next
// snapshot, which shares all the rest with the one before.
package snapshot

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// maxKept is how large a file may be that is kept, in bytes. A larger one is
// read from the disk each time.
const maxKept = 8 << 20

// A Tree is a snapshot. It may be read by many at once, and its files are not
// changed by their readers.
type Tree struct {
	disk    fs.FS
	mu      sync.Mutex
	entries map[string]*entry
}

// An entry is what was found at a path.
type entry struct {
	err   error
	info  fs.FileInfo
	data  []byte        // of a file
	large bool          // a file that is not kept
	list  []fs.DirEntry // of a folder, by name
	link  bool          // by way of a symlink: who watches is not told when it leads elsewhere

	summed sync.Once
	sum    [sha256.Size]byte // of the data, once it was asked for
}

// Of is a snapshot of a tree of which nothing was read yet.
func Of(disk fs.FS) *Tree { return &Tree{disk: disk, entries: map[string]*entry{}} }

// Next is the tree on the disk now that there may be something else at some
// paths, or below them; "." is all of it. Other are the paths, sorted, of what
// was read of it so far and is not as it was; unread says that nothing was read
// so far of one that may have changed.
func (t *Tree) Next(disk fs.FS, changed []string) (next *Tree, other []string, unread bool) {
	t.mu.Lock()
	next = &Tree{disk: disk, entries: maps.Clone(t.entries)}
	t.mu.Unlock()
	stale := map[string]*entry{} // what was known, and may not hold
	above, folders := map[string]bool{}, map[string]bool{}
	for _, name := range changed {
		above[name], folders[path.Dir(name)] = true, true // a folder lists what is in it
		if _, ok := next.entries[name]; !ok {
			unread = true
		}
	}
	for name, e := range next.entries {
		if e.link || folders[name] || below(name, above) {
			stale[name] = e
			delete(next.entries, name)
		}
	}
	for name, was := range stale {
		if is := next.at(name); !was.equal(is) {
			other = append(other, name)
		}
	}
	slices.Sort(other)
	return next, other, unread
}

// below says whether a path is one of some, or below one.
func below(name string, some map[string]bool) bool {
	for !some[name] {
		if name == "." {
			return false
		}
		name = path.Dir(name)
	}
	return true
}

// equal says that two entries of a path are of the same content.
func (e *entry) equal(o *entry) bool {
	switch {
	case e.large || o.large || (e.err == nil) != (o.err == nil):
		return false
	case e.err != nil:
		return e.err.Error() == o.err.Error()
	}
	return e.info.Mode() == o.info.Mode() && bytes.Equal(e.data, o.data) && slices.EqualFunc(e.list, o.list, func(a, b fs.DirEntry) bool {
		return a.Name() == b.Name() && a.Type() == b.Type()
	})
}

// at is what is at a path. Of several who find it out at once, all are told
// what the first of them found.
func (t *Tree) at(name string) *entry {
	t.mu.Lock()
	e, ok := t.entries[name]
	t.mu.Unlock()
	if ok {
		return e
	}
	e = read(t.disk, name)
	e.link = t.linked(name)
	t.mu.Lock()
	defer t.mu.Unlock()
	if first, ok := t.entries[name]; ok {
		return first
	}
	t.entries[name] = e
	return e
}

func read(disk fs.FS, name string) *entry {
	f, err := disk.Open(name)
	if err != nil {
		return &entry{err: err}
	}
	defer f.Close() // nothing was written
	e := &entry{}
	switch e.info, e.err = f.Stat(); {
	case e.err != nil:
	case e.info.IsDir():
		if e.list, e.err = fs.ReadDir(disk, name); e.list == nil {
			e.list = []fs.DirEntry{}
		}
	case !e.info.Mode().IsRegular() || e.info.Size() > maxKept:
		e.large = true
	default:
		e.data = make([]byte, 0, e.info.Size()+1)
		for e.err == nil {
			if len(e.data) == cap(e.data) {
				e.data = append(e.data, 0)[:len(e.data)]
			}
			var n int
			n, e.err = f.Read(e.data[len(e.data):cap(e.data)])
			e.data = e.data[:len(e.data)+n]
		}
		if errors.Is(e.err, io.EOF) {
			e.err = nil
		}
		e.info = sized{e.info, int64(len(e.data))}
	}
	return e
}

// sized is about a file of which so much was read, whatever its size was before.
type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }

// linked says whether a part of a path is a symlink.
func (t *Tree) linked(name string) bool {
	for ; name != "."; name = path.Dir(name) {
		list, base := t.at(path.Dir(name)).list, path.Base(name)
		i, ok := slices.BinarySearchFunc(list, base, func(e fs.DirEntry, base string) int { return strings.Compare(e.Name(), base) })
		if ok && list[i].Type()&fs.ModeSymlink != 0 {
			return true
		}
	}
	return false
}

// Sum is the SHA-256 of a file of a snapshot, which knows it without reading the
// file anew. There is none of what is no file or not kept, and of other trees.
func Sum(fsys fs.FS, name string) ([sha256.Size]byte, bool) {
	t, ok := fsys.(*Tree)
	if !ok || !fs.ValidPath(name) {
		return [sha256.Size]byte{}, false
	}
	e := t.at(name)
	if e.err != nil || e.large || e.list != nil {
		return [sha256.Size]byte{}, false
	}
	e.summed.Do(func() { e.sum = sha256.Sum256(e.data) })
	return e.sum, true
}

// Open implements fs.FS.
func (t *Tree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	e := t.at(name)
	switch {
	case e.err != nil:
		return nil, e.err
	case e.large:
		return t.disk.Open(name)
	}
	return &file{entry: e}, nil
}

// ReadDir implements fs.ReadDirFS.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	e := t.at(name)
	if e.err == nil && e.list == nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a directory")}
	}
	return slices.Clone(e.list), e.err
}

// Stat implements fs.StatFS.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	e := t.at(name)
	return e.info, e.err
}

// A file is one that was opened, or a folder.
type file struct {
	*entry
	read int // bytes of the data, or entries of the list
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

func (f *file) Read(p []byte) (int, error) {
	if f.list != nil {
		return 0, &fs.PathError{Op: "read", Path: f.info.Name(), Err: errors.New("is a directory")}
	}
	if f.read == len(f.data) {
		return 0, io.EOF
	}
	n := copy(p, f.data[f.read:])
	f.read += n
	return n, nil
}

// ReadDir implements fs.ReadDirFile.
func (f *file) ReadDir(n int) ([]fs.DirEntry, error) {
	if f.list == nil {
		return nil, &fs.PathError{Op: "readdir", Path: f.info.Name(), Err: errors.New("not a directory")}
	}
	rest := f.list[f.read:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	f.read += len(rest)
	return slices.Clone(rest), nil
}
