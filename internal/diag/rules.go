package diag

// A Rule is something the content must keep to. Its name is what annexa.yaml
// and the command call it.
type Rule struct {
	Name     string
	Severity Severity // unless annexa.yaml says otherwise
	About    string   // why it matters, in a sentence
}

// Reading: what stands in a file, before anything is linked.
var (
	Unreadable      = NewRule("unreadable", Warning, "a file that cannot be read as text is not published; its page says so")
	Undecodable     = NewRule("undecodable", Error, "front matter that cannot be decoded leaves a document without its id, status and approval")
	FrontMatter     = NewRule("front-matter", Warning, "keys that are unknown, missing, twice there or of the wrong type are usually a slip of the pen")
	InvalidID       = NewRule("invalid-id", Error, "an id is what everything else refers to: permanent, unique and of one form")
	InvalidDate     = NewRule("invalid-date", Warning, "approval and review dates are evidence; one that does not exist is none")
	UnquotedNumber  = NewRule("unquoted-number", Note, "other programs that read YAML take 1.10 for the number 1.1, and then it is another version")
	RawHTMLShown    = NewRule("raw-html", Note, "HTML in Markdown is shown as text, because the same words must reach the PDF")
	ForeignMarkup   = NewRule("foreign-markup", Note, "what another program takes for a tag, a box or a comment is read by everybody here")
	NestedTooDeep   = NewRule("nested-too-deep", Warning, "text nested this deep is no text a reader follows; the rest is shown flat")
	ConfigRule      = NewRule("config", Error, "annexa.yaml decides what is published; what it says must be understood")
	ConfigUnknown   = NewRule("config-unknown", Warning, "a key of annexa.yaml that is not known does nothing")
	RequiredField   = NewRule("required-field", Warning, "7.5.2 asks that documented information can be identified: id, title, owner, version")
	RegisterRule    = NewRule("register", Warning, "a row that cannot be decoded is missing from the page, the counts and the pack")
	UnknownRegister = NewRule("unknown-register", Warning, "a file among the registers that is no register known here is not read")
	CatalogueRule   = NewRule("catalogue", Warning, "an entry of a catalogue that cannot be read is a requirement that nobody answers")
	UnknownColumn   = NewRule("unknown-column", Warning, "what stands in a column that the register does not have is read by nobody")
	MissingColumn   = NewRule("missing-column", Warning, "a row without what its register asks for answers only half of the question it is there for")
	OutOfRange      = NewRule("out-of-range", Warning, "a value outside its scale or its list of words is counted nowhere")
)

// Linking: references and ids over the whole content.
var (
	DuplicateID        = NewRule("duplicate-id", Error, "two documents with one id: nobody can tell which one is meant")
	DuplicateAddress   = NewRule("duplicate-address", Error, "two pages at one address: one of them would be lost")
	DuplicateAnchor    = NewRule("duplicate-anchor", Warning, "two headings with one anchor: links reach only the first")
	BrokenReference    = NewRule("broken-reference", Error, "a reference in front matter, a register or annexa.yaml that leads nowhere breaks the trail an auditor follows")
	BrokenLink         = NewRule("broken-link", Warning, "a link to nothing leaves the reader without the rule it promised")
	BrokenAnchor       = NewRule("broken-anchor", Warning, "a link to a heading that does not exist opens the page at its top")
	UnknownMention     = NewRule("unknown-mention", Warning, "a control or clause that the standard does not have is a slip of the pen")
	OtherEdition       = NewRule("other-edition", Warning, "an id of the other edition without its prefix is read as this edition's or as nothing")
	OtherEditionInData = NewRule("other-edition-reference", Error, "an id of the other edition in front matter or a register counts for no requirement of this one")
	GroupImplemented   = NewRule("group-implemented", Error, "a clause with sub-clauses, a theme or an objective is answered by its parts")
	UnknownVariable    = NewRule("unknown-variable", Warning, "a variable that annexa.yaml does not define is shown as it stands")
	EmbeddedText       = NewRule("embedded-text", Warning, "a text shown within another would change what was approved without an approval")
	MissingImage       = NewRule("missing-image", Warning, "an image that is not there leaves a hole in page and PDF")
	UnknownRole        = NewRule("unknown-role", Warning, "an owner or approver that is no role of the roles register is nobody an auditor can ask")
	OutsideContent     = NewRule("outside-content", Warning, "a link out of the content folder leads to something that is not published")
)

// Publishing: what is found while pages and PDFs are made, and what they are made with.
var (
	MissingGlyph = NewRule("missing-glyph", Warning, "a character that no font has cannot be read in the PDF")
	Template     = NewRule("template", Error, "a template that cannot be executed would leave its pages out of the site")
	Theme        = NewRule("theme", Error, "what a theme says decides how every page and PDF looks; what cannot be read must not be guessed")
	SignLevel    = NewRule("sign-level", Error, "a signature of a lower level than was asked for would pass for more than it is")
)

// NewRule makes a rule. Those of reading, linking and publishing stand above,
// since what breaks them is found there; the others stand in internal/check,
// beside what finds it.
func NewRule(name string, severity Severity, about string) *Rule {
	return &Rule{name, severity, about}
}
