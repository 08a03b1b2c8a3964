package serve

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"maps"
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

// nothing is shown until there is a page to show.
const nothing = `<!doctype html>
<html lang="en"><head><title>Annexa</title></head><body><main><h1>Nothing could be built yet</h1></main></body></html>
`

// server answers within limits: nobody who is slow, or silent, holds it up.
func (s *Server) server(ctx context.Context) *http.Server {
	return &http.Server{
		Handler: s.handler(ctx), MaxHeaderBytes: 64 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, IdleTimeout: time.Minute,
		WriteTimeout: 5 * time.Minute, // a pack of a thousand pages is made meanwhile
	}
}

func (s *Server) handler(ctx context.Context) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+own+"preview.js", func(w http.ResponseWriter, _ *http.Request) { send(w, "preview.js", script) })
	mux.HandleFunc("GET "+own+"preview.css", func(w http.ResponseWriter, _ *http.Request) { send(w, "preview.css", style) })
	mux.HandleFunc("GET "+own+"events", func(w http.ResponseWriter, r *http.Request) { s.events(ctx, w, r) })
	mux.HandleFunc("GET /", s.page)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.known(r.Host) {
			http.Error(w, "the preview answers to the names of this machine only", http.StatusForbidden)
			return
		}
		if foreign(r) {
			http.Error(w, "the preview answers its own pages only", http.StatusForbidden)
			return
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		if state, _ := s.now(); state.preview != nil {
			headers, err := state.preview.Headers()
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			maps.Copy(w.Header(), headers)
		}
		w.Header().Del("Strict-Transport-Security") // the preview is not where the site will be
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

// known says that a Host is a name of this machine: of loopback, or any address
// if others may ask. A name in words may be one that somebody else's page
// resolves to here.
func (s *Server) known(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return name == "localhost" || ip != nil && (s.Exposed || ip.IsLoopback())
}

// foreign says that another site's page asks, for more than to lead here
// (Fetch, 3.2; Fetch Metadata, 2.4). Another port of this machine is another
// site too.
func foreign(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document"
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	state, _ := s.now()
	html := func(status int, data []byte) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		w.Write(withPreview(data, state.build, status)) // the reader went away
	}
	if state.preview == nil {
		html(http.StatusServiceUnavailable, []byte(nothing))
		return
	}
	name := named(r.URL.Path)
	data, ok, err := state.get(name)
	if !ok && err == nil {
		if _, ok, err = state.preview.Get(path.Join(name, "index.html")); ok && err == nil {
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
		html(http.StatusNotFound, data)
	case strings.HasSuffix(name, ".html"):
		html(http.StatusOK, data)
	default:
		send(w, name, data)
	}
}

// named is the path within the site of an address.
func named(address string) string {
	if name := strings.TrimPrefix(path.Clean("/"+address), "/"); name != "" {
		return name
	}
	return "index.html"
}

func send(w http.ResponseWriter, name string, data []byte) {
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Write(data) // the reader went away
}

// withPreview adds the preview's script and style sheet to a page of a build. A
// page without a script of its own lets none run, and is made to let this one.
func withPreview(page []byte, build string, status int) []byte {
	head, body, ok := bytes.Cut(page, []byte("</head>"))
	if !ok {
		return page
	}
	out := bytes.Clone(head)
	if !bytes.Contains(head, []byte("script-src ")) {
		out = bytes.Replace(out, []byte("default-src 'none';"), []byte("default-src 'none'; connect-src 'self'; script-src 'self';"), 1)
		out = bytes.Replace(out, []byte("style-src "), []byte("style-src 'self' "), 1)
	}
	out = fmt.Appendf(out, `<link rel="stylesheet" href="%spreview.css"><script src="%[1]spreview.js" data-build="%s" data-status="%d" defer></script></head>`, own, build, status)
	return append(out, body...)
}
