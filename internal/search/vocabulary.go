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
	mu    sync.Mutex
	stems map[string]uint32
	forms map[form]uint32
	words map[spoken]uint32 // the stem of every word met, so that each is found once
}

// A spoken word is one in lower case, in a language.
type spoken struct{ tongue, word string }

// A form is a folded word with its stem.
type form struct{ word, stem string }

// noStem is the stem of words that say nothing by themselves.
const noStem = 0

// learn begins the vocabulary with the words to be passed over, of all
// languages that items are written in.
func (v *vocabulary) learn(items []Item) {
	v.stems, v.forms, v.words = map[string]uint32{"": noStem}, map[form]uint32{}, map[spoken]uint32{}
	done := map[string]bool{}
	for _, item := range items {
		tag := tongueOf(item.Language)
		if done[tag] {
			continue
		}
		done[tag] = true
		for word := range tongues[tag].stop {
			v.forms[form{string(fold(nil, []byte(word))), ""}] = noStem
		}
	}
}

// stem is the number of the stem of a word in lower case.
func (v *vocabulary) stem(tag string, word []byte) uint32 {
	v.mu.Lock()
	n, ok := v.words[spoken{tag, string(word)}]
	v.mu.Unlock()
	if ok {
		return n
	}
	folded := string(fold(nil, word))
	stem, silent := folded, false
	if t, ok := tongues[tag]; ok && !strings.ContainsAny(folded, "0123456789") {
		if silent = t.stop[string(word)]; !silent {
			stem = string(fold(nil, []byte(t.stem(string(word)))))
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	n = noStem
	if !silent {
		if n, ok = v.stems[stem]; !ok {
			n = uint32(len(v.stems))
			v.stems[stem] = n
		}
		v.forms[form{folded, stem}] = n
	}
	v.words[spoken{tag, string(word)}] = n
	return n
}

// ordered is the words in order, and for each stem its number in the order of
// their first words.
func (v *vocabulary) ordered() (forms []form, numbers []uint32) {
	v.mu.Lock()
	defer v.mu.Unlock()
	forms = make([]form, 0, len(v.forms))
	for f := range v.forms {
		forms = append(forms, f)
	}
	slices.SortFunc(forms, func(a, b form) int {
		if a.word != b.word {
			return strings.Compare(a.word, b.word)
		}
		return strings.Compare(a.stem, b.stem)
	})
	numbers = make([]uint32, len(v.stems))
	for i := range numbers {
		numbers[i] = unnumbered
	}
	next := uint32(0)
	for _, f := range forms {
		if n := v.forms[f]; numbers[n] == unnumbered {
			numbers[n] = next
			next++
		}
	}
	return forms, numbers
}

const unnumbered = ^uint32(0)
