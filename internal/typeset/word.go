package typeset

import (
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// Run is text shaped in one face, without a size: its measures are font units
// of the face. Runs are shared between pages and must not be changed.
type Run struct {
	Face    *Face
	Glyphs  []Glyph
	Advance int   // the sum of the glyphs' advances
	Memo    *Memo // of whoever draws it; nil where it is not worth one
}

// Memo keeps what a run came to where it was drawn, so that a word is encoded
// once, however often it is set. What is kept must follow from the run alone.
// Several goroutines may use it.
type Memo struct{ atomic.Pointer[Drawn] }

// Drawn is how a run stands in the text of a page, and which of the first 256
// glyphs of its face it shows.
type Drawn struct {
	Text   []byte // nil: it has to be drawn glyph by glyph
	Glyphs [4]uint64
}

// Glyph is a glyph of a face, placed relative to the pen. Offsets move it right
// and up.
type Glyph struct {
	ID               uint16
	Advance          int32
	OffsetX, OffsetY int32
	Text             string // the characters it shows; empty for all but the first glyph of a cluster
}

// word is a piece of text without white space, shaped through a chain of faces.
type word struct {
	text    string
	runs    []Run  // in the order they are seen
	right   bool   // some of it is written from right to left
	missing []rune // shown as U+FFFD
}

func (w *word) width(size Length) Length {
	var sum Length
	for i := range w.runs {
		sum += scale(w.runs[i].Advance, size, w.runs[i].Face.UnitsPerEm)
	}
	return sum
}

// word returns a text as one word, written from left to right.
func (e *Engine) word(c cut, text string) *word {
	return e.words[c].get(text, func(text string) *word { return e.shape(c, text, di.DirectionLTR) })
}

// levelled returns a text as one word of a level: from right to left where that
// is odd.
func (e *Engine) levelled(c cut, text string, level uint8) *word {
	if level&1 == 0 {
		return e.word(c, text)
	}
	return e.turned[c].get(text, func(text string) *word { return e.shape(c, text, di.DirectionRTL) })
}

func (e *Engine) shape(c cut, text string, dir di.Direction) *word {
	s := e.shapers.Get().(*shaper)
	defer e.shapers.Put(s)
	w := &word{text: text, right: strings.ContainsFunc(text, rightToLeft)}
	runes := make([]rune, 0, len(text))
	for _, r := range norm.NFC.String(text) {
		n := len(runes)
		if r = seen(r); r >= 0 && (!joins(r) || n > 0 && unicode.In(runes[n-1], unicode.L, unicode.M)) {
			runes = append(runes, r)
		}
	}
	chain := e.chains[c]
	for from := 0; from < len(runes); {
		face := w.choose(e, chain, runes[from:])
		to := from + 1
		for to < len(runes) && (joins(runes[to]) || unicode.Is(unicode.M, runes[to]) && has(face, runes[to]) || w.choose(e, chain, runes[to:]) == face) {
			to++
		}
		w.shapeRun(s, face, runes[from:to], dir)
		from = to
	}
	if dir == di.DirectionRTL {
		slices.Reverse(w.runs)
	}
	return w
}

// joins says whether a character is one of the two that join letters and part
// them. Behind a letter the shaper has to see it, and shows nothing for it.
func joins(r rune) bool { return r == '\u200c' || r == '\u200d' }

// seen folds characters that are not to be seen: it returns -1 for one that is
// only a hint to a renderer, and U+FFFD for a control character.
func seen(r rune) rune {
	switch {
	case joins(r):
		return r
	case r == '\u00ad', r == '\ufeff', r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, unicode.Is(unicode.Variation_Selector, r):
		return -1
	case r == '\u2011': // few faces have the hyphen that does not break
		return '-'
	case r != ' ' && r != '\u00a0' && (r == '\u202f' || unicode.Is(unicode.Zs, r)):
		return '\u00a0'
	}
	return r
}

// choose returns the first face of the chain that has the character that text
// begins with, together with the marks upon it if one has them all. If none has
// the character, it becomes U+FFFD.
func (w *word) choose(e *Engine, chain []*Font, text []rune) *Face {
	marks := 1
	for marks < len(text) && unicode.Is(unicode.Mn, text[marks]) {
		marks++
	}
	if f := first(chain, text[:marks]); f != nil {
		return f
	}
	if f := first(chain, text[:1]); f != nil {
		return f
	}
	w.missing = append(w.missing, text[0])
	for _, substitute := range "\uFFFD\u25A1?" {
		text[0] = substitute
		if f := first(chain, text[:1]); f != nil {
			return f
		}
	}
	return e.main
}

// first returns the first face of a chain that has all the characters. A font
// that cannot be parsed was refused by [NewEngine], which is why it is passed
// over here.
func first(chain []*Font, text []rune) *Face {
	for _, file := range chain {
		if f, err := file.Face(); err == nil && hasAll(f, text) {
			return f
		}
	}
	return nil
}

func hasAll(f *Face, text []rune) bool {
	for _, r := range text {
		if !has(f, r) {
			return false
		}
	}
	return true
}

func has(f *Face, r rune) bool {
	if unicode.IsControl(r) {
		return false
	}
	_, ok := f.Glyph(r)
	return ok
}

func (w *word) shapeRun(s *shaper, face *Face, text []rune, dir di.Direction) {
	script := language.Latin
	for _, r := range text {
		if sc := language.LookupScript(r); sc != language.Common && sc != language.Inherited {
			script = sc
			break
		}
	}
	glyphs := s.glyphs(shaping.Input{
		Text: text, RunStart: 0, RunEnd: len(text), Direction: dir,
		Face: s.face(face), Size: fixed.I(face.UnitsPerEm), Script: script,
	})
	run := Run{Face: face, Glyphs: make([]Glyph, 0, len(glyphs)), Memo: &Memo{}}
	space, _ := face.Glyph(' ')
	last, nth := -1, 0
	for _, g := range glyphs {
		if g.GlyphID == 0 || int(g.GlyphID) >= face.glyphs {
			continue // the shaper's empty glyph, or one that the font only claims to have
		}
		cluster := text[g.TextIndex() : g.TextIndex()+g.RunesCount()]
		joined := slices.ContainsFunc(cluster, joins)
		if joined && (len(cluster) == 1 || g.GlyphID == font.GID(space)) {
			continue // what the shaper leaves of a joiner
		}
		glyph := Glyph{ID: uint16(g.GlyphID), Advance: int32(g.Advance.Round()), OffsetX: int32(g.XOffset.Round()), OffsetY: int32(g.YOffset.Round())}
		if at := g.TextIndex(); at != last {
			if joined {
				cluster = slices.DeleteFunc(slices.Clone(cluster), joins)
			}
			glyph.Text = said(cluster)
			last, nth = at, 0
		}
		if n := g.RunesCount(); n > 1 && n == g.GlyphsCount() && !joined { // a letter and its marks: each says itself
			k := nth
			if dir == di.DirectionRTL {
				k = n - 1 - nth
			}
			glyph.Text = string(text[last+k])
			nth++
		}
		run.Advance += int(glyph.Advance)
		run.Glyphs = append(run.Glyphs, glyph)
	}
	w.runs = append(w.runs, run)
}

// said is what a glyph says that shows several characters. Some programs turn
// what a line says round letter by letter, and with it what a glyph of it says;
// the ligatures that Arabic cannot do without have characters of their own.
func said(text []rune) string {
	s := string(text)
	switch s {
	case "\u0644\u0622":
		return "\ufef5"
	case "\u0644\u0623":
		return "\ufef7"
	case "\u0644\u0625":
		return "\ufef9"
	case "\u0644\u0627":
		return "\ufefb"
	}
	return s
}

// glyphs shapes. The tables that rule shaping may be malformed in a font that
// looks sound; then characters are shown one by one.
func (s *shaper) glyphs(in shaping.Input) (out []shaping.Glyph) {
	defer func() {
		if recover() == nil {
			return
		}
		s.harfbuzz = shaping.HarfbuzzShaper{}
		out = nil
		for i, r := range in.Text {
			if g, ok := in.Face.NominalGlyph(r); ok {
				advance := fixed.Int26_6(in.Face.HorizontalAdvance(g) * 64)
				//lint:ignore SA1019 the accessors that replace these fields only read them
				out = append(out, shaping.Glyph{GlyphID: g, Advance: advance, ClusterIndex: i, RuneCount: 1, GlyphCount: 1})
			}
		}
	}()
	return s.harfbuzz.ShapeNoExtents(in).Glyphs
}

// cutAt returns the length in bytes of the longest beginning of text, at least
// one cluster, that is not wider than room.
func (e *Engine) cutAt(c cut, text string, size, room Length) int {
	var sum Length
	n := 0
	for _, r := range text {
		l := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, l = utf8.DecodeRuneInString(text[n:])
		}
		if !unicode.Is(unicode.M, r) {
			sum += e.word(c, text[n:n+l]).width(size)
			if sum > room && n > 0 {
				return n
			}
		}
		n += l
	}
	return n
}
