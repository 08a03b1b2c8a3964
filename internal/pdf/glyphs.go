package pdf

import (
	"strconv"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// glyphs shows runs of glyphs of one face. TJ moves the pen by each glyph's
// width as /W states it; where shaping wants another advance (kerning), the
// difference stands between the glyphs, in thousandths of the size (ISO
// 32000-1, 9.4.3). What stands for other characters than its glyphs says so
// (14.9.4).
func (d *drawing) glyphs(m *typeset.Mark, x, y typeset.Length) error {
	used, err := d.face(m.Runs[0].Face)
	if err != nil {
		return err
	}
	b := d.buf
	if m.Said != nil {
		b = append(b, "/Span <</ActualText "...)
		if b, err = object.Append(b, object.Text(*m.Said)); err != nil {
			return err
		}
		b = append(b, ">> BDC\n"...)
	}
	b = append(b, "BT /F"...)
	b = strconv.AppendInt(b, int64(used.index), 10)
	b = append(appendThousandths(append(b, ' '), int(m.Size)), " Tf "...)
	b = append(appendThousandths(b, int(x+m.X)), ' ')
	b = append(appendThousandths(b, int(d.height-y-m.Y)), " Td [("...)
	upem := used.font.face.UnitsPerEm
	rise := int32(0)
	for _, run := range m.Runs {
		for i := range run.Glyphs {
			g := &run.Glyphs[i]
			used.note(g)
			if g.OffsetY != rise {
				b = append(b, ")] TJ "...)
				b = appendThousandths(b, int(g.OffsetY)*int(m.Size)/upem)
				b = append(b, " Ts [("...)
				rise = g.OffsetY
			}
			if g.OffsetX != 0 {
				b = appendShift(b, -int(g.OffsetX), upem)
			}
			b = appendByte(appendByte(b, byte(g.ID>>8)), byte(g.ID))
			if shift := used.font.width(g.ID) - int(g.Advance) + int(g.OffsetX); shift != 0 {
				b = appendShift(b, shift, upem)
			}
		}
	}
	b = append(b, ")] TJ"...)
	if rise != 0 {
		b = append(b, " 0 Ts"...)
	}
	b = append(b, " ET\n"...)
	if m.Said != nil {
		b = append(b, "EMC\n"...)
	}
	d.buf = b
	return nil
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
	b = strconv.AppendInt(b, int64((n*1000+sign(n)*upem/2)/upem), 10)
	return append(b, '(')
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

func (d *drawing) face(f *typeset.Face) (*usedFace, error) {
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

// note remembers that the file shows a glyph, and what for.
func (u *usedFace) note(g *typeset.Glyph) {
	word, bit := int(g.ID>>6), uint64(1)<<(g.ID&63)
	if word >= len(u.seen) {
		return
	}
	u.seen[word] |= bit
	if g.Text != "" && u.told[word]&bit == 0 {
		u.told[word] |= bit
		u.text[g.ID] = g.Text
	}
}
