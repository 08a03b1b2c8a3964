package typeset

import (
	_ "embed"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-fonts/dejavu/dejavusansmono"
	"codeberg.org/go-fonts/dejavu/dejavusansmonobold"
	"codeberg.org/go-fonts/liberation/liberationmonobold"
	"codeberg.org/go-fonts/liberation/liberationmonobolditalic"
	"codeberg.org/go-fonts/liberation/liberationmonoitalic"
	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansbolditalic"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifbolditalic"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
)

// Builtin returns a family that comes with the binary, by the name that style
// sheets call it.
func Builtin(name string) (Family, bool) {
	family, ok := builtin[name]
	if !ok {
		return Family{}, false
	}
	return family(), true
}

var builtin = map[string]func() Family{
	"Liberation Sans": func() Family {
		return Family{
			embedded("LiberationSans", liberationsansregular.TTF), embedded("LiberationSans-Bold", liberationsansbold.TTF),
			embedded("LiberationSans-Italic", liberationsansitalic.TTF), embedded("LiberationSans-BoldItalic", liberationsansbolditalic.TTF),
		}
	},
	"Liberation Serif": func() Family {
		return Family{
			embedded("LiberationSerif", liberationserifregular.TTF), embedded("LiberationSerif-Bold", liberationserifbold.TTF),
			embedded("LiberationSerif-Italic", liberationserifitalic.TTF), embedded("LiberationSerif-BoldItalic", liberationserifbolditalic.TTF),
		}
	},
	"Liberation Mono": func() Family {
		return Family{
			embedded("LiberationMono", liberationmonoregular.TTF), embedded("LiberationMono-Bold", liberationmonobold.TTF),
			embedded("LiberationMono-Italic", liberationmonoitalic.TTF), embedded("LiberationMono-BoldItalic", liberationmonobolditalic.TTF),
		}
	},
	"Charis SIL": func() Family { return Family{Regular: embedded("CharisSIL-Bold", charisBold)} },
	"DejaVu Sans": func() Family {
		return Family{Regular: embedded("DejaVuSans", dejavusans.TTF), Bold: embedded("DejaVuSans-Bold", dejavusansbold.TTF)}
	},
	"DejaVu Sans Mono": func() Family {
		return Family{Regular: embedded("DejaVuSansMono", dejavusansmono.TTF), Bold: embedded("DejaVuSansMono-Bold", dejavusansmonobold.TTF)}
	},
}

// Charis SIL, a text face in the manner of Charter, in the one cut that
// headings are set in.
//
//go:embed fonts/CharisSIL-Bold.ttf
var charisBold []byte

func embedded(name string, data []byte) *Font { return &Font{Name: name, Data: data, sound: true} }
