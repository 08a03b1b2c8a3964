package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"annexa/internal/diag"
)

// pages is a preview of a few fixed files. Each .html is made of the .md of its
// name.
type pages map[string]string

func (p pages) Get(path string) ([]byte, bool, error) {
	if path == "broken.html" {
		return nil, true, errors.New("it does not render")
	}
	data, ok := p[path]
	return []byte(data), ok, nil
}

func (p pages) Sources() map[string]string {
	sources := map[string]string{}
	for name := range p {
		if base, ok := strings.CutSuffix(name, ".html"); ok {
			sources[name] = base + ".md"
		}
	}
	return sources
}

func (p pages) Hash(file string) (hash [32]byte) {
	copy(hash[:], p[strings.TrimSuffix(file, ".md")+".html"])
	return hash
}

func (p pages) Approved(page string) (version, text, changes string) {
	if page == "changed.html" {
		return "1.0", "changed@1.0.html", "changed.changes.html"
	}
	return "", "", ""
}

func (p pages) Look() (map[string][32]byte, error) {
	return map[string][32]byte{"assets/x.css": {1, 2}, "assets/x.js": {3}}, nil
}

func (p pages) Headers() (http.Header, error) {
	return http.Header{"Content-Security-Policy": {"default-src 'none'"}, "Strict-Transport-Security": {"max-age=1"}}, nil
}

// start serves a folder's builds until the test ends, and returns its address.
func start(t *testing.T, s *Server) string {
	t.Helper()
	l, err := Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	if s.Log == nil {
		s.Log = io.Discard
	}
	if s.Watch == nil {
		s.Watch = []string{t.TempDir()}
	}
	go func() { done <- s.Run(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// building builds whatever changed.
func building(build func(context.Context) (Built, error)) func(Changes) (Change, error) {
	return func(Changes) (Change, error) { return Change{Build: build}, nil }
}

// always builds the same pages.
func always(p pages) func(Changes) (Change, error) {
	return building(func(context.Context) (Built, error) { return Built{Preview: p}, nil })
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

// listen returns what waits for the next event that a page is told.
func listen(t *testing.T, address, page, build string) func() event {
	t.Helper()
	r, err := http.Get(address + own + "events?" + url.Values{"page": {page}, "build": {build}}.Encode())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Body.Close() })
	lines := bufio.NewReader(r.Body)
	return func() (e event) {
		t.Helper()
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatalf("the events ended: %v", err)
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				if err := json.Unmarshal([]byte(data), &e); err != nil {
					t.Fatal(err)
				}
				return e
			}
		}
	}
}

const page = `<html><head></head><body>hello</body></html>`

func TestPagesAreServedAndNothingElse(t *testing.T) {
	address := start(t, &Server{Change: always(pages{"index.html": page, "a/index.html": page, "assets/x.css": "a{}", "404.html": "<html><head></head>lost</html>"})})
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/":                      {200, "hello"},
		"/index.html":            {200, own + "preview.js"},
		"/a":                     {302, ""},
		"/assets":                {404, "lost"}, // no folder is listed
		"/assets/":               {404, "lost"},
		"/assets/x.css":          {200, "a{}"},
		"/nothing.html":          {404, "lost"},
		"/broken.html":           {500, "does not render"},
		"/../../etc/passwd":      {307, "/etc/passwd"}, // within the site
		"/etc/passwd":            {404, "lost"},
		"/_annexa/":              {404, "lost"},
		"/_annexa/preview.js":    {200, "EventSource"},
		"/_annexa/preview.css":   {200, "#annexa-preview"},
		"/%2e%2e/%2e%2e/secrets": {404, "lost"},
	} {
		status, body, header := get(t, request(t, address+path))
		if status != want.status || !strings.Contains(body, want.body) {
			t.Errorf("%s: %d %q", path, status, body)
		}
		if header.Get("Content-Security-Policy") != "default-src 'none'" || header.Get("Cache-Control") != "no-store" || header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %v", path, header)
		}
	}
}

