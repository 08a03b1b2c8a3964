package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// watch tells of changes below the folders, and of those of the files, gathered:
// what changes while nobody listens is told once. Whole trees are watched, with
// folders that come later. An error sent is one that does not end the watching.
func watch(paths []string) (<-chan error, func(), error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, nil, fmt.Errorf("watch the content: %w", err)
	}
	for _, p := range paths {
		if err := add(w, p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, errors.Join(err, w.Close())
		}
	}
	changes := make(chan error, 1)
	go func() {
		defer close(changes)
		for {
			select {
			case e, ok := <-w.Events:
				if !ok {
					return
				}
				if ignored(e) {
					continue
				}
				var problem error
				if e.Has(fsnotify.Create) {
					if problem = add(w, e.Name); errors.Is(problem, fs.ErrNotExist) {
						problem = nil // gone again already
					}
				}
				tell(changes, problem)
			case err, ok := <-w.Errors:
				if !ok {
					return
				}
				if errors.Is(err, fsnotify.ErrEventOverflow) {
					tell(changes, nil)
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

// add watches a folder and those below it, or a file by its folder.
func add(w *fsnotify.Watcher, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return limit(w.Add(filepath.Dir(path)))
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
