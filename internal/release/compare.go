package release

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Differences are what a published tree has other than its manifest says, by
// path, each in order.
type Differences struct {
	Changed []string `json:"changed,omitempty"`
	Missing []string `json:"missing,omitempty"`
	Added   []string `json:"added,omitempty"`
}

// None says whether there are no differences.
func (d *Differences) None() bool { return len(d.Changed)+len(d.Missing)+len(d.Added) == 0 }

// Compare reads every file of a tree and says which are not as the manifest lists
// them. Manifest and signature are left out, SHA256SUMS must be what belongs to
// the manifest. What is no regular file counts as added, or as changed.
func (m Manifest) Compare(ctx context.Context, tree fs.FS) (*Differences, error) {
	d := &Differences{}
	listed := make(map[string]File, len(m.Files))
	for _, f := range m.Files {
		listed[f.Path] = f
	}
	sums := m.Sums()
	listed[SumsName] = File{Path: SumsName, SHA256: sha256.Sum256(sums), Size: int64(len(sums))}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() || name == ManifestName || name == SignatureName {
			return ctx.Err()
		}
		want, ok := listed[name]
		if !ok {
			d.Added = append(d.Added, name)
			return nil
		}
		delete(listed, name)
		same, err := want.is(tree, entry)
		if err == nil && !same {
			d.Changed = append(d.Changed, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("compare with the manifest: %w", err)
	}
	for name := range listed {
		d.Missing = append(d.Missing, name)
	}
	for _, list := range [][]string{d.Changed, d.Missing, d.Added} {
		slices.SortFunc(list, strings.Compare)
	}
	return d, nil
}

// is says whether a file of a tree has the size and the bytes that are listed.
func (f File) is(tree fs.FS, entry fs.DirEntry) (bool, error) {
	info, err := entry.Info()
	if err != nil || !info.Mode().IsRegular() || info.Size() != f.Size {
		return false, err
	}
	in, err := tree.Open(f.Path)
	if err != nil {
		return false, err
	}
	h := sha256.New()
	_, err = io.Copy(h, in)
	return bytes.Equal(h.Sum(nil), f.SHA256[:]), errors.Join(err, in.Close())
}
