package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The packages that bring much with them ask for memory as soon as they are
// initialised: it has to be ready by then.
func TestMemoryIsReadyBeforeItIsAskedFor(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-test.run=^$") // initialises what the program does
	c.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	trace, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, trace)
	}
	var order []string
	for line := range strings.Lines(string(trace)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "init" {
			order = append(order, f[1])
		}
	}
	ready := slices.Index(order, "annexa/cmd/annexa/memory")
	if ready < 0 {
		t.Fatalf("memory is not initialised:\n%s", trace)
	}
	for _, late := range []string{"github.com/alecthomas/chroma/v2/lexers", "github.com/xuri/excelize/v2"} {
		if i := slices.Index(order, late); i < ready {
			t.Errorf("%s comes as number %d, memory as %d", late, i, ready)
		}
	}
}
