package build

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"sync"

	"annexa/internal/snapshot"
)

// A Memory keeps what was made of single files from one Load to the next, so
// that a content of which one file changed costs the reading of one file. What
// a Load did not need is forgotten after it. The zero value is empty; nil keeps
// nothing.
type Memory struct {
	mu         sync.Mutex
	kept, used map[memoryKey]any
}

// A memoryKey is all that a kept value was made from: what kind of value it is,
// the name that stands in it, and the SHA-256 of the bytes.
type memoryKey struct {
	kind, name string
	of, and    [sha256.Size]byte
}

// remembered returns what was made under a key before, or makes it. Values are
// shared and must not be changed.
func remembered[T any](m *Memory, key memoryKey, make func() T) T {
	if m == nil {
		return make()
	}
	m.mu.Lock()
	v, ok := m.used[key]
	if !ok {
		v, ok = m.kept[key]
	}
	m.mu.Unlock()
	if !ok {
		v = make()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.used == nil {
		m.used = map[memoryKey]any{}
	}
	m.used[key] = v
	return v.(T)
}

// forget drops what was not asked for since it was called last.
func (m *Memory) forget() {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept, m.used = m.used, nil
}

// digestOf is over the names and bytes of all files of a tree below a folder.
// That of no tree is zero.
func digestOf(fsys fs.FS, folder string) ([sha256.Size]byte, error) {
	if fsys == nil {
		return [sha256.Size]byte{}, nil
	}
	h := sha256.New()
	err := fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		sum, ok := snapshot.Sum(fsys, name)
		if !ok {
			data, err := fs.ReadFile(fsys, name)
			if err != nil { // it is no file to who asks for it
				data = []byte(err.Error())
			}
			sum = sha256.Sum256(data)
		}
		fmt.Fprintf(h, "%s\x00%x\n", name, sum)
		return nil
	})
	return [sha256.Size]byte(h.Sum(nil)), err
}
