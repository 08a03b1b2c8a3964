// Package document holds one Markdown file as typed values: what its front
// matter says, and its text as a tree.
//
// A file that has one of the keys id, kind, control or clause is a document
// of the management system; any other is a page. Nothing here depends on
// another file.
package document

import (
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/prose"
)

// Kinds are the kinds of document, in the order in which lists show them.
var Kinds = []string{"policy", "standard", "procedure", "guideline", "plan", "record", "control", "clause", "soa"}

// A Document is one Markdown file. It is not changed after it was read.
type Document struct {
	File       string         // path within the content, slash-separated
	Hash       [32]byte       // SHA-256 of the file
	TextHash   [32]byte       // SHA-256 of the text below the front matter, in UTF-8 with \n line ends
	Front      Front          // what the front matter says
	Body       *prose.Tree    // never nil
	Managed    bool           // it has one of id, kind, control, clause
	Unreadable string         // why the file could not be read; then the body is empty
	Problems   []diag.Problem // found in this file alone

	// Unpublished is a page that its author keeps back in the words of other
	// tools: draft: true, or published: false.
	Unpublished bool

	Kept string // of a text that was approved: where it is kept, within the content

	fields *field.Value // for places; nil without front matter
	today  *Document    // of an approved text: what it has become
	then   bool         // it is all as it was, and nothing as today says it
}

// Front is the front matter of a document. Fields that are not there are
// zero.
type Front struct {
	ID             field.Text   `field:"id" about:"permanent, unique, never used again: POL-02"`
	Title          field.Text   `field:"title" about:"what the document is called; it may hold {{variables}} of annexa.yaml, then in quotes"`
	Kind           string       `field:"kind" words:"policy standard procedure guideline plan record control clause soa" about:"what the document is; it decides who approves it and where it is listed"`
	Version        string       `field:"version" about:"a text: 1.10 is not 1.1, so put it in quotes"`
	Status         string       `field:"status" words:"draft in-review approved retired" about:"only approved documents count; a draft is published marked as one"`
	Classification string       `field:"classification" words:"public internal confidential restricted" about:"who may read it; internal where nothing is said"`
	Owner          field.Text   `field:"owner" about:"the role that answers for it, one of registers/roles.yaml"`
	Audience       []string     `field:"audience" about:"who it is for"`
	Acknowledge    string       `field:"acknowledge" words:"required" about:"whether readers have to say that they took note"`
	Summary        field.Text   `field:"summary" about:"what it says, in a sentence or two"`
	Language       string       `field:"language" about:"the language of the text where it is not that of the content, as a tag of BCP 47: de"`
	Implements     []field.Text `field:"implements" about:"the clauses and controls this document answers"`
	Provides       []field.Text `field:"provides" about:"documented information the standard asks for by name"`
	Related        []field.Text `field:"related" about:"ids of other documents, requirements and rows that a reader may want"`
	Effective      day.Date     `field:"effective" about:"the first day it is in force; until then the former approved version is"`
	Approved       Approved     `field:"approved" about:"who approved this version, in which role, and when"`
	Review         Review       `field:"review" about:"how often it is looked at, when it was, and when it will be"`
	History        []Entry      `field:"history" about:"its versions, one entry each"`
	Retain         day.Interval `field:"retain" about:"of records: how long they are kept; they have no review"`
	ReplacedBy     field.Text   `field:"replaced-by" about:"of retired documents: the id of what took their place"`
	Aliases        []field.Text `field:"aliases" about:"former addresses of its page, which lead to it still: old/address.html"`

	Control        field.Text   `field:"control" about:"of a write-up: the control of Annex A it answers, or a new id such as ORG-01 of a control of one's own; it is the id too"`
	Maps           []field.Text `field:"maps" about:"of an own control: the clauses and controls of Annex A that it refines or comes with"`
	Clause         field.Text   `field:"clause" about:"of a write-up: the sub-clause it answers; it is the id too"`
	Applicable     field.YesNo  `field:"applicable" about:"whether the control is necessary; nothing said is not decided"`
	Reasons        []string     `field:"reasons" words:"risk legal contract business baseline" about:"why the control is necessary"`
	Justification  string       `field:"justification" about:"why the control is included, or why it is excluded, in words an auditor can follow"`
	Implementation string       `field:"implementation" words:"not-started planned partial implemented" about:"how far the requirement is met; partial counts as no"`
	Maturity       string       `field:"maturity" words:"0 1 2 3 4 5" about:"how well it is met, 0 to 5; may be left out"`
	Action         Action       `field:"action" about:"what is still to be done, by whom and until when"`
	Evidence       []Evidence   `field:"evidence" about:"what shows that the requirement is met"`

	// Decisions are those on the controls as they were when the Statement of
	// Applicability was approved, by id.
	Decisions map[string]field.Text `field:"decisions" about:"of the Statement of Applicability: the decisions that were approved with it; annexa approve writes them"`
}

