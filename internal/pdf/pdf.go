// Package pdf writes pages that typeset has laid out as PDF files that are
// tagged (PDF/UA-1, ISO 14289-1), archival (PDF/A-2a or, with attachments,
// PDF/A-3a, ISO 19005-2 and -3) and reproducible: the same pages give the same
// bytes.
//
// A file is made in three steps:
//
//  1. gofpdf makes the skeleton of a file with an empty page, once: what a file
//     needs of it is a copy. Its fonts, links, bookmarks and aliases are not used.
//  2. Each page is drawn once, its marks wrapped in marked content (ISO 32000-1,
//     14.6) that bears a number where it belongs to an element and is an
//     artifact where it does not.
//  3. The finishing pass completes the skeleton (what was drawn, fonts,
//     pictures, structure tree, named destinations, outline, links, signature
//     fields, metadata, output intent) and writes it with object streams.
//
// Fonts are embedded as subsets of their TrueType outlines with the glyph
// numbers of the whole font, so that a page can be drawn before it is known
// what else a file uses. Text is shown by glyph number: in one byte where that
// is enough, which makes pages a third shorter, else in two (Identity-H).
//
// Nothing but the arguments decides the bytes: there is no clock, no random
// number and no floating point.
package pdf

import (
	"fmt"
	"sync"
	"time"

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

// Fields are the fields that a file gets which names none: one for the
// signature, one for an archive time-stamp.
func Fields() []Field {
	return []Field{{"Signature1", "Digital signature"}, {"DocTimeStamp1", "Archive time-stamp"}}
}

// Writer writes files. It keeps the fonts and pictures that files share, and
// may be used by several goroutines.
type Writer struct {
	deflate  *object.Deflater // small: of what files share, and attachments
	quick    *object.Deflater // fast, and somewhat larger: of what is made anew for each file, pages above all
	oneByte  *object.Stream   // the CMap of narrow codes
	deflated *object.Dict     // of every content stream
	profile  *object.Stream   // of the output intent
	skeleton func() (*skeleton, error)
	files    sync.Pool // of *finishing, for their memory
	mu       sync.Mutex
	fonts    map[*typeset.Face]*font
	pictures map[[32]byte]*picture
}

// NewWriter returns a Writer.
func NewWriter() *Writer {
	w := &Writer{
		deflate: object.NewDeflater(6), quick: object.NewQuickDeflater(), deflated: new(object.Dict).Set("Filter", object.Name("FlateDecode")), skeleton: sync.OnceValues(newSkeleton),
		fonts: map[*typeset.Face]*font{}, pictures: map[[32]byte]*picture{},
	}
	w.oneByte = oneByteMap(w.deflate)
	w.profile = w.deflate.Stream(new(object.Dict).Set("N", object.Integer(3)), sRGB())
	w.files.New = func() any { return &finishing{w: w, d: &drawing{w: w}} }
	return w
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
	f := w.files.Get().(*finishing)
	defer w.files.Put(f)
	out, err := f.file(pages, meta)
	if err != nil {
		return nil, fmt.Errorf("write pdf %q: %w", pages.Title, err)
	}
	return out, nil
}
