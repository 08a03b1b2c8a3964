package corpus

import (
	"bytes"
	_ "embed" // the layouts
	"fmt"
	"iter"
	"strings"
)

// The least that Hugo needs to show what Annexa shows: the navigation, the
// document control table, the contents, the text, the history, and lists by
// kind.
var (
	//go:embed layouts/baseof.html
	baseLayout []byte
	//go:embed layouts/nav.html
	navLayout []byte // rendered once, for all pages
	//go:embed layouts/home.html
	homeLayout []byte
	//go:embed layouts/section.html
	sectionLayout []byte
	//go:embed layouts/page.html
	pageLayout []byte
)

// hugo writes links as addresses of the finished site. Hugo does not look
// whether they lead anywhere, so it has less to do than Annexa.
var hugo = form{
	frontMatter: func(b *bytes.Buffer, d document) {
		fmt.Fprintf(b, "title: %s\n", d.title())
		fmt.Fprintf(b, "params:\n  id: %s\n", d.id())
		d.control(b, "  ")
		b.WriteString("  history:\n")
		d.history(b, "    ")
	},
	byID:   hugoLink,
	byPath: hugoLink,
}

func hugoLink(to document, anchor, text string) string {
	return "[" + text + "](../" + strings.TrimSuffix(to.path(), ".md") + ".html" + fragment(anchor) + ")"
}

// Hugo makes dir a site of Hugo (0.146 or later) with the same n documents.
// What lies there under the same names is overwritten.
func Hugo(dir string, n int) error { return write(dir, hugoFiles(n)) }

func hugoFiles(n int) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, file := range []struct {
			name string
			data []byte
		}{
			{"hugo.yaml", []byte(hugoConfiguration)},
			{"layouts/baseof.html", baseLayout},
			{"layouts/_partials/nav.html", navLayout},
			{"layouts/home.html", homeLayout},
			{"layouts/section.html", sectionLayout},
			{"layouts/page.html", pageLayout},
		} {
			if !yield(file.name, file.data) {
				return
			}
		}
		for number := 1; number <= n; number++ {
			d := newDocument(number, n)
			if !yield("content/"+d.path(), d.markdown(hugo)) {
				return
			}
		}
	}
}

// One flat file a page, and no page kinds that we do not make.
const hugoConfiguration = `baseURL: https://isms.example.org/
locale: en-GB
title: Information security management system
uglyURLs: true
disableKinds: [taxonomy, term, rss, sitemap, robotstxt]
`
