package build

import (
	"html"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
)

// reference is an address in a page.
var reference = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// leadSomewhere says which links between the files of a publication lead to none.
func leadSomewhere(t *testing.T, out map[string][]byte) {
	t.Helper()
	for name, data := range out {
		if path.Ext(name) != ".html" || strings.HasPrefix(name, "preview/") {
			continue
		}
		for _, found := range reference.FindAllSubmatch(data, -1) {
			u, err := url.Parse(html.UnescapeString(string(found[1])))
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if to := path.Join(path.Dir(name), u.Path); u.Scheme == "" && u.Path != "" && out[to] == nil {
				t.Errorf("%s links %s, which is not written", name, to)
			}
		}
	}
}

func TestEveryLinkOfAPublicationLeadsToAFile(t *testing.T) {
	write := func(front string) string { return "---\n" + front + "\n---\nText\n" }
	for name, content := range map[string]map[string]string{
		"no statement":          {"a.md": "# x"},
		"a withdrawn statement": {"soa.md": write("status: retired")},
		"a hidden statement":    {"annexa.yaml": "drafts: hide\n", "soa.md": write("title: x"), "controls/A.5.1.md": write("control: A.5.1\napplicable: yes")},
		"a withdrawn write-up":  {"controls/A.5.1.md": write("control: A.5.1\napplicable: yes\nstatus: retired")},
		"an unreadable one":     {"soa.md": "---\nid: SOA-1\n---\n\x00", "a.md": "---\nid: POL-01\n---\n\x00"},
	} {
		t.Run(name, func(t *testing.T) { leadSomewhere(t, written(t, upTo(t, content, ""))) })
	}
}
