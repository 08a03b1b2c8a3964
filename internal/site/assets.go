package site

import (
	"bytes"
	"io/fs"
	"iter"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"annexa/internal/diag"
	"annexa/themes"
)

// published are the endings of a theme's files that belong on the site; what
// else lies there (tokens for the PDF, notes) stays.
var published = []string{".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".woff2", ".ttf", ".txt"}

// AssetFolder is where the files of the theme are published.
const AssetFolder = "assets/"

// assets adds the files of the theme.
func (s *Site) assets() error {
	return fs.WalkDir(s.opt.Theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") || !slices.Contains(published, path.Ext(name)) {
			return err
		}
		s.file(AssetFolder+name, func() ([]byte, error) {
			data, err := fs.ReadFile(s.opt.Theme, name)
			if own, none := themes.FS.ReadFile("default/" + name); path.Ext(name) == ".js" && none == nil && bytes.Equal(own, data) {
				data = lean(data)
			}
			return data, err
		})
		return nil
	})
}

// lean is a script that Annexa brings, without the comments and the indentation
// that are there for who reads it in the repository. No text of any goes over
// the end of a line, and a test holds that.
func lean(script []byte) []byte {
	out := make([]byte, 0, len(script))
	for line := range bytes.Lines(script) {
		line = bytes.TrimLeft(line, " ")
		if !bytes.HasPrefix(line, []byte("//")) && len(line) > 1 {
			out = append(out, line...)
		}
	}
	return out
}

// missingAssets are the files of the theme that its style sheets or the layout
// name and that are not there: a logo, a picture, a face. A page would show a
// hole, and nobody who sees the site knows what belongs there.
func (s *Site) missingAssets() ([]diag.Problem, error) {
	there := map[string]bool{}
	for _, p := range s.pages {
		if strings.HasPrefix(p.Path, AssetFolder) {
			there[p.Path] = true
		}
	}
	var problems []diag.Problem
	for address := range there {
		name := strings.TrimPrefix(address, AssetFolder)
		if path.Ext(name) != ".css" || strings.HasPrefix(address, SearchFolder) {
			continue
		}
		sheet, err := fs.ReadFile(s.opt.Theme, name)
		if err != nil {
			return nil, err
		}
		if own, err := themes.FS.ReadFile("default/" + name); err == nil && bytes.Equal(own, sheet) {
			continue // what it names came with it
		}
		problems = append(problems, missingFrom(name, string(sheet), there)...)
	}
	layout, err := fs.ReadFile(s.opt.Templates, "layout.html")
	if err != nil {
		return nil, err
	}
	if brought("layout.html", layout) {
		return diag.Sort(problems), nil // it names what the theme in the binary has
	}
	told := map[string]bool{}
	for key, f := range s.frames {
		for _, piece := range f {
			for file := range assetLinks(piece.text, key.root+AssetFolder) {
				if there[AssetFolder+file] || told[file] {
					continue
				}
				told[file] = true
				problems = append(problems, diag.Template.At(diag.Place{File: "templates/layout.html"}, "it names assets/%s, and the theme has no such file to be published", file).
					Hinting("put it into themes/default; published are %s", strings.Join(published, " ")))
			}
		}
	}
	return diag.Sort(problems), nil
}

// assetLinks are the files in a folder that a layout names in src and href.
func assetLinks(layout []byte, folder string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			before, after, found := bytes.Cut(layout, []byte(`="`+folder))
			if !found {
				return
			}
			file, rest, _ := bytes.Cut(after, []byte{'"'})
			if (bytes.HasSuffix(before, []byte("src")) || bytes.HasSuffix(before, []byte("href"))) && !yield(string(file)) {
				return
			}
			layout = rest
		}
	}
}

// styleToken is a comment, or an address in a style sheet with or without quotes
// (CSS Syntax 3, 4.3.6), or a text in quotes, which an address must not be
// looked for in.
var styleToken = regexp.MustCompile(`(?s)/\*.*?\*/|(?i:url)\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)|(?i:@import)\s*(?:"([^"]*)"|'([^']*)')|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'`)

// missingFrom are the files that a style sheet names and that are not there.
func missingFrom(name, sheet string, there map[string]bool) []diag.Problem {
	if low := strings.ToLower(sheet); !strings.Contains(low, "url(") && !strings.Contains(low, "@import") {
		return nil
	}
	var problems []diag.Problem
	for _, found := range styleToken.FindAllStringSubmatchIndex(sheet, -1) {
		for i := 2; i < len(found); i += 2 {
			if found[i] < 0 || found[i] == found[i+1] {
				continue
			}
			address := sheet[found[i]:found[i+1]]
			before := sheet[:found[i]]
			place := diag.Place{File: "themes/default/" + name, Line: 1 + strings.Count(before, "\n"), Column: 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])}
			u, err := url.Parse(address)
			switch {
			case err == nil && (u.Scheme == "data" || u.Path == "" && u.Host == ""):
			case err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/"):
				problems = append(problems, diag.Theme.At(place, "%s does not lie in the theme, and pages load nothing from elsewhere", address).Hinting("put the file into themes/default, and write its path as seen from %s", name))
			case !there[path.Join(AssetFolder, path.Dir(name), u.Path)]:
				problems = append(problems, diag.Theme.At(place, "there is no file %s in the theme to be published", address).Hinting("put it there, or take it out; published are %s", strings.Join(published, " ")))
			}
		}
	}
	return problems
}
