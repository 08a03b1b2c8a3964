package typeset

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// Font is a font file with TrueType outlines, parsed when it is first needed.
// It must not be copied. Name is what an error calls it, a file's name for
// instance.
type Font struct {
	Name string
	Data []byte

	sound bool // it comes with the binary, and a test has parsed it
	once  sync.Once
	face  *Face
	err   error
}

// Face returns the parsed font. The error names the font and says why it
// cannot be set or embedded.
func (f *Font) Face() (*Face, error) {
	f.once.Do(func() { f.face, f.err = parseFace(f.Name, f.Data) })
	return f.face, f.err
}

// check parses a font that may be anybody's.
func (f *Font) check() error {
	if f.sound {
		return nil
	}
	_, err := f.Face()
	return err
}

// Family is a face in its four cuts, of which only the upright one must be
// there: a cut that is missing is replaced by the next plainer one.
type Family struct{ Regular, Bold, Italic, BoldItalic *Font }

// cut returns the face of a family that comes nearest to a cut.
func (f Family) cut(c cut) *Font {
	switch {
	case c&bold != 0 && c&italic != 0 && f.BoldItalic != nil:
		return f.BoldItalic
	case c&bold != 0 && f.Bold != nil:
		return f.Bold
	case c&italic != 0 && f.Italic != nil:
		return f.Italic
	}
	return f.Regular
}

func (f Family) files() []*Font {
	return slices.DeleteFunc([]*Font{f.Regular, f.Bold, f.Italic, f.BoldItalic}, func(f *Font) bool { return f == nil })
}

// Face is one parsed font, read only. [Font.Face] makes it.
type Face struct {
	Name       string // PostScript name where the font has one, else the file's
	Data       []byte // the font file
	UnitsPerEm int
	Ascent     int // above the baseline, font units
	Descent    int // below it, font units, positive
	CapHeight  int
	XHeight    int

	glyphs int // how many it has

	font *font.Font
}

// Outlines of a TrueType font stand in these tables (ISO/IEC 14496-22, 5.1);
// without one of them a font cannot be embedded.
var wanted = []string{"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cmap"}

func parseFace(name string, data []byte) (face *Face, err error) {
	defer func() { // the parser is not ours, and the bytes may be anybody's
		if r := recover(); r != nil {
			face, err = nil, fmt.Errorf("font %s: malformed (%v)", name, r)
		}
	}()
	tables, err := Tables(data)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	loader, err := opentype.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	for _, t := range wanted {
		if tables[t] == nil {
			return nil, fmt.Errorf("font %s: no table %q; only fonts with TrueType outlines (.ttf) can be embedded", name, t)
		}
	}
	ft, err := font.NewFont(loader)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	if err := embeddable(tables["OS/2"]); err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	upem := int(ft.Upem())
	if upem < 16 || upem > 16384 {
		return nil, fmt.Errorf("font %s: %d units to the em, want 16 to 16384", name, upem)
	}
	if _, ok := ft.NominalGlyph('a'); !ok {
		if _, ok := ft.NominalGlyph(' '); !ok {
			return nil, fmt.Errorf("font %s: has neither a letter a nor a space; a symbol font cannot serve", name)
		}
	}
	measured := font.NewFace(ft)
	face = &Face{Name: name, Data: data, UnitsPerEm: upem, font: ft}
	if maxp := tables["maxp"]; len(maxp) >= 6 {
		face.glyphs = int(maxp[4])<<8 | int(maxp[5])
	}
	face.Ascent, face.Descent = upem*9/10, upem*2/10
	if ext, ok := measured.FontHExtents(); ok && ext.Ascender > 0 && ext.Ascender < float32(4*upem) && ext.Descender <= 0 && ext.Descender > float32(-4*upem) {
		face.Ascent, face.Descent = int(ext.Ascender), int(-ext.Descender)
	}
	face.CapHeight, face.XHeight = upem*7/10, upem/2
	if v := int(measured.LineMetric(font.CapHeight)); v > 0 && v < 2*upem {
		face.CapHeight = v
	}
	if v := int(measured.LineMetric(font.XHeight)); v > 0 && v < 2*upem {
		face.XHeight = v
	}
	if name := postScriptName(tables["name"]); name != "" {
		face.Name = name
	}
	return face, nil
}

// embeddable reads fsType of the OS/2 table: a font whose maker forbids
// embedding must not end up in a file that is handed on.
func embeddable(os2 []byte) error {
	const restricted = 0x0002
	if len(os2) >= 10 && os2[9]&0x0f == restricted {
		return errors.New("its licence bits (fsType) forbid embedding")
	}
	return nil
}

// postScriptName reads name 6 of the name table (ISO/IEC 14496-22, 5.2.7).
func postScriptName(table []byte) string {
	if len(table) < 6 {
		return ""
	}
	u16 := func(at int) int { return int(table[at])<<8 | int(table[at+1]) }
	count, storage := u16(2), u16(4)
	for i := range count {
		at := 6 + 12*i
		if at+12 > len(table) {
			return ""
		}
		if u16(at+6) != 6 {
			continue
		}
		from, to := storage+u16(at+10), storage+u16(at+10)+u16(at+8)
		if to > len(table) {
			return ""
		}
		var name []byte
		for _, c := range table[from:to] { // Latin either way: drop the high bytes of UTF-16
			if c > ' ' && c < 0x7f && !bytes.ContainsRune([]byte("[](){}<>/%"), rune(c)) {
				name = append(name, c)
			}
		}
		if len(name) > 0 && len(name) < 64 {
			return string(name)
		}
	}
	return ""
}

// Glyph returns the glyph that the face shows a character by.
func (f *Face) Glyph(r rune) (uint16, bool) {
	if f.font == nil {
		return 0, false
	}
	g, ok := f.font.NominalGlyph(r)
	return uint16(g), ok && g != 0 && int(g) < f.glyphs
}
