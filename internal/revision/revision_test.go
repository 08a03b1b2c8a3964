package revision_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"annexa/internal/language"
	"annexa/internal/prose"
	"annexa/internal/revision"
	"annexa/internal/source"
	"annexa/templates"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestWhatChangedIsTold compares pairs of files, old.md and now.md, and sets
// what changed as HTML.
func TestWhatChangedIsTold(t *testing.T) {
	const name = "testdata/revision.txtar"
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	words, _ := language.Of("en", templates.FS, nil)
	html := prose.HTML{Top: 2, Footnotes: "Footnotes", Back: "Back", Gone: "gone:", New: "new:", Done: "done", Open: "to do"}
	out := &txtar.Archive{Comment: archive.Comment}
	for i := 0; i+1 < len(archive.Files); i++ {
		base, ok := strings.CutSuffix(archive.Files[i].Name, "/old.md")
		if !ok {
			continue
		}
		files := map[string]txtar.File{}
		for _, f := range archive.Files {
			files[f.Name] = f
		}
		parser := prose.NewParser()
		old := source.Parse("a.md", archive.Files[i].Data, parser)
		now := source.Parse("a.md", files[base+"/now.md"].Data, parser)
		text := revision.Compare(revision.Text{Tree: old.Body}, revision.Text{Tree: now.Body})
		got := html.Append(nil, revision.Front(old, now, words), prose.Bindings{})
		got = append(got, "<hr>\n"...)
		got = html.Append(got, text, prose.Bindings{})
		got = []byte(strings.NewReplacer(`<del><span class="quiet">gone: </span>`, "<del>", `<ins><span class="quiet">new: </span>`, "<ins>").Replace(string(got)))
		out.Files = append(out.Files, archive.Files[i], files[base+"/now.md"], txtar.File{Name: base + "/told.html", Data: got})
		if want := files[base+"/told.html"].Data; string(got) != string(want) && !*update {
			t.Errorf("%s:\n--- got\n%s--- want\n%s", base, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzWhatIsTheSameIsNotTold compares any two texts, and each with itself.
func FuzzWhatIsTheSameIsNotTold(f *testing.F) {
	f.Add("# A\n\none two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "# A\n\none three\n\n| a | c | b |\n|---|---|---|\n| 1 | x | 2 |\n")
	f.Add("> # A\n>\n> x\n", "- # A\n\n# A\n")
	f.Add("- a\n- b\n\n> q[^1]\n\n[^1]: note\n", "1. a\n2. c\n\n```\ncode\n```\n\nT\n: D\n")
	f.Fuzz(func(t *testing.T, old, now string) {
		parser := prose.NewParser()
		a, b := parser.Parse([]byte(old), 1), parser.Parse([]byte(now), 1)
		told := revision.Compare(revision.Text{Tree: a}, revision.Text{Tree: b})
		anchors := map[string]bool{}
		for _, id := range regexp.MustCompile(`<h[1-6] id="([^"]*)"`).FindAllStringSubmatch(string(prose.HTML{Top: 2}.Append(nil, told, prose.Bindings{})), -1) {
			if anchors[id[1]] && id[1] != "footnotes-heading" {
				t.Errorf("two headings have the anchor %q: %q and %q", id[1], old, now)
			}
			anchors[id[1]] = true
		}
		words := func(tree *prose.Tree) string {
			return strings.Join(strings.Fields(string(prose.AppendBlockText(nil, tree.Blocks, prose.Bindings{}))), " ")
		}
		if words(a) != words(b) && len(told.Blocks) == 0 {
			t.Errorf("nothing is told of %q and %q", old, now)
		}
		if same := revision.Compare(revision.Text{Tree: a}, revision.Text{Tree: a}); len(same.Blocks) > 0 {
			t.Errorf("a text differs from itself: %q", old)
		}
	})
}
