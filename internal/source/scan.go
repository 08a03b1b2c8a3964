// Package source reads a content tree, strictly.
//
// What is read: annexa.yaml, every Markdown file (.md, .markdown), the
// registers (registers/*.yaml, *.yml, *.csv), and the names of all other
// files, which pages may link. Names that begin with a dot, and the folder
// approvals, are never read as documents; nor are public, templates, themes
// and keys where the content is the project itself.
package source

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"annexa/internal/config"
	"annexa/internal/diag"
)

// A Listing is what a content tree holds, in order of paths.
type Listing struct {
	Config    bool // there is an annexa.yaml
	Documents []string
	Registers []string
	Files     []string // all others
	Problems  []diag.Problem
}

// Scan lists a content tree. Skip are paths of folders that are not part of
// the content. An error means that the tree itself could not be read.
func Scan(fsys fs.FS, skip ...string) (*Listing, error) {
	l := &Listing{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if name == "." {
				return err
			}
			l.unreadable(name, err)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if name == "." {
			return nil
		}
		if strings.HasPrefix(d.Name(), ".") || slices.Contains(skip, name) || name == "approvals" {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type()&fs.ModeSymlink != 0 {
			return l.link(fsys, name)
		}
		switch {
		case d.IsDir():
		case d.Type().IsRegular():
			l.add(name)
		default:
			l.Problems = append(l.Problems, diag.Unreadable.At(diag.Place{File: name}, "this is no regular file and is left out"))
		}
		return nil
	})
	return l, err
}

// link takes a symlink to a file of the content. Links to folders are not
// followed, since they can go in circles.
func (l *Listing) link(fsys fs.FS, name string) error {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		l.Problems = append(l.Problems, diag.Unreadable.At(diag.Place{File: name}, "this link leads out of the content, or to nothing, and is left out").Hinting("put the file itself into the content"))
	case info.IsDir():
		l.Problems = append(l.Problems, diag.Unreadable.At(diag.Place{File: name}, "this link to a folder is not followed").Hinting("put the folder itself into the content"))
	case info.Mode().IsRegular():
		l.add(name)
	}
	return nil
}

func (l *Listing) unreadable(name string, err error) {
	l.Problems = append(l.Problems, diag.Unreadable.At(diag.Place{File: name}, "this cannot be read: %v", Cause(err)))
}

func (l *Listing) add(name string) {
	extension := strings.ToLower(path.Ext(name))
	switch {
	case name == config.File:
		l.Config = true
	case extension == ".md" || extension == ".markdown":
		l.Documents = append(l.Documents, name)
	case path.Dir(name) == "registers" && (extension == ".yaml" || extension == ".yml" || extension == ".csv"):
		l.Registers = append(l.Registers, name)
	default:
		l.Files = append(l.Files, name)
	}
}
