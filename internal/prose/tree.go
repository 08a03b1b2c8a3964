// Package prose reads Markdown once into blocks and spans of our own, and
// writes those as HTML and as plain text.
//
// Markdown is CommonMark with tables, task lists, strike-through, footnotes,
// definition lists and bare addresses as on Git hosts, their alerts
// (> [!NOTE]), links by id ([[POL-02#reviews|label]]), images by name
// (![[plan.png|The plan|300]]), variables
// ({{organisation.name}}) and mentions of the standard (A.5.15, clause 6.1.3).
// A heading's anchor is made as on GitHub, or given by {#id}. Comments vanish;
// <br>, <sub>, <sup> and <kbd> without attributes work; other HTML is shown as
// the text it is.
package prose

// A Tree is one Markdown body. It depends on the bytes of one file and on
// nothing else: references and variables are numbered, not resolved, and a
// rendering is given their meaning as [Bindings].
type Tree struct {
	Blocks     []Block
	Footnotes  [][]Block   // in the order of their first mention; a [FootnoteMark] holds the index
	Headings   []*Heading  // every heading of Blocks, in order
	References []Reference // every link, mention and image, in order; spans hold the index
	Variables  []Variable  // every {{word.word}}, in order; spans hold the index
	Phrases    []Phrase    // words that leave something open, in order; at most 200
	Remarks    []Remark    // what was met and could not be taken as it stood
	Words      int         // words of text, for the reading time
}

// A Block is a heading, a paragraph, or anything else that stands on lines of
// its own: *Heading, *Paragraph, *List, *Quote, *Alert, *Code, *Table,
// *Definitions or *Rule.
type Block interface{ block() }

// A Heading opens a section.
type Heading struct {
	Level int    // as written, 1 to 6
	Depth int    // 1 for the outermost headings of the text, never a jump of more than one
	ID    string // the anchor, unique in the tree
	Line  int    // 1-based, in the file
	Spans []Span
}

// A Paragraph is running text. One whose only span is an [Image] is a figure.
type Paragraph struct {
	Line  int
	Spans []Span
}

// A List is ordered or not; a tight one sets its items without space between.
type List struct {
	Ordered bool
	Start   int // the first number of an ordered list
	Tight   bool
	Items   []Item
}

// An Item of a list, with a box where it is a task.
type Item struct {
	Task   Task
	Blocks []Block
}

// Task says whether a list item is a task, and done.
type Task uint8

// The states of a list item's box.
const (
	NoTask Task = iota
	OpenTask
	DoneTask
)

// A Quote is a block quotation.
type Quote struct{ Blocks []Block }

// An Alert is a quotation that opens with [!NOTE] or one of its kin.
type Alert struct {
	Kind   AlertKind
	Blocks []Block
}

// AlertKind is one of the five kinds of alert that Git hosts know.
type AlertKind uint8

// The kinds of alert.
const (
	Note AlertKind = iota
	Tip
	Important
	Warning
	Caution
)

// Code is a block of code. Tokens hold its text already coloured; the texts
// of the tokens of a line, one after the other, are the line.
type Code struct {
	Language string
	Line     int
	Lines    [][]Token
}

// A Token is a piece of a line of code.
type Token struct {
	Class TokenClass
	Text  string
}

// TokenClass is the part a piece of code plays.
type TokenClass uint8

// The parts that are told apart by colour.
const (
	PlainToken TokenClass = iota
	KeywordToken
	NameToken
	StringToken
	NumberToken
	CommentToken
	OperatorToken
	InsertedToken
	DeletedToken
)

// A Table has a head of one row and as many cells in every row as columns.
type Table struct {
	Line  int
	Align []Align // one a column
	Head  []Cell
	Rows  [][]Cell
}

// A Cell of a table.
type Cell struct{ Spans []Span }

// Align is the alignment of a table's column.
type Align uint8

// The alignments of a column.
const (
	AlignDefault Align = iota
	AlignLeft
	AlignCentre
	AlignRight
)

// Definitions is a list of terms with their meanings.
type Definitions struct{ Items []Definition }

// A Definition gives one or more terms one or more meanings.
type Definition struct {
	Place    Place // of the first term
	Terms    [][]Span
	Meanings [][]Block
}

// A Rule is a thematic break.
type Rule struct{}

func (*Heading) block()     {}
func (*Paragraph) block()   {}
func (*List) block()        {}
func (*Quote) block()       {}
func (*Alert) block()       {}
func (*Code) block()        {}
func (*Table) block()       {}
func (*Definitions) block() {}
func (*Rule) block()        {}

// A Span is a piece of running text: Text, CodeSpan, Break, *Styled, *Link,
// *Image, VariableMark or FootnoteMark.
type Span interface{ span() }

// Text is characters as they are read, with white space folded.
type Text string

// CodeSpan is code within a line.
type CodeSpan string

