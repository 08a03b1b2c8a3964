package soa

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"strings"
	"sync"

	"annexa/internal/isms"
	"annexa/internal/language"
)

// JSONSchema is the JSON Schema of the statement as JSON.
//
//go:embed soa.schema.json
var JSONSchema []byte

// A Form is a file of the statement.
type Form struct {
	Name  string // soa.csv
	MIME  string
	Bytes func() ([]byte, error)
}

// schemaFile is the name of the schema, beside the JSON that it is of.
const schemaFile = "soa.schema.json"

// Forms are the files of the statement, which say the same, the schema of its
// JSON, and those of OSCAL. Each is made once,
// when it is first asked for, whoever asks.
func (s *Statement) Forms(language *language.Language) []Form {
	once := sync.OnceValues[[]byte, error]
	return append([]Form{
		{"soa.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", once(func() ([]byte, error) { return s.XLSX(language) })},
		{"soa.csv", "text/csv", once(func() ([]byte, error) { return s.CSV(language) })},
		{"soa.json", "application/json", once(s.JSON)},
		{schemaFile, "application/schema+json", func() ([]byte, error) { return JSONSchema, nil }},
	}, s.oscalForms()...)
}

// CSV is the statement as RFC 4180 has it: a heading row, then a row a
// control, UTF-8, lines ended by CR LF. Lists within a cell are parted by
// semicolons. A cell that a spreadsheet would take for a formula begins with
// an apostrophe.
func (s *Statement) CSV(language *language.Language) ([]byte, error) {
	words := s.words(language)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	heads := words.Columns("control", "title", "group", "decision", "reasons", "justification", "implemented", "implementation", "owner", "documents", "risks", "write-up")
	if err := w.Write(heads); err != nil {
		return nil, err
	}
	for _, r := range s.Rows {
		title, _ := words.Title(r.Requirement.Requirement)
		record := []string{
			r.ID, title, words.Group(r.Group), words.Decision(r.Decision), words.Reasons(r.Reasons, "; "), r.Justification, words.Implemented(r),
			words.Implementation(r.Implementation), r.Owner, strings.Join(r.DocumentIDs(), "; "), strings.Join(r.RiskIDs(), "; "), words.WriteUp(r),
		}
		for i, cell := range record {
			if isFormula(cell) {
				record[i] = "'" + cell
			}
		}
		if err := w.Write(record); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// isFormula says that a spreadsheet may take a text for a formula.
func isFormula(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0]))
}

type jsonStatement struct {
	Schema       string          `json:"$schema"`
	Organisation string          `json:"organisation,omitempty"`
	Standard     string          `json:"standard"`
	Date         string          `json:"date"`
	Document     *jsonDocument   `json:"document,omitempty"`
	Counts       jsonCounts      `json:"counts"`
	Controls     []jsonControl   `json:"controls"`
	Catalogues   []jsonCatalogue `json:"catalogues,omitempty"`
}

type jsonCatalogue struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	Version string      `json:"version,omitempty"`
	Source  string      `json:"source,omitempty"`
	Entries []jsonEntry `json:"entries"`
}

// A jsonEntry has its four states, which are not there where they are not known
// here.
type jsonEntry struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Group       string   `json:"group,omitempty"`
	Maps        []string `json:"maps"`
	Documents   []string `json:"documents"`
	Mentioned   string   `json:"mentioned,omitempty"`
	Documented  string   `json:"documented,omitempty"`
	Implemented string   `json:"implemented,omitempty"`
	Evidenced   string   `json:"evidenced,omitempty"`
}

type jsonDocument struct {
	ID             string        `json:"id"`
	Title          string        `json:"title"`
	Version        string        `json:"version,omitempty"`
	Status         string        `json:"status"`
	Classification string        `json:"classification,omitempty"`
	Owner          string        `json:"owner,omitempty"`
	Approved       *jsonApproval `json:"approved,omitempty"`
	NextReview     string        `json:"nextReview,omitempty"`
}

type jsonApproval struct {
	By   string `json:"by"`
	Role string `json:"role"`
	Date string `json:"date"`
}

