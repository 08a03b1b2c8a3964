// Package register holds rows of data: risks, assets, suppliers, audits and
// whatever else a management system keeps lists of.
//
// A register is a file registers/NAME.yaml (a list of rows, or a map with
// classification, owner and rows) or registers/NAME.csv (a heading row; in a
// cell that holds a list, semicolons part it). Every row has an id with the
// prefix of its register and may have an owner, a day it is due, an interval
// and a note.
package register

import (
	"cmp"
	"slices"
	"strings"

	"annexa/internal/config"
	"annexa/internal/diag"
)

// Type is what a column holds.
type Type uint8

// The types of column.
const (
	Text       Type = iota
	List            // texts
	Date            // a day
	Interval        // such as 12 months
	Number          // a whole number
	Scale           // a number of the scale of risks
	YesNo           // yes or no
	Word            // one of the column's words
	Words           // some of the column's words
	Reference       // the id of a document, a requirement or a row
	References      // several of them
	Role            // the title of a role
	Series          // dates with values
)

// A Column of a register.
type Column struct {
	Key      string // as written in the file, with hyphens
	Title    string
	Titled   bool // annexa.yaml gives it its title
	Type     Type
	Required bool
	Words    []string // of a Word or Words
	Prefix   string   // of the rows a Reference points to, where it is one register's

	Least, Most *int // of a Number, where it has bounds
}

// A Schema says what a register holds.
type Schema struct {
	Name           string
	Prefix         string
	Title          string
	Classification string // of the register, unless its file says otherwise
	Columns        []Column
}

// Own says that annexa.yaml defines the register: the field does not know it.
func (s *Schema) Own() bool {
	for i := range known {
		if s == &known[i] {
			return false
		}
	}
	return true
}

// Column returns the index of a column, or -1.
func (s *Schema) Column(key string) int {
	return slices.IndexFunc(s.Columns, func(c Column) bool { return c.Key == key })
}

// columns reads a line of columns: key:type, a ! behind the type of a required
// one, words in brackets, a prefix behind @.
func columns(line string) []Column {
	var out []Column
	for word := range strings.FieldsSeq(line) {
		key, kind, _ := strings.Cut(word, ":")
		c := Column{Key: key, Title: title(key)}
		if kind, c.Required = strings.CutSuffix(kind, "!"); true {
			if name, words, ok := strings.Cut(kind, "("); ok {
				c.Words = strings.Split(strings.TrimSuffix(words, ")"), ",")
				kind = name
			}
			kind, c.Prefix, _ = strings.Cut(kind, "@")
		}
		c.Type = typeNames[kind]
		out = append(out, c)
	}
	for _, common := range []Column{{Key: "owner", Title: "Owner", Type: Role}, {Key: "due", Title: "Due", Type: Date}, {Key: "every", Title: "Every", Type: Interval}, {Key: "note", Title: "Note"}} {
		if !slices.ContainsFunc(out, func(c Column) bool { return c.Key == common.Key }) {
			out = append(out, common)
		}
	}
	return out
}

var typeNames = map[string]Type{
	"": Text, "text": Text, "list": List, "date": Date, "interval": Interval, "number": Number, "scale": Scale, "yes-no": YesNo, "word": Word, "words": Words,
	"reference": Reference, "references": References, "role": Role, "series": Series,
}

func title(key string) string {
	s := strings.ReplaceAll(key, "-", " ")
	return strings.ToUpper(s[:1]) + s[1:]
}

