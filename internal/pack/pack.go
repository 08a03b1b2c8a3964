// Package pack makes PDFs of the whole: each document by itself, the packs,
// and the Statement of Applicability.
//
// A document of fewer than four pages has neither cover nor contents: its
// control block stands on top, so that a one-page policy stays one page. A
// longer one, and every pack, opens with a cover, the document control and the
// contents. In a pack each document keeps its own control block, header and
// footer. What is not in force bears DRAFT across every page.
//
// The sources of what a PDF shows are attached to it, with a list of all files
// that it was made from.
//
// Links to what the same file holds go to its page, all others to the site,
// where it has an address.
package pack

import (
	"crypto/sha256"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/pdf"
	"annexa/internal/soa"
	"annexa/internal/source"
	"annexa/internal/theme"
	"annexa/internal/typeset"
)

// coverFrom is how many pages a document has at least that opens with a cover.
const coverFrom = 4

// An Image is a picture of the content.
type Image struct {
	Data []byte
	Hash [sha256.Size]byte
}

// A Maker makes PDFs. It may be used by many workers at once.
type Maker struct {
	ISMS      *isms.ISMS
	Words     soa.Words
	Engine    *typeset.Engine
	Writer    *pdf.Writer
	Style     typeset.Style
	Logo      []byte           // of covers; may be left out
	Images    map[string]Image // by path within the content
	Statement *soa.Statement
	Forms     []soa.Form // of the statement
	Content   fs.FS      // the sources, to be attached
	Project   []Input    // of every PDF: annexa.yaml, a theme and words of the project's own
	Unsigned  bool       // the file will not be signed, and says so
	Preview   bool       // it is shown while it is written, and every page says so
	Cache     Cache      // of finished PDFs; may be nil
	Program   string     // what this program is, to the last bit; wanted where there is a cache
}

// Style is the design of PDFs: the colours of the theme, on the paper that
// annexa.yaml names.
func Style(c *config.Config, t theme.Theme) typeset.Style {
	s := typeset.DefaultStyle()
	s.Colours = t.Colours
	if c.Paper == "letter" {
		s.Paper = typeset.Letter
	}
	return s
}

// A File is a finished PDF, not signed yet.
type File struct {
	PDF      []byte
	Pages    int
	Problems []diag.Problem // what could not be set as it stands in the content
	Made     bool           // it was not in the cache
	Uncached error          // why it could not be put there
}

// Path is the address within the site of a document's own PDF, or nothing for
// what has none: pages without id, what was withdrawn, what cannot be read.
func Path(d *isms.Document) string {
	if d.ID == "" || !d.Published || d.State == isms.Retired || d.Unreadable != "" || d.Page == "" {
		return ""
	}
	return strings.TrimSuffix(d.Page, ".html") + ".pdf"
}

// VersionPath is the address within the site of the PDF of one version of a
// document that has a PDF.
func VersionPath(d *isms.Document, version string) string {
	return strings.TrimSuffix(d.Page, ".html") + "@" + version + ".pdf"
}

// PackPath is the address within the site of a pack.
func PackPath(id string) string { return "packs/" + id + ".pdf" }

// Document makes the PDF of one document.
func (k *Maker) Document(d *isms.Document) (File, error) { return k.one(d, k.ISMS.Approval(d), false) }

// Version makes the PDF of a version of a document that was approved and is not
// what the document says now; it says that it is not in force.
func (k *Maker) Version(d *isms.Document, a *isms.Approval) (File, error) {
	return k.one(k.ISMS.Approved(d, a, VersionPath(d, a.Version.Version)), a, true)
}

// one makes the PDF of a document, and of what proves that it was approved.
func (k *Maker) one(d *isms.Document, approved *isms.Approval, former bool) (File, error) {
	b := book{Maker: k, former: former, approved: approved, inside: map[*isms.Document]bool{d: true}, names: map[string]bool{}, inputs: inputs{}, depth: 1, bookmark: 1, attach: k.ISMS.Config.Attach}
	b.collect(d)
	b.entries = []isms.Entry{{Document: d}}
	out := b.book(strings.TrimSpace(d.ID + " " + b.title(d)))
	out.Parts = b.document(d)
	out.Long, out.Opening = coverFrom, b.opening(d)
	return b.render(out, pdf.Meta{Author: d.Front.Owner.Value, Subject: d.Summary, Keywords: keywords(d)})
}

