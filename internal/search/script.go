package search

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// The letters that names of scripts begin with, before their number.
const (
	wordScript = "w"
	postScript = "p"
	itemScript = "i"
	textScript = "t"
)

// A Script is a file of the index.
type Script struct {
	Name   string
	Append func(dst []byte) ([]byte, error)
}

// TextName is the name of a script of texts.
func TextName(i int) string { return scriptName(textScript, i) }

func scriptName(letter string, i int) string { return letter + strconv.Itoa(i) + ".js" }

// Scripts are the files of the index but the texts. A text that was not made
// yet is read for it now.
func (x *Index) Scripts() []Script {
	m := x.merged()
	scripts := []Script{{"index.js", func(dst []byte) ([]byte, error) { return x.appendRoot(dst, m) }}}
	add := func(letter string, n int, data func(dst []byte, i int) []byte) {
		for i := range n {
			scripts = append(scripts, Script{scriptName(letter, i), func(dst []byte) ([]byte, error) {
				return append(data(appendCall(dst, m.version, letter, i), i), ")\n"...), nil
			}})
		}
	}
	add(wordScript, len(m.words), m.appendWords)
	add(postScript, len(m.parts), m.appendPosts)
	add(itemScript, (len(x.items)+itemsInScript-1)/itemsInScript, func(dst []byte, i int) []byte { return x.appendItems(dst, m, i) })
	return scripts
}

// appendCall begins the call of a script; what it holds and a bracket end it.
func appendCall(dst []byte, version, letter string, i int) []byte {
	dst = appendString(append(dst, "annexaSearch("...), version)
	dst = append(append(dst, `,"`...), letter...)
	return append(strconv.AppendInt(dst, int64(i), 10), '"')
}

// A root is what a search begins with.
type root struct {
	Items     int      `json:"items"`
	PerScript int      `json:"perScript"` // items
	Kinds     []any    `json:"kinds"`     // each: one, many, folder, weight, how many items
	States    []State  `json:"states"`
	Words     []string `json:"words"` // the first of each w script
	Posts     string   `json:"posts"` // numbers: how many stems each p script holds
	Texts     string   `json:"texts"` // numbers: how many items each t script holds
}

func (x *Index) appendRoot(dst []byte, m *merged) ([]byte, error) {
	r := root{Items: len(x.items), PerScript: itemsInScript, States: m.states}
	counts := make([]int, len(x.kinds))
	for i := range x.items {
		counts[x.items[i].Kind]++
	}
	for i, k := range x.kinds {
		r.Kinds = append(r.Kinds, []any{k.One, k.Many, k.Folder, k.Weight, counts[i]})
	}
	for _, w := range m.words {
		r.Words = append(r.Words, m.forms[w.first].word)
	}
	var posts, texts []byte
	for _, p := range m.parts {
		posts = appendNumber(posts, uint32(p.end-p.first))
	}
	for i := range x.texts {
		texts = appendNumber(texts, uint32(x.texts[i].end-x.texts[i].first))
	}
	r.Posts, r.Texts = string(posts), string(texts)
	data, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write the root of the search: %w", err)
	}
	dst = appendString(append(dst, "annexaSearch("...), m.version)
	return append(append(append(dst, `,"",`...), data...), ")\n"...), nil
}

// appendWords appends how many stems came before, the words and their stems.
func (m *merged) appendWords(dst []byte, i int) []byte {
	r := m.words[i]
	dst = strconv.AppendInt(append(dst, ','), int64(r.before), 10)
	dst = append(dst, `,"`...)
	before := ""
	for _, f := range m.forms[r.first:r.end] {
		shared := 0 // characters of ASCII, which are one unit to the script too
		for shared < min(len(before), len(f.word), 25) && before[shared] == f.word[shared] && before[shared] < 0x80 {
			shared++
		}
		dst = append(append(dst, 'A'+byte(shared)), f.word[shared:]...)
		before = f.word
	}
	dst = append(dst, `","`...)
	for _, code := range m.codes[r.first:r.end] {
		dst = appendNumber(dst, code)
	}
	return append(dst, '"')
}

// appendPosts appends the posts of each stem of a script.
func (m *merged) appendPosts(dst []byte, i int) []byte {
	r := m.parts[i]
	dst = append(dst, `,"`...)
	for stem := r.first; stem < r.end; stem++ {
		if stem > r.first {
			dst = append(dst, ' ')
		}
		next := uint32(0)
		for _, p := range m.posts[m.stems[stem]:m.stems[stem+1]] {
			item := p >> 4
			dst = appendNumber(dst, (item-next)<<4|p&15)
			next = item + 1
		}
	}
	return append(dst, '"')
}

// appendItems appends id, title, address and state of each item of a script;
// the state is its place in the root's list, from 1.
func (x *Index) appendItems(dst []byte, m *merged, i int) []byte {
	first := i * itemsInScript
	for _, item := range x.items[first:min(first+itemsInScript, len(x.items))] {
		dst = appendString(append(dst, ','), item.ID)
		dst = appendString(append(dst, ','), item.Title)
		dst = appendString(append(dst, ','), item.Address)
		dst = strconv.AppendInt(append(dst, ','), int64(1+slices.Index(m.states, item.State)), 10)
	}
	return dst
}
