package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A change is told once nothing has changed for the time of settle: an editor
// empties a file before it writes it, and a page must not be built of that. If
// changes do not end, they are told every patience.
const (
	settle   = 40 * time.Millisecond
	patience = 400 * time.Millisecond
)

// watch tells of changes of the files and folders, and of all below them,
// gathered: what changes while nobody listens is told once. One that is not
// there yet, or goes and comes back, is seen by the folder it is in. An error
// sent is one that does not end the watching.
func watch(paths []string) (<-chan error, func(), error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, nil, fmt.Errorf("watch the content: %w", err)
	}
	for _, p := range paths {
		err := add(w, p)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = limit(w.Add(filepath.Dir(p)))
		}
		if err != nil && !errors.Is(err, fs.ErrPermission) { // what may not be read, the build says
			return nil, nil, errors.Join(err, w.Close())
		}
	}
	changes := make(chan error, 1)
	go func() {
		defer close(changes)
		var since time.Time
		var due <-chan time.Time // nil if nothing has changed
		changed := func() {
			now := time.Now()
			if due == nil {
				since = now
			}
			due = time.After(min(settle, patience-now.Sub(since)))
		}
		for {
			select {
			case <-due:
				due = nil
				tell(changes, nil)
			case e, ok := <-w.Events:
				if !ok {
					return
				}
				if ignored(e) || !within(e.Name, paths) {
					continue
				}
				if e.Has(fsnotify.Create) {
					if err := add(w, e.Name); err != nil && !errors.Is(err, fs.ErrNotExist) { // or gone again already
						tell(changes, err)
					}
				}
				changed()
			case err, ok := <-w.Errors:
				if !ok {
					return
				}
				if errors.Is(err, fsnotify.ErrEventOverflow) {
					changed()
					continue
				}
				tell(changes, fmt.Errorf("watch the content: %w", err))
			}
		}
	}()
	return changes, func() { w.Close() }, nil // nothing is left to do about it
}

// tell leaves word of a change, unless one lies there already.
func tell(changes chan<- error, err error) {
	select {
	case changes <- err:
	default:
	}
}

// ignored says that an event changes nothing that is read: a mode, a name that
// begins with a dot, an editor's backup.
func ignored(e fsnotify.Event) bool {
	base := filepath.Base(e.Name)
	return e.Op == fsnotify.Chmod || strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || base == "4913"
}

// within says whether a path is one of those that are watched, or below it.
func within(name string, paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool {
		rel, err := filepath.Rel(p, name)
		return err == nil && filepath.IsLocal(rel)
	})
}

// add watches a folder and those below it. A file is watched by its folder.
func add(w *fsnotify.Watcher, path string) error {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return err
	}
	return filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // gone, or not to be read: the build says so
		case !d.IsDir():
			return nil
		case p != path && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		}
		return limit(w.Add(p))
	})
}

// limit explains the error of a system that watches no more folders.
func limit(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("the system watches no more folders: %w; on Linux raise fs.inotify.max_user_watches", err)
	}
	return err
}
