package typeset

import (
	"bytes"
	"errors"
	"fmt"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-fonts/dejavu/dejavusansmono"
	"codeberg.org/go-fonts/liberation/liberationmonobold"
	"codeberg.org/go-fonts/liberation/liberationmonobolditalic"
	"codeberg.org/go-fonts/liberation/liberationmonoitalic"
	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansbolditalic"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// FontFile is a font with TrueType outlines; Name is what an error calls it,
// a file's name for instance.
type FontFile struct {
	Name string
	Data []byte
}

// Family is a face in its four cuts. A cut that is left out is replaced by the
// regular one.
type Family struct{ Regular, Bold, Italic, BoldItalic FontFile }

// Fonts are the faces of an engine. The zero value is Liberation Sans and
// Liberation Mono; DejaVu always stands behind all others.
type Fonts struct {
	Text  Family
	Mono  Family
	Extra []FontFile // asked, in order, for characters the text face lacks
}

// Face is one parsed font, read only. ParseFace makes it.
type Face struct {
	Name       string // PostScript name where the font has one, else the file's
	Data       []byte // the font file
	UnitsPerEm int
	Ascent     int // above the baseline, font units
	Descent    int // below it, font units, positive
	CapHeight  int
	XHeight    int

	glyphs int // how many it has

	index int
	font  *font.Font
}

// Outlines of a TrueType font stand in these tables (ISO/IEC 14496-22, 5.1);
// without one of them a font cannot be embedded.
var wanted = []string{"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cmap"}

// ParseFace reads a font and checks that it can be set and embedded. The error
// names the font.
func ParseFace(f FontFile) (face *Face, err error) {
	defer func() { // the parser is not ours, and the bytes may be anybody's
		if r := recover(); r != nil {
			face, err = nil, fmt.Errorf("font %s: malformed (%v)", f.Name, r)
		}
	}()
	tables, err := Tables(f.Data)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Name, err)
	}
	loader, err := opentype.NewLoader(bytes.NewReader(f.Data))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Name, err)
	}
	for _, t := range wanted {
		if tables[t] == nil {
			return nil, fmt.Errorf("font %s: no table %q; only fonts with TrueType outlines (.ttf) can be embedded", f.Name, t)
		}
	}
	ft, err := font.NewFont(loader)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Name, err)
	}
	if err := embeddable(tables["OS/2"]); err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Name, err)
	}
	upem := int(ft.Upem())
	if upem < 16 || upem > 16384 {
		return nil, fmt.Errorf("font %s: %d units to the em, want 16 to 16384", f.Name, upem)
	}
	if _, ok := ft.NominalGlyph('a'); !ok {
		if _, ok := ft.NominalGlyph(' '); !ok {
			return nil, fmt.Errorf("font %s: has neither a letter a nor a space; a symbol font cannot serve", f.Name)
		}
	}
	measured := font.NewFace(ft)
	face = &Face{Name: f.Name, Data: f.Data, UnitsPerEm: upem, font: ft}
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

func liberation() (text, mono Family) {
	text = Family{
		Regular:    FontFile{"LiberationSans", liberationsansregular.TTF},
		Bold:       FontFile{"LiberationSans-Bold", liberationsansbold.TTF},
		Italic:     FontFile{"LiberationSans-Italic", liberationsansitalic.TTF},
		BoldItalic: FontFile{"LiberationSans-BoldItalic", liberationsansbolditalic.TTF},
	}
	mono = Family{
		Regular:    FontFile{"LiberationMono", liberationmonoregular.TTF},
		Bold:       FontFile{"LiberationMono-Bold", liberationmonobold.TTF},
		Italic:     FontFile{"LiberationMono-Italic", liberationmonoitalic.TTF},
		BoldItalic: FontFile{"LiberationMono-BoldItalic", liberationmonobolditalic.TTF},
	}
	return text, mono
}

// dejavu are the last links of every chain: upright, bold, fixed width.
func dejavu() [3]FontFile {
	return [3]FontFile{
		{"DejaVuSans", dejavusans.TTF},
		{"DejaVuSans-Bold", dejavusansbold.TTF},
		{"DejaVuSansMono", dejavusansmono.TTF},
	}
}

// Glyph returns the glyph that the face shows a character by.
func (f *Face) Glyph(r rune) (uint16, bool) {
	if f.font == nil {
		return 0, false
	}
	g, ok := f.font.NominalGlyph(r)
	return uint16(g), ok && g != 0 && int(g) < f.glyphs
}
