package site_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/diag"
	"annexa/internal/site"
)

// markup is a text that is markup in every format of a site, as YAML has it
// between quotes.
const markup = `<i title='x'>&amp; \"q\" & 'y'</i> ]]> </script><!-- {{x}} \\n\nEND:VEVENT`

// marked is a content with markup in every field that is a text.
func marked() fstest.MapFS {
	text := func(s string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.ReplaceAll(strings.ReplaceAll(s, "TEXT", `"`+markup+`"`), "BODY", strings.NewReplacer(`\"`, `"`, `\\n\n`, " ").Replace(markup)))}
	}
	return fstest.MapFS{
		"annexa.yaml": text("organisation: {name: TEXT, short: TEXT}\ntitle: TEXT\ndate: 2026-11-02\nbase: https://example.org/\ncontacts: {security-event: TEXT, it-help: \"a@b<i>\"}\n" +
			"packs: [{id: p, title: TEXT, include: [policies]}]\nregisters: {own: {prefix: OWN, title: TEXT, columns: {c: {title: TEXT}, w: {title: TEXT, words: [TEXT]}}}}\n"),
		"policy.md": text("---\nid: POL-01\ntitle: TEXT\nkind: policy\nstatus: approved\nversion: TEXT\nclassification: public\nowner: TEXT\naudience: [TEXT]\nsummary: TEXT\nimplements: [A.5.1]\nprovides: [policy]\n" +
			"approved: {by: TEXT, role: TEXT, date: 2026-01-01}\neffective: 2026-01-01\nreview: {next: 2026-12-01}\nhistory: [{version: TEXT, date: 2026-01-01, author: TEXT, change: TEXT}]\n---\n# BODY\n\n## BODY\n\n## BODY\n\n## BODY\n\nBODY `BODY` [BODY](https://example.org/<i>) ![BODY](none.png) [[BODY]]\n\n| BODY |\n|---|\n| BODY |\n"),
		"old.md":                 text("---\nid: POL-02\ntitle: TEXT\nkind: policy\nstatus: retired\nversion: TEXT\nreplaced-by: POL-01\naliases: [old/x.html]\nhistory: [{version: TEXT, date: 2026-01-01, author: TEXT, change: TEXT}]\n---\nBODY\n"),
		"page.md":                text("---\ntitle: TEXT\nsummary: TEXT\nowner: TEXT\n---\nBODY\n"),
		"heading.md":             text("# BODY\n\nBODY\n"),
		"soa.md":                 text("---\nid: SOA-1\ntitle: TEXT\nsummary: TEXT\nstatus: approved\n---\nBODY\n"),
		"controls/A.5.1.md":      text("---\ncontrol: A.5.1\napplicable: yes\njustification: TEXT\nimplementation: partial\nstatus: approved\nowner: TEXT\naction: {what: TEXT, owner: TEXT, due: 2026-12-01}\nevidence: [{title: TEXT, date: 2026-01-01, every: 1 year}]\n---\nBODY\n"),
		"controls/A.5.2.md":      text("---\ncontrol: A.5.2\napplicable: no\njustification: TEXT\nstatus: approved\n---\nBODY\n"),
		"clauses/4.1.md":         text("---\nclause: 4.1\nstatus: approved\nowner: TEXT\n---\nBODY\n"),
		"registers/own.yaml":     text("classification: public\nowner: TEXT\nrows:\n  - {id: OWN-1, title: TEXT, c: TEXT, w: TEXT, owner: TEXT, note: TEXT, due: 2026-12-01}\n"),
		"registers/roles.yaml":   text("- {id: ROL-1, title: TEXT, holder: TEXT, deputy: TEXT}\n"),
		"registers/risks.yaml":   text("- {id: R-1, title: TEXT, threat: TEXT, vulnerability: TEXT, affects: [c], likelihood: 3, impact: 4, treatment: modify, controls: [A.5.1], owner: TEXT, existing-controls: TEXT}\n"),
		"registers/audits.yaml":  text("- {id: AUD-1, title: TEXT, date: 2026-01-01, criteria: TEXT, scope: TEXT, auditor: TEXT, requirements: [A.5.1], result: TEXT}\n"),
		"registers/metrics.yaml": text("- {id: MET-1, title: TEXT, what: TEXT, method: TEXT, frequency: TEXT, measured-by: TEXT, analysed-by: TEXT, values: [{date: 2026-01-01, value: TEXT}]}\n"),
	}
}

