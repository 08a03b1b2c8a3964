package endtoend

import (
	"bytes"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A page is a published page as a parser of HTML5 understands it.
type page struct {
	name     string
	lang     string
	titles   []string
	policy   string            // of content security
	ids      map[string]int    // and how often each is given
	links    []string          // where a reader may go
	address  string            // that the page says it has
	shared   map[string]string // what it says of itself to those who link it (Open Graph)
	unsized  []string          // images of which a browser does not know the size beforehand
	loads    []string          // what the page brings in by itself
	named    []string          // ids of the same page that attributes refer to
	headings []int             // their levels, in order
	nameless []string          // images without a text in their place
	inline   []string          // style and script in the page
}

func (p *published) pages(t *testing.T) []*page {
	t.Helper()
	var pages []*page
	for _, name := range p.files(t, ".html") {
		root, err := html.Parse(bytes.NewReader(p.read(t, name)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		read := &page{name: name, ids: map[string]int{}, shared: map[string]string{}}
		for node := range root.Descendants() {
			if node.Type == html.ElementNode {
				read.element(node)
			}
		}
		pages = append(pages, read)
	}
	return pages
}

// element adds what an element says.
func (p *page) element(node *html.Node) {
	attributes := map[string]string{}
	for _, a := range node.Attr {
		attributes[a.Key] = a.Val
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			p.inline = append(p.inline, a.Key+"="+a.Val)
		case a.Key == "id":
			p.ids[a.Val]++
		case slices.Contains([]string{"for", "headers", "popovertarget", "list"}, a.Key), strings.HasPrefix(a.Key, "aria-") && slices.Contains([]string{"labelledby", "describedby", "controls", "owns"}, a.Key[5:]):
			p.named = append(p.named, strings.Fields(a.Val)...)
		case a.Key == "href" && (node.Data == "a" || node.Data == "area"):
			p.links = append(p.links, a.Val)
		case a.Key == "href" && node.Data == "link" && rel(node, "canonical"):
			p.address = a.Val
		case slices.Contains([]string{"src", "srcset", "href", "poster", "data", "action", "formaction", "background", "manifest"}, a.Key):
			p.loads = append(p.loads, a.Val)
		}
	}
	switch node.Data {
	case "html":
		p.lang = attributes["lang"]
	case "title":
		if node.Namespace == "" && node.FirstChild != nil { // an image's own title is another thing
			p.titles = append(p.titles, strings.TrimSpace(node.FirstChild.Data))
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		p.headings = append(p.headings, int(node.Data[1]-'0'))
	case "meta":
		if strings.EqualFold(attributes["http-equiv"], "Content-Security-Policy") {
			p.policy = attributes["content"]
		}
		if name := attributes["property"]; name != "" {
			p.shared[name] = attributes["content"]
		}
	case "img":
		if alt, has := attributes["alt"]; !has || alt == "" {
			p.nameless = append(p.nameless, attributes["src"])
		}
		if attributes["width"] == "" || attributes["height"] == "" {
			p.unsized = append(p.unsized, attributes["src"])
		}
	case "style":
		p.inline = append(p.inline, "<style>")
	case "script":
		if attributes["src"] == "" {
			p.inline = append(p.inline, "<script>")
		}
	}
}

// rel says whether a link element is of a relation.
func rel(node *html.Node, relation string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == "rel" && a.Val == relation })
}

// pagesStand proves of each page what needs no other to be proved.
func pagesStand(t *testing.T, p *published) {
	pages := p.pages(t)
	titled := map[string]string{}
	for _, page := range pages {
		fault := func(format string, args ...any) { t.Helper(); t.Errorf(page.name+": "+format, args...) }
		if page.lang != p.isms.Config.Language {
			fault("its language is %q", page.lang)
		}
		if len(page.titles) != 1 || page.titles[0] == "" {
			fault("its titles are %q", page.titles)
		} else if other := titled[page.titles[0]]; other != "" {
			fault("its title %q is that of %s", page.titles[0], other)
		} else {
			titled[page.titles[0]] = page.name
		}
		for _, want := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'"} {
			if !strings.Contains(page.policy, want) {
				fault("its security policy %q lacks %s", page.policy, want)
			}
		}
		ones := 0
		for i, level := range page.headings {
			if level == 1 {
				ones++
			}
			if i > 0 && level > page.headings[i-1]+1 {
				fault("a heading of level %d follows one of level %d", level, page.headings[i-1])
			}
		}
		if ones != 1 {
			fault("it has %d headings of level 1", ones)
		}
		for id, n := range page.ids {
			if n > 1 || id == "" || strings.ContainsAny(id, " \t\n") {
				fault("the id %q stands %d times", id, n)
			}
		}
		for _, id := range page.named {
			if page.ids[id] == 0 {
				fault("it refers to its part %q, which it does not have", id)
			}
		}
		for _, src := range page.nameless {
			fault("the image %s has no text in its place", src)
		}
		for _, src := range page.unsized {
			fault("the image %s has no size", src)
		}
		if strings.Contains(page.policy, "unsafe") {
			fault("its security policy is %q", page.policy)
		}
		if page.name == "404.html" {
			continue // alone carries its style in itself
		}
		for _, in := range page.inline {
			fault("%.60s stands in the page", in)
		}
	}
}

