package soa

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"annexa/internal/draft"
	"annexa/internal/edit"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/standard"
)

// An Import is what came of somebody's statement.
type Import struct {
	Changes []edit.Change // in order of the controls
	Columns []Column      // of the tables that hold controls, in their order
	Remarks []Remark      // what was not understood or not taken: first of reading, then control by control

	Made, Completed, Same, Kept int // controls: a new write-up, one that says more now, one that needed nothing, one that was left
}

// A Column is one of the table that was read.
type Column struct {
	Place   string // of its heading: 'Annex A'!C3
	Heading string
	Means   string
}

// A Remark says something of a place of the spreadsheet.
type Remark struct{ Place, Text string }

// Read says how the content is read where write-ups are changed: a file of it,
// by its path, and the ids that are used though no file has them.
type Read struct {
	File  func(path string) ([]byte, error)
	Taken []string
}

// ImportFile turns a statement in a spreadsheet into control write-ups. Columns
// are recognised by their headings, wherever the table stands. A control
// without a write-up gets one, a draft; a draft is given what it does not say
// yet; nothing that is written is changed, and nothing of what was approved or
// is in review. An error is a [NoSpreadsheet], or one of reading the content.
func ImportFile(m *isms.ISMS, read Read, src []byte) (*Import, error) {
	all, err := tables(src)
	if err != nil {
		return nil, err
	}
	i := &importer{m: m, read: read, seen: map[string]*claim{}}
	found := false
	for _, t := range all {
		if i.table(t) {
			found = true
		}
	}
	if !found {
		return nil, NoSpreadsheet("there is no table of controls here: it wants a row of headings, such as Control, Applicable, Justification, Status, Owner, and below it a column with the ids of controls, such as A.5.15")
	}
	slices.SortFunc(i.claims, func(a, b *claim) int { return standard.Compare(a.id, b.id) })
	for _, c := range i.claims {
		if err := i.apply(c); err != nil {
			return nil, err
		}
	}
	return &i.out, nil
}

type importer struct {
	m      *isms.ISMS
	read   Read
	out    Import
	claims []*claim
	seen   map[string]*claim
}

// A claim is what a row says of a control.
type claim struct {
	id, place                                               string
	applicable, justification, implementation, owner, words string
	reasons                                                 []string
}

