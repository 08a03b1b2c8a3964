package site_test

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

const golden = "testdata/site.txtar"

// bare is a layout without what all pages share.
const bare = "title: {{.Title}}\ndescription: {{.Description}}\n\n{{.Content}}"

// TestPagesAreTheGoldenOnes makes the site of the files below content/ and
// compares the pages below site/. All but one are in a bare layout.
func TestPagesAreTheGoldenOnes(t *testing.T) {
	archive, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	content := fstest.MapFS{}
	for _, f := range archive.Files {
		if name, ok := strings.CutPrefix(f.Name, "content/"); ok {
			content[name] = &fstest.MapFile{Data: f.Data}
		}
	}
	l := load(t, content)
	opt := options(t, l)
	whole := render(t, l, opt)
	opt.Templates = with(t, opt.Templates, map[string]string{"layout.html": bare})
	pages := render(t, l, opt)
	for i, f := range archive.Files {
		got := []byte(nil)
		if name, ok := strings.CutPrefix(f.Name, "whole/"); ok {
			got = whole[name]
		} else if name, ok := strings.CutPrefix(f.Name, "site/"); ok {
			got = pages[name]
		} else {
			continue
		}
		if got == nil {
			t.Errorf("there is no page %s", f.Name)
			continue
		}
		got = bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n"))
		if !bytes.HasSuffix(got, []byte("\n")) {
			got = append(slices.Clone(got), '\n')
		}
		if *update {
			archive.Files[i].Data = got
		} else if !bytes.Equal(got, f.Data) {
			t.Errorf("%s is not the golden one; run with -update and look at the difference:\n%s", f.Name, firstDifference(got, f.Data))
		}
	}
	if *update {
		if err := os.WriteFile(golden, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func firstDifference(got, want []byte) string {
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got  " + a[i] + "\nwant " + b[i]
		}
	}
	return "one is longer"
}
