package site

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"regexp"
	"strings"
)

// Lost is the page for addresses that lead nowhere. It is served at any depth,
// so it carries its style in itself, and links only where the address of the
// site is known.
type Lost struct {
	Language  string
	Direction string
	Site      string
	Base      template.URL // may be empty
	Report    *Link
	Styles    string // what of style its security policy allows: what stands in the page
	Nonce     string // for a style element, beside its hash
}

// lost adds the page for addresses that lead nowhere.
func (s *Site) lost() {
	s.file("404.html", func() ([]byte, error) {
		page, _, err := s.lostPage()
		return page, err
	})
}

// lostPage makes the page twice: its style has to be there to be hashed. The
// hashes are what browsers go by. Checkers that see a tag before its text go by
// the nonce, which is no secret: the page is the same for everybody, and nothing
// of a reader's gets into it.
func (s *Site) lostPage() (page []byte, hashes []string, err error) {
	view := Lost{Language: s.language, Direction: s.direction(), Site: s.siteName(), Base: template.URL(s.m.Config.Base), Report: s.report()}
	if page, err = s.templates.Append(nil, "404.html", view); err != nil {
		return nil, nil, err
	}
	hashes = styleHashes(page)
	view.Styles = "'none'"
	if len(hashes) > 0 {
		view.Nonce = strings.Trim(hashes[0], "'")
		view.Styles = "'nonce-" + view.Nonce + "' " + strings.Join(hashes, " ")
	}
	page, err = s.templates.Append(nil, "404.html", view)
	return page, hashes, err
}

// inlineStyle is a style element; a parser of HTML ends one at this very tag.
var inlineStyle = regexp.MustCompile(`(?is)<style[^>]*>(.*?)</style`)

// styleHashes are the sources that allow the style elements of a page
// (Content Security Policy 3, 2.3.1).
func styleHashes(page []byte) []string {
	var sources []string
	for _, style := range inlineStyle.FindAllSubmatch(page, -1) {
		hash := sha256.Sum256(style[1])
		sources = append(sources, "'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'")
	}
	return sources
}
