package search

import (
	"encoding/binary"
	"math/bits"
)

// known holds the stems of the words that an analyser has met in a language.
// Nearly all words are of ASCII and at most 16 bytes long: two integers are such
// a word, so that it is read and found without being copied.
type known struct {
	slots []slot // a power of two of them, at most three in four of them taken
	taken int
	long  map[string]uint32 // all other words
}

type slot struct {
	lo, hi uint64 // the bytes of the word, the first lowest; lo is 0 where there is none
	stem   uint32
}

func newKnown() *known { return &known{slots: make([]slot, usualWords), long: map[string]uint32{}} }

// find is where a short word is, or where it belongs.
func (k *known) find(lo, hi uint64) *slot {
	mask := uint64(len(k.slots) - 1)
	high, low := bits.Mul64(lo^0x9e3779b97f4a7c15, hi^lo>>32^0xd1b54a32d192ed03)
	for i := (high ^ low) & mask; ; i = (i + 1) & mask {
		if s := &k.slots[i]; s.lo == lo && s.hi == hi || s.lo == 0 {
			return s
		}
	}
}

func (k *known) add(lo, hi uint64, stem uint32) {
	if k.taken++; 4*k.taken > 3*len(k.slots) {
		old := k.slots
		k.slots = make([]slot, 2*len(old))
		for _, s := range old {
			if s.lo != 0 {
				*k.find(s.lo, s.hi) = s
			}
		}
	}
	*k.find(lo, hi) = slot{lo, hi, stem}
}

// shortWord reads the word that s begins with, as nextWord would, if it is a
// short one; else n is 0.
func shortWord(s []byte) (lo, hi uint64, n int) {
	for n < len(s) && s[n] < 0x80 && (classes[s[n]] == letter || classes[s[n]] == number) {
		n++
	}
	if 0 < n && n <= 16 && len(s) >= 16+2 && endsWord(s[n-1:]) {
		lo, hi = binary.LittleEndian.Uint64(s), binary.LittleEndian.Uint64(s[8:])
		const small = 0x2020202020202020 // makes small letters; numbers have these bits too
		if n < 8 {
			return (lo | small) & (1<<(8*n) - 1), 0, n
		}
		return lo | small, (hi | small) & (1<<(8*(n-8)) - 1), n
	}
	return shortWordByByte(s)
}

// endsWord says that a word ends behind the byte that s begins with, a letter or
// a number, without looking at what is beyond ASCII.
func endsWord(s []byte) bool {
	switch c := s[1]; {
	case c >= 0x80:
		return false
	case classes[c] != joiner:
		return true
	}
	next := s[2]
	return next < 0x80 && classes[next] != number && (classes[next] != letter || classes[s[0]] != number)
}

// shortWordByByte is shortWord for words that are odd, or end with the text.
func shortWordByByte(s []byte) (lo, hi uint64, n int) {
	length, last := 0, between
	for ; n < len(s); n++ {
		c := s[n]
		what := between
		if c < 0x80 {
			what = classes[c]
		} else if what, _, _ = classOf(s[n:]); what != between {
			return 0, 0, 0
		}
		switch what {
		case letter, number:
			last = what
			c |= 0x20 // a small letter; numbers have this bit too
			switch length >> 3 {
			case 0:
				lo |= uint64(c) << (length * 8)
			case 1:
				hi |= uint64(c) << (length*8 - 64)
			default:
				return 0, 0, 0
			}
			length++
		case joiner:
			if n+1 == len(s) {
				return lo, hi, n
			}
			next := between
			if d := s[n+1]; d < 0x80 {
				next = classes[d]
			} else {
				next, _, _ = classOf(s[n+1:])
			}
			if next != number && (next != letter || last != number) {
				return lo, hi, n
			}
		default:
			return lo, hi, n
		}
	}
	return lo, hi, n
}

// letters are the bytes of a short word.
func (s slot) letters(dst []byte) []byte {
	for _, part := range [...]uint64{s.lo, s.hi} {
		for ; part > 0; part >>= 8 {
			dst = append(dst, byte(part))
		}
	}
	return dst
}
