package search

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// files makes the whole index, by name.
func files(t testing.TB, x *Index) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for i := range x.Texts() {
		out[TextName(i)] = x.Text(i, nil)
	}
	for _, s := range x.Scripts() {
		data, err := s.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		if out[s.Name] != nil {
			t.Fatalf("%s is there twice", s.Name)
		}
		out[s.Name] = data
	}
	return out
}

// A reader is an index as the script reads it, whole.
type reader struct {
	root  root
	posts []map[int]int // of each stem: items and weights
	stems map[string][]int
	items []readItem
	texts [][]string
	used  map[string]bool // scripts that were read
}

type readItem struct{ id, title, address, kind, state string }

// arguments are those of the call that a script is.
func arguments(t testing.TB, name string, script []byte) []json.RawMessage {
	t.Helper()
	inner, ok := strings.CutPrefix(string(script), "annexaSearch(")
	if !ok || !strings.HasSuffix(inner, ")\n") {
		t.Fatalf("%s is no call: %.80s", name, script)
	}
	var all []json.RawMessage
	if err := json.Unmarshal([]byte("["+strings.TrimSuffix(inner, ")\n")+"]"), &all); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all
}

func decoded[T any](t testing.TB, raw json.RawMessage) (v T) {
	t.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return v
}

func numbersIn(s string) []int {
	var out []int
	n := 0
	for i := range len(s) {
		if c := int(s[i]); c < 92 {
			out = append(out, n*57+c-35)
			n = 0
		} else {
			n = n*34 + c - 92
		}
	}
	return out
}

// read reads an index, and finds fault with what cannot be.
func read(t testing.TB, index map[string][]byte) *reader {
	t.Helper()
	r := &reader{stems: map[string][]int{}, used: map[string]bool{}}
	script := func(letter string, i int) []json.RawMessage {
		name := scriptName(letter, i)
		all := arguments(t, name, index[name])
		r.used[name] = true
		if letter != textScript && string(all[0]) != string(arguments(t, "index.js", index["index.js"])[0]) || string(all[1]) != fmt.Sprintf("%q", strings.TrimSuffix(name, ".js")) {
			t.Fatalf("%s says that it is %s of %s", name, all[1], all[0])
		}
		return all[2:]
	}
	r.root = decoded[root](t, arguments(t, "index.js", index["index.js"])[2])
	r.used["index.js"] = true
	for i, n := range numbersIn(r.root.Posts) {
		lists := strings.Split(decoded[string](t, script(postScript, i)[0]), " ")
		if len(lists) != n {
			t.Fatalf("p%d has %d stems, the root says %d", i, len(lists), n)
		}
		for _, list := range lists {
			posts := map[int]int{}
			item := -1
			for _, code := range numbersIn(list) {
				item += 1 + code>>4
				posts[item] = code & 15
			}
			if item >= r.root.Items {
				t.Fatalf("p%d names item %d of %d", i, item, r.root.Items)
			}
			r.posts = append(r.posts, posts)
		}
	}
	last := ""
	for i, first := range r.root.Words {
		all := script(wordScript, i)
		next, word := decoded[int](t, all[0]), ""
		codes := numbersIn(decoded[string](t, all[2]))
		words := strings.FieldsFunc(spread(decoded[string](t, all[1])), func(r rune) bool { return r == '\n' })
		if len(words) != len(codes) {
			t.Fatalf("w%d has %d words and %d stems", i, len(words), len(codes))
		}
		for j, w := range words {
			word = word[:w[0]-'A'] + w[1:]
			if j == 0 && word != first || word < last {
				t.Fatalf("w%d: %q does not belong behind %q", i, word, last)
			}
			last = word
			stem := next - codes[j]
			if codes[j] == 0 {
				next++
			}
			r.stems[word] = append(r.stems[word], stem)
		}
	}
	for i := 0; i*r.root.PerScript < r.root.Items; i++ {
		all := script(itemScript, i)
		for j := 0; j < len(all); j += 4 {
			item := readItem{id: decoded[string](t, all[j]), title: decoded[string](t, all[j+1]), address: decoded[string](t, all[j+2])}
			if s := decoded[int](t, all[j+3]); s > 0 {
				item.state = r.root.States[s-1].Word
			}
			n := len(r.items)
			for _, k := range r.root.Kinds {
				kind := k.([]any)
				if n -= int(kind[4].(float64)); n < 0 {
					item.kind = kind[0].(string)
					if item.address == "" {
						item.address = kind[2].(string) + item.id + ".html"
					}
					break
				}
			}
			r.items = append(r.items, item)
		}
	}
	for i, n := range numbersIn(r.root.Texts) {
		all := script(textScript, i)
		if len(all) != n {
			t.Fatalf("t%d has %d texts, the root says %d", i, len(all), n)
		}
		for _, raw := range all {
			r.texts = append(r.texts, decoded[[]string](t, raw))
		}
	}
	if len(r.items) != r.root.Items || len(r.texts) != r.root.Items {
		t.Fatalf("%d items and %d texts, the root says %d", len(r.items), len(r.texts), r.root.Items)
	}
	for name := range index {
		if !r.used[name] {
			t.Errorf("%s is never loaded", name)
		}
	}
	return r
}

// spread puts a line end before every capital letter.
func spread(s string) string {
	return strings.Map(func(r rune) rune { return r }, strings.NewReplacer(capitals()...).Replace(s))
}

func capitals() []string {
	var out []string
	for c := 'A'; c <= 'Z'; c++ {
		out = append(out, string(c), "\n"+string(c))
	}
	return out
}

// weights are the weights of a word in items, by number; telling is false for a
// word that says nothing by itself.
func (r *reader) weights(word string) (weights map[int]int, telling bool) {
	weights = map[int]int{}
	for _, stem := range r.stems[string(fold(nil, []byte(word)))] {
		for item, weight := range r.posts[stem] {
			weights[item] = max(weights[item], weight)
		}
		telling = telling || len(r.posts[stem]) > 0
	}
	return weights, telling
}

// find gives the items that have all the words of a query, the heaviest first.
func (r *reader) find(query string) []readItem {
	sums, lists := map[int]int{}, 0
	counts := map[int]int{}
	for s := []byte(query); len(s) > 0; {
		word, n := nextWord(nil, s)
		s = s[n:]
		if weights, telling := r.weights(string(word)); len(word) > 0 && (telling || len(r.stems[string(word)]) == 0) {
			lists++
			for item, weight := range weights {
				sums[item] += weight
				counts[item]++
			}
		}
	}
	found := slices.DeleteFunc(slices.Sorted(maps.Keys(sums)), func(item int) bool { return counts[item] < lists })
	slices.SortStableFunc(found, func(a, b int) int { return sums[b] - sums[a] })
	var out []readItem
	for _, item := range found {
		out = append(out, r.items[item])
	}
	return out
}
