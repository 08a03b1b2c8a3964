package signtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
)

// ServeHTTP answers at /tsa, /ocsp, /root.crl, /ca.crl, /root.crt and /ca.crt.
func (p *PKI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.URL.Path)
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	data, kind, err := p.answer(r.URL.Path, body)
	if kind == "" {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Write(data) // whoever does not read it has gone
}

// Reply answers a request, a POST if it has a body, with no network between.
func (p *PKI) Reply(ctx context.Context, address string, body []byte) ([]byte, error) {
	path, ok := strings.CutPrefix(address, p.url)
	if !ok {
		return nil, fmt.Errorf("no such host: %s", address)
	}
	method := http.MethodGet
	if body != nil {
		method = http.MethodPost
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequestWithContext(ctx, method, path, bytes.NewReader(body)))
	if w.Code != http.StatusOK {
		return nil, fmt.Errorf("it answers %d", w.Code)
	}
	return w.Body.Bytes(), ctx.Err()
}

// Change does something to the PKI while no request is answered.
func (p *PKI) Change(do func(*PKI)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do(p)
}

// Asked returns the paths that were asked for so far, in order.
func (p *PKI) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}

func (p *PKI) answer(path string, body []byte) (data []byte, kind string, err error) {
	switch path {
	case "/tsa":
		data, err = p.stamp(body)
		return data, "application/timestamp-reply", err
	case "/ocsp":
		data, err = p.status(body)
		return data, "application/ocsp-response", err
	case "/root.crt":
		return p.Root.Certificate.Raw, "application/pkix-cert", nil
	case "/ca.crt":
		return p.CA.Certificate.Raw, "application/pkix-cert", nil
	case "/root.crl", "/ca.crl":
		if p.Lies.NoCRL {
			return nil, "application/pkix-crl", errors.New("out of order")
		}
		issuer := p.Root
		if path == "/ca.crl" {
			issuer = p.CA
		}
		data, err = p.list(issuer)
		return data, "application/pkix-crl", err
	}
	return nil, "", nil
}
