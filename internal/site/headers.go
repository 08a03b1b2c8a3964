package site

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// A httpHeader is sent with every file of the site.
type httpHeader struct{ name, value string }

// Headers are what a web server should send with every file of the site.
func (s *Site) Headers() (http.Header, error) {
	headers, err := s.httpHeaders()
	out := http.Header{}
	for _, h := range headers {
		out.Set(h.name, h.value)
	}
	return out, err
}

// httpHeaders are what a web server should send with every file. Each page says
// its own security policy; the header says it for attachments too, and forbids
// that pages are framed, which a page cannot.
func (s *Site) httpHeaders() ([]httpHeader, error) {
	_, hashes, err := s.lostPage()
	if err != nil {
		return nil, err
	}
	styles := strings.Join(append([]string{"'self'"}, hashes...), " ")
	headers := []httpHeader{
		{"Content-Security-Policy", "default-src 'none'; style-src " + styles + "; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cache-Control", "no-cache"}, // asks each time: what was approved today is read today
	}
	if strings.HasPrefix(s.m.Config.Base, "https:") {
		headers = append(headers, httpHeader{"Strict-Transport-Security", "max-age=31536000"})
	}
	return headers, nil
}

// headers adds what makes common hosts send them: _headers, which Netlify and
// Cloudflare Pages read by themselves, and nginx.conf, which the server block of
// an nginx includes.
func (s *Site) headers() {
	s.file("_headers", func() ([]byte, error) {
		headers, err := s.httpHeaders()
		b := []byte("/*\n")
		for _, h := range headers {
			b = fmt.Appendf(b, "  %s: %s\n", h.name, h.value)
		}
		return b, err
	})
	s.file("nginx.conf", func() ([]byte, error) {
		headers, err := s.httpHeaders()
		var b bytes.Buffer
		b.WriteString("# For the server block, or the location, that serves this folder with nginx:\n#   include /path/of/this/folder/nginx.conf;\n")
		for _, h := range headers {
			fmt.Fprintf(&b, "add_header %s \"%s\" always;\n", h.name, h.value)
		}
		fmt.Fprintf(&b, "error_page 404 %s404.html;\ncharset utf-8;\n", s.folder())
		return b.Bytes(), err
	})
}

// folder is where the site lies on its server, with slashes around.
func (s *Site) folder() string {
	if u, err := url.Parse(s.m.Config.Base); err == nil && u.Path != "" {
		return u.Path
	}
	return "/" // the base was parsed once before: no error comes here
}
