package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A served project is one that the command serves until the test ends.
type served struct {
	t       *testing.T
	dir     string
	address string // with a slash at its end
	process *os.Process
	said    chan string // the lines of standard error
}

// notHere is the exit status of who finds that a machine lets something not be
// tried.
const notHere = 77

// serving serves the project in a folder. The command may be made another first.
func serving(t *testing.T, dir string, first func(*exec.Cmd), flags ...string) *served {
	t.Helper()
	program, err := exec.LookPath("annexa")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, append([]string{"serve", "-C", dir, "--listen", "127.0.0.1:0"}, flags...)...)
	if first != nil {
		first(command)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	log, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		if errors.Is(err, os.ErrPermission) {
			t.Skip("this may not be tried here:", err)
		}
		t.Fatal(err)
	}
	s := &served{t: t, dir: dir, process: command.Process, said: make(chan string, 1<<16)}
	var read sync.WaitGroup
	read.Go(func() {
		defer close(s.said)
		for lines := bufio.NewScanner(log); lines.Scan(); {
			s.said <- lines.Text()
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		read.Wait()
		if err := command.Wait(); command.ProcessState.ExitCode() == notHere {
			t.Skip("this may not be tried here:", err)
		}
		t.Fatalf("the command says no address: %v", err)
	}
	s.address = strings.TrimSpace(line)
	t.Cleanup(func() {
		if err := s.process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		read.Wait()
		if err := command.Wait(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// says waits until the command says something at the terminal.
func (s *served) says(what string) {
	s.t.Helper()
	var all []string
	for line := range s.said {
		if all = append(all, line); strings.Contains(line, what) {
			return
		}
	}
	s.t.Fatalf("the command has ended, and did not say %q: %s", what, strings.Join(all, "\n"))
}

func (s *served) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *served) write(name, text string) {
	s.t.Helper()
	must(s.t, os.MkdirAll(filepath.Dir(s.path(name)), 0o755), os.WriteFile(s.path(name), []byte(text), 0o644))
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// News is what a page is told.
type news struct {
	Failed   string `json:"failed"`
	Status   int    `json:"status"`
	HTML     string `json:"html"`
	Problems []struct {
		Place, Message string
	} `json:"problems"`
}

// follow looks at a page, and returns what waits until the page is told
// something that is so.
func (s *served) follow(page string) func(what string, so func(news) bool) news {
	s.t.Helper()
	r, err := http.Get(s.address + "_annexa/events?" + url.Values{"page": {page}}.Encode())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { r.Body.Close() })
	lines := bufio.NewReader(r.Body)
	return func(what string, so func(news) bool) news {
		s.t.Helper()
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				s.t.Fatalf("%s is not told that %s: %v", page, what, err)
			}
			data, ok := strings.CutPrefix(line, "data: ")
			if !ok {
				continue
			}
			var e news
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				s.t.Fatal(err)
			}
			if so(e) {
				return e
			}
		}
	}
}

// has says that a page is there and holds a text.
func has(text string) func(news) bool {
	return func(e news) bool { return e.Status == http.StatusOK && strings.Contains(e.HTML, text) }
}

// TestAPreviewFollowsEveryWayOfSaving saves a file as editors and programs do,
// and has its page shown each time.
func TestAPreviewFollowsEveryWayOfSaving(t *testing.T) {
	for _, flags := range [][]string{nil, {"--poll"}} {
		dir := t.TempDir()
		must(t, os.MkdirAll(filepath.Join(dir, "content"), 0o755), os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte("# A\n\nthe first text\n"), 0o644))
		s := serving(t, dir, nil, flags...)
		follow := s.follow("/pages/a.html")
		follow("it is there", has("the first text"))
		file := s.path("content/a.md")
		for what, save := range map[string]func(text string) error{
			"in its place": func(text string) error { return os.WriteFile(file, []byte(text), 0o644) },
			"in two halves": func(text string) error {
				f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
				if err != nil {
					return err
				}
				_, one := f.WriteString(text[:len(text)/2])
				_, two := f.WriteString(text[len(text)/2:])
				return errors.Join(one, f.Sync(), two, f.Close())
			},
			"another over it": func(text string) error {
				return errors.Join(os.WriteFile(s.path("content/.a.md.new"), []byte(text), 0o644), os.Rename(s.path("content/.a.md.new"), file))
			},
			"as sed does": func(text string) error {
				return errors.Join(os.WriteFile(s.path("content/sedAb12cd"), []byte(text), 0o644), os.Rename(s.path("content/sedAb12cd"), file))
			},
			"aside, and anew": func(text string) error { // Vim
				return errors.Join(os.WriteFile(s.path("content/4913"), nil, 0o644), os.Remove(s.path("content/4913")),
					os.Rename(file, file+"~"), os.WriteFile(file, []byte(text), 0o644), os.Remove(file+"~"))
			},
			"by two of its own": func(text string) error { // JetBrains
				return errors.Join(os.WriteFile(file+"___jb_tmp___", []byte(text), 0o644), os.Rename(file, file+"___jb_old___"),
					os.Rename(file+"___jb_tmp___", file), os.Remove(file+"___jb_old___"))
			},
			"away, and anew": func(text string) error {
				return errors.Join(os.Remove(file), os.WriteFile(file, []byte(text), 0o644))
			},
			"with a swap file": func(text string) error {
				swap := s.path("content/.a.md.swp")
				return errors.Join(os.WriteFile(swap, []byte("b0VIM"), 0o644), os.WriteFile(file, []byte(text), 0o644), os.WriteFile(swap, []byte("b0VIM 2"), 0o644), os.Remove(swap))
			},
			"with a lock and a backup": func(text string) error { // Emacs
				lock := s.path("content/.#a.md")
				return errors.Join(os.Symlink("me@here.1:2", lock), os.WriteFile(file+"~", []byte("before"), 0o644), os.WriteFile(file, []byte(text), 0o644), os.Remove(lock))
			},
		} {
			if err := save("# A\n\nsaved " + what + "\n"); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			follow("it was saved "+what, has("saved "+what))
		}
	}
}

