package release

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Meta is what the manifest says beside its files; see [Manifest] for the fields.
type Meta struct {
	Generator string
	Date      string
	Content   Hash

	// Sign, if set, returns the detached CMS signature of the manifest. Former is the one that is
	// public now, if it is of the same manifest.
	Sign func(manifest, former []byte) ([]byte, error)
}

// Summary says what a publication came to, compared with what was public before. Manifest and
// SHA256SUMS are not counted.
type Summary struct {
	Files     int   // now public
	Written   int   // of these, new or changed
	Unchanged int   // of these, as they were
	Removed   int   // public before, and no more
	Bytes     int64 // of all files now public
}

// Commit publishes what was written, and nothing else, in one step, and closes the release. If it
// fails, what was published stays; the only errors after the exchange are of tidying up, and say so.
func (r *Release) Commit(meta Meta) (Summary, error) {
	if r.closed {
		return Summary{}, errClosed
	}
	sum, err := r.commit(meta)
	return sum, errors.Join(err, r.close())
}

func (r *Release) commit(meta Meta) (Summary, error) {
	if r.failed != nil {
		return Summary{}, fmt.Errorf("nothing is published: %w", r.failed)
	}
	if err := r.finish(meta); err != nil {
		return Summary{}, err
	}
	if err := r.settle(); err != nil {
		return Summary{}, err
	}
	// Someone may have put a file there while the build was running.
	if err := r.foreign(r.listed); err != nil {
		return Summary{}, err
	}
	if err := r.closeTrees(); err != nil {
		return Summary{}, err
	}
	if err := r.exchange(); err != nil {
		return Summary{}, err
	}
	if err := r.step("prune"); err != nil {
		return r.summary(), err
	}
	if err := r.cache.prune(); err != nil {
		return r.summary(), fmt.Errorf("%s is published; tidying the cache: %w", r.name, err)
	}
	return r.summary(), nil
}

func (r *Release) summary() Summary {
	s := Summary{Files: len(r.files), Written: r.written, Unchanged: len(r.files) - r.written}
	left := len(r.listed)
	for _, f := range r.files {
		s.Bytes += f.Size
		if _, ok := r.listed[f.Path]; ok {
			left--
		}
	}
	s.Removed = left
	return s
}

// finish completes the idle tree: the manifest and the sums come in, what was not written goes.
func (r *Release) finish(meta Meta) error {
	slices.SortFunc(r.files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	m := Manifest{Generator: meta.Generator, Date: meta.Date, Content: meta.Content, Files: r.files}
	if err := m.check(); err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	manifest := m.Encode()
	if len(manifest) > MaxManifest {
		return fmt.Errorf("the manifest would have more than %d bytes: publish fewer files", MaxManifest)
	}
	type written struct {
		name string
		data []byte
	}
	all := []written{{ManifestName, manifest}, {SumsName, m.Sums()}}
	if meta.Sign != nil {
		signature, err := meta.Sign(manifest, r.formerSignature(manifest))
		if err != nil {
			return fmt.Errorf("sign the manifest: %w", err)
		}
		all = append(all, written{SignatureName, signature})
	}
	for _, own := range all {
		f := File{Path: own.name, SHA256: sha256.Sum256(own.data), Size: int64(len(own.data))}
		if err := r.put(f, own.data); err != nil {
			return fmt.Errorf("write %s: %w", own.name, err)
		}
	}
	if err := r.step("sweep"); err != nil {
		return err
	}
	found, err := r.sweep("")
	if err != nil {
		return err
	}
	if want := len(r.files) + len(all); found != want {
		return fmt.Errorf("the tree beside %s holds %d files of %d written: something else changed it, build again", r.name, found, want)
	}
	return r.keepMode()
}

// formerSignature returns the public signature of the manifest, if that is this one.
func (r *Release) formerSignature(manifest []byte) []byte {
	if r.public.root == nil {
		return nil
	}
	if old, err := r.public.root.ReadFile(ManifestName); err != nil || !bytes.Equal(old, manifest) {
		return nil
	}
	signature, err := r.public.root.ReadFile(SignatureName)
	if err != nil {
		return nil // there was none
	}
	return signature
}

// sweep removes from the idle tree all that this build did not write, and counts what it did.
func (r *Release) sweep(dir string) (found int, err error) {
	names, err := r.idle.names(cmp.Or(dir, "."))
	if err != nil {
		return 0, err
	}
	for _, path := range names {
		if dir != "" {
			path = dir + "/" + path
		}
		claim := r.claimed[fold(path)]
		want, isFolder := strings.CutSuffix(claim, "/")
		// A file system that ignores case keeps the spelling of an earlier build.
		if want != "" && want != path && r.idle.same(want, path) {
			if err := r.idle.root.Rename(path, want); err != nil {
				return 0, err
			}
			path, r.touched = want, true
		}
		switch {
		case want != path:
			if err := r.idle.root.RemoveAll(filepath.FromSlash(path)); err != nil {
				return 0, err
			}
			r.touched = true
		case isFolder:
			n, err := r.sweep(path)
			if err != nil {
				return 0, err
			}
			found += n
		default:
			found++
		}
	}
	return found, nil
}

// forgetStamps leaves none of an earlier build.
func (r *Release) forgetStamps() error {
	if err := os.Remove(filepath.Join(r.state, "stamps")); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// keepMode gives the idle tree the mode of the published one: a folder closed to others stays so.
func (r *Release) keepMode() error {
	if r.public.root == nil {
		return nil
	}
	now, err := r.public.root.Stat(".")
	if err != nil {
		return err
	}
	idle, err := r.idle.root.Stat(".")
	if err != nil || idle.Mode() == now.Mode() {
		return err
	}
	return r.idle.root.Chmod(".", now.Mode())
}

// settle brings the idle tree to the disk, then stamps both trees. In that order: a stamp vouches
// for bytes, and must not outlive them if the power fails. A first publication is left to the system
// to bring to the disk, and has no stamps.
func (r *Release) settle() error {
	if err := r.step("sync"); err != nil {
		return err
	}
	if r.idle.loose {
		if _, err := r.announce("publishing"); err != nil {
			return err
		}
		return r.forgetStamps()
	}
	r.flushes.Wait()
	if r.touched {
		if err := syncTree(filepath.Join(r.state, "idle")); err != nil {
			return fmt.Errorf("bring %s to the disk: %w", r.name, err)
		}
	}
	if err := r.step("stamps"); err != nil {
		return err
	}
	now, err := r.announce("publishing")
	if err != nil {
		return err
	}
	racy := moment(now)
	if r.hooks.racy != nil {
		racy = r.hooks.racy()
	}
	next := make(stamps, len(r.seen))
	for _, s := range r.seen {
		next.add(s.info, s.hash, now.Add(-racy))
	}
	// Damaged stamps are none, so they need not be on the disk.
	return os.WriteFile(filepath.Join(r.state, "stamps"), next.encode(), 0o600)
}
