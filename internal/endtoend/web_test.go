package endtoend

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// pagesSayTheirAddress proves that each page names its own address, and that
// the sitemap lists just those that a reader stays on.
func pagesSayTheirAddress(t *testing.T, p *published) {
	base := p.isms.Config.Base
	var want []string
	for _, page := range p.pages(t) {
		switch {
		case page.name == "404.html": // it stands at any address
		case p.forwards(t, page.name):
			if page.address == base+page.name || !strings.HasPrefix(page.address, base) {
				t.Errorf("%s says that it is at %q", page.name, page.address)
			}
		default:
			if !strings.Contains(page.name, "@") && !strings.HasSuffix(page.name, ".approvals.html") { // what does not hold any more is not looked for
				want = append(want, base+page.name)
			}
			if page.address != base+page.name {
				t.Errorf("%s says that it is at %q", page.name, page.address)
			}
			if shared := page.shared; shared["og:url"] != page.address || shared["og:title"] != page.titles[0] || shared["og:description"] == "" || shared["og:site_name"] == "" {
				t.Errorf("%s is shared as %q", page.name, shared)
			}
		}
	}
	var sitemap struct {
		Places []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal(p.read(t, "sitemap.xml"), &sitemap); err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	if !slices.Equal(sitemap.Places, want) {
		t.Errorf("the sitemap lists %d addresses of %d pages", len(sitemap.Places), len(want))
	}
	if robots := string(p.read(t, "robots.txt")); !strings.Contains(robots, "\nSitemap: "+base+"sitemap.xml\n") {
		t.Errorf("robots.txt says %q", robots)
	}
}

// headers are what _headers has a host send with every file.
func (p *published) headers(t *testing.T) http.Header {
	t.Helper()
	headers := http.Header{}
	for line := range strings.Lines(string(p.read(t, "_headers"))) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			headers.Add(name, value)
		} else if line != "/*\n" {
			t.Errorf("_headers holds %q", line)
		}
	}
	if headers.Get("Content-Security-Policy") == "" {
		t.Errorf("_headers says only %v", headers)
	}
	return headers
}
