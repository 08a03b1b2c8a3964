package build

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/day"
	"annexa/internal/diag"
)

// told loads a content and returns its problems, one a line.
func told(t *testing.T, content fs.FS) (*Loaded, string) {
	t.Helper()
	l, err := Load(t.Context(), Sources{Content: content}, Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := (diag.Printer{}).Text(&b, l.Problems); err != nil {
		t.Fatal(err)
	}
	return l, b.String()
}

func files(named map[string]string) fstest.MapFS {
	content := fstest.MapFS{}
	for name, data := range named {
		content[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return content
}

func TestBadInputIsAProblemThatNamesItAndTheMend(t *testing.T) {
	aliases := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'l'; c++ {
		aliases += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  string // in what is told; nothing where all is well
	}{
		"an empty folder":              {nil, "content: warning: there is no Markdown file here [empty-content]\n    hint: write one"},
		"only other files":             {map[string]string{"a.txt": "x"}, "there is no Markdown file here"},
		"a binary file":                {map[string]string{"a.md": "\x89PNG\r\n\x1a\n\x00\x00"}, "a.md:3:1: warning: this is no text: it holds zero bytes [unreadable]\n    hint: save it as UTF-8"},
		"a binary document":            {map[string]string{"a.md": "---\nid: POL-01\n---\n\x00"}, "a.md:4:1: error: this is no text: it holds zero bytes [undecodable]"},
		"invalid UTF-8":                {map[string]string{"a.md": "# x\n\nb\xe9t\xe9\n"}, "a.md:3:2: warning: this is not UTF-8 text [unreadable]\n    hint: save the file as UTF-8"},
		"invalid UTF-8, a document":    {map[string]string{"a.md": "---\nkind: policy\ntitle: b\xe9t\xe9\n---\n"}, "a.md:3:9: error: this is not UTF-8 text [undecodable]"},
		"UTF-16":                       {map[string]string{"a.md": "\xff\xfe#\x00 \x00x\x00"}, "a.md:1:4: warning: this is no text"},
		"CRLF and a byte order mark":   {map[string]string{"a.md": "\ufeff---\r\ntitle: x\r\n---\r\n# y\r\n"}, ""},
		"lone carriage returns":        {map[string]string{"a.md": "# x\r\rText\r"}, ""},
		"exploding aliases":            {map[string]string{"a.md": "---\nid: POL-01\n" + aliases + "---\n"}, "a.md:4:8: error: *a stands for a list, and only texts can be repeated so [undecodable]\n    hint: write the value itself"},
		"exploding aliases, settings":  {map[string]string{"annexa.yaml": aliases, "a.md": "x"}, "annexa.yaml:2:8: error: *a stands for a list"},
		"exploding aliases, register":  {map[string]string{"registers/risks.yaml": aliases, "a.md": "x"}, "registers/risks.yaml:2:8: warning: *a stands for a list"},
		"front matter without an end":  {map[string]string{"a.md": "---\nid: POL-01\ntitle: x\n\n# Text\n"}, "a.md:1:1: error: this front matter never closes [undecodable]\n    hint: put a line --- behind its last key"},
		"5,000 quotes":                 {map[string]string{"a.md": strings.Repeat("> ", 5000) + "x\n"}, "a.md:1:1: warning: quotes, lists or emphasis lie more than 60 deep"},
		"5,000 lists":                  {map[string]string{"a.md": strings.Repeat("- ", 5000) + "x\n"}, "[nested-too-deep]\n    hint: write it flatter"},
		"5,000 lists in front matter":  {map[string]string{"a.md": "---\nid: POL-01\na: " + strings.Repeat("[", 5000) + "\n---\n"}, "a.md:3:1: error: there are too many [ or { here that nothing closes"},
		"a long line":                  {map[string]string{"a.md": strings.Repeat("word ", 100_000)}, "a.md:1:1: warning: this line is longer than 64 kB, and this is shown as plain text"},
		"cyclic links":                 {map[string]string{"a.md": "[b](b.md)", "b.md": "[a](a.md)"}, ""},
		"cyclic successors":            {map[string]string{"a.md": "---\nid: POL-01\nkind: policy\nstatus: retired\nreplaced-by: POL-02\n---\n", "b.md": "---\nid: POL-02\nkind: policy\nstatus: retired\nreplaced-by: POL-01\n---\n"}, "content: warning"},
		"a path as an id":              {map[string]string{"a.md": "---\nid: ../../x\nkind: policy\n---\n"}, `a.md:2:5: error: "../../x" is no id [invalid-id]`},
		"a path as a row's id":         {map[string]string{"a.md": "x", "registers/risks.yaml": "- {id: R-../x, title: x}\n"}, `registers/risks.yaml:1:8: error: "R-../x" is no id of a row of risks [invalid-id]`},
		"a path as a pack's id":        {map[string]string{"a.md": "x", "annexa.yaml": "packs: [{id: ../x, include: [policies]}]\n"}, `annexa.yaml:1:9: error: a pack wants an id, which names its file, and "../x" is none [config]`},
		"a missing image":              {map[string]string{"a.md": "![x](img/x.png)"}, "a.md:1:1: warning: there is no image img/x.png [missing-image]\n    hint: a path counts from the folder"},
		"a link out of the content":    {map[string]string{"a.md": "[x](../../../etc/passwd)"}, "a.md:1:1: warning: ../../../etc/passwd lies outside the content"},
		"a register that is none":      {map[string]string{"a.md": "x", "registers/risks.yaml": "just words\n"}, "registers/risks.yaml:1:1: warning: rows are wanted as a list, and this is a text"},
		"an unknown language":          {map[string]string{"a.md": "x", "annexa.yaml": "language: zz\n"}, "annexa.yaml:1:11: warning: \"zz\" is no language that is known, and there are no words for it [config]\n    hint: write its tag"},
		"a register of bytes":          {map[string]string{"a.md": "x", "registers/risks.csv": "id;title\n\xff\xfe;x\n"}, "registers/risks.csv:1:1: warning: this is not UTF-8 text"},
		"a CSV quote without an end":   {map[string]string{"a.md": "x", "registers/risks.csv": "id,title\nR-1,\"x\n"}, "registers/risks.csv:2:1: warning: this is not CSV"},
		"settings that are no text":    {map[string]string{"a.md": "x", "annexa.yaml": "a: \xff\n"}, "annexa.yaml:1:4: error: this is not UTF-8 text [config]"},
		"a folder named like a file":   {map[string]string{"a.md/b.md": "x"}, ""},
		"a name with a line break":     {map[string]string{"a\nb.md": "[x](gone.md)"}, "a\ufffdb.md: warning: nothing can be published under this name, and it is left out [unreadable]\n    hint: rename it"},
		"a control character in a key": {map[string]string{"a.md": "---\nid: POL-01\n\"\\e[31m\": x\n---\n"}, "a.md:3:1: warning: the key \ufffd[31m is not known here"},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := told(t, files(c.files))
			if !strings.Contains(got, c.want) || c.want == "" && got != "" {
				t.Errorf("told %q, want %q", got, c.want)
			}
		})
	}
}

// nobody is a file of 100 MB that nobody wrote to a disk.
type nobody struct{ fs.FS }

type large struct{ fs.File }
type largeInfo struct{ fs.FileInfo }

func (l largeInfo) Size() int64 { return 100 << 20 }

func (l large) Stat() (fs.FileInfo, error) {
	info, err := l.File.Stat()
	return largeInfo{info}, err
}

func (n nobody) Open(name string) (fs.File, error) {
	f, err := n.FS.Open(name)
	if strings.HasPrefix(name, "large") {
		return large{f}, err
	}
	return f, err
}

func TestALineOf100MBIsRefusedUnread(t *testing.T) {
	l, got := told(t, nobody{files(map[string]string{"large.md": strings.Repeat("x", 9000), "large-policy.md": "---\nid: POL-01\nkind: policy\n---\n", "a.md": "[x](large.md)"})})
	for _, want := range []string{
		"large.md: warning: this cannot be read: it is larger than 8 MB [unreadable]\n    hint: no text is as large as that",
		"large-policy.md: error: this cannot be read: it is larger than 8 MB [undecodable]",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	}
	for _, d := range l.ISMS.Documents {
		if d.File != "a.md" && (d.Unreadable == "" || d.Page == "" || !d.Published) {
			t.Errorf("%s has no page that says so: %+v", d.File, d)
		}
	}
}

func TestNoSymlinkLeadsOutOfTheContent(t *testing.T) {
	dir := t.TempDir()
	content := filepath.Join(dir, "content")
	for name, data := range map[string]string{"secret.md": "secret", "content/a.md": "[out](out.md) [in](in.md) ![x](secret.png)", "secret.png": "x", "content/sub/b.md": "x"} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"out.md": "../secret.md", "in.md": "a.md", "folder": "sub", "circle": ".", "self.md": "self.md", "secret.png": filepath.Join(dir, "secret.png"), "gone.md": "nowhere.md"} {
		if err := os.Symlink(to, filepath.Join(content, link)); err != nil {
			t.Skipf("this system makes no symlinks: %v", err)
		}
	}
	root, err := os.OpenRoot(content)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	l, got := told(t, root.FS())
	for _, want := range []string{
		"out.md: warning: this link leads out of the content, or to nothing, and is left out [unreadable]\n    hint: put the file itself into the content",
		"secret.png: warning: this link leads out", "self.md: warning: this link leads out", "gone.md: warning: this link leads out",
		"folder: warning: this link to a folder is not followed", "circle: warning: this link to a folder is not followed",
		"a.md:1:1: warning: out.md leads to nothing", "a.md:1:27: warning: there is no image secret.png",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	}
	if len(l.ISMS.Documents) != 3 {
		t.Errorf("%d documents were read", len(l.ISMS.Documents))
	}
}

