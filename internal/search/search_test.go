package search

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/tools/txtar"

	"annexa/internal/prose"
)

var update = flag.Bool("update", false, "write the golden files anew")

const golden = "testdata/index.txtar"

// small is an index of everything an index can hold.
func small() *Index {
	tree := prose.NewParser().Parse([]byte(`The first words, with a [link](x.md), {{a.b}} and "quotes".

## Who may enter

- Anyone with a *badge*
- nobody else

| Door | Key |
|---|---|
| North | 4.5 |

### Ausnahmen {#ausnahmen}

Über Größen und Zugänge entscheidet [[POL-02]].
`), 1)
	meaning := Meaning{Values: []string{"a value"}, Reference: func(int) string { return "POL-02 Access" }}
	kinds := []Kind{{"Policy", "Policies", "documents/", 1}, {"Control", "Controls", "controls/", 1}, {"Term", "Terms", "", 0.5}}
	return New(kinds, []Item{
		{Kind: 2, Title: "risk", Address: "glossary.html#risk", Language: "en", Write: func(t *Text) { t.Add("What may go wrong\nand matter.") }},
		{Kind: 0, ID: "POL-01", Title: "Entry to rooms", Language: "en-GB", Size: 300, State: State{"draft", "in draft"}, Write: func(t *Text) { t.Blocks(tree.Blocks, meaning) }},
		{Kind: 1, ID: "A.5.15", Name: "5.15", Title: "Access control", Language: "en", Size: textSize, Write: func(t *Text) { t.Add("Rules for access, entering too; controls \\ \"keys\".") }},
		{Kind: 0, ID: "POL-02", Title: "Zugänge", Language: "de", Write: func(t *Text) { t.Add("Die Zugänge der Räume."); t.Add("Kürzer") }},
	})
}