func (i *importer) remark(place, format string, args ...any) {
	i.out.Remarks = append(i.out.Remarks, Remark{place, fmt.Sprintf(format, args...)})
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
		for _, c := range columns {
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

// idColumn is the column that has the most ids of controls of either edition
// below the headings; -1 where there is none.
func (i *importer) idColumn(t table, head int) int {
	count := map[int]int{}
	for row := head + 1; row < len(t.rows); row++ {
		for c, text := range t.rows[row] {
			if i.isControl(text) {
				count[c]++
			}
		}
	}
	best := -1
	for c := range maxColumns {
		if count[c] > 0 && (best < 0 || count[c] > count[best]) {
			best = c
		}
	}
	return best
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
				i.remark(t.place(row, column), "%s stands for %s here: it comes behind %s, and a spreadsheet takes it for a number", cell, q.ID, before(q.ID))
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
	if first, twice := i.seen[id]; twice {
		if !c.says(first) {
			i.remark(c.place, "%s stands in %s already, with other words; the first counts", id, first.place)
		}
		return
	}
	i.seen[id] = c
	i.claims = append(i.claims, c)
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

// notStarted is what a new write-up says of its implementation, and gives way
// to what a spreadsheet knows.
const notStarted = "not-started"

// said are the words of an answer in front matter.
var said = [...]string{field.Unsaid: "", field.Yes: "yes", field.No: "no"}

// apply turns a claim into the write-up of its control.
func (i *importer) apply(c *claim) error {
	d, there := i.m.Lookup(c.id)
	switch {
	case !there && c.says(&claim{}): // which is nothing
		i.out.Same++
		return nil
	case !there:
		return i.make(c)
	}
	f := &d.Front
	if d.State != isms.Draft {
		i.out.Kept++
		if c.differs(d) {
			i.remark(c.place, "%s is %s and stays as it is; the spreadsheet says something else", c.id, d.State)
		}
		return nil
	}
	old, err := i.read.File(d.File)
	if err != nil {
		return err
	}
	data := old
	type value struct{ key, have, want, written string }
	have := said[f.Applicable]
	progress := f.Implementation
	if progress == notStarted {
		progress = "" // as every new write-up says
	}
	var lines []string
	for _, v := range []value{
		{"applicable", have, c.applicable, c.applicable},
		{"reasons", strings.Join(f.Reasons, ", "), strings.Join(c.reasons, ", "), "[" + strings.Join(c.reasons, ", ") + "]"},
		{"justification", f.Justification, c.justification, edit.Scalar(c.justification)},
		{"implementation", progress, c.implementation, c.implementation},
		{"owner", f.Owner.Value, c.owner, edit.Scalar(c.owner)},
	} {
		switch {
		case v.want == "" || v.want == v.have || v.want == notStarted && f.Implementation == notStarted:
		case v.have != "":
			i.remark(c.place, "%s says %s: %s in %s, and keeps it; the spreadsheet says %s", c.id, v.key, short(v.have), d.File, short(v.want))
		case d.Has(v.key) && v.key != "implementation": // something that could not be understood
			i.remark(c.place, "%s says something of %s in %s, and keeps it", c.id, v.key, d.File)
		default:
			lines = append(lines, v.key+": "+v.written)
		}
	}
	if c.words != "" {
		i.remark(c.place, "%s has a text in %s, and keeps it; put in by hand what the spreadsheet says", c.id, d.File)
	}
	if len(lines) == 0 {
		i.out.Same++
		return nil
	}
	if data, err = put(data, lines); err != nil {
		i.out.Kept++
		i.remark(c.place, "%s: %v", d.File, err)
		return nil
	}
	i.out.Completed++
	i.out.Changes = append(i.out.Changes, edit.Replace(d.File, old, data))
	return nil
}

// differs says that a claim has something that the write-up does not say.
func (c *claim) differs(d *isms.Document) bool {
	f := &d.Front
	return !c.says(&claim{applicable: said[f.Applicable], justification: f.Justification, implementation: f.Implementation, owner: f.Owner.Value, reasons: f.Reasons, words: c.words})
}

// put sets keys in front matter, those of the decision where a new write-up has
// room for them.
func put(data []byte, lines []string) ([]byte, error) {
	var decision []string
	room := bytes.Contains(data, []byte(draft.Undecided)) && slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "applicable: ") })
	for _, line := range lines {
		key, value, _ := strings.Cut(line, ": ")
		if room && slices.Contains([]string{"applicable", "reasons", "justification"}, key) {
			decision = append(decision, line+"\n")
			continue
		}
		var err error
		if data, err = edit.SetFront(data, key, value); err != nil {
			return nil, err
		}
	}
	if room {
		data = bytes.Replace(data, []byte(draft.Undecided), []byte(strings.Join(decision, "")), 1)
	}
	return data, nil
}

// make makes a write-up, a draft.
func (i *importer) make(c *claim) error {
	made, err := draft.New(i.m, i.read.File, draft.Request{Kind: "control", Title: c.id, Owner: c.owner, Taken: i.read.Taken})
	var refused draft.Refused
	if errors.As(err, &refused) {
		i.out.Kept++
		i.remark(c.place, "%v", refused)
		return nil
	}
	if err != nil {
		return err
	}
	var lines []string
	if c.applicable != "" {
		lines = append(lines, "applicable: "+c.applicable)
	}
	if len(c.reasons) > 0 {
		lines = append(lines, "reasons: ["+strings.Join(c.reasons, ", ")+"]")
	}
	if c.justification != "" {
		lines = append(lines, "justification: "+edit.Scalar(c.justification))
	}
	if c.implementation != "" {
		lines = append(lines, "implementation: "+c.implementation)
	}
	data, err := put(made.Change.New, lines)
	if err != nil {
		return fmt.Errorf("%s: %w", made.Change.Path, err)
	}
	if c.words != "" {
		data = append(bytes.TrimRight(data, "\n"), "\n\n"+paragraphs(c.words)+"\n"...)
	}
	i.out.Made++
	i.out.Changes = append(i.out.Changes, edit.Create(made.Change.Path, data))
	return nil
}

// paragraphs are the lines of a cell, each a paragraph of Markdown. Nothing in
// them hides what follows.
func paragraphs(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if line = edit.Line(line); line != "" {
			out = append(out, strings.ReplaceAll(line, "<!--", `\<!--`))
		}
	}
	return strings.Join(out, "\n\n")
}
