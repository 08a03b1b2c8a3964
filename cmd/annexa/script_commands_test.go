package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// fill FILE BEFORE TEXT TIMES AFTER writes a file too large or too strange for
// a script; the texts are those of Go without their quotes.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: fill file before text times after")
	}
	text := func(s string) string {
		s, err := strconv.Unquote(`"` + s + `"`)
		ts.Check(err)
		return s
	}
	times, err := strconv.Atoi(args[3])
	ts.Check(err)
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o755))
	ts.Check(os.WriteFile(name, []byte(text(args[1])+strings.Repeat(text(args[2]), times)+text(args[4])), 0o644))
}

// writeSnapshot is the command snapshot DIR FILE, which writes what a folder holds, to the byte, for cmp.
func writeSnapshot(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: snapshot dir file")
	}
	var out bytes.Buffer
	dir := ts.MkAbs(args[0])
	ts.Check(filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "%s %v", strings.TrimPrefix(name, dir), info.Mode())
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(&out, " %x %v", sha256.Sum256(data), info.ModTime().UnixNano())
		}
		fmt.Fprintln(&out)
		return nil
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out.Bytes(), 0o644))
}

// unprivileged runs a program that modes of files bind, also if the tests are
// run by root.
func unprivileged(ts *testscript.TestScript, neg bool, args []string) {
	if os.Getuid() == 0 {
		args = append([]string{"setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--"}, args...)
	}
	err := ts.Exec(args[0], args[1:]...)
	if neg == (err == nil) {
		ts.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
}

// interrupted SIGNAL DIR ARGS… runs annexa with the arguments while the lock
// of the published folder DIR is taken, sends it the signal once it waits, and
// prints how it ended.
func interrupted(ts *testscript.TestScript, neg bool, args []string) {
	signal, ok := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "KILL": os.Kill}[args[0]]
	if neg || !ok || len(args) < 3 {
		ts.Fatalf("usage: interrupted INT|TERM|KILL dir args…")
	}
	dir := ts.MkAbs(args[1])
	lock, err := os.OpenFile(filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".annexa", "lock"), os.O_RDWR, 0)
	ts.Check(err)
	defer lock.Close() // and so lets go of the lock
	ts.Check(takeLock(lock))
	command := exec.Command("annexa", args[2:]...)
	if command.Path, err = exec.LookPath("annexa"); err != nil {
		ts.Check(err)
	}
	command.Err = nil
	command.Dir = ts.MkAbs(".")
	command.Env = append(os.Environ(), "XDG_CONFIG_HOME="+ts.Getenv("XDG_CONFIG_HOME"), "HOME="+ts.Getenv("HOME"))
	said, err := command.StderrPipe()
	ts.Check(err)
	ts.Check(command.Start())
	var all strings.Builder
	for lines := bufio.NewScanner(said); lines.Scan(); {
		fmt.Fprintln(&all, lines.Text())
		if strings.Contains(lines.Text(), "waiting for") {
			ts.Check(command.Process.Signal(signal))
		}
	}
	err = command.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Check(err)
	}
	_, err = fmt.Fprintf(ts.Stdout(), "%v\n%s", command.ProcessState, all.String())
	ts.Check(err)
}

// tamper KIND FILE TO writes a file changed: a byte flipped, cut or appended.
func tamper(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: tamper flip|cut|append|prefix file to")
	}
	data, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	switch args[0] {
	case "flip":
		data[bytes.Index(data, []byte("stream"))+20] ^= 1
	case "cut":
		data = data[:len(data)-1]
	case "append":
		data = append(data, '\n')
	case "prefix":
		data = append([]byte("\n"), data...)
	default:
		ts.Fatalf("%s is no way to tamper", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), data, 0o644))
}

// verdicts FILE prints what a report in JSON says of each file.
func verdicts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: verdicts file")
	}
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	var files []struct {
		File   string
		Report struct{ Verdict string }
	}
	ts.Check(json.Unmarshal(data, &files))
	for _, f := range files {
		_, err := fmt.Fprintf(ts.Stdout(), "%s %s; ", f.File, f.Report.Verdict)
		ts.Check(err)
	}
	_, err = fmt.Fprintln(ts.Stdout())
	ts.Check(err)
}

// png FILE [BYTES] writes an image, or so many bytes of one.
func writePNG(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: png file [bytes]")
	}
	var b bytes.Buffer
	ts.Check(png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 30))))
	keep := b.Len()
	if len(args) == 2 {
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		keep = min(n, keep)
	}
	data, err := io.ReadAll(io.LimitReader(&b, int64(keep)))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}
