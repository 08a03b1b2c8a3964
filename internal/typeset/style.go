package typeset

// Style is the design of a book: paper, rhythm, colours. The zero value of a
// field stands for its value in [DefaultStyle].
type Style struct {
	Paper  Paper
	Margin Margins

	TextSize   Length // of running text
	Leading    Length // from baseline to baseline of running text: the grid
	SmallSize  Length // of tables, code, footnotes
	SmallLead  Length
	TitleSize  Length // of the title on a cover
	HeadSizes  [6]Length
	RunnerSize Length // of running headers and footers

	Colours Colours
}

// Paper is a page's size, upright.
type Paper struct{ Width, Height Length }

// The papers offices use.
var (
	A4     = Paper{595276, 841890}
	Letter = Paper{612000, 792000}
)

// Margins of a page, upright or turned.
type Margins struct{ Top, Right, Bottom, Left Length }

// Colour is a colour in sRGB.
type Colour struct{ R, G, B uint8 }

// Colours of a book, by what they are used for.
type Colours struct {
	Ink     Colour // text
	Muted   Colour // running headers, labels, captions
	Heading Colour
	Accent  Colour // the cover's bar, rules below titles
	Link    Colour
	Rule    Colour // lines of tables, thematic breaks
	Shade   Colour // behind table heads and code
	Mark    Colour // the watermark
	Alert   [5]Colour
	Token   [9]Colour // by prose.TokenClass
}

// DefaultStyle is a calm A4 page: ten points on fourteen, margins of 25 mm,
// dark ink and one blue.
func DefaultStyle() Style {
	ink := Colour{0x1f, 0x26, 0x30}
	return Style{
		Paper:      A4,
		Margin:     Margins{Top: 27 * Millimetre, Right: 25 * Millimetre, Bottom: 25 * Millimetre, Left: 25 * Millimetre},
		TextSize:   10 * Point,
		Leading:    14 * Point,
		SmallSize:  8500,
		SmallLead:  11500,
		TitleSize:  30 * Point,
		HeadSizes:  [6]Length{20 * Point, 14 * Point, 11500, 10 * Point, 10 * Point, 10 * Point},
		RunnerSize: 7500,
		Colours: Colours{
			Ink: ink, Muted: Colour{0x5b, 0x66, 0x75}, Heading: Colour{0x12, 0x2b, 0x4a}, Accent: Colour{0x1d, 0x5f, 0xa8},
			Link: Colour{0x17, 0x4f, 0x91}, Rule: Colour{0xc9, 0xd1, 0xdb}, Shade: Colour{0xf2, 0xf5, 0xf9}, Mark: Colour{0xec, 0xee, 0xf1},
			Alert: [5]Colour{{0x1d, 0x5f, 0xa8}, {0x1b, 0x7a, 0x4b}, {0x6b, 0x3f, 0xa0}, {0xa8, 0x5f, 0x00}, {0xb3, 0x26, 0x1e}},
			Token: [9]Colour{ink, {0x7a, 0x2e, 0x8f}, {0x1b, 0x56, 0x94}, {0x1b, 0x6b, 0x3a}, {0x9a, 0x4b, 0x00}, {0x5b, 0x66, 0x75}, {0x4a, 0x55, 0x63}, {0x1b, 0x6b, 0x3a}, {0xb3, 0x26, 0x1e}},
		},
	}
}

// filled returns the style with the defaults in place of what was left zero.
func (s Style) filled() Style {
	d := DefaultStyle()
	def(&s.Paper, d.Paper)
	def(&s.Margin, d.Margin)
	def(&s.TextSize, d.TextSize)
	def(&s.Leading, d.Leading)
	def(&s.SmallSize, d.SmallSize)
	def(&s.SmallLead, d.SmallLead)
	def(&s.TitleSize, d.TitleSize)
	def(&s.RunnerSize, d.RunnerSize)
	for i := range s.HeadSizes {
		def(&s.HeadSizes[i], d.HeadSizes[i])
	}
	def(&s.Colours, d.Colours)
	// A paper or margins that leave no room for text are no design.
	if s.Paper.Width-s.Margin.Left-s.Margin.Right < 60*Millimetre || s.Paper.Height-s.Margin.Top-s.Margin.Bottom < 60*Millimetre {
		s.Paper, s.Margin = d.Paper, d.Margin
	}
	return s
}

func def[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}
