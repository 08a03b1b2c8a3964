// Package site makes the pages of the web site, from typed views through
// templates.
//
// # Rules
//
// Every page is one flat file, and every link is relative and leads to a file
// by its name: the site works from any base path and from file://. Nothing is
// loaded from elsewhere, and nothing needs a script to be read. What a page
// shares with others (its head, the navigation, the foot) is rendered once for
// each depth and section and spliced around the rest.
//
// Ids that a template gives begin with a capital letter, those that a text
// gives its headings do not, so the two do not meet on one page.
//
// What is not published (hidden drafts, what is classified too high) appears
// on no page.
package site

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/prose"
	"annexa/internal/search"
	"annexa/internal/soa"
	"annexa/internal/standard"
	"annexa/internal/stencil"
)

// Options say how the site is made.
type Options struct {
	Words     *language.Language
	Templates fs.FS                 // the pages, at the root; the user's files on top, file by file
	Ready     *Templates            // the same, if they were read already
	Theme     fs.FS                 // the files of one theme, at the root; the user's on top
	Logo      string                // the file of the theme to be shown before the name; may be empty
	LogoSize  Image                 // of it
	Generator string                // such as "annexa 0.1"
	PDF       bool                  // PDFs stand beside the pages, and are linked
	Images    map[string]Image      // sizes of the content's images, by path
	Packs     []PackLink            // in their order
	Problems  func() []diag.Problem // of the check, sorted; asked for when a page is rendered; may be nil
}

// Image is the size of an image in pixels.
type Image struct{ Width, Height int }

// PackLink leads to a pack.
type PackLink struct {
	ID, Title, Path, Classification, Description string
}

// A Page is one file of the site.
type Page struct {
	Path   string // slash-separated, within the site
	render func(dst []byte) ([]byte, error)
}

// A Site is all pages of a management system. It is safe for many workers.
type Site struct {
	m         *isms.ISMS
	opt       Options
	statement *soa.Statement
	language  string                // of the pages
	own       *Lang                 // of the content, where that is another
	langs     map[string]*Lang      // of documents, by what they say
	tongue    *standard.Translation // of what the standard's data say
	theirs    *Lang                 // of these, where they are in another language than the pages
	templates *stencil.Set
	frames    map[frameKey]frame
	pages     []Page
	addresses []string                    // of the pages in the layout, where the base is known
	texts     map[string]standardPage     // the texts on the standard, by name
	shown     []*isms.Document            // published, in order
	kinds     map[string][]*isms.Document // of those, the ones with a status that are not withdrawn
	roles     map[string]*isms.Row        // by title in lower case
	terms     *prose.Terms                // of the glossary
	items     []isms.Item                 // documented information that the standard asks for
	provides  map[*isms.Document][]Link   // what of it a document provides
	buffers   *sync.Pool                  // of *[]byte, for texts
	index     *search.Index
}

// New makes the site of m. A fault in a template is a problem with its file
// and line; then there is no site, unless it is no more than a warning.
func New(m *isms.ISMS, opt Options) (*Site, []diag.Problem) {
	templates := opt.Ready
	if templates == nil {
		templates = ReadTemplates(opt.Templates, opt.Words)
	}
	if diag.CountOf(templates.problems).Errors > 0 {
		return nil, templates.problems
	}
	s := &Site{m: m, opt: opt, statement: soa.Of(m), templates: templates.stencils, frames: map[frameKey]frame{}, buffers: &sync.Pool{}}
	s.languages()
	s.gather()
	s.standardPages()
	for _, add := range []func() error{s.home, s.documents, s.requirements, s.formers, s.catalogues, s.soa, s.approvals, s.registerPages, s.reviews, s.overviews, s.glossary, s.aboutStandard, s.searching, s.assets} {
		if err := add(); err != nil {
			return nil, []diag.Problem{fault(err)}
		}
	}
	problems, err := s.missingAssets()
	if err != nil {
		problems = append(problems, fault(err))
	}
	if len(problems) > 0 {
		return nil, problems
	}
	s.lost()
	s.aliases()
	s.file(calendarFile, s.ics)
	s.file(feedFile, s.feed)
	s.robots()
	s.headers()
	slices.SortFunc(s.pages, func(a, b Page) int { return cmp.Compare(a.Path, b.Path) })
	return s, templates.problems
}

// Pages are all files of the site, by path.
func (s *Site) Pages() []Page { return s.pages }

// Render appends the bytes of a page to dst. An error names the template that
// could not be executed.
func (s *Site) Render(p Page, dst []byte) ([]byte, error) {
	out, err := p.render(dst)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", p.Path, err)
	}
	return out, nil
}

// gather keeps what is published, in the groups that pages show.
func (s *Site) gather() {
	s.kinds, s.roles = map[string][]*isms.Document{}, map[string]*isms.Row{}
	for _, d := range s.m.Documents {
		if !d.Published || d.Page == "" {
			continue
		}
		s.shown = append(s.shown, d)
		if d.State != isms.Page && d.State != isms.Retired {
			s.kinds[d.Kind] = append(s.kinds[d.Kind], d)
		}
	}
	if r, ok := s.m.Register("roles"); ok {
		for _, row := range r.Rows {
			s.roles[strings.ToLower(row.Title)] = row
		}
	}
	s.terms = s.termIndex()
	s.items, s.provides = s.m.Items(), map[*isms.Document][]Link{}
	for _, item := range s.items {
		for _, d := range item.Documents {
			s.provides[d] = append(s.provides[d], Link{Text: s.tongue.Of(item.What), Lang: s.theirs})
		}
	}
}

// inForce are the published documents that hold today, write-ups left out.
func (s *Site) inForce() []*isms.Document {
	var out []*isms.Document
	for _, d := range s.shown {
		if d.InForce() && d.Requirement == nil {
			out = append(out, d)
		}
	}
	return out
}

// file adds a file that is no page of the layout; make makes its bytes when it
// is rendered.
func (s *Site) file(path string, make func() ([]byte, error)) {
	s.pages = append(s.pages, Page{path, func(dst []byte) ([]byte, error) {
		data, err := make()
		return append(dst, data...), err
	}})
}
