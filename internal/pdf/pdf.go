// Package pdf writes pages that typeset has laid out as PDF files that are
// tagged (PDF/UA-1, ISO 14289-1), archival (PDF/A-2a or, with attachments,
// PDF/A-3a, ISO 19005-2 and -3) and reproducible: the same pages give the same
// bytes.
//
// A file is made in three steps:
//
//  1. Each page is drawn once, its marks wrapped in marked content (ISO 32000-1,
//     14.6) that bears a number where it belongs to an element and is an
//     artifact where it does not.
//  2. gofpdf makes the pages and a file's skeleton. Its fonts, links, bookmarks
//     and aliases are not used.
//  3. The finishing pass reads that file back as objects, completes it (what was
//     drawn, fonts, pictures, structure tree, named destinations, outline, links, signature
//     fields, metadata, output intent) and writes it anew with object streams.
//
// Fonts are embedded as subsets of their TrueType outlines with the glyph
// numbers of the whole font, so that a page can be drawn before it is known
// what else a file uses. Text is shown by glyph number (Identity-H).
//
// Nothing but the arguments decides the bytes: there is no clock, no random
// number, and no floating point beyond the division of a whole number by 1000.
package pdf

import (
	"bytes"
	"fmt"
	"sync"
	"time"

	"github.com/jung-kurt/gofpdf"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// Meta is what a file says of itself beside its pages.
type Meta struct {
	Author   string
	Subject  string
	Keywords []string
	Date     time.Time // of creation and modification; the day and time in UTC
	Fields   []Field   // signature fields, reserved before the first signature
	Attached []Attachment
}

// Field is a signature field without an appearance.
type Field struct {
	Name        string // Signature1
	Description string // what it is for, read out to those who do not see it
}

// Attachment is a file within the file. One that has any claims PDF/A-3a, since
// PDF/A-2 allows none but PDF/A files.
type Attachment struct {
	Name         string
	Description  string
	MIME         string // such as text/csv
	Relationship string // Source, Data, Alternative, Supplement or Unspecified
	Data         []byte
}

// Fields are the fields that a file gets which names none: one for the
// signature, one for an archive time-stamp.
func Fields() []Field {
	return []Field{{"Signature1", "Digital signature"}, {"DocTimeStamp1", "Archive time-stamp"}}
}

// Writer writes files. It keeps the fonts and pictures that files share, and
// may be used by several goroutines.
type Writer struct {
	deflate  *object.Deflater // small: of what files share, and attachments
	quick    *object.Deflater // fast, and a tenth larger: of pages and objects, which are made anew for each file
	profile  *object.Stream   // of the output intent
	mu       sync.Mutex
	fonts    map[*typeset.Face]*font
	pictures map[[32]byte]*picture
}

// NewWriter returns a Writer.
func NewWriter() *Writer {
	d := object.NewDeflater(6)
	profile := d.Stream(new(object.Dict).Set("N", object.Integer(3)), sRGB())
	return &Writer{deflate: d, quick: object.NewDeflater(1), profile: profile, fonts: map[*typeset.Face]*font{}, pictures: map[[32]byte]*picture{}}
}

// Write returns the pages as a file. An error means that a font or a page is
// beyond what can be written, never that the content is wrong.
func (w *Writer) Write(pages *typeset.Pages, meta Meta) ([]byte, error) {
	if len(pages.Pages) == 0 {
		return nil, fmt.Errorf("write pdf %q: it has no pages", pages.Title)
	}
	if meta.Fields == nil {
		meta.Fields = Fields()
	}
	d := newDrawing(w, pages)
	skeleton, err := draw(d, meta)
	if err != nil {
		return nil, fmt.Errorf("write pdf %q: %w", pages.Title, err)
	}
	out, err := w.finish(skeleton, d, meta)
	if err != nil {
		return nil, fmt.Errorf("write pdf %q: %w", pages.Title, err)
	}
	return out, nil
}

// draw draws each page once, and has gofpdf make the skeleton of a file for
// them. What is drawn does not go through it: that would copy it three times.
func draw(d *drawing, meta Meta) ([]byte, error) {
	f := gofpdf.New("P", "pt", "A4", "")
	f.SetCompression(false)
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCreationDate(meta.Date)
	f.SetModificationDate(meta.Date)
	d.contents = make([]*object.Stream, len(d.pages.Pages))
	for i := range d.pages.Pages {
		p := &d.pages.Pages[i]
		f.AddPageFormat("P", gofpdf.SizeType{Wd: points(p.Width), Ht: points(p.Height)})
		content, err := d.page(i)
		if err != nil {
			return nil, err
		}
		d.contents[i] = d.w.quick.Stream(nil, content)
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// points returns a length in points.
func points(l typeset.Length) float64 { return float64(l) / 1000 }
