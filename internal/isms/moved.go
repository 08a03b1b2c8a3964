package isms

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"annexa/internal/diag"
	"annexa/internal/prose"
)

// moved is the file that a path meant which leads to nothing: the only one of
// the same name, whatever its folder, or else the only one whose name has the
// same letters and digits, or that of the document whose id the name begins
// with. It is empty where there is none, or more than one.
func (l *linker) moved(file string) string {
	base := path.Base(file)
	switch strings.ToLower(strings.TrimSuffix(base, path.Ext(base))) {
	case "readme", "index", "_index":
		return "" // every folder may have one
	}
	same := l.sameName(base) // which makes byLetters, too
	for _, found := range [][]string{same, l.byLetters[letters(base)]} {
		switch len(found) {
		case 0:
		case 1:
			return found[0]
		default:
			return ""
		}
	}
	for i := range len(base) {
		if rest := base[i:]; rest[0] == '-' || rest[0] == '_' || rest[0] == ' ' || rest[0] == '.' {
			if d, ok := l.m.byID[fold(base[:i])]; ok && prose.IsID(d.ID) {
				return d.File
			}
		}
	}
	return ""
}

// sameName are the files of a name, whatever its case and their folder, in order
// of their paths.
func (l *linker) sameName(base string) []string {
	if l.byBase == nil {
		l.byBase, l.byLetters = map[string][]string{}, map[string][]string{}
		for _, name := range slices.Sorted(maps.Keys(l.m.files)) {
			base := path.Base(name)
			l.byBase[strings.ToLower(base)] = append(l.byBase[strings.ToLower(base)], name)
			l.byLetters[letters(base)] = append(l.byLetters[letters(base)], name)
		}
	}
	return l.byBase[strings.ToLower(base)]
}

// letters are the letters and digits of a file's name, in lower case, and its
// ending.
func letters(base string) string {
	ending := path.Ext(base)
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSuffix(base, ending)) + strings.ToLower(ending)
}

// repointed is the problem of a link with the path it was to have. A machine
// can write it, since it is the only one.
func (l *linker) repointed(p diag.Problem, d *Document, r *prose.Reference, to string) diag.Problem {
	to = relative(path.Dir(d.File), to)
	written := (&url.URL{Path: to}).EscapedPath()
	return p.Hinting("did you mean %s?", to).Fixed("]("+r.Target, "]("+written)
}
