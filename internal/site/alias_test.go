package site_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/isms"
	"annexa/internal/site"
)

// withAliases is a policy with the given aliases, beside other content.
func withAliases(aliases string) fstest.MapFS {
	return fstest.MapFS{
		"annexa.yaml":        {Data: []byte("date: 2026-11-02\nbase: https://isms.example.org/\n")},
		"policies/one.md":    {Data: []byte("---\nid: POL-01\ntitle: One\nkind: policy\nstatus: draft\naliases: " + aliases + "\n---\nText.\n")},
		"policies/two.md":    {Data: []byte("---\nid: POL-02\ntitle: Two\nkind: policy\nstatus: draft\naliases: [kept.html, folder/kept/]\n---\nText.\n")},
		"policies/old.md":    {Data: []byte("---\nid: POL-03\ntitle: Old\nkind: policy\nstatus: retired\nreplaced-by: POL-02\naliases: [older]\n---\nText.\n")},
		"pages/read.html.md": {Data: []byte("# Read\n")},
		"page.md":            {Data: []byte("---\naliases: [../up]\n---\n# Page\n")},
	}
}

// ofAliases are the problems whose message is about an alias of a file.
func ofAliases(l *build.Loaded, file string) []string {
	var out []string
	for _, p := range l.Problems {
		if p.Place.File == file && strings.HasPrefix(p.Message, "the alias") {
			out = append(out, fmt.Sprintf("%s %s %s", p.Severity, p.Rule.Name, p.Message))
		}
	}
	return out
}

func TestAnAliasIsAPageThatForwards(t *testing.T) {
	l := load(t, withAliases(`[old/address.html, " Straße 1/über uns ", folder/]`))
	if got := ofAliases(l, "policies/one.md"); len(got) > 0 {
		t.Fatal(got)
	}
	pages := render(t, l, options(t, l))
	for name, href := range map[string]string{
		"old/address.html": "../documents/POL-01.html", "Straße 1/über uns.html": "../documents/POL-01.html", "folder/index.html": "../documents/POL-01.html",
		"kept.html": "documents/POL-02.html", "folder/kept/index.html": "../../documents/POL-02.html", "older.html": "documents/POL-03.html",
	} {
		page := string(pages[name])
		for _, want := range []string{
			`<meta http-equiv="refresh" content="0; url=` + href + `">`, `<meta name="robots" content="noindex">`, `<a href="` + href + `">`, "This page has moved",
			`<link rel="canonical" href="https://isms.example.org/` + strings.TrimLeft(href, "./") + `">`,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s has no %s:\n%s", name, want, page)
			}
		}
	}
	check(t, l, pages, beside(l))
}

func TestAliasesThatCannotBe(t *testing.T) {
	for alias, want := range map[string]string{
		`../up`: "front-matter", `/root`: "front-matter", `a/../../b`: "front-matter", `https://example.org/a`: "front-matter", `a\b`: "front-matter", `a#b.html`: "front-matter", `a?b`: "front-matter",
		`a//b`: "front-matter", `"\x00"`: "front-matter", `"."`: "front-matter", `/`: "front-matter",
		`KEPT`: "duplicate-address", `documents/POL-02.html`: "duplicate-address", `pages/PAGE`: "duplicate-address", `kept.html/below`: "duplicate-address",
		`documents/POL-01`: "duplicate-address", `[a, b/c, A.html]`: "duplicate-address", `controls/A.5.1`: "duplicate-address",
	} {
		if !strings.HasPrefix(alias, "[") {
			alias = "[" + alias + "]"
		}
		content := withAliases(alias)
		l := load(t, content)
		got := append(ofAliases(l, "policies/one.md"), ofAliases(l, "policies/two.md")...)
		severity := map[string]string{"front-matter": "warning", "duplicate-address": "error"}[want]
		if len(got) != 1 || !strings.HasPrefix(got[0], severity+" "+want+" ") {
			t.Errorf("%s: %q, want %s", alias, got, want)
		}
	}
}

// A page without status never stops a build.
func TestAnAliasOfAPageIsNoError(t *testing.T) {
	content := withAliases("[a]")
	content["page.md"].Data = []byte("---\naliases: [../up, kept.html, fine]\n---\n# Page\n")
	l := load(t, content)
	if got := ofAliases(l, "page.md"); len(got) != 2 || strings.Contains(strings.Join(got, "\n"), "error") {
		t.Errorf("%q", got)
	}
	if pages := render(t, l, options(t, l)); !strings.Contains(string(pages["fine.html"]), "pages/page.html") {
		t.Error("there is no fine.html")
	}
}

// A document that is not published has no page to lead to, and its former
// address is nobody else's.
func TestAnAliasOfWhatIsNotPublishedIsKept(t *testing.T) {
	content := withAliases("[mine]")
	content["annexa.yaml"].Data = []byte("date: 2026-11-02\ndrafts: hide\n")
	l := load(t, content)
	pages := render(t, l, options(t, l))
	if pages["mine.html"] != nil || pages["older.html"] == nil {
		t.Error("only what is published keeps its former address")
	}
	content = withAliases("[kept]")
	content["annexa.yaml"].Data = []byte("date: 2026-11-02\ndrafts: hide\n")
	if got := append(ofAliases(load(t, content), "policies/one.md"), ofAliases(load(t, content), "policies/two.md")...); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// Whatever page the site has, no alias takes its place.
func TestNoAliasTakesThePlaceOfAPage(t *testing.T) {
	l := load(t, withAliases("[]"))
	var aliases []string
	for _, p := range siteOf(t, l).Pages() {
		if strings.HasSuffix(p.Path, ".html") && !isAlias(l.ISMS, p.Path) {
			aliases = append(aliases, p.Path)
		}
	}
	l = load(t, withAliases(`["`+strings.Join(aliases, `", "`)+`"]`))
	if got := ofAliases(l, "policies/one.md"); len(got) != len(aliases) {
		t.Errorf("%d of %d pages are guarded", len(got), len(aliases))
	}
	list, _ := site.Aliases(l.ISMS)
	for _, a := range list {
		if a.Document.ID == "POL-01" {
			t.Errorf("an alias took the place of %s", a.Path)
		}
	}
}

func siteOf(t *testing.T, l *build.Loaded) *site.Site {
	t.Helper()
	s, problems := site.New(l.ISMS, options(t, l))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return s
}

func isAlias(m *isms.ISMS, path string) bool {
	list, _ := site.Aliases(m)
	for _, a := range list {
		if a.Path == path {
			return true
		}
	}
	return false
}
