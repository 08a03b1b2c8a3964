package starter

import (
	_ "embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/edit"
)

// settings is annexa.yaml with the answers, and with the values of the sample
// that hold for anybody.
func (s *sample) settings() ([]byte, error) {
	src, err := fs.ReadFile(s.fs, config.File)
	if err != nil {
		return nil, err
	}
	a := s.answers
	out := []byte(theirsYAML(string(src)))
	set := func(key, value string) {
		if err == nil {
			out, err = edit.Set(out, key, value)
		}
	}
	set("organisation", "{name: "+edit.Scalar(a.Name)+", short: "+edit.Scalar(a.Short)+"}")
	set("product", "{name: "+edit.Scalar(a.Product)+"}")
	set("language", edit.Scalar(a.Language))
	set("edition", a.Edition.String())
	var contacts strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.config.Contacts)) {
		box, _, _ := strings.Cut(s.config.Contacts[name], "@")
		fmt.Fprintf(&contacts, "\n  %s: %s", name, edit.Scalar(box+"@"+a.Domain))
	}
	set("contacts", contacts.String())
	if err != nil {
		return nil, err
	}
	c, problems := config.Read(out)
	if i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Severity >= diag.Warning }); i >= 0 {
		return nil, AnswerError{problems[i]}
	}
	s.values = s.substitution(c)
	return out, nil
}

// An AnswerError says that an answer cannot stand in annexa.yaml.
type AnswerError struct{ Problem diag.Problem }

func (e AnswerError) Error() string {
	if e.Problem.Hint != "" {
		return e.Problem.Message + ": " + e.Problem.Hint
	}
	return e.Problem.Message
}

// substitution puts the values of a starter's annexa.yaml where registers,
// which know no variables, name those of the sample's.
func (s *sample) substitution(c *config.Config) *strings.Replacer {
	var pairs []string
	for _, name := range s.config.Variables() {
		switch section, _, _ := strings.Cut(name, "."); section {
		case "organisation", "product", "contacts", "services", "locations", "authorities", "law":
			old, _ := s.config.Value(name)
			value, _ := c.Value(name)
			pairs = append(pairs, old, value)
			if without, ok := strings.CutPrefix(old, "the "); ok {
				pairs = append(pairs, without, strings.TrimPrefix(value, "the "))
			}
		}
	}
	return strings.NewReplacer(pairs...)
}

// start is the page that says what to do first.
//
//go:embed start-here.md
var start []byte
