package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// maxRevision is how many bytes a former revision of a project has at most.
const maxRevision = 4 << 30

// revision unpacks a project as Git keeps it at a revision into a folder of its
// own, and returns that with the commit. The caller calls done, whatever is
// returned.
func (t *terminal) revision(dir, ref string) (at, commit string, done func(), err error) {
	done = func() {}
	out, err := t.git(dir, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return "", "", done, usageError{fmt.Errorf("git knows no revision %q of %s: fetch it first (a shallow clone of a CI job lacks it), or name a branch, tag or commit", ref, dir)}
	}
	commit = strings.TrimSpace(string(out))
	if at, err = os.MkdirTemp("", "annexa-"); err != nil {
		return "", "", done, err
	}
	done = func() { os.RemoveAll(at) } // what is left of it is in the folder for temporary files
	archive, err := t.git(dir, "archive", "--format=tar", commit)
	if err != nil {
		return "", "", done, fmt.Errorf("read revision %s: %w", ref, err)
	}
	if err := unpack(at, archive); err != nil {
		return "", "", done, fmt.Errorf("read revision %s: %w", ref, err)
	}
	return at, commit, done, nil
}

// git asks the program of that name about a folder.
func (t *terminal) git(dir string, arguments ...string) ([]byte, error) {
	var out, says bytes.Buffer
	c := exec.CommandContext(t.ctx, "git", arguments...)
	c.Dir, c.Stdout, c.Stderr = dir, &out, &says
	if err := c.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, errors.New("git is not installed here")
		}
		if text := strings.TrimSpace(says.String()); text != "" {
			return nil, fmt.Errorf("git %s: %s", arguments[0], printable(text))
		}
		return nil, fmt.Errorf("git %s: %w", arguments[0], err)
	}
	return out.Bytes(), nil
}

// unpack writes the files of an archive below a folder. What is neither file
// nor folder (a link, a submodule) is passed over: no content needs it.
func unpack(dir string, archive []byte) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	left := int64(maxRevision)
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := path.Clean(h.Name)
		if h.Typeflag != tar.TypeReg || !fs.ValidPath(name) {
			continue
		}
		if left -= h.Size; left < 0 {
			return fmt.Errorf("it is larger than %d bytes", int64(maxRevision))
		}
		if err := root.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o700); err != nil {
			return err
		}
		f, err := root.Create(filepath.FromSlash(name))
		if err != nil {
			return err
		}
		_, err = io.Copy(f, r)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
}
