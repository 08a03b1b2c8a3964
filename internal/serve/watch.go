package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Changes are what may have changed since they were asked for last.
type Changes struct {
	All   bool     // everything may have
	Paths []string // files and folders, sorted; of a folder, all that is below it
}

// hold is how long a file that is empty or gone waits for what comes next: many
// editors empty a file before they write it, or move it aside, and a page must
// not be built of that. All other changes are told at once.
const hold = 40 * time.Millisecond

// A watcher gathers the changes of files and folders, and of all below them,
// until they are taken. One that is not there yet, or goes and comes back, is
// seen by the folder it is in.
type watcher struct {
	roots  []string
	every  time.Duration     // how often files are looked at, where they are
	notify *fsnotify.Watcher // nil: they are looked at now and then
	tell   func(error)       // of what does not end the watching
	told   chan struct{}     // has an element once there are changes to take

	mu   sync.Mutex
	all  bool
	seen map[string]bool // by path: it was empty or gone when it was seen last
	held time.Time       // since when one is; zero: none

	polls sync.Once
	ends  []func()
}

// watch begins to watch. Where the system cannot tell of changes, or so many
// folders are not watched, files are looked at instead, as they are if poll.
func watch(roots []string, poll bool, every time.Duration, tell func(error)) (*watcher, error) {
	w := &watcher{roots: roots, every: every, tell: tell, told: make(chan struct{}, 1), seen: map[string]bool{}}
	var err error
	if !poll {
		if err = w.events(); err == nil {
			return w, nil
		}
		if !scarce(err) {
			return nil, fmt.Errorf("watch the content: %w", err)
		}
		tell(w.tooMany(err))
	}
	w.polls.Do(w.poll)
	return w, nil
}

// close ends the watching.
func (w *watcher) close() {
	for _, end := range w.ends {
		end()
	}
}

func (w *watcher) tooMany(err error) error {
	return fmt.Errorf("the system watches no more folders: %w; files are looked at every %s instead (on Linux raise fs.inotify.max_user_watches and max_user_instances)", err, w.every)
}

// scarce says that an error is of a limit of the system.
func scarce(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ENOSYS)
}

// take returns what changed, once told has said that there is something. It
// may have been taken already, or wait for more.
func (w *watcher) take() Changes {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.waits() {
		return Changes{}
	}
	c := Changes{All: w.all}
	for p := range w.seen {
		c.Paths = append(c.Paths, p)
	}
	slices.Sort(c.Paths)
	w.all, w.seen, w.held = false, map[string]bool{}, time.Time{}
	return c
}

// changed notes that a path changed. It is told at once, unless it or another
// is empty or gone and has not been so for long.
func (w *watcher) changed(name string) {
	info, err := os.Stat(name)
	w.mu.Lock()
	w.seen[name] = err != nil || info.Mode().IsRegular() && info.Size() == 0
	w.mu.Unlock()
	w.settle()
}

// settle tells what there is to be told, and is called again when more is.
func (w *watcher) settle() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.seen) == 0 && !w.all {
		return // somebody has taken it
	}
	if w.waits() {
		if w.held.IsZero() {
			w.held = time.Now()
			time.AfterFunc(hold, w.settle)
		}
		return
	}
	select {
	case w.told <- struct{}{}:
	default: // nobody has taken what was told before
	}
}

// waits says that something is empty or gone, and has not been so for long.
func (w *watcher) waits() bool {
	if w.all || !w.held.IsZero() && time.Since(w.held) >= hold {
		return false
	}
	for _, hollow := range w.seen {
		if hollow {
			return true
		}
	}
	return false
}

// everything notes that anything may have changed.
func (w *watcher) everything() {
	w.mu.Lock()
	w.all = true
	w.mu.Unlock()
	w.settle()
}

