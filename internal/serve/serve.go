// Package serve shows the site while its content is written: it watches the
// folders that are read, builds again when something changes, serves the pages
// from memory, and has open pages show what was saved, where their reader is.
//
// A build that fails keeps the last good pages and shows the problems over
// them. Nothing is written through HTTP, nothing outside the site is served and
// no folder listed. It is served on loopback unless its caller says otherwise;
// a request by a foreign name or from a foreign page is refused, so that no web
// page elsewhere can read the site by a name that leads here.
package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"sync"
	"time"

	"annexa/internal/diag"
)

// A Preview is a built site, rendered as it is asked for. It may be asked by
// many at once.
type Preview interface {
	// Get returns the file at a path of the site, and whether there is one.
	Get(path string) (data []byte, ok bool, err error)

	// Sources are the files that pages are made of, as problems name them, by the
	// paths of the pages; those that are made of one file each.
	Sources() map[string]string

	// Hash is the SHA-256 of such a file.
	Hash(file string) [32]byte

	// Approved is the version of what a page shows that was approved last, if it was
	// changed since: with the paths of the page of that text, and of the page that
	// tells what changed. All are empty where there is none.
	Approved(page string) (version, text, changes string)

	// Look is the SHA-256 of each file of the theme, by its path within the site.
	Look() (map[string][32]byte, error)

	// Headers are what a web server should send with every file.
	Headers() (http.Header, error)
}

// A Change is what became of a site when something that it is made of changed.
type Change struct {
	// Build builds the whole as it is now. It may be called while the next change is taken in; nil where
	// nothing that is read has changed. An error is broken machinery, and shown.
	Build func(ctx context.Context) (Built, error)

	// Page is one that is known now, as the whole will have it, and HTML what it is. It is shown at once.
	// Empty where none is.
	Page string
	HTML []byte
}

// Built is what one build came to. Preview is nil where it failed; Problems
// then say why.
type Built struct {
	Preview  Preview
	Problems []diag.Problem
	Count    diag.Count
}

// Server serves a site while it changes.
type Server struct {
	// Change takes in what changed. It is called for one change after the other.
	Change func(changed Changes) (Change, error)

	Watch   []string                  // folders and files whose changes start a build
	Poll    bool                      // look at the files now and then, and wait for no word of the system
	Exposed bool                      // others than this machine may ask, by its addresses
	Edit    func(diag.Problem) string // the address that opens its place in an editor, or nothing; may be nil
	Log     io.Writer                 // is told of every build

	mu      sync.Mutex
	state   state
	next    chan struct{}  // closed when the state changes
	readers map[string]int // how many look at a page
}

// A state is what the pages see: the last good build, and what the last one
// found.
type state struct {
	build    string // tells it from all others, of other servers too
	preview  Preview
	problems []diag.Problem
	failed   string
	gone     map[string]origin // pages that were there once
	page     string            // one that is known before the rest is built
	html     []byte            // what it is
}

// get is a file of the site, with the page that is known before the rest.
func (s *state) get(path string) ([]byte, bool, error) {
	if s.page == path && s.page != "" {
		return s.html, true, nil
	}
	return s.preview.Get(path)
}

// An origin is the file that a page was made of.
type origin struct {
	file string
	hash [32]byte
}

// Listen opens the address to serve on, which must be of loopback unless it is
// exposed. Where its port is taken, a free one is.
func Listen(address string, exposed bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	if ip := net.ParseIP(host); !exposed && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("listen on %s: the preview is served on loopback only, such as 127.0.0.1:8080; --expose lets others on the network read it", address)
	}
	if _, err := net.ResolveTCPAddr("tcp", address); err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err) // not a port at all
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		if free, freeErr := net.Listen("tcp", net.JoinHostPort(host, "0")); freeErr == nil {
			return free, nil
		}
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return l, nil
}

// inARow is how many builds follow on each other's heels before there is a rest
// between them: a file that changes without end is not to take all of a machine.
const inARow = 4

// frame is how long a browser has the machine for itself to draw a page that is
// shown before the rest is built: two of its frames.
const frame = 33 * time.Millisecond

// A result is what a build came to, and how long it took.
type result struct {
	Built
	err   error
	took  time.Duration
	shown bool // a page of it was shown before
}

