package pdf

import (
	"strconv"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// glyphs shows runs of glyphs of one face. TJ moves the pen by each glyph's
// width as /W states it; where shaping wants another advance (kerning), the
// difference stands between the glyphs, in thousandths of the size (ISO
// 32000-1, 9.4.3). Marks that follow one another share a text object, whose lines are
// placed relative to the last.
func (d *drawing) glyphs(m *typeset.Mark, x, y typeset.Length) error {
	used, err := d.using(m.Runs[0].Face)
	if err != nil {
		return err
	}
	b := d.buf
	if !d.texting {
		b = append(b, "BT\n"...)
		d.texting, d.x, d.y = true, 0, 0
	}
	c := d.code
	if first := m.Runs[0].Glyphs; len(first) > 0 {
		c = codeOf(first[0].ID)
	}
	if d.face != used || d.size != m.Size || d.code != c {
		d.face, d.size, d.code = used, m.Size, c
		b = d.setFont(b)
	}
	x, y = x+m.X, d.height-y-m.Y
	b = append(object.AppendThousandths(b, int(x-d.x)), ' ')
	b = append(object.AppendThousandths(b, int(y-d.y)), " Td[("...)
	d.x, d.y = x, y
	upem, told := used.font.face.UnitsPerEm, used.told
	rise := int32(0)
	for _, run := range m.Runs {
		if known := used.drawn(run); known != nil && rise == 0 {
			if d.code != narrow {
				d.code = narrow
				b = append(d.setFont(append(b, ")]TJ\n"...)), "[("...)
			}
			b = append(b, known.Text...)
			for i, set := range known.Glyphs {
				used.seen[i] |= set
			}
			continue
		}
		for i := range run.Glyphs {
			g := &run.Glyphs[i]
			if word := int(g.ID >> 6); word < len(told) && told[word]>>(g.ID&63)&1 == 0 {
				used.note(g, word)
			}
			if c := codeOf(g.ID); c != d.code {
				d.code = c
				b = append(d.setFont(append(b, ")]TJ\n"...)), "[("...)
			}
			if g.OffsetY != rise {
				b = append(b, ")]TJ "...)
				b = object.AppendThousandths(b, int(g.OffsetY)*int(m.Size)/upem)
				b = append(b, " Ts[("...)
				rise = g.OffsetY
			}
			b = used.font.appendGlyph(b, g, d.code)
		}
	}
	b = append(b, ")]TJ\n"...)
	if rise != 0 {
		b = append(b, "0 Ts\n"...)
	}
	d.buf = b
	return nil
}

// drawn is how a run stands between other strings, where that follows from the
// run alone; else nil: it has glyphs that take two bytes or are not common, or
// one that is raised.
func (u *usedFace) drawn(run *typeset.Run) *typeset.Drawn {
	if run.Memo == nil {
		return nil
	}
	known := run.Memo.Load()
	if known == nil {
		known = u.font.encode(run)
		run.Memo.Store(known)
	}
	if known.Text == nil {
		return nil
	}
	return known
}

// encode makes what drawn returns.
func (f *font) encode(run *typeset.Run) *typeset.Drawn {
	out := &typeset.Drawn{}
	if len(f.core) < len(out.Glyphs) {
		return out
	}
	b := make([]byte, 0, len(run.Glyphs)+8)
	for i := range run.Glyphs {
		g := &run.Glyphs[i]
		if codeOf(g.ID) != narrow || f.core[g.ID>>6]>>(g.ID&63)&1 == 0 || g.OffsetY != 0 {
			return &typeset.Drawn{}
		}
		out.Glyphs[g.ID>>6] |= 1 << (g.ID & 63)
		b = f.appendGlyph(b, g, narrow)
	}
	out.Text = b
	return out
}

// appendGlyph appends a glyph to the string that is open, with what moves the
// pen where the glyph's width does not do so as shaping wants it.
func (f *font) appendGlyph(b []byte, g *typeset.Glyph, c code) []byte {
	upem := f.face.UnitsPerEm
	if g.OffsetX != 0 {
		b = appendShift(b, -int(g.OffsetX), upem)
	}
	if c == wide {
		b = appendByte(b, byte(g.ID>>8))
	}
	b = appendByte(b, byte(g.ID))
	width := 0
	if int(g.ID) < len(f.advances) {
		width = int(f.advances[g.ID])
	}
	if shift := width - int(g.Advance) + int(g.OffsetX); shift != 0 {
		b = appendShift(b, shift, upem)
	}
	return b
}

// code is how a string tells glyphs: each face has a font for either way.
type code uint8

const (
	narrow code = iota // in one byte: glyphs below 256, which Latin script mostly has
	wide               // in two
	codes
)

func codeOf(glyph uint16) code {
	if glyph < 1<<8 {
		return narrow
	}
	return wide
}

// name is that of a font among the resources of pages: N0, W0, N1 …
func (c code) name(face int) string { return "NW"[c:c+1] + strconv.Itoa(face) }

// setFont makes the font current that d names.
func (d *drawing) setFont(b []byte) []byte {
	b = append(append(b, '/'), d.code.name(d.face.index)...)
	return append(object.AppendThousandths(append(b, ' '), int(d.size)), " Tf\n"...)
}

// endText closes the text object that is open, if one is.
func (d *drawing) endText() {
	if d.texting {
		d.buf = append(d.buf, "ET\n"...)
		d.texting = false
	}
}

// appendByte appends a byte of a literal string (7.3.4.2), half as long as in
// hexadecimal. A bare carriage return would be read as a line feed.
func appendByte(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, c)
}

// appendShift interrupts the string by a move of n font units to the left.
func appendShift(b []byte, n, upem int) []byte {
	b = append(b, ')')
	b = object.AppendInteger(b, (n*1000+sign(n)*upem/2)/upem)
	return append(b, '(')
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// using returns a face as the file uses it.
func (d *drawing) using(f *typeset.Face) (*usedFace, error) {
	if d.face != nil && d.face.font.face == f {
		return d.face, nil
	}
	if u := d.byFace[f]; u != nil {
		return u, nil
	}
	font, err := d.w.font(f)
	if err != nil {
		return nil, err
	}
	u := &usedFace{font: font, index: len(d.faces), seen: make([]uint64, len(font.core)), told: make([]uint64, len(font.core)), text: map[uint16]string{}}
	d.faces = append(d.faces, u)
	d.byFace[f] = u
	return u, nil
}

// note remembers that the file shows a glyph, and what for: of the glyphs of a
// cluster only the first one says that.
func (u *usedFace) note(g *typeset.Glyph, word int) {
	bit := uint64(1) << (g.ID & 63)
	u.seen[word] |= bit
	switch {
	case u.font.core[word]&bit != 0:
		u.told[word] |= bit
	case g.Text != "":
		u.told[word] |= bit
		u.text[g.ID] = g.Text
	}
}
