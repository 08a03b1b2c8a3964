package soa

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"annexa/internal/edit"
	"annexa/internal/isms"
	"annexa/internal/register"
	"annexa/internal/standard"
)

// A claim is what a row says of a control.
type claim struct {
	id, place, title                                        string // the title is that of a control of one's own
	applicable, justification, implementation, owner, words string
	reasons                                                 []string
	maps                                                    []string // of a control of one's own: what of the standard it comes with
}

// says that a claim has nothing that another one has not.
func (c *claim) says(other *claim) bool {
	for _, pair := range [][2]string{
		{c.applicable, other.applicable}, {c.justification, other.justification}, {c.implementation, other.implementation}, {c.owner, other.owner}, {c.words, other.words},
	} {
		if pair[0] != "" && pair[0] != pair[1] {
			return false
		}
	}
	return len(c.reasons) == 0 || slices.Equal(c.reasons, other.reasons)
}

// headingRows is how far down the headings may stand.
const headingRows = 60

// table reads a table, and says whether it is one of controls.
func (i *importer) table(t table) bool {
	head, best := -1, 0
	for row := range min(len(t.rows), headingRows) {
		if slices.ContainsFunc(t.rows[row], i.isControl) {
			continue
		}
		n := map[meaning]bool{}
		for _, cell := range t.rows[row] {
			if m := meaningOf(cell); m > known && m != title && m != controlID {
				n[m] = true
			}
		}
		if len(n) > best {
			head, best = row, len(n)
		}
	}
	if head < 0 {
		return false
	}
	ids := i.idColumn(t, head)
	if ids < 0 {
		return false
	}
	// One word alone may stand in any sheet: on that with which a workbook opens,
	// a version such as 5.1 stands below Applicable.
	if _, m := i.heading(t, head, ids); best < 2 && m != controlID && m != title {
		return false
	}
	columns := map[meaning]int{controlID: ids}
	var understood []Column
	for c := range maxColumns {
		heading, m := i.heading(t, head, c)
		if heading == "" && c != ids {
			continue
		}
		if c == ids {
			m = controlID
		} else if _, twice := columns[m]; twice || m == controlID {
			m = unknown // the first of two counts
		}
		if _, twice := columns[m]; !twice && m > known {
			columns[m] = c
		}
		understood = append(understood, Column{t.place(head, c), edit.Line(heading), m.String()})
	}
	if clausesOnly(t, head, ids) {
		i.remark(t.place(head, ids), "these are clauses, which are met in any case; only controls are read")
		return false
	}
	i.out.Columns = append(i.out.Columns, understood...)
	formulas := false
	previous := ""
	first := head + 1
	if i.twoRows(t, head) {
		first++
	}
	for row := first; row < len(t.rows); row++ {
		id, ok := i.control(t, row, columns, previous)
		if !ok {
			continue
		}
		previous = id
		for _, c := range slices.Sorted(maps.Values(columns)) {
			if t.formula == nil || !t.formula(row, c) {
				continue
			}
			if formulas = true; strings.TrimSpace(t.at(row, c)) == "" {
				i.remark(t.place(row, c), "this is a formula without a value: open the file in a spreadsheet program, and save it")
			}
		}
		i.claim(t, row, id, columns)
	}
	if formulas {
		i.remark(t.place(head, ids), "some cells of this table are formulas: the values that they last had were read")
	}
	return true
}

// heading is what stands above a column, and what that means. Reasons may have
// a second row of headings, each above a column of marks; a heading that has
// the row above to itself stands there.
func (i *importer) heading(t table, head, column int) (string, meaning) {
	if below := t.at(head+1, column); i.twoRows(t, head) && isMark(meaningOf(below)) {
		return edit.Line(below), meaningOf(below)
	}
	text := edit.Line(t.at(head, column))
	if above := t.at(head-1, column); text == "" && head > 0 && meaningOf(above) > known {
		text = edit.Line(above)
	}
	return text, meaningOf(text)
}

// twoRows says that a second row of headings stands below the first.
func (i *importer) twoRows(t table, head int) bool {
	return head+1 < len(t.rows) && !slices.ContainsFunc(t.rows[head+1], i.isControl) && slices.ContainsFunc(t.rows[head+1], func(s string) bool { return isMark(meaningOf(s)) })
}

// isControl says that a cell begins with the id of a control of either edition.
func (i *importer) isControl(text string) bool {
	id := idIn(text)
	if id == "" {
		return false
	}
	if !strings.HasPrefix(id, "A.") {
		id = "A." + id
	}
	for _, c := range []*standard.Catalogue{i.m.Standard, i.m.Other} {
		if q, ok := c.Lookup(id); ok && q.IsControl() {
			return true
		}
	}
	return false
}

