package standard

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// A Translation says in another language what the data say in English: titles,
// sentences, phrases and terms, each found by the English one. It is our own
// translation, and not what a printed edition of the standard says: the English
// title belongs beside the translated one wherever an auditor reads. The nil
// Translation is English.
//
// A language is a folder of the data, named by its primary tag: its tables hold
// the columns english and german (or whatever its name is), its pages have the
// names of the English ones.
type Translation struct {
	tag   string
	texts map[string]string
	pages map[string]string
	terms []Term
}

// german is the only translation there is.
var german = sync.OnceValues(func() (*Translation, error) { return translate("de", "german") })

// In is the translation to a language of BCP 47, such as de-AT; nil where there
// is none, and for English.
func In(tag string) *Translation {
	if primary, _, _ := strings.Cut(strings.ToLower(tag), "-"); primary != "de" {
		return nil
	}
	t, err := german()
	if err != nil {
		return nil // Err says so
	}
	return t
}

// Tag is the language of what [Translation.Of] returns: "de", or "en".
func (t *Translation) Tag() string {
	if t == nil {
		return "en"
	}
	return t.tag
}

// Of is the translation of an English text of the data, or that text where
// there is none.
func (t *Translation) Of(english string) string {
	if t != nil {
		if text, ok := t.texts[english]; ok {
			return text
		}
	}
	return english
}

// All is a list of English texts translated.
func (t *Translation) All(english []string) []string {
	if t == nil {
		return english
	}
	out := make([]string, len(english))
	for i, text := range english {
		out[i] = t.Of(text)
	}
	return out
}

// Page is the text of [Page] in the language.
func (t *Translation) Page(name string) string {
	if t == nil {
		return Page(name)
	}
	return t.pages[name]
}

// Terms is the list of [Terms] in the language, in its alphabetical order.
func (t *Translation) Terms() []Term {
	if t == nil {
		return Terms()
	}
	return t.terms
}

// TitleIn is the title of r in a language of BCP 47, such as de-AT. There is
// none for languages without a [Translation], and English has the title itself.
func (r *Requirement) TitleIn(tag string) (title string, ok bool) {
	t := In(tag)
	if t == nil {
		return "", false
	}
	title, ok = t.texts[r.Title]
	return title, ok
}

// translate reads the folder of a language; the column of its texts has the
// name of the language in English.
func translate(tag, column string) (*Translation, error) {
	t := &Translation{tag: tag, texts: map[string]string{}, pages: map[string]string{}}
	tables, err := fs.Glob(data, "data/"+tag+"/*.csv")
	if err != nil {
		return nil, fmt.Errorf("read the translation %s: %w", tag, err)
	}
	for _, name := range tables {
		table, err := rows(tag+"/"+strings.TrimSuffix(path.Base(name), ".csv"), "english", column)
		if err != nil {
			return nil, err
		}
		for _, row := range table {
			if other, ok := t.texts[row[0]]; ok && other != row[1] {
				return nil, fmt.Errorf("%s: %q is translated twice", name, row[0])
			}
			t.texts[row[0]] = row[1]
		}
	}
	for _, name := range Pages() {
		page, err := fs.ReadFile(data, "data/"+tag+"/"+name+".md")
		if err != nil {
			return nil, fmt.Errorf("read the translation %s: %w", tag, err)
		}
		t.pages[name] = string(page)
	}
	for _, term := range Terms() {
		t.terms = append(t.terms, Term{t.Of(term.Term), t.Of(term.Meaning), term.Source})
	}
	slices.SortStableFunc(t.terms, func(a, b Term) int { return strings.Compare(dictionary(a.Term), dictionary(b.Term)) })
	return t, nil
}

// dictionary is a word as dictionaries order it: whatever its case, umlauts as
// their vowels (DIN 5007-1).
func dictionary(word string) string {
	return strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "ß", "ss").Replace(strings.ToLower(word))
}
