package isms_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"annexa/internal/isms"
)

// words are what a target is, in a word.
func words(t isms.Target) string {
	switch {
	case t.Broken:
		return "broken"
	case t.Document != nil:
		return "document " + t.Page()
	case t.Requirement != nil:
		return string(t.Requirement.Edition.String()) + " " + t.Page()
	case t.Former != nil:
		return "former " + t.Page()
	case t.Row != nil:
		return "row " + t.Page()
	case t.Register != nil:
		return "register " + t.Page()
	case t.File != "":
		return "file " + t.Page()
	case t.Address != "":
		return "address " + t.Address
	}
	return "text"
}

// leads resolves each text of a file in the folder policies, which holds one
// reference, and compares what it leads to.
func leads(t *testing.T, files map[string]string, want map[string]string) {
	t.Helper()
	for text, to := range want {
		files["policies/text.md"] = text
		m := linked(t, files)
		got := "none"
		for _, d := range m.Documents {
			if d.File == "policies/text.md" && len(d.Targets) > 0 {
				got = words(d.Targets[0])
			}
		}
		if got != to {
			t.Errorf("%s leads to %s, want %s", text, got, to)
		}
	}
}

func TestIdsOfBothEditionsIn2022Content(t *testing.T) {
	leads(t, map[string]string{}, map[string]string{
		"A.5.15":               "2022 controls/A.5.15.html",
		"A.5.1":                "2022 controls/A.5.1.html",
		"A.5":                  "2022 annex-a/2022/A.5.html",
		"A.9":                  "former annex-a/2013/A.9.html",
		"A.18":                 "former annex-a/2013/A.18.html",
		"A.9.2":                "former annex-a/2013/A.9.html#A.9.2",
		"A.9.2.1":              "former annex-a/2013/A.9.2.1.html",
		"2013:A.5.1":           "former annex-a/2013/A.5.html#A.5.1",
		"2013:A.5":             "former annex-a/2013/A.5.html",
		"2013:10.1":            "former clauses/2013/10.1.html",
		"2022:A.5.1":           "2022 controls/A.5.1.html",
		"2022:6.3":             "2022 clauses/6.3.html",
		"2013:6.3":             "text",
		"2022:A.18":            "text",
		"clause 6.3":           "2022 clauses/6.3.html",
		"clause 10.1":          "2022 clauses/10.1.html",
		"Clauses 4 to 10":      "2022 clauses/4.html",
		"Annex A 5.15":         "2022 controls/A.5.15.html",
		"Annex A 9.2.1":        "former annex-a/2013/A.9.2.1.html",
		"A 5.15":               "2022 controls/A.5.15.html",
		"A5.15":                "2022 controls/A.5.15.html",
		"A 9.2.1":              "text",
		"A5.99":                "text",
		"A.5.99":               "text",
		"A.4":                  "text",
		"version 5.2":          "none",
		"[[6.1.3]]":            "2022 clauses/6.1.3.html",
		"[[2013:A.9.2.1]]":     "former annex-a/2013/A.9.2.1.html",
		"[[2013:A.5.1|x]]":     "former annex-a/2013/A.5.html#A.5.1",
		"[[A.8.24]]":           "2022 controls/A.8.24.html",
		"[[5.10]]":             "broken",
		"`A.5.15` and\n\n # x": "none",
	})
}

func TestIdsOfBothEditionsIn2013Content(t *testing.T) {
	leads(t, map[string]string{"annexa.yaml": "edition: 2013\n"}, map[string]string{
		"A.9.2.1":     "2013 controls/A.9.2.1.html",
		"A.9.2":       "2013 annex-a/2013/A.9.html#A.9.2",
		"A.18":        "2013 annex-a/2013/A.18.html",
		"A.5.1":       "2013 annex-a/2013/A.5.html#A.5.1",
		"A.5":         "2013 annex-a/2013/A.5.html",
		"A.5.15":      "former annex-a/2022/A.5.15.html",
		"A.8.24":      "former annex-a/2022/A.8.24.html",
		"2022:A.5.1":  "former annex-a/2022/A.5.1.html",
		"2022:A.5":    "former annex-a/2022/A.5.html",
		"2022:6.3":    "former clauses/2022/6.3.html",
		"2013:10.1":   "2013 clauses/10.1.html",
		"clause 10.1": "2013 clauses/10.1.html",
		"clause 6.3":  "former clauses/2022/6.3.html",
		"2013:6.3":    "text",
	})
}

