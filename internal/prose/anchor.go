package prose

import (
	"strconv"
	"strings"
	"unicode"
)

// anchors are the anchors taken in a tree, each with the number of the last
// repeat that was made of it.
type anchors map[string]int

// claim takes an anchor, if it is free.
func (a anchors) claim(id string) bool {
	if _, taken := a[id]; taken {
		return false
	}
	a[id] = 0
	return true
}

// make takes a free anchor for a heading's text, as GitHub does: -1 for the
// first repeat.
func (a anchors) make(text string) string {
	slug := Slug(text)
	if slug == "" {
		slug = "section"
	}
	if a.claim(slug) {
		return slug
	}
	for {
		a[slug]++
		if id := slug + "-" + strconv.Itoa(a[slug]); a.claim(id) {
			return id
		}
	}
}

// Slug is a text as an anchor: lower case, punctuation dropped, spaces to
// hyphens.
func Slug(text string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
