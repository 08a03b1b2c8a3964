package release

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var meta = Meta{Generator: "annexa 1.0.0", Date: "2026-11-02", Content: Hash{1}}

// settled stamps every file, as if the builds of a test were days apart.
var settled = hooks{racy: func() time.Duration { return -time.Hour }}

// unlinked is a file system in which every file has one name.
var unlinked = hooks{link: func(_, _ *os.File, name string) error {
	return &os.PathError{Op: "link", Path: name, Err: errors.ErrUnsupported}
}}

type site map[string]string

func open(t testing.TB, target string, opt Options) *Release {
	t.Helper()
	r, err := Open(context.Background(), target, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Abort(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func write(t testing.TB, r *Release, s site) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(s)) {
		if err := r.Write(path, []byte(s[path])); err != nil {
			t.Fatal(err)
		}
	}
}

func publish(t testing.TB, target string, opt Options, s site) Summary {
	t.Helper()
	r := open(t, target, opt)
	write(t, r, s)
	sum, err := r.Commit(meta)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// read returns every file below dir, folders and the manifest among them.
func read(t testing.TB, dir string) site {
	t.Helper()
	s := make(site)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		path, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			s[filepath.ToSlash(path)+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(name)
		s[filepath.ToSlash(path)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// whole fails unless dir holds just s, its folders, and a manifest and sums that fit.
func whole(t testing.TB, dir string, s site) {
	t.Helper()
	have := read(t, dir)
	m, err := ParseManifest([]byte(have[ManifestName]))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Files) != len(s) {
		t.Errorf("the manifest lists %d files, not %d", len(m.Files), len(s))
	}
	want := site{ManifestName: have[ManifestName], SumsName: string(m.Sums())}
	for path, text := range s {
		want[path] = text
		for i, c := range path {
			if c == '/' {
				want[path[:i+1]] = ""
			}
		}
	}
	if !maps.Equal(have, want) {
		t.Errorf("%s holds\n%v\nnot\n%v", dir, have, want)
	}
	for _, f := range m.Files {
		if f.Size != int64(len(s[f.Path])) {
			t.Errorf("%s has size %d in the manifest", f.Path, f.Size)
		}
	}
}

func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func stat(t testing.TB, name string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// program returns an outside program, or skips the test, except where all must be there.
func program(t *testing.T, name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("%s is not installed", name)
	}
	return path
}

var (
	siteOld = site{"index.html": "old", "documents/POL-01.html": "old policy", "a/b/c.css": "same"}
	siteNew = site{"index.html": "new, and longer", "documents/POL-02.html": "new policy", "a/b/c.css": "same"}
)

func TestEachPublicationIsTheWholeTreeAndNothingElse(t *testing.T) {
	for _, h := range []hooks{{}, settled, unlinked} {
		target := filepath.Join(t.TempDir(), "not", "yet", "public")
		for i, s := range []site{siteOld, siteNew, siteNew, siteOld, {}, siteNew, siteNew, siteNew} {
			publish(t, target, Options{hooks: h}, s)
			whole(t, target, s)
			if t.Failed() {
				t.Fatalf("publication %d", i)
			}
		}
	}
}

func TestSummaryComparesWithWhatWasPublic(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	for _, step := range []struct {
		site site
		want Summary
	}{
		{siteOld, Summary{Files: 3, Written: 3, Bytes: 17}},
		{siteOld, Summary{Files: 3, Unchanged: 3, Bytes: 17}},
		{siteNew, Summary{Files: 3, Written: 2, Unchanged: 1, Removed: 1, Bytes: 29}},
		{siteNew, Summary{Files: 3, Unchanged: 3, Bytes: 29}},
	} {
		if got := publish(t, target, Options{}, step.site); got != step.want {
			t.Errorf("got %+v, want %+v", got, step.want)
		}
	}
}

func TestManyWorkersWriteOneTree(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	s := make(site)
	for i := range 400 {
		s[fmt.Sprintf("%d/%d/%d.html", i%3, i%7, i)] = strings.Repeat("x", i)
	}
	for range 3 {
		r := open(t, target, Options{})
		var workers sync.WaitGroup
		for path, text := range s {
			workers.Go(func() {
				if _, entry, ok := r.Published(path); ok && entry.Size != int64(len(text)) {
					t.Errorf("%s was published with %d bytes", path, entry.Size)
				}
				if err := r.Write(path, []byte(text)); err != nil {
					t.Error(err)
				}
			})
		}
		workers.Wait()
		if _, err := r.Commit(meta); err != nil {
			t.Fatal(err)
		}
		whole(t, target, s)
	}
}

func TestSha256sumAgrees(t *testing.T) {
	sha256sum := program(t, "sha256sum")
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, site{"a b.html": "x", " lead.txt": "y", "ü/日本.html": "z", "*star": "", "quote\".txt": "q"})
	cmd := exec.Command(sha256sum, "-c", "--strict", SumsName)
	cmd.Dir = target
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestUnchangedFilesAreNotRewritten(t *testing.T) {
	for _, opt := range []Options{{}, {hooks: settled}, {hooks: unlinked}} {
		target := filepath.Join(t.TempDir(), "public")
		page := filepath.Join(target, "index.html")
		var infos []fs.FileInfo
		for range 6 {
			publish(t, target, opt, siteOld)
			infos = append(infos, stat(t, page))
		}
		for i, info := range infos {
			if !os.SameFile(info, infos[i%2]) {
				t.Errorf("publication %d wrote the page again", i)
			}
			if !info.ModTime().Equal(infos[0].ModTime()) {
				t.Errorf("publication %d changed the page's time", i)
			}
		}
	}
}

func TestAFileThatIsInBothTreesIsThereOnce(t *testing.T) {
	if _, _, ok := identity(stat(t, ".")); !ok {
		t.Skip("every file is written for each tree here")
	}
	target := filepath.Join(t.TempDir(), "public")
	former := filepath.Join(filepath.Dir(target), ".public.annexa", "idle")
	publish(t, target, Options{}, siteOld)
	publish(t, target, Options{}, siteNew)
	for name, shared := range map[string]bool{"a/b/c.css": true, "index.html": false} {
		if os.SameFile(stat(t, filepath.Join(target, name)), stat(t, filepath.Join(former, name))) != shared {
			t.Errorf("%s: not shared as it should be", name)
		}
	}
}

func TestBytesThatComeBackGetALaterTime(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	var before time.Time
	for i, s := range []site{siteOld, siteNew, siteOld, siteNew} {
		publish(t, target, Options{hooks: settled}, s)
		page := filepath.Join(target, "index.html")
		now := stat(t, page).ModTime()
		if !now.After(before) {
			t.Errorf("publication %d turned the time back from %v to %v", i, before, now)
		}
		before = now
	}
}

func TestAnEditByHandIsMended(t *testing.T) {
	if _, _, ok := identity(stat(t, ".")); !ok {
		t.Log("no status times here, every file is compared")
	}
	// Stamps are taken at once, so only the time of the status change can tell.
	target := filepath.Join(t.TempDir(), "public")
	page := filepath.Join(target, "index.html")
	publish(t, target, Options{hooks: settled}, siteOld)
	publish(t, target, Options{hooks: settled}, siteOld)
	was := stat(t, page)
	for {
		put(t, page, "odl")
		if err := os.Chtimes(page, time.Time{}, was.ModTime()); err != nil {
			t.Fatal(err)
		}
		_, before, _ := identity(was)
		if _, now, ok := identity(stat(t, page)); !ok || now != before {
			break // the clock of the file system has ticked
		}
	}
	for range 3 {
		publish(t, target, Options{hooks: settled}, siteOld)
		whole(t, target, siteOld)
	}
}

// The first publication does not wait for the disk, so nothing may take its bytes
// for known: not the next build, and not one after somebody has removed it.
func TestAFirstPublicationIsNotVouchedFor(t *testing.T) {
	if _, _, ok := identity(stat(t, ".")); !ok {
		t.Skip("no status times here, every file is compared")
	}
	target := filepath.Join(t.TempDir(), "public")
	stamps := filepath.Join(filepath.Dir(target), ".public.annexa", "stamps")
	for _, removed := range []bool{false, true} {
		if removed {
			if err := os.RemoveAll(target); err != nil {
				t.Fatal(err)
			}
		}
		publish(t, target, Options{hooks: settled}, siteOld)
		if len(readStamps(stamps)) > 0 {
			t.Error("files that may not be on the disk are vouched for")
		}
		publish(t, target, Options{hooks: settled}, siteOld)
		whole(t, target, siteOld)
		if len(readStamps(stamps)) == 0 {
			t.Error("files that are on the disk are not known again")
		}
	}
}

func TestAReaderKeepsTheFileItOpened(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	f, err := os.Open(filepath.Join(target, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for range 3 {
		publish(t, target, Options{}, siteNew)
	}
	buf := make([]byte, 100)
	if n, _ := f.Read(buf); string(buf[:n]) != "old" {
		t.Errorf("read %q", buf[:n])
	}
}

func TestAFileBecomesAFolderAndAFolderAFile(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	for range 2 {
		for _, s := range []site{{"a": "file", "b/c/d": "deep"}, {"a/x": "deep", "b": "file"}} {
			publish(t, target, Options{}, s)
			whole(t, target, s)
		}
	}
}

func TestAbortLeavesWhatIsPublished(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	before, times := read(t, target), stat(t, target)
	r := open(t, target, Options{})
	write(t, r, siteNew)
	for range 2 {
		if err := r.Abort(); err != nil {
			t.Fatal(err)
		}
	}
	if !maps.Equal(before, read(t, target)) || !os.SameFile(times, stat(t, target)) {
		t.Error("something changed")
	}
	if err := r.Write("x", nil); !errors.Is(err, errClosed) {
		t.Errorf("a write after the end: %v", err)
	}
	if _, err := r.Commit(meta); !errors.Is(err, errClosed) {
		t.Errorf("a commit after the end: %v", err)
	}
	publish(t, target, Options{}, siteNew)
	whole(t, target, siteNew)
}

func TestAFlushMayComeAtAnyTime(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	for _, commit := range []bool{false, true} {
		r := open(t, target, Options{})
		for path, text := range siteNew {
			r.Flush()
			if err := r.Write(path, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		r.Flush()
		if !commit {
			if err := r.Abort(); err != nil {
				t.Fatal(err)
			}
			whole(t, target, siteOld)
			continue
		}
		if _, err := r.Commit(meta); err != nil {
			t.Fatal(err)
		}
		r.Flush()
		whole(t, target, siteNew)
	}
}

func TestAPathThatCannotBePublishedStopsThePublication(t *testing.T) {
	for _, paths := range [][]string{
		{""}, {"."}, {"/etc/passwd"}, {"../x"}, {"a/../b"}, {"a//b"}, {"a/"}, {`a\b`}, {"a\nb"}, {"a\x00b"}, {"a\xffb"},
		{"manifest.json"}, {"Manifest.JSON"}, {"manifest.json.p7s"}, {"sha256sums"},
		{"a", "a"}, {"a", "A"}, {"a", "a/b"}, {"a/b", "a"}, {"a/b", "A/c"}, {"Ä/x", "ä/x"},
	} {
		target := filepath.Join(t.TempDir(), "public")
		publish(t, target, Options{}, siteOld)
		r := open(t, target, Options{})
		var err error
		for _, path := range paths {
			err = errors.Join(err, r.Write(path, []byte("x")))
		}
		if err == nil || !strings.Contains(err.Error(), paths[len(paths)-1]) && ValidPath(paths[0]) == nil {
			t.Errorf("%q: %v", paths, err)
		}
		if _, err := r.Commit(meta); err == nil {
			t.Errorf("%q: published", paths)
		}
		whole(t, target, siteOld)
	}
}

func TestAManifestThatCouldNotBeReadIsNotWritten(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	for _, m := range []Meta{{}, {Generator: "hugo", Date: "2026-11-02"}, {Generator: "annexa", Date: "today"}, {Generator: "annexa \xff", Date: "2026-13-02"}} {
		r := open(t, target, Options{})
		write(t, r, siteOld)
		if _, err := r.Commit(m); err == nil {
			t.Errorf("%+v is published", m)
		}
		if exists(target) {
			t.Fatal("the target was made")
		}
	}
}

func TestPublishedGivesBackWhatIsPublicUnlessItWasEdited(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	r := open(t, target, Options{})
	base := Hash{7}
	if err := r.WriteBase("packs/audit.pdf", []byte("signed"), base); err != nil {
		t.Fatal(err)
	}
	write(t, r, siteOld)
	if _, err := r.Commit(meta); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(target, "index.html"), "0ld")

	r = open(t, target, Options{})
	data, entry, ok := r.Published("packs/audit.pdf")
	if !ok || string(data) != "signed" || entry.Base != base || entry.Size != 6 {
		t.Errorf("got %q %+v %v", data, entry, ok)
	}
	for _, path := range []string{"index.html", "absent", "../public/a/b/c.css", ManifestName} {
		if _, _, ok := r.Published(path); ok {
			t.Errorf("%s is given back", path)
		}
	}
}

func TestAClosedFolderStaysClosed(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	publish(t, target, Options{}, siteOld)
	if err := os.Chmod(target, 0o700); err != nil {
		t.Fatal(err)
	}
	publish(t, target, Options{}, siteNew)
	if mode := stat(t, target).Mode().Perm(); mode != 0o700 {
		t.Errorf("the folder has mode %o", mode)
	}
	if mode := stat(t, filepath.Join(filepath.Dir(target), ".public.annexa")).Mode().Perm(); mode != 0o700 {
		t.Errorf("the state folder has mode %o", mode)
	}
}

func TestATreeThatWasClosedToItsOwnerIsOpenedAgain(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	publish(t, target, Options{}, site{"a/b.html": "1"})
	for _, name := range []string{"public/a", "public"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o500); err != nil {
			t.Fatal(err)
		}
	}
	// A mode is no bar to root, so that the first exchange may or may not succeed; the next one must.
	if r, err := Open(t.Context(), target, Options{}); err != nil {
		t.Fatal(err)
	} else if err := r.Write("a/b.html", []byte("2")); err != nil {
		t.Fatal(err)
	} else if _, err := r.Commit(Meta{Generator: "annexa", Date: "2026-11-02"}); err != nil && os.Getuid() == 0 {
		t.Fatal(err)
	}
	for _, name := range []string{"public", "public/a"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	publish(t, target, Options{}, site{"a/b.html": "3"})
	for _, name := range []string{".public.annexa/idle", "public", "public/a"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode()&0o700 != 0o700 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

func TestSymlinksInTheIdleTreeLeadNowhere(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	publish(t, target, Options{}, siteOld)
	publish(t, target, Options{}, siteOld)
	victim := filepath.Join(dir, "victim", "index.html")
	put(t, victim, "mine")
	idle := filepath.Join(dir, ".public.annexa", "idle")
	for _, name := range []string{"index.html", "documents"} {
		if err := os.RemoveAll(filepath.Join(idle, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(victim, filepath.Join(idle, "index.html")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink(filepath.Dir(victim), filepath.Join(idle, "documents")); err != nil {
		t.Fatal(err)
	}
	publish(t, target, Options{}, siteNew)
	whole(t, target, siteNew)
	if got := read(t, filepath.Dir(victim)); !maps.Equal(got, site{"index.html": "mine"}) {
		t.Errorf("written through a symlink: %v", got)
	}
}