// idColumn is the column that has the most ids of controls of either edition,
// or of one's own, below the headings; -1 where there is none. A column that
// says what a row comes with is none. Other tables
// have ids that look like those of one's own, so it must decide something for
// them to count: only a statement does.
func (i *importer) idColumn(t table, head int) int {
	count := map[int]int{}
	decides := i.decides(t, head)
	for row := head + 1; row < len(t.rows); row++ {
		for c, text := range t.rows[row] {
			if i.isControl(text) {
				count[c]++
			} else if id, _ := i.ownID(text); id != "" && decides {
				count[c]++
			}
		}
	}
	best := -1
	for c := range maxColumns {
		if count[c] == 0 {
			continue
		}
		if _, m := i.heading(t, head, c); m != known && m != comes && (best < 0 || count[c] > count[best]) {
			best = c
		}
	}
	return best
}

// decides says that a table has a column of decisions, or of reasons for them.
func (i *importer) decides(t table, head int) bool {
	for c := range maxColumns {
		switch _, m := i.heading(t, head, c); m {
		case applicable, included, excluded, reasons:
			return true
		}
	}
	return false
}

// ownForm is the id of a control of one's own at the beginning of a cell; a
// title may follow.
var ownForm = regexp.MustCompile(`^([A-Z][A-Z0-9]{0,9}-[0-9]{1,8})(?:$|[ :.]+(\S.*)$)`)

// ownID is the id of a control of one's own that a cell begins with, and what
// stands behind it; empty for what looks like one and is a row of a register.
func (i *importer) ownID(text string) (id, rest string) {
	m := ownForm.FindStringSubmatch(edit.Line(text))
	if m == nil || !isms.IsOwnID(m[1]) {
		return "", ""
	}
	prefix, _, _ := strings.Cut(m[1], "-")
	if slices.ContainsFunc(i.m.Schemas.All(), func(s *register.Schema) bool { return s.Prefix == prefix }) {
		return "", ""
	}
	return m[1], m[2]
}

// idForm is an id at the beginning of a cell: A.5.15, A5.15, A 5.15, 5.15,
// Annex A 5.15, and in German Anhang A.5.15; a title may follow.
var idForm = regexp.MustCompile(`^(?i:(?:iso(?:/iec)? ?2700[12](?::\d{4})? ?[:,-]? ?)?(?:annex |anhang )?(a)?[. ]?)(\d{1,2}(?:\.\d{1,2}){1,2})\.?(?:$|[^\d.])`)

// idIn is the id that a cell begins with, as A.5.15, or 5.15 where it has no
// letter; empty where there is none.
func idIn(text string) string {
	m := idForm.FindStringSubmatch(strings.Join(strings.Fields(text), " "))
	switch {
	case m == nil:
		return ""
	case m[1] != "":
		return "A." + m[2]
	}
	return m[2]
}

// clausesOnly says that bare numbers below a heading are clauses: some of them
// are of clauses that no group of controls shares its number with.
func clausesOnly(t table, head, column int) bool {
	for row := head + 1; row < len(t.rows); row++ {
		id := idIn(t.at(row, column))
		if strings.HasPrefix(id, "A.") {
			return false
		}
		if strings.HasPrefix(id, "4.") {
			return true
		}
	}
	return false
}

// control is the control that a row is about. Rows that are about none, such as
// headings of themes, are passed over; ids that are no control are said.
func (i *importer) control(t table, row int, columns map[meaning]int, previous string) (string, bool) {
	column := columns[controlID]
	cell := strings.TrimSpace(t.at(row, column))
	id := idIn(cell)
	if own, _ := i.ownID(cell); own != "" {
		return own, true
	}
	if id == "" {
		if strings.ContainsAny(cell, "0123456789") && answersSomething(t, row, columns) {
			i.remark(t.place(row, column), "%q is no id of a control; the row is not read", short(cell))
		}
		return "", false
	}
	bare := !strings.HasPrefix(id, "A.")
	if bare {
		id = "A." + id
		// A spreadsheet takes 5.10 for a number, and shows 5.1.
		if q, ok := i.m.Standard.Lookup(id + "0"); ok && q.IsControl() && strings.Count(id, ".") == 2 {
			same := plainWords(t.at(row, columnOf(columns, title)))
			if same != "" && same == plainWords(q.Title) || previous == before(q.ID) {
				i.remark(t.place(row, column), "%s stands for %s here, which a spreadsheet takes for a number", short(cell), q.ID)
				id = q.ID
			}
		}
	}
	q, ok := i.m.Standard.Lookup(id)
	switch {
	case ok && q.IsControl():
		return id, true
	case ok && !answersSomething(t, row, columns): // a theme, a domain, an objective
		return "", false
	}
	if o, there := i.m.Other.Lookup(id); there && (o.IsControl() || !ok) {
		if !o.IsControl() {
			return "", false
		}
		became := "which nothing here corresponds to"
		if len(o.Others) > 0 {
			became = "here " + strings.Join(o.Others, ", ")
		}
		i.remark(t.place(row, column), "%s is of the edition of %s, %s: decide on that by hand", id, i.m.Other.Edition(), became)
		return "", false
	}
	i.remark(t.place(row, column), "%s has no control %s; the row is not read", i.m.Standard.Edition().Name(), id)
	return "", false
}

