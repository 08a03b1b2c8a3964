package endtoend

import (
	"bytes"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// judge is the path of a file of the judges that .ci/judges/get installs.
func judge(t *testing.T, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("the judges are left out of short tests")
	}
	dir := os.Getenv("ANNEXA_JUDGES")
	if dir == "" {
		const mend = "the judges are missing: set ANNEXA_JUDGES to what .ci/judges/get prints, or run .ci/test"
		if os.Getenv("CI") == "true" {
			t.Fatal(mend)
		}
		t.Skip(mend)
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// thorough says that every page is to be shown to every judge in every way.
func thorough() bool { return os.Getenv("CI_FULL") == "1" }

// host serves a folder on loopback until the test ends, with headers, and
// returns its address. Two judges want a web server, and one that sends nobody from
// index.html to its folder, as that of the standard library does.
func host(t *testing.T, dir string, headers http.Header) string {
	t.Helper()
	files := os.DirFS(dir)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := fs.ReadFile(files, strings.TrimPrefix(r.URL.Path, "/"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		maps.Copy(w.Header(), headers)
		http.ServeContent(w, r, r.URL.Path, time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/"
}

// staying are the kinds of page that a reader stays on.
func (p *published) staying(t *testing.T) []kind {
	t.Helper()
	return slices.DeleteFunc(p.kinds(t), func(k kind) bool { return p.forwards(t, k.page) })
}

// forms are the kinds that differ in more than their words, for judges who
// take long over a page: of the registers one of each form that they have.
func (p *published) forms(t *testing.T) []kind {
	t.Helper()
	return slices.DeleteFunc(p.staying(t), func(k kind) bool {
		register, is := strings.CutPrefix(k.name, "register ")
		return is && !slices.Contains([]string{"risks", "metrics", "roles"}, register)
	})
}

// forwards says that a page stands at a former address and leads on at once.
func (p *published) forwards(t *testing.T, name string) bool {
	t.Helper()
	return strings.Contains(string(p.read(t, name)), `http-equiv="refresh"`)
}
