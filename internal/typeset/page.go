package typeset

import "unicode/utf8"

// Pages is a book set: what to draw, and what it means.
type Pages struct {
	Title    string
	Language string // BCP 47

	RightToLeft  bool // it is read so, page after page
	Pages        []Page
	Nodes        []Node // the structure tree; node 0 is the Document
	Links        []Link // what the areas of pages lead to
	Fields       []Field
	Destinations []Destination
	Bookmarks    []Bookmark
	Remarks      []Remark
}

// Page is one page. Its parts are drawn in their order: what lies behind, the
// frames, each with its fills before all marks.
type Page struct {
	Width, Height Length
	Behind        []Mark // backgrounds and borders, in page coordinates; all artifacts
	Watermark     []Mark // above all fills, below the text
	Frames        []Frame
	Areas         []LinkArea
}

// Frame is a line or a table row with its place on the page. What it holds is
// placed relative to it.
type Frame struct {
	X, Y  Length
	Fills []Mark // artifacts
	Marks []Mark
}

// Mark is one thing to draw: glyphs where it has Runs, a picture where it has
// one, a path where it has one, else a filled rectangle.
type Mark struct {
	Node   int32 // its place in the structure tree, a Content; negative for an artifact
	Link   int32 // index into Pages.Links plus one, 0 for none
	X, Y   Length
	W, H   Length // for glyphs W is the advance; Y is the baseline
	Colour Colour

	Runs     []*Run  // one after the other, all in one face
	Size     Length  // of the glyphs
	Reversed bool    // a word that is read from right to left; its glyphs stand as they are seen
	Said     *string // what the glyphs stand for, where that is not their own characters: a word that goes on in the next line is said by its first part, and the others say nothing
	Picture  *Picture
	Path     *Path
}

// Path is an area to fill, or a line to draw.
type Path struct {
	Segments []Segment   // relative to the X and Y of the mark
	Stroke   Length      // how wide the outline is drawn; 0 fills it
	Clip     bool        // what is beyond the rectangle of the mark is not drawn
	Clips    [][]Segment // nor what is beyond any of these
	Shading  *Shading    // in place of the mark's colour; else nil
	EvenOdd  bool        // the area is that of the even-odd rule (ISO 32000-1, 8.5.3.3.3)
	Dashes   []Length    // of the outline, and the gaps between them; nil for none
	Begins   Length      // how far within the dashes the outline begins
	Mitre    int         // how far a corner may stick out, in thousandths of the outline's width; 0: as far as readers let it
	Cap      LineCap
	Join     LineJoin
}

// LineCap is how a line ends, LineJoin how it turns, by their numbers in ISO
// 32000-1, 8.4.3.3 and 8.4.3.4.
type (
	LineCap  uint8
	LineJoin uint8
)

// The ends of lines.
const (
	ButtCap LineCap = iota
	RoundCap
	SquareCap
)

// The corners of lines.
const (
	MitreJoin LineJoin = iota
	RoundJoin
	BevelJoin
)

// Shading is colours that go over into one another: from the left to the right
// of a square, or around the middle of a circle (ISO 32000-1, 8.7.4.5.3 and
// 8.7.4.5.4). Beyond these it goes on in the first colour and the last.
type Shading struct {
	Radial             bool
	Focus              XY // of a circle, where it begins: from its middle, in thousandths of its radius
	Stops              []Stop
	Origin, Across, Up XY // the corner of the square, or the middle of the circle, and the ends of its sides, relative to the mark
}

// Stop is a colour of a shading and its place, 0 to 1000.
type Stop struct {
	At     int
	Colour Colour
}

// Segment is a step of a path: to one point, or by a cubic curve to the third.
type Segment struct {
	Op SegmentOp
	To [3]XY
}

// SegmentOp is the kind of a segment.
type SegmentOp uint8

// The kinds of segment.
const (
	MoveTo SegmentOp = iota
	LineTo
	CurveTo
	Close
)

// XY is a point of a path.
type XY struct{ X, Y Length }

// Link is where a link leads: to a destination of the book, or to an address.
type Link struct {
	Node        int32 // its element
	Address     string
	Destination string
	Title       string // describes it for those who do not see it

	source string // for remarks
	line   int
}

// Field is a place on a page that a signature field goes to.
type Field struct {
	Node        int32 // its Form, whose Detail says where it stands
	Name        string
	Description string // for those who do not see it
}

// LinkArea is a rectangle on a page that is part of a link.
type LinkArea struct {
	Link       int // index into Pages.Links
	X, Y, W, H Length
}

// Destination is a named place.
type Destination struct {
	Name string
	Page int // counted from 0
	Y    Length
}

// Bookmark is an entry of the outline; the entries stand in order, and the
// level says how deep, from 1, without a jump.
type Bookmark struct {
	Level       int
	Title       string
	Destination string
}

// RemarkKind is a kind of remark.
type RemarkKind uint8

// The kinds of remark.
const (
	MissingGlyph  RemarkKind = iota // no face has the character; Rune
	BadPicture                      // a picture that cannot be shown; Text says why
	NoDestination                   // a link leads to a destination the book does not have; Text is its name
	TooDeep                         // blocks nested too deep were set without further indent
	PartOfPicture                   // some of a drawing is not drawn, or otherwise; Text says what
)

// Remark is something that could not be set as it stood. Source and Line say
// where it came from.
type Remark struct {
	Kind   RemarkKind
	Source string // Text.Source
	Line   int    // 1-based, 0 if unknown
	Rune   rune
	Text   string
}

func (p *Pages) remark(r Remark) {
	const enough = 1000
	if len(p.Remarks) >= enough {
		return
	}
	for _, known := range p.Remarks {
		if known == r {
			return
		}
	}
	if !utf8.ValidString(r.Text) {
		r.Text = string([]rune(r.Text))
	}
	p.Remarks = append(p.Remarks, r)
}
