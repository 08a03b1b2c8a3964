package build

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/snapshot"
)

var edits = flag.Int("edits", 40, "how many random edits a preview goes through; with CI_FULL=1 at least 1,000")

// howMany says how many edits there are.
func howMany() int {
	if os.Getenv("CI_FULL") == "1" {
		return max(*edits, 1000)
	}
	return *edits
}

// An author edits a project at random, as people and programs do it.
type author struct {
	t    *testing.T
	dir  string
	rand *rand.Rand
	seen []string // paths that somebody who watches is told of, since the last build
}

func (a *author) path(name string) string { return filepath.Join(a.dir, filepath.FromSlash(name)) }

func (a *author) write(name, text string) {
	a.room(name)
	if err := os.WriteFile(a.path(name), []byte(text), 0o644); err != nil {
		a.t.Fatal(err)
	}
	a.seen = append(a.seen, name)
}

// room makes the folders that a file is to be in. Of those that are new the
// first is told, and not always what is in it.
func (a *author) room(name string) {
	for dir, missing := path.Dir(name), ""; ; dir = path.Dir(dir) {
		if _, err := os.Stat(a.path(dir)); err == nil {
			if missing != "" {
				a.seen = append(a.seen, missing)
			}
			break
		}
		missing = dir
	}
	if err := os.MkdirAll(filepath.Dir(a.path(name)), 0o755); err != nil {
		a.t.Fatal(err)
	}
}

func (a *author) read(name string) string {
	data, err := os.ReadFile(a.path(name))
	if err != nil {
		a.t.Fatal(err)
	}
	return string(data)
}

func (a *author) remove(name string) {
	if err := os.RemoveAll(a.path(name)); err != nil {
		a.t.Fatal(err)
	}
	a.seen = append(a.seen, name)
}

func (a *author) rename(from, to string) {
	a.room(to)
	if err := os.Rename(a.path(from), a.path(to)); err != nil {
		a.t.Fatal(err)
	}
	a.seen = append(a.seen, from, to)
}

// any is one of the files whose names end so.
func (a *author) any(ending string) string {
	var names []string
	if err := fs.WalkDir(os.DirFS(a.dir), "content", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ending) {
			names = append(names, name)
		}
		return err
	}); err != nil {
		a.t.Fatal(err)
	}
	if len(names) == 0 {
		a.write("content/new"+ending, "# New\n")
		return "content/new" + ending
	}
	return names[a.rand.IntN(len(names))]
}

