package site

import (
	"html/template"
	"strconv"

	"annexa/internal/isms"
)

// AuditMatrix is which requirement was or will be looked at in which audit.
type AuditMatrix struct {
	Date     string
	Level    string // what of the content counts, where not all does
	Hidden   bool   // if there is a register of audits, it is not published here
	Years    bool   // the columns are years: there are too many audits to stand side by side
	Columns  []AuditColumn
	Groups   []AuditGroup
	Holes    []Entry // requirements in no audit, done or planned
	Audited  int
	Planned  int // in a planned audit, and in none that was done
	Excluded int
	Total    int
	Register Link
}

// An AuditColumn is an audit, or all audits of a year.
type AuditColumn struct {
	Href      template.URL
	ID, Title string
	Date      string
	State     Chip
}

// An AuditGroup is a clause, theme or domain.
type AuditGroup struct {
	Anchor, ID, Title string
	Lang              *Lang // of the title
	Rows              []AuditRow
}

// An AuditRow is a requirement with a cell for each column.
type AuditRow struct {
	Requirement Entry
	Cells       []AuditCell
	State       Chip // zero where it was audited
}

// An AuditCell says whether a requirement is part of an audit. Class is done,
// planned, late or nothing; Number is how many audits of the year that are.
type AuditCell struct {
	Class  string
	Number int
}

// maxAudits is how many audits stand side by side.
const maxAudits = 24

var auditClasses = [...]string{isms.Planned: "planned", isms.NoResult: "late", isms.Audited: "done"}

var auditChips = [...]Chip{isms.Planned: {"future", "audit.planned"}, isms.NoResult: {"overdue", "audit.no-result"}, isms.Audited: {"yes", "audit.done"}}

// auditMatrix adds the page of the audit programme.
func (s *Site) auditMatrix() error {
	return s.page(header{auditsPage, section{coverageSection, "audits"}, s.say("audit.title"), s.say("audit.about")}, "audits.html", s.auditMatrixView)
}

func (s *Site) auditMatrixView(at seat) any {
	v := AuditMatrix{Date: s.date(s.m.Day), Level: s.level()}
	r, ok := s.m.Register("audits")
	if !ok || len(r.Rows) == 0 {
		v.Hidden = !ok && s.m.Level != ""
		return v
	}
	v.Register = at.link(r.Page, r.Schema.TitleIn(s.opt.Words))
	audits := s.m.Audits()
	v.Years = len(audits) > maxAudits
	place := make([]int, len(audits)) // the column of each audit
	for i, a := range audits {
		if !v.Years {
			chip := auditChips[a.Status]
			place[i] = len(v.Columns)
			v.Columns = append(v.Columns, AuditColumn{at.to(rowPage(a.Row)), a.Row.ID.Value, a.Row.Title, s.date(a.Day), Chip{chip.Shape, s.say(chip.Word)}})
			continue
		}
		year := strconv.Itoa(a.Day.Time().Year())
		if n := len(v.Columns); n == 0 || v.Columns[n-1].ID != year {
			v.Columns = append(v.Columns, AuditColumn{ID: year})
		}
		place[i] = len(v.Columns) - 1
	}
	for _, h := range s.headings() {
		g := AuditGroup{Anchor: "Audits-" + h.ID, ID: idOf(h.Requirement.Requirement)}
		g.Title, g.Lang = s.titleOf(h.Requirement.Requirement)
		for _, q := range h.below {
			g.Rows = append(g.Rows, s.auditRow(at, &v, q, audits, place))
		}
		v.Groups = append(v.Groups, g)
	}
	return v
}

func (s *Site) auditRow(at seat, v *AuditMatrix, q *isms.Requirement, audits []isms.Audit, place []int) AuditRow {
	row := AuditRow{Requirement: at.requirement(q), Cells: make([]AuditCell, len(v.Columns))}
	done, planned := false, false
	for i, a := range audits {
		if !a.Covers[q] {
			continue
		}
		c := &row.Cells[place[i]]
		c.Number++
		if c.Class != auditClasses[isms.Audited] {
			c.Class = auditClasses[a.Status]
		}
		done = done || a.Status == isms.Audited
		planned = planned || a.Status != isms.Audited
	}
	v.Total++
	switch {
	case done:
		v.Audited++
	case planned:
		v.Planned++
	case q.DecisionInForce() == isms.Excluded:
		v.Excluded++
		row.State = Chip{"excluded", s.say("audit.excluded")}
	case q.Decision == isms.NotHere:
		v.Total--
		row.State = Chip{"open", s.say("level.word")}
	default:
		v.Holes = append(v.Holes, row.Requirement)
		row.State = Chip{"overdue", s.say("audit.hole")}
	}
	return row
}