// propertyLine is a line of a calendar (RFC 5545, 3.1) of those that are written.
var propertyLine = regexp.MustCompile(`^(BEGIN|END):V(CALENDAR|EVENT)$|^(VERSION|PRODID|X-WR-CALNAME|UID|DTSTAMP|DTSTART;VALUE=DATE|DTEND;VALUE=DATE|SUMMARY|DESCRIPTION|URL):[^\r\n]*$`)

func TestMarkupInAnyFieldIsText(t *testing.T) {
	l := load(t, marked())
	for _, p := range l.Problems {
		if p.Rule == diag.Undecodable || p.Rule == diag.ConfigRule {
			t.Errorf("%s: %s", p.Place, p.Message)
		}
	}
	pages := render(t, l, options(t, l))
	check(t, l, pages, beside(l))
	for name, data := range pages {
		switch ext := path.Ext(name); {
		case ext == ".html":
			for _, tag := range []string{"<i>", "<i ", "<script>", "<!-- {{"} {
				if i := bytes.Index(data, []byte(tag)); i >= 0 {
					t.Errorf("%s: …%s…", name, data[max(0, i-80):min(len(data), i+80)])
				}
			}
		case ext == ".atom" || ext == ".xml":
			for d := xml.NewDecoder(bytes.NewReader(data)); ; {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if start, ok := token.(xml.StartElement); ok && start.Name.Local == "i" {
					t.Errorf("%s has an element i", name)
				}
			}
		case ext == ".ics":
			for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n ", ""), "\r\n"), "\r\n") {
				if !propertyLine.MatchString(line) {
					t.Errorf("%s: %q", name, line)
				}
			}
		case strings.HasPrefix(name, site.SearchFolder) && name != site.SearchFolder+"index.js":
			_, list, _ := strings.Cut(strings.TrimRight(string(data), ");\n"), "(")
			if !json.Valid([]byte("[" + list + "]")) {
				t.Errorf("%s is no list: %.200s", name, list)
			}
		}
	}
}

func TestARegisterOf5000RowsIsLightAndWhole(t *testing.T) {
	var risks, assets strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&risks, "- {id: R-%05d, title: Loss of server %d, threat: Theft of backup tapes from the van, affects: [c], likelihood: %d, impact: %d, treatment: modify, controls: [A.5.%d], owner: Role %d}\n", i, i, i%5+1, i/5%5+1, i%37+1, i%17)
		fmt.Fprintf(&assets, "- {id: AST-%05d, title: Laptop %d, type: device, owner: Role %d, classification: internal, location: Room %d}\n", i, i, i%17, i%40)
	}
	l := load(t, fstest.MapFS{"registers/risks.yaml": {Data: []byte(risks.String())}, "registers/assets.yaml": {Data: []byte(assets.String())}, "annexa.yaml": {Data: []byte("date: 2026-11-02\n")}})
	pages := render(t, l, options(t, l))
	check(t, l, pages, beside(l))
	for name, c := range map[string]struct {
		last string
		most int // bytes a row
	}{"registers/risks.html": {`<h2 id="R-04999">`, 1000}, "registers/assets.html": {`<tr id="AST-04999">`, 250}, "soa/soa.html": {`href="../registers/risks.html#R-04999"`, 100}} {
		data := pages[name]
		if !bytes.Contains(data, []byte(c.last)) {
			t.Errorf("%s has no %s", name, c.last)
		}
		if n := len(data) / 5000; n > c.most {
			t.Errorf("%s takes %d bytes a row", name, n)
		}
	}
}

func TestADocumentOf200HeadingsHasItsContents(t *testing.T) {
	var text strings.Builder
	text.WriteString("# Long\n")
	for i := range 200 {
		fmt.Fprintf(&text, "\n%s Part %d\n\nText\n", strings.Repeat("#", 2+i%3), i)
	}
	l := load(t, fstest.MapFS{"long.md": {Data: []byte(text.String())}, "annexa.yaml": {Data: []byte("date: 2026-11-02\n")}})
	pages := render(t, l, options(t, l))
	check(t, l, pages, beside(l))
	page := string(pages["pages/long.html"])
	if n := strings.Count(page, `<li class="depth-`); n != 134 {
		t.Errorf("%d headings of the first two depths are in the contents, want 134", n)
	}
	if n := strings.Count(page, `class="anchor"`); n != 200 {
		t.Errorf("%d headings have an anchor", n)
	}
}

