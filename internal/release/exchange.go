package release

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// exchange makes the idle tree the published one and the published one idle.
func (r *Release) exchange() error {
	idle := filepath.Join(r.state, "idle")
	if err := r.step("exchange"); err != nil {
		return err
	}
	_, err := os.Lstat(r.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = r.rename(idle, r.target)
	case err == nil:
		swap := swapDirs
		if r.hooks.exchange != nil {
			swap = r.hooks.exchange
		}
		if err = swap(idle, r.target); unsupported(err) {
			err = r.exchangeByRenames(idle)
		}
	}
	if err != nil {
		return r.explain(err)
	}
	if err := r.step("exchanged"); err != nil {
		return err
	}
	if err := r.resume(); err != nil {
		return fmt.Errorf("%s is published; tidying up, which the next build will do: %w", r.name, err)
	}
	if r.idle.loose { // what it holds may not be on the disk either
		return nil
	}
	if err := errors.Join(syncDir(filepath.Dir(r.target)), syncDir(r.state)); err != nil {
		return fmt.Errorf("%s is published; bringing that to the disk: %w", r.name, err)
	}
	return nil
}

// unsupported says whether an exchange failed for what it is, so that two renames may still succeed.
func unsupported(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) || errors.Is(err, syscall.EINVAL)
}

// exchangeByRenames publishes the idle tree on systems without an exchange. It leaves the tree
// published before in the folder former, for resume to move on: here, or in the next build.
func (r *Release) exchangeByRenames(idle string) error {
	former := filepath.Join(r.state, "former")
	if err := r.rename(r.target, former); err != nil {
		return err
	}
	err := r.step("former")
	if err == nil {
		err = r.rename(idle, r.target)
	}
	if err != nil {
		return errors.Join(err, r.rename(former, r.target))
	}
	return nil
}

func (r *Release) rename(a, b string) error {
	if r.hooks.rename != nil {
		return r.hooks.rename(a, b)
	}
	return os.Rename(a, b)
}

// explain names the causes that no other build will mend.
func (r *Release) explain(err error) error {
	switch {
	case errors.Is(err, syscall.EBUSY):
		return r.mountPoint()
	case errors.Is(err, syscall.EXDEV):
		return r.refused("cannot be moved within its own folder, as on a layered file system: remove it and build again, or publish to another folder")
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return fmt.Errorf("replace %s: %w: it and the folder it is in must be yours to write", r.name, err)
	}
	return fmt.Errorf("publish %s: %w", r.name, err)
}

// resume completes an exchange by renames that was interrupted, or does nothing. At its beginning
// the tree to be published was whole, so going on is safe wherever it stopped:
//
//	target  idle  former
//	no      yes   yes     idle becomes the target, former idle
//	no      no    yes     someone removed idle: former becomes the target again
//	yes     no    yes     former becomes idle
//	yes     yes   yes     someone made a new target meanwhile: gone if empty, else named
func (r *Release) resume() error {
	idle, former := filepath.Join(r.state, "idle"), filepath.Join(r.state, "former")
	if !exists(former) {
		return nil
	}
	if exists(r.target) && exists(idle) {
		if err := os.Remove(r.target); err != nil {
			return r.refused("was made by someone while its publication was interrupted: move it away, then build again; what was published before is in %s", former)
		}
	}
	var err error
	switch {
	case exists(r.target):
		err = r.rename(former, idle)
	case exists(idle):
		if err = r.rename(idle, r.target); err == nil {
			err = r.rename(former, idle)
		}
	default:
		err = r.rename(former, r.target)
	}
	if err != nil {
		return fmt.Errorf("complete the interrupted publication of %s: %w", r.name, err)
	}
	return nil
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}