// TestThousandsOfFilesArriveAtOnce is what a checkout of another branch does.
func TestThousandsOfFilesArriveAtOnce(t *testing.T) {
	const many = 5000
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "content"), 0o755), os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte("# A\n"), 0o644))
	s := serving(t, dir, nil)
	name := func(i int) string {
		return "folder-" + string(rune('a'+i%26)) + "/page-" + strings.Repeat("i", i%7) + url.QueryEscape(string(rune('A'+i/26%26))+string(rune('A'+i/676)))
	}
	first, last := s.follow("/pages/"+name(0)+".html"), s.follow("/pages/"+name(many-1)+".html")
	for i := range many {
		s.write("content/"+name(i)+".md", "# Page\n\nthe text\n")
	}
	first("it has come", has("the text"))
	last("it has come", has("the text"))
	s.write("content/"+name(many/2)+".md", "# Page\n\nanother text\n")
	s.follow("/pages/"+name(many/2)+".html")("it was saved", has("another text"))
}

// TestAFileThatChangesWithoutEndLeavesTimeForOthers writes one file again and
// again, and saves another.
func TestAFileThatChangesWithoutEndLeavesTimeForOthers(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "content"), 0o755))
	for _, name := range []string{"a.md", "log.md"} {
		must(t, os.WriteFile(filepath.Join(dir, "content", name), []byte("# A\n\nthe first text\n"), 0o644))
	}
	s := serving(t, dir, nil)
	log, a := s.follow("/pages/log.html"), s.follow("/pages/a.html")
	a("it is there", has("the first text"))
	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				stopped <- os.WriteFile(s.path("content/log.md"), []byte("# A\n\nthe last line\n"), 0o644)
				return
			default:
			}
			if err := os.WriteFile(s.path("content/log.md"), []byte("# A\n\n"+strings.Repeat("line\n\n", i%100)), 0o644); err != nil {
				stopped <- err
				return
			}
		}
	}()
	log("it changes", has("line"))
	for _, text := range []string{"the second text", "the third text"} {
		s.write("content/a.md", "# A\n\n"+text+"\n")
		a("it was saved", has(text))
	}
	close(stop)
	must(t, <-stopped)
	log("it has come to its end", has("the last line"))
}

