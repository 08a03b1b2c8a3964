package site_test

import (
	"bytes"
	"io"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"annexa/internal/build"
	"annexa/internal/corpus"
)

// A page as the checks below see it.
type parsed struct {
	ids      map[string]bool
	links    []string // of href and src
	headings []int
	faults   []string
}

// parse reads a page, strictly enough to notice tags that do not match.
func parse(t *testing.T, name string, data []byte) parsed {
	t.Helper()
	p := parsed{ids: map[string]bool{}}
	var open []string
	void := []string{"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Fatalf("%s: %v", name, z.Err())
			}
			if len(open) > 0 {
				p.faults = append(p.faults, "not closed: "+strings.Join(open, " "))
			}
			return p
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			if len(tag.Data) == 2 && tag.Data[0] == 'h' && tag.Data[1] >= '1' && tag.Data[1] <= '6' {
				p.headings = append(p.headings, int(tag.Data[1]-'0'))
			}
			if tag.Data == "style" && name != "404.html" || tag.Data == "script" && !slices.ContainsFunc(tag.Attr, func(a html.Attribute) bool { return a.Key == "src" }) {
				p.faults = append(p.faults, "inline "+tag.Data)
			}
			for _, a := range tag.Attr {
				switch {
				case a.Key == "id" && p.ids[a.Val]:
					p.faults = append(p.faults, "id twice: "+a.Val)
				case a.Key == "id":
					p.ids[a.Val] = true
				case (a.Key == "href" || a.Key == "src") && a.Val == "":
					p.faults = append(p.faults, "empty "+a.Key)
				case a.Key == "href" || a.Key == "src":
					p.links = append(p.links, a.Val)
				case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
					p.faults = append(p.faults, "inline "+a.Key)
				}
				if strings.Contains(a.Val, "ZgotmplZ") {
					p.faults = append(p.faults, "an address that is no address: "+a.Key)
				}
			}
			if kind == html.StartTagToken && !slices.Contains(void, tag.Data) {
				open = append(open, tag.Data)
			}
		case html.EndTagToken:
			tag := z.Token()
			if len(open) == 0 || open[len(open)-1] != tag.Data {
				p.faults = append(p.faults, "</"+tag.Data+"> closes "+strings.Join(open, " "))
				return p
			}
			open = open[:len(open)-1]
		}
	}
}

// check proves of a whole site what every reader relies on.
func check(t *testing.T, l *build.Loaded, pages map[string][]byte, elsewhere func(string) bool) {
	t.Helper()
	all := map[string]parsed{}
	for name, data := range pages {
		if strings.HasSuffix(name, ".html") {
			all[name] = parse(t, name, data)
		}
	}
	for name, p := range all {
		for _, f := range p.faults {
			t.Errorf("%s: %s", name, f)
		}
		if n := len(slices.DeleteFunc(slices.Clone(p.headings), func(h int) bool { return h != 1 })); n != 1 {
			t.Errorf("%s: %d headings of level one", name, n)
		}
		for i := 1; i < len(p.headings); i++ {
			if p.headings[i] > p.headings[i-1]+1 {
				t.Errorf("%s: headings jump: %v", name, p.headings[:i+1])
				break
			}
		}
		for _, link := range p.links {
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if u.Scheme != "" {
				continue
			}
			if strings.HasPrefix(u.Path, "/") {
				t.Errorf("%s: %s leads to the root", name, link)
			}
			to := name
			if u.Path != "" {
				to = path.Join(path.Dir(name), u.Path)
			}
			if target, ok := all[to]; ok {
				if u.Fragment != "" && !target.ids[u.Fragment] {
					t.Errorf("%s: %s has no #%s", name, to, u.Fragment)
				}
			} else if _, ok := pages[to]; !ok && !elsewhere(to) {
				t.Errorf("%s: %s leads to nothing", name, link)
			}
		}
	}
}

// beside are the files that other rooms make.
func beside(l *build.Loaded) func(string) bool {
	files := l.ISMS.PublishedFiles()
	return func(name string) bool {
		file, isFile := strings.CutPrefix(name, "files/")
		return path.Ext(name) == ".pdf" || name == "manifest.json" || strings.HasPrefix(name, "soa/") && path.Ext(name) != ".html" || isFile && slices.Contains(files, file)
	}
}

