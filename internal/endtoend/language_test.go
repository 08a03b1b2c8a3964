package endtoend

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/language"
	"annexa/templates"
)

// TestPagesInOtherLanguages opens a page of every kind where words are longer
// than in English, and where they are written from right to left: nothing
// stands out of a page, and everything is to be read.
func TestPagesInOtherLanguages(t *testing.T) {
	for _, c := range []struct {
		tag   string
		words fs.FS
	}{{"de", nil}, {"ar", inArabicLetters(t)}} {
		t.Run(c.tag, func(t *testing.T) {
			p := publishSources(t, build.Sources{Content: inLanguage(t, c.tag), Templates: c.words}, false)
			t.Run("has links that all lead somewhere", func(t *testing.T) { linksLead(t, p) })
			t.Run("opens in a browser", func(t *testing.T) { browserOpensEveryKind(t, p) })
		})
	}
}

// inLanguage is the content of the sample with another language in annexa.yaml;
// its texts say that they are in English.
func inLanguage(t *testing.T, tag string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	sample := content(t)
	err := fs.WalkDir(sample, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(sample, name)
		switch {
		case name == "annexa.yaml":
			data = bytes.Replace(data, []byte("\nlanguage: en-GB\n"), []byte("\nlanguage: "+tag+"\n"), 1)
			if !bytes.Contains(data, []byte("\nlanguage: "+tag+"\n")) {
				t.Error("the sample does not say its language")
			}
		case bytes.Contains(data, []byte("\nlanguage: en-GB\n")): // one that was approved stays as it is
		case strings.HasSuffix(name, ".md") && bytes.HasPrefix(data, []byte("---\n")):
			data = append([]byte("---\nlanguage: en-GB\n"), bytes.TrimPrefix(data, []byte("---\n"))...)
		}
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// inArabicLetters are words of a project's own: the English ones in Arabic
// letters, as long as they are, and written from right to left.
func inArabicLetters(t *testing.T) fs.FS {
	t.Helper()
	letters := []rune("ابجدهوزحطيكلمنسعفصقرشتثخذض")
	say := func(text string) string {
		inside := false
		return strings.Map(func(r rune) rune {
			inside = inside && r != '}' || r == '{'
			if low := r | 0x20; !inside && low >= 'a' && low <= 'z' && r < 0x80 {
				return letters[low-'a']
			}
			return r
		}, text)
	}
	en, problems := language.Of("en", templates.FS, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tree := map[string]any{"direction": "rtl"}
	for _, path := range en.Paths() {
		at, keys := tree, strings.Split(path, ".")
		for _, key := range keys[:len(keys)-1] {
			if at[key] == nil {
				at[key] = map[string]any{}
			}
			at = at[key].(map[string]any)
		}
		at[keys[len(keys)-1]] = say(en.Say(path))
	}
	data, err := json.MarshalIndent(tree, "", " ") // which is YAML
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{language.Folder + "/ar.yaml": {Data: data}}
}
