package release

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// The test binary is also the program that is killed and the one that waits: with childTarget set it
// publishes siteNew there, and dies at the step childKill names.
const (
	childTarget  = "RELEASE_TEST_TARGET"
	childKill    = "RELEASE_TEST_KILL"
	childRenames = "RELEASE_TEST_RENAMES" // no exchange in this system
	childHold    = "RELEASE_TEST_HOLD"    // holds the lock until its standard input ends
)

func TestMain(m *testing.M) {
	if target := os.Getenv(childTarget); target != "" {
		if err := child(target); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(target string) error {
	opt := Options{}
	if os.Getenv(childRenames) != "" {
		opt.hooks.exchange = noExchange
	}
	opt.hooks.step = func(name string) error {
		if name == os.Getenv(childKill) {
			self, err := os.FindProcess(os.Getpid())
			if err != nil {
				return err
			}
			if err := self.Kill(); err != nil {
				return err
			}
			select {}
		}
		return nil
	}
	r, err := Open(context.Background(), target, opt)
	if err != nil {
		return err
	}
	if os.Getenv(childHold) != "" {
		fmt.Println("holding")
		if _, err := os.Stdin.Read(make([]byte, 1)); err == nil {
			return errors.New("expected the end of the input")
		}
	}
	for path, text := range siteNew {
		if err := r.Write(path, []byte(text)); err != nil {
			return errors.Join(err, r.Abort())
		}
	}
	_, err = r.Commit(meta)
	return err
}

func noExchange(a, b string) error {
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: syscall.EINVAL}
}

func childCommand(target string, env ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), childTarget+"="+target), env...)
	return cmd
}

// steps returns the steps of publishing siteNew over siteOld.
func steps(t *testing.T, h hooks) []string {
	t.Helper()
	var names []string
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	h.step = func(name string) error {
		names = append(names, name)
		return nil
	}
	publish(t, target, Options{hooks: h}, siteNew)
	if len(names) < 10 {
		t.Fatalf("only the steps %q", names)
	}
	return names
}

func TestABuildKilledAtAnyStepLeavesAWholeTree(t *testing.T) {
	for env, h := range map[string]hooks{"": {}, childRenames + "=1": {exchange: noExchange}} {
		for _, step := range steps(t, h) {
			target := filepath.Join(t.TempDir(), "public")
			for range 2 {
				publish(t, target, Options{}, siteOld)
			}
			old := read(t, target)
			cmd := childCommand(target, childKill+"="+step, env)
			if out, err := cmd.CombinedOutput(); err == nil || cmd.ProcessState.Exited() {
				t.Fatalf("%s: not killed: %v %s", step, err, out)
			}
			switch now := readIf(t, target); {
			case step == "former":
				if now != nil {
					t.Errorf("%s: between two renames there is a target: %v", step, now)
				}
			case step == "exchanged" || step == "prune":
				whole(t, target, siteNew)
			case !maps.Equal(now, old):
				t.Errorf("%s: the old tree is now\n%v", step, now)
			}
			// Opening is enough to complete what was begun.
			r := open(t, target, Options{})
			switch now := readIf(t, target); {
			case step == "former" || step == "exchanged" || step == "prune":
				whole(t, target, siteNew)
			case !maps.Equal(now, old):
				t.Errorf("%s: opening changed the old tree to\n%v", step, now)
			}
			if err := r.Abort(); err != nil {
				t.Fatal(err)
			}
			for _, s := range []site{siteNew, siteOld} {
				publish(t, target, Options{}, s)
				whole(t, target, s)
			}
		}
	}
}

func readIf(t *testing.T, dir string) site {
	if !exists(dir) {
		return nil
	}
	return read(t, dir)
}

func TestABuildThatFailsAtAnyStepLeavesAWholeTree(t *testing.T) {
	for _, h := range []hooks{{}, {exchange: noExchange}} {
		for _, step := range steps(t, h) {
			target := filepath.Join(t.TempDir(), "public")
			publish(t, target, Options{}, siteOld)
			old := read(t, target)
			h := h
			h.step = func(name string) error {
				if name == step {
					return syscall.ENOSPC
				}
				return nil
			}
			r := open(t, target, Options{hooks: h})
			for path, text := range siteNew {
				if err := r.Write(path, []byte(text)); (err != nil) != (step == "write "+path) {
					t.Errorf("%s: %v", step, err)
				}
			}
			if _, err := r.Commit(meta); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("%s: %v", step, err)
			}
			if step == "exchanged" || step == "prune" {
				whole(t, target, siteNew)
			} else if now := read(t, target); !maps.Equal(now, old) {
				t.Errorf("%s: the old tree is now\n%v", step, now)
			}
			publish(t, target, Options{}, siteNew)
			whole(t, target, siteNew)
		}
	}
}

