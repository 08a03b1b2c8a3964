package site

import (
	"html/template"
	"strings"

	"annexa/internal/isms"
)

// A seat is where a page of the site stands: links are written as seen from it.
type seat struct {
	site       *Site
	path, root string
}

func (s *Site) seat(path string) seat {
	return seat{s, path, strings.Repeat("../", strings.Count(path, "/"))}
}

// to is the way from the seat to a page, which may have an anchor. No page is
// no way.
func (at seat) to(page string) template.URL {
	if page == "" {
		return ""
	}
	i := strings.LastIndex(page, ".html#") // the name of a file may hold a # too
	if i < 0 {
		return template.URL(at.root + escapePath(page))
	}
	file, anchor := page[:i+len(".html")], page[i+len(".html#"):]
	if file == at.path {
		return template.URL("#" + escapePath(anchor))
	}
	return template.URL(at.root + escapePath(file) + "#" + escapePath(anchor))
}

func (at seat) link(page, text string) Link { return Link{Href: at.to(page), Text: text} }

// target is the way to what a reference comes to: a page, a file or an
// address; nothing where it leads nowhere.
func (at seat) target(t isms.Target) template.URL {
	if t.Address != "" {
		return template.URL(t.Address)
	}
	return at.to(t.Page())
}

const hexDigits = "0123456789ABCDEF"

// escapePath writes a path or an anchor as part of an address (RFC 3986, 3.3):
// all bytes but unreserved ones and those that may stand in a segment are
// percent-encoded.
func escapePath(s string) string {
	for i := range len(s) {
		if plain[s[i]] {
			continue
		}
		out := append(make([]byte, 0, len(s)+16), s[:i]...)
		for ; i < len(s); i++ {
			if c := s[i]; plain[c] {
				out = append(out, c)
			} else {
				out = append(out, '%', hexDigits[c>>4], hexDigits[c&15])
			}
		}
		return string(out)
	}
	return s
}

// plain are the bytes that stand for themselves in a path.
var plain = func() (t [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/@:+,;=!$()*" {
		t[c] = true
	}
	return t
}()