func TestAnUnreadableFileIsToldAndTheRestIsRead(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := t.TempDir()
	for name, mode := range map[string]fs.FileMode{"a.md": 0o644, "b.md": 0} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), mode); err != nil {
			t.Fatal(err)
		}
	}
	l, got := told(t, os.DirFS(dir))
	if !strings.Contains(got, "b.md: error: this cannot be read: permission denied [unreadable]") || len(l.ISMS.Documents) != 2 {
		t.Error(got)
	}
}

// failing fails to open a file, as a broken disk does.
type failing struct {
	fs.FS
	name string
}

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.FS.Open(name)
}

func TestAFileThatCannotBeOpenedIsTold(t *testing.T) {
	content := files(map[string]string{"a.md": "x", "registers/risks.yaml": "[]", "sub/b.md": "x"})
	for name, want := range map[string]string{
		"a.md":                 "a.md: error: this cannot be read: permission denied [unreadable]",
		"registers/risks.yaml": "registers/risks.yaml: error: this cannot be read: permission denied",
		"sub":                  "sub: error: this cannot be read: permission denied",
	} {
		if _, got := told(t, failing{content, name}); !strings.Contains(got, want) {
			t.Errorf("%s: told %q", name, got)
		}
	}
	if _, err := Load(t.Context(), Sources{Content: failing{content, "."}}, Options{Day: func(day.Date) day.Date { return day.Date{} }}); err == nil {
		t.Error("a content that cannot be opened was loaded")
	}
}
