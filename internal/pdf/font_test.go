package pdf

import (
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansregular"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

func TestSubsetIsAFontOfItsGlyphs(t *testing.T) {
	face, err := (&typeset.Font{Name: "sans", Data: liberationsansregular.TTF}).Face()
	if err != nil {
		t.Fatal(err)
	}
	f, err := openFont(face)
	if err != nil {
		t.Fatal(err)
	}
	set := make([]uint64, len(f.core))
	for _, r := range "Aé" { // é is composed of two others
		g, ok := face.Glyph(r)
		if !ok {
			t.Fatalf("no glyph for %c", r)
		}
		set[g>>6] |= 1 << (g & 63)
	}
	program, err := f.program(set)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for range members(set) {
		count++
	}
	if count != 4 {
		t.Errorf("the subset has %d glyphs, want A, é, e and the accent", count)
	}
	if len(program) > 8000 || checksum(program) != 0xB1B0AFBA {
		t.Errorf("the subset has %d bytes and the checksum %X", len(program), checksum(program))
	}
	again := *face
	again.Data = program
	g, err := openFont(&again)
	if err != nil {
		t.Fatal(err)
	}
	for glyph := range members(set) {
		if g.width(glyph) != f.width(glyph) {
			t.Errorf("glyph %d is %d wide, want %d", glyph, g.width(glyph), f.width(glyph))
		}
	}
}

// FuzzSubset changes bytes of a sound font: the answer is a subset or an error.
func FuzzSubset(f *testing.F) {
	directory := len(liberationsansregular.TTF)
	f.Add(uint32(50), byte(0xff), uint32(4000), byte(1))
	f.Add(uint32(directory/2), byte(0x80), uint32(directory/3), byte(0xff))
	f.Fuzz(func(t *testing.T, at1 uint32, to1 byte, at2 uint32, to2 byte) {
		data := append([]byte(nil), liberationsansregular.TTF...)
		data[int(at1)%len(data)], data[int(at2)%len(data)] = to1, to2
		face, err := (&typeset.Font{Name: "changed", Data: data}).Face()
		if err != nil {
			return
		}
		font, err := openFont(face)
		if err != nil {
			return
		}
		u := &usedFace{font: font, seen: make([]uint64, len(font.core)), told: make([]uint64, len(font.core)), text: map[uint16]string{}}
		for g := range min(font.glyphs, 600) {
			u.note(&typeset.Glyph{ID: uint16(g), Text: "x"}, g>>6)
		}
		if s, err := u.subset(object.NewDeflater(1)); err == nil && s.program == nil {
			t.Error("neither a subset nor an error")
		}
	})
}

// FuzzTables reads font files that may be anything.
func FuzzTables(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00glyf\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff"))
	f.Add(liberationsansregular.TTF[:400])
	f.Fuzz(func(t *testing.T, data []byte) {
		if font, err := openFont(&typeset.Face{Name: "any", Data: data, UnitsPerEm: 1000}); err == nil && font.glyphs == 0 {
			t.Error("a font without glyphs was taken")
		}
		if face, err := (&typeset.Font{Name: "any", Data: data}).Face(); err == nil && face.UnitsPerEm == 0 {
			t.Error("a face without an em was taken")
		}
	})
}
