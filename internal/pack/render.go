package pack

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"annexa/internal/digest"
	"annexa/internal/pdf"
	"annexa/internal/typeset"
)

// A Cache keeps finished PDFs by what they were made from. What it gives back
// must be what was put in, or nothing. It is used by many workers at once.
type Cache interface {
	Get(key [sha256.Size]byte) ([]byte, bool)
	Put(key [sha256.Size]byte, value []byte) error
}

// digest is of what a PDF depends on: the program, its fonts, and all that is
// handed to it. What could not be taken as it stood is not among that, since
// what is said of it is kept by no cache.
func (k *Maker) digest(b *typeset.Book, meta pdf.Meta) ([sha256.Size]byte, error) {
	return digest.Of(k.Program, k.Engine.Fonts(), b, meta)
}

// render sets a book and writes it, or takes what that came to before.
func (b *book) render(out *typeset.Book, meta pdf.Meta) (File, error) {
	k := b.Maker
	var err error
	if k.Preview {
		for _, parts := range [][]typeset.Part{out.Opening, out.Parts} {
			for i := range parts {
				parts[i].Watermark = b.say("preview")
			}
		}
	}
	meta.Date, meta.Fields = k.ISMS.Day.Time(), b.reserved()
	if meta.Attached, err = b.attached(); err != nil {
		return File{}, fmt.Errorf("attach the sources of %s: %w", out.Title, err)
	}
	if k.Cache == nil {
		return k.set(out, meta)
	}
	key, err := k.digest(out, meta)
	if err != nil {
		return File{}, err
	}
	if value, ok := k.Cache.Get(key); ok {
		if f, ok := cached(value); ok {
			return f, nil
		}
	}
	f, err := k.set(out, meta)
	if err != nil || len(f.Problems) > 0 { // they are to be said again
		return f, err
	}
	f.Uncached = k.Cache.Put(key, binary.BigEndian.AppendUint32(f.PDF[:len(f.PDF):len(f.PDF)], uint32(f.Pages)))
	return f, nil
}

// cached takes a file apart as the cache holds it: the PDF, and how many pages
// it has.
func cached(value []byte) (File, bool) {
	end := len(value) - 4
	if end < 0 {
		return File{}, false
	}
	return File{PDF: value[:end:end], Pages: int(binary.BigEndian.Uint32(value[end:]))}, true
}

// set makes the PDF.
func (k *Maker) set(b *typeset.Book, meta pdf.Meta) (File, error) {
	pages := k.Engine.Layout(b)
	data, err := k.Writer.Write(pages, meta)
	if err != nil {
		return File{}, fmt.Errorf("write the PDF of %s: %w", pages.Title, err)
	}
	return File{PDF: data, Pages: len(pages.Pages), Problems: k.problems(pages.Remarks), Made: true}, nil
}
