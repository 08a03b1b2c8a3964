package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/source"
)

// most is how many problems of one rule are written out as text: a newcomer has
// ninety controls to decide on, and is to see what else there is.
const most = 5

// folder is the project's folder as a prefix of paths: "isms/", or nothing for
// the present one.
func (p *project) folder() string {
	if p.dir == "." {
		return ""
	}
	return filepath.ToSlash(filepath.Clean(p.dir)) + "/"
}

// located are the problems with their files as they are seen from the
// terminal, so that it can open them: those of the content below its folder,
// templates and themes beside it.
func (p *project) located(problems []diag.Problem) []diag.Problem {
	out := slices.Clone(problems)
	for i, problem := range out {
		switch {
		case problem.Place.File == "":
		case problem.Rule == diag.Template, problem.Rule == diag.Theme:
			out[i].Place.File = p.folder() + problem.Place.File
		default:
			out[i].Place.File = p.folder() + p.content + problem.Place.File
		}
	}
	return out
}

// placed are located problems of which those of the content as a whole name its
// folder, where it has a name of its own.
func (p *project) placed(problems []diag.Problem) []diag.Problem {
	out := p.located(problems)
	for i := range out {
		if out[i].Place.File == "" {
			out[i].Place.File = strings.TrimSuffix(p.folder()+p.content, "/")
		}
	}
	return out
}

// lines reads the lines in which located problems stand, file by file.
func (p *project) lines(root fs.FS) func(diag.Place) (string, bool) {
	file, lines := "", [][]byte(nil)
	return func(at diag.Place) (string, bool) {
		if at.File != file {
			file, lines = at.File, nil
			// What cannot be read has a problem of its own, and no line.
			if data, err := source.ReadFile(root, strings.TrimPrefix(at.File, p.folder())); err == nil {
				data = bytes.ReplaceAll(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
				lines = bytes.Split(bytes.ReplaceAll(data, []byte("\r"), []byte("\n")), []byte("\n"))
			}
		}
		if at.Line < 1 || at.Line > len(lines) {
			return "", false
		}
		return string(lines[at.Line-1]), true
	}
}

// print prints the problems as text, those of one rule folded unless all are
// wanted; the command is the one that finds them.
func (p *project) print(out io.Writer, colour bool, problems []diag.Problem, command string, all bool) error {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return err
	}
	defer root.Close() // nothing was written
	printer := diag.Printer{Colour: colour, Line: p.lines(root.FS()), Most: most, All: "annexa " + command + " --all shows them", Fix: "annexa check --fix does it"}
	if all {
		printer.Most = 0
	}
	return printer.Text(out, p.placed(problems))
}