// events watches by the events of the system.
func (w *watcher) events() error {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	w.notify = notify
	for _, root := range w.roots {
		err := w.add(root)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = notify.Add(filepath.Dir(root))
		}
		if err != nil && !errors.Is(err, fs.ErrPermission) { // what may not be read, the build says
			return errors.Join(err, notify.Close())
		}
	}
	done := make(chan struct{})
	w.ends = append(w.ends, func() {
		notify.Close() // nothing is left to do about it
		<-done
	})
	go func() {
		defer close(done)
		for {
			select {
			case e, ok := <-notify.Events:
				if !ok {
					return
				}
				if e.Op == fsnotify.Chmod || unread(e.Name) || !w.within(e.Name) {
					continue
				}
				if e.Has(fsnotify.Rename) || e.Has(fsnotify.Remove) {
					w.gone(e.Name)
				}
				if e.Has(fsnotify.Create) {
					w.added(e.Name)
				}
				w.changed(e.Name)
			case err, ok := <-notify.Errors:
				switch {
				case !ok:
					return
				case errors.Is(err, fsnotify.ErrEventOverflow):
					for _, root := range w.roots {
						w.added(root) // folders that nobody was told of
					}
					w.everything()
				default:
					w.tell(fmt.Errorf("watch the content: %w", err))
				}
			}
		}
	}()
	return nil
}

// gone ends the watching of a folder and those below it. Where it has got another
// name, the system would go on to tell of them by the old one.
func (w *watcher) gone(name string) {
	for _, p := range w.notify.WatchList() {
		if p == name || strings.HasPrefix(p, name+string(filepath.Separator)) {
			if err := w.notify.Remove(p); err != nil && !errors.Is(err, fsnotify.ErrNonExistentWatch) {
				w.tell(fmt.Errorf("watch the content: %w", err))
			}
		}
	}
}

// added watches what has come to be.
func (w *watcher) added(name string) {
	switch err := w.add(name); {
	case err == nil || errors.Is(err, fs.ErrNotExist): // or gone again already
	case scarce(err):
		w.polls.Do(func() {
			w.tell(w.tooMany(err))
			w.poll()
		})
	default:
		w.tell(fmt.Errorf("watch %s: %w", name, err))
	}
}

// add watches a folder and those below it. A file is watched by its folder.
func (w *watcher) add(name string) error {
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return err
	}
	return w.walk(name, func(p string, d fs.DirEntry) error {
		if !d.IsDir() {
			return nil
		}
		if err := w.notify.Add(p); !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return err
		}
		return nil // gone again, or the build says so
	})
}

// walk visits a path and all below it that is read as content.
func (w *watcher) walk(root string, visit func(p string, d fs.DirEntry) error) error {
	return filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone, or not to be read: the build says so
		}
		if p != root && unread(p) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		return visit(p, d)
	})
}

// pollEvery is how often files are looked at, unless to look takes so long that
// little else would be done.
const pollEvery = time.Second

// A stamp is by what a change is told from outside.
type stamp struct {
	modified time.Time
	size     int64
	mode     fs.FileMode
}

// poll looks at all files now and then.
func (w *watcher) poll() {
	stop, done := make(chan struct{}), make(chan struct{})
	w.ends = append(w.ends, func() {
		close(stop)
		<-done
	})
	before := w.stamps()
	go func() {
		defer close(done)
		var took time.Duration
		for {
			select {
			case <-stop:
				return
			case <-time.After(max(w.every, 10*took)):
			}
			began := time.Now()
			now := w.stamps()
			took = time.Since(began)
			for name, is := range now {
				if was, ok := before[name]; !ok || was != is {
					w.changed(name)
				}
			}
			for name := range before {
				if _, ok := now[name]; !ok {
					w.changed(name)
				}
			}
			before = now
		}
	}()
}

func (w *watcher) stamps() map[string]stamp {
	all := map[string]stamp{}
	for _, root := range w.roots {
		if err := w.walk(root, func(p string, d fs.DirEntry) error {
			switch info, err := os.Stat(p); {
			case err != nil:
			case d.IsDir():
				all[p] = stamp{mode: info.Mode()} // what is in it is looked at by itself
			default:
				all[p] = stamp{info.ModTime(), info.Size(), info.Mode()}
			}
			return nil
		}); err != nil {
			w.tell(fmt.Errorf("watch the content: %w", err))
		}
	}
	return all
}

// unread says that a name is none that is read: it begins with a dot, or is an
// editor's backup or, as 4913 is of Vim, its trial.
func unread(name string) bool {
	base := filepath.Base(name)
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || base == "4913"
}

// within says whether a path is one of those that are watched, or below it.
func (w *watcher) within(name string) bool {
	return slices.ContainsFunc(w.roots, func(root string) bool {
		rel, err := filepath.Rel(root, name)
		return err == nil && filepath.IsLocal(rel)
	})
}
