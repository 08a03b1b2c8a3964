package typeset

import (
	"annexa/internal/language"
	"annexa/internal/prose"
)

// Book is what is to be set: parts, each beginning on a new page.
type Book struct {
	Title    string
	Language string // BCP 47, such as en-GB
	Style    Style
	Words    Words
	Parts    []Part

	// A book whose parts come to Long pages is a long one, if Long is not 0:
	// Opening stands before them, and what is Brief is left out.
	Long    int
	Opening []Part
}

// Part is a run of pages with one orientation and one running header and
// footer.
type Part struct {
	Landscape      bool
	Header, Footer Running
	Watermark      string // a word across every page, such as DRAFT
	Source         string // the file that titles, facts and runners come from, for remarks
	Blocks         []Block
}

// rightToLeft says whether the part is read so: as the text it holds, in the
// book's language or one of its own.
func (p *Part) rightToLeft(book string) bool {
	for _, b := range p.Blocks {
		if t, ok := b.(*Text); ok && t.Language != "" {
			book = t.Language
			break
		}
	}
	return language.Direction(book) == "rtl"
}

// Running is what stands at the head or foot of every page of a part. In its
// texts {page} is the number of the page and {pages} how many the book has.
type Running struct{ Left, Centre, Right string }

// A Block is a stretch of a part: *Cover, *Title, *Facts, *Panel, *Signature,
// *Text, *Contents, *Index, *PageBreak or *Brief.
type Block interface{ typesetBlock() }

// Cover is a page of its own: a logo, who, what, and facts at its foot. Its
// title is a heading of level 1.
type Cover struct {
	Logo         []byte // SVG, PNG or JPEG; may be left out
	LogoAlt      string // empty where the organisation's name beside it says it all
	Organisation string
	Over         string // a line above the title in small letters, such as kind and id
	Beside       Phrase // in that line
	Title        string
	Language     string   // of title and summary, where it is not the book's
	Summary      string   // below the title
	Labels       []string // set apart in boxes, such as the classification
	Facts        []Fact
	Notice       string // at the very foot
	Destination  string // its name, for bookmarks and links; may be empty
	Bookmark     int    // level of its bookmark, 0 for none
}

// Title is a heading made by the book, not written in a text.
type Title struct {
	Level       int    // 1 to 6
	Over        string // a line above it in small letters, such as an id
	Beside      Phrase // in that line
	Text        string
	Language    string // of the text, where it is not the book's
	Entry       string // its text in bookmarks and contents; empty: Text
	Destination string
	Bookmark    int  // level of its bookmark, 0 for none
	Unlisted    bool // stands in no Contents
}

// Phrase is words in a language of their own.
type Phrase struct{ Text, Language string }

// Panel is keys and values side by side on a ground of their own: the control
// block of a short document.
type Panel struct{ Facts []Fact }

// Signature is a panel beside a signature field: who is to sign, in which role,
// when and why. The field shows nothing of its own but a frame, so that signing
// changes nothing that is seen; a program that draws into it hides nothing.
type Signature struct {
	Facts       []Fact
	Name        string // of the field, unique in the book
	Description string // for those who do not see it
}

// Facts is a table of keys and values.
type Facts struct {
	Columns int // pairs side by side: 1 or 2
	Rows    []Fact
}

// Fact is a key with its value.
type Fact struct {
	Key, Value string
	Href       string // as in a prose.Binding; may be empty
	List       []Item // in place of the value: several, with commas between them
	Lines      bool   // each of the list on a line of its own instead
}

// Item is one of several values.
type Item struct{ Text, Href string }

// Text is prose. A binding's Href that begins with # names a destination of
// the book; every other is an address.
type Text struct {
	Tree     *prose.Tree
	Bindings prose.Bindings
	Language string // where it is not the book's
	Source   string // the file, for remarks
	Prefix   string // put before the anchors of headings to name their destinations
	Shift    int    // added to the depth of headings: 1 where a Title of level 1 stands above
	Bookmark int    // deepest level of heading, after the shift, that gets a bookmark; 0 for none
	Under    int    // level of the bookmark that those of its headings stand below; 0: the shift
	Unlisted bool   // its headings stand in no Contents

	// Names are destinations at references of the text, by their index: on the
	// line of a link, at the paragraph of what is none, or at the row of a table.
	Names map[int]string
}

// Contents lists the bookmarks of the whole book with their pages.
type Contents struct {
	Title string
	Depth int // deepest level of bookmark listed
}

// Index lists terms with the pages they stand on, as far as these belong to
// parts before its own. A term that stands on none is left out.
type Index struct{ Entries []IndexEntry }

// IndexEntry is a term and the destinations its pages are taken from.
type IndexEntry struct {
	Term         string
	Text         string // beside the term, may be empty
	Main         string // the destination that tells most, may be empty
	Destinations []string
}

// PageBreak ends the page.
type PageBreak struct{}

// Brief is what a long book leaves out, neither Contents nor Index.
type Brief struct{ Blocks []Block }

func (*Cover) typesetBlock()     {}
func (*Title) typesetBlock()     {}
func (*Facts) typesetBlock()     {}
func (*Panel) typesetBlock()     {}
func (*Signature) typesetBlock() {}
func (*Text) typesetBlock()      {}
func (*Contents) typesetBlock()  {}
func (*Index) typesetBlock()     {}
func (*PageBreak) typesetBlock() {}
func (*Brief) typesetBlock()     {}
