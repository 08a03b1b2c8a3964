package site

import (
	"html/template"

	"annexa/internal/isms"
)

// TraceIndex is which requirements can be followed to a document, heading by
// heading, and what is missing.
type TraceIndex struct {
	Date       string
	Level      string // what of the content counts, where not all does
	Groups     []TracedGroup
	Holes      []TraceHole // requirements that no document in force answers
	Justified  []TraceHole // controls that need none, because they are excluded
	Unattached []Entry     // documents that answer nothing
}

// A TracedGroup is a clause, theme or domain in that list.
type TracedGroup struct {
	Href                                    template.URL // its matrix
	ID, Title                               string
	Lang                                    *Lang // of the title
	Total, Traced, Drafts, Holes, Justified int
	NotHere                                 int // outside all counts: the decision is not published here
}

// A TraceHole is a requirement without a document in force.
type TraceHole struct {
	Entry
	Drafts []Entry // documents that answer it and are not in force
	Why    string  // why none is needed
}

// Trace is a matrix: which document answers which requirement.
type Trace struct {
	Crumbs  []Link
	Title   string
	Lang    *Lang // of the title
	Columns []TraceColumn
	Kinds   []TraceKind
	Sides   Sides
}

// A TraceColumn is a requirement above a matrix. Class is hole, draft,
// justified, untold or traced.
type TraceColumn struct {
	Href      template.URL
	ID, Title string
	Lang      *Lang // of the title
	Class     string
	Number    int // of documents in force
}

// A TraceKind is the documents of a kind.
type TraceKind struct {
	Title   string
	Columns int // of the table, the first one among them
	Rows    []TraceRow
}

// A TraceRow is a document with a cell for each requirement: 0 where it does
// not answer it, 1 where it does, 2 where it would if it were in force.
type TraceRow struct {
	Document Entry
	Cells    []int
}

// traceClasses are the classes of columns.
var traceClasses = [...]string{isms.Hole: "hole", isms.DraftHole: "draft", isms.Traced: "traced", isms.Justified: "justified", isms.Untold: "untold"}

// traceSheet is a matrix of its own: all clauses, or one theme or domain.
type traceSheet struct {
	page, id, title string
	lang            *Lang // of the title
	below           []*isms.Requirement
}

// traceSheets are the matrices: the clauses together, and each theme or domain.
func (s *Site) traceSheets() []traceSheet {
	sheets := []traceSheet{{page: "traceability/clauses.html", title: s.say("coverage.clauses")}}
	for _, h := range s.headings() {
		if h.IsClause() {
			sheets[0].below = append(sheets[0].below, h.below...)
			continue
		}
		title, lang := s.titleOf(h.Requirement.Requirement)
		sheets = append(sheets, traceSheet{"traceability/" + h.ID + ".html", idOf(h.Requirement.Requirement), title, lang, h.below})
	}
	return sheets
}

// traceability adds the matrices, and the page that leads to them.
func (s *Site) traceability() error {
	if err := s.page(header{tracePage, section{coverageSection, "trace"}, s.say("trace.title"), s.say("trace.about")}, "traceability.html", s.traceIndexView); err != nil {
		return err
	}
	sheets := s.traceSheets()
	for i, sheet := range sheets {
		h := header{sheet.page, section{coverageSection, "trace"}, joined(" ", s.say("trace.title")+":", sheet.id, sheet.title), s.say("trace.about")}
		if err := s.page(h, "trace.html", func(at seat) any { return s.traceView(at, sheets, i) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Site) traceIndexView(at seat) any {
	v := TraceIndex{Date: s.date(s.m.Day), Level: s.level(), Unattached: at.documentList(s.m.Unattached())}
	for _, sheet := range s.traceSheets() {
		g := TracedGroup{Href: at.to(sheet.page), ID: sheet.id, Title: sheet.title, Lang: sheet.lang, Total: len(sheet.below)}
		for _, q := range sheet.below {
			hole := TraceHole{Entry: at.requirement(q)}
			switch q.Trace() {
			case isms.Traced:
				g.Traced++
			case isms.Justified:
				g.Justified++
				if d := writeUp(q); d != nil {
					hole.Why = d.Front.Justification
				}
				v.Justified = append(v.Justified, hole)
			case isms.DraftHole:
				g.Drafts++
				hole.Drafts = at.documentList(q.Documents)
				v.Holes = append(v.Holes, hole)
			case isms.Hole:
				g.Holes++
				v.Holes = append(v.Holes, hole)
			case isms.Untold:
				g.Total--
				g.NotHere++
			}
		}
		v.Groups = append(v.Groups, g)
	}
	return v
}

func (s *Site) traceView(at seat, sheets []traceSheet, i int) Trace {
	sheet := sheets[i]
	v := Trace{Crumbs: []Link{at.link(coveragePage, s.say("coverage.title")), at.link(tracePage, s.say("trace.title"))}, Title: joined(" ", sheet.id, sheet.title), Lang: sheet.lang}
	side := func(j int) *Link {
		if j < 0 || j >= len(sheets) {
			return nil
		}
		l := Link{at.to(sheets[j].page), joined(" ", sheets[j].id, sheets[j].title), sheets[j].lang}
		return &l
	}
	v.Sides = Sides{side(i - 1), side(i + 1)}
	for _, q := range sheet.below {
		c := TraceColumn{Href: at.to(q.Page), ID: q.ID, Class: traceClasses[q.Trace()]}
		c.Title, c.Lang = s.titleOf(q.Requirement)
		for _, d := range q.Documents {
			if d.InForce() {
				c.Number++
			}
		}
		v.Columns = append(v.Columns, c)
	}
	x := isms.MatrixOf(sheet.below, func(d *isms.Document) bool { return d.Published && d.Page != "" })
	for j, d := range x.Documents {
		if n := len(v.Kinds); n == 0 || x.Documents[j-1].Kind != d.Kind {
			_, title := s.kindOf(d)
			v.Kinds = append(v.Kinds, TraceKind{Title: title, Columns: len(v.Columns) + 1})
		}
		row := TraceRow{Document: at.document(d), Cells: make([]int, len(v.Columns))}
		mark := 1
		if !d.InForce() {
			mark = 2
		}
		for _, k := range x.Answered[j] {
			row.Cells[k] = mark
		}
		kind := &v.Kinds[len(v.Kinds)-1]
		kind.Rows = append(kind.Rows, row)
	}
	return v
}
