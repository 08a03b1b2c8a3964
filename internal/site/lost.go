package site

import "html/template"

// Lost is the page for addresses that lead nowhere. It is served at any depth,
// so it carries its style in itself, and links only where the address of the
// site is known.
type Lost struct {
	Language string
	Site     string
	Base     template.URL // may be empty
	Report   *Link
}

// lost adds the page for addresses that lead nowhere.
func (s *Site) lost() {
	view := Lost{Language: s.m.Config.Language, Site: s.siteName(), Base: template.URL(s.m.Config.Base), Report: s.report()}
	s.file("404.html", func() ([]byte, error) {
		return s.templates.Append(nil, "404.html", view)
	})
}
