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
	Ink    Colour // text and headings
	Muted  Colour // running headers, labels, captions
	Accent Colour // what is set apart on covers and above titles
	Link   Colour
	Rule   Colour // fine lines: rows of tables, thematic breaks
	Strong Colour // lines that set apart: below table heads, beside quotations
	Panel  Colour // behind facts and blocks of code
	Inline Colour // behind code within a line
	Mark   Colour // the watermark
	Alert  [5]Tone
	Token  [9]Colour // by prose.TokenClass
}

// Tone is a colour for words and lines with the ground that they stand on.
type Tone struct{ Colour, Ground Colour }

// DefaultStyle is a calm A4 page: ten points on fourteen, in black and greys. Colours come from a theme.
func DefaultStyle() Style {
	ink, muted, pale := Colour{0x1c, 0x1c, 0x1c}, Colour{0x58, 0x58, 0x58}, Colour{0xf5, 0xf5, 0xf5}
	c := Colours{
		Ink: ink, Muted: muted, Accent: ink, Link: ink, Rule: Colour{0xdd, 0xdd, 0xdd}, Strong: Colour{0x88, 0x88, 0x88},
		Panel: pale, Inline: Colour{0xec, 0xec, 0xec}, Mark: Colour{0xec, 0xec, 0xec},
	}
	for i := range c.Alert {
		c.Alert[i] = Tone{muted, pale}
	}
	for i := range c.Token {
		c.Token[i] = ink
	}
	return Style{
		Paper:      A4,
		Margin:     Margins{Top: 27 * Millimetre, Right: 25 * Millimetre, Bottom: 25 * Millimetre, Left: 25 * Millimetre},
		TextSize:   10 * Point,
		Leading:    14 * Point,
		SmallSize:  8500,
		SmallLead:  11500,
		TitleSize:  32 * Point,
		HeadSizes:  [6]Length{22 * Point, 15 * Point, 12 * Point, 10500, 10 * Point, 10 * Point},
		RunnerSize: 7500,
		Colours:    c,
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
