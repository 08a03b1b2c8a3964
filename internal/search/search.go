// Package search makes the index that a page searches without a server.
//
// The index is a folder of scripts, since a page that was opened from a folder
// may load scripts and nothing else. Each calls annexaSearch with JSON: the
// version of the index, the script's name and what it holds. A script loads
// only those that a search comes to:
//
//	index.js  the root: kinds, states, and which of the others holds what
//	w0.js …   words, in order, each with the number of its stem
//	p0.js …   for each stem the items that have it, and how much it weighs there
//	i0.js …   the items: id, title, address, state
//	t0.js …   the items' texts, by section, to quote from
//
// # Items
//
// Items are numbered in the order of their kinds and, within one, as they were
// given. An i script holds 256 of them, a t script those of about 16 kB of text.
//
// # Words
//
// A word is what [nextWord] finds, folded: in lower case, without accents, dots
// and hyphens. In a w script a word is a capital letter, which says how many
// characters it has in common with the one before (A: none), and the rest of
// it; for each word a number says its stem: 0 is one not met before, and has the
// next number; n is the stem n before the next. Words of one stem are forms of
// the same word. A stem that no item has is that of words which say nothing by
// themselves.
//
// # Weights
//
// For each stem a p script holds, up to the next space, a number for each item
// in order: how many items lie between it and the one before, times 16, plus
// the weight. Weights 0 to 6 are of words in the text, by how often they stand
// there and how long it is; 7 to 10 of words in headings; 11 to 14 of words in
// the title, 14 where it is short; 15 is the item's id.
//
// All scripts but the texts can be made only once every text was.
package search

import (
	"slices"
	"sync"
	"sync/atomic"
)

// A Kind is a kind of item, by which results can be filtered.
type Kind struct {
	One, Many string  // its name
	Folder    string  // the page of an item without Address is Folder + ID + ".html"
	Weight    float64 // of its items among results, 1 for most
}

// A State marks an item that does not simply hold, with a word and a shape.
type State struct{ Shape, Word string }

// An Item is what can be found: a page, or a part of one with an anchor.
type Item struct {
	Kind     int    // index into the kinds
	ID       string // may be empty
	Name     string // another way to write the id, may be empty
	Title    string
	Address  string // within the site; empty: by the kind's folder and the id
	State    State  // may be zero
	Language string // tag of BCP 47
	Size     int    // about how many bytes of text Write says
	Write    func(*Text)
}

// An Index is made of items. It is safe for many workers.
type Index struct {
	kinds  []Kind
	items  []Item
	texts  []textGroup
	unread atomic.Int64 // of them
	words  vocabulary
	learn  func() // tells the vocabulary which words say nothing, once, before the first text is read
	merged func() *merged

	mu   sync.Mutex
	idle []*analyser
}

// A textGroup is neighbouring items whose texts are in one script.
type textGroup struct {
	first, end int // items
	once       sync.Once
	done       atomic.Bool
	found      findings
	sum        uint32 // of the script
}

// textSize is how much text a script holds, in bytes, before the next item goes
// into a new one. A result is quoted from one script, so this is what each
// result on the screen costs before compression.
const textSize = 28 << 10

// New begins an index.
func New(kinds []Kind, items []Item) *Index {
	x := &Index{kinds: kinds, items: slices.Clone(items)}
	slices.SortStableFunc(x.items, func(a, b Item) int { return a.Kind - b.Kind })
	size := 0
	for i, item := range x.items {
		if n := len(x.texts); n == 0 || size+item.Size > textSize {
			x.texts = append(x.texts, textGroup{first: i})
			size = 0
		}
		x.texts[len(x.texts)-1].end = i + 1
		size += item.Size + 100
	}
	x.unread.Store(int64(len(x.texts)))
	x.learn = sync.OnceFunc(func() { x.words.learn(x.items) })
	x.merged = sync.OnceValue(x.merge)
	return x
}

// Texts is how many scripts hold texts.
func (x *Index) Texts() int { return len(x.texts) }
