package site

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"annexa/internal/config"
	"annexa/internal/isms"
)

// TestASitemapIsPartedWhereItIsTooLong adds more addresses than one may hold.
func TestASitemapIsPartedWhereItIsTooLong(t *testing.T) {
	for n, want := range map[int]string{
		0:                   "sitemap.xml 0",
		mostAddresses:       "sitemap.xml 50000",
		2*mostAddresses + 1: "sitemap-1.xml 50000, sitemap-2.xml 50000, sitemap-3.xml 1, sitemap.xml 3",
	} {
		s := &Site{m: &isms.ISMS{Config: &config.Config{Base: "https://example.org/a/"}}}
		for i := range n {
			s.addresses = append(s.addresses, s.address(fmt.Sprintf("documents/a & b %d.html", i)))
		}
		s.robots()
		var got []string
		for _, p := range s.pages {
			data, err := s.Render(p, nil)
			if err != nil {
				t.Fatal(err)
			}
			if p.Path == "robots.txt" {
				if !strings.Contains(string(data), "\nSitemap: https://example.org/a/sitemap.xml\n") {
					t.Errorf("robots.txt says %q", data)
				}
				continue
			}
			var parsed struct {
				Places []struct {
					At string `xml:"loc"`
				} `xml:",any"`
			}
			if err := xml.Unmarshal(data, &parsed); err != nil {
				t.Fatalf("%s: %v", p.Path, err)
			}
			for _, place := range parsed.Places {
				if !strings.HasPrefix(place.At, "https://example.org/a/documents/a%20%26%20b%20") && !strings.HasPrefix(place.At, "https://example.org/a/sitemap-") {
					t.Fatalf("%s names %s", p.Path, place.At)
				}
			}
			got = append(got, fmt.Sprintf("%s %d", p.Path, len(parsed.Places)))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("of %d addresses are made %v, not %s", n, got, want)
		}
	}
}