func TestForeignNamesAndPagesAreRefused(t *testing.T) {
	address := start(t, &Server{Change: always(pages{"index.html": page})})
	for name, c := range map[string]struct {
		header, value string
		status        int
	}{
		"a foreign name":              {"Host", "isms.attacker.example", 403},
		"a foreign address":           {"Host", "192.0.2.1:8765", 403},
		"localhost":                   {"Host", "localhost:1", 200},
		"the sixth version":           {"Host", "[::1]:8765", 200},
		"a foreign page":              {"Origin", "https://attacker.example", 403},
		"a page of another port":      {"Origin", "http://127.0.0.1:1", 403},
		"a page of no origin":         {"Origin", "null", 403},
		"its own page":                {"Origin", address, 200},
		"a picture in a foreign page": {"Sec-Fetch-Site", "cross-site", 403},
		"one in a page of this host":  {"Sec-Fetch-Site", "same-site", 403},
		"one in its own page":         {"Sec-Fetch-Site", "same-origin", 200},
		"an address that was typed":   {"Sec-Fetch-Site", "none", 200},
	} {
		for _, path := range []string{"/", own + "preview.js"} {
			r := request(t, address+path)
			if r.Header.Set(c.header, c.value); c.header == "Host" {
				r.Host = c.value
			}
			if status, _, _ := get(t, r); status != c.status {
				t.Errorf("%s of %s got %d", path, name, status)
			}
		}
	}
	r := request(t, address)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Dest", "document")
	if status, _, _ := get(t, r); status != 200 {
		t.Errorf("who follows a link from elsewhere got %d", status)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions} {
		r, err := http.NewRequest(method, address, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		if status, _, _ := get(t, r); status != http.StatusMethodNotAllowed {
			t.Errorf("%s got %d", method, status)
		}
	}
}

// TestNobodyHoldsThePreviewUp looks whether each limit is set, and sends more of
// a header than any browser does.
func TestNobodyHoldsThePreviewUp(t *testing.T) {
	s := &Server{Change: always(pages{"index.html": page})}
	if h := s.server(t.Context()); h.ReadHeaderTimeout == 0 || h.ReadTimeout == 0 || h.WriteTimeout == 0 || h.IdleTimeout == 0 || h.MaxHeaderBytes == 0 {
		t.Errorf("something may take as long as it likes: %+v", h)
	}
	r := request(t, start(t, s))
	r.Header.Set("X-Long", strings.Repeat("x", 100<<10))
	if status, _, _ := get(t, r); status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of 100 kB got %d", status)
	}
}

func TestOthersAreAnsweredWhereThePreviewIsExposed(t *testing.T) {
	address := start(t, &Server{Exposed: true, Change: always(pages{"index.html": page})})
	for host, want := range map[string]int{"192.0.2.1:8765": 200, "isms.attacker.example": 403} {
		r := request(t, address)
		r.Host = host
		if status, _, _ := get(t, r); status != want {
			t.Errorf("%s got %d", host, status)
		}
	}
}

// TestAPagesPolicyLetsThePreviewRun looks at the policies of pages with scripts
// of their own, without, and about policies.
func TestAPagesPolicyLetsThePreviewRun(t *testing.T) {
	const meta = `<head><meta http-equiv="Content-Security-Policy" content="`
	for policy, want := range map[string]string{
		"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
		"default-src 'none'; style-src 'sha256-x'; base-uri 'none'":                   "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self' 'sha256-x'; base-uri 'none'",
	} {
		got := string(withPreview([]byte(meta+policy+`"></head><body>style-src x, script-src y</body>`), "b", 200))
		if !strings.HasPrefix(got, meta+want+`">`) || !strings.HasSuffix(got, "</head><body>style-src x, script-src y</body>") || strings.Count(got, own+"preview.js") != 1 {
			t.Errorf("%s", got)
		}
	}
}

// TestASaveIsTold has a page told of what was saved: the page as it is now, what
// is wrong in its file, and nothing where nothing changed.
func TestASaveIsTold(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "sub", "a.md")
	address := start(t, &Server{Watch: []string{dir}, Edit: func(p diag.Problem) string { return "edit:" + p.Place.String() }, Change: building(func(context.Context) (Built, error) {
		data, err := os.ReadFile(file)
		if err != nil {
			data = []byte("hello")
		}
		if string(data) == "error" {
			return Built{Problems: []diag.Problem{
				diag.BrokenLink.At(diag.Place{File: "a.md"}, "a warning"), diag.DuplicateID.At(diag.Place{File: "other.md", Line: 3}, "twice"),
				diag.DuplicateID.At(diag.Place{File: "z.md"}, "thrice"), diag.BrokenLink.At(diag.Place{File: "other.md"}, "unknown"),
				diag.DuplicateID.At(diag.Place{File: "a.md"}, "its own"),
			}, Count: diag.Count{Errors: 3}}, nil
		}
		return Built{
			Preview:  pages{"a.html": "<head></head>" + string(data), "404.html": "<head></head>lost"},
			Problems: []diag.Problem{diag.BrokenLink.At(diag.Place{File: "a.md", Line: 2}, "unknown"), diag.BrokenLink.At(diag.Place{File: "b.md"}, "unknown")},
		}, nil
	})})
	next := listen(t, address, "/a.html", "")
	e := next()
	if !strings.Contains(e.HTML, "hello") || e.Status != 200 || e.File != "a.md" || len(e.Problems) != 1 || e.Problems[0].Edit != "edit:a.md:2" || e.More != 1 || e.Styles["assets/x.css"] == "" {
		t.Fatalf("%+v", e)
	}
	if e := listen(t, address, "/a.html", e.Build)(); e.HTML != "" {
		t.Errorf("a page that shows the build is sent it again: %+v", e)
	}
	lost := listen(t, address, "/gone.html", "")
	if e := lost(); e.Status != 404 || !strings.Contains(e.HTML, "lost") || e.File != "" {
		t.Errorf("%+v", e)
	}
	if err := os.Mkdir(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("more"), 0o644); err != nil {
		t.Fatal(err)
	}
	for e = next(); !strings.Contains(e.HTML, "more"); e = next() { // the folder may come first
	}
	if err := os.WriteFile(file, []byte("error"), 0o644); err != nil {
		t.Fatal(err)
	}
	for e = next(); e.Failed == ""; e = next() {
	}
	var said []string
	for _, p := range e.Problems {
		said = append(said, p.Message)
	}
	if e.HTML != "" || !slices.Equal(said, []string{"its own", "twice", "thrice", "a warning"}) || e.More != 1 {
		t.Errorf("%+v", e)
	}
	if status, body, _ := get(t, request(t, address+"/a.html")); status != 200 || !strings.Contains(body, "more") {
		t.Errorf("the last good page is gone: %d %q", status, body)
	}
}

