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
	ID             field.Text   `field:"id"`
	Title          field.Text   `field:"title"`
	Kind           string       `field:"kind" words:"policy standard procedure guideline plan record control clause soa"`
	Version        string       `field:"version"`
	Status         string       `field:"status" words:"draft in-review approved retired"`
	Classification string       `field:"classification" words:"public internal confidential restricted"`
	Owner          field.Text   `field:"owner"`
	Audience       []string     `field:"audience"`
	Summary        field.Text   `field:"summary"`
	Language       string       `field:"language"`
	Implements     []field.Text `field:"implements"`
	Provides       []field.Text `field:"provides"`
	Related        []field.Text `field:"related"`
	Effective      day.Date     `field:"effective"`
	Approved       Approved     `field:"approved"`
	Review         Review       `field:"review"`
	History        []Entry      `field:"history"`
	Retain         day.Interval `field:"retain"`
	ReplacedBy     field.Text   `field:"replaced-by"`
	Aliases        []field.Text `field:"aliases"`

	Control        field.Text  `field:"control"`
	Clause         field.Text  `field:"clause"`
	Applicable     field.YesNo `field:"applicable"`
	Reasons        []string    `field:"reasons" words:"risk legal contract business baseline"`
	Justification  string      `field:"justification"`
	Implementation string      `field:"implementation" words:"not-started planned partial implemented"`
	Maturity       string      `field:"maturity" words:"0 1 2 3 4 5"`
	Action         Action      `field:"action"`
	Evidence       []Evidence  `field:"evidence"`

	// Decisions are those on the controls as they were when the Statement of
	// Applicability was approved, by id.
	Decisions map[string]field.Text `field:"decisions"`
}

// Approved says who approved the text, in which role and when.
type Approved struct {
	By   string     `field:"by"`
	Role field.Text `field:"role"`
	Date day.Date   `field:"date"`
}

// Review says how often the text is looked at, when that was and will be, and
// what was found the last time.
type Review struct {
	Every day.Interval `field:"every"`
	Last  day.Date     `field:"last"`
	Next  day.Date     `field:"next"`
	Note  string       `field:"note"` // why it is still valid

	// Seen are the documents that the text relied on as they were then, by id:
	// version@hash, where hash is the first 16 hexadecimal digits of TextHash.
	Seen map[string]field.Text `field:"seen"`
}

// An Entry of the history is one version.
type Entry struct {
	Version string   `field:"version"`
	Date    day.Date `field:"date"`
	Author  string   `field:"author"`
	Change  string   `field:"change"`
}

// An Action is what is still to be done until a requirement is met.
type Action struct {
	What  string     `field:"what"`
	Owner field.Text `field:"owner"`
	Due   day.Date   `field:"due"`
}

// Evidence shows that a requirement is met.
type Evidence struct {
	Title   string       `field:"title"`
	Link    field.Text   `field:"link"`
	Date    day.Date     `field:"date"`
	Expires day.Date     `field:"expires"`
	Every   day.Interval `field:"every"`
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
