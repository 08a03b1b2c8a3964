package search

import (
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"slices"
)

// How much a script holds before the next one begins.
const (
	itemsInScript = 256
	wordsInScript = 4096
	postsInScript = 6000
)

// A merged index is what all texts came to.
type merged struct {
	version string
	forms   []form
	codes   []uint32 // for each form, how its stem is written
	stems   []uint32 // where the posts of each stem begin, and where the last end
	posts   []uint32 // item<<4 | weight
	words   []run    // w scripts: forms, with the number of stems before
	parts   []run    // p scripts: stems
	states  []State
}

// A run is what a script holds of a list.
type run struct{ first, end, before int }

// merge brings together what was found in the texts. It is the one step that
// is not made side by side, and so only counts and copies.
func (x *Index) merge() *merged {
	x.learn()
	for i := range x.texts {
		if !x.texts[i].done.Load() {
			x.read(i, nil)
		}
	}
	m := &merged{}
	forms, numbers := x.words.ordered()
	m.forms = forms
	m.number(numbers)

	// Posts by stem, and by item within it: count, then place.
	m.stems = make([]uint32, len(numbers)+1)
	for i := range x.texts {
		for _, p := range x.texts[i].found.posts {
			m.stems[numbers[p.stem()]+1]++
		}
	}
	for i := range len(m.stems) - 1 {
		m.stems[i+1] += m.stems[i]
	}
	m.posts = make([]uint32, m.stems[len(m.stems)-1])
	at := slices.Clone(m.stems)
	for i := range x.texts {
		g := &x.texts[i]
		from := 0
		for j, end := range g.found.ends {
			for _, p := range g.found.posts[from:end] {
				n := numbers[p.stem()]
				m.posts[at[n]] = uint32(g.first+j)<<4 | p.weight()
				at[n]++
			}
			from = end
		}
	}
	m.divide()
	for _, item := range x.items {
		if item.State != (State{}) && !slices.Contains(m.states, item.State) {
			m.states = append(m.states, item.State)
		}
	}
	m.version = x.version(m)
	return m
}

// number writes the stem of each form: 0 for the next that was not met before.
func (m *merged) number(numbers []uint32) {
	m.codes = make([]uint32, len(m.forms))
	next := uint32(0)
	for i, f := range m.forms {
		if i%wordsInScript == 0 {
			m.words = append(m.words, run{i, min(i+wordsInScript, len(m.forms)), int(next)})
		}
		n := numbers[f.number]
		if n == next {
			next++
			continue
		}
		m.codes[i] = next - n
	}
}

// divide cuts the posts into scripts.
func (m *merged) divide() {
	first := 0
	for stem := range len(m.stems) - 1 {
		if stem > first && m.stems[stem+1]-m.stems[first] > postsInScript {
			m.parts = append(m.parts, run{first: first, end: stem})
			first = stem
		}
	}
	m.parts = append(m.parts, run{first: first, end: len(m.stems) - 1})
}

// version tells one index from another: scripts of two do not go together.
func (x *Index) version(m *merged) string {
	sum := crc32.New(castagnoli())
	b := make([]byte, 0, 8<<10)
	room := func() {
		if len(b) > cap(b)/2 {
			sum.Write(b) // never fails
			b = b[:0]
		}
	}
	for i := range x.texts {
		room()
		b = binary.LittleEndian.AppendUint32(b, x.texts[i].sum)
	}
	for _, f := range m.forms {
		room()
		b = append(b, f.word...)
	}
	for _, p := range m.posts {
		room()
		b = binary.LittleEndian.AppendUint32(b, p)
	}
	for _, item := range x.items {
		for _, text := range [...]string{item.ID, item.Title, item.Address, item.State.Word} {
			room()
			b = append(append(b, text...), 0)
		}
	}
	sum.Write(b)
	return hex.EncodeToString(sum.Sum(nil))
}