// Approved says who approved the text, in which role and when.
type Approved struct {
	By   string     `field:"by" about:"the person"`
	Role field.Text `field:"role" about:"the role that person holds"`
	Date day.Date   `field:"date" about:"the day of the approval"`
}

// Review says how often the text is looked at, when that was and will be, and
// what was found the last time.
type Review struct {
	Every day.Interval `field:"every" about:"how often: 12 months"`
	Last  day.Date     `field:"last" about:"the day of the last review"`
	Next  day.Date     `field:"next" about:"the day of the next one, where it is not the last and the interval"`
	Note  string       `field:"note" about:"why the text is still valid"`

	// Seen are the documents that the text relied on as they were then, by id:
	// version@hash, where hash is the first 16 hexadecimal digits of TextHash.
	Seen map[string]field.Text `field:"seen" about:"what it relied on then, by id; annexa review writes it"`
}

// An Entry of the history is one version.
type Entry struct {
	Version string   `field:"version" about:"in quotes"`
	Date    day.Date `field:"date" about:"the day it was made"`
	Author  string   `field:"author" about:"the role or person who made it"`
	Change  string   `field:"change" about:"what changed"`

	// Material says that whoever acknowledged the version before has to
	// acknowledge this one too.
	Material field.YesNo `field:"material" about:"whether readers who acknowledged an earlier version have to do so again"`
}

// An Action is what is still to be done until a requirement is met.
type Action struct {
	What  string     `field:"what" about:"what is to be done"`
	Owner field.Text `field:"owner" about:"the role that does it"`
	Due   day.Date   `field:"due" about:"the day it is due"`
}

// Evidence shows that a requirement is met.
type Evidence struct {
	Title   string       `field:"title" about:"what it is"`
	Link    field.Text   `field:"link" about:"an id, a path in the content, or an address"`
	Date    day.Date     `field:"date" about:"the day it was made"`
	Expires day.Date     `field:"expires" about:"the last day it counts"`
	Every   day.Interval `field:"every" about:"how often it is made anew: 3 months"`
}

// Until is the last day on which the evidence counts: the day it expires, or
// its date and the interval in which it is made anew; no day where it never
// expires.
func (e Evidence) Until() day.Date {
	if !e.Expires.IsZero() || e.Every.IsZero() {
		return e.Expires
	}
	return e.Date.Add(e.Every)
}

// At is where a value of the front matter stands, or the beginning of the
// file. Keys are written in lower case with hyphens; an item of a list has its
// number, from 0, as its key.
func (d *Document) At(keys ...string) diag.Place {
	if v := d.holder(keys).fields.Get(keys...); v != nil {
		return diag.Place{File: d.File, Line: v.Line, Column: v.Column}
	}
	return diag.Place{File: d.File, Line: 1, Column: 1}
}

// AtText is where a text of the front matter stands.
func (d *Document) AtText(t field.Text) diag.Place {
	return diag.Place{File: d.File, Line: t.Line, Column: t.Column}
}

// AtPlace is a place in the body.
func (d *Document) AtPlace(p prose.Place) diag.Place {
	return diag.Place{File: d.File, Line: p.Line, Column: p.Column}
}

// Has says whether the front matter has a key with a value, right or wrong.
func (d *Document) Has(keys ...string) bool {
	v := d.holder(keys).fields.Get(keys...)
	return v != nil && v.Kind != field.Null && (v.Kind != field.Scalar || v.Text != "")
}
