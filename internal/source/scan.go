// Package source reads a content tree, strictly.
//
// What is read: annexa.yaml, every Markdown file (.md, .markdown), the
// registers (registers/*.yaml, *.yml, *.csv), further catalogues
// (catalogues/*.yaml, *.yml, *.json), and the names of all other
// files, which pages may link. Names that begin with a dot, and the folders
// approvals and node_modules, are never read as documents; nor are public,
// templates, themes and keys where the content is the project itself.
package source

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"annexa/internal/catalogue"
	"annexa/internal/config"
	"annexa/internal/diag"
)

// A Listing is what a content tree holds, in order of paths.
type Listing struct {
	Config     bool // there is an annexa.yaml
	Documents  []string
	Registers  []string
	Catalogues []string
	Files      []string // all others
	Problems   []diag.Problem
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
		if strings.HasPrefix(d.Name(), ".") || slices.Contains(skip, name) || name == "approvals" || d.Name() == "node_modules" && d.IsDir() {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type()&fs.ModeSymlink != 0 {
			return l.link(fsys, name)
		}
		switch {
		case !publishable(d.Name()):
			l.unpublishable(fsys, name)
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
		case d.Type().IsRegular():
			l.add(name)
		default:
			l.Problems = append(l.Problems, diag.Unreadable.At(diag.Place{File: name}, "this is no regular file and is left out").Hinting("take it out of the content, or put a file in its place"))
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

// maxName is how long the name of a file or folder may be, in bytes: file
// systems take 255, and a page's name is longer than that of its file.
const maxName = 240

// publishable says whether a page can have the name on every system, and stand
// in the list of sums.
func publishable(name string) bool {
	return len(name) <= maxName && utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' })
}

// unpublishable reports a name under which nothing can be published: an error
// if a document or a whole folder is lost by it.
func (l *Listing) unpublishable(fsys fs.FS, name string) {
	p := diag.Unreadable.At(diag.Place{File: name}, "nothing can be published under this name, and it is left out").
		Hinting("rename it: at most %d bytes of UTF-8, without backslashes and control characters", maxName)
	if start, err := ReadFile(fsys, name); looksMeant(name, start) || err != nil && !errors.Is(err, errTooLarge) {
		p.Severity = diag.Error
	}
	l.Problems = append(l.Problems, p)
}

func (l *Listing) unreadable(name string, err error) {
	l.Problems = append(l.Problems, Refused(name, err))
}

// Refused is the problem of a file or folder that the system does not let be
// read. Nobody knows what it holds, so it is an error: to publish without it
// could lose a page.
func Refused(name string, err error) diag.Problem {
	p := diag.Unreadable.At(diag.Place{File: name}, "this cannot be read: %v", Cause(err)).Hinting("let it be read, or take it out of the content")
	if errors.Is(err, errTooLarge) {
		p.Hint = "split it"
	}
	p.Severity = diag.Error
	return p
}

func (l *Listing) add(name string) {
	extension := strings.ToLower(path.Ext(name))
	switch {
	case name == config.File:
		l.Config = true
	case extension == ".md" || extension == ".markdown":
		l.Documents = append(l.Documents, name)
	case extension == ".mdx":
		l.Files = append(l.Files, name)
		l.Problems = append(l.Problems, diag.Unreadable.At(diag.Place{File: name}, "MDX is a program as much as a text, and is not read").
			Hinting("save the text as .md, with Markdown in the place of imports and components"))
	case path.Dir(name) == "registers" && (extension == ".yaml" || extension == ".yml" || extension == ".csv"):
		l.Registers = append(l.Registers, name)
	case catalogue.Is(name):
		l.Catalogues = append(l.Catalogues, name)
	default:
		l.Files = append(l.Files, name)
	}
}