func TestFilesThatAThemeNamesHaveToBeThere(t *testing.T) {
	l := load(t, fstest.MapFS{})
	for _, c := range []struct{ file, text, want string }{
		{"style.css", ".brand {\n  background: url(logo.svg) }", "themes/default/style.css:2:19: there is no file logo.svg in the theme to be published"},
		{"style.css", "a { background: url( \"img/logo.png?1#x\" ) }", "themes/default/style.css:1:23: there is no file img/logo.png"},
		{"sub/more.css", "a { background: url('../mark.svg'), url('mark.svg') }", "themes/default/sub/more.css:1:42: there is no file mark.svg"},
		{"style.css", "@import 'more.css'; @import url(tokens.css);", "themes/default/style.css:1:10: there is no file more.css"},
		{"style.css", "a { background: URL(https://example.org/x.png) }", "themes/default/style.css:1:21: https://example.org/x.png does not lie in the theme, and pages load nothing from elsewhere"},
		{"style.css", "a { background: url(//example.org/x.png) }", "//example.org/x.png does not lie in the theme"},
		{"style.css", "a { background: url(/mark.svg) }", "/mark.svg does not lie in the theme"},
		{"style.css", "a { background: url(../../secret.svg) }", "there is no file ../../secret.svg"},
		{"style.css", "a { background: url(font.otf) }", "there is no file font.otf"},
		{"style.css", `/* url(gone.svg) */ a::after { content: "url(gone.svg) \" url(gone.svg)" } b { background: url(mark.svg) url(#x) url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }`, ""},
		{"layout.html", `<img src="{{.Assets}}logo.svg" alt="">{{.Content}}`, "templates/layout.html: it names assets/logo.svg, and the theme has no such file to be published"},
		{"layout.html", `<img src="{{.Assets}}mark.svg" alt="">{{.Content}}`, ""},
	} {
		opt := options(t, l)
		if path.Ext(c.file) == ".html" {
			opt.Templates = with(t, opt.Templates, map[string]string{c.file: c.text})
		} else {
			opt.Theme = dressed(t, opt.Theme, c.file, c.text)
		}
		_, problems := site.New(l.ISMS, opt)
		var told []string
		for _, p := range problems {
			told = append(told, p.Place.String()+": "+p.Message)
		}
		if got := strings.Join(told, "\n"); !strings.Contains(got, c.want) || (c.want == "") != (got == "") || len(problems) > 1 {
			t.Errorf("%s: told %q, want %q", c.text, got, c.want)
		}
	}
}

// dressed is a theme with one file changed or added.
func dressed(t *testing.T, theme fs.FS, name, text string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(theme, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out[name] = &fstest.MapFile{Data: []byte(text)}
	return out
}

func TestAnOddIDIsAProblemAndItsTextStaysAPage(t *testing.T) {
	for _, id := range []string{"pol-01", "POL 01", "POL/01", "../POL-01", "Ä-1", "<b>-1", "P😀-1", strings.Repeat("A", 300) + "-1", "POL-", "-01", "POL-0123456789", "A.5.1", "6.1.3", "CON", `POL-01\n`, `POL-\u202e01`, "%41-1", "POL-01#x"} {
		l := load(t, fstest.MapFS{
			"annexa.yaml":           {Data: []byte("date: 2026-11-02\n")},
			"a.md":                  {Data: []byte("---\nid: \"" + id + "\"\nkind: policy\ntitle: Odd\nstatus: approved\nclassification: public\n---\nText [[b]]\n")},
			"b.md":                  {Data: []byte("[[" + strings.NewReplacer(`\n`, "", `\u202e`, "\u202e").Replace(id) + "]] [Odd](a.md)\n")},
			"registers/assets.yaml": {Data: []byte("- {id: \"" + id + "\", title: Odd row, type: x, owner: Boss, classification: public}\n- {id: AST-1, title: Row, type: x, owner: Boss, classification: public}\n")},
		})
		told := 0
		for _, p := range l.Problems {
			if p.Rule == diag.InvalidID {
				told++
			}
		}
		if id = strings.TrimSuffix(id, `\n`); told != 2 && id != "POL-01" || told != 1 && id == "POL-01" {
			t.Errorf("%q: %d problems: %v", id, told, l.Problems)
		}
		pages := render(t, l, options(t, l))
		check(t, l, pages, beside(l))
		if page := pages["pages/a.html"]; id != "POL-01" && !bytes.Contains(page, []byte("Odd")) {
			t.Errorf("%q: the text has no page", id)
		}
		if rows := pages["registers/assets.html"]; bytes.Contains(rows, []byte("Odd row")) || !bytes.Contains(rows, []byte("AST-1")) {
			t.Errorf("%q: the register has the wrong rows", id)
		}
	}
}
