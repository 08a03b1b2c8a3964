// Package isms links the whole: documents, registers and the standard become
// one immutable value, which every output reads and which can answer what an
// auditor asks.
//
// References are resolved, backlinks derived, and each requirement has its
// four states: mentioned, documented, implemented, evidenced. Nothing counts
// that was not written down.
package isms

import (
	"strings"

	"annexa/internal/catalogue"
	"annexa/internal/config"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/register"
	"annexa/internal/standard"
)

// Input is what is linked: the typed values of all files, in order of paths.
type Input struct {
	Config     *config.Config
	Schemas    *register.Schemas
	Documents  []*document.Document
	Registers  []*register.Register
	Catalogues []*catalogue.Catalogue
	Kept       []Kept         // the texts that were kept as approved
	Files      []string       // all other files of the content
	Day        day.Date       // the day of the build
	DoneWords  []string       // with which rows say that they are done with, beside the English ones
	Problems   []diag.Problem // of reading what is no document and no register

	// What UpTo leaves, and what it knows of the rest.
	level    string // the highest classification among it; empty: all
	withheld Withheld
	roles    *offices // who holds which role; nil: as the register of roles says
}

// ISMS is the linked whole. It is not changed once it was made.
type ISMS struct {
	Config   *config.Config
	Schemas  *register.Schemas
	Day      day.Date
	Level    string              // the highest classification that is here; empty: all
	Withheld Withheld            // what is not here, for being classified higher
	Standard *standard.Catalogue // of the content's edition
	Other    *standard.Catalogue // the other edition

	Documents    []*Document    // all files, those with an id by id first, then pages by path
	Requirements []*Requirement // all of the content's edition: clauses 1 to 10.2, then Annex A with its themes; then one's own controls
	Former       []*Former      // all of the other edition, in the same order
	Catalogues   []*Catalogue   // further ones, in order of their files
	Registers    []*Register    // those that have a file, in the order of lists
	Problems     []diag.Problem // of reading and linking, not yet sorted; none where Level leaves something out

	published    func() []string       // as PublishedFiles; made when it is first asked for
	approvals    map[string][]Approval // by folded id
	doneWords    []string
	files        map[string]bool
	byFile       map[string]*Document
	byID         map[string]*Document
	rows         map[string]*Row
	requirements map[string]*Requirement
	former       map[string]*Former
	registers    map[string]*Register
	names        map[string][]*Document // by title and file name in lower case, for links by name
	sought       map[string]bool        // words in lower case by which links look for something, and which are no ids here
}

// A Document is a file in its place: what it points to and what points to it.
type Document struct {
	*document.Document
	ID          string       // empty for a page
	Kind        string       // empty for a page
	Title       string       // never empty; variables resolved
	Summary     string       // variables resolved
	Page        string       // address within the site: documents/POL-02.html
	Requirement *Requirement // what a write-up answers
	Targets     []Target     // what the body's references come to, in their order
	Values      []string     // of the body's variables, in their order
	Implements  []*Requirement
	FormerIDs   []*Former // requirements of the other edition that it says outright it implements
	Related     []*Document
	ReplacedBy  *Document
	State       State
	Published   bool // it has a page, and is not hidden as a draft

	ReferencedBy []*Document // documents and pages whose text or front matter leads here, retired ones left out
	Rows         []*Row      // rows that refer to it

	order int // its place among all documents
}

// State is what a document is on the day of the build.
type State uint8

// The states of a document.
const (
	Page      State = iota // no document of the management system: a page without status
	Draft                  // written, not asked for approval
	InReview               // approval was asked for
	Approved               // in force
	Effective              // approved, and in force from a day to come
	Retired                // withdrawn
)

// String is the state in words.
func (s State) String() string {
	return [...]string{"page", "draft", "in review", "approved", "approved, not yet in force", "retired"}[s]
}

// InForce says that the document holds today.
func (d *Document) InForce() bool { return d.State == Approved }

