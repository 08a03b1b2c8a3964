package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

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