func TestTheIndexIsTheGoldenOne(t *testing.T) {
	index := files(t, small())
	var got txtar.Archive
	for _, name := range slices.Sorted(maps.Keys(index)) {
		got.Files = append(got.Files, txtar.File{Name: name, Data: index[name]})
	}
	if *update {
		if err := os.WriteFile(golden, txtar.Format(&got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(txtar.Format(&got), want) {
		t.Errorf("run with -update and look at the difference:\n%s", txtar.Format(&got))
	}
}

func TestTheIndexIsReadAsItWasMeant(t *testing.T) {
	r := read(t, files(t, small()))
	want := []readItem{
		{"POL-01", "Entry to rooms", "documents/POL-01.html", "Policy", "in draft"},
		{"POL-02", "Zugänge", "documents/POL-02.html", "Policy", ""},
		{"A.5.15", "Access control", "controls/A.5.15.html", "Control", ""},
		{"", "risk", "glossary.html#risk", "Term", ""},
	}
	if !slices.Equal(r.items, want) {
		t.Errorf("items are %v", r.items)
	}
	text := []string{
		"", "", `The first words, with a link, a value and "quotes".`,
		"who-may-enter", "Who may enter", "Anyone with a badge · nobody else · Door · Key · North · 4.5",
		"ausnahmen", "Ausnahmen", "Über Größen und Zugänge entscheidet POL-02 Access.",
	}
	if !slices.Equal(r.texts[0], text) {
		t.Errorf("the text is %q", r.texts[0])
	}
	for query, want := range map[string]string{
		"POL-02": "POL-02 POL-01", "pol02": "POL-02 POL-01", "a.5.15": "A.5.15", "a515": "A.5.15", "5.15": "A.5.15", "enter": "POL-01 A.5.15", "entering rooms": "POL-01",
		"access": "A.5.15 POL-01", "ACCESS CONTROLS": "A.5.15", "zugange": "POL-02 POL-01", "raume": "POL-02", "die Räume": "POL-02", "groessen": "", "grossen": "POL-01",
		"a risk that may matter": "", "with a badge": "POL-01", "4.5": "POL-01", "value": "POL-01", "nothing here": "", "the of": "",
	} {
		var got []string
		for _, item := range r.find(query) {
			got = append(got, item.id)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	if found := r.find("risk with matter"); len(found) != 1 || found[0].title != "risk" {
		t.Errorf("a term is not found: %v", found)
	}
}

func TestEveryDocumentIsFoundByItsIDAndItsTitle(t *testing.T) {
	const n = 300
	r := read(t, files(t, New([]Kind{{One: "Document", Folder: "documents/"}}, corpusItems(t, n))))
	for _, item := range r.items {
		if found := r.find(item.id); len(found) == 0 || found[0] != item {
			t.Fatalf("%s does not find itself first: %v", item.id, found)
		}
		// Titles repeat in a corpus: those that weigh as much come before what
		// has the words in its text.
		found := r.find(item.title)
		same := slices.IndexFunc(found, func(f readItem) bool { return f == item })
		if same < 0 || slices.ContainsFunc(found[:same], func(f readItem) bool { return !shares(f.title, item.title) }) {
			t.Fatalf("%q is not among the first it finds: %v", item.title, found[:min(len(found), 5)])
		}
	}
}

// shares says that a title has every word of another.
func shares(title, words string) bool {
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if !slices.Contains(strings.Fields(strings.ToLower(title)), w) {
			return false
		}
	}
	return true
}

func TestTheSameItemsGiveTheSameBytesWhateverTheWorkers(t *testing.T) {
	items := corpusItems(t, 60)
	for i := range items {
		items[i].Language = []string{"en", "de", "fr"}[i%3]
	}
	kinds := []Kind{{One: "Document"}}
	want := files(t, New(kinds, items))
	for range 10 {
		x := New(kinds, items)
		var group sync.WaitGroup
		for worker := range 4 {
			group.Go(func() {
				for i := x.Texts() - 1 - worker; i >= 0; i -= 3 { // some of them more than once
					x.Text(i, nil)
				}
			})
		}
		group.Wait()
		if !maps.EqualFunc(files(t, x), want, bytes.Equal) {
			t.Fatal("two indexes of the same items differ")
		}
	}
}

func TestAnotherTextIsAnotherVersion(t *testing.T) {
	version := func(change func(*Item)) string {
		item := Item{ID: "POL-01", Title: "Access", Write: func(w *Text) { w.Add("One, two.") }}
		change(&item)
		return string(arguments(t, "index.js", files(t, New([]Kind{{}}, []Item{item}))["index.js"])[0])
	}
	first := version(func(*Item) {})
	for name, change := range map[string]func(*Item){
		"title": func(i *Item) { i.Title = "Accesses" }, "id": func(i *Item) { i.ID = "POL-02" }, "address": func(i *Item) { i.Address = "a.html" },
		"state": func(i *Item) { i.State = State{"draft", "draft"} }, "text": func(i *Item) { i.Write = func(w *Text) { w.Add("One: two.") } },
	} {
		if version(change) == first {
			t.Errorf("another %s is the same version", name)
		}
	}
}

func TestAnIndexOfNothingIsOne(t *testing.T) {
	if r := read(t, files(t, New(nil, nil))); len(r.items) != 0 {
		t.Error(r.items)
	}
	r := read(t, files(t, New([]Kind{{}}, []Item{{Title: "·"}, {}})))
	if len(r.items) != 2 {
		t.Error(r.items)
	}
}

func TestLargeIndexesAreDivided(t *testing.T) {
	var items []Item
	for i := range 3000 {
		items = append(items, Item{ID: fmt.Sprintf("DOC-%04d", i), Title: fmt.Sprintf("Title %d", i), Size: 4000, Write: func(w *Text) { w.Add(fmt.Sprintf("word%d and the same words", i%7)) }})
	}
	index := files(t, New([]Kind{{Folder: "documents/"}}, items))
	for _, name := range []string{"w1.js", "p1.js", "i11.js", "t400.js"} {
		if index[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
	r := read(t, index)
	if found := r.find("doc-2999 words"); len(found) != 1 || found[0].title != "Title 2999" {
		t.Error(found)
	}
}

func TestWordsAreFoundAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"A.5.15, POL-02 and 6.1.3.":             "a515 pol02 and 613",
		"four-eyes e-mail x.y TLS-1.3 v2.1-rc":  "four eyes mail tls13 v21rc",
		"27001:2022 80 % 1/2 §4 a b 7":          "27001 2022 80 1 2 4 7",
		"supplier's ÜBER-größe naïve":           "supplier über größe naïve",
		"Zu\u00adgang POL\u201102 a\u2011b":     "zugang pol02",
		"Ω ΟΔΟΣ Вход":                           "οδοσ вход",
		"sixteen-letters internationalisations": "sixteen letters internationalisations",
		strings.Repeat("long", 20) + " end":     strings.Repeat("long", 8) + " end",
		"-5 .5 5. 5- -a- a5-b B-5":              "5 5 5 5 a5b b5",
		"":                                      "",
		"a":                                     "",
	} {
		var got []string
		for s := []byte(text); len(s) > 0; {
			word, n := nextWord(nil, s)
			if len(word) > 0 {
				got = append(got, string(word))
			}
			s = s[n:]
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// The two readers of words must agree: what an analyser counts is what the
// script looks for.
func FuzzShortWordsAreWords(f *testing.F) {
	for _, s := range []string{"A.5.15, POL-02.", "four-eyes é1-ß", "sixteen-letters abcdefghijklmnopq", "a\u00adb \u2011 5-\u2011", "x.5é", "9-", "a é-word after it, of seventeen", "abcdefghijklmnop more words", "abcdefgh.5 x1.a x1-a x.a of eight letters"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := []byte(s)
		want := map[string]int{}
		n := 0
		for rest := text; len(rest) > 0; {
			word, end := nextWord(nil, rest)
			if end <= 0 {
				t.Fatal("no way on")
			}
			rest = rest[end:]
			if len(word) > 0 {
				want[string(word)]++
				n++
			}
		}
		x := New([]Kind{{}}, []Item{{}})
		a := x.analyser()
		a.language("")
		if got := a.words(x, text, bodyField); got != n {
			t.Fatalf("%q has %d words, %d are counted", s, n, got)
		}
		for word, n := range want {
			folded := fold(nil, []byte(word))
			if len(folded) == 0 {
				continue // accents alone: nobody searches for them
			}
			stem := x.words.stems[string(folded)]
			if got := int(a.tally[stem][bodyField]); got < min(n, 1<<16-1) {
				t.Fatalf("%q stands %d times in %q, %d are counted", word, n, s, got)
			}
		}
	})
}

func TestLettersAreFoldedAsUnicodeDecomposesThem(t *testing.T) {
	for r := rune(0x80); r < 0x2000; r++ {
		if r == 0x900 {
			r = 0x1e00 // scripts between have no accents that are left out
		}
		word := []byte(string(r))
		lowered, n := nextWord(nil, append(slices.Clone(word), word...))
		if n == 0 || len(lowered) == 0 {
			continue
		}
		var want []byte
		for _, c := range norm.NFD.String(string(lowered)) {
			if letters, ok := spelt[c]; ok {
				want = append(want, letters...)
			} else if !isAccent(c) {
				want = append(want, string(c)...)
			}
		}
		want = norm.NFC.Bytes(want)
		if got := fold(nil, lowered); !bytes.Equal(got, want) {
			t.Errorf("%U %c is folded to %q, want %q", r, r, got, want)
		}
	}
}

func TestNumbersComeBack(t *testing.T) {
	var list []uint32
	for n := uint32(0); n < 3000; n++ {
		list = append(list, n)
	}
	list = append(list, 57*34*34+56, 1<<20, 1<<31, 1<<32-1)
	var text []byte
	for _, n := range list {
		text = appendNumber(text, n)
	}
	for i, n := range numbersIn(string(text)) {
		if n != int(list[i]) {
			t.Fatalf("%d came back as %d", list[i], n)
		}
	}
	if i := bytes.IndexAny(text, "\"\\ "); i >= 0 {
		t.Errorf("%q would have to be escaped", text[i])
	}
}

// The words are those that the description of the algorithm gives as examples.
func TestGermanWordsAreStemmedAsSnowballDoes(t *testing.T) {
	for word, want := range map[string]string{
		"aufeinander": "aufeinand", "aufeinanderbiß": "aufeinanderbiss", "aufeinanderfolge": "aufeinanderfolg", "aufeinanderfolgenden": "aufeinanderfolg",
		"aufeinanderfolgt": "aufeinanderfolgt", "aufeinanderschlügen": "aufeinanderschlug", "aufenthaltes": "aufenthalt", "auferlegten": "auferlegt", "auferstehung": "aufersteh",
		"auferstünde": "auferstund", "auffällig": "auffall", "auffälliges": "auffall", "auffallenden": "auffall", "kategorien": "kategori", "kategorischer": "kategor",
		"kater": "kat", "katers": "kat", "kätzchen": "katzch", "kauen": "kau", "käufer": "kauf", "käufliches": "kauflich", "keckheit": "keckheit",
		"sicherheit": "sich", "vertraulichkeit": "vertraulich", "bedürfnisse": "bedurfnis", "ereignis": "ereignis", "a": "a", "": "",
	} {
		if got := stemGerman(word); got != want {
			t.Errorf("%s is stemmed to %s, want %s", word, got, want)
		}
	}
}

func TestFormsOfAWordHaveOneStem(t *testing.T) {
	for _, c := range []struct{ tag, words string }{
		{"en", "policy policies"}, {"en", "review reviews reviewed reviewing"}, {"de", "zugang zugänge zugangs"}, {"de", "richtlinie richtlinien"}, {"de", "bewertung bewertungen"},
	} {
		stems := map[string]bool{}
		for _, w := range strings.Fields(c.words) {
			stems[string(fold(nil, []byte(tongues[c.tag].stem(w))))] = true
		}
		if len(stems) != 1 {
			t.Errorf("%s have the stems %v", c.words, slices.Collect(maps.Keys(stems)))
		}
	}
}
