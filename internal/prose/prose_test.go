package prose

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// inEnglish is HTML below a page's title.
var inEnglish = HTML{
	Top: 2, AnchorName: "Link to {heading}", Footnotes: "Footnotes",
	Alerts: [5]string{"Note", "Tip", "Important", "Warning", "Caution"},
	Done:   "done", Open: "to do", Back: "Back to the text", Draft: "not in force", Retired: "withdrawn",
}

// TestMarkdownBecomesHTML reads pairs of Markdown and HTML. In the HTML every
// reference leads to "#" and its target.
func TestMarkdownBecomesHTML(t *testing.T) {
	const name = "testdata/html.txtar"
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p := NewParser()
	var out txtar.Archive
	out.Comment = archive.Comment
	for _, f := range archive.Files {
		if !strings.HasSuffix(f.Name, ".md") {
			continue
		}
		base := strings.TrimSuffix(f.Name, ".md")
		tree := p.Parse(f.Data, 1)
		got := string(inEnglish.Append(nil, tree, bindings(tree))) + remarks(tree)
		out.Files = append(out.Files, f, txtar.File{Name: base + ".html", Data: []byte(got)})
		want := ""
		for _, g := range archive.Files {
			if g.Name == base+".html" {
				want = string(g.Data)
			}
		}
		if got != want && !*update {
			t.Errorf("%s:\n--- got\n%s--- want\n%s", base, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(&out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func bindings(t *Tree) Bindings {
	var b Bindings
	for _, r := range t.References {
		href := fmt.Sprintf("#%s", r.Target)
		if r.Edition != 0 {
			href = fmt.Sprintf("#%d:%s", r.Edition, r.Target)
		}
		if r.Fragment != "" {
			href += "~" + r.Fragment
		}
		b.References = append(b.References, Binding{Href: href, Text: "<" + r.Target + ">"})
	}
	for _, v := range t.Variables {
		b.Variables = append(b.Variables, "<"+v.Name+">")
	}
	return b
}

func TestAPictureHasTheWidthThatItsTextAsksFor(t *testing.T) {
	for src, want := range map[string]string{
		"![[a.png]]":        `width="600" height="200"`,
		"![[a.png|300]]":    `width="300" height="100"`,
		"![[a.png|x|1200]]": `width="1200" height="400"`,
		"![x|1](a.png)":     `width="1" height="1"`,
	} {
		b := Bindings{References: []Binding{{Href: "a.png", Width: 600, Height: 200}}}
		got := string(new(HTML).Append(nil, NewParser().Parse([]byte(src), 1), b))
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
}

func remarks(t *Tree) string {
	var b strings.Builder
	for _, r := range t.Remarks {
		fmt.Fprintf(&b, "remark %d %q at %d:%d\n", r.Kind, r.Text, r.Place.Line, r.Place.Column)
	}
	return b.String()
}

func TestMentionsAreFoundWhereTheyAreMeant(t *testing.T) {
	p := NewParser()
	for src, want := range map[string]string{
		"A.5.15":                                 "A.5.15",
		"(see A.5.15.)":                          "A.5.15",
		"A.5.15 and A.8.24, A.9.2.1":             "A.5.15 A.8.24 A.9.2.1",
		"Annex A 5.15":                           "A.5.15",
		"Annex A.5.15":                           "A.5.15",
		"A 5.15 m of cable, A5.15, A4, A 4":      "A.5.15 A.5.15",
		"A.5":                                    "A.5",
		"version 5.2 is none":                    "",
		"clause 6.1.3.":                          "6.1.3",
		"sub-clause 9.2":                         "9.2",
		"Clauses 4 to 10":                        "4 10",
		"clauses 6.1.2, 6.1.3 and 8.2 hold":      "6.1.2 6.1.3 8.2",
		"clause\n6.1.3":                          "6.1.3",
		"clause 6.1.3 and 8 others":              "6.1.3",
		"Abschnitt 6.1.3, in Abschnitt\u00a04.1": "6.1.3 4.1",
		"Abschnitte 4 bis 10":                    "4 10",
		"den Abschnitten 9.2 und 9.3":            "9.2 9.3",
		"Abschnitts 4, Bauabschnitt 3":           "",
		"Anhang A 5.15, Anhang A, Anhang 3":      "A.5.15",
		"Clauses4 Claused 4":                     "",
		"2013:A.5.1 2022:A.5.1 2013:10.1":        "2013:A.5.1 2022:A.5.1 2013:10.1",
		"POL-02, R-003; SHA-256 INC-04-x":        "POL-02 R-003 SHA-256",
		"XPOL-02x a-POL-02 x.A.5.15":             "",
		"`A.5.15` [A.5.15](x) https://a/A.5.15":  "",
		"# A.5.15\n":                             "",
		"A\\.5.15":                               "",
		"éA.5.15":                                "",
		"DOC-1.5 A.5.15-b A.5.15_c":              "",
		"**A.5.15** _POL-02_":                    "A.5.15 POL-02",
		"the “A.5.15”—A.5.16":                    "A.5.15 A.5.16",
	} {
		var got []string
		for _, r := range p.Parse([]byte(src), 1).References {
			switch r.Kind {
			case ControlMention, LooseMention, ClauseMention, IDMention:
				if r.Edition != 0 {
					got = append(got, fmt.Sprintf("%d:%s", r.Edition, r.Target))
				} else {
					got = append(got, r.Target)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
}

func TestPlacesAreThoseOfTheFile(t *testing.T) {
	src := "Ä [[POL-02]] and A.5.15\nand clause\n6.1.3 {{a.b}}.\n\n> - x ![i](a.png) [l](b.md#c)\n"
	tree := NewParser().Parse([]byte(src), 11)
	want := []string{"POL-02 11:3", "A.5.15 11:18", "6.1.3 12:5", "a.png 15:7", "b.md 15:19"}
	for i, r := range tree.References {
		if got := fmt.Sprintf("%s %d:%d", r.Target, r.Place.Line, r.Place.Column); i >= len(want) || got != want[i] {
			t.Errorf("reference %d: %s, want %v", i, got, want)
		}
	}
	if len(tree.References) != len(want) || tree.Variables[0].Place != (Place{13, 7}) {
		t.Errorf("%+v %+v", tree.References, tree.Variables)
	}
}

func TestAnchorsAreThoseOfGitHosts(t *testing.T) {
	tree := NewParser().Parse([]byte("# What's new?\n## A & B\n### A & B\n# Über_uns – 1.2\n# {{a.b}} `c`\n# x {#own}\n# y {#own}\n# !\n"), 1)
	var got []string
	for _, h := range tree.Headings {
		got = append(got, fmt.Sprintf("%s/%d", h.ID, h.Depth))
	}
	if s := strings.Join(got, " "); s != "whats-new/1 a--b/2 a--b-1/3 über_uns--12/1 ab-c/1 own/1 own-1/1 section/1" {
		t.Error(s)
	}
	if len(tree.Remarks) != 1 || tree.Remarks[0].Kind != SameAnchor {
		t.Errorf("%+v", tree.Remarks)
	}
}

func TestHeadingsNeverJump(t *testing.T) {
	tree := NewParser().Parse([]byte("### a\n# b\n#### c\n## d\n###### e\n"), 1)
	var got []int
	for _, h := range tree.Headings {
		got = append(got, h.Depth)
	}
	if fmt.Sprint(got) != "[1 1 2 2 3]" {
		t.Error(got)
	}
}

func TestVariablesStandOnlyWhereTheyAreMeant(t *testing.T) {
	value := func(name string) (string, bool) { return strings.ToUpper(name), name != "un.known" }
	var unknown []string
	got := Substitute(`{{a.b}} ${{a.b}} \{{a.b}} {{a}} {{ a.b }} {{un.known}} {{a.b-c.d}}`, value, func(n string) { unknown = append(unknown, n) })
	if got != `A.B ${{a.b}} {{a.b}} {{a}} {{ a.b }} {{un.known}} A.B-C.D` || len(unknown) != 1 {
		t.Errorf("%q %q", got, unknown)
	}
}

func TestHostileTextIsReadInBoundedTime(t *testing.T) {
	p := NewParser()
	for name, src := range map[string]string{
		"quotes":   strings.Repeat(">", 5000) + " x",
		"quotes 2": strings.Repeat("> ", 5000) + " x",
		"lists":    strings.Repeat("- ", 5000) + " x",
		"brackets": strings.Repeat("[", 50000),
		"wiki":     strings.Repeat("[[a", 20000),
		"emphasis": strings.Repeat("*a_", 20000),
		"indented": func() string {
			var b strings.Builder
			for i := range 500 {
				fmt.Fprintf(&b, "%s- x\n", strings.Repeat("  ", i))
			}
			return b.String()
		}(),
		"tags":      strings.Repeat("<sub>", 3000),
		"variables": strings.Repeat("{{a.", 20000),
		"mentions":  strings.Repeat("A.5.", 20000),
		"backticks": strings.Repeat("`a", 5000),
		"one line":  strings.Repeat("x", 1<<20),
		"a text":    strings.Repeat("x\n", 1<<20),
		"links":     strings.Repeat("A.5.15 {{a.b}}\n", 20_000),
		"footnotes": strings.Repeat("[^a] [^b]\n\n[^a]: x\n\n", 20_000),
		"targets":   strings.Repeat("[a]: x\n", 50_000),
	} {
		tree := p.Parse([]byte(src), 1)
		if len(inEnglish.Append(nil, tree, Bindings{})) == 0 {
			t.Errorf("%s: nothing came out", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	archive, err := txtar.ParseFile("testdata/html.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range archive.Files {
		f.Add(file.Data)
	}
	p := NewParser()
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 4096 {
			return
		}
		tree := p.Parse(src, 1)
		html := string(inEnglish.Append(nil, tree, bindings(tree)))
		AppendBlockText(nil, tree.Blocks, Bindings{})
		for _, tag := range []string{"<script", "<iframe", "<style", "<object", "onerror=\""} {
			if strings.Contains(strings.ToLower(html), tag) {
				t.Fatalf("%q became %q", src, html)
			}
		}
		for _, r := range tree.References {
			if r.Place.Line < 1 || r.Place.Column < 1 {
				t.Fatalf("no place: %+v", r)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	src := []byte(strings.Repeat("## Heading\n\nEvery member of staff must use a passkey, see A.5.17 and [[POL-02]]. Accounts are reviewed each quarter (clause 9.1).\n\n| a | b |\n|---|---|\n| one | two |\n\n- item one\n- item two\n\n", 20))
	p := NewParser()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(src, 1)
	}
}

func BenchmarkHTML(b *testing.B) {
	src := []byte(strings.Repeat("## Heading\n\nEvery member of staff must use a passkey, see A.5.17 and [[POL-02]]. Accounts are reviewed each quarter (clause 9.1).\n\n| a | b |\n|---|---|\n| one | two |\n\n- item one\n- item two\n\n", 20))
	tree := NewParser().Parse(src, 1)
	bind := bindings(tree)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = inEnglish.Append(dst[:0], tree, bind)
	}
}

func TestWordsInAnotherLanguageThanTheTextSaySo(t *testing.T) {
	tree := NewParser().Parse([]byte("> [!TIP]\n> x[^1]\n\n- [x] [a](b.md)\n\n[^1]: y\n"), 1)
	h := inEnglish
	h.Language = "en"
	got := string(h.Append(nil, tree, Bindings{References: []Binding{{Href: "b", State: Draft}}}))
	for _, want := range []string{`<p class="alert-title" lang="en">Tip<`, `aria-label="done" lang="en">`, `<h2 id="footnotes-heading" lang="en">`, `aria-label="Back to the text" lang="en">`, `>a <small lang="en">(not in force)</small></a>`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

func TestCalloutsAreTheAlertsTheyComeNearestTo(t *testing.T) {
	for marker, want := range map[string]AlertKind{"[!info]": Note, "[!Danger]-": Caution, "[!success]+": Tip, "[!attention]": Warning, "[!TIP]": Tip} {
		tree := NewParser().Parse([]byte("> "+marker+"\n> Text.\n"), 1)
		if a, ok := tree.Blocks[0].(*Alert); !ok || a.Kind != want || string(AppendBlockText(nil, a.Blocks, Bindings{})) != "Text.\n" {
			t.Errorf("%s is %#v", marker, tree.Blocks[0])
		}
	}
	for _, none := range []string{"[!]", "[!word]", "info]", "[!info]x", "[!word] and more", "[!note](a.md)", "[!no te]"} {
		if _, ok := NewParser().Parse([]byte("> "+none+"\n> Text.\n"), 1).Blocks[0].(*Quote); !ok {
			t.Errorf("%s is no quotation", none)
		}
	}
}

func TestACalloutKeepsTheTitleItsAuthorGaveIt(t *testing.T) {
	for src, want := range map[string]string{
		"> [!note] Mind the gap\n> Text.":                  "<p><strong>Mind the gap</strong></p>\n<p>Text.</p>\n",
		"> [!note]- Folded  \n> Text.":                     "<p><strong>Folded</strong></p>\n<p>Text.</p>\n",
		"> [!note]+   Open\n>\n> - one":                    "<p><strong>Open</strong></p>\n<ul>\n<li>one\n</li>\n</ul>\n",
		"> [!note] A title alone":                          "<p><strong>A title alone</strong></p>\n",
		"> [!note] See `x`, *y* and [z](z.md)\n> *T* ext.": "<p><strong>See <code>x</code>, <em>y</em> and <a href=\"0\">z</a></strong></p>\n<p><em>T</em> ext.</p>\n",
		"> [!note] [[POL-02]]\n> [[POL-03]] [z](z.md)":     "<p><strong><a href=\"0\">POL-02</a></strong></p>\n<p><a href=\"1\">POL-03</a> <a href=\"2\">z</a></p>\n",
		"> [!note]\n> [[POL-02]]":                          "<p><a href=\"0\">POL-02</a></p>\n",
		"> [!note]\n> <https://a.example>":                 "<p><a href=\"0\">https://a.example</a></p>\n",
	} {
		tree := NewParser().Parse([]byte(src), 1)
		b := Bindings{}
		for i, r := range tree.References {
			b.References = append(b.References, Binding{Href: strconv.Itoa(i), Text: r.Target})
		}
		got := string(inEnglish.Append(nil, tree, b))
		want = "<div class=\"alert note\" role=\"note\"><p class=\"alert-title\">Note</p>\n" + want + "</div>\n"
		if got != want {
			t.Errorf("%q:\n%s\nwant\n%s", src, got, want)
		}
	}
	tree := NewParser().Parse([]byte("Above.\n\n> [!note] Says {{a.b}}\n> Text.\n"), 5)
	own := tree.Blocks[1].(*Alert).Blocks[0].(*Paragraph)
	if own.Line != 7 || len(tree.Variables) != 1 || tree.Variables[0].Place != (Place{7, 16}) {
		t.Errorf("the title stands in line %d, with %v", own.Line, tree.Variables)
	}
}
