package serve

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed preview.js
var script []byte

//go:embed preview.css
var style []byte

// own is below which address the preview's own files lie.
const own = "/_annexa/"

func (s *Server) handler(ctx context.Context) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+own+"preview.js", func(w http.ResponseWriter, _ *http.Request) { send(w, "preview.js", script) })
	mux.HandleFunc("GET "+own+"preview.css", func(w http.ResponseWriter, _ *http.Request) { send(w, "preview.css", style) })
	mux.HandleFunc("GET "+own+"events", func(w http.ResponseWriter, r *http.Request) { s.events(ctx, w, r) })
	mux.HandleFunc("GET /", s.page)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(r.Host) {
			http.Error(w, "the preview answers on loopback only", http.StatusForbidden)
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
			http.Error(w, "the preview answers its own pages only", http.StatusForbidden)
			return
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

// local says that a Host is a name of loopback. Any other may be a name that
// somebody else's page resolves to it.
func local(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return name == "localhost" || ip != nil && ip.IsLoopback()
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	state, _ := s.now()
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name == "" {
		name = "index.html"
	}
	if state.preview == nil {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		w.Write(withPreview([]byte("<!doctype html>\n<html lang=\"en\"><head><title>Annexa</title></head><body><h1>Nothing could be built yet</h1></body></html>\n"), state.number)) // the reader went away
		return
	}
	data, ok, err := state.preview.Get(name)
	if !ok && err == nil {
		if data, ok, err = state.preview.Get(path.Join(name, "index.html")); ok {
			http.Redirect(w, r, "/"+path.Join(name, "index.html"), http.StatusFound)
			return
		}
	}
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	case !ok:
		if data, _, err = state.preview.Get("404.html"); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		w.Write(withPreview(data, state.number)) // the reader went away
	case strings.HasSuffix(name, ".html"):
		send(w, name, withPreview(data, state.number))
	default:
		send(w, name, data)
	}
}

func send(w http.ResponseWriter, name string, data []byte) {
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Write(data) // the reader went away
}

// withPreview adds the preview's script and style to a page of a build, and
// lets its policy run them and connect to the server they came from. Of a
// directive that stands there twice, browsers follow the first.
func withPreview(page []byte, build int) []byte {
	page = bytes.Replace(page, []byte("default-src 'none';"), []byte("default-src 'none'; connect-src 'self'; script-src 'self';"), 1)
	page = bytes.Replace(page, []byte("style-src "), []byte("style-src 'self' "), 1)
	return bytes.Replace(page, []byte("</head>"), fmt.Appendf(nil, `<link rel="stylesheet" href="%spreview.css"><script src="%[1]spreview.js" data-build="%d" defer></script></head>`, own, build), 1)
}

// An event is what a page is told: the number of the build, and what is wrong.
type event struct {
	Build    int       `json:"build"`
	Failed   string    `json:"failed,omitempty"`
	Problems []problem `json:"problems"`
}

type problem struct {
	Severity string `json:"severity"`
	Place    string `json:"place"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Rule     string `json:"rule"`
}

// maxShown is how many problems a page is told of.
const maxShown = 100

// events sends an event now and after every build, until the reader or the
// server goes away.
func (s *Server) events(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	for {
		state, next := s.now()
		e := event{Build: state.number, Failed: state.failed, Problems: []problem{}}
		for _, p := range state.problems[:min(len(state.problems), maxShown)] {
			e.Problems = append(e.Problems, problem{p.Severity.String(), p.Place.String(), p.Message, p.Hint, p.Rule.Name})
		}
		data, err := json.Marshal(e)
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
			return
		}
		if control.Flush() != nil {
			return
		}
		select {
		case <-next:
		case <-r.Context().Done():
			return
		case <-ctx.Done():
			return
		case <-time.After(15 * time.Second): // finds out whether the reader is still there
		}
	}
}