// Pack makes the PDF of a pack.
func (k *Maker) Pack(s isms.Selection) (File, error) {
	b := book{Maker: k, inside: map[*isms.Document]bool{}, registers: map[*isms.Register][]int{}, names: map[string]bool{}, inputs: inputs{}, depth: 2, attach: s.Pack.Attach, entries: s.Entries, index: index{}}
	for _, e := range s.Entries {
		if e.Register != nil {
			b.registers[e.Register] = used(e.Register)
		} else {
			b.inside[e.Document] = true
			b.collect(e.Document)
		}
	}
	b.pack = &s
	out := b.book(s.Pack.Title)
	out.Parts = b.front()
	for i, e := range s.Entries {
		if i == 0 || chapter(e) != chapter(s.Entries[i-1]) {
			entries := sameChapter(s.Entries[i:])
			if b.bookmark = 1; len(entries) > 1 { // one by itself is a chapter
				out.Parts = append(out.Parts, b.chapter(entries))
				b.bookmark = 2
			}
		}
		if e.Register != nil {
			out.Parts = append(out.Parts, b.register(e.Register))
			continue
		}
		out.Parts = append(out.Parts, b.document(e.Document)...)
	}
	out.Parts = append(out.Parts, b.indexes()...)
	return b.render(out, pdf.Meta{Author: k.ISMS.Config.Organisation.Name, Subject: s.Pack.Title})
}

// problems are the remarks of a layout as problems of the content. What has no
// file repeats what stands elsewhere (titles in lists and contents), and was
// remarked there.
func (k *Maker) problems(remarks []typeset.Remark) []diag.Problem {
	var out []diag.Problem
	for _, r := range remarks {
		if r.Source == "" {
			continue
		}
		at := diag.Place{File: r.Source, Line: r.Line}
		switch r.Kind {
		case typeset.MissingGlyph:
			if at.Line == 0 {
				at = k.find(at.File, r.Rune)
			}
			p := diag.MissingGlyph.At(at, "no font here has the character U+%04X, and the PDF shows a replacement", r.Rune)
			if unicode.IsControl(r.Rune) || r.Rune&0xfffe == 0xfffe {
				p = p.Hinting("take it out: it is no character to be seen")
			} else {
				p = p.Hinting("write it otherwise, or name a font that has it in the theme")
			}
			out = append(out, p)
		case typeset.BadPicture:
			out = append(out, diag.MissingImage.At(at, "the PDF cannot show an image: %s", r.Text).Hinting("save it anew as PNG, JPEG or SVG, no larger than a page can show it"))
		case typeset.PartOfPicture:
			out = append(out, diag.MissingImage.At(at, "the PDF does not draw all of an image as it is: %s", r.Text).Hinting("draw it otherwise, or save it as PNG"))
		case typeset.TooDeep:
			out = append(out, diag.NestedTooDeep.At(at, "lists or quotes are nested so deep that the PDF sets them without further indent"))
		}
	}
	return out
}

// find is where a file first holds a character: titles and values come without
// their places. Of one that is written in another way, or in a file that cannot
// be read any more, it is the file alone.
func (k *Maker) find(file string, r rune) diag.Place {
	at := diag.Place{File: file}
	data, err := source.ReadFile(k.Content, file)
	if err != nil {
		return at // attaching it fails, and says why
	}
	before, _, ok := strings.Cut(string(data), string(r))
	if !ok {
		return at
	}
	at.Line = 1 + strings.Count(before, "\n")
	at.Column = 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	return at
}

func keywords(d *isms.Document) []string {
	out := []string{d.ID}
	for _, q := range d.Implements {
		out = append(out, q.ID)
	}
	return out
}

// A book is one PDF in the making: what it holds decides where links lead.
type book struct {
	*Maker
	inside    map[*isms.Document]bool
	registers map[*isms.Register][]int // with the columns that any row fills
	names     map[string]bool          // destinations of headings
	inputs    inputs                   // so far
	entries   []isms.Entry             // what it holds, in order
	attach    bool                     // its sources
	former    bool                     // of a document's own PDF: it is a version that is not in force
	approved  *isms.Approval           // of a document's own PDF: what proves that it was approved; nil where nothing does
	heading   string                   // its title
	placed    []string                 // signature fields that have a place on a page
	index     index                    // of a pack; else nil
	pack      *isms.Selection
	depth     int // level of a document's title
	bookmark  int // and of its bookmark
	opened    int // chapters so far
}

// collect notes the destinations that a document will have.
func (b *book) collect(d *isms.Document) {
	for _, h := range d.Body.Headings {
		b.names[prefix(d)+h.ID] = true
	}
}

// name is a document's own destination.
func name(d *isms.Document) string { return d.ID }

// prefix stands before the anchors of a document's headings.
func prefix(d *isms.Document) string { return d.ID + "." }

func (b *book) book(title string) *typeset.Book {
	b.heading = title
	return &typeset.Book{Title: title, Language: b.ISMS.Config.Language, Style: b.Style, Words: b.running()}
}
