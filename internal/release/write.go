package release

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Write puts a file into the coming tree. The path has slashes and satisfies [ValidPath]; one that
// was written before, in any spelling of upper and lower case, is an error, as is a folder where a
// file is or the other way round. After an error Commit will not publish.
func (r *Release) Write(path string, data []byte) error {
	return r.WriteBase(path, data, Hash{})
}

// WriteBase is Write for a signed PDF; base is the SHA-256 of its unsigned revision.
func (r *Release) WriteBase(path string, data []byte, base Hash) error {
	err := ValidPath(path)
	if err == nil {
		err = r.put(File{Path: path, SHA256: sha256.Sum256(data), Size: int64(len(data)), Base: base}, data)
	}
	if err == nil {
		return nil
	}
	err = fmt.Errorf("write %s: %w", path, err)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = err
	}
	return err
}

// Flush begins to bring what was written so far to the disk, and does not wait: the disk has work while
// the last files are made, and Commit little to wait for.
func (r *Release) Flush() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.flush()
}

// flushSize is after how many bytes written a flush begins by itself: often enough that the disk is busy
// from the first pages on, and little is left for the end.
const flushSize = 8 << 20

// flush is Flush for who holds the lock.
func (r *Release) flush() {
	if r.closed || r.idle.loose || r.unflushed == 0 || r.flushing {
		return
	}
	r.unflushed, r.flushing = 0, true
	r.flushes.Go(func() {
		_ = syncTree(filepath.Join(r.state, "idle")) // Commit does it once more, and says what is wrong
		r.mu.Lock()
		defer r.mu.Unlock()
		r.flushing = false
	})
}

// Files returns what was written so far, by path. None may be writing meanwhile.
func (r *Release) Files() []File {
	r.mu.Lock()
	defer r.mu.Unlock()
	files := slices.Clone(r.files)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// put claims the path, brings the idle tree's file up to date and lists it.
func (r *Release) put(f File, data []byte) error {
	name, err := filepath.Localize(f.Path)
	if err != nil {
		return errors.New("this system has no such file name: rename it")
	}
	if err := r.claim(f.Path); err != nil {
		return err
	}
	if err := r.step("write " + f.Path); err != nil {
		return err
	}
	public, published := r.public.holds(name, data, f.SHA256, r.stamps)
	idle, kept := r.idle.holds(name, data, f.SHA256, r.stamps)
	if published && !kept {
		idle, kept = r.share(name, public)
	}
	// Bytes that were not published a moment ago need a new time of modification, also if the idle
	// tree has them from an earlier day.
	if !kept || !published {
		if idle, err = r.idle.write(name, data); err != nil {
			return err
		}
	}
	if published && !idle.ModTime().Equal(public.ModTime()) {
		if err := r.idle.root.Chtimes(name, time.Time{}, public.ModTime()); err != nil {
			return err
		}
		if idle, err = r.idle.root.Lstat(name); err != nil {
			return err
		}
	}

	r.mu.Lock()
	defer r.mu.Unlock()
	// What has no stamp, though an interrupted build wrote it, may not be on the disk either.
	if !r.stamps.holds(idle, f.SHA256) {
		r.touched = true
		if r.unflushed += f.Size; r.unflushed >= flushSize {
			r.flush()
		}
	}
	r.seen = append(r.seen, sight{idle, f.SHA256})
	if published && !os.SameFile(public, idle) {
		r.seen = append(r.seen, sight{public, f.SHA256})
	}
	if reserved(f.Path) {
		return nil
	}
	r.files = append(r.files, f)
	if !published {
		r.written++
	}
	return nil
}

// share makes a file of the published tree one of the idle tree too, if the file system has such files
// and it is still the one given.
func (r *Release) share(name string, file fs.FileInfo) (fs.FileInfo, bool) {
	base := filepath.Base(name)
	from, there := r.public.at(name)
	to, here := r.idle.at(name)
	if there != base || here != base { // more folders than are kept open
		return nil, false
	}
	source, err := from.self()
	if err != nil {
		return nil, false
	}
	target, err := to.self()
	if err != nil {
		return nil, false
	}
	if !r.idle.fresh && to.RemoveAll(base) != nil {
		return nil, false
	}
	link := linkFile
	if r.hooks.link != nil {
		link = r.hooks.link
	}
	if link(source, target, base) != nil {
		return nil, false
	}
	info, err := to.Lstat(base)
	return info, err == nil && os.SameFile(info, file) && info.Size() == file.Size() && info.ModTime().Equal(file.ModTime())
}

// sight is a file seen to have a hash.
type sight struct {
	info fs.FileInfo
	hash Hash
}

// claim takes the path, and makes the folders above it that no path before needed.
func (r *Release) claim(path string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errClosed
	}
	folders, err := r.claimed.Claim(path)
	for _, dir := range folders {
		if err := r.idle.folder(dir); err != nil {
			return err
		}
	}
	return err
}

// Published returns the file that is public now and its entry in the manifest, if its bytes are
// still those the manifest names. A PDF whose unsigned revision, signer and level still hold can so
// be written again as it is.
func (r *Release) Published(path string) (data []byte, entry File, ok bool) {
	entry, ok = r.listed[path]
	if !ok || r.public.root == nil {
		return nil, File{}, false
	}
	info, err := r.public.root.Lstat(filepath.FromSlash(path))
	if err != nil || !info.Mode().IsRegular() || info.Size() != entry.Size {
		return nil, File{}, false
	}
	data, err = r.public.root.ReadFile(filepath.FromSlash(path))
	if err != nil || sha256.Sum256(data) != entry.SHA256 {
		return nil, File{}, false
	}
	return data, entry, true
}