// A Break ends the line within a paragraph.
type Break struct{}

// Styled is text set apart.
type Styled struct {
	Style    Style
	Language string // a tag of BCP 47, where it is not that of the text around
	Spans    []Span
}

// Style is a way of setting text apart.
type Style uint8

// The styles of running text.
const (
	Emphasis Style = iota
	Strong
	Strike
	Subscript
	Superscript
	Keyboard
	Gone // in a text that tells two versions apart: only in the old one
	New  // only in the new one
)

// A Link is a link or a mention. One without spans takes the text that its
// resolution gives it.
type Link struct {
	Reference int // index into Tree.References
	Spans     []Span
}

// An Image stands for a picture; its alternative text is plain.
type Image struct {
	Reference int // index into Tree.References
	Alt       string
	Title     string
	Width     int // that the text asks for, in pixels of a screen; 0: its own
}

// VariableMark stands where the value of a variable goes: the index into
// Tree.Variables.
type VariableMark int

// FootnoteMark points to a footnote: the index into Tree.Footnotes.
type FootnoteMark struct {
	Index int
	Nth   int // how often this footnote was mentioned before, from 0
}

func (Text) span()         {}
func (CodeSpan) span()     {}
func (Break) span()        {}
func (*Styled) span()      {}
func (*Link) span()        {}
func (*Image) span()       {}
func (VariableMark) span() {}
func (FootnoteMark) span() {}

// A Place is a line and a column of the file, 1-based, the column counted in
// characters.
type Place struct{ Line, Column int }

// A Reference points out of the text: at a document, a requirement, a row, a
// file, an address, a heading.
type Reference struct {
	Kind     ReferenceKind
	Target   string // the id, path or address, without fragment
	Fragment string // the anchor after #, decoded, without it
	Edition  int    // the edition a prefix names (2013:A.5.1), else 0
	Text     string // a mention as it is written
	Place    Place
}

// ReferenceKind says how a reference was written.
type ReferenceKind uint8

// The ways of writing a reference.
const (
	WikiLink       ReferenceKind = iota // [[POL-02#reviews|label]]; Target is an id
	PathLink                            // [label](../a.md#b); Target is a path, or empty for this page
	AddressLink                         // [label](https://…), <mail@…>; Target is the whole address
	ControlMention                      // A.5.15, Annex A 5.15; Target is A.5.15
	LooseMention                        // A 5.15, A5.15: a mention only where the control exists
	ClauseMention                       // clause 6.1.3; Target is 6.1.3
	IDMention                           // POL-02, R-003: a mention only where it exists
	ImageLink                           // ![alt](a.png); Target is a path or an address
	EmbeddedImage                       // ![[a.png|alt|300]]; Target is a file's name or its path
	EmbeddedText                        // ![[POL-02#reviews]]; Target is an id, as in [[POL-02]]
)

// Image says that an [Image] has the reference, and no link.
func (k ReferenceKind) Image() bool { return k == ImageLink || k == EmbeddedImage }

// A Variable is a {{word.word}} in the text.
type Variable struct {
	Name  string // word.word
	Place Place
}

// A Remark is something the text holds that could not be taken as it stood,
// for [RawHTML] and [ForeignMarkup] with what was shown as text instead, for
// [TooDeep] with the limit that it is beyond.
type Remark struct {
	Kind  RemarkKind
	Text  string
	Place Place
}

// RemarkKind is a kind of remark.
type RemarkKind uint8

// The kinds of remark.
const (
	RawHTML       RemarkKind = iota // HTML that is shown as text
	TooDeep                         // what goes on beyond a limit was cut to text
	SameAnchor                      // two headings claim one anchor by {#id}
	ForeignMarkup                   // what another program takes for more than text
)

// Bindings give the references and variables of a tree their meaning for one
// rendering. The slices are parallel to the tree's; one that is short leaves
// the rest as they were written.
type Bindings struct {
	References []Binding
	Variables  []string
	Terms      *Terms // to be linked in HTML; may be nil
	Glossary   string // the address of the page that explains them, with a # at its end
}

// A Binding is what one reference comes to in one rendering.
type Binding struct {
	Href   string // where it leads; empty: no link, the text alone
	Text   string // the text of a link that has none of its own
	Lang   string // of that text, where it is not in the language of the tree
	Title  string // shown when pointed at, may be empty
	State  BindingState
	Width  int    // of an image in pixels, 0 if unknown
	Height int    // of an image in pixels, 0 if unknown
	Data   []byte // an image's bytes, for a rendering that embeds them
}

// BindingState tells apart what a reader should see at a link.
type BindingState uint8

// The states of a binding.
const (
	Found    BindingState = iota
	Broken                // the target does not exist
	Outside               // leads out of what is published here
	Draft                 // the target is not in force
	Retired               // the target was withdrawn
	NotALink              // a mention of something that does not exist here: plain text
)
