package soa

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/standard"
)

// XLSX is the statement as a workbook (ISO/IEC 29500): a cover with version and
// approval, the clauses, the controls of Annex A, one's own, the further
// catalogues, and the controls that are excluded.
// Every cell is text, never a formula; ids lead to the site where it has an
// address. The same statement gives the same bytes.
func (s *Statement) XLSX(language *language.Language) ([]byte, error) {
	w := s.words(language)
	b := newBook(s, w)
	addCover(b, w.Say("soa.title"), s.facts(w))
	addTable(b, w.Say("soa.sheet.clauses"), s.clauses(w))
	addTable(b, w.Say("soa.sheet.controls"), s.controls(w, controlColumns, func(r Row) bool { return !r.IsOwn() }))
	if slices.ContainsFunc(s.Rows, func(r Row) bool { return r.IsOwn() }) {
		addTable(b, w.Say("own.title"), s.controls(w, ownColumns, func(r Row) bool { return r.IsOwn() }))
	}
	for _, c := range s.catalogues() {
		addTable(b, c.ID.Value, s.entries(w, c))
	}
	if s.Counts.Excluded > 0 {
		addTable(b, w.Say("soa.sheet.exclusions"), s.controls(w, excludedColumns, func(r Row) bool { return r.DecisionInForce() == isms.Excluded }))
	}
	data, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return data, nil
}

// A sheet is a table of a workbook.
type sheet struct {
	names []string // of its columns
	heads []string
	rows  [][]cell
}

// A cell is a text, where it leads, and how it is coloured.
type cell struct {
	text, href string
	tone       tone
}

// A tone says at a glance how far something is.
type tone uint8

const (
	noTone tone = iota
	good
	part
	bad
	out // of the statement
	heading
)

// facts are what the cover says: keys and values, those without value left out.
func (s *Statement) facts(w Words) [][2]string {
	m := s.ISMS
	facts := [][2]string{{"organisation", m.Config.Organisation.Name}, {"standard", m.Standard.Edition().Name()}}
	if d := s.Document; d != nil && d.Published {
		f := &d.Front
		facts = append(facts, [2]string{"document", d.ID + " " + d.Title}, [2]string{"version", f.Version}, [2]string{"status", w.State(d.State)},
			[2]string{"classification", w.Classification(isms.Entry{Document: d}.Classification())}, [2]string{"owner", f.Owner.Value})
		if d.InForce() && f.Approved.By != "" {
			facts = append(facts, [2]string{"approved-by", f.Approved.By}, [2]string{"role", f.Approved.Role.Value}, [2]string{"approved-on", w.Date(f.Approved.Date)})
		}
		facts = append(facts, [2]string{"effective", w.Date(f.Effective)}, [2]string{"next-review", w.Date(m.Review(d).Next)})
	}
	facts = append(facts, [2]string{"as-of", w.Date(m.Day)}, [2]string{"site", m.Config.Base})
	for i := range facts {
		facts[i][0] = w.Say("key." + facts[i][0])
	}
	for _, n := range s.Counts.Sums() {
		facts = append(facts, [2]string{w.Say("soa.count." + n.Name), strconv.Itoa(n.Count)})
	}
	return slices.DeleteFunc(facts, func(f [2]string) bool { return f[1] == "" })
}

// clauses are the sub-clauses, which apply in any case, and what answers them.
func (s *Statement) clauses(w Words) sheet {
	t := sheet{names: []string{"clause", "title", "implemented", "owner", "documents", "write-up"}}
	t.heads = w.Columns(t.names...)
	for _, q := range s.ISMS.SubClauses() {
		r := row(s.ISMS, q)
		title, original := w.Title(q.Requirement)
		t.rows = append(t.rows, []cell{s.linked(q), {text: both(title, original)}, {text: w.Implementation(r.Implementation), tone: far(r)}, {text: r.Owner}, s.answers(r), {text: w.WriteUp(r)}})
	}
	return t
}

// The columns of tables of controls.
var (
	controlColumns  = []string{"control", "title", "group", "applicable", "reasons", "justification", "implemented", "implementation", "owner", "documents", "risks", "write-up"}
	ownColumns      = []string{"control", "title", "maps", "applicable", "reasons", "justification", "implemented", "implementation", "owner", "documents", "risks", "write-up"}
	excludedColumns = []string{"control", "title", "group", "justification", "owner", "write-up"}
)

