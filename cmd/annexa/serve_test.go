package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"annexa/internal/corpus"
	"annexa/internal/serve"
)

// TestAPreviewNamesTheErrorsAtTheTerminal serves a folder that cannot be built:
// who looks at the terminal alone must read which error it is.
func TestAPreviewNamesTheErrorsAtTheTerminal(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.md", "b.md"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("---\nid: POL-01\nkind: policy\ntitle: One\nversion: x\n---\n[gone](gone.md)\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command("annexa", "serve", "-C", dir, "--listen", "127.0.0.1:0")
	said, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for in := bufio.NewScanner(said); in.Scan(); {
		lines = append(lines, in.Text())
		if strings.Contains(in.Text(), "nothing to show") {
			break
		}
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(lines, "\n")
	if !strings.Contains(all, "b.md:2:5: error: ") || strings.Contains(all, "warning: ") || !strings.Contains(all, "1 error") {
		t.Error(all)
	}
}

// TestTwoServersTakeTwoPortsAndEndWithCtrlC starts the command on an empty
// folder, and once more on the address that it took.
func TestTwoServersTakeTwoPortsAndEndWithCtrlC(t *testing.T) {
	dir := t.TempDir()
	serve := func(listen string) (address string, end func()) {
		t.Helper()
		command := exec.Command("annexa", "serve", "-C", dir, "--listen", listen)
		command.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir)
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		command.Stderr = &said
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil || !strings.HasPrefix(line, "http://127.0.0.1:") {
			t.Fatalf("%q %v", line, err)
		}
		return strings.TrimSpace(line), func() {
			if err := command.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			if err := command.Wait(); err != nil || !strings.Contains(said.String(), "end with Ctrl-C") {
				t.Errorf("%v: %s", err, said.String())
			}
		}
	}
	one, endOne := serve("127.0.0.1:0")
	two, endTwo := serve(strings.TrimSuffix(strings.TrimPrefix(one, "http://"), "/"))
	if one == two {
		t.Errorf("both serve on %s", one)
	}
	for _, address := range []string{one, two} {
		r, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK || !strings.Contains(string(body), "<h1") {
			t.Errorf("%s: %d %v %.200s", address, r.StatusCode, err, body)
		}
		r.Body.Close()
	}
	endOne()
	endTwo()
}

// TestASessionBuildsWhatChanged saves, renames and spoils files of a project, and
// has it built each time.
func TestASessionBuildsWhatChanged(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("content/a.md", "# A\n\nfirst\n")
	s := &session{command: &serveCommand{}, terminal: &terminal{ctx: t.Context(), err: io.Discard, env: func(string) (string, bool) { return "", false }, now: time.Now}, dir: dir, root: dir}
	shown := ""
	change := func(paths ...string) serve.Change {
		t.Helper()
		c, err := s.change(serve.Changes{All: len(paths) == 0, Paths: paths})
		if err != nil {
			t.Fatal(err)
		}
		shown = c.Page
		return c
	}
	build := func(paths ...string) serve.Built {
		t.Helper()
		built, err := change(paths...).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return built
	}
	shows := func(built serve.Built, page, text string) {
		t.Helper()
		data, ok, err := built.Preview.Get(page)
		if err != nil || !ok || !strings.Contains(string(data), text) {
			t.Errorf("%s does not show %q: %v", page, text, err)
		}
	}
	shows(build(), "pages/a.html", "first")
	if change().Build != nil || change(write("content/a.md", "# A\n\nfirst\n")).Build != nil || change(filepath.Join(dir, "public", "x.html")).Build != nil {
		t.Error("something was built, and nothing had changed")
	}
	shows(build(write("content/a.md", "# A\n\nsecond\n")), "pages/a.html", "second")
	if shown != "pages/a.html" {
		t.Errorf("%q is shown before the rest", shown)
	}
	if shows(build(write("content/a.md", "# Another title\n\nsecond, [linked](a.md)\n")), "pages/a.html", "linked"); shown != "pages/a.html" {
		t.Errorf("%q is shown before the rest", shown)
	}
	if shows(build(write("content/a.md", "---\nid: DOC-1\nkind: policy\n---\n# A\n")), "documents/DOC-1.html", "A"); shown != "" {
		t.Errorf("%q is shown before it is known whose id it is", shown)
	}
	write("content/a.md~tmp", "x")
	if err := os.Remove(filepath.Join(dir, "content", "a.md~tmp")); err != nil {
		t.Fatal(err)
	}
	shows(build(filepath.Join(dir, "content", "a.md~tmp"), write("content/a.md", "---\nid: DOC-1\nkind: policy\n---\n# B\n")), "documents/DOC-1.html", "B")
	if shown != "documents/DOC-1.html" {
		t.Errorf("%q is shown before the rest, where an editor has made a file of its own and taken it away", shown)
	}
	// One is saved while what was saved before is built.
	text := func(n int) string { return fmt.Sprintf("---\nid: DOC-1\nkind: policy\ntitle: The %dth\n---\n", n) }
	one := change(write("content/a.md", text(1)))
	two := change(write("content/a.md", text(2)))
	if !strings.Contains(string(two.HTML), "The 2th") {
		t.Errorf("what is saved while something is built is not shown: %.300s", two.HTML)
	}
	if _, err := one.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	three := change(write("content/a.md", text(3)))
	if !strings.Contains(string(three.HTML), "The 3th") {
		t.Errorf("what is saved after something was built is not shown: %.300s", three.HTML)
	}
	for _, c := range []serve.Change{two, three} {
		built, err := c.Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		shows(built, "documents/DOC-1.html", "The ")
	}
	change(write("content/a.md", text(4)))
	again := change(filepath.Join(dir, "content", "none.txt"))
	if again.Build == nil {
		t.Error("what a build may have read or not is not built again")
	}
	if change(write("content/a.md", text(5))); shown != "" {
		t.Errorf("%q is shown, and not all is known that it depends on", shown)
	}
	shows(build(write("content/a.md", text(6))), "documents/DOC-1.html", "The 6th")

	shows(build(write("content/sub/b.md", "# B\n\nb\n"), filepath.Join(dir, "content", "sub")), "pages/sub/b.html", "b")
	if err := os.Rename(filepath.Join(dir, "content", "sub"), filepath.Join(dir, "content", "other")); err != nil {
		t.Fatal(err)
	}
	shows(build(filepath.Join(dir, "content", "sub"), filepath.Join(dir, "content", "other")), "pages/other/b.html", "b")
	write("themes/default/style.css", "body { margin: 3px }")
	shows(build(filepath.Join(dir, "themes")), "assets/style.css", "margin: 3px")
	if err := os.RemoveAll(filepath.Join(dir, "themes")); err != nil {
		t.Fatal(err)
	}
	shows(build(filepath.Join(dir, "themes")), "assets/style.css", "--")
	broken := "---\nid: POL-01\nkind: policy\ntitle: One\nversion: x\n---\n"
	if built := build(write("content/c.md", broken), write("content/d.md", broken)); built.Preview != nil || built.Count.Errors == 0 {
		t.Errorf("%+v", built)
	}
	// The content's folder goes, and another comes in its place.
	if err := os.RemoveAll(filepath.Join(dir, "content")); err != nil {
		t.Fatal(err)
	}
	write("content/a.md", "# A\n\nthird\n")
	shows(build(filepath.Join(dir, "content")), "pages/a.html", "third")
}

