package release

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"
)

// Cache keeps results on disk by a key that covers everything they depend on, the program's version
// among it. A file cache/k/KEY holds the SHA-256 of key and value, and the value; one that does not
// fit, because it was cut off, changed or moved, is no value. The cache may be deleted at any time. A
// nil Cache holds nothing and takes nothing. All methods may be called by many workers at once.
type Cache struct {
	dir   string
	limit int64
	now   time.Time
	grew  atomic.Bool // something was put in
}

// Get returns the value of the key, if it is there and whole.
func (c *Cache) Get(key [32]byte) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	name := c.file(key)
	b, err := os.ReadFile(name)
	if err != nil || len(b) < sha256.Size {
		return nil, false
	}
	value := b[sha256.Size:]
	if check(key, value) != [sha256.Size]byte(b) {
		return nil, false
	}
	// What is used is pruned last. If that cannot be noted, it only goes earlier.
	_ = os.Chtimes(name, time.Time{}, c.now)
	return value, true
}

// Put keeps a value. An error (a full disk) leaves no wrong value behind.
func (c *Cache) Put(key [32]byte, value []byte) error {
	if c == nil || int64(len(value)) > c.limit {
		return nil
	}
	name := c.file(key)
	sum := check(key, value)
	b := make([]byte, 0, len(sum)+len(value))
	b = append(append(b, sum[:]...), value...)
	err := os.WriteFile(name, b, 0o600)
	if err != nil { // its folder is missing, or something else stands there
		if err := errors.Join(os.RemoveAll(name), os.MkdirAll(filepath.Dir(name), 0o700)); err != nil {
			return err
		}
		err = os.WriteFile(name, b, 0o600)
	}
	c.grew.Store(true)
	return err
}

// check is what tells that a value is whole, and that of its key.
func check(key [32]byte, value []byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	h.Write(key[:]) // a hash takes every byte
	h.Write(value)
	h.Sum(sum[:0])
	return sum
}

func (c *Cache) file(key [32]byte) string {
	hex := Hash(key).String()
	return filepath.Join(c.dir, hex[:1], hex)
}

// prune removes the entries used longest ago until the rest is within the limit.
func (c *Cache) prune() error {
	if c == nil || !c.grew.Load() {
		return nil
	}
	type entry struct {
		name string
		info fs.FileInfo
	}
	var all []entry
	var size int64
	err := filepath.WalkDir(c.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		all = append(all, entry{name, info})
		size += info.Size()
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(a.info.ModTime().Compare(b.info.ModTime()), cmp.Compare(a.name, b.name))
	})
	for _, e := range all {
		if size <= c.limit {
			break
		}
		if err := os.Remove(e.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		size -= e.info.Size()
	}
	return nil
}
