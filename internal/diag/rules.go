package diag

import (
	"iter"
	"slices"
)

// A Rule is something the content must keep to. Its name is what annexa.yaml
// and the command call it.
type Rule struct {
	Name     string
	Severity Severity // unless annexa.yaml says otherwise
	About    string   // why it matters, in a sentence
}

// Reading: what stands in a file, before anything is linked.
var (
	Unreadable      = rule("unreadable", Warning, "a file that cannot be read as text is not published; its page says so")
	Undecodable     = rule("undecodable", Error, "front matter that cannot be decoded leaves a document without its id, status and approval")
	FrontMatter     = rule("front-matter", Warning, "keys that are unknown, missing, twice there or of the wrong type are usually a slip of the pen")
	InvalidID       = rule("invalid-id", Error, "an id is what everything else refers to: permanent, unique and of one form")
	InvalidDate     = rule("invalid-date", Warning, "approval and review dates are evidence; one that does not exist is none")
	RawHTMLShown    = rule("raw-html", Note, "HTML in Markdown is shown as text, because the same words must reach the PDF")
	EmptyContent    = rule("empty-content", Warning, "a folder without a single Markdown file is usually the wrong folder")
	NestedTooDeep   = rule("nested-too-deep", Warning, "text nested this deep is no text a reader follows; the rest is shown flat")
	ConfigRule      = rule("config", Error, "annexa.yaml decides what is published; what it says must be understood")
	ConfigUnknown   = rule("config-unknown", Warning, "a key of annexa.yaml that is not known does nothing")
	RegisterRule    = rule("register", Warning, "a row that cannot be decoded is missing from the page, the counts and the pack")
	UnknownRegister = rule("unknown-register", Warning, "a file among the registers that is no register known here is not read")
)

// Linking: references and ids over the whole content.
var (
	DuplicateID        = rule("duplicate-id", Error, "two documents with one id: nobody can tell which one is meant")
	DuplicateAddress   = rule("duplicate-address", Error, "two pages at one address: one of them would be lost")
	DuplicateAnchor    = rule("duplicate-anchor", Warning, "two headings with one anchor: links reach only the first")
	BrokenReference    = rule("broken-reference", Error, "a reference in front matter, a register or annexa.yaml that leads nowhere breaks the trail an auditor follows")
	BrokenLink         = rule("broken-link", Warning, "a link to nothing leaves the reader without the rule it promised")
	BrokenAnchor       = rule("broken-anchor", Warning, "a link to a heading that does not exist opens the page at its top")
	UnknownMention     = rule("unknown-mention", Warning, "a control or clause that the standard does not have is a slip of the pen")
	OtherEdition       = rule("other-edition", Warning, "an id of the other edition without its prefix is read as this edition's or as nothing")
	OtherEditionInData = rule("other-edition-reference", Error, "an id of the other edition in front matter or a register counts for no requirement of this one")
	UnknownVariable    = rule("unknown-variable", Warning, "a variable that annexa.yaml does not define is shown as it stands")
	MissingImage       = rule("missing-image", Warning, "an image that is not there leaves a hole in page and PDF")
	UnknownRole        = rule("unknown-role", Warning, "an owner or approver that is no role of the roles register is nobody an auditor can ask")
	MissingGlyph       = rule("missing-glyph", Warning, "a character that no font has cannot be read in the PDF")
	OutsideContent     = rule("outside-content", Warning, "a link out of the content folder leads to something that is not published")
	PackEmptyWord      = rule("pack-word", Error, "a word of a pack that matches nothing leaves the pack without what it was to hold")
	PackClassification = rule("pack-classification", Error, "a document classified above its pack would reach readers it is not meant for")
	Template           = rule("template", Error, "a template that cannot be executed would leave its pages out of the site")
	Theme              = rule("theme", Error, "what a theme says decides how every page and PDF looks; what cannot be read must not be guessed")
	SignLevel          = rule("sign-level", Error, "a signature of a lower level than was asked for would pass for more than it is")
)