// known are the registers that the field knows, in the order of lists.
var known = []Schema{
	{"risks", "R", "Risks", "confidential", columns("asset:reference@AST threat vulnerability affects:words(c,i,a)! existing-controls likelihood:scale! impact:scale! treatment:word(modify,retain,avoid,share)! controls:references! residual-likelihood:scale residual-impact:scale owner:role! assessed-on:date plan-approved-by:role plan-approved-on:date residual-accepted-by:role residual-accepted-on:date residual-accepted-until:date")},
	{"assets", "AST", "Assets", "internal", columns("type:text! owner:role! classification:word(public,internal,confidential,restricted)! location supplier:reference@SUP")},
	{"suppliers", "SUP", "Suppliers", "internal", columns("service:text! criticality:word(low,medium,high,critical)! agreement data assessed-on:date next:date")},
	{"parties", "IP", "Interested parties", "internal", columns("requirement:text! addressed:yes-no! how")},
	{"issues", "ISS", "External and internal issues", "internal", columns("kind:word(internal,external)! effect climate")},
	{"objectives", "OBJ", "Information security objectives", "internal", columns("measure:text! target:text! what resources owner:role! due:date! evaluated status")},
	{"legal", "LEG", "Legal and contractual requirements", "internal", columns("source:text! requirement answered-by:references")},
	{"roles", "ROL", "Roles", "internal", columns("holder deputy from:date until:date")},
	{"competence", "CMP", "Competence", "confidential", columns("role:role! needed:text! evidence gap")},
	{"communications", "COM", "Communications", "internal", columns("what:text! when:text! with-whom:text! how:text! owner:role")},
	{"metrics", "MET", "Metrics", "internal", columns("what:text! method:text! frequency:text! measured-by:role! analysed-by:role! target values:series")},
	{"audits", "AUD", "Internal audits", "confidential", columns("date:date! criteria:text! scope:text! auditor:role! requirements:references result reported-to")},
	{"management-reviews", "MR", "Management reviews", "internal", columns("date:date! previous-actions issues parties nonconformities monitoring audits objectives feedback risks improvements decisions")},
	{"nonconformities", "NC", "Nonconformities and corrective actions", "confidential", columns("nature:text! correction:text! cause:text! similar action owner:role! due:date! effectiveness")},
	{"improvements", "IMP", "Improvements", "internal", columns("source action owner:role due:date status")},
	{"incidents", "INC", "Incidents", "confidential", columns("date:date! severity:word(low,medium,high,critical)! happened controls:references lesson")},
	{"exceptions", "EXC", "Exceptions", "confidential", columns("rule:reference! reason:text! compensation:text! approved-by:role! until:date!")},
	{"changes", "CHG", "Changes of the management system", "internal", columns("why:text! consequences:text! owner:role! date:date!")},
	{"external-documents", "EXT", "External documents", "internal", columns("source:text! version:text! held-by")},
	{"training", "TRN", "Training", "confidential", columns("date:date! who what result")},
	{"exercises", "EXE", "Exercises", "internal", columns("date:date! who what result")},
	{"acknowledgements", "ACK", "Acknowledgements", "internal", columns("date:date! who document:reference version audience people:number")},
}

// Schemas are the registers that are known here: those of the field and the
// owner's.
type Schemas struct{ list []*Schema }

// NewSchemas returns the registers of the field and those of the
// configuration. An own register may not take the name or the prefix of
// another one.
func NewSchemas(c *config.Config) (*Schemas, []diag.Problem) {
	s := &Schemas{}
	for i := range known {
		s.list = append(s.list, &known[i])
	}
	var problems []diag.Problem
	for _, own := range c.Registers {
		if i := slices.IndexFunc(s.list, func(o *Schema) bool { return o.Name == own.Name || o.Prefix == own.Prefix }); i >= 0 {
			problems = append(problems, diag.ConfigRule.At(own.Place, "the register %s takes the name or the prefix of the register %s", own.Name, s.list[i].Name).Hinting("choose another name and prefix"))
			continue
		}
		schema := &Schema{Name: own.Name, Prefix: own.Prefix, Title: own.Title, Classification: cmp.Or(own.Classification, "internal"), Columns: columns("")}
		for i, c := range own.Columns {
			column := Column{Key: c.Key, Title: c.Title, Titled: c.Title != "", Type: typeNames[c.Type], Required: c.Required, Words: c.Words, Least: c.Least, Most: c.Most, Prefix: c.Of}
			if column.Title == "" {
				column.Title = title(c.Key)
			}
			if len(c.Words) > 0 {
				column.Type = Word
				if c.Type == "list" {
					column.Type = Words
				}
			}
			if at := schema.Column(c.Key); at >= 0 {
				schema.Columns = slices.Delete(schema.Columns, at, at+1)
			}
			schema.Columns = slices.Insert(schema.Columns, min(i, len(schema.Columns)), column)
		}
		s.list = append(s.list, schema)
	}
	return s, problems
}

// Lookup finds a register by its name.
func (s *Schemas) Lookup(name string) (*Schema, bool) {
	for _, schema := range s.list {
		if schema.Name == name {
			return schema, true
		}
	}
	return nil, false
}

// All are the registers in the order of lists.
func (s *Schemas) All() []*Schema { return s.list }