// TestAPageIsShownBeforeTheRest has a page known early, and then the whole built:
// with the same page, which is not sent again; with one that was saved before,
// which is not shown any more; or with errors.
func TestAPageIsShownBeforeTheRest(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.md")
	builds, end := make(chan string), make(chan struct{})
	address := start(t, &Server{Watch: []string{dir}, Change: func(changed Changes) (Change, error) {
		if changed.All {
			return Change{Build: func(context.Context) (Built, error) {
				return Built{Preview: pages{"a.html": "<head></head>first"}}, nil
			}}, nil
		}
		data, err := os.ReadFile(file)
		text := "<head></head>" + string(data)
		return Change{Page: "a.html", HTML: []byte(text), Build: func(ctx context.Context) (Built, error) {
			select {
			case builds <- string(data):
				<-end
			case <-ctx.Done():
				return Built{}, ctx.Err()
			}
			if string(data) == "broken" {
				return Built{Count: diag.Count{Errors: 1}}, nil
			}
			return Built{Preview: pages{"a.html": text}}, nil
		}}, err
	}})
	next := listen(t, address, "/a.html", "")
	listen(t, address, "/b.html", "")()
	next()
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		for e := next(); !strings.Contains(e.HTML, text); e = next() {
		}
	}
	begins := func(text string) { // the whole is built; one save may be told more than once
		for <-builds != text {
			end <- struct{}{}
		}
	}
	ends := func() { end <- struct{}{} }
	serves := func(text string) {
		t.Helper()
		if status, body, _ := get(t, request(t, address+"/a.html")); status != 200 || !strings.Contains(body, text) {
			t.Errorf("who comes now gets %d %q, and not %q", status, body, text)
		}
	}
	save("one")
	begins("one")
	serves("one")
	ends()
	if e := next(); e.HTML != "" {
		t.Errorf("it is sent again: %+v", e)
	}
	save("two")
	begins("two")
	save("three")
	ends() // with what was saved before
	begins("three")
	serves("three")
	ends()
	save("broken")
	begins("broken")
	ends()
	for e := next(); e.Failed == ""; e = next() {
	}
	serves("three") // the last good page
}

// TestAPageThatIsGoneSaysWhereItWent renames the file of a page, gives a page
// another address, and takes one away.
func TestAPageThatIsGoneSaysWhereItWent(t *testing.T) {
	s := state{}
	s.follow(pages{"a.html": "text of a", "b.html": "text of b", "c.html": "text of c"})
	s.follow(pages{"renamed.html": "text of a", "c.html": "text of c"})
	for page, want := range map[string][2]string{
		"a.html":     {"renamed.html", "a.md"},
		"b.html":     {"", "b.md"},
		"never.html": {"", ""},
	} {
		if to, file := s.moved(page); to != want[0] || file != want[1] {
			t.Errorf("%s: %q %q", page, to, file)
		}
	}
	s.follow(pages{"a.html": "another text", "c.html": "text of c"})
	if to, file := s.moved("a.html"); to != "" || file != "" {
		t.Errorf("a page that is back: %q %q", to, file)
	}
}

func TestOnlyLoopbackIsListenedOn(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "192.0.2.1:80", ":8080", "nonsense", "127.0.0.1:http!"} {
		if l, err := Listen(address, false); err == nil {
			t.Errorf("listened on %s", l.Addr())
		}
	}
	l, err := Listen("0.0.0.0:0", true)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if l, err = Listen(taken.Addr().String(), false); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Addr().String() == taken.Addr().String() {
		t.Error("one port, two listeners")
	}
}
