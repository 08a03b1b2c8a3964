package starter

import (
	"fmt"
	"io/fs"
	"strings"

	"annexa/internal/document"
	"annexa/internal/draft"
	"annexa/internal/edit"
	"annexa/internal/field"
)

// dated are the keys of the front matter that say what was decided, done or
// proved, none of which is so in a draft.
var dated = []string{"approved", "effective", "history", "evidence", "maturity", "action", "applicable", "reasons", "justification", "aliases", "retain"}

// draft is a document of the sample as a first draft.
func (s *sample) draft(d *document.Document) ([]byte, error) {
	src, err := fs.ReadFile(s.fs, d.File)
	if err != nil {
		return nil, err
	}
	_, front, rest, ok := edit.Front(src)
	if !ok {
		body, err := theirs(string(src))
		return []byte(s.particulars.without(body)), err
	}
	if front, err = s.front(d, []byte(theirsYAML(string(front)))); err != nil {
		return nil, err
	}
	_, body, _ := strings.Cut(string(rest), "\n")
	if body, err = theirs(body); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "---\n%s---\n\n%s", front, s.links(s.particulars.without(body))), nil
}

// front is the front matter of a draft.
func (s *sample) front(d *document.Document, front []byte) ([]byte, error) {
	front, err := edit.Remove(front, dated...)
	if err != nil {
		return nil, err
	}
	set := func(key, value string) {
		if err == nil {
			front, err = edit.Set(front, key, value)
		}
	}
	set("version", `"0.1"`)
	set("status", "draft")
	if v, _ := field.Parse(field.YAML, front, 1); v.Get("review", "every") != nil {
		set("review", "{every: "+edit.Scalar(v.Get("review", "every").Text)+"}")
	}
	if d.Front.Implementation != "" || d.Front.Control.Value != "" {
		set("implementation", "not-started")
	}
	var related []string
	for _, id := range d.Front.Related {
		if !s.gone[id.Value] {
			related = append(related, id.Value)
		}
	}
	if len(related) > 0 {
		set("related", "["+strings.Join(related, ", ")+"]")
	} else if err == nil {
		front, err = edit.Remove(front, "related")
	}
	if !strings.HasPrefix(s.answers.Language, "en") {
		set("language", Texts)
	}
	if err != nil {
		return nil, err
	}
	if d.Front.Control.Value != "" {
		first, others, _ := strings.Cut(string(front), "\n")
		front = []byte(first + "\n" + draft.Undecided + others)
	}
	return front, nil
}

// links leads the links to registers to the files that a starter has.
func (s *sample) links(text string) string {
	for _, r := range s.registers {
		text = strings.ReplaceAll(text, "("+up(r.File)+")", "("+up("registers/"+r.Schema.Name+".yaml")+")")
	}
	return text
}

func up(name string) string { return "../" + name }