// controls are those controls of the statement for which keep is true.
func (s *Statement) controls(w Words, columns []string, keep func(Row) bool) sheet {
	t := sheet{names: columns, heads: w.Columns(columns...)}
	for _, r := range s.Rows {
		if !keep(r) {
			continue
		}
		title, original := w.Title(r.Requirement.Requirement)
		cells := map[string]cell{
			"control": s.linked(r.Requirement), "title": {text: both(title, original)}, "group": {text: w.Group(r.Group)}, "maps": {text: strings.Join(ids(r.Maps), ", ")},
			"applicable": {text: w.Applicable(r), tone: decided(r)}, "reasons": {text: w.Reasons(r.Reasons, ", ")}, "justification": {text: r.Justification},
			"implemented": {text: w.Implemented(r), tone: far(r)}, "implementation": {text: w.Implementation(r.Implementation)}, "owner": {text: r.Owner},
			"documents": s.answers(r), "risks": {text: strings.Join(r.RiskIDs(), ", ")}, "write-up": {text: w.WriteUp(r)},
		}
		var line []cell
		for _, name := range t.names {
			line = append(line, cells[name])
		}
		t.rows = append(t.rows, line)
	}
	return t
}

// catalogues are the further ones, where the statement is published.
func (s *Statement) catalogues() []*isms.Catalogue {
	if !s.Published() {
		return nil
	}
	return s.ISMS.Catalogues
}

// entries are those of a further catalogue, with what answers them.
func (s *Statement) entries(w Words, c *isms.Catalogue) sheet {
	t := sheet{names: []string{"entry", "title", "group", "through", "documents", "mentioned", "documented", "met", "evidenced"}}
	t.heads = w.Columns(t.names[:5]...)
	for _, state := range []string{"mentioned", "documented", "implemented", "evidenced"} {
		t.heads = append(t.heads, w.Say("state."+state))
	}
	group := ""
	for _, q := range c.Requirements {
		if q.Kind == standard.Section {
			group = strings.TrimSpace(c.Number(q) + " " + q.Title)
			continue
		}
		line := []cell{{text: q.ID, href: s.href(q.Page)}, {text: q.Title}, {text: group}, {text: strings.Join(ids(q.Maps), ", ")}, s.answers(Row{Requirement: q})}
		for _, a := range q.States() {
			line = append(line, w.answer(q, a))
		}
		t.rows = append(t.rows, line)
	}
	return t
}

// answer says whether an entry is in a state.
func (w Words) answer(q *isms.Requirement, a isms.Answer) cell {
	switch {
	case q.Decision == isms.NotHere:
		return cell{text: w.Decision(isms.NotHere)}
	case a == isms.Yes:
		return cell{text: w.Say("answer.yes"), tone: good}
	case a == isms.InDraft:
		return cell{text: w.Say("answer.draft"), tone: part}
	}
	return cell{text: w.Say("answer.no"), tone: bad}
}

// both is a title, and below it the one of the standard.
func both(title, original string) string {
	if original == "" {
		return title
	}
	return title + "\n" + original
}

// decided is the tone of a decision.
func decided(r Row) tone {
	switch r.DecisionInForce() {
	case isms.Excluded:
		return out
	case isms.Undecided:
		return bad
	}
	return noTone
}

// far is the tone of an implementation. What is in draft counts for nothing.
func far(r Row) tone {
	switch {
	case r.IsControl() && r.DecisionInForce() != isms.Applicable, r.Implementation == "":
		return noTone
	case r.InDraft:
		return bad
	case r.Implementation == "implemented":
		return good
	case r.Implementation == "not-started":
		return bad
	}
	return part
}

// linked is the id of a requirement with its page.
func (s *Statement) linked(q *isms.Requirement) cell { return cell{text: q.ID, href: s.href(q.Page)} }

// answers are the documents that answer a requirement; a cell leads to one page
// at most.
func (s *Statement) answers(r Row) cell {
	ids := r.DocumentIDs()
	c := cell{text: strings.Join(ids, ", ")}
	if len(ids) == 1 {
		if d, ok := s.ISMS.Lookup(ids[0]); ok {
			c.href = s.href(d.Page)
		}
	}
	return c
}

// href is the address of a page where the site has one.
func (s *Statement) href(page string) string {
	if page == "" || s.ISMS.Config.Base == "" {
		return ""
	}
	return s.ISMS.Config.Base + strings.ReplaceAll(page, " ", "%20")
}