// Run builds, serves on the listener and watches until ctx ends. While one state
// is built, the next change is taken in already, and its page shown.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.next, s.readers = make(chan struct{}), map[string]int{}
	w, err := watch(s.Watch, s.Poll, pollEvery, func(err error) { fmt.Fprintf(s.Log, "annexa: %v\n", err) })
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer w.close()
	building := make(chan result, 1)
	build := func(c Change) {
		began := time.Now()
		built, err := c.Build(ctx)
		building <- result{built, err, time.Since(began), c.Page != ""}
	}
	if c, err := s.Change(Changes{All: true}); err != nil {
		s.finish(result{err: err}, false)
	} else if c.Build != nil {
		build(c)
		s.finish(<-building, false)
	}
	server := s.server(ctx)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()

	var (
		next    Change           // what is to be built
		running bool             // something else is
		rest    <-chan time.Time // when the next build may begin
		row     int              // how many have followed on each other
		pause   <-chan time.Time // when the next change may be taken in
	)
	for {
		told := w.told
		if pause != nil {
			told = nil
		}
		select {
		case <-ctx.Done():
			err = errors.Join(server.Close(), ignoreClosed(<-failed))
		case err = <-failed:
			err = ignoreClosed(err)
			cancel()
		case <-told:
			changed := w.take()
			if !changed.All && len(changed.Paths) == 0 {
				continue // it was taken, or waits for more
			}
			switch c, err := s.Change(changed); {
			case err != nil:
				s.finish(result{err: err}, false)
			case c.Build != nil:
				next = c
				if s.show(c) && row < inARow {
					rest = time.After(frame)
				}
			}
			if row >= inARow {
				pause = time.After(frame)
			}
		case <-pause:
			pause = nil
		case <-rest:
			rest = nil
		case r := <-building:
			running = false
			s.finish(r, next.Build != nil)
			if row++; next.Build == nil {
				row = 0
			} else if row >= inARow {
				rest = time.After(r.took)
			}
		}
		if ctx.Err() != nil {
			if running {
				<-building
			}
			return err
		}
		if next.Build != nil && !running && rest == nil {
			running = true
			go build(next)
			next = Change{}
		}
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// finish has the pages show what was built. Newer says that something has
// changed since, so that a page which is known before the rest may be of that.
func (s *Server) finish(r result, newer bool) {
	if errors.Is(r.err, context.Canceled) {
		return // the server ends
	}
	took := r.took.Round(time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.problems, s.state.failed = r.Problems, ""
	if !newer && (r.Preview != nil || r.shown) { // else it is of a state that was good
		s.state.page, s.state.html = "", nil
	}
	switch {
	case r.err != nil:
		s.state.failed = r.err.Error()
		fmt.Fprintf(s.Log, "annexa: %v\n", r.err)
	case r.Preview == nil:
		shown := "the last good pages are shown until the errors are mended"
		if s.state.preview == nil {
			shown = "there is nothing to show until the errors are mended"
		}
		s.state.failed = shown
		fmt.Fprintf(s.Log, "annexa: %s; %s (%s)\n", r.Count, shown, took)
	default:
		s.state.follow(r.Preview)
		fmt.Fprintf(s.Log, "annexa: built in %s; %s\n", took, r.Count)
	}
	s.tell()
}

// show shows the page that is known before the rest is built, and says whether
// anybody looks at it.
func (s *Server) show(c Change) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Page == "" || s.state.preview == nil { // else there is no site that it belongs to
		return false
	}
	s.state.page, s.state.html = c.Page, c.HTML
	s.tell()
	return s.readers[c.Page] > 0
}

// reads counts those who look at a page.
func (s *Server) reads(page string, more int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.readers[page] += more; s.readers[page] == 0 {
		delete(s.readers, page)
	}
}

// tell tells the pages that the state is another.
func (s *Server) tell() {
	s.state.build = rand.Text()[:8]
	close(s.next)
	s.next = make(chan struct{})
}

// follow puts a preview in the place of the one before, and keeps what the pages
// that went were made of.
func (s *state) follow(next Preview) {
	sources := next.Sources()
	if s.preview != nil {
		gone := maps.Clone(s.gone) // pages read the old one
		for page, file := range s.preview.Sources() {
			if _, ok := sources[page]; !ok {
				if gone == nil {
					gone = map[string]origin{}
				}
				gone[page] = origin{file, s.preview.Hash(file)}
			}
		}
		maps.DeleteFunc(gone, func(page string, _ origin) bool { return sources[page] != "" })
		s.gone = gone
	}
	s.preview = next
}

// moved is where a page went: the page that is made of the same file now, or of
// one with the same bytes. File is what it was made of; nothing where there was
// no such page.
func (s *state) moved(page string) (to, file string) {
	was, ok := s.gone[page]
	if !ok {
		return "", ""
	}
	for p, f := range s.preview.Sources() {
		if f == was.file {
			return p, f
		}
		if s.preview.Hash(f) == was.hash && (to == "" || p < to) {
			to = p
		}
	}
	return to, was.file
}

// now is the present state, and what is closed when it changes.
func (s *Server) now() (state, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, s.next
}
