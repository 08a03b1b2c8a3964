package endtoend

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"annexa/internal/corpus"
	"annexa/themes"
)

// What a reader may have to load, in bytes as servers send them.
const (
	mostMarkup = 15_000 // of a page, beyond its text
	mostScript = 20_000 // in all; what scripts hold is no script: the index, the list of files
	mostStyle  = 15_000 // in all
)

// pagesAreLight weighs what is published.
func pagesAreLight(t *testing.T, p *published) {
	weights := map[string]int{}
	err := fs.WalkDir(themes.FS, "default", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			weights[path.Ext(name)] += sent(p.read(t, "assets/"+strings.TrimPrefix(name, "default/")))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for extension, most := range map[string]int{".js": mostScript, ".css": mostStyle} {
		if got := weights[extension]; got == 0 || got > most {
			t.Errorf("all %s weighs %d bytes of at most %d", extension, got, most)
		}
	}
	heaviest, markup := "", 0
	for _, name := range p.files(t, ".html") {
		folder := path.Dir(name)
		if folder != "documents" && folder != "controls" && folder != "clauses" && folder != "pages" {
			continue
		}
		page := p.read(t, name)
		if beyond := sent(page) - sent(told(t, page)); beyond > markup {
			heaviest, markup = name, beyond
		}
	}
	if heaviest == "" || markup > mostMarkup {
		t.Errorf("%s weighs %d bytes beyond its text, of at most %d", heaviest, markup, mostMarkup)
	}
	t.Logf("script %d bytes, style %d, and %d beyond the text of %s", weights[".js"], weights[".css"], markup, heaviest)
}

// sent is how many bytes a server sends of data.
func sent(data []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b) // writing to memory does not fail
	w.Write(data)
	w.Close()
	return b.Len()
}

// told is what is read of a page.
func told(t *testing.T, page []byte) []byte {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text []byte
	for node := range root.Descendants() {
		if node.Type == html.TextNode && node.Parent.Data != "style" && node.Parent.Data != "script" {
			text = append(text, node.Data...)
		}
	}
	return text
}

// What a search may load until it has answered, by the documents of the site,
// in bytes as servers send them.
var mostAnswer = map[int]int{1_000: 100_000, 10_000: 300_000}

// TestAFirstAnswerIsLight searches sites of many documents, and weighs what it
// takes of the index.
func TestAFirstAnswerIsLight(t *testing.T) {
	for documents, most := range mostAnswer {
		if documents > 1_000 && !thorough() {
			continue
		}
		p := publishContent(t, corpus.FS(documents), false)
		b := open(t)
		// Of files the browser keeps no account.
		const account = `const taken = []; new MutationObserver((changes) => changes.forEach((c) => c.addedNodes.forEach((e) => e.src && taken.push(e.src)))).observe(document, { childList: true, subtree: true })`
		b.begin(t, account)
		for _, query := range []string{"encryption", "DOC-0123", "acess rihgts", "laptops and phones of suppliers"} {
			// Each page begins with nothing of what another has loaded.
			if err := b.show(view{width: 1280, height: 900}, p.address("search.html")); err != nil {
				t.Fatal(err)
			}
			if results := b.search(t, query); len(results) == 0 {
				t.Errorf("of %d documents %q finds none", documents, query)
			}
			scripts, err := ask[[]string](b, `taken.map((address) => new URL(address).pathname.replace(/.*(?=assets.search.)/, "")).filter((name) => name.startsWith("assets"))`)
			if err != nil {
				t.Fatal(err)
			}
			whole, packed := 0, 0
			for _, name := range scripts {
				script := p.read(t, name)
				whole, packed = whole+len(script), packed+sent(script)
			}
			if len(scripts) == 0 || packed > most {
				t.Errorf("of %d documents %q takes %d scripts that weigh %d bytes, of at most %d", documents, query, len(scripts), packed, most)
			}
			t.Logf("of %d documents %q takes %d scripts of %d bytes, %d as they are sent", documents, query, len(scripts), whole, packed)
		}
	}
}
