package typeset

import (
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
)

// Engine holds what costs time to make and never changes: parsed fonts, shaped
// words, decoded pictures. One engine serves a whole process and any number of
// goroutines.
type Engine struct {
	chains [cuts][]*Font
	fonts  func() [sha256.Size]byte
	main   *Face // the upright text face, which places every line's baseline

	words     [cuts]cache[*word]
	turned    [cuts]cache[*word] // the same, written from right to left
	tokens    [cuts]cache[[]part]
	hyphens   [cuts]hyphenCache
	dividers  dividers
	shapers   sync.Pool // of *shaper
	scratches sync.Pool // of *scratch
	pictures  pictureCache
}

// A cut is one of the twelve faces text can ask for: text, fixed width or
// display, each upright, bold, italic or both.
type cut uint8

const (
	bold cut = 1 << iota
	italic
	mono
	display
	cuts = 12 // what is mono is never display
)

// Fonts are the faces of an engine: for each use the families that are asked,
// in their order, for a character. DejaVu stands behind them all. A use that
// is left out has Liberation Sans or Liberation Mono, and Display what Text has.
type Fonts struct{ Text, Display, Mono []Family }

// NewEngine takes the fonts and checks them. The error names the font that
// cannot be used.
func NewEngine(fonts Fonts) (*Engine, error) {
	if len(fonts.Text) == 0 {
		fonts.Text = []Family{builtin["Liberation Sans"]()}
	}
	if len(fonts.Mono) == 0 {
		fonts.Mono = []Family{builtin["Liberation Mono"]()}
	}
	e := &Engine{pictures: pictureCache{known: map[[sha256.Size]byte]*Picture{}}}
	for _, families := range [][]Family{fonts.Text, fonts.Display, fonts.Mono} {
		for _, f := range families {
			if f.Regular == nil {
				return nil, fmt.Errorf("a family without an upright face cannot set text")
			}
			for _, file := range f.files() {
				if err := file.check(); err != nil {
					return nil, err
				}
			}
		}
	}
	var err error
	if e.main, err = fonts.Text[0].Regular.Face(); err != nil {
		return nil, err
	}
	sans, fixed := builtin["DejaVu Sans"](), builtin["DejaVu Sans Mono"]()
	for c := range cut(cuts) {
		var families []Family
		switch {
		case c&mono != 0:
			families = append(families, fonts.Mono...)
		case c&display != 0:
			families = append(families, fonts.Display...)
		}
		families = append(families, fonts.Text...)
		if c&mono != 0 {
			families = append(families, fixed)
		}
		for _, f := range append(families, sans) {
			e.chains[c] = link(e.chains[c], f.cut(c))
		}
		e.chains[c] = link(e.chains[c], sans.Regular) // it has more characters than its bold face
	}
	e.fonts = sync.OnceValue(e.identify)
	e.shapers.New = func() any { return &shaper{faces: map[*Face]*font.Face{}} }
	return e, nil
}

// Fonts identifies the fonts, with the order in which they are asked for a
// character: engines with the same ones set a book alike. A font that comes with
// the program is told by its name.
func (e *Engine) Fonts() [sha256.Size]byte { return e.fonts() }

func (e *Engine) identify() [sha256.Size]byte {
	h, known := sha256.New(), map[*Font][sha256.Size]byte{}
	for _, chain := range e.chains {
		fmt.Fprintf(h, "%d fonts\n", len(chain)) // a hash takes every byte
		for _, f := range chain {
			if _, ok := known[f]; !ok && !f.sound {
				known[f] = sha256.Sum256(f.Data)
			}
			fmt.Fprintf(h, "%q %x\n", f.Name, known[f])
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// link adds a font to a chain, unless it has it already.
func link(chain []*Font, f *Font) []*Font {
	if slices.ContainsFunc(chain, func(known *Font) bool { return known.Name == f.Name }) {
		return chain
	}
	return append(chain, f)
}

// shaper is what one goroutine needs to shape; the faces of the library keep
// caches of their own and cannot be shared.
type shaper struct {
	harfbuzz shaping.HarfbuzzShaper
	faces    map[*Face]*font.Face
}

func (s *shaper) face(f *Face) *font.Face {
	known := s.faces[f]
	if known == nil {
		known = font.NewFace(f.font)
		s.faces[f] = known
		s.harfbuzz.SetFontCacheSize(len(s.faces))
	}
	return known
}

// advance is how far a glyph moves the pen, in units of its face.
func (s *shaper) advance(f *Face, glyph uint16) int {
	return int(math.Round(float64(s.face(f).HorizontalAdvance(font.GID(glyph)))))
}