type jsonCounts struct {
	Total       int `json:"total"`
	Own         int `json:"own,omitempty"`
	Applicable  int `json:"applicable"`
	Excluded    int `json:"excluded"`
	Undecided   int `json:"undecided"`
	Implemented int `json:"implemented"`
	InDraft     int `json:"inDraft"`
	NotHere     int `json:"notPublishedHere,omitempty"`
}

type jsonControl struct {
	ID             string   `json:"id"`
	Title          string   `json:"title"`
	Group          string   `json:"group"`
	Maps           []string `json:"maps,omitempty"`
	Decision       string   `json:"decision"`
	Reasons        []string `json:"reasons"`
	Justification  string   `json:"justification,omitempty"`
	Implemented    *bool    `json:"implemented,omitempty"`
	Implementation string   `json:"implementation,omitempty"`
	Owner          string   `json:"owner,omitempty"`
	InDraft        bool     `json:"inDraft,omitempty"`
	Documents      []string `json:"documents"`
	Risks          []string `json:"risks"`
}

func jsonOf(c *isms.Catalogue) jsonCatalogue {
	out := jsonCatalogue{c.ID.Value, c.Title, c.Version, c.Source, []jsonEntry{}}
	for _, q := range c.Entries() {
		e := jsonEntry{ID: q.ID, Title: q.Title, Maps: []string{}, Documents: []string{}}
		if q.Parent != c.ID.Value {
			e.Group = q.Parent
		}
		e.Maps = append(e.Maps, ids(q.Maps)...)
		e.Documents = append(e.Documents, Row{Requirement: q}.DocumentIDs()...)
		if q.Decision != isms.NotHere {
			e.Mentioned, e.Documented, e.Implemented, e.Evidenced = q.Mentioned.String(), q.Documented.String(), q.Implemented.String(), q.Evidenced.String()
		}
		out.Entries = append(out.Entries, e)
	}
	return out
}

func ids(list []*isms.Requirement) []string {
	var ids []string
	for _, q := range list {
		ids = append(ids, q.ID)
	}
	return ids
}

// JSON is the statement as JSON: who and when, the document's version and
// approval, the sums, and an object a control. "implemented" is there only for
// a control that is applicable. [JSONSchema] says all of it.
func (s *Statement) JSON() ([]byte, error) {
	m := s.ISMS
	c := s.Counts
	out := jsonStatement{
		Schema: schemaFile, Organisation: m.Config.Organisation.Name, Standard: m.Standard.Edition().Name(), Date: m.Day.String(),
		Counts: jsonCounts{c.Total, c.Own, c.Applicable, c.Excluded, c.Undecided, c.Implemented, c.InDraft, c.NotHere}, Controls: make([]jsonControl, 0, len(s.Rows)),
	}
	if d := s.Document; d != nil {
		f := &d.Front
		out.Document = &jsonDocument{ID: d.ID, Title: d.Title, Version: f.Version, Status: d.State.String(), Classification: f.Classification, Owner: f.Owner.Value, NextReview: m.Review(d).Next.String()}
		if d.InForce() && f.Approved.By != "" {
			out.Document.Approved = &jsonApproval{f.Approved.By, f.Approved.Role.Value, f.Approved.Date.String()}
		}
	}
	for _, r := range s.Rows {
		control := jsonControl{
			ID: r.ID, Title: r.Title, Group: r.Group.ID, Maps: ids(r.Maps), Decision: r.Decision.String(), Reasons: r.Reasons, Justification: r.Justification,
			Implementation: r.Implementation, Owner: r.Owner, InDraft: r.InDraft, Documents: r.DocumentIDs(), Risks: r.RiskIDs(),
		}
		if r.Decision == isms.Applicable {
			control.Implemented = &r.Implemented
		}
		for _, list := range []*[]string{&control.Reasons, &control.Documents, &control.Risks} {
			if *list == nil {
				*list = []string{}
			}
		}
		out.Controls = append(out.Controls, control)
	}
	for _, c := range s.catalogues() {
		out.Catalogues = append(out.Catalogues, jsonOf(c))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(out)
	return b.Bytes(), err
}
