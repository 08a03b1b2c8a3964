package release

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Refused is the error of a target that must not be replaced: the user has to choose another one, or
// clear it.
type Refused struct {
	Target string // as the user wrote it
	Why    string // what is wrong with it and the mend
}

func (e *Refused) Error() string { return e.Target + " " + e.Why }

func (r *Release) refused(format string, args ...any) error {
	return &Refused{Target: r.name, Why: fmt.Sprintf(format, args...)}
}

// resolve makes path absolute and follows its symlinks, also those that lead to nothing yet.
func resolve(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return follow(abs, 40)
}

func follow(path string, links int) (string, error) {
	dir, base := filepath.Dir(path), filepath.Base(path)
	if dir == path {
		return path, nil
	}
	dir, err := follow(dir, links)
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, base)
	link, err := os.Readlink(path)
	if err != nil {
		return path, nil // no symlink, or nothing there
	}
	if links == 0 {
		return "", fmt.Errorf("too many symlinks at %s", path)
	}
	if !filepath.IsAbs(link) {
		link = filepath.Join(dir, link)
	}
	return follow(filepath.Clean(link), links-1)
}

// refuse makes the checks that need no lock, so that a mistaken target leaves no trace beside it.
func (r *Release) refuse(inputs []string) error {
	if filepath.Dir(r.target) == r.target {
		return r.refused("is the root of a file system: publish to a folder in it")
	}
	for _, input := range inputs {
		if inside(r.target, input) {
			return r.refused("lies in %s, which is read: publish to a folder outside it", input)
		}
		if inside(input, r.target) {
			return r.refused("contains %s, which is read: publish to a folder of its own", input)
		}
	}
	info, err := os.Lstat(r.target)
	switch {
	case err != nil:
		return nil // nothing is there, or the state cannot be made beside it, which says why
	case !info.IsDir():
		return r.refused("is a file: publish to a folder")
	case isMount(r.target):
		return r.mountPoint()
	}
	// Where there is a state folder another build may be exchanging the trees: then the survey has to
	// wait for the lock.
	if exists(r.state) {
		return nil
	}
	if _, err := r.survey(); err != nil && !exists(r.state) {
		return err
	}
	return nil
}

func (r *Release) mountPoint() error {
	return r.refused("is a mount point, which cannot be exchanged in one step: publish to a folder in it")
}

// inside says whether path is dir or lies in it, however the two are spelt. A folder that does not
// exist is compared by its name: one day it may.
func inside(path, dir string) bool {
	path, err := resolve(path)
	if err != nil {
		return false
	}
	outer, err := os.Stat(dir)
	if err != nil {
		dir, err = resolve(dir)
		if err != nil {
			return false
		}
		rel, err := filepath.Rel(dir, path)
		return err == nil && filepath.IsLocal(rel)
	}
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, outer) {
			return true
		}
		up := filepath.Dir(path)
		if up == path {
			return false
		}
		path = up
	}
}

// survey reads the manifest of the published tree and refuses a tree that holds anything else than
// what Annexa put there. It returns the files listed, none if nothing is published.
func (r *Release) survey() (map[string]File, error) {
	data, err := readBounded(filepath.Join(r.target, ManifestName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, r.foreign(nil)
	case err != nil:
		return nil, fmt.Errorf("read the manifest of %s: %w", r.name, err)
	}
	m, err := ParseManifest(data)
	if err != nil {
		return nil, r.refused("holds a %s that says nothing of what is Annexa's: %v; remove the folder or choose another", ManifestName, err)
	}
	listed := make(map[string]File, len(m.Files))
	for _, f := range m.Files {
		listed[f.Path] = f
	}
	return listed, r.foreign(listed)
}

func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxManifest+1))
}

const maxNamed = 10

// foreign refuses a published tree with files that are neither listed nor Annexa's own.
func (r *Release) foreign(listed map[string]File) error {
	var names []string
	count := 0
	err := filepath.WalkDir(r.target, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		path := filepath.ToSlash(strings.TrimPrefix(name[len(r.target):], string(filepath.Separator)))
		_, known := listed[path]
		if listed != nil {
			known = known || path == ManifestName || path == SignatureName || path == SumsName
		}
		if known && d.Type().IsRegular() {
			return nil
		}
		if count++; count <= maxNamed {
			names = append(names, path)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", r.name, err)
	}
	if count == 0 {
		return nil
	}
	more := ""
	if count > maxNamed {
		more = fmt.Sprintf(" and %d more", count-maxNamed)
	}
	return r.refused("holds files that Annexa did not put there (%s%s): move them away or publish to another folder", strings.Join(names, ", "), more)
}
