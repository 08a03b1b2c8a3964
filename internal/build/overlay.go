package build

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// overlay is a tree in which each file of the upper one wins over that of the
// lower.
type overlay struct{ upper, lower fs.FS }

// over lays the user's own files over those in the binary.
func over(upper, lower fs.FS) fs.FS {
	if upper == nil {
		return lower
	}
	return overlay{upper, lower}
}

// defaultTheme is the theme default among themes, nil where there is none.
func defaultTheme(themes fs.FS) fs.FS {
	if themes == nil {
		return nil
	}
	if info, err := fs.Stat(themes, "default"); err != nil || !info.IsDir() {
		return nil
	}
	sub, err := fs.Sub(themes, "default")
	if err != nil {
		return nil // the name is a valid path
	}
	return sub
}

// Open implements fs.FS.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if err == nil {
		if info, statErr := f.Stat(); statErr == nil && info.IsDir() {
			err = errors.Join(f.Close(), fs.ErrNotExist)
		}
	}
	if err != nil && errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	return f, err
}

// ReadDir implements fs.ReadDirFS: the names of both trees.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	lower, err := fs.ReadDir(o.lower, name)
	upper, upperErr := fs.ReadDir(o.upper, name)
	if err != nil && upperErr != nil {
		return nil, err
	}
	for _, e := range upper {
		if i := slices.IndexFunc(lower, func(l fs.DirEntry) bool { return l.Name() == e.Name() }); i >= 0 {
			lower[i] = e
		} else {
			lower = append(lower, e)
		}
	}
	slices.SortFunc(lower, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return lower, nil
}

// counter tells how far the work is, from one worker at a time.
type counter struct {
	mu        sync.Mutex
	done, all int
	tell      func(done, all int)
}

func (c *counter) one() {
	if c.tell == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	c.tell(c.done, c.all)
}