var soak = flag.Int("soak", 100, "how many edits a session goes through; with CI_FULL=1 at least 10,000")

// TestASessionDoesNotGrow edits a project again and again, and compares what is
// held in the end with what was held after the first third.
func TestASessionDoesNotGrow(t *testing.T) {
	if os.Getenv("CI_FULL") == "1" {
		*soak = max(*soak, 10000)
	}
	dir := t.TempDir()
	if err := corpus.Write(dir, 30); err != nil {
		t.Fatal(err)
	}
	s := &session{command: &serveCommand{}, terminal: &terminal{ctx: t.Context(), err: io.Discard, env: func(string) (string, bool) { return "", false }, now: time.Now}, dir: dir, root: dir}
	held := func() (heap uint64, goroutines, files int) {
		for range 3 { // what is closed by the collection of garbage is closed by the next
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		open, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Log("it is not known how many files are open:", err)
		}
		return m.HeapAlloc, runtime.NumGoroutine(), len(open)
	}
	file := filepath.Join(dir, "content", "note.md")
	var heap uint64
	var goroutines, files int
	for i := range *soak {
		text := fmt.Sprintf("---\nid: NOTE-1\nkind: guideline\ntitle: Note\n---\n%d times\n", i)
		if i%7 == 0 {
			text = fmt.Sprintf("---\nid: NOTE-1\nkind: guideline\ntitle: Note %d\n---\n%d times\n\n# A heading %[1]d\n", i, i)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := s.change(serve.Changes{All: i == 0, Paths: []string{file}})
		if err != nil {
			t.Fatal(err)
		}
		built, err := c.Build(t.Context())
		if err != nil || built.Preview == nil {
			t.Fatal(err, built.Count)
		}
		pages := []string{"documents/NOTE-1.html", "documents.html"}
		if i%50 == 0 {
			pages = append(pages, "documents/NOTE-1.pdf", "assets/search/index.js")
		}
		for _, page := range pages {
			if _, ok, err := built.Preview.Get(page); err != nil || !ok {
				t.Fatal(page, ok, err)
			}
		}
		if i == *soak/3 {
			heap, goroutines, files = held()
		}
	}
	heapNow, goroutinesNow, filesNow := held()
	runtime.KeepAlive(s)
	t.Logf("heap %d and %d kB, goroutines %d and %d, files %d and %d", heap>>10, heapNow>>10, goroutines, goroutinesNow, files, filesNow)
	if heapNow > heap+heap/4+(4<<20) || goroutinesNow > goroutines+5 || filesNow > files+50 {
		t.Errorf("it grows: heap %d and %d kB, goroutines %d and %d, files %d and %d", heap>>10, heapNow>>10, goroutines, goroutinesNow, files, filesNow)
	}
}
