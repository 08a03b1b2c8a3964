package site_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAHostKnowsWhatToSend(t *testing.T) {
	for base, want := range map[string]struct{ strict, folder string }{
		"":                         {"", "/"},
		"http://isms.example/":     {"", "/"},
		"https://isms.example":     {"max-age", "/"},
		"https://example.org/isms": {"max-age", "/isms/"},
	} {
		l := load(t, fstest.MapFS{"annexa.yaml": {Data: []byte("base: " + base + "\n")}})
		pages := render(t, l, options(t, l))
		headers, ours := map[string]string{}, string(pages["_headers"])
		lines := strings.Split(strings.TrimSpace(ours), "\n")
		if lines[0] != "/*" {
			t.Fatalf("_headers begins with %q", lines[0])
		}
		for _, line := range lines[1:] {
			name, value, ok := strings.Cut(line, ": ")
			if !ok || !strings.HasPrefix(name, "  ") || headers[name[2:]] != "" {
				t.Fatalf("_headers holds %q", line)
			}
			headers[name[2:]] = value
			if nginx := fmt.Sprintf("add_header %s \"%s\" always;\n", name[2:], value); !strings.Contains(string(pages["nginx.conf"]), nginx) {
				t.Errorf("nginx.conf lacks %s", nginx)
			}
		}
		if !strings.Contains(headers["Content-Security-Policy"], "frame-ancestors 'none'") || strings.Contains(ours, "unsafe") {
			t.Errorf("the policy is %s", headers["Content-Security-Policy"])
		}
		if strict := headers["Strict-Transport-Security"]; !strings.HasPrefix(strict, want.strict) || want.strict == "" && strict != "" {
			t.Errorf("at %q it sends %q", base, strict)
		}
		if lost := "error_page 404 " + want.folder + "404.html;\n"; !strings.Contains(string(pages["nginx.conf"]), lost) {
			t.Errorf("at %q nginx.conf lacks %s in:\n%s", base, lost, pages["nginx.conf"])
		}
	}
}

// TestThePageThatIsLostAllowsItsOwnStyle has a template of somebody else's too,
// whose styles are as many as they like.
func TestThePageThatIsLostAllowsItsOwnStyle(t *testing.T) {
	l := load(t, fstest.MapFS{})
	source := func(style string) string {
		hash := sha256.Sum256([]byte(style))
		return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
	}
	for text, want := range map[string]string{
		`<p>{{.Styles}}</p>`: `'none'`,
		`<style nonce="{{.Nonce}}">a{}</style><STYLE media="print">b{}</STYLE ><p>{{.Styles}}</p>`: "'nonce-" + source("a{}")[1:] + " " + source("a{}") + " " + source("b{}"),
	} {
		opt := options(t, l)
		opt.Templates = with(t, opt.Templates, map[string]string{"404.html": text})
		pages := render(t, l, opt)
		page := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(string(pages["404.html"]))
		if !strings.Contains(page, "<p>"+want+"</p>") {
			t.Errorf("%s allows, where %s was meant:\n%s", text, want, page)
		}
		_, hashes, _ := strings.Cut(want, " ")
		if header := string(pages["_headers"]); !strings.Contains(header, strings.TrimSpace("style-src 'self' "+hashes)+";") {
			t.Errorf("the header says\n%s", header)
		}
	}
}
