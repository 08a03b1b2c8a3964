package release

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// The files at the top of a published tree that its manifest does not list.
const (
	ManifestName  = "manifest.json"
	SignatureName = "manifest.json.p7s" // the manifest's detached CMS signature, if there is one
	SumsName      = "SHA256SUMS"
)

// ValidPath says why path cannot name a published file, or nil if it can: a relative path with
// slashes, in UTF-8, without empty, "." and ".." elements, backslashes and control characters
// (which SHA256SUMS would have to escape), and none of the names that Annexa itself writes.
func ValidPath(path string) error {
	switch {
	case !fs.ValidPath(path) || path == ".":
		return fmt.Errorf("%q is no path below the published folder", path)
	case strings.ContainsFunc(path, func(c rune) bool { return c < ' ' || c == 0x7f || c == '\\' }):
		return fmt.Errorf("%q holds a backslash or a control character: rename it", path)
	case reserved(path):
		return fmt.Errorf("%q is a name that the manifest needs: rename it", path)
	}
	return nil
}

// reserved ignores case, as the file system of a reader may.
func reserved(path string) bool {
	return strings.EqualFold(path, ManifestName) || strings.EqualFold(path, SignatureName) || strings.EqualFold(path, SumsName)
}

// Names are the paths of a tree, by which any file system can tell them apart: no two that differ in
// the case of letters alone, and no file where another path needs a folder. It maps a path folded to
// the path, which ends in a slash if it is a folder's.
type Names map[string]string

// Claim adds a file's path and returns the folders above it that are new, the outermost first. The
// error names the path it clashes with.
func (n Names) Claim(path string) (folders []string, err error) {
	for i, c := range path {
		if c != '/' {
			continue
		}
		key, dir := fold(path[:i]), path[:i+1]
		switch other, taken := n[key]; {
		case taken && other != dir:
			return folders, fmt.Errorf("it clashes with %s: rename one of them", other)
		case !taken:
			n[key] = dir
			folders = append(folders, path[:i])
		}
	}
	key := fold(path)
	if other, taken := n[key]; taken {
		return folders, fmt.Errorf("it clashes with %s: rename one of them", other)
	}
	n[key] = path
	return folders, nil
}

// fold maps paths that a file system may take for one another to the same text.
func fold(path string) string {
	for i := range len(path) {
		if path[i] >= utf8.RuneSelf {
			return strings.ToLower(strings.ToUpper(path))
		}
	}
	return strings.ToLower(path)
}
