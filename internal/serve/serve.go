// Package serve shows the site while its content is written: it watches the
// folders that are read, builds again when one changes, serves the pages from
// memory on loopback, and tells open pages to reload.
//
// A build that fails keeps the last good pages and shows the problems over
// them. Nothing is written through HTTP, nothing outside the site is served,
// and a request with a foreign Host is refused, so that no web page elsewhere
// can read the site by a name that leads to loopback.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"annexa/internal/diag"
)

// A Preview is a built site, rendered as it is asked for.
type Preview interface {
	// Get returns the file at a path of the site, and whether there is one.
	Get(path string) (data []byte, ok bool, err error)
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
	Build func(ctx context.Context) (Built, error) // an error is broken machinery, and shown
	Watch []string                                 // folders and files whose changes start a build
	Log   io.Writer                                // is told of every build

	mu    sync.Mutex
	state state
	next  chan struct{} // closed when the state changes
}

// A state is what the pages see: the last good build, and what the last one
// found.
type state struct {
	number   int
	preview  Preview
	problems []diag.Problem
	failed   string
}

// Listen opens the address to serve on, which must be of loopback. Where its
// port is taken, a free one is.
func Listen(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("listen on %s: the preview is served on loopback only, such as 127.0.0.1:8080", address)
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

// Run builds, serves on the listener and watches until ctx ends.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.next = make(chan struct{})
	changes, stop, err := watch(s.Watch)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer stop()
	s.rebuild(ctx)
	server := &http.Server{Handler: s.handler(ctx), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	for {
		select {
		case <-ctx.Done():
			return errors.Join(server.Close(), ignoreClosed(<-failed))
		case err := <-failed:
			return ignoreClosed(err)
		case err, ok := <-changes:
			if !ok {
				return errors.Join(server.Close(), errors.New("watching the content ended"))
			}
			if err != nil { // it may stand in the way of a change
				fmt.Fprintf(s.Log, "annexa: %v\n", err)
			}
			s.rebuild(ctx)
		}
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (s *Server) rebuild(ctx context.Context) {
	began := time.Now()
	built, err := s.Build(ctx)
	if ctx.Err() != nil {
		return
	}
	took := time.Since(began).Round(time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.number++
	s.state.problems, s.state.failed = built.Problems, ""
	switch {
	case err != nil:
		s.state.failed = err.Error()
		fmt.Fprintf(s.Log, "annexa: %v\n", err)
	case built.Preview == nil:
		shown := "the last good pages are shown until the errors are mended"
		if s.state.preview == nil {
			shown = "there is nothing to show until the errors are mended"
		}
		s.state.failed = shown
		fmt.Fprintf(s.Log, "annexa: %s; %s (%s)\n", built.Count, shown, took)
	default:
		s.state.preview = built.Preview
		fmt.Fprintf(s.Log, "annexa: built in %s; %s\n", took, built.Count)
	}
	close(s.next)
	s.next = make(chan struct{})
}

// now is the present state, and what is closed when it changes.
func (s *Server) now() (state, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, s.next
}