func TestLinksLeadWhereAGitHostLeads(t *testing.T) {
	leads(t, map[string]string{
		"README.md":                 "# Start",
		"policies/access.md":        front(policy, "# One\n\n## Two"),
		"policies/sub/README.md":    "# Sub",
		"policies/hidden.md":        front("id: POL-09\nkind: policy\n", ""),
		"controls/A.5.15.md":        front(writeUp, "## Rules"),
		"registers/risks.yaml":      "- {id: R-001, title: Loss, affects: [c], likelihood: 1, impact: 1, treatment: retain, controls: [A.5.15], owner: X}\n",
		"policies/a form.docx":      "x",
		"policies/Straße.md":        "# Straße",
		"policies/with.dots.and.md": "x",
	}, map[string]string{
		"[x](access.md)":                          "document documents/POL-01.html",
		"[x](./access.md#two)":                    "document documents/POL-01.html#two",
		"[x](../policies/access.md)":              "document documents/POL-01.html",
		"[x](/policies/access.md)":                "document documents/POL-01.html",
		"[x](access)":                             "document documents/POL-01.html",
		"[x](access.html)":                        "document documents/POL-01.html",
		"[x](access.md?plain=1#two)":              "document documents/POL-01.html#two",
		"[x][y]\n\n[y]: access.md":                "document documents/POL-01.html",
		"[x](../README.md)":                       "document pages/README.html",
		"[x](../)":                                "document pages/README.html",
		"[x](sub/)":                               "document pages/policies/sub/README.html",
		"[x](../controls/A.5.15.md#rules)":        "2022 controls/A.5.15.html#rules",
		"[x](../registers/risks.yaml#R-001)":      "register registers/risks.html#R-001",
		"[x](a%20form.docx)":                      "file files/policies/a form.docx",
		"[x](<a form.docx>)":                      "file files/policies/a form.docx",
		"[x](Stra%C3%9Fe.md)":                     "document pages/policies/Straße.html",
		"[x](with.dots.and.md)":                   "document pages/policies/with.dots.and.html",
		"[x](#own)\n\n# Own":                      "document pages/policies/text.html#own",
		"[x](gone.md)":                            "broken",
		"[x](../../etc/passwd)":                   "broken",
		"[x](/../etc/passwd)":                     "broken",
		"[x](javascript:alert(1))":                "broken",
		"[x](JavaScript:alert(1))":                "broken",
		"[x](vbscript:x)":                         "broken",
		"[x](data:text/html;base64,eA==)":         "broken",
		"[x](file:///etc/passwd)":                 "broken",
		"<https://example.org/a?b#c>":             "address https://example.org/a?b#c",
		"[x](mailto:a@example.org)":               "address mailto:a@example.org",
		"![x](a%20form.docx)":                     "file files/policies/a form.docx",
		"![x](https://example.org/x.png)":         "broken",
		"![x](access.md)":                         "broken",
		"[[POL-01]]":                              "document documents/POL-01.html",
		"[[pol-01#Two]]":                          "document documents/POL-01.html#two",
		"[[pol-01#One#Two]]":                      "document documents/POL-01.html#two",
		"[[pol-01#Three]]":                        "document documents/POL-01.html#Three",
		"[[access]]":                              "document documents/POL-01.html",
		"[[Access.md]]":                           "document documents/POL-01.html",
		"[[A.5.15#rules|x]]":                      "2022 controls/A.5.15.html#rules",
		"[[R-001]]":                               "row registers/risks.html#R-001",
		"[[risks]]":                               "register registers/risks.html",
		"POL-01":                                  "document documents/POL-01.html",
		"R-001":                                   "row registers/risks.html#R-001",
		"SHA-256":                                 "text",
		"[[POL-99]]":                              "broken",
		"[[\"><script>alert(1)</script>]]":        "broken",
		"A.5.15 is met as [the rules](#x) say it": "2022 controls/A.5.15.html",
	})
}

// TestNotebooksLinkAndEmbedByName holds that what Obsidian and its like write
// leads where it leads there, and that no text is drawn into another in silence.
func TestNotebooksLinkAndEmbedByName(t *testing.T) {
	files := map[string]string{
		"policies/access.md": front(policy, "## Two parts\n\nx"), "policies/near.png": "", "assets/zones.png": "", "assets/old/plan.svg": "", "b/plan.svg": "", "b/form.pdf": "", "policies/sub/near.png": "",
	}
	leads(t, files, map[string]string{
		"![[zones.png]]":             "file files/assets/zones.png",
		"![[Zones.PNG|The zones]]":   "file files/assets/zones.png",
		"![[assets/zones.png|300]]":  "file files/assets/zones.png",
		"![[near.png]]":              "file files/policies/near.png",
		"![[../assets/zones.png]]":   "file files/assets/zones.png",
		"![[plan.svg]]":              "file files/assets/old/plan.svg",
		"![[gone.png]]":              "broken",
		"![[../../zones.png]]":       "broken",
		"![[POL-01]]":                "document documents/POL-01.html",
		"![[POL-01#Two parts]]":      "document documents/POL-01.html#two-parts",
		"[[access#Two parts|label]]": "document documents/POL-01.html#two-parts",
		"[[#Mine]]\n\n## Mine":       "document pages/policies/text.html#mine",
		"![[form.pdf]]":              "file files/b/form.pdf",
		"[[form.pdf]]":               "file files/b/form.pdf",
		"[[form]]":                   "broken",
	})
	files["policies/text.md"] = "![[POL-01]]\n\n- ![[form.pdf]]\n\n![[plan.svg]]\n\n![[gone.png]]\n\n![[Gone]]\n"
	var told []string
	for _, p := range linked(t, files).Problems {
		told = append(told, p.Place.String()+": "+p.Message)
	}
	for _, want := range []string{
		"policies/text.md:1:1: ![[POL-01]] is shown as a link and not embedded",
		"policies/text.md:3:3: ![[form.pdf]] is shown as a link and not embedded",
		"policies/text.md:5:1: [[plan.svg]] may mean assets/old/plan.svg or b/plan.svg",
		"policies/text.md:7:1: there is no image gone.png",
	} {
		if !slices.Contains(told, want) {
			t.Errorf("nothing tells that %s, in\n%s", want, strings.Join(told, "\n"))
		}
	}
	if all := strings.Join(told, "\n"); !strings.Contains(all, "[[Gone]] leads to nothing") || strings.Contains(all, "![[Gone]] is shown") {
		t.Errorf("what is not there is not told once:\n%s", all)
	}
}

