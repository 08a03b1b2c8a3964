package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"annexa/internal/edit"
	"annexa/internal/release"
)

// apply changes files below a folder, each in one step, and none unless every
// file still is what its change was made for. If one of them cannot be written,
// those before it are put back.
func apply(dir string, changes ...edit.Change) error {
	name := func(c edit.Change) string { return filepath.Join(dir, filepath.FromSlash(c.Path)) }
	before := make([][]byte, len(changes))
	for i, c := range changes {
		data, err := os.ReadFile(name(c))
		switch {
		case c.Creates() && errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return fmt.Errorf("%s: %w", c.Path, cause(err))
		default:
			if err := c.Fits(data); err != nil {
				return err
			}
		}
		before[i] = data
	}
	for i, c := range changes {
		err := applyOne(name(c), c)
		if err == nil {
			continue
		}
		err = fmt.Errorf("%s: %w", c.Path, cause(err))
		for j := i - 1; j >= 0; j-- {
			if changes[j].Creates() {
				err = errors.Join(err, os.Remove(name(changes[j])))
			} else {
				err = errors.Join(err, release.WriteFile(name(changes[j]), before[j], 0o644))
			}
		}
		return err
	}
	return nil
}

func applyOne(name string, c edit.Change) error {
	if !c.Creates() {
		return release.WriteFile(name, c.New, 0o644)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	err := release.CreateFile(name, c.New, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return errors.New("it is there already")
	}
	return err
}

// inTheWay says which files of a new project are there already and stay; the
// error is that of a folder where none can be made.
func inTheWay(dir string) (stay []string, err error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, usageError{fmt.Errorf("cannot make a project in %s: %w", dir, cause(err))}
	case !info.IsDir():
		return nil, usageError{fmt.Errorf("cannot make a project in %s: it is a file", dir)}
	}
	for _, name := range []string{"annexa.yaml", "content"} {
		if entries, err := os.ReadDir(filepath.Join(dir, name)); err == nil && len(entries) == 0 {
			continue // an empty folder is filled
		}
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return nil, usageError{fmt.Errorf("%s is there already, and nothing is ever overwritten: name another folder", filepath.Join(dir, name))}
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, ".gitignore")); err == nil {
		stay = append(stay, ".gitignore")
	}
	return stay, nil
}

// createTree makes the files of a new project, all or none: it writes them
// beside their place and moves them there as a whole.
func createTree(dir string, changes []edit.Change, skip []string) (err error) {
	stage := dir
	_, there := os.Stat(dir)
	if there != nil {
		stage = filepath.Dir(filepath.Clean(dir))
		if err := os.MkdirAll(stage, 0o777); err != nil {
			return err
		}
	}
	temporary, err := os.MkdirTemp(stage, ".annexa-init-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	project := filepath.Join(temporary, "project")
	for _, c := range changes {
		name := filepath.Join(project, filepath.FromSlash(c.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, c.New, 0o666); err != nil {
			return err
		}
	}
	if there != nil {
		return os.Rename(project, dir)
	}
	if len(skip) == 0 {
		ignore := filepath.Join(dir, ".gitignore")
		if err := os.Link(filepath.Join(project, ".gitignore"), ignore); err != nil {
			return err
		}
		defer func() {
			if err != nil {
				err = errors.Join(err, os.Remove(ignore))
			}
		}()
	}
	return os.Rename(filepath.Join(project, "content"), filepath.Join(dir, "content"))
}