// edit does one thing, and says what.
func (a *author) edit() string {
	n := a.rand.IntN(1000)
	name := a.any(".md")
	text := a.read(name)
	swap := func(name, old, new string) string {
		a.write(name, strings.Replace(a.read(name), old, new, 1))
		return fmt.Sprintf("%s: %q for %q", name, new, old)
	}
	switch a.rand.IntN(36) {
	case 24, 25:
		return swap(name, "\n## ", fmt.Sprintf("\n## Heading %d, and ", n))
	case 26, 27:
		return swap(name, "](", fmt.Sprintf("](../%s#", strings.TrimPrefix(a.any(".md"), "content/")))
	case 28:
		return swap(name, "owner: ", []string{"owner: Nobody # ", "owner: Head of IT # "}[n%2])
	case 29:
		return swap(name, "status: draft", "status: approved")
	case 30:
		return swap(name, "implementation: ", []string{"implementation: planned # ", "implementation: implemented # "}[n%2])
	case 31:
		return swap(name, "summary: ", fmt.Sprintf("summary: In short %d, ", n))
	case 32:
		return swap(name, "implements: [", fmt.Sprintf("implements: [A.5.%d, ", 1+n%37))
	case 33:
		return swap(name, "related: [", []string{"related: [POL-01, ", "related: [POL-02, ", "related: [nothing, ", "related: [A.8.24, "}[n%4])
	case 34:
		a.write(name, fmt.Sprintf("%s\nBy its name: [[Access Control Policy]], [[New title %d]], [[A page %[2]d]].\n", text, n%3))
		return "a link by a name in " + name
	case 35:
		return swap(name, "title: ", []string{"title: New title 1 # ", "title: Access Control Policy # ", "title: Cryptography # "}[n%3])
	case 22, 23:
		a.write(name, fmt.Sprintf("%s\nPlain words, %d of them, of no **consequence**.\n", text, n))
		return "words in " + name
	case 0, 1, 2, 3, 4:
		a.write(name, fmt.Sprintf("%s\nA sentence numbered %d on encryption, with [a link](../%s) and [[POL-0%d]] and A.5.%d.\n", text, n, strings.TrimPrefix(a.any(".md"), "content/"), n%9, n%40))
		return "a sentence in " + name
	case 5:
		return swap(name, "title: ", fmt.Sprintf("title: New %d ", n))
	case 6:
		return swap(name, "status: approved", "status: draft")
	case 7:
		return swap(name, "id: ", fmt.Sprintf("id: P%d-", n))
	case 8:
		a.remove(name)
		return "no " + name
	case 9:
		to := path.Join(path.Dir(name), fmt.Sprintf("moved-%d.md", n))
		a.rename(name, to)
		return name + " is " + to
	case 10:
		folders := []string{"policies", "plans", "records", "policies", "guidelines"}
		from := "content/" + folders[n%len(folders)]
		if _, err := os.Stat(a.path(from)); err != nil {
			from = path.Dir(a.any(".md"))
		}
		if from == "content" || from == "content/registers" {
			return "nothing"
		}
		to := fmt.Sprintf("content/folder-%d", n)
		a.rename(from, to)
		return from + " is " + to
	case 11:
		a.write(fmt.Sprintf("content/deep/%d/page.md", n), fmt.Sprintf("# A page %d\n\n[[POL-01]] {{organisation.name}}\n", n))
		return "a new page"
	case 12:
		a.write(name, "")
		return name + " is empty"
	case 13:
		a.write(name, text[:len(text)/2])
		return "half of " + name
	case 14:
		return swap(name, "---\n", "---\ntitle: [broken\n")
	case 15:
		return swap("content/annexa.yaml", "title: ", fmt.Sprintf("title: No %d ", n))
	case 16:
		return swap("content/annexa.yaml", "language: ", []string{"language: de # ", "language: en-GB # ", "language: fr # "}[n%3])
	case 17:
		register := a.any(".yaml")
		return swap(register, "title: ", fmt.Sprintf("title: Row %d ", n))
	case 18:
		a.write("templates/glossary.html", fmt.Sprintf("<p>A glossary of our own, %d</p>", n))
		return "a template"
	case 19:
		a.remove("templates")
		return "no templates"
	case 20:
		a.write("templates/words/en.yaml", fmt.Sprintf("layout: {title: Our title %d}\n", n))
		return "words"
	default:
		a.write("themes/default/style.css", fmt.Sprintf("body { margin: %dpx }", n))
		return "a style sheet"
	}
}

