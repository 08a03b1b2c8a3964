package build

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/day"
	"annexa/internal/prose"
	"annexa/internal/snapshot"
	"annexa/internal/source"
)

// rewritings are what somebody does to a text in one save: a text in the place
// of another, its first. With what is known of it before the rest is made, if it
// is in a text that has it.
var rewritings = []struct{ what, old, new string }{
	{"a sentence", "\n---\n", "\n---\nA sentence of no consequence.\n\n"},
	{"a link", "\n---\n", "\n---\nSee [[POL-05]], [roles](../registers/roles.yaml), R-003, A.8.24 and clause 6.1.3.\n\n"},
	{"a broken link", "\n---\n", "\n---\nSee [nothing](nothing.md) and [[POL-99]].\n\n"},
	{"a link to itself", "\n---\n", "\n---\nSee [here](#scope), [[POL-02]], [[Access Control Policy]], A.5.1 and [A.5.1](../controls/A.5.1.md).\n\n"},
	{"a heading", "\n## ", "\n## Another heading, and "},
	{"no heading", "\n## ", "\n"},
	{"an anchor", "\n## Identities\n", "\n## Identities {#who}\n"},
	{"a variable", "\n---\n", "\n---\n{{organisation.name}} and {{nothing.known}}\n\n"},
	{"a title", "\ntitle: ", "\ntitle: A new name for "},
	{"the title of another", "\ntitle: ", "\ntitle: Cryptography Policy # "},
	{"a title that is linked", "\ntitle: ", "\ntitle: Missing Policy # "},
	{"no title", "\ntitle: ", "\n# title: "},
	{"a state", "status: approved", "status: draft"},
	{"a state to come", "status: approved", "status: in-review"},
	{"approved", "status: draft", "status: approved"},
	{"withdrawn", "status: approved", "status: retired"},
	{"a day to come", "effective: ", "effective: 2027-01-01 # "},
	{"an owner", "owner: ", "owner: Chief Executive # "},
	{"an unknown owner", "owner: ", "owner: Nobody # "},
	{"a summary", "summary: ", "summary: In short, "},
	{"a version", "version: ", "version: \"9.9\" # "},
	{"a review", "review: ", "review: {every: 1 month, last: 2026-01-01} # "},
	{"another audience", "audience: ", "audience: [everybody] # "},
	{"a requirement", "implements: [", "implements: [A.5.30, 7.4, "},
	{"no requirements", "implements: ", "# implements: "},
	{"what is related", "related: [", "related: [POL-07, R-003, "},
	{"a broken relation", "related: [", "related: [POL-99, "},
	{"how far it is met", "implementation: implemented", "implementation: partial"},
	{"excluded", "applicable: yes", "applicable: no"},
	{"evidence", "evidence:\n", "evidence:\n  - {title: Shown, link: POL-03, date: 2026-10-01}\n"},
	{"expired evidence", "evidence:\n", "evidence:\n  - {title: Shown, link: POL-03, date: 2020-10-01, expires: 2021-01-01}\n"},
	{"a file", "\n---\n", "\n---\n[A file](../images/none.txt)\n\n"},
	{"a classification", "classification: internal", "classification: restricted"},
	{"another id", "\nid: ", "\nid: X"},
	{"another control", "control: A.5.1\n", "control: A.5.3\n"},
	{"another kind", "kind: policy", "kind: procedure"},
	{"broken", "\ntitle: ", "\ntitle: [broken"},
	{"empty", "", ""},

	{"a row's title", "    title: ", "    title: Newly, "},
	{"a row's treatment", "treatment: modify", "treatment: retain"},
	{"a row's owner", "    owner: ", "    owner: Nobody # "},
	{"a row's controls", "controls: [", "controls: [A.5.30, POL-02, "},
	{"a row's controls broken", "controls: [", "controls: [A.5.99, "},
	{"a row's likelihood", "likelihood: ", "likelihood: 5 # "},
	{"a cell", "\nAST-02,", "\nAST-02,New "},
	{"another row", "rows:\n", "rows:\n  - {id: R-980, title: Another, affects: [c], likelihood: 2, impact: 2, treatment: modify, controls: [A.5.1], owner: Head of IT}\n"},
	{"a row less", "  - id: R-0", "  # id: R-0"},
	{"a row of another id", "id: R-001", "id: R-991"},
	{"a row that is linked", "id: R-001", "id: R-990"},
	{"rows that refer to each other", "supplier: ", "supplier: SUP-02 # "},
	{"the register's owner", "\nowner: ", "\nowner: Chief Executive # "},
	{"a register as a list", "rows:", "row:"},
}

// early are the rewritings after which a document's own page has to be known
// before the rest is made.
var early = []string{"a sentence", "a link", "a heading", "a title", "a state", "an owner", "a summary", "a row's title", "a row's treatment", "a row's controls", "the register's owner"}

