package pdf

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"sync"

	"annexa/internal/pdf/object"
)

// subset is a font program with some of a font's glyphs, and what a file says
// of it. Subsets are shared between files and never changed.
type subset struct {
	name    object.Name // with its tag, ISO 32000-1, 9.6.4
	program *object.Stream
	unicode [codes]*object.Stream // nil where no glyph is told so
	widths  object.Verbatim       // the array W, 9.7.4.3
}

// subsetCache keeps the subsets of a font by the set of their glyphs.
type subsetCache struct {
	mu    sync.Mutex
	known map[string]*subset
}

const maxSubsets = 256 // of one font

// commonEnough is from how many common glyphs on a subset gets all of them.
const commonEnough = 24

// subset returns the subset of what a file shows.
func (u *usedFace) subset(d *object.Deflater) (*subset, error) {
	f := u.font
	set := slices.Clone(u.seen)
	shared := 0
	for i := range set {
		shared += bits.OnesCount64(set[i] & f.core[i])
	}
	if shared >= commonEnough {
		for i := range set {
			set[i] |= f.core[i]
		}
	}
	// What a glyph outside the core stands for can differ between files.
	var key []byte
	for _, s := range set {
		key = be.AppendUint64(key, s)
	}
	for _, g := range slices.Sorted(maps.Keys(u.text)) {
		key = be.AppendUint16(key, g)
		key = append(append(key, u.text[g]...), 0)
	}
	c := &f.subsets
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.known[string(key)]; s != nil {
		return s, nil
	}
	s, err := f.subset(set, u.text, d)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.face.Name, err)
	}
	if c.known == nil {
		c.known = map[string]*subset{}
	}
	if len(c.known) < maxSubsets {
		c.known[string(key)] = s
	}
	return s, nil
}

func (f *font) subset(set []uint64, text map[uint16]string, d *object.Deflater) (*subset, error) {
	shown := slices.Clone(set)
	set[0] |= 1 // .notdef is required
	program, err := f.program(set)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(f.face.Name), program...))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	s := &subset{name: object.Name(string(tag) + "+" + f.face.Name)}
	s.program = d.Stream(new(object.Dict).Set("Length1", object.Integer(len(program))), program)
	few := min(4, len(shown))
	for c, part := range [codes][]uint64{narrow: shown[:few], wide: slices.Concat(make([]uint64, few), shown[few:])} {
		if slices.ContainsFunc(part, func(word uint64) bool { return word != 0 }) {
			s.unicode[c] = d.Stream(nil, f.toUnicode(part, code(c), text))
		}
	}
	s.widths = f.widthArray(shown)
	return s, nil
}

