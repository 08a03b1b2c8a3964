// Package release puts a built site before its readers, whole or not at all.
//
// # Two trees
//
// Beside the published folder NAME lies the state folder .NAME.annexa:
//
//	lock     held (flock) for the length of one build; a second build waits
//	holder   who holds it and what it does, for the message the second one prints
//	idle/    the tree not published; each build brings it up to date and exchanges it with NAME
//	former/  only during an exchange made of two renames: its presence is the journal
//	stamps   what the files of both trees were when last seen right (see stamps)
//	cache/   results by key, only if asked for (see [Cache])
//
// It may be deleted at any time that no build is running; nothing but time is lost.
//
// A build writes into the idle tree only, each file by comparison, so what has not changed is not
// rewritten. A file that has changed becomes a new inode: whoever still reads the former one, or
// holds a hard link to it, keeps it whole. So one file can stand in both trees: what the published one
// has already is linked into the idle one where the file system allows it, which costs a fraction of
// writing it. Once all is on the disk, the two trees change places in
// one step, renameat2(2) RENAME_EXCHANGE on Linux and renamex_np(2) RENAME_SWAP on macOS. Elsewhere,
// and where the file system refuses, they change places by renames:
//
//	NAME → former,  idle → NAME,  former → idle
//
// If a build dies between these, the next one finds former and completes them.
//
// The first publication waits for no disk, which takes a fifth of its time: nothing stands there that
// a power failure could take from its readers. It leaves no stamps, so the next build reads every file,
// and mends what did not come to the disk.
//
// # What a reader sees
//
// A path below NAME leads to the whole old tree or the whole new one, except between the first two
// renames of the fallback, when it leads nowhere. A file keeps its time of modification as long as
// its bytes are those published before, and gets a later one when they are not, so a web server's
// Last-Modified and ETag tell the truth although there are two trees.
//
// # What is never touched
//
// A target that holds files which its manifest does not list is refused, at the beginning and again
// just before the exchange, with every such file named. So is a target in what is read, or around it.
package release

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Options are what [Open] needs to know beyond the target. The zero value is of use.
type Options struct {
	// Inputs are the files and folders that are read. The target may neither contain one nor lie in
	// one. Where a folder is read without some of its folders, list what is read of it.
	Inputs []string

	// Cache is how many bytes the cache on disk may take; 0 means none.
	Cache int64

	// Waiting, if set, is called once before waiting for another build, with who that is.
	Waiting func(holder string)

	hooks hooks
}

// hooks let the tests stop a build at a step and take away what the system can do.
type hooks struct {
	step     func(name string) error                    // called before each step that changes the disk
	exchange func(a, b string) error                    // instead of the system's exchange
	rename   func(a, b string) error                    // instead of os.Rename of a whole tree
	link     func(from, to *os.File, name string) error // instead of linkFile
	racy     func() time.Duration                       // instead of moment
}

// Release is one publication in the making: from [Open], through many calls of Write, to one of
// Commit or Abort. Write, WriteBase and Published may be called by many workers at once.
type Release struct {
	name   string // the target as the user wrote it, for messages
	target string // the target resolved: absolute, no symlinks
	state  string // the state folder beside it
	hooks  hooks

	lock   *flock.Flock
	began  time.Time // by the clock of the file system
	stamps stamps
	cache  *Cache

	listed map[string]File // what the published manifest lists
	public tree            // the published tree; its root is nil if there is none
	idle   tree

	mu      sync.Mutex
	claimed Names
	files   []File
	seen    []sight // files of both trees seen right, to be stamped
	written int     // files that differ from those published
	touched bool    // something in the idle tree is not on the disk yet
	failed  error   // the first Write that failed
	closed  bool

	unflushed int64 // bytes written since the last flush began
	flushing  bool
	flushes   sync.WaitGroup
}

var errClosed = errors.New("the release is closed")

// Open makes a release of the folder target ready: follows symlinks, refuses what must not be
// replaced (the error is then a [*Refused]), waits for another build of the same target until ctx
// ends, and completes a publication that was interrupted. Nothing published changes before Commit.
func Open(ctx context.Context, target string, opt Options) (*Release, error) {
	resolved, err := resolve(target)
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", target, err)
	}
	r := &Release{
		name:    target,
		target:  resolved,
		state:   filepath.Join(filepath.Dir(resolved), "."+filepath.Base(resolved)+".annexa"),
		hooks:   opt.hooks,
		claimed: Names{},
	}
	if err := r.refuse(opt.Inputs); err != nil {
		return nil, err
	}
	if err := r.prepare(ctx, opt); err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

// prepare takes the lock and reads what the last build left.
func (r *Release) prepare(ctx context.Context, opt Options) error {
	if err := r.makeState(); err != nil {
		return err
	}
	if err := r.acquire(ctx, opt.Waiting); err != nil {
		return err
	}
	var err error
	if r.began, err = r.announce("building"); err != nil {
		return err
	}
	if err := r.resume(); err != nil {
		return err
	}
	if r.listed, err = r.survey(); err != nil {
		return err
	}
	r.stamps = readStamps(filepath.Join(r.state, "stamps"))
	if opt.Cache > 0 {
		r.cache = &Cache{dir: filepath.Join(r.state, "cache"), limit: opt.Cache, now: r.began}
	}
	return r.openTrees()
}

// makeState makes the state folder, closed to others: what a folder closed to them publishes must
// not be open beside it.
func (r *Release) makeState() error {
	if err := os.MkdirAll(filepath.Dir(r.state), 0o755); err != nil {
		return fmt.Errorf("make the folder of %s: %w", r.name, err)
	}
	if err := os.Mkdir(r.state, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keep the build's state beside %s, which must be in a folder that can be written: %w", r.name, err)
	}
	if info, err := os.Lstat(r.state); err != nil {
		return err
	} else if !info.IsDir() {
		return fmt.Errorf("%s must be a folder, for the build's state: remove what stands there", r.state)
	}
	return nil
}

func (r *Release) openTrees() error {
	idle := filepath.Join(r.state, "idle")
	if info, err := os.Lstat(idle); err == nil && !info.IsDir() {
		if err := os.Remove(idle); err != nil {
			return err
		}
	}
	made := os.Mkdir(idle, 0o755)
	if made != nil && !errors.Is(made, fs.ErrExist) {
		return made
	}
	var err error
	if r.idle, err = openTree(idle); err != nil {
		return err
	}
	r.idle.fresh = made == nil
	if err := r.idle.open("."); err != nil {
		return err
	}
	r.public, err = openTree(r.target)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	r.idle.loose = len(r.listed) == 0
	return nil
}

// Cache returns the cache on disk. It is nil, and of use as such, if none was asked for.
func (r *Release) Cache() *Cache { return r.cache }

// Abort ends the release without publication: what is published stays as it was, byte for byte.
// After Commit or Abort it does nothing, so it can be deferred.
func (r *Release) Abort() error {
	return r.close()
}

// close lets go of all the release holds. The workers must have ended.
func (r *Release) close() error {
	r.flushes.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	err := r.closeTrees()
	if r.lock != nil {
		err = errors.Join(err, r.lock.Close())
	}
	return err
}

func (r *Release) closeTrees() error {
	return errors.Join(r.public.close(), r.idle.close())
}

func (r *Release) step(name string) error {
	if r.hooks.step == nil {
		return nil
	}
	return r.hooks.step(name)
}