// A Requirement is a clause, a control, or a group of them, and what answers
// it.
type Requirement struct {
	*standard.Requirement
	Page        string // address within the site
	WriteUp     *Document
	Documents   []*Document    // other documents that list it under implements, retired ones left out
	MentionedBy []*Document    // all that link or mention it, retired ones left out
	Rows        []*Row         // rows that refer to it: risks it treats, laws it answers …
	Maps        []*Requirement // of an own control: what of the standard it refines or comes with; of an entry of a catalogue: what answers it
	MappedBy    []*Requirement // what says so of it
	Through     [4]Answer      // of an entry of a catalogue: its states as far as what it is mapped to answers it
	Decision    Decision
	Mentioned   Answer
	Documented  Answer
	Implemented Answer
	Evidenced   Answer
}

// Decision is whether a control is part of this management system.
type Decision uint8

// The decisions on a control. A clause is always applicable. Of what is
// answered in a write-up that is classified too high to be here, the decision
// is not known here either.
const (
	Undecided Decision = iota
	Applicable
	Excluded
	NotHere
)

// String is the decision in words.
func (d Decision) String() string {
	return [...]string{"not decided", "applicable", "excluded", "not published here"}[d]
}

// Answer says whether a requirement is in a state.
type Answer uint8

// The answers, weakest first. InDraft is a yes that is not approved yet and
// counts for nothing.
const (
	None Answer = iota
	InDraft
	Yes
)

// String is the answer in words.
func (a Answer) String() string { return [...]string{"no", "in draft", "yes"}[a] }

// A Former is a requirement of the edition that the content is not written
// to, and what answers it here.
type Former struct {
	*standard.Requirement
	Page        string
	Others      []*Requirement // the corresponding ones of the content's edition
	MentionedBy []*Document
	Documents   []*Document // documents that answer it or what it corresponds to
}

// A Register in its place.
type Register struct {
	*register.Register
	Page string
	Rows []*Row
}

// A Row in its place.
type Row struct {
	*register.Row
	Register     *Register
	Links        map[int][]Target // by column: what references come to, parallel to the cell's list
	ReferencedBy []*Document
	RowsHere     []*Row // rows that refer to it
}

// Lookup finds a document by its id, whatever the case of its letters.
func (m *ISMS) Lookup(id string) (*Document, bool) {
	d, ok := m.byID[fold(id)]
	return d, ok
}

// Requirement finds a requirement of the content's edition, a control of one's
// own, or an entry of a catalogue, by its id.
func (m *ISMS) Requirement(id string) (*Requirement, bool) {
	r, ok := m.requirements[id]
	return r, ok
}

// FormerRequirement finds a requirement of the other edition by its id.
func (m *ISMS) FormerRequirement(id string) (*Former, bool) {
	f, ok := m.former[id]
	return f, ok
}

// Register finds a register by its name.
func (m *ISMS) Register(name string) (*Register, bool) {
	r, ok := m.registers[name]
	return r, ok
}

// Row finds a row of a register by its id.
func (m *ISMS) Row(id string) (*Row, bool) {
	r, ok := m.rows[fold(id)]
	return r, ok
}

// SoA is the document soa.md, or nil.
func (m *ISMS) SoA() *Document {
	for _, d := range m.Documents {
		if d.Kind == "soa" {
			return d
		}
	}
	return nil
}

// Named is the document that a word at the command line means: its id, that of
// the requirement it answers, or soa.
func (m *ISMS) Named(word string) (*Document, bool) {
	if d, ok := m.Lookup(word); ok {
		return d, true
	}
	if q, ok := m.Requirement(strings.ToUpper(word)); ok && q.WriteUp != nil {
		return q.WriteUp, true
	}
	if s := m.SoA(); strings.EqualFold(word, "soa") && s != nil && s.ID != "" {
		return s, true
	}
	return nil, false
}

// Anchor is the address of the row within its register's page.
func (r *Row) Anchor() string { return r.ID.Value }

func at(d *document.Document, t field.Text) diag.Place { return d.AtText(t) }