// TestWhatIsBrokenWhileThePreviewRunsIsToldAndMended breaks a front matter, a
// template and the content's folder; the last good page stays until they are
// mended.
func TestWhatIsBrokenWhileThePreviewRunsIsToldAndMended(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "content"), 0o755))
	const good = "---\nid: POL-01\nkind: policy\ntitle: Locks\n---\n"
	must(t, os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte(good+"the first text\n"), 0o644))
	s := serving(t, dir, nil)
	page := s.follow("/documents/POL-01.html")
	page("it is there", has("the first text"))
	failed := func(place string) func(news) bool {
		return func(e news) bool {
			return e.Failed != "" && e.HTML == "" && len(e.Problems) > 0 && strings.Contains(e.Problems[0].Place, place)
		}
	}
	stays := func(text string) {
		t.Helper()
		s.follow("/documents/POL-01.html")("the last good page stays", has(text))
	}
	s.write("content/a.md", "---\nid: POL-01\nkind: policy\ntitle: [Lo")
	page("the front matter is half there", failed("a.md"))
	stays("the first text")
	s.write("content/a.md", good+"the second text\n")
	page("it is mended", has("the second text"))

	for _, template := range []string{"{{.Nothing}}", "{{if .Title}}", "{{template \"none\" .}}"} {
		s.write("templates/document.html", template)
		page(template+" is in the template", failed("templates/document.html"))
		stays("the second text")
		s.write("templates/document.html", "<p>{{.Title}}, as we show it</p>")
		page("it is mended", has("Locks, as we show it"))
		must(t, os.RemoveAll(s.path("templates")))
		page("the template is away", has("the second text"))
	}

	must(t, os.RemoveAll(s.path("content")))
	page("the content is away", func(e news) bool { return e.Status == http.StatusNotFound })
	s.write("content/a.md", good+"the third text\n")
	page("it is back", has("the third text"))
}

// TestNothingButTheSiteIsServed asks for what lies beside the site, by ways that
// no browser would send.
func TestNothingButTheSiteIsServed(t *testing.T) {
	dir := t.TempDir()
	const secret = "nobody is to read this"
	for name, text := range map[string]string{
		"secret.txt": secret, "keys/isms.p12": secret, "content/seen.txt": "what is linked", "content/unseen.txt": secret, "content/annexa.yaml": "# " + secret + "\nlanguage: en\n",
		"content/a.md": "# A\n\n<!-- " + secret + " -->\n\n[seen](seen.txt), [out](out.txt), [up](../secret.txt)\n",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644))
	}
	if err := os.Symlink("../secret.txt", filepath.Join(dir, "content", "out.txt")); err != nil {
		t.Log("there is no symlink:", err)
	}
	s := serving(t, dir, nil)
	host := strings.Trim(strings.TrimPrefix(s.address, "http://"), "/")
	ask := func(path string) string {
		t.Helper()
		c, err := net.Dial("tcp", host)
		must(t, err)
		defer c.Close()
		_, err = fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, host)
		must(t, err)
		answer, err := io.ReadAll(c)
		must(t, err)
		return string(answer)
	}
	for _, path := range []string{"/pages/a.html", "/files/seen.txt"} {
		answer := ask(path)
		head, _, _ := strings.Cut(answer, "\r\n\r\n")
		if !strings.HasPrefix(answer, "HTTP/1.1 200 ") || !strings.Contains(head, "Content-Security-Policy: default-src 'none';") || !strings.Contains(head, "connect-src 'self'") || strings.Contains(answer, secret) {
			t.Errorf("%s: %.300s", path, answer)
		}
	}
	for _, path := range []string{
		"/../secret.txt", "/files/../../secret.txt", "/files/..%2f..%2fsecret.txt", "/files/%2e%2e/%2e%2e/secret.txt", "/files/..\\..\\secret.txt", "//secret.txt", "/files//../unseen.txt",
		"/files/unseen.txt", "/unseen.txt", "/files/out.txt", "/out.txt", "/secret.txt", "/files/secret.txt", "/keys/isms.p12", "/content/a.md", "/a.md", "/files/a.md", "/files/annexa.yaml", "/annexa.yaml",
		"/_annexa/../secret.txt", "/_annexa/events/../../secret.txt", "/files/seen.txt/../../../secret.txt", "/files/", "/files", "/pages/", "/assets/", "/documents", "http://" + host + "/../secret.txt", "/files/seen.txt%00.html",
	} {
		if answer := ask(path); strings.HasPrefix(answer, "HTTP/1.1 200 ") || strings.Contains(answer, secret) {
			t.Errorf("%s: %.300s", path, answer)
		}
	}
}
