package object

import (
	"encoding/binary"
	"hash/adler32"
	"math/bits"
	"slices"
	"sync"
)

// quick deflates (RFC 1951) what PDFs hold in a single block whose codes are known
// beforehand: those that fit the pages, objects and texts of most files. What
// the library spends on finding the codes that fit each stream, more than on
// all else, is saved for some bytes more. It may be used by several goroutines.
type quick struct {
	codes  func() *quickCodes
	tables sync.Pool // of *quickTable
}

func newQuick() *quick { return &quick{codes: sync.OnceValue(makeQuickCodes)} }

const (
	quickFrom    = 512     // bytes that it pays for: the codes take some hundred
	quickTo      = 1 << 20 // and at most: codes of their own fit long data better
	farthest     = 1 << 15 // that a repetition may lie back
	longestMatch = 258     // what a length says at most
	hashBits     = 13
)

// quickTable finds where the same four bytes stood last. Positions count on from
// one stream to the next, so that nothing has to be cleared between them.
type quickTable struct {
	at   [1 << hashBits]int32
	base int32  // of the present stream; what lies below it belongs to those before
	out  []byte // what it was written into
}

// append appends data to dst as zlib holds them (RFC 1950). It is false, and dst
// as it was, for data that it is not made for.
func (q *quick) append(dst, data []byte) ([]byte, bool) {
	if len(data) < quickFrom || len(data) > quickTo {
		return dst, false
	}
	t, ok := q.tables.Get().(*quickTable)
	if !ok {
		t = &quickTable{base: 1}
	}
	defer q.tables.Put(t)
	if t.base > 1<<30 {
		*t = quickTable{base: 1}
	}
	c := q.codes()
	w := bitWriter{n: len(c.header), bits: c.rest, count: c.restCount}
	t.out = slices.Grow(t.out[:0], len(c.header)+2*len(data)+64)
	w.b = t.out[:cap(t.out)]
	copy(w.b, c.header)
	t.encode(&w, c, data)
	w.end(c.literals[endOfBlock])
	if w.n > len(data)/8*5 { // they do not fit
		return dst, false
	}
	dst = append(append(dst, 0x78, 0x01), w.b[:w.n]...)
	return binary.BigEndian.AppendUint32(dst, adler32.Checksum(data)), true
}

// encode writes data as literals and repetitions of what came before.
func (t *quickTable) encode(w *bitWriter, c *quickCodes, data []byte) {
	base := t.base
	t.base += int32(len(data))
	shown, missed := 0, 0
	for at := 0; at < len(data)-12; {
		four := binary.LittleEndian.Uint32(data[at:])
		slot := &t.at[four*0x9E3779B1>>(32-hashBits)]
		before := int(*slot - base)
		*slot = int32(at) + base
		if before < 0 || at-before > farthest || binary.LittleEndian.Uint32(data[before:]) != four {
			missed++
			at += 1 + missed>>5 // nothing has repeated for long: look less closely
			continue
		}
		missed = 0
		w.literals(c, data[shown:at])
		n := same(data[before:], data[at:min(at+longestMatch, len(data))])
		w.flush()
		w.add(c.lengths[n])
		w.distance(c, uint32(at-before-1))
		at += n
		shown = at
		if at < len(data)-12 {
			eight := binary.LittleEndian.Uint64(data[at-2:])
			t.at[uint32(eight)*0x9E3779B1>>(32-hashBits)] = int32(at-2) + base
			t.at[uint32(eight>>8)*0x9E3779B1>>(32-hashBits)] = int32(at-1) + base
		}
	}
	w.literals(c, data[shown:])
}

// same is how many bytes b begins with that a begins with too; the first four do.
func same(a, b []byte) int {
	n := 4
	for ; n+8 <= len(b); n += 8 {
		if x := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); x != 0 {
			return n + bits.TrailingZeros64(x)/8
		}
	}
	for n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// bitWriter writes codes into b, which has room for them, lowest bit first.
type bitWriter struct {
	b     []byte
	n     int    // bytes written
	bits  uint64 // that are not yet among them
	count uint   // how many; below eight after a flush
}

// add adds a code, with what follows it: at most 57 bits in all after a flush.
func (w *bitWriter) add(c code) {
	w.bits |= uint64(c&codeBits) << (w.count & 63)
	w.count += uint(c >> codeShift)
}

func (w *bitWriter) flush() {
	binary.LittleEndian.PutUint64(w.b[w.n:], w.bits)
	w.n += int(w.count / 8)
	w.bits >>= w.count &^ 7 & 63
	w.count &= 7
}

// literals writes bytes as they are, four with one flush: four codes of a literal
// take 56 bits.
func (w *bitWriter) literals(c *quickCodes, data []byte) {
	for ; len(data) >= 4; data = data[4:] {
		w.flush()
		w.add(c.literals[data[0]])
		w.add(c.literals[data[1]])
		w.add(c.literals[data[2]])
		w.add(c.literals[data[3]])
	}
	w.flush()
	for _, b := range data {
		w.add(c.literals[b])
	}
}

// distance writes how far back something stood, less one (RFC 1951, 3.2.5).
func (w *bitWriter) distance(c *quickCodes, d uint32) {
	if d < 4 {
		w.add(c.distances[d])
		return
	}
	extra := uint32(bits.Len32(d)) - 2
	w.add(c.distances[2*extra+2+d>>extra&1])
	w.add(code(d&(1<<extra-1)) | code(extra)<<codeShift)
}

// end writes the end of the block and fills the last byte.
func (w *bitWriter) end(c code) {
	w.flush()
	w.add(c)
	w.count += 7
	w.flush()
}
