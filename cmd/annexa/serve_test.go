package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
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
