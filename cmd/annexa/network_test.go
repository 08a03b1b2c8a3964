package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"annexa/internal/sign"
)

func TestTheNetworkIsAskedWithinLimits(t *testing.T) {
	failures := 0
	mux := http.NewServeMux()
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		io.WriteString(w, r.Method+" "+r.Header.Get("Content-Type")+" "+r.Header.Get("Accept")+" "+string(body))
	})
	mux.HandleFunc("/long", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 101)) })
	mux.HandleFunc("/busy", func(w http.ResponseWriter, _ *http.Request) {
		if failures++; failures < 3 {
			http.Error(w, "later", http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("/never", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusTooManyRequests) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/echo", http.StatusFound) })
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://example.org/", http.StatusFound)
	})
	mux.HandleFunc("/disk", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "90")
		io.WriteString(w, "short")
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	closed := httptest.NewServer(mux)
	closed.Close()

	c := newClient()
	c.pauses = []time.Duration{0, 0}
	for _, q := range []struct {
		request    sign.Request
		want, fail string
	}{
		{sign.Request{URL: server.URL + "/echo", Accept: "a/b", Limit: 100}, "GET  a/b ", ""},
		{sign.Request{URL: server.URL + "/echo", Type: "c/d", Body: []byte("x"), Limit: 100}, "POST c/d  x", ""},
		{sign.Request{URL: server.URL + "/moved", Limit: 100}, "GET   ", ""},
		{sign.Request{URL: server.URL + "/busy", Limit: 100}, "", ""},
		{sign.Request{URL: server.URL + "/never", Limit: 100}, "", "it answers 429"},
		{sign.Request{URL: server.URL + "/none", Limit: 100}, "", "it answers 404"},
		{sign.Request{URL: server.URL + "/long", Limit: 100}, "", "more than 100 bytes"},
		{sign.Request{URL: server.URL + "/round", Limit: 100}, "", "redirects more than 3 times"},
		{sign.Request{URL: server.URL + "/away", Limit: 100}, "", "redirects from http to https"},
		{sign.Request{URL: server.URL + "/disk", Limit: 100}, "", "redirects from http to file"},
		{sign.Request{URL: server.URL + "/cut", Limit: 100}, "", "unexpected EOF"},
		{sign.Request{URL: closed.URL, Limit: 100}, "", "refused"},
		{sign.Request{URL: "ldap://example.org/", Limit: 100}, "", "no address of the web"},
		{sign.Request{URL: "http://[", Limit: 100}, "", "missing ']'"},
	} {
		data, err := c.put(t.Context(), q.request)
		if string(data) != q.want || (err == nil) != (q.fail == "") || err != nil && !strings.Contains(err.Error(), q.fail) {
			t.Errorf("%s: %q, %v", q.request.URL, data, err)
		}
	}
	if failures != 3 {
		t.Errorf("asked %d times until it answered", failures)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.put(ended, sign.Request{URL: server.URL + "/echo", Limit: 9}); err == nil {
		t.Error("asked though it was interrupted")
	}
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer slow.Close()
	c.Timeout = time.Millisecond
	if _, err := c.put(t.Context(), sign.Request{URL: slow.URL, Limit: 9}); err == nil || !strings.Contains(err.Error(), "did not answer within") {
		t.Errorf("of one who does not answer it is said: %v", err)
	}
}
