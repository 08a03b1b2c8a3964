package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// stopped stops the command, does something meanwhile, and lets it go on.
func (s *served) stopped(do func()) {
	s.t.Helper()
	must(s.t, s.process.Signal(syscall.SIGSTOP))
	var status syscall.WaitStatus
	for {
		_, err := syscall.Wait4(s.process.Pid, &status, syscall.WUNTRACED, nil)
		if !errors.Is(err, syscall.EINTR) {
			must(s.t, err)
			break
		}
	}
	if !status.Stopped() {
		s.t.Fatalf("the command has not stopped: %v", status)
	}
	do()
	must(s.t, s.process.Signal(syscall.SIGCONT))
}

// TestAPreviewSeesWhatChangedWhileItWasSuspended stops the command, as the
// system does when a machine sleeps or somebody types Ctrl-Z, while so much is
// changed that the system keeps word of a part of it alone.
func TestAPreviewSeesWhatChangedWhileItWasSuspended(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "content"), 0o755), os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte("# A\n\nthe first text\n"), 0o644))
	s := serving(t, dir, nil)
	a := s.follow("/pages/a.html")
	a("it is there", has("the first text"))
	s.stopped(func() {
		s.write("content/a.md", "# A\n\nthe second text\n")
		s.write("content/new/b.md", "# B\n\nthe text of another\n")
	})
	a("it was saved meanwhile", has("the second text"))
	b := s.follow("/pages/new/b.html")
	b("it was written meanwhile", has("the text of another"))
	s.write("content/new/b.md", "# B\n\nsaved since\n")
	b("it was saved since", has("saved since"))

	most, err := os.ReadFile("/proc/sys/fs/inotify/max_queued_events")
	must(t, err)
	n, err := strconv.Atoi(strings.TrimSpace(string(most)))
	must(t, err)
	if n > 20000 {
		t.Skipf("the system keeps word of %d changes", n)
	}
	s.stopped(func() {
		for range n { // of each it tells twice
			must(t, os.WriteFile(s.path("content/notes.txt"), nil, 0o644), os.Remove(s.path("content/notes.txt")))
		}
		s.write("content/late/c.md", "# C\n\nnobody was told of this\n")
		s.write("content/a.md", "# A\n\nnor of this\n")
	})
	a("it was saved and nobody was told", has("nor of this"))
	c := s.follow("/pages/late/c.html")
	c("it was written and nobody was told", has("nobody was told of this"))
	s.write("content/late/c.md", "# C\n\nsaved since\n")
	c("it was saved since", has("saved since"))
}

// TestAPreviewLooksAtFilesWhereNoMoreCanBeWatched lets the command watch no
// folder, too few for its project, or just enough until there are more.
func TestAPreviewLooksAtFilesWhereNoMoreCanBeWatched(t *testing.T) {
	for _, most := range []int{0, 1, 2} {
		dir := t.TempDir()
		must(t, os.Mkdir(filepath.Join(dir, "content"), 0o755), os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte("# A\n\nthe first text\n"), 0o644))
		const limit = "/proc/sys/user/max_inotify_watches" // of a user namespace
		s := serving(t, dir, func(command *exec.Cmd) {
			command.Args = append([]string{"sh", "-c", fmt.Sprintf(`echo %d > %s || exit %d; exec "$0" "$@"`, most, limit, notHere), command.Path}, command.Args[1:]...)
			command.Path = "/bin/sh"
			id := func(host int) []syscall.SysProcIDMap { return []syscall.SysProcIDMap{{HostID: host, Size: 1}} }
			command.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER, UidMappings: id(os.Getuid()), GidMappings: id(os.Getgid())}
		})
		follow := s.follow("/pages/new/b.html")
		s.write("content/new/b.md", "# B\n\nthe first text\n")
		s.says("the system watches no more folders")
		follow("it was written", has("the first text"))
		s.write("content/new/b.md", "# B\n\nanother text\n")
		follow("it was saved", has("another text"))
	}
}

// TestOpenOpensTheBrowser has another program in the browser's place, and then
// none.
func TestOpenOpensTheBrowser(t *testing.T) {
	bin, pipe := t.TempDir(), filepath.Join(t.TempDir(), "opened")
	must(t, syscall.Mkfifo(pipe, 0o600), os.WriteFile(filepath.Join(bin, "xdg-open"), []byte("#!/bin/sh\necho \"$1\" > "+pipe+"\n"), 0o755))
	with := func(path string) func(*exec.Cmd) {
		return func(command *exec.Cmd) { command.Env = append(os.Environ(), "PATH="+path) }
	}
	s := serving(t, t.TempDir(), with(bin+":/bin:/usr/bin"), "--open")
	opened, err := os.ReadFile(pipe)
	if err != nil || strings.TrimSpace(string(opened)) != s.address {
		t.Errorf("%q was opened: %v", opened, err)
	}
	none := serving(t, t.TempDir(), with(t.TempDir()), "--open")
	none.says("open the browser: ")
	none.follow("/index.html")("it is served all the same", has("<h1"))
}
