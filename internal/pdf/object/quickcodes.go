package object

import (
	"iter"
	"math/bits"
	"slices"
)

// The lengths of the codes, a digit each, to the base 16: of the 256 bytes, the
// end of a block and the 29 kinds of length, of the 30 kinds of distance, and of
// those by which a header states the others.
// TestQuickCodesAreWhole found them in the PDFs of a corpus, and can do so again.
const (
	literalCodeLengths  = "cbc6cccccc7cccc9a9c9a9bbbbbbbccc5cabacaa99bc886765555566669c9c8cc99968776887799787678776898989ccc687768887ca78778c7768a9a8cbabccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccbc45556666677778889acccccccccc"
	distanceCodeLengths = "bbbb87676655443444444445566679"
	headerCodeLengths   = "0006644333453000200"
)

const (
	endOfBlock  = 256
	longestCode = 14 // of a literal, so that four fit behind seven bits
)

// code is the bits of a code, the first one lowest, with their count above them.
type code uint32

const (
	codeShift = 24
	codeBits  = 1<<codeShift - 1
)

// quickCodes are the codes of quick, ready to be written.
type quickCodes struct {
	header    []byte // of the block, which states their lengths
	rest      uint64 // bits of it that fill no byte
	restCount uint
	literals  [endOfBlock + 1]code
	lengths   [longestMatch + 1]code // with their extra bits
	distances [30]code
}

func makeQuickCodes() *quickCodes {
	literals, distances := digits16(literalCodeLengths), digits16(distanceCodeLengths)
	c := &quickCodes{}
	all := canonical(literals)
	copy(c.literals[:], all)
	copy(c.distances[:], canonical(distances))
	for n := 3; n <= longestMatch; n++ {
		kind, extra, value := lengthKind(n)
		at := all[endOfBlock+1+kind]
		c.lengths[n] = at + code(extra)<<codeShift | code(value)<<(at>>codeShift)
	}
	c.state(literals, distances)
	return c
}

// digits16 are the values of hexadecimal digits.
func digits16(s string) []uint8 {
	out := make([]uint8, len(s))
	for i := range s {
		if out[i] = s[i] - '0'; s[i] >= 'a' {
			out[i] = s[i] - 'a' + 10
		}
	}
	return out
}

// lengthKind is the kind of a length, 0 to 28, with the count and the value of its
// extra bits (RFC 1951, 3.2.5).
func lengthKind(n int) (kind, extra, value int) {
	n -= 3
	switch {
	case n == longestMatch-3:
		return 28, 0, 0
	case n < 8:
		return n, 0, 0
	}
	extra = bits.Len(uint(n)) - 3
	return 4*extra + n>>extra, extra, n & (1<<extra - 1)
}

// canonical are the codes of such lengths (3.2.2).
func canonical(lengths []uint8) []code {
	var count, next [16]uint32
	for _, n := range lengths {
		count[n]++
	}
	count[0] = 0
	for n := 1; n < len(next); n++ {
		next[n] = (next[n-1] + count[n-1]) << 1
	}
	out := make([]code, len(lengths))
	for i, n := range lengths {
		if n > 0 {
			out[i] = code(bits.Reverse32(next[n])>>(32-n)) | code(n)<<codeShift
			next[n]++
		}
	}
	return out
}

// headerOrder is how the header orders the lengths of its own codes.
var headerOrder = [...]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// state makes the header of a block, the last one, with such codes (3.2.7).
func (c *quickCodes) state(literals, distances []uint8) {
	add := func(v, n int) {
		c.rest |= uint64(v) << c.restCount
		for c.restCount += uint(n); c.restCount >= 8; c.restCount -= 8 {
			c.header = append(c.header, byte(c.rest))
			c.rest >>= 8
		}
	}
	own := digits16(headerCodeLengths)
	add(1, 1)
	add(2, 2)
	add(len(literals)-257, 5)
	add(len(distances)-1, 5)
	add(len(headerOrder)-4, 4)
	for _, i := range headerOrder {
		add(int(own[i]), 3)
	}
	codes := canonical(own)
	for s := range stated(slices.Concat(literals, distances)) {
		add(int(codes[s.code]&codeBits), int(codes[s.code]>>codeShift))
		if s.code == repeated {
			add(s.more-3, 2)
		}
	}
}

// repeated is the code for the length before, three to six times.
const repeated = 16

// statement is a length, or the repetition of the one before.
type statement struct{ code, more int }

// stated yields how the header states lengths, of which none is zero.
func stated(lengths []uint8) iter.Seq[statement] {
	return func(yield func(statement) bool) {
		for i := 0; i < len(lengths); {
			run := 1
			for i+run < len(lengths) && lengths[i+run] == lengths[i] {
				run++
			}
			if !yield(statement{code: int(lengths[i])}) {
				return
			}
			i++
			for run--; run >= 3; {
				n := min(run, 6)
				if !yield(statement{repeated, n}) {
					return
				}
				i += n
				run -= n
			}
		}
	}
}
