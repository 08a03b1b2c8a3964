package release

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// refusal returns why the target is refused.
func refusal(t *testing.T, target string, inputs ...string) string {
	t.Helper()
	r, err := Open(context.Background(), target, Options{Inputs: inputs})
	var refused *Refused
	if !errors.As(err, &refused) {
		t.Errorf("%s is not refused: %v", target, err)
		if err == nil {
			r.Abort()
		}
		return ""
	}
	return err.Error()
}

func TestWhatMustNotBeReplacedIsRefusedWithoutATrace(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	put(t, at("content/policies/a.md"), "# A")
	put(t, at("stranger/notes.txt"), "mine")
	put(t, at("pwa/manifest.json"), `{"name": "an app", "files": []}`)
	put(t, at("file"), "x")
	alias := filepath.Join(t.TempDir(), "alias")
	if err := os.Symlink(at("content"), alias); err != nil {
		t.Skip(err)
	}
	before := read(t, dir)
	for target, want := range map[string]string{
		"content":           "lies in",
		"content/public":    "lies in",
		"content/x/y/z":     "lies in",
		alias:               "lies in",
		alias + "/public":   "lies in",
		".":                 "contains",
		"file":              "is a file",
		"stranger":          "notes.txt",
		"pwa":               "manifest.json",
		"/":                 "root of a file system",
		"content/policies/": "lies in",
	} {
		if !filepath.IsAbs(target) {
			target = at(target)
		}
		if got := refusal(t, target, at("content")); !strings.Contains(got, want) || !strings.HasPrefix(got, target) {
			t.Errorf("%s: %q does not say %q", target, got, want)
		}
	}
	if got := refusal(t, at("templates"), at("templates")); !strings.Contains(got, "lies in") {
		t.Errorf("a folder that will be read once it exists: %q", got)
	}
	if after := read(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("a trace is left: %v", after)
	}
}

func TestForeignFilesAreNamed(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	put(t, filepath.Join(target, SignatureName), "signature")
	publish(t, target, Options{}, siteOld)

	for i := range 12 {
		put(t, filepath.Join(target, "mine", fmt.Sprintf("n%02d.txt", i)), "mine")
	}
	before := read(t, target)
	got := refusal(t, target)
	if !strings.Contains(got, "mine/n00.txt, ") || !strings.Contains(got, "mine/n09.txt and 2 more") {
		t.Error(got)
	}
	if fmt.Sprint(before) != fmt.Sprint(read(t, target)) {
		t.Error("something changed")
	}
}

func TestASymlinkInPlaceOfAPublishedFileIsForeign(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	publish(t, target, Options{}, siteOld)
	page := filepath.Join(target, "index.html")
	if err := os.Rename(page, filepath.Join(dir, "elsewhere.html")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "elsewhere.html"), page); err != nil {
		t.Skip(err)
	}
	if got := refusal(t, target); !strings.Contains(got, "index.html") {
		t.Error(got)
	}
}

func TestAFilePutThereDuringTheBuildIsNotLost(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	r := open(t, target, Options{})
	write(t, r, siteNew)
	put(t, filepath.Join(target, "mine.txt"), "mine")
	before := read(t, target)
	if _, err := r.Commit(meta); err == nil || !strings.Contains(err.Error(), "mine.txt") {
		t.Errorf("the file is not named: %v", err)
	}
	if fmt.Sprint(before) != fmt.Sprint(read(t, target)) {
		t.Error("something changed")
	}
}

func TestAnEmptyFolderMayBeTheTarget(t *testing.T) {
	target := t.TempDir()
	publish(t, target, Options{Inputs: []string{filepath.Join(target, "..", "absent")}}, siteOld)
	whole(t, target, siteOld)
	if err := os.RemoveAll(filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".annexa")); err != nil {
		t.Fatal(err)
	}
	publish(t, target, Options{}, siteNew)
	whole(t, target, siteNew)
}

func TestASymlinkIsFollowed(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	put(t, at("srv/readme"), "")
	for link, to := range map[string]string{"public": "srv/www", "absolute": at("srv/www2"), "srv/loop": "loop2", "srv/loop2": "../srv/loop", "srv2": "srv"} {
		if err := os.Symlink(filepath.FromSlash(to), at(link)); err != nil {
			t.Skip(err)
		}
	}
	for link, real := range map[string]string{"public": "srv/www", "absolute": "srv/www2", "srv2/www3": "srv/www3"} {
		for _, s := range []site{siteOld, siteNew} {
			publish(t, at(link), Options{}, s)
			whole(t, at(real), s)
		}
		if !exists(filepath.Join(filepath.Dir(at(real)), "."+filepath.Base(real)+".annexa")) {
			t.Errorf("%s: the state is not beside the real folder", link)
		}
	}
	if stat(t, at("public")).Mode()&os.ModeSymlink == 0 {
		t.Error("the symlink is gone")
	}
	if _, err := Open(context.Background(), at("srv/loop"), Options{}); err == nil || !strings.Contains(err.Error(), "loop") {
		t.Errorf("a loop: %v", err)
	}
}

func TestAPlaceThatCannotBeWrittenIsNamed(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "file"), "x")
	put(t, filepath.Join(dir, ".public.annexa"), "x")
	for _, target := range []string{"file/public", "public"} {
		target = filepath.Join(dir, filepath.FromSlash(target))
		if r, err := Open(context.Background(), target, Options{}); err == nil {
			r.Abort()
			t.Errorf("%s is opened", target)
		} else if !strings.Contains(err.Error(), "public") {
			t.Error(err)
		}
	}
}
