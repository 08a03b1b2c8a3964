package endtoend

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"annexa/internal/pack"
)

// An expected is what a PDF should say of itself.
type expected struct {
	title string
	texts []string // that stand in it
	times int      // so often at least: in a pack in the contents, and where it stands
	page  string   // of the site, with the same text; none for a pack
}

// expect says what the PDFs should be, by path.
func (p *published) expect() map[string]expected {
	all := map[string]expected{}
	for _, d := range p.isms.Documents {
		if name := pack.Path(d); name != "" {
			all[name] = expected{title: d.ID + " " + d.Title, texts: []string{d.Title}, times: 1, page: d.Page}
			for _, a := range p.isms.OtherVersions(d) {
				file := pack.VersionPath(d, a.Version.Version)
				all[file] = expected{title: d.ID + " " + d.Title, texts: []string{d.Title}, times: 1, page: strings.TrimSuffix(file, ".pdf") + ".html"}
			}
		}
	}
	for _, c := range p.isms.Config.Packs {
		e := expected{title: c.Title, times: 2}
		for _, entry := range p.isms.Select(c).Entries {
			if entry.Register != nil {
				e.texts = append(e.texts, entry.Register.Schema.Title)
			} else {
				e.texts = append(e.texts, entry.Document.ID+" "+entry.Document.Title)
			}
		}
		all[pack.PackPath(c.ID)] = e
	}
	return all
}

// infoLine is a line of what pdfinfo prints.
var infoLine = regexp.MustCompile(`(?m)^([^:\n]+): +(.*)$`)

// pdfsAreRead has every PDF read by qpdf and poppler.
func pdfsAreRead(t *testing.T, p *published) {
	qpdf, pdfinfo, pdfsig, pdftotext := program(t, "qpdf"), program(t, "pdfinfo"), program(t, "pdfsig"), program(t, "pdftotext")
	all := p.expect()
	names := p.files(t, ".pdf")
	if len(names) != len(all) || len(names) != p.made.PDFs {
		t.Errorf("there are %d PDFs, of %d documents and packs, and %d were made", len(names), len(all), p.made.PDFs)
	}
	var pages atomic.Int64
	t.Run("each", func(t *testing.T) {
		for _, name := range names {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				file, want := p.path(name), all[name]
				if out := said(t, qpdf, "--check", file); !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
					t.Errorf("qpdf:\n%s", out)
				}
				info := map[string]string{}
				for _, m := range infoLine.FindAllStringSubmatch(said(t, pdfinfo, file), -1) {
					info[m[1]] = strings.TrimSpace(m[2])
				}
				for key, value := range map[string]string{"Title": want.title, "Tagged": "yes", "Suspects": "no", "Encrypted": "no", "JavaScript": "no", "Form": "AcroForm"} {
					if info[key] != value {
						t.Errorf("pdfinfo: %s is %q, not %q", key, info[key], value)
					}
				}
				if !strings.HasSuffix(info["Page size"], "(A4)") {
					t.Errorf("pdfinfo: the first page measures %s", info["Page size"])
				}
				n, err := strconv.Atoi(info["Pages"])
				if err != nil || n < 1 {
					t.Errorf("pdfinfo: it has %q pages", info["Pages"])
				}
				pages.Add(int64(n))
				out := said(t, pdfsig, "-nocert", file)
				for _, line := range []string{"- Signature Validation: Signature is Valid.", "- Total document signed", "- Signature Type: ETSI.CAdES.detached", "CN=" + p.isms.Config.Organisation.Name} {
					if strings.Count(out, line) != 1 {
						t.Errorf("pdfsig does not say once %q:\n%s", line, out)
					}
				}
				text := words(said(t, pdftotext, "-raw", file, "-"))
				for _, title := range want.texts {
					if strings.Count(text, words(title)) < want.times {
						t.Errorf("pdftotext does not find %q %d times", title, want.times)
					}
				}
				if want.page != "" {
					prose := p.prose(t, want.page)
					for reader, read := range map[string]string{"pdftotext": text, "pdfinfo -struct-text": structure(t, pdfinfo, file)} {
						if missing, after := inOrder(letters(read), prose); missing != "" {
							t.Errorf("%s does not find %q, which follows %q in the text of %s", reader, missing, after, want.page)
						}
					}
				}
				if last := "Page " + strconv.Itoa(n) + " of " + strconv.Itoa(n); !strings.Contains(text, last) {
					t.Errorf("pdftotext finds no %q", last)
				}
			})
		}
	})
	if int(pages.Load()) != p.made.PDFPages {
		t.Errorf("the PDFs have %d pages, and %d were made", pages.Load(), p.made.PDFPages)
	}
}

// words is text on one line.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// letters is text without anything between its letters and digits: what is
// left of it wherever its lines break and its words are hyphenated.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// apart is how many letters may stand between two words of a text: what a page
// ends and begins with, and the head of a table that goes on.
const apart = 600

// inOrder looks for words one after the other, and returns the first that is
// not found near the end of the one before it.
func inOrder(run string, words []string) (missing, after string) {
	if len(words) == 0 {
		return "", ""
	}
	missing = words[0]
	best := 0
	for { // the first word may stand in what comes before the text too
		at := strings.Index(run, words[0])
		if at < 0 {
			return missing, after
		}
		run = run[at+len(words[0]):]
		n := following(run, words[1:]) + 1
		if n == len(words) {
			return "", ""
		}
		if n > best {
			best, missing, after = n, words[n], words[n-1]
		}
	}
}

// following counts the words that follow each other from the beginning on.
func following(run string, words []string) int {
	for i, word := range words {
		near := run[:min(len(run), apart+len(word))]
		at := strings.Index(near, word)
		if at < 0 {
			return i
		}
		run = run[at+len(word):]
	}
	return len(words)
}

// elementText finds what pdfinfo -struct-text shows of the text of elements.
var elementText = regexp.MustCompile(`(?m)^ *"(.*)"$`)

// structure is the text of a file in the order of its structure tree.
func structure(t *testing.T, pdfinfo, file string) string {
	var b strings.Builder
	for _, m := range elementText.FindAllStringSubmatch(said(t, pdfinfo, "-struct-text", file), -1) {
		b.WriteString(m[1])
	}
	return b.String()
}

// prose are the words of the text that an owner wrote, as a page has it.
func (p *published) prose(t *testing.T, page string) []string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(p.read(t, page)))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for node := range root.Descendants() {
		if node.Type != html.TextNode {
			continue
		}
		inProse := false
		for above := range node.Ancestors() {
			// The page's own: a heading, and what it says of where a link leads.
			if slices.Contains(above.Attr, html.Attribute{Key: "id", Val: "footnotes-heading"}) || above.Data == "small" && above.Parent.Data == "a" {
				inProse = false
				break
			}
			inProse = inProse || slices.Contains(above.Attr, html.Attribute{Key: "class", Val: "prose"})
		}
		if inProse {
			found = append(found, strings.FieldsFunc(node.Data, func(r rune) bool { return letters(string(r)) == "" })...)
		}
	}
	return found
}
