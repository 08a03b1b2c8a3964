package typeset

import (
	"crypto/sha256"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
)

// Engine holds what costs time to make and never changes: parsed fonts, shaped
// words, decoded pictures. One engine serves a whole process and any number of
// goroutines.
type Engine struct {
	faces  []*Face
	chains [cuts][]*Face

	words    [cuts]wordCache
	shapers  sync.Pool // of *shaper
	pictures pictureCache
}

// A cut is one of the eight faces text can ask for: text or mono, each
// upright, bold, italic or both.
type cut uint8

const (
	bold cut = 1 << iota
	italic
	mono
	cuts = 8
)

// NewEngine parses fonts and checks them. The error names the font that cannot
// be used.
func NewEngine(fonts Fonts) (*Engine, error) {
	text, fixed := liberation()
	if fonts.Text.Regular.Data != nil {
		text = fonts.Text
	}
	if fonts.Mono.Regular.Data != nil {
		fixed = fonts.Mono
	}
	e := &Engine{pictures: pictureCache{known: map[[sha256.Size]byte]*Picture{}}}
	var own [cuts]*Face
	for c, file := range [cuts]FontFile{
		0: text.Regular, bold: text.Bold, italic: text.Italic, bold | italic: text.BoldItalic,
		mono: fixed.Regular, mono | bold: fixed.Bold, mono | italic: fixed.Italic, mono | bold | italic: fixed.BoldItalic,
	} {
		if file.Data == nil {
			continue
		}
		f, err := ParseFace(file)
		if err != nil {
			return nil, err
		}
		own[c] = f
	}
	for c := range own { // a cut that is missing is the next plainer one
		for _, plainer := range []cut{cut(c), cut(c) &^ italic, cut(c) & mono} {
			if own[c] == nil {
				own[c] = own[plainer]
			}
		}
	}
	var extra []*Face
	for _, file := range fonts.Extra {
		f, err := ParseFace(file)
		if err != nil {
			return nil, err
		}
		extra = append(extra, f)
	}
	var last [3]*Face
	for i, file := range dejavu() {
		f, err := ParseFace(file)
		if err != nil {
			return nil, err
		}
		last[i] = f
	}
	for c := range e.chains {
		chain := append([]*Face{own[c]}, extra...)
		switch {
		case cut(c)&mono != 0:
			chain = append(chain, last[2], last[0])
		case cut(c)&bold != 0:
			chain = append(chain, last[1], last[0])
		default:
			chain = append(chain, last[0])
		}
		e.chains[c] = chain
		for _, f := range chain {
			e.enrol(f)
		}
	}
	e.shapers.New = func() any {
		s := &shaper{faces: make([]*font.Face, len(e.faces))}
		for i, f := range e.faces {
			s.faces[i] = font.NewFace(f.font)
		}
		s.harfbuzz.SetFontCacheSize(len(e.faces))
		return s
	}
	return e, nil
}

func (e *Engine) enrol(f *Face) {
	for _, known := range e.faces {
		if known == f {
			return
		}
	}
	f.index = len(e.faces)
	e.faces = append(e.faces, f)
}

// shaper is what one goroutine needs to shape; the faces of the library keep
// caches of their own and cannot be shared.
type shaper struct {
	harfbuzz shaping.HarfbuzzShaper
	faces    []*font.Face
}
