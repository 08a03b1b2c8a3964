package search

import (
	"slices"
	"strings"
	"sync"
)

// A vocabulary is all words that were met. Stems have numbers in the order in
// which workers came upon them, which depends on chance: no number leaves the
// package before merge has given them in the order of the words.
type vocabulary struct {
	mu    sync.Mutex // not a RWMutex: whoever reads a text holds it for less time than it takes to sleep and be woken
	stems map[string]uint32
	words map[spoken]form
}

// A spoken word is one in lower case, in a language.
type spoken struct{ tongue, word string }

// A form is a folded word with its stem.
type form struct {
	word, stem string
	number     uint32 // of the stem
}

// noStem is the stem of words that say nothing by themselves.
const noStem = 0

// usualWords is how many words a site has at least: those of the standard.
const usualWords = 4 << 10

// learn begins the vocabulary with the words to be passed over, of all
// languages that items are written in.
func (v *vocabulary) learn(items []Item) {
	v.stems, v.words = make(map[string]uint32, usualWords), make(map[spoken]form, usualWords)
	v.stems[""] = noStem
	done := map[string]bool{}
	for _, item := range items {
		tag := tongueOf(item.Language)
		if done[tag] {
			continue
		}
		done[tag] = true
		for word := range tongues[tag].stop {
			v.words[spoken{tag, word}] = form{string(fold(nil, []byte(word))), "", noStem}
		}
	}
}

// stem is the number of the stem of a word in lower case.
func (v *vocabulary) stem(tag string, word []byte) uint32 {
	v.mu.Lock()
	f, ok := v.words[spoken{tag, string(word)}]
	v.mu.Unlock()
	if ok {
		return f.number
	}
	f.word = string(fold(nil, word))
	f.stem = f.word
	if t, ok := tongues[tag]; ok && !strings.ContainsAny(f.word, "0123456789") {
		f.stem = string(fold(nil, []byte(t.stem(string(word)))))
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if f.number, ok = v.stems[f.stem]; !ok {
		f.number = uint32(len(v.stems))
		v.stems[f.stem] = f.number
	}
	v.words[spoken{tag, string(word)}] = f
	return f.number
}

// ordered is the forms in order, each once, and for each stem its number in the
// order of their first words.
func (v *vocabulary) ordered() (forms []form, numbers []uint32) {
	v.mu.Lock()
	defer v.mu.Unlock()
	forms = make([]form, 0, len(v.words))
	for _, f := range v.words {
		forms = append(forms, f)
	}
	slices.SortFunc(forms, func(a, b form) int {
		if a.word != b.word {
			return strings.Compare(a.word, b.word)
		}
		return strings.Compare(a.stem, b.stem)
	})
	forms = slices.Compact(forms)
	numbers = make([]uint32, len(v.stems))
	for i := range numbers {
		numbers[i] = unnumbered
	}
	next := uint32(0)
	for _, f := range forms {
		if numbers[f.number] == unnumbered {
			numbers[f.number] = next
			next++
		}
	}
	return forms, numbers
}

const unnumbered = ^uint32(0)
