// Package theme reads the look of PDFs out of a theme: its colours and faces
// from tokens.css, which pages and PDFs share, and its logo.
//
// A project has a look of its own with a folder themes/default beside its
// content. Each file in it wins over the one that comes with the binary:
//
//   - tokens.css: a copy of the original to be changed. A colour is written
//     #rgb or #rrggbb, or light-dark(#…, #…) of which paper takes the first.
//     Of the faces that --text, --display and --code name, a PDF has those that
//     come with the binary (Liberation Sans, Serif and Mono, DejaVu Sans and
//     DejaVu Sans Mono) and those that an @font-face rule in the same file
//     takes from a .ttf file of the theme. They are asked in their order for
//     each character; DejaVu stands behind them all.
//   - logo.svg, logo.png or logo.jpg: the picture of covers, and before the name
//     on each page. Without one it is mark.svg, the icon of the site.
//
// What is missing or cannot be used is a problem with file and line; the value
// that comes with the binary stands in for it.
package theme

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"

	"annexa/internal/diag"
	"annexa/internal/typeset"
)

// A Theme is the look of PDFs.
type Theme struct {
	Colours typeset.Colours
	Fonts   typeset.Fonts
	Logo    []byte   // SVG, PNG or JPEG; none where the theme has none
	LogoAt  string   // the name of its file in the theme
	Files   []string // that it was read from, by their names within the theme, sorted
}

// Folder is where the files of a theme lie in a project.
const Folder = "themes/default"

// File is the name of the tokens within a theme.
const File = "tokens.css"

// MaxFile is how large a file of a theme may be, in bytes.
const MaxFile = 64 << 20

// Read reads a theme. The second file system is the theme that comes with the
// binary; sound says of a face of the project's own why it cannot be embedded.
func Read(fsys, brought fs.FS, sound func(*typeset.Face) error) (Theme, []diag.Problem) {
	original := reader{fsys: brought, sound: sound, asked: map[string]bool{}}
	original.read()
	r := reader{fsys: fsys, fallback: &original, sound: sound, asked: map[string]bool{}}
	r.read()
	var t Theme
	r.colours(&t.Colours)
	t.Fonts = typeset.Fonts{Text: r.families("text"), Display: r.families("display"), Mono: r.families("code")}
	r.logo(&t)
	r.pages()
	slices.Sort(r.files)
	t.Files = slices.Compact(r.files)
	return t, diag.Sort(r.problems)
}

// reader reads the files of one theme.
type reader struct {
	fsys     fs.FS
	sound    func(*typeset.Face) error
	fallback *reader // nil for the theme that comes with the binary
	tokens   tokens
	asked    map[string]bool // the tokens that PDFs need
	problems []diag.Problem
	files    []string
	fonts    map[string]typeset.Family // by the name that @font-face gives them
}

func (r *reader) problem(line, column int, hint, format string, args ...any) {
	p := diag.Theme.At(diag.Place{File: path.Join(Folder, File), Line: line, Column: column}, format, args...)
	p.Hint = hint
	r.problems = append(r.problems, p)
}

func (r *reader) read() {
	data, err := r.file(File)
	if err != nil {
		r.problem(0, 0, "delete the file to have the one Annexa brings", "the tokens of the theme cannot be read: %v", reason(err))
		return
	}
	var faults []fault
	r.tokens, faults = parse(string(data))
	for _, f := range faults {
		r.problem(f.line, f.column, f.hint, "%s", f.message)
	}
	r.fontFaces()
}

// token returns a token, or that of the theme in the binary where it is
// missing, which is a problem.
func (r *reader) token(name string) token {
	r.asked[name] = true
	if t, ok := r.tokens.values[name]; ok {
		return t
	}
	if r.fallback == nil {
		return token{}
	}
	if r.tokens.line > 0 { // else the file as a whole is the problem
		r.problem(r.tokens.line, 0, "write --"+name+": "+r.fallback.token(name).text+";", "there is no --%s, which pages and PDFs need", name)
	}
	return r.fallback.token(name)
}

// pages looks for the tokens that pages alone need: a browser that misses one
// passes over what is said with it.
func (r *reader) pages() {
	if r.tokens.line == 0 {
		return // the file as a whole is the problem
	}
	for _, name := range slices.Sorted(maps.Keys(r.fallback.tokens.values)) {
		if _, ok := r.tokens.values[name]; !ok && !r.asked[name] {
			r.problem(r.tokens.line, 0, "write --"+name+": "+r.fallback.tokens.values[name].text+";", "there is no --%s, which pages need", name)
		}
	}
}

// file reads a file of the theme.
func (r *reader) file(name string) ([]byte, error) {
	info, err := fs.Stat(r.fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case info.Size() > MaxFile:
		return nil, errors.New("it is larger than 64 MB")
	}
	r.files = append(r.files, name)
	return fs.ReadFile(r.fsys, name)
}

// reason is why a file cannot be read, without its name.
func reason(err error) error {
	if fault, ok := errors.AsType[*fs.PathError](err); ok {
		return fault.Err
	}
	return err
}

// logo takes the picture of covers. A project's own wins over any that the
// binary brings.
func (r *reader) logo(t *Theme) {
	for _, name := range []string{"logo.svg", "logo.png", "logo.jpg", "logo.jpeg", "mark.svg"} {
		data, err := r.file(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = typeset.CheckPicture(data)
		}
		if err != nil {
			r.problems = append(r.problems, diag.Theme.At(diag.Place{File: path.Join(Folder, name)}, "the logo cannot be shown: %v", reason(err)).Hinting("save it anew as SVG, PNG or JPEG, or delete it"))
			continue
		}
		t.Logo, t.LogoAt = data, name
		return
	}
}
