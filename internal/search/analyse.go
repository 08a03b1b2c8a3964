package search

import (
	"hash/crc32"
	"math"
)

// An analyser reads texts, one at a time. A word that it has met it knows again
// without asking the vocabulary that all share.
type analyser struct {
	all    map[string]*known // by tongue
	known  *known            // of the item that is read
	tongue string
	text   Text
	word   []byte
	tally  []tally  // by stem
	met    []uint32 // stems with a tally
}

// A tally is how often a stem stands in each field of an item.
type tally [fields]uint16

type field int

const (
	bodyField field = iota
	headingField
	titleField
	idField
	fields
)

// findings are what items hold: for each in turn, its stems and their weights.
type findings struct {
	posts []post
	ends  []int // for each item, where its posts end
}

// A post is a stem and its weight in an item, of 4 bits.
type post uint32

func newPost(stem uint32, weight int) post { return post(stem<<4 | uint32(weight)) }
func (p post) stem() uint32                { return uint32(p >> 4) }
func (p post) weight() uint32              { return uint32(p & 15) }

// Text appends the script with the texts of a group of items, and notes what
// stands in them. Who reads the last one puts all together, while others go on
// with what else there is to do.
func (x *Index) Text(i int, dst []byte) []byte {
	dst, last := x.read(i, dst)
	if last {
		x.merged()
	}
	return dst
}

// read is Text without what may follow from it; last says that no text is left
// to be read.
func (x *Index) read(i int, dst []byte) (script []byte, last bool) {
	g := &x.texts[i]
	a := x.analyser()
	defer x.release(a)
	begin := len(dst)
	dst = appendCall(dst, "", textScript, i)
	var found findings
	for j := g.first; j < g.end; j++ {
		a.text.reset()
		if x.items[j].Write != nil {
			x.items[j].Write(&a.text)
		}
		dst = a.text.append(append(dst, ','))
		found.posts = a.read(x, &x.items[j], found.posts)
		found.ends = append(found.ends, len(found.posts))
	}
	dst = append(dst, ")\n"...)
	g.once.Do(func() {
		g.found, g.sum = found, crc32.Checksum(dst[begin:], castagnoli())
		g.done.Store(true)
		last = x.unread.Add(-1) == 0
	})
	return dst, last
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) } // which is made once, when it is first asked for

func (x *Index) analyser() *analyser {
	x.learn()
	x.mu.Lock()
	defer x.mu.Unlock()
	if n := len(x.idle); n > 0 {
		a := x.idle[n-1]
		x.idle = x.idle[:n-1]
		return a
	}
	return &analyser{all: map[string]*known{}}
}

func (x *Index) release(a *analyser) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.idle = append(x.idle, a)
}

// read appends the posts of an item whose text was written.
func (a *analyser) read(x *Index, item *Item, posts []post) []post {
	a.language(item.Language)
	length := 0
	for i := range a.text.sections {
		a.words(x, a.text.heading(i), headingField)
		length += a.words(x, a.text.body(i), bodyField)
	}
	titleLength := a.words(x, []byte(item.Title), titleField)
	a.words(x, []byte(item.Name), titleField)
	a.words(x, []byte(item.ID), idField)
	for _, stem := range a.met {
		posts = append(posts, newPost(stem, a.tally[stem].weight(length, titleLength)))
		a.tally[stem] = tally{}
	}
	a.met = a.met[:0]
	return posts
}

// language says in which language the analyser reads on.
func (a *analyser) language(tag string) {
	a.tongue = tongueOf(tag)
	a.known = a.all[a.tongue]
	if a.known == nil {
		a.known = newKnown()
		a.all[a.tongue] = a.known
	}
}

// words counts the words of s in a field, and says how many there are.
func (a *analyser) words(x *Index, s []byte, in field) (n int) {
	for i := 0; i < len(s); {
		if c := s[i]; c < 0x80 && classes[c] != letter && classes[c] != number {
			i++
			continue
		}
		var stem uint32
		if lo, hi, length := shortWord(s[i:]); length > 0 {
			i += length
			if lo < 0x80 && classes[lo] == letter {
				continue // a single one
			}
			known := a.known.find(lo, hi)
			if known.lo == 0 {
				a.word = slot{lo: lo, hi: hi}.letters(a.word[:0])
				stem = x.words.stem(a.tongue, a.word)
				a.known.add(lo, hi, stem)
			} else {
				stem = known.stem
			}
		} else {
			a.word, length = nextWord(a.word[:0], s[i:])
			i += length
			if len(a.word) == 0 {
				continue
			}
			known, ok := a.known.long[string(a.word)]
			if !ok {
				known = x.words.stem(a.tongue, a.word)
				a.known.long[string(a.word)] = known
			}
			stem = known
		}
		n++
		if stem != noStem {
			a.count(stem, in)
		}
	}
	return n
}

func (a *analyser) count(stem uint32, in field) {
	for int(stem) >= len(a.tally) {
		a.tally = append(a.tally, tally{})
	}
	t := &a.tally[stem]
	if *t == (tally{}) {
		a.met = append(a.met, stem)
	}
	if t[in] < math.MaxUint16 {
		t[in]++
	}
}

// usual is how many words a text has that is neither long nor short.
const usual = 500

// weight says how much a word counts in an item: see the package comment.
func (t tally) weight(length, titleLength int) int {
	switch {
	case t[idField] > 0:
		return 15
	case t[titleField] > 0:
		switch {
		case titleLength <= 2:
			return 14
		case titleLength == 3:
			return 13
		case titleLength <= 5:
			return 12
		}
		return 11
	case t[headingField] > 0:
		return 7 + min(3, int(4*saturation(3*int(t[headingField])+int(t[bodyField]), length)))
	}
	return min(6, int(7*saturation(int(t[bodyField]), length)))
}

// saturation grows with how often a word stands in a text, from 0 to 1, ever
// more slowly and in long texts later, as in BM25 (Robertson and Zaragoza, 2009).
func saturation(count, length int) float64 {
	const k, b = 1.2, 0.6
	n := float64(count)
	return n / (n + k*(1-b+b*float64(length)/usual))
}
