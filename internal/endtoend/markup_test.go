package endtoend

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// markupIsSound has the Nu HTML Checker read every page, style sheet and
// drawing, where a warning counts as an error. The pages come over HTTP, as on
// the disk it takes every style sheet for one that the security policy forbids.
func markupIsSound(t *testing.T, p *published) {
	address := host(t, p.dir, p.headers(t))
	var names []string
	for _, name := range p.files(t, ".html") {
		names = append(names, address+name)
	}
	for _, extension := range []string{".css", ".svg"} {
		for _, name := range p.files(t, extension) {
			names = append(names, p.path(name))
		}
	}
	t.Run("to a judge who notices what is wrong", checkerNotices)
	for _, fault := range check(t, names...) {
		t.Error(strings.ReplaceAll(fault, address, ""))
	}
}

// check is what the Nu HTML Checker, started once, finds in files or addresses.
func check(t *testing.T, names ...string) []string {
	t.Helper()
	args := append([]string{
		"-Dnu.validator.servlet.allow-forbidden-hosts=true", "-Dnu.validator.servlet.allowed-address-type=all", // loopback
		"-jar", judge(t, "node_modules/vnu-jar/build/dist/vnu.jar"),
		"--Werror", "--also-check-css", "--also-check-svg", "--stdout", "--format", "gnu",
	}, names...)
	out, err := exec.CommandContext(t.Context(), program(t, "java"), args...).Output()
	found := strings.Split(strings.TrimSpace(string(out)), "\n")
	if exit := new(exec.ExitError); err == nil && found[0] == "" {
		return nil
	} else if !errors.As(err, &exit) || found[0] == "" {
		t.Fatalf("the checker fails: %v\n%s", err, out)
	}
	return found
}

// checkerNotices shows it a fault of each sort.
func checkerNotices(t *testing.T) {
	var names []string
	for name, text := range map[string]string{
		"error.html":   `<!DOCTYPE html><html lang="en"><title>x</title><p id="a">one</p><p id="a">two</p></html>`,
		"warning.html": `<!DOCTYPE html><html lang="en"><title>x</title><section><p>A section without a heading.</p></section></html>`,
		"error.css":    `a { colour: red }`,
		"error.svg":    `<svg xmlns="http://www.w3.org/2000/svg"><rectangle/></svg>`,
	} {
		names = append(names, kept(t, name, []byte(text)))
	}
	found := strings.Join(check(t, names...), "\n")
	for _, name := range names {
		if !strings.Contains(found, filepath.Base(name)) {
			t.Errorf("it does not notice what is wrong in %s:\n%s", filepath.Base(name), found)
		}
	}
}
