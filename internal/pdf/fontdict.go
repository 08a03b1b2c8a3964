package pdf

import (
	"fmt"
	"unicode/utf16"

	"annexa/internal/pdf/object"
)

// toUnicode makes the CMap that says which characters a glyph stands for (ISO
// 32000-1, 9.10.3). Every glyph has an entry, as PDF/UA-1, 7.21.7 asks; the
// further glyphs of a cluster, whose characters the first one has, stand for a
// space without width.
func (f *font) toUnicode(set []uint64, c code, text map[uint16]string) []byte {
	digits := [codes]int{narrow: 2, wide: 4}[c]
	out := fmt.Appendf(nil, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"+
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"+
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"+
		"1 begincodespacerange\n<%0*X> <%X>\nendcodespacerange\n", digits, 0, 1<<(4*digits)-1)
	const block = 100 // entries at most in one block
	var entries []byte
	n := 0
	flush := func() {
		if n > 0 {
			out = fmt.Appendf(out, "%d beginbfchar\n%sendbfchar\n", n, entries)
			entries, n = entries[:0], 0
		}
	}
	for g := range members(set) {
		t := f.coreText[g]
		if t == "" {
			t = text[g]
		}
		if t == "" {
			t = "\u200b"
		}
		entries = fmt.Appendf(entries, "<%0*X> <", digits, g)
		for _, u := range utf16.Encode([]rune(t)) {
			entries = fmt.Appendf(entries, "%04X", u)
		}
		entries = append(entries, ">\n"...)
		if n++; n == block {
			flush()
		}
	}
	flush()
	return append(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

// Flags of a font descriptor (9.8.2).
const (
	fixedPitch  = 1 << 0
	nonsymbolic = 1 << 5
	italicFont  = 1 << 6
)

// oneByte is a CMap by which codes of one byte are glyphs (9.7.5.4), as
// Identity-H does with two. Ghostscript's files have the same one, by this name.
const oneByte = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def
/CMapName /OneByteIdentityH def
/CMapType 1 def
/WMode 0 def
1 begincodespacerange
<00> <FF>
endcodespacerange
1 begincidrange
<00> <FF> 0
endcidrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`

// oneByteMap is that CMap as a stream.
func oneByteMap(d *object.Deflater) *object.Stream {
	return d.Stream(new(object.Dict).Set("Type", object.Name("CMap")).
		Set("CMapName", object.Name("OneByteIdentityH")).
		Set("CIDSystemInfo", object.Verbatim(identity)).
		Set("WMode", object.Integer(0)), []byte(oneByte))
}

const identity = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>" // of glyphs told by their numbers

// addTo puts the font's objects into a file, and returns its fonts by their
// codes; a zero reference for one that nothing is told by.
func (s *subset) addTo(g *object.Graph, f *font, oneByte object.Ref) (fonts [codes]object.Ref) {
	em := func(n int) object.Integer { return object.Integer(n * 1000 / f.face.UnitsPerEm) }
	flags := nonsymbolic
	if f.fixed {
		flags |= fixedPitch
	}
	if f.angle != 0 {
		flags |= italicFont
	}
	descriptor := new(object.Dict).Set("Type", object.Name("FontDescriptor")).
		Set("FontName", s.name).
		Set("Flags", object.Integer(flags)).
		Set("FontBBox", object.Array{em(f.bbox[0]), em(f.bbox[1]), em(f.bbox[2]), em(f.bbox[3])}).
		Set("ItalicAngle", object.Integer(f.angle)).
		Set("Ascent", em(f.face.Ascent)).
		Set("Descent", em(-f.face.Descent)).
		Set("CapHeight", em(f.face.CapHeight)).
		Set("XHeight", em(f.face.XHeight)).
		Set("StemV", object.Integer(80)).
		Set("FontFile2", g.Add(s.program))
	cid := new(object.Dict).Set("Type", object.Name("Font")).
		Set("Subtype", object.Name("CIDFontType2")).
		Set("BaseFont", s.name).
		Set("CIDSystemInfo", object.Verbatim(identity)).
		Set("FontDescriptor", g.Add(descriptor)).
		Set("W", s.widths).
		Set("CIDToGIDMap", object.Name("Identity"))
	descendants := object.Array{g.Add(cid)}
	for c, encoding := range [codes]object.Object{narrow: oneByte, wide: object.Name("Identity-H")} {
		if s.unicode[c] == nil {
			continue
		}
		fonts[c] = g.Add(new(object.Dict).Set("Type", object.Name("Font")).
			Set("Subtype", object.Name("Type0")).
			Set("BaseFont", s.name).
			Set("Encoding", encoding).
			Set("DescendantFonts", descendants).
			Set("ToUnicode", g.Add(s.unicode[c])))
	}
	return fonts
}