// TestAPreviewHasThePagesOfABuild makes edits at random, and compares what a
// preview shows after each, which remembers what it made before, with all that
// a build which knows nothing makes of the same files.
func TestAPreviewHasThePagesOfABuild(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"annexa.yaml", "soa.md", "policies", "plans", "records", "guidelines", "images", "registers", "controls/A.5.1.md", "controls/A.8.24.md", "clauses/4.1.md", "clauses/6.1.3.md"} {
		sub, err := fs.Sub(os.DirFS("../../content"), path.Dir(name))
		if err != nil {
			t.Fatal(err)
		}
		if err := fs.WalkDir(sub, path.Base(name), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(sub, file)
			to := filepath.Join(dir, "content", filepath.FromSlash(path.Join(path.Dir(name), file)))
			if err == nil {
				err = os.MkdirAll(filepath.Dir(to), 0o755)
			}
			if err != nil {
				return err
			}
			return os.WriteFile(to, data, 0o644)
		}); err != nil {
			t.Fatal(err)
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	a := &author{t: t, dir: dir, rand: rand.New(rand.NewPCG(seed, 0))}
	options := Options{Day: func(day.Date) day.Date { return day.New(2026, time.November, 2) }, Workers: 2, Drafts: true, Pages: &Publication{Generator: "annexa", PDF: true, Workers: 2}}
	mindful := options
	mindful.Memory = &Memory{}
	trees := map[string]*snapshot.Tree{}
	var last *Preview
	early := 0 // pages that were known before the rest
	for i := range howMany() {
		did := "nothing"
		if i > 0 {
			did = a.edit()
		}
		held := Sources{}
		for name, to := range map[string]*fs.FS{"content": &held.Content, "templates": &held.Templates, "themes": &held.Themes} {
			sub := os.DirFS(filepath.Join(dir, name))
			if info, err := fs.Stat(sub, "."); err != nil || !info.IsDir() {
				delete(trees, name)
				continue
			}
			if trees[name] == nil {
				trees[name] = snapshot.Of(sub)
			} else {
				trees[name], _, _ = trees[name].Next(sub, below(name, a.seen))
			}
			*to = trees[name]
		}
		retold, page := "", []byte(nil)
		if last != nil && len(a.seen) == 1 {
			var err error
			if retold, page, _, err = last.Reread(held.Content, strings.TrimPrefix(a.seen[0], "content/")); err != nil {
				t.Fatal(err)
			}
		}
		a.seen = nil
		got, preview := made(t, held, mindful)
		last = preview
		bare := Sources{Content: os.DirFS(filepath.Join(dir, "content"))}
		if held.Templates != nil {
			bare.Templates = os.DirFS(filepath.Join(dir, "templates"))
		}
		if held.Themes != nil {
			bare.Themes = os.DirFS(filepath.Join(dir, "themes"))
		}
		want, _ := made(t, bare, options)
		if retold != "" {
			early++
			if !bytes.Equal(page, want[retold]) {
				t.Fatalf("seed %d, edit %d: %s: %s is shown as %s", seed, i, did, retold, difference(page, want[retold]))
			}
		}
		if !maps.EqualFunc(got, want, bytes.Equal) {
			for _, name := range slices.Sorted(maps.Keys(want)) {
				if !bytes.Equal(got[name], want[name]) {
					t.Errorf("%s differs: %s", name, difference(got[name], want[name]))
				}
			}
			t.Fatalf("seed %d, edit %d: %s: %d files in the preview, %d in the build", seed, i, did, len(got), len(want))
		}
	}
	if early == 0 && howMany() > 200 {
		t.Error("no page was known before the rest")
	}
	if kept := len(mindful.Memory.kept); kept > 200 {
		t.Errorf("%d values are remembered in the end", kept)
	}
}

// below are paths as seen from a folder, those that lie there.
func below(folder string, paths []string) []string {
	var out []string
	for _, p := range paths {
		if p == folder {
			out = append(out, ".")
		} else if rel, ok := strings.CutPrefix(p, folder+"/"); ok {
			out = append(out, rel)
		}
	}
	return out
}

// made is all that comes of a project, errors or not, with its problems.
func made(t *testing.T, src Sources, opt Options) (map[string][]byte, *Preview) {
	t.Helper()
	l, err := Load(t.Context(), src, opt)
	if err != nil {
		t.Fatal(err)
	}
	p := Publication{Generator: "annexa", PDF: true, Workers: 2}
	images, _, err := l.images(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	s, problems := l.site(p, images)
	tell := func(name string, problems []diag.Problem) {
		for _, p := range problems {
			out[name] = fmt.Appendf(out[name], "%v\n", p)
		}
	}
	tell("problems", l.Problems)
	tell("problems of the site", problems)
	if s == nil {
		return out, nil
	}
	if opt.Memory == nil {
		for _, pages := range [][]job{pageJobs(s, s.Pages()), pageJobs(s, s.Index())} {
			for _, j := range pages {
				made, err := j.make(nil)
				if err != nil {
					t.Fatal(err)
				}
				out[j.path] = made.data
			}
		}
		return out, nil
	}
	v, _, err := l.Preview(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(v.pages)), slices.Collect(maps.Keys(v.index()))) {
		if out[name], _, err = v.Get(name); err != nil {
			t.Fatal(err)
		}
	}
	return out, v
}

// difference is where two texts part.
func difference(a, b []byte) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	part := func(s []byte) []byte { return s[max(0, i-60):min(len(s), i+60)] }
	return fmt.Sprintf("%q for %q", part(a), part(b))
}
