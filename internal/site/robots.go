package site

import (
	"fmt"
	"slices"

	"annexa/internal/prose"
)

// mostAddresses is how many a sitemap may hold (sitemaps.org).
const mostAddresses = 50_000

// robots adds robots.txt (RFC 9309), which keeps nobody away: whoever may reach
// the site may search it, and whoever may not is kept out by its server. Where
// the address of the site is known it adds a sitemap of all pages too.
func (s *Site) robots() {
	const sitemap = "sitemap.xml"
	s.file("robots.txt", func() ([]byte, error) {
		everybody := "User-agent: *\nAllow: /\n"
		if s.m.Config.Base != "" {
			everybody += "\nSitemap: " + s.address(sitemap) + "\n"
		}
		return []byte(everybody), nil
	})
	if s.m.Config.Base == "" {
		return
	}
	slices.Sort(s.addresses)
	if len(s.addresses) <= mostAddresses {
		s.sitemap(sitemap, "urlset", "url", s.addresses)
		return
	}
	var maps []string
	for part := range slices.Chunk(s.addresses, mostAddresses) {
		name := fmt.Sprintf("sitemap-%d.xml", len(maps)+1)
		s.sitemap(name, "urlset", "url", part)
		maps = append(maps, s.address(name))
	}
	s.sitemap(sitemap, "sitemapindex", "sitemap", maps)
}

// sitemap adds a sitemap of addresses, or one of sitemaps.
func (s *Site) sitemap(name, root, element string, addresses []string) {
	s.file(name, func() ([]byte, error) {
		b := fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?>
<%s xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
`, root)
		for _, address := range addresses {
			b = fmt.Appendf(b, "<%s><loc>", element)
			b = prose.AppendEscaped(b, address)
			b = fmt.Appendf(b, "</loc></%s>\n", element)
		}
		return fmt.Appendf(b, "</%s>\n", root), nil
	})
}
