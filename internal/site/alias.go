package site

import (
	"cmp"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"unicode"

	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/standard"
)

// Moved is the small page at a former address of a document. It forwards
// without a script, and says so in words and with a link.
type Moved struct {
	Language  string
	Direction string
	Site      string
	ID, Title string // of the document
	Whole     string // both
	Lang      *Lang  // of the title
	Href      template.URL
	Canonical template.URL // with the address of the site where that is known
	Assets    template.URL // the folder of the theme, with a slash at its end
}

// An Alias is a former address of a document that leads to it.
type Alias struct {
	Path     string // of its page, within the site
	Document *isms.Document
}

// Aliases are the former addresses that documents keep, in the order of the
// documents, and what is wrong with others. One of a document that is not
// published has no page, and stays its own. One of a withdrawn document leads
// to the page that says what replaced it.
func Aliases(m *isms.ISMS) ([]Alias, []diag.Problem) {
	var (
		out      []Alias
		problems []diag.Problem
		taken    addresses
	)
	for _, d := range m.Documents {
		for _, alias := range d.Front.Aliases {
			if taken.pages == nil {
				taken = addressesOf(m)
			}
			p, problem := taken.claim(d, alias)
			switch {
			case problem != nil && !d.Managed:
				problems = append(problems, problem.AtMost(diag.Warning))
			case problem != nil:
				problems = append(problems, *problem)
			case d.Published && d.Page != "":
				out = append(out, Alias{p, d})
			}
		}
	}
	return out, problems
}

// Addresses are what stands at the addresses of a site, in lower case: not
// every file system tells a.html from A.html.
type addresses struct {
	pages   map[string]string // what it is, in words
	folders map[string]bool
}

// addressesOf are all addresses at which a page of HTML stands without an
// alias.
func addressesOf(m *isms.ISMS) addresses {
	a := addresses{map[string]string{}, map[string]bool{}}
	for _, page := range fixedPages(m) {
		a.take(page, "of the site itself")
	}
	for _, q := range m.Requirements {
		a.take(q.Page, "of "+q.ID)
		if q.Kind == standard.Theme || q.Kind == standard.Domain || q.Kind == standard.OwnControls {
			a.take("traceability/"+q.ID+".html", "of the site itself")
		}
	}
	for _, c := range m.Catalogues {
		a.take(cataloguesPage, "of the site itself")
		a.take(c.Page, "of "+c.File)
	}
	for _, f := range m.Former {
		a.take(f.Page, "of "+f.ID+" of "+f.Edition.String())
	}
	for _, r := range m.Registers {
		a.take(r.Page, "of "+r.File)
	}
	for _, d := range m.Documents {
		a.take(d.Page, "of "+d.File)
		for _, page := range ApprovalPages(m, d) {
			a.take(page, "of the approvals of "+d.File)
		}
	}
	for _, file := range m.PublishedFiles() {
		a.take("files/"+file, "of "+file)
	}
	return a
}

// fixedPages are the pages that every site has, whatever its content.
func fixedPages(m *isms.ISMS) []string {
	ours, other := m.Standard.Edition().String(), m.Other.Edition().String()
	return []string{
		"index.html", "404.html", "documents.html", "glossary.html", "reviews.html", "search.html", "standard.html", "soa/soa.html", "registers/index.html",
		acknowledgementsPage, calendarPage, coveragePage, readinessPage, tracePage, "traceability/clauses.html", auditsPage, changesPage, verifyPage,
		"clauses/index.html", "clauses/" + other + "/index.html", "annex-a/" + ours + "/index.html", "annex-a/" + other + "/index.html",
	}
}

func (a addresses) take(page, whose string) {
	if page == "" || strings.Contains(page, ".html#") {
		return // a section of a page
	}
	key := strings.ToLower(page)
	a.pages[key] = whose
	for dir := path.Dir(key); dir != "." && !a.folders[dir]; dir = path.Dir(dir) {
		a.folders[dir] = true
	}
}

// claim gives a document an alias, or says why it cannot have it.
func (a addresses) claim(d *isms.Document, alias field.Text) (string, *diag.Problem) {
	page, ok := aliasPath(alias.Value)
	if !ok {
		p := diag.FrontMatter.At(d.AtText(alias), "the alias %q is no address within the site", alias.Value).
			Hinting("write it as seen from the first page, such as old/address.html, without a server, .., # or ?")
		return "", &p
	}
	key := strings.ToLower(page)
	whose, twice := a.pages[key]
	for dir := path.Dir(key); !twice && dir != "."; dir = path.Dir(dir) {
		whose, twice = a.pages[dir]
	}
	if !twice && a.folders[key] {
		whose, twice = "of a folder", true
	}
	if twice {
		p := diag.DuplicateAddress.At(d.AtText(alias), "the alias %s is the address %s already", page, whose).Hinting("take it out, or give it another address")
		return "", &p
	}
	a.take(page, "of an alias in "+d.File)
	return page, nil
}

// aliasPath is the file of an alias: old/address and old/address.html are one,
// and old/folder/ is the index.html of that folder. It must be relative and
// stay within the site.
func aliasPath(alias string) (string, bool) {
	page := strings.TrimSpace(alias)
	if strings.HasSuffix(page, "/") {
		page += "index.html"
	} else if !strings.HasSuffix(page, ".html") {
		page += ".html"
	}
	strange := func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`\:*?"<>|#`, r) }
	if strings.ContainsFunc(page, strange) || !fs.ValidPath(page) {
		return "", false
	}
	for _, name := range strings.Split(page, "/") {
		if len(name) > 255 || name == ".html" || strings.HasPrefix(name, "..") {
			return "", false
		}
	}
	return page, true
}

// aliases adds a page for every former address. What is wrong with an alias
// was told when the content was checked.
func (s *Site) aliases() {
	list, _ := Aliases(s.m)
	for _, alias := range list {
		s.file(alias.Path, func() ([]byte, error) {
			at, d := s.seat(alias.Path), alias.Document
			title, lang := s.title(d)
			view := Moved{
				Language: s.language, Direction: s.direction(), Site: s.siteName(), ID: d.ID, Title: title, Whole: joined(" ", d.ID, title), Lang: lang,
				Href: at.to(d.Page), Canonical: template.URL(cmp.Or(s.address(d.Page), string(at.to(d.Page)))), Assets: template.URL(at.root + "assets/"),
			}
			return s.templates.Append(nil, "moved.html", view)
		})
	}
}
