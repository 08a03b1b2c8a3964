package typeset

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"annexa/internal/hyphen"
)

// divider divides the words of one language, and remembers those it has seen.
type divider struct {
	patterns func() *hyphen.Patterns // read when the first word is to be divided
	names    bool                    // a word with a capital is divided too: in German it is any noun

	known cache[[]int]
}

// dividers are the dividers of an engine, by language.
type dividers struct {
	mu    sync.Mutex
	known map[string]*divider
}

const (
	maxDividers = 32
	shortest    = 9 // letters of a word that is divided: a shorter one goes to the next line
)

// divider returns that of a language. Without patterns for it, it leaves every
// word whole.
func (e *Engine) divider(language string) *divider {
	language = strings.ToLower(language)
	e.dividers.mu.Lock()
	defer e.dividers.mu.Unlock()
	if d, ok := e.dividers.known[language]; ok {
		return d
	}
	d := &divider{patterns: sync.OnceValue(func() *hyphen.Patterns { return hyphen.For(language) }), names: strings.HasPrefix(language, "de")}
	if e.dividers.known == nil {
		e.dividers.known = map[string]*divider{}
	}
	if len(e.dividers.known) < maxDividers {
		e.dividers.known[language] = d
	}
	return d
}

// points returns where a word may be divided, in bytes, its marks of
// punctuation left out. Words in capitals and, unless names is set, with one
// stay whole.
func (d *divider) points(text string, names bool) []int {
	word := strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	from := len(text) - len(word)
	word = strings.TrimRightFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	first, size := utf8.DecodeRuneInString(word)
	if len(word) < shortest || unicode.IsUpper(first) && !names || strings.ContainsFunc(word[size:], unicode.IsUpper) {
		return nil
	}
	return d.known.get(text, func(string) []int {
		p := d.patterns()
		if p == nil {
			return nil
		}
		points := p.Points(nil, word)
		for i := range points {
			points[i] += from
		}
		return points
	})
}

// hyphenCache keeps the hyphen of one cut.
type hyphenCache struct {
	once sync.Once
	word *word
}

// hyphen is what is drawn where a word is divided. It stands for a soft hyphen,
// which is no part of the word.
func (l *layouter) hyphen(k look) *word {
	c := &l.e.hyphens[k.cut]
	c.once.Do(func() {
		for _, r := range "\u00ad-\u2010" {
			face := first(l.e.chains[k.cut], []rune{r})
			if face == nil {
				continue
			}
			s := l.e.shapers.Get().(*shaper)
			defer l.e.shapers.Put(s)
			g, _ := face.Glyph(r)
			advance := s.advance(face, g)
			c.word = &word{runs: []Run{{Face: face, Glyphs: []Glyph{{ID: g, Advance: int32(advance), Text: softHyphen}}, Advance: advance}}}
			return
		}
		c.word = &word{}
	})
	return c.word
}
