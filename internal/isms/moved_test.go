package isms

import (
	"testing"

	"annexa/internal/document"
)

func TestAFileThatWasMovedIsFoundIfItIsTheOnlyOne(t *testing.T) {
	m := &ISMS{files: map[string]bool{}, byID: map[string]*Document{}}
	for _, name := range []string{"policies/access.md", "a/Notes_of-May.md", "a/same.md", "b/same.md", "README.md", "policies/POL-02-access-rules.md", "registers/risks.yaml"} {
		m.files[name] = true
	}
	m.byID["POL-02"] = &Document{ID: "POL-02", Document: &document.Document{File: "policies/POL-02-access-rules.md"}}
	for path, want := range map[string]string{
		"old/access.md": "policies/access.md", "old/Access.MD": "policies/access.md", "a/notes of may.md": "a/Notes_of-May.md", "x/same.md": "", "x/README.md": "", "x/index.md": "",
		"x/POL-02-old-title.md": "policies/POL-02-access-rules.md", "x/pol-02.md": "policies/POL-02-access-rules.md", "x/POL-03.md": "", "risks.yaml": "registers/risks.yaml", "": "", "-": "",
	} {
		if got := (&linker{m: m}).moved(path); got != want {
			t.Errorf("%q is taken for %q, not %q", path, got, want)
		}
	}
}