func TestAWriteUpDoesNotLinkToItself(t *testing.T) {
	m := linked(t, map[string]string{"a.md": front(writeUp, "A.5.15 is met so: see A.5.16.")})
	d, _ := m.Lookup("A.5.15")
	if words(d.Targets[0]) != "text" || words(d.Targets[1]) != "2022 controls/A.5.16.html" {
		t.Errorf("%s, %s", words(d.Targets[0]), words(d.Targets[1]))
	}
}

func TestNoTwoPagesShareAnAddress(t *testing.T) {
	files := map[string]string{"a.md": "# a", "A.md": "# A", "a.markdown": "# a", "A.markdown": "# A", "a.MD": "# a", "b/x.md": front(policy, ""), "c/x.md": front("id: POL-02\nkind: policy", "")}
	m := linked(t, files)
	taken := map[string]string{}
	for _, d := range m.Documents {
		key := strings.ToLower(d.Page)
		if other, twice := taken[key]; twice || d.Page == "" || !d.Published {
			t.Errorf("%s has the address %q, as %s", d.File, d.Page, other)
		}
		taken[key] = d.File
	}
	if len(taken) != len(files) {
		t.Errorf("%d addresses for %d files", len(taken), len(files))
	}
}

func TestTitlesAreNeverEmpty(t *testing.T) {
	m := linked(t, map[string]string{
		"über-uns.md": "Text", "2026-11-02.md": "Text", "x/README.md": "Text", "README.md": "Text", "h.md": "# *One* `two`", "-.md": "", "e.md": "#\n", "v.md": front(`title: "{{organisation.short}} x"`, ""),
		"k.md": front("kind: control", ""), "w.md": front("control: A.5.99", ""), "t.md": front(writeUp+"title: Own", ""), "annexa.yaml": "organisation: {short: N}\n", "b.md": "\x00",
		"guide/_index.md": "Text", "l.md": "Above.\n\n# Late\n", "s.md": "## Small\n",
	})
	want := map[string]string{"über-uns.md": "Über uns", "x/README.md": "X", "README.md": "README", "h.md": "One two", "-.md": "-.md", "e.md": "E", "v.md": "N x", "k.md": "K", "2026-11-02.md": "2026-11-02", "w.md": "W", "t.md": "Access control", "b.md": "B",
		"guide/_index.md": "Guide", "l.md": "Late", "s.md": "Small"}
	for _, d := range m.Documents {
		if d.Title != want[d.File] {
			t.Errorf("%s has the title %q, want %q", d.File, d.Title, want[d.File])
		}
	}
}

func TestWhatIsHiddenHasNoPage(t *testing.T) {
	files := map[string]string{
		"annexa.yaml":          "drafts: hide\n",
		"a.md":                 front(policy, "Text"),
		"b.md":                 front("id: POL-02\nkind: policy\n"+approved, "[[POL-01]] [[POL-03]] [[R-001]]"),
		"c.md":                 front("id: POL-03\nkind: policy\nclassification: confidential\n"+approved, "[x](f.txt)"),
		"f.txt":                "x",
		"registers/risks.yaml": "- {id: R-001, title: Loss, affects: [c], likelihood: 1, impact: 1, treatment: retain, controls: [A.5.15], owner: X}\n",
	}
	m := linked(t, files)
	d, _ := m.Lookup("POL-02")
	if got := fmt.Sprintln(d.Targets[0].Page() == "", d.Targets[1].Page(), d.Targets[2].Page(), m.PublishedFiles()); got != "true documents/POL-03.html registers/risks.html#R-001 [f.txt]\n" {
		t.Error(got)
	}
	m = upTo(t, files, "internal")
	d, _ = m.Lookup("POL-02")
	if got := d.Targets[1:]; got[0] != (isms.Target{}) || got[1] != (isms.Target{}) {
		t.Errorf("links to what is above the level come to %v", got)
	}
	if got := fmt.Sprintln(d.Published, d.Targets[0].Page() == "", m.PublishedFiles()); got != "true true []\n" {
		t.Error(got)
	}
}
