package corpus

import (
	"bytes"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// body is a file's text without its front matter.
func body(t *testing.T, data []byte) string {
	t.Helper()
	parts := strings.SplitN(string(data), "---\n", 3)
	if len(parts) != 3 || parts[0] != "" {
		t.Fatalf("no front matter in %.60q", data)
	}
	return parts[2]
}

func TestTheSameNumberGivesTheSameBytes(t *testing.T) {
	a, b := maps.Collect(Files(40)), maps.Collect(Files(40))
	if !maps.EqualFunc(a, b, bytes.Equal) {
		t.Error("two corpora of 40 documents differ")
	}
	if len(a) != 41 {
		t.Errorf("%d files, want annexa.yaml and 40 documents", len(a))
	}
}

func TestDocumentsAreOfTheSizeThatBenchmarksAreQuotedFor(t *testing.T) {
	words := 0
	for name, data := range Files(100) {
		if name == "annexa.yaml" {
			continue
		}
		text := body(t, data)
		n := len(word.FindAllString(text, -1))
		if n < wordsWanted*95/100 || n > wordsWanted*105/100 {
			t.Errorf("%s has %d words", name, n)
		}
		words += n
		if n := strings.Count(text, "|---|---|---|\n"); n != 2 {
			t.Errorf("%s has %d tables", name, n)
		}
	}
	t.Logf("%d words a document", words/100)
}

var (
	word   = regexp.MustCompile(`\S*[[:alnum:]]\S*`)
	byID   = regexp.MustCompile(`\[\[(DOC-\d+)(?:#([a-z]+))?\|[^]]+\]\]`)
	byPath = regexp.MustCompile(`\]\((\.\./[^)#]+)(?:#([a-z]+))?\)`)
)

// Of links by id and by path there are four each, two of them to a section.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	files := FS(30)
	anchored := func(t *testing.T, from string, to []byte, anchor string) int {
		if to == nil {
			t.Errorf("%s links a document that is not there", from)
		}
		if anchor == "" {
			return 0
		}
		if !strings.Contains(strings.ToLower(string(to)), "\n## "+anchor+"\n") {
			t.Errorf("%s links #%s, which is not there", from, anchor)
		}
		return 1
	}
	documents := map[string][]byte{}
	for name, file := range files {
		documents[strings.ToUpper(strings.TrimSuffix(path.Base(name), ".md"))] = file.Data
	}
	for name, file := range files {
		if name == "annexa.yaml" {
			continue
		}
		anchors := 0
		ids := byID.FindAllSubmatch(file.Data, -1)
		for _, m := range ids {
			anchors += anchored(t, name, documents[string(m[1])], string(m[2]))
		}
		paths := byPath.FindAllSubmatch(file.Data, -1)
		for _, m := range paths {
			target := files[path.Join(path.Dir(name), string(m[1]))]
			if target == nil {
				t.Errorf("%s links %s, which is not there", name, m[1])
				continue
			}
			anchors += anchored(t, name, target.Data, string(m[2]))
		}
		if len(ids) != 4 || len(paths) != 4 || anchors != 4 {
			t.Errorf("%s has %d links by id, %d by path, %d of them to a section", name, len(ids), len(paths), anchors)
		}
	}
}

func TestHugoGetsTheSameText(t *testing.T) {
	site := maps.Collect(hugoFiles(20))
	toAddress := func(s string) string { return strings.ReplaceAll(s, ".html", ".md") }
	for name, data := range Files(20) {
		if name == "annexa.yaml" {
			continue
		}
		want := byID.ReplaceAllStringFunc(body(t, data), func(link string) string {
			m := byID.FindStringSubmatch(link)
			_, text, _ := strings.Cut(strings.TrimSuffix(link, "]]"), "|")
			for target := range Files(20) {
				if strings.EqualFold(path.Base(target), m[1]+".md") {
					return "[" + text + "](../" + target + fragment(m[2]) + ")"
				}
			}
			return "no target"
		})
		if got := toAddress(body(t, site["content/"+name])); got != want {
			t.Errorf("%s differs:\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestCorporaAreWrittenAsProjects(t *testing.T) {
	dir := t.TempDir()
	for range 2 { // the second time over the first
		if err := Write(filepath.Join(dir, "ours"), 3); err != nil {
			t.Fatal(err)
		}
		if err := Hugo(filepath.Join(dir, "hugo"), 3); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"ours/content/annexa.yaml", "ours/content/procedures/doc-0001.md", "hugo/hugo.yaml", "hugo/layouts/page.html", "hugo/content/standards/doc-0002.md"} {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkFiles(b *testing.B) {
	for b.Loop() {
		size := 0
		for _, data := range Files(100) {
			size += len(data)
		}
		b.SetBytes(int64(size))
	}
}

func TestTypstGetsTheSameText(t *testing.T) {
	project := maps.Collect(typstFiles(20))
	markdown := []*regexp.Regexp{
		regexp.MustCompile(`\[\[[^|\]]+\|([^\]]+)\]\]`), regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`),
		regexp.MustCompile(`(?m)^(?:## |- |1\. |> \[!NOTE\]|> |\|(?:---\|)+)()`), regexp.MustCompile(`(?: \| |\| | \|)()`),
	}
	markup := []*regexp.Regexp{
		regexp.MustCompile(`#to\("[^"]+","[^"]*"\)\[([^\]]+)\]`), regexp.MustCompile(`(?m)^(?:== |- |\+ )()`), regexp.MustCompile(` <doc-[^>]+>()`),
		regexp.MustCompile(`(?:#note\[|#ruled\(|\],\[|\],\n\)|\],|\[|\])()`),
	}
	plain := func(text string, marks []*regexp.Regexp) string {
		for _, m := range marks {
			text = m.ReplaceAllString(text, " $1 ")
		}
		return strings.Join(strings.Fields(text), " ")
	}
	for name, data := range Files(20) {
		if name == "annexa.yaml" {
			continue
		}
		_, own, _ := strings.Cut(string(project["content/"+strings.TrimSuffix(path.Base(name), ".md")+".typ"]), "#let body(to, ruled, note) = [")
		if got, want := plain(own, markup), plain(body(t, data), markdown); got != want || len(want) < 5000 {
			t.Errorf("%s differs:\n%s\nwant\n%s", name, got, want)
		}
	}
}