// Standard: what ISO/IEC 27001 asks of the whole.
var (
	ControlUndecided    = rule("control-undecided", Warning, "6.1.3 d asks for a decision on every control of Annex A")
	ExcludedUnjustified = rule("excluded-without-justification", Error, "6.1.3 d asks for a justification of every exclusion")
	ReasonMissing       = rule("applicable-without-reason", Warning, "6.1.3 d asks why each necessary control is included")
	DocumentedMissing   = rule("documented-information-missing", Warning, "the standard asks for this documented information by name")
	GroupImplemented    = rule("group-implemented", Error, "a clause with sub-clauses, a theme or an objective is answered by its parts")
	ClauseUnanswered    = rule("clause-unanswered", Warning, "every clause from 4 to 10 is a requirement; none may be left out")
	ClauseExcluded      = rule("clause-excluded", Warning, "only controls of Annex A can be excluded; whoever excludes a clause cannot claim conformity")
	ExcludedAndNeeded   = rule("excluded-and-needed", Warning, "an excluded control that a risk or a law needs contradicts its own justification")
	RiskNotAccepted     = rule("risk-not-accepted", Warning, "6.1.3 f asks the owner of a risk to accept what is left of it after its treatment")
	EditionWithdrawn    = rule("edition-withdrawn", Note, "nobody can be certified to an edition that was withdrawn")
)

// Time and approval.
var (
	ReviewOverdue     = rule("review-overdue", Warning, "a review that is overdue tells an auditor that the text may no longer hold")
	ReviewDue         = rule("review-due", Note, "a review falls due soon")
	ReviewMissing     = rule("review-missing", Warning, "7.5.2 asks that documented information is reviewed; without a date nobody will")
	ApprovedMissing   = rule("approved-missing", Warning, "an approved document says who approved it, in which role and when")
	DateOrder         = rule("date-order", Warning, "dates that contradict each other make the approval doubtful")
	EvidenceExpired   = rule("evidence-expired", Warning, "evidence that has expired proves nothing today")
	VersionHistory    = rule("version-history", Warning, "the newest entry of the history is the version that is published")
	RetiredSuccessor  = rule("retired-successor", Note, "readers of a withdrawn document want to know what replaced it")
	Orphan            = rule("orphan", Note, "a document that nothing leads to is found by nobody")
	RequiredFieldGone = rule("required-field", Warning, "7.5.2 asks that documented information can be identified: id, title, owner, version")
)

func rule(name string, severity Severity, about string) *Rule {
	return &Rule{name, severity, about}
}

// Rules are all rules there are, by name.
func Rules() iter.Seq[*Rule] {
	return slices.Values([]*Rule{
		ReasonMissing, ApprovedMissing, BrokenAnchor, BrokenLink, BrokenReference, ClauseExcluded, ClauseUnanswered, ConfigRule, ConfigUnknown,
		ControlUndecided, DateOrder, DocumentedMissing, DuplicateAddress, DuplicateAnchor, DuplicateID, EditionWithdrawn, EmptyContent, EvidenceExpired,
		ExcludedAndNeeded, ExcludedUnjustified, FrontMatter, GroupImplemented, InvalidDate, InvalidID, MissingGlyph, MissingImage, NestedTooDeep, Orphan,
		OtherEdition, OtherEditionInData, OutsideContent, PackClassification, PackEmptyWord, RawHTMLShown, RegisterRule, RequiredFieldGone,
		RetiredSuccessor, ReviewDue, ReviewMissing, ReviewOverdue, RiskNotAccepted, SignLevel, Template, Theme, Undecodable, UnknownMention, UnknownRegister,
		UnknownRole, UnknownVariable, Unreadable, VersionHistory,
	})
}

// Lookup finds a rule by its name.
func Lookup(name string) (*Rule, bool) {
	for r := range Rules() {
		if r.Name == name {
			return r, true
		}
	}
	return nil, false
}
