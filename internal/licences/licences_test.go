package licences

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestEveryModuleInTheBinaryHasItsLicence(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if .Version}}{{.Path}}{{end}}{{end}}", "annexa/cmd/annexa").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	want := append(strings.Fields(string(out)), "std", "data/charis-sil", "data/hyphenation-de-1996", "data/hyphenation-en-gb")
	slices.Sort(want)
	want = slices.Compact(want)
	have, err := Modules()
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(have)
	if !slices.Equal(have, want) {
		t.Errorf("licences of\n%s\nwant\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}

func TestNoLicenceForbidsTheBinary(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"GNU GENERAL PUBLIC", "GNU AFFERO", "GNU LESSER"} {
		if i := strings.Index(strings.ToUpper(b.String()), s); i >= 0 {
			t.Errorf("%s: …%s…", s, b.String()[max(0, i-80):min(b.Len(), i+80)])
		}
	}
}