// outside are the addresses that style sheets and images can bring in.
var outside = regexp.MustCompile(`(?i)@import|url\(\s*['"]?([^)'"]*)`)

// linksLead follows every link to a file, and to the part of it.
func linksLead(t *testing.T, p *published) {
	files := map[string]bool{}
	for _, name := range p.files(t, "") {
		files[name] = true
	}
	pages := p.pages(t)
	ids := map[string]map[string]int{}
	for _, page := range pages {
		ids[page.name] = page.ids
	}
	// lead says what is wrong with an address that stands in a file.
	lead := func(from, address string, load bool) string {
		u, err := url.Parse(address)
		switch {
		case err != nil:
			return err.Error()
		case address == "":
			return "is empty"
		case load && (u.Scheme != "" || u.Host != ""):
			return "is brought in from outside"
		case slices.Contains([]string{"http", "https", "mailto"}, u.Scheme):
			return ""
		case u.Scheme != "":
			return "is of a scheme that pages may not link"
		case u.Host != "" || strings.HasPrefix(u.Path, "/"):
			return "is not relative"
		}
		to := from
		if u.Path != "" {
			to = path.Join(path.Dir(from), u.Path)
		}
		if !files[to] {
			return "leads to nothing"
		}
		if parts, isPage := ids[to]; isPage && u.Fragment != "" && parts[u.Fragment] == 0 {
			return "leads to no part of its page"
		}
		return ""
	}
	followed := 0
	for _, page := range pages {
		for _, link := range page.links {
			followed++
			if fault := lead(page.name, link, false); fault != "" {
				t.Errorf("%s: the link %q %s", page.name, link, fault)
			}
		}
		for _, load := range page.loads {
			followed++
			if fault := lead(page.name, load, true); fault != "" {
				t.Errorf("%s: %q %s", page.name, load, fault)
			}
		}
	}
	if followed < 10*len(pages) {
		t.Errorf("only %d links were found on %d pages", followed, len(pages))
	}
	for _, extension := range []string{".css", ".svg"} {
		for _, name := range p.files(t, extension) {
			for _, m := range outside.FindAllSubmatch(p.read(t, name), -1) {
				if address := string(m[1]); address == "" {
					t.Errorf("%s: %s brings in another file", name, m[0])
				} else if fault := lead(name, address, true); fault != "" && !strings.HasPrefix(address, "#") {
					t.Errorf("%s: %q %s", name, address, fault)
				}
			}
		}
	}
}

// absolute are the addresses of feeds, up to what ends one in XML and in a
// calendar.
var absolute = regexp.MustCompile(`https://isms\.fernhill\.example/([^"<>\s]*)`)

// feedsLead follows the addresses of the two files that are read outside the
// site and so name pages by their whole address.
func feedsLead(t *testing.T, p *published) {
	if p.isms.Config.Base != "https://isms.fernhill.example/" {
		t.Fatalf("the sample is published at %q by now", p.isms.Config.Base)
	}
	files := p.files(t, "")
	ids := map[string]map[string]int{}
	for _, page := range p.pages(t) {
		ids[page.name] = page.ids
	}
	for _, name := range []string{"changes.atom", "reviews.ics"} {
		unfolded := bytes.ReplaceAll(bytes.ReplaceAll(p.read(t, name), []byte("\r\n "), nil), []byte("\n "), nil) // RFC 5545, 3.1
		found := absolute.FindAllSubmatch(unfolded, -1)
		if len(found) == 0 {
			t.Errorf("%s names no page", name)
		}
		for _, m := range found {
			file, part, _ := strings.Cut(string(m[1]), "#")
			if !slices.Contains(files, file) {
				t.Errorf("%s: %s leads to nothing", name, m[0])
			} else if part != "" && ids[file][part] == 0 {
				t.Errorf("%s: %s leads to no part of its page", name, m[0])
			}
		}
	}
}
