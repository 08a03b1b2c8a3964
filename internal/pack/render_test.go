package pack_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"annexa/internal/pack"
	"annexa/internal/typeset"
)

// memory is a cache.
type memory struct {
	mu    sync.Mutex
	known map[[32]byte][]byte
}

func (m *memory) Get(key [32]byte) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.known[key]
	return value, ok
}

func (m *memory) Put(key [32]byte, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[key] = bytes.Clone(value)
	return nil
}

// bundle is a content with packs, of documents that know of each other.
func bundle() map[string]string {
	document := func(id, title, text string) string {
		return "---\nid: " + id + "\ntitle: " + title + "\nkind: policy\n" + approved + "---\n" + text
	}
	return map[string]string{
		"annexa.yaml": "organisation: {name: Example Ltd}\nbase: https://isms.example.org/\npacks:\n" +
			"- {id: all, title: All, classification: confidential, include: [policies]}\n- {id: one, title: One, classification: confidential, include: [POL-1]}\n",
		"a.md": document("POL-1", "First", "Read [[POL-2]] as well.\n"),
		"b.md": document("POL-2", "Second", "## Part\n\nThis stands by itself.\n"),
		"c.md": document("POL-3", "Third", strings.Repeat("## More\n\nOf {{organisation.name}}, "+strings.Repeat("and so on ", 40)+".\n\n", 30)),
	}
}

// rendered makes every PDF of a content, and returns those that were not in the
// cache.
func rendered(t *testing.T, content map[string]string, c pack.Cache, set func(*pack.Maker)) (pdfs map[string][]byte, made []string) {
	t.Helper()
	k := maker(t, content)
	k.Cache, k.Program = c, "this one"
	if set != nil {
		set(k)
	}
	pdfs = map[string][]byte{}
	add := func(name string, f pack.File, err error) {
		if err != nil || f.Uncached != nil || f.Pages == 0 {
			t.Fatal(name, err, f.Uncached, f.Pages)
		}
		pdfs[name] = f.PDF
		if f.Made {
			made = append(made, name)
		}
	}
	for _, p := range k.ISMS.Config.Packs {
		f, err := k.Pack(k.ISMS.Select(p))
		add(p.ID, f, err)
	}
	for _, d := range k.ISMS.Documents {
		f, err := k.Document(d)
		add(d.ID, f, err)
	}
	slices.Sort(made)
	return pdfs, made
}

var everyPDF = []string{"POL-1", "POL-2", "POL-3", "all", "one"}

func TestAChangeRendersWhatDependsOnItAndNothingElse(t *testing.T) {
	kept := &memory{known: map[[32]byte][]byte{}}
	before, made := rendered(t, bundle(), kept, nil)
	if !slices.Equal(made, everyPDF) {
		t.Fatalf("at first %v are rendered", made)
	}
	for name, c := range map[string]struct {
		file, old, new string
		want           []string
	}{
		"nothing":                    {"b.md", "", "", nil},
		"a text":                     {"b.md", "by itself", "alone", []string{"POL-1", "POL-2", "all", "one"}}, // whose sources all name it
		"a long text":                {"c.md", "and so on", "and so forth", []string{"POL-3", "all"}},
		"a title that others name":   {"b.md", "title: Second", "title: Another", []string{"POL-1", "POL-2", "all", "one"}},
		"what a file says of itself": {"b.md", "owner: Head of IT", "owner: Head of People", []string{"POL-1", "POL-2", "all", "one"}},
		"what a cover alone says":    {"c.md", "summary: What holds", "summary: What applies", []string{"POL-3", "all"}},
		"the title of a pack":        {"annexa.yaml", "title: One", "title: Uno", []string{"one"}},
		"a variable":                 {"annexa.yaml", "Example Ltd", "Sample Ltd", everyPDF},
		"what no PDF holds":          {"annexa.yaml", "packs:", "contacts: {security-event: a@example.org}\npacks:", nil},
	} {
		content := bundle()
		content[c.file] = strings.Replace(content[c.file], c.old, c.new, 1)
		if c.old != "" && content[c.file] == bundle()[c.file] {
			t.Fatalf("%s does not say %s", c.file, c.old)
		}
		after, made := rendered(t, content, &memory{known: maps.Clone(kept.known)}, nil)
		if !slices.Equal(made, c.want) {
			t.Errorf("%s: %v are rendered, want %v", name, made, c.want)
		}
		fresh, _ := rendered(t, content, nil, nil)
		for pdf := range fresh {
			if !bytes.Equal(after[pdf], fresh[pdf]) {
				t.Errorf("%s: with the cache %s is another", name, pdf)
			}
			if same := bytes.Equal(before[pdf], fresh[pdf]); same == slices.Contains(c.want, pdf) {
				t.Errorf("%s: %s is as before: %v", name, pdf, same)
			}
		}
	}
}

func TestWhatMakesPDFsIsPartOfWhatTheyAreKeptBy(t *testing.T) {
	kept := &memory{known: map[[32]byte][]byte{}}
	rendered(t, bundle(), kept, nil)
	for name, set := range map[string]func(*pack.Maker){
		"another program": func(k *pack.Maker) { k.Program = "another one" },
		"another paper":   func(k *pack.Maker) { k.Style.Paper = typeset.Letter },
		"another colour":  func(k *pack.Maker) { k.Style.Colours.Muted.R++ },
		"not signed":      func(k *pack.Maker) { k.Unsigned = true },
		"other fonts":     func(k *pack.Maker) { k.Engine = engineOf(t, "DejaVu Sans") },
	} {
		_, made := rendered(t, bundle(), &memory{known: maps.Clone(kept.known)}, set)
		if !slices.Equal(made, everyPDF) {
			t.Errorf("%s: %v are rendered, want %v", name, made, everyPDF)
		}
	}
}

func TestWhatIsRemarkedIsSaidAgain(t *testing.T) {
	content := bundle()
	content["b.md"] += "\nA character without a glyph: \U0001f980\n"
	kept := &memory{known: map[[32]byte][]byte{}}
	rendered(t, content, kept, nil)
	if _, made := rendered(t, content, kept, nil); !slices.Equal(made, []string{"POL-2", "all"}) {
		t.Errorf("%v are rendered again", made)
	}
}

func TestAValueThatIsNoneIsNotTaken(t *testing.T) {
	kept := &memory{known: map[[32]byte][]byte{}}
	rendered(t, bundle(), kept, nil)
	for key := range kept.known {
		kept.known[key] = []byte("x")
	}
	if _, made := rendered(t, bundle(), kept, nil); !slices.Equal(made, everyPDF) {
		t.Errorf("%v are rendered", made)
	}
}

func engineOf(t *testing.T, family string) *typeset.Engine {
	t.Helper()
	text, ok := typeset.Builtin(family)
	if !ok {
		t.Fatalf("there is no %s", family)
	}
	e, err := typeset.NewEngine(typeset.Fonts{Text: []typeset.Family{text}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
