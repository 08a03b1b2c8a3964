// Package licences holds the licences of everything that is built into the
// binary: the Go modules, fonts among them, the standard library, and data that
// no module brings.
//
// A file of texts is named after its module, with an underscore for each
// slash, or data and what it is of; what follows a plus tells further licences
// of the same module apart.
package licences

import (
	"embed"
	"io"
	"strings"
)

//go:embed texts/*.txt
var texts embed.FS

// Modules are the paths of the modules whose licences are held, in order; the
// standard library is std, and what is no module begins with data.
func Modules() ([]string, error) {
	entries, err := texts.ReadDir("texts")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if name := module(e.Name()); len(out) == 0 || out[len(out)-1] != name {
			out = append(out, name)
		}
	}
	return out, nil
}

func module(file string) string {
	name, _, _ := strings.Cut(strings.TrimSuffix(file, ".txt"), "+")
	return strings.ReplaceAll(name, "_", "/")
}

// Write writes all licences, each below the path of its module.
func Write(w io.Writer) error {
	entries, err := texts.ReadDir("texts")
	if err != nil {
		return err
	}
	for _, e := range entries {
		text, err := texts.ReadFile("texts/" + e.Name())
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, "== "+module(e.Name())+"\n\n"+strings.TrimSpace(string(text))+"\n\n"); err != nil {
			return err
		}
	}
	return nil
}
