package serve

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"annexa/internal/diag"
)

// pages is a preview of a few fixed files.
type pages map[string]string

func (p pages) Get(path string) ([]byte, bool, error) {
	if path == "broken.html" {
		return nil, true, errors.New("it does not render")
	}
	data, ok := p[path]
	return []byte(data), ok, nil
}

// start serves a folder's builds until the test ends, and returns its address.
func start(t *testing.T, dir string, build func(ctx context.Context) (Built, error)) string {
	t.Helper()
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	s := &Server{Build: build, Watch: []string{dir}, Log: io.Discard}
	go func() { done <- s.Run(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

func get(t *testing.T, request *http.Request) (int, string, http.Header) {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body), r.Header
}

func request(t *testing.T, url string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const page = `<html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'"></head><body>hello</body></html>`

func TestPagesAreServedWithThePreview(t *testing.T) {
	address := start(t, t.TempDir(), func(context.Context) (Built, error) {
		return Built{Preview: pages{"index.html": page, "a/index.html": page, "assets/x.css": "a{}", "404.html": "<html><head></head>lost</html>"}}, nil
	})
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/":                      {200, "hello"},
		"/index.html":            {200, own + "preview.js"},
		"/a":                     {302, ""},
		"/assets/x.css":          {200, "a{}"},
		"/nothing.html":          {404, "lost"},
		"/broken.html":           {500, "does not render"},
		"/../../etc/passwd":      {307, "/etc/passwd"}, // within the site
		"/etc/passwd":            {404, "lost"},
		"/_annexa/preview.js":    {200, "EventSource"},
		"/_annexa/preview.css":   {200, "#annexa-preview"},
		"/%2e%2e/%2e%2e/secrets": {404, "lost"},
	} {
		status, body, _ := get(t, request(t, address+path))
		if status != want.status || !strings.Contains(body, want.body) {
			t.Errorf("%s: %d %q", path, status, body)
		}
	}
	_, body, header := get(t, request(t, address+"/index.html"))
	if !strings.Contains(body, "default-src 'none'; connect-src 'self'; script-src 'self'; img-src 'self'") || header.Get("Cache-Control") != "no-store" {
		t.Errorf("%q %v", body, header)
	}
}

func TestForeignNamesAndPagesAreRefused(t *testing.T) {
	address := start(t, t.TempDir(), func(context.Context) (Built, error) { return Built{Preview: pages{"index.html": page}}, nil })
	r := request(t, address)
	r.Host = "isms.attacker.example"
	if status, _, _ := get(t, r); status != http.StatusForbidden {
		t.Errorf("a foreign Host got %d", status)
	}
	r = request(t, address)
	r.Header.Set("Origin", "https://attacker.example")
	if status, _, _ := get(t, r); status != http.StatusForbidden {
		t.Errorf("a foreign Origin got %d", status)
	}
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := get(t, r); status != http.StatusMethodNotAllowed {
		t.Errorf("POST got %d", status)
	}
}

func TestASaveIsTold(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "sub")
	address := start(t, dir, func(context.Context) (Built, error) {
		if _, err := os.Stat(filepath.Join(sub, "a.md")); err == nil {
			return Built{Problems: []diag.Problem{diag.DuplicateID.At(diag.Place{File: "a.md"}, "twice")}, Count: diag.Count{Errors: 1}}, nil
		}
		return Built{Preview: pages{"index.html": page}}, nil
	})
	r, err := http.Get(address + "/_annexa/events")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	next := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		t.Fatal("the events ended")
		return ""
	}
	if e := next(); !strings.HasPrefix(e, `{"build":1,`) {
		t.Fatal(e)
	}
	// A new folder, and a file in it: both are seen.
	if err := os.Mkdir(sub, 0o755); err != nil {
		t.Fatal(err)
	}
	if e := next(); !strings.HasPrefix(e, `{"build":2,`) {
		t.Fatal(e)
	}
	if err := os.WriteFile(filepath.Join(sub, "a.md"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	e := next()
	for !strings.Contains(e, `"failed":"the last good pages`) { // events of the folder may come first
		e = next()
	}
	if !strings.Contains(e, `"message":"twice"`) {
		t.Fatal(e)
	}
	if status, body, _ := get(t, request(t, address)); status != 200 || !strings.Contains(body, "hello") {
		t.Errorf("the last good page is gone: %d %q", status, body)
	}
}

func TestOnlyLoopbackIsListenedOn(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "192.0.2.1:80", ":8080", "nonsense"} {
		if l, err := Listen(address); err == nil {
			t.Errorf("listened on %s", l.Addr())
		}
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	l, err := Listen(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Addr().String() == taken.Addr().String() {
		t.Error("one port, two listeners")
	}
}