func TestEveryLinkOfTheSampleLeadsSomewhere(t *testing.T) {
	l := load(t, os.DirFS("../../content"))
	pages := render(t, l, options(t, l))
	for _, name := range []string{
		"index.html", "documents.html", "documents/POL-02.html", "documents/STD-02.html", "standard.html", "clauses/index.html", "clauses/1.html", "clauses/3.html", "clauses/4.html",
		"clauses/6.1.3.html", "annex-a/2022/index.html", "annex-a/2022/A.5.html", "controls/A.5.15.html", "annex-a/2013/index.html", "annex-a/2013/A.9.html", "annex-a/2013/A.9.2.1.html",
		"clauses/2013/index.html", "clauses/2013/6.1.3.html", "soa/soa.html", "registers/index.html", "registers/risks.html", "glossary.html", "reviews.html", "calendar.html", "changes.html", "verify.html", "assets/verify.js", "coverage.html", "readiness.html", "traceability/index.html", "traceability/clauses.html", "traceability/A.5.html", "audits.html", "404.html",
		"reviews.ics", "changes.atom", "assets/tokens.css", "assets/style.css", "assets/site.js",
	} {
		if len(pages[name]) == 0 {
			t.Errorf("there is no %s", name)
		}
	}
	for d := 5; d <= 18; d++ {
		if name := "annex-a/2013/A." + string('0'+rune(d/10)) + string('0'+rune(d%10)) + ".html"; len(pages[strings.Replace(name, "A.0", "A.", 1)]) == 0 {
			t.Errorf("there is no page for the domain A.%d", d)
		}
	}
	check(t, l, pages, beside(l))
}

func TestEveryLinkLeadsSomewhereInOtherContent(t *testing.T) {
	for name, content := range map[string]fstest.MapFS{
		"nothing at all": {},
		"a corpus":       corpus.FS(40),
		"written to the edition of 2013": {
			"annexa.yaml":           {Data: []byte("edition: 2013\ndate: 2026-11-02\norganisation: {name: Old Ltd}\n")},
			"controls/A.9.2.1.md":   {Data: []byte("---\ncontrol: A.9.2.1\napplicable: yes\nreasons: [risk]\nstatus: draft\n---\nMet, see [[A.9.2.2]] and 2022:A.5.16.\n")},
			"policies/access.md":    {Data: []byte("---\nid: POL-01\ntitle: Access\nkind: policy\nstatus: approved\nimplements: [A.9.2.1, \"2022:A.5.15\"]\n---\n# Access\n\n## One\n")},
			"registers/risks.yaml":  {Data: []byte("- {id: R-1, title: Loss, affects: [c], likelihood: 3, impact: 4, treatment: modify, controls: [A.9.2.1], owner: Boss}\n")},
			"registers/assets.yaml": {Data: []byte("- {id: AST-1, title: \"<b>Laptop</b>\", type: device, owner: Boss, classification: internal}\n")},
		},
		"never meant for Annexa": {
			"README.md":              {Data: []byte("---\nlayout: home\ntags: [a]\n---\n# Hello & <welcome>\n\nSee [the other](docs/Über uns#1.md) and [[nothing]].\n\n# Second title\n\n### Deep\n")},
			"docs/Über uns#1.md":     {Data: []byte("Text without a heading. A.5.15 and clause 4.1.\n\n## History {#History}\n")},
			"docs/100%_sure?.md":     {Data: []byte("# Sure\n\n## Sure\n\n## Sure\n")},
			"docs/broken.md":         {Data: []byte("a\x00b")},
			"docs/deep/er/page.md":   {Data: []byte("[up](../../../README.md) ![no](none.png) [pdf](a%20b.pdf)\n")},
			"docs/deep/er/a b.pdf":   {Data: []byte("%PDF")},
			"<script>alert(1).md":    {Data: []byte("---\ntitle: \"</title><script>x</script>\"\nsummary: '\"><img src=x onerror=y>'\n---\njavascript [x](javascript:alert(1)) <script>x</script>\n")},
			"annexa.yaml":            {Data: []byte("organisation: {name: \"<i>Evil</i>\", short: \"\\\"Evil\\\"\"}\ncontacts: {security-event: \"javascript:alert(1)@x\"}\n")},
			"registers/suppliers.md": {Data: []byte("# A page among the registers\n")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := load(t, content)
			check(t, l, render(t, l, options(t, l)), beside(l))
		})
	}
}

// TestADraftSaysOnceThatItIsOne holds for the links within it.
func TestADraftSaysOnceThatItIsOne(t *testing.T) {
	l := load(t, fstest.MapFS{"a.md": {Data: []byte("---\nid: POL-01\ntitle: One\nkind: policy\nstatus: draft\n---\n[below](#below) [[#Below]] [[POL-01#below]]\n\n## Below\n\n[[POL-02]]\n")}, "b.md": {Data: []byte("---\nid: POL-02\ntitle: Two\nkind: policy\nstatus: draft\n---\nText.\n")}})
	page := string(render(t, l, options(t, l))["documents/POL-01.html"])
	for _, want := range []string{`<a href="#below">below</a> <a href="#below">Below</a> <a href="#below">POL-01 One</a>`, `POL-02 Two <small>(not in force)</small>`} {
		if !strings.Contains(page, want) {
			t.Errorf("it does not say %s", want)
		}
	}
}
