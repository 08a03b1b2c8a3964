package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"

	"annexa/internal/typeset"
)

// font is a TrueType font opened for subsetting (ISO/IEC 14496-22).
type font struct {
	face     *typeset.Face
	glyphs   int
	glyf     []byte
	loca     []uint32 // glyphs+1 offsets into glyf, never falling
	advances []uint16 // of each glyph
	bearings []int16
	head     []byte
	hhea     []byte
	maxp     []byte
	bbox     [4]int
	angle    int // of italics, in degrees
	fixed    bool
	core     []uint64          // the glyphs that most texts use
	coreText map[uint16]string // what they stand for

	subsets subsetCache
}

var be = binary.BigEndian

// font opens a face, once.
func (w *Writer) font(face *typeset.Face) (*font, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.fonts[face]; f != nil {
		return f, nil
	}
	f, err := openFont(face)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", face.Name, err)
	}
	w.fonts[face] = f
	return f, nil
}

// CheckFace says why a face cannot be embedded, whichever of its glyphs a file
// shows: a font may claim tables and outlines that it does not have.
func CheckFace(face *typeset.Face) error {
	f, err := openFont(face)
	if err == nil {
		all := make([]uint64, (f.glyphs+63)/64)
		for g := range f.glyphs {
			all[g>>6] |= 1 << (g & 63)
		}
		_, err = f.program(all)
	}
	if err != nil {
		return fmt.Errorf("font %s: %w", face.Name, err)
	}
	return nil
}

func openFont(face *typeset.Face) (*font, error) {
	tables, err := typeset.Tables(face.Data)
	if err != nil {
		return nil, err
	}
	f := &font{face: face, glyf: tables["glyf"], head: tables["head"], hhea: tables["hhea"], maxp: tables["maxp"]}
	if len(f.head) < 54 || len(f.hhea) < 36 || len(f.maxp) < 32 {
		return nil, errors.New("a table of its outlines is missing or too short")
	}
	f.glyphs = int(be.Uint16(f.maxp[4:]))
	if f.glyphs == 0 {
		return nil, errors.New("it has no glyphs")
	}
	if err := f.offsets(tables["loca"]); err != nil {
		return nil, err
	}
	if err := f.metrics(tables["hmtx"]); err != nil {
		return nil, err
	}
	for i := range f.bbox {
		f.bbox[i] = int(int16(be.Uint16(f.head[36+2*i:])))
	}
	if post := tables["post"]; len(post) >= 16 {
		f.angle = int(int16(be.Uint16(post[4:])))
		f.fixed = be.Uint32(post[12:]) != 0
	}
	f.findCore()
	return f, nil
}

// offsets reads loca (5.3.3).
func (f *font) offsets(loca []byte) error {
	long := be.Uint16(f.head[50:]) != 0
	size := 2
	if long {
		size = 4
	}
	if len(loca) < size*(f.glyphs+1) {
		return errors.New(`its table "loca" is too short`)
	}
	f.loca = make([]uint32, f.glyphs+1)
	for i := range f.loca {
		if long {
			f.loca[i] = be.Uint32(loca[4*i:])
		} else {
			f.loca[i] = 2 * uint32(be.Uint16(loca[2*i:]))
		}
		if f.loca[i] > uint32(len(f.glyf)) || i > 0 && f.loca[i] < f.loca[i-1] {
			return fmt.Errorf("the outline of glyph %d lies outside its table", max(i-1, 0))
		}
	}
	return nil
}

// metrics reads hmtx (5.2.4): the last advance holds for all further glyphs.
func (f *font) metrics(hmtx []byte) error {
	full := int(be.Uint16(f.hhea[34:]))
	if full == 0 || full > f.glyphs || len(hmtx) < 4*full+2*(f.glyphs-full) {
		return errors.New(`its table "hmtx" does not fit the number of its glyphs`)
	}
	f.advances, f.bearings = make([]uint16, f.glyphs), make([]int16, f.glyphs)
	for i := range f.glyphs {
		if i < full {
			f.advances[i] = be.Uint16(hmtx[4*i:])
			f.bearings[i] = int16(be.Uint16(hmtx[4*i+2:]))
		} else {
			f.advances[i] = f.advances[full-1]
			f.bearings[i] = int16(be.Uint16(hmtx[4*full+2*(i-full):]))
		}
	}
	return nil
}

func (f *font) width(glyph uint16) int {
	if int(glyph) >= f.glyphs {
		return 0
	}
	return int(f.advances[glyph])
}

// commonText is what nearly every document shows. A subset that has most of it
// is made to have all of it: then one and the same program serves document
// after document.
const commonText = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~–—‘’“”…•©§×"

func (f *font) findCore() {
	f.core, f.coreText = make([]uint64, (f.glyphs+63)/64), map[uint16]string{}
	add := func(r rune, text string) {
		g, ok := f.face.Glyph(r)
		if !ok || int(g) >= f.glyphs {
			return
		}
		f.core[g>>6] |= 1 << (g & 63)
		if f.coreText[g] == "" {
			f.coreText[g] = text
		}
	}
	for _, r := range commonText {
		add(r, string(r))
	}
	add('\ufb01', "fi")
	add('\ufb02', "fl")
}
