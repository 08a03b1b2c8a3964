package site

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// published are the endings of a theme's files that belong on the site; what
// else lies there (tokens for the PDF, notes) stays.
var published = []string{".css", ".js", ".svg", ".png", ".jpg", ".webp", ".ico", ".woff2", ".ttf", ".txt"}

// assets adds the files of the theme below assets/.
func (s *Site) assets() error {
	return fs.WalkDir(s.opt.Theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") || !slices.Contains(published, path.Ext(name)) {
			return err
		}
		s.file("assets/"+name, func() ([]byte, error) { return fs.ReadFile(s.opt.Theme, name) })
		return nil
	})
}