// TestAPageReadAnewIsThatOfTheWhole rewrites single files, and compares what is
// known of their pages before the rest is made with what comes of the whole.
func TestAPageReadAnewIsThatOfTheWhole(t *testing.T) {
	content := map[string]string{}
	sample := os.DirFS("../../content")
	if err := fs.WalkDir(sample, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(sample, name)
		content[name] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	key := approversKey(t)
	content[approval.Folder+"/"+approval.SignersFile] = fmt.Sprintf("%q %s", "Dana Reyes", ssh.MarshalAuthorizedKey(key.PublicKey()))
	for name, ids := range map[string]string{"policies/access-control.md": "POL-02", "policies/cryptography.md": "POL-05", "clauses/4.1.md": "4.1", "controls/A.5.2.md": "A.5.2"} {
		approve(t, content, key, ids, "0.9", strings.Replace(content[name], "\n---\n", "\n---\nAs it was once.\n\n", 1), "Dana Reyes")
		approve(t, content, key, ids, "1.0", content[name], "Dana Reyes")
	}
	content["policies/cryptography.md"] += "\nChanged since it was approved.\n"
	content["pages/a page.md"] = "# A page\n\nSee [[Access Control Policy]], [[missing policy]], [[a page]] and R-990.\n"
	content["guidelines/seen.md"] = "---\nid: GDL-90\nkind: guideline\ntitle: It saw another\nstatus: approved\nversion: \"1\"\nreview: {every: 12 months, last: 2026-05-11, seen: {POL-03: 1.0@" + textHash(content["policies/acceptable-use.md"]) + "}}\n---\n[[POL-03]]\n"

	disk := fstest.MapFS{}
	for name, text := range content {
		disk[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	opt := Options{Day: func(day.Date) day.Date { return day.New(2026, time.November, 2) }, Workers: 2, Drafts: true, Pages: &Publication{Generator: "annexa", PDF: true, Workers: 2}}
	preview := func(src fs.FS, memory *Memory) *Preview {
		t.Helper()
		opt := opt
		opt.Memory = memory
		l, err := Load(t.Context(), Sources{Content: src}, opt)
		if err != nil {
			t.Fatal(err)
		}
		v, problems, err := l.Preview(t.Context(), Publication{Generator: "annexa", PDF: true, Workers: 2})
		if err != nil || v == nil {
			t.Fatal(err, problems)
		}
		return v
	}
	tree := snapshot.Of(disk)
	memory := &Memory{}
	before := preview(tree, memory)

	var files []string
	for name := range content {
		if (strings.HasSuffix(name, ".md") || path.Dir(name) == "registers") && path.Dir(name) != approval.Folder {
			files = append(files, name)
		}
	}
	slices.Sort(files)
	type try struct {
		file string
		does int
	}
	var tries []try
	chosen := []string{"policies/access-control.md", "policies/cryptography.md", "controls/A.5.1.md", "controls/A.5.2.md", "clauses/4.1.md", "procedures/" + firstIn(files, "procedures/"), "pages/a page.md", "guidelines/seen.md", "policies/acceptable-use.md", "soa.md", "registers/risks.yaml", "registers/nonconformities.yaml", "registers/assets.csv"}
	for _, name := range chosen {
		for i := range rewritings {
			tries = append(tries, try{name, i})
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	random.Shuffle(len(tries), func(i, j int) { tries[i], tries[j] = tries[j], tries[i] })
	if howMany() >= len(tries) {
		for range howMany() - len(tries) {
			tries = append(tries, try{files[random.IntN(len(files))], random.IntN(len(rewritings))})
		}
	} else {
		tries = tries[:howMany()]
	}
	known := map[string]int{}
	for _, d := range tries {
		does := rewritings[d.does]
		was := content[d.file]
		text := strings.Replace(was, does.old, does.new, 1)
		if text == was && does.old != "" {
			continue
		}
		if does.old == "" {
			text = ""
		}
		changed := maps.Clone(disk)
		changed[d.file] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		next, other, _ := tree.Next(changed, []string{d.file})
		if !slices.Equal(other, []string{d.file}) {
			t.Fatalf("%s: what has changed is not %s, but %v", does.what, d.file, other)
		}
		page, data, ok, err := before.Reread(next, d.file)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			linked := does.what == "a title" && d.file == "policies/access-control.md" // by its title
			risk := does.what == "another row" && d.file == "registers/risks.yaml"
			if slices.Contains(early, does.what) && slices.Contains(chosen, d.file) && d.file != "soa.md" && !linked || risk {
				t.Errorf("%s in %s: its page is not known before the rest is made", does.what, d.file)
			}
			continue
		}
		known[does.what]++
		want, ok, err := preview(next, memory).Get(page)
		if err != nil || !ok {
			t.Fatalf("%s in %s: %s: %v", does.what, d.file, page, err)
		}
		if !bytes.Equal(data, want) {
			t.Errorf("seed %d: %s in %s: %s is shown as %s", seed, does.what, d.file, page, difference(data, want))
		}
	}
	t.Log(known)
	for _, never := range []string{"another id", "another kind", "broken", "withdrawn", "a title that is linked", "a row that is linked", "a row's controls broken"} {
		if known[never] > 0 {
			t.Errorf("%s: others have a say in the page", never)
		}
	}
}

// textHash is how a review notes the text of a file.
func textHash(text string) string {
	d := source.Parse("x.md", []byte(text), prose.NewParser())
	return hex.EncodeToString(d.TextHash[:8])
}

// firstIn is the name of the first file in a folder.
func firstIn(files []string, folder string) string {
	for _, name := range files {
		if rest, ok := strings.CutPrefix(name, folder); ok {
			return rest
		}
	}
	return ""
}