func TestAnInterruptedExchangeIsCompleted(t *testing.T) {
	for _, test := range []struct {
		target, idle string // what stands there; "" nothing, "empty" an empty folder
		want         string
	}{
		{"", "new", "new"},
		{"", "", "former"},
		{"new", "", "new"},
		{"empty", "new", "new"},
		{"stranger", "new", "stranger"},
	} {
		target := filepath.Join(t.TempDir(), "public")
		state := filepath.Join(filepath.Dir(target), ".public.annexa")
		for _, s := range []string{"new", "former", "stranger"} {
			publish(t, filepath.Join(t.TempDir(), s), Options{}, site{"index.html": s})
		}
		set := func(name, what string) {
			switch what {
			case "":
			case "empty":
				if err := os.Mkdir(name, 0o755); err != nil {
					t.Fatal(err)
				}
			default:
				publish(t, name+"-x", Options{}, site{"index.html": what})
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(name+"-x", name); err != nil {
					t.Fatal(err)
				}
			}
		}
		set(target, test.target)
		set(filepath.Join(state, "idle"), test.idle)
		set(filepath.Join(state, "former"), "former")

		r, err := Open(context.Background(), target, Options{})
		if (err != nil) != (test.target == "stranger") {
			t.Errorf("%+v: %v", test, err)
		}
		whole(t, target, site{"index.html": test.want})
		if err != nil {
			whole(t, filepath.Join(state, "former"), site{"index.html": "former"})
			continue
		}
		if err := r.Abort(); err != nil {
			t.Fatal(err)
		}
		if exists(filepath.Join(state, "former")) {
			t.Errorf("%+v: the journal is still there", test)
		}
		publish(t, target, Options{}, siteNew)
		whole(t, target, siteNew)
	}
}

func TestRenamesThatFailAreTakenBackAndNamed(t *testing.T) {
	for _, test := range []struct {
		fails int // the rename that fails
		err   error
		want  string
	}{
		{1, syscall.EBUSY, "mount point"},
		{1, syscall.EXDEV, "layered file system"},
		{1, syscall.EACCES, "permission denied"},
		{2, syscall.EACCES, "permission denied"},
	} {
		target := filepath.Join(t.TempDir(), "public")
		publish(t, target, Options{}, siteOld)
		old, count := read(t, target), 0
		h := hooks{exchange: noExchange, rename: func(a, b string) error {
			if count++; count == test.fails {
				return &os.LinkError{Op: "rename", Old: a, New: b, Err: test.err}
			}
			return os.Rename(a, b)
		}}
		r := open(t, target, Options{hooks: h})
		write(t, r, siteNew)
		if _, err := r.Commit(meta); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v", test, err)
		}
		if now := readIf(t, target); !maps.Equal(now, old) {
			t.Errorf("%+v: the old tree is now\n%v", test, now)
		}
	}
}

func TestASecondBuildWaitsAndNamesTheFirst(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	first := childCommand(target, childHold+"=1")
	var out bytes.Buffer
	first.Stderr = &out
	stdin, err := first.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := first.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdout.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}

	named := fmt.Sprintf("process %d, building since", first.Process.Pid)
	ctx, cancel := context.WithCancel(context.Background())
	waited := ""
	_, err = Open(ctx, target, Options{Waiting: func(holder string) { waited = holder; cancel() }})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), named) || !strings.Contains(waited, named) {
		t.Errorf("the first is not named: %q, %v", waited, err)
	}
	whole(t, target, siteOld)

	// This one waits, and gets its turn when the first has published.
	second, err := Open(context.Background(), target, Options{Waiting: func(string) {
		if err := stdin.Close(); err != nil {
			t.Error(err)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	whole(t, target, siteNew)
	if err := second.Abort(); err != nil {
		t.Fatal(err)
	}
	if err := first.Wait(); err != nil {
		t.Errorf("%v %s", err, out.String())
	}
}

func TestManyBuildsAtOnceEndInOneWholeTree(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	var all []*exec.Cmd
	var out [6]bytes.Buffer
	for i := range out {
		cmd := childCommand(target)
		cmd.Stderr = &out[i]
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		all = append(all, cmd)
	}
	for i, cmd := range all {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %s", err, out[i].String())
		}
	}
	whole(t, target, siteNew)
}

// A reader that goes by a path below the target at any moment meets one publication, never a part.
func TestAReaderMeetsTheWholeOldOrTheWholeNewTree(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	if err := swapDirs(t.TempDir(), t.TempDir()); errors.Is(err, errors.ErrUnsupported) {
		t.Skip("this system cannot exchange two folders")
	}
	publish(t, target, Options{}, siteOld)
	var done atomic.Bool
	var begun atomic.Int64 // publications
	met := make(chan map[string]int)
	go func() {
		seen := make(map[string]int)
		for !done.Load() {
			before := begun.Load()
			root, err := os.OpenRoot(target)
			if err != nil {
				seen["no target: "+err.Error()]++
				break
			}
			index, err1 := root.ReadFile("index.html")
			_, err2 := root.Stat("documents/POL-01.html")
			_, err3 := root.Stat("documents/POL-02.html")
			manifest, err4 := root.ReadFile(ManifestName)
			here, err5 := root.Stat(".")
			now, err6 := os.Stat(target)
			if err := errors.Join(err1, err4, err5, err6, root.Close()); err == nil && os.SameFile(here, now) && begun.Load() == before {
				// All was read while this tree was the published one: one publication
				// cannot take it away and bring it back.
				seen[fmt.Sprintf("%s %v %v %v", index, err2 == nil, err3 == nil, bytes.Contains(manifest, []byte("POL-01")))]++
			} else if err6 != nil {
				seen["no target: "+err6.Error()]++
			}
		}
		met <- seen
	}()
	for range 100 {
		begun.Add(1)
		publish(t, target, Options{}, siteNew)
		begun.Add(1)
		publish(t, target, Options{}, siteOld)
	}
	done.Store(true)
	for what, n := range <-met {
		if what != "old true false true" && what != "new, and longer false true false" {
			t.Errorf("%d times: %s", n, what)
		}
	}
}

func TestWaitingEndsWithTheDeadline(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	open(t, target, Options{})
	ctx, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	if _, err := Open(ctx, target, Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
