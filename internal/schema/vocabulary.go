package schema

import (
	"bytes"
	"slices"

	"annexa/internal/standard"
)

// A Vocabulary is what values may name: the ids of an edition of the standard,
// which are fixed, and what a content has of its own today.
type Vocabulary struct {
	Standard  *standard.Catalogue
	Rules     []Word // of annexa check
	Roles     []Word
	Documents []Word // by id
	Own       []Word // controls of one's own, by id
	Entries   []Word // of further catalogues, by id
	Registers []Word
}

// The names of what a vocabulary defines.
const (
	controls     = "control"     // the id of a control of Annex A, or of one's own, which may be new
	mapped       = "mapped"      // the id of a clause or control of the standard
	answering    = "answering"   // the id of a clause or control, of the standard or one's own
	clauses      = "clause"      // the id of a clause that a write-up answers
	requirements = "requirement" // the id of either, or one that says its edition: 2013:A.9.2.1
	role         = "role"        // a role of the register of roles
	documents    = "document"    // the id of a document
	reference    = "reference"   // the id of anything there is
)

// Control is the id of a control of Annex A, or of one of one's own.
func Control() *Schema { return Defined(controls) }

// Clause is the id of a clause that a write-up answers.
func Clause() *Schema { return Defined(clauses) }

// Requirement is the id of a clause or control, or one of either edition that
// says which: 2013:A.9.2.1.
func Requirement() *Schema { return Defined(requirements) }

// Mapped is the id of a clause or control of the standard.
func Mapped() *Schema { return Defined(mapped) }

// Answering is the id of a clause or control, of the standard or one's own.
func Answering() *Schema { return Defined(answering) }

// Role is a role of the register of roles.
func Role() *Schema { return Defined(role) }

// Document is the id of a document.
func Document() *Schema { return Defined(documents) }

// Reference is an id of anything there is.
func Reference() *Schema { return Defined(reference) }

func (v Vocabulary) definitions() map[string]*Schema {
	leaves := words(v.Standard.Leaves())
	answers := slices.Concat(leaves, v.Own)
	all := slices.Concat(answers, v.Entries)
	return map[string]*Schema{
		controls:     Any(OneOf(slices.Concat(words(v.Standard.Controls()), v.Own)...), &Schema{Type: []string{"string"}, Pattern: `^([B-Z][A-Z0-9]{0,9}|A[A-Z0-9]{1,9})-[0-9A-Z]{1,8}$`}),
		mapped:       OneOf(leaves...),
		answering:    OneOf(answers...),
		clauses:      OneOf(words(v.Standard.SubClauses())...),
		requirements: Any(OneOf(all...), &Schema{Type: []string{"string"}, Pattern: `^(2013|2022): ?(A\.)?[0-9.]+$`}),
		role:         Suggest(v.Roles...),
		documents:    Suggest(v.Documents...),
		reference:    Suggest(slices.Concat(all, v.Documents)...),
	}
}

// File is the schema as a file, with what it names of the vocabulary.
func (s *Schema) File(v Vocabulary, comment string) ([]byte, error) {
	out := *s
	out.Schema, out.Comment = Draft, comment
	data, err := out.bytes()
	if err != nil {
		return nil, err
	}
	out.Definitions = map[string]*Schema{}
	for name, d := range s.Definitions {
		out.Definitions[name] = d
	}
	for name, d := range v.definitions() {
		if bytes.Contains(data, []byte(`"`+Defined(name).Ref+`"`)) {
			out.Definitions[name] = d
		}
	}
	return out.bytes()
}

func words(list []*standard.Requirement) []Word {
	out := make([]Word, len(list))
	for i, q := range list {
		out[i] = Word{q.ID, q.Title}
	}
	return out
}