// before is the id of the control before one that ends in a zero: A.5.9.
func before(id string) string {
	stem, last := id[:strings.LastIndexByte(id, '.')+1], id[strings.LastIndexByte(id, '.')+1:]
	return fmt.Sprintf("%s%d", stem, int(last[0]-'0')*10-1)
}

// answersSomething says that a row has more than an id and a title, in cells of
// their own.
func answersSomething(t table, row int, columns map[meaning]int) bool {
	for m, c := range columns {
		if text := strings.TrimSpace(t.at(row, c)); m != controlID && m != title && text != "" && text != strings.TrimSpace(t.at(row, columns[controlID])) {
			return true
		}
	}
	return false
}

func columnOf(columns map[meaning]int, m meaning) int {
	if c, ok := columns[m]; ok {
		return c
	}
	return -1
}

// short is a text as a message quotes it.
func short(s string) string {
	s = edit.Line(s)
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// claim reads what a row says of a control.
func (i *importer) claim(t table, row int, id string, columns map[meaning]int) {
	text := func(m meaning) string {
		s := strings.TrimSpace(t.at(row, columnOf(columns, m)))
		if len(s) > 1 && s[0] == '\'' && isFormula(s[1:]) { // as this program writes it, so that nothing takes it for one
			s = s[1:]
		}
		return s
	}
	odd := func(m meaning, what string) {
		i.remark(t.place(row, columns[m]), "%s: %q is no %s that is known; it is not read", id, short(text(m)), what)
	}
	c := &claim{id: id, place: t.place(row, columns[controlID]), owner: edit.Line(text(owner)), words: text(description)}
	if s := text(applicable); s != "" {
		value, ok := decisions.of(s)
		if c.applicable = value; !ok {
			odd(applicable, "decision")
		}
	}
	for _, m := range []meaning{implementation, implemented} {
		if s := text(m); s != "" && c.implementation == "" {
			value, ok := progress.of(s)
			if c.implementation = value; !ok {
				odd(m, "state of implementation")
			}
		}
	}
	why, other := included, excluded
	if c.applicable == "no" {
		why, other, c.implementation = excluded, included, ""
	}
	c.justification = edit.Line(text(why))
	switch s := text(other); {
	case s == "":
	case c.applicable == "no" && c.justification == "": // one column for either
		c.justification = edit.Line(s)
	default:
		i.remark(t.place(row, columns[other]), "%s: this says why the opposite would be decided; it is not read", id)
	}
	if s := text(reasons); s != "" {
		list, ok := reasonsIn(s)
		switch {
		case ok:
			c.reasons = list
		case c.justification == "":
			c.justification = edit.Line(s)
		default:
			odd(reasons, "list of reasons")
		}
	}
	for _, mark := range []struct {
		m   meaning
		why string
	}{{risk, "risk"}, {legal, "legal"}, {contract, "contract"}, {business, "business"}, {baseline, "baseline"}} {
		if marked(text(mark.m)) && !slices.Contains(c.reasons, mark.why) {
			c.reasons = append(c.reasons, mark.why)
		}
	}
	if c.applicable == "no" {
		c.reasons = nil
	}
	if _, rest := i.ownID(t.at(row, columns[controlID])); isms.IsOwnID(id) {
		if c.title = edit.Line(text(title)); c.title == "" || strings.HasPrefix(c.title, id) {
			c.title = rest
		}
		if c.applicable == "no" {
			i.remark(c.place, "%s is a control of one's own, and is said not to be applicable; the row is not read", id)
			return
		}
		c.applicable = "" // it is there because it is necessary
		for _, id := range strings.FieldsFunc(text(comes), func(r rune) bool { return strings.ContainsRune(",; \n", r) }) {
			if q, ok := i.m.Standard.Lookup(id); ok && q.Leaf() {
				c.maps = append(c.maps, id)
			} else {
				i.remark(t.place(row, columns[comes]), "%s: %s has no %s that it could come with; it is not read", c.id, i.m.Standard.Edition().Name(), short(id))
			}
		}
	}
	if first, twice := i.seen[id]; twice {
		if !c.says(first) {
			i.remark(c.place, "%s stands in %s already, with other words; the first counts", id, first.place)
		}
		return
	}
	i.seen[id] = c
	i.claims = append(i.claims, c)
}