// members yields the glyphs of a set in order.
func members(set []uint64) func(func(uint16) bool) {
	return func(yield func(uint16) bool) {
		for i, word := range set {
			for ; word != 0; word &= word - 1 {
				if !yield(uint16(i*64 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}

// program makes a font file of the glyphs in set and of those that they are
// composed of. Glyphs keep their numbers; instructions are left out, since
// screens that need them are gone.
func (f *font) program(set []uint64) ([]byte, error) {
	if err := f.closeOver(set); err != nil {
		return nil, err
	}
	last := 0
	for g := range members(set) {
		last = int(g)
	}
	var glyf []byte
	count := last + 1
	offsets := make([]uint32, count+1)
	hmtx := make([]byte, 4*count)
	for g := range count {
		offsets[g] = uint32(len(glyf))
		if set[g>>6]&(1<<(g&63)) == 0 {
			continue
		}
		be.PutUint16(hmtx[4*g:], f.advances[g])
		be.PutUint16(hmtx[4*g+2:], uint16(f.bearings[g]))
		outline, err := bare(f.glyf[f.loca[g]:f.loca[g+1]])
		if err != nil {
			return nil, fmt.Errorf("glyph %d: %w", g, err)
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	offsets[count] = uint32(len(glyf))
	long := len(glyf) >= 1<<17
	var loca []byte
	for _, o := range offsets {
		if long {
			loca = be.AppendUint32(loca, o)
		} else {
			loca = be.AppendUint16(loca, uint16(o/2))
		}
	}
	head, hhea, maxp := slices.Clone(f.head), slices.Clone(f.hhea), slices.Clone(f.maxp)
	be.PutUint32(head[8:], 0)
	be.PutUint16(head[50:], 0)
	if long {
		be.PutUint16(head[50:], 1)
	}
	be.PutUint16(hhea[34:], uint16(count))
	be.PutUint16(maxp[4:], uint16(count))
	for _, at := range []int{16, 18, 20, 22, 24, 26} { // what only instructions use
		be.PutUint16(maxp[at:], 0)
	}
	return assemble([]table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}), nil
}

// Flags of the components of a composite glyph (5.3.4).
const (
	wordArguments   = 0x0001
	haveScale       = 0x0008
	moreComponents  = 0x0020
	haveScaleXY     = 0x0040
	haveTwoByTwo    = 0x0080
	haveInstruction = 0x0100
)

var errOutline = errors.New("its outline is cut off")

// components calls use with the place of each component of a composite glyph.
// It returns where the last one ends.
func components(glyph []byte, use func(at int)) (int, error) {
	at := 10
	for {
		if at+4 > len(glyph) {
			return 0, errOutline
		}
		use(at)
		flags := be.Uint16(glyph[at:])
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveScaleXY != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
		if at > len(glyph) {
			return 0, errOutline
		}
		if flags&moreComponents == 0 {
			return at, nil
		}
	}
}

// closeOver adds the glyphs that those in set are composed of.
func (f *font) closeOver(set []uint64) error {
	queue := slices.Collect(members(set))
	for len(queue) > 0 {
		g := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if int(g) >= f.glyphs {
			return fmt.Errorf("glyph %d: there is none", g)
		}
		glyph := f.glyf[f.loca[g]:f.loca[g+1]]
		if len(glyph) < 10 || int16(be.Uint16(glyph)) >= 0 {
			continue
		}
		var bad error
		_, err := components(glyph, func(at int) {
			c := be.Uint16(glyph[at+2:])
			switch {
			case int(c) >= f.glyphs:
				bad = fmt.Errorf("glyph %d: its part %d does not exist", g, c)
			case set[c>>6]&(1<<(c&63)) == 0:
				set[c>>6] |= 1 << (c & 63)
				queue = append(queue, c)
			}
		})
		if err = errors.Join(err, bad); err != nil {
			return err
		}
	}
	return nil
}

// bare returns an outline without instructions.
func bare(glyph []byte) ([]byte, error) {
	if len(glyph) == 0 {
		return nil, nil
	}
	if len(glyph) < 10 {
		return nil, errOutline
	}
	if contours := int(int16(be.Uint16(glyph))); contours >= 0 {
		at := 10 + 2*contours
		if at+2 > len(glyph) {
			return nil, errOutline
		}
		rest := at + 2 + int(be.Uint16(glyph[at:]))
		if rest > len(glyph) {
			return nil, errOutline
		}
		out := append(slices.Clone(glyph[:at]), 0, 0)
		return append(out, glyph[rest:]...), nil
	}
	out := slices.Clone(glyph)
	end, err := components(glyph, func(at int) {
		be.PutUint16(out[at:], be.Uint16(out[at:])&^haveInstruction)
	})
	if err != nil {
		return nil, err
	}
	return out[:end], nil
}

type table struct {
	tag  string
	data []byte
}

// assemble makes a font file of tables in the order of their tags (4.5).
func assemble(tables []table) []byte {
	count := len(tables)
	power := 1 << (bits.Len(uint(count)) - 1)
	out := be.AppendUint32(nil, 0x00010000)
	for _, v := range []int{count, 16 * power, bits.Len(uint(power)) - 1, 16*count - 16*power} {
		out = be.AppendUint16(out, uint16(v))
	}
	offset := 12 + 16*count
	head := 0
	for _, t := range tables {
		if t.tag == "head" {
			head = offset
		}
		out = append(out, t.tag...)
		out = be.AppendUint32(out, checksum(t.data))
		out = be.AppendUint32(out, uint32(offset))
		out = be.AppendUint32(out, uint32(len(t.data)))
		offset += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	be.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(data []byte) uint32 {
	var sum uint32
	for ; len(data) >= 4; data = data[4:] {
		sum += be.Uint32(data)
	}
	if len(data) > 0 {
		var last [4]byte
		copy(last[:], data)
		sum += be.Uint32(last[:])
	}
	return sum
}

// widthArray states the advances of glyphs, in thousandths of the size.
func (f *font) widthArray(set []uint64) object.Verbatim {
	out := object.Verbatim("[")
	next := -1
	for g := range members(set) {
		if int(g) != next {
			if next >= 0 {
				out = append(out, ']')
			}
			out = strconv.AppendInt(out, int64(g), 10)
			out = append(out, '[')
		} else {
			out = append(out, ' ')
		}
		upem := f.face.UnitsPerEm
		out = object.AppendThousandths(out, (int(f.advances[g])*1_000_000+upem/2)/upem)
		next = int(g) + 1
	}
	if next >= 0 {
		out = append(out, ']')
	}
	return append(out, ']')
}
