package soa

import (
	"bytes"
	"errors"
	"fmt"
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

func (i *importer) remark(place, format string, args ...any) {
	i.out.Remarks = append(i.out.Remarks, Remark{place, fmt.Sprintf(format, args...)})
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
	case there && d.Requirement == nil:
		i.out.Kept++
		i.remark(c.place, "%s is the id of %s, and no control; the row is not read", c.id, d.File)
		return nil
	case !there && c.title == "" && c.says(&claim{}): // which is nothing
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
	begins := func(keys ...string) bool {
		return slices.ContainsFunc(lines, func(l string) bool {
			key, _, _ := strings.Cut(l, ": ")
			return slices.Contains(keys, key)
		})
	}
	blank := draft.Undecided
	room := bytes.Contains(data, []byte(blank)) && begins("applicable")
	if !room {
		blank = draft.Necessary
		room = bytes.Contains(data, []byte(blank)) && begins("maps", "reasons", "justification")
	}
	for _, line := range lines {
		key, value, _ := strings.Cut(line, ": ")
		if room && slices.Contains([]string{"applicable", "maps", "reasons", "justification"}, key) {
			decision = append(decision, line+"\n")
			continue
		}
		var err error
		if data, err = edit.SetFront(data, key, value); err != nil {
			return nil, err
		}
	}
	if room {
		data = bytes.Replace(data, []byte(blank), []byte(strings.Join(decision, "")), 1)
	}
	return data, nil
}

// make makes a write-up, a draft.
func (i *importer) make(c *claim) error {
	made, err := draft.New(i.m, i.read.File, draft.Request{Kind: "control", Title: strings.TrimSpace(c.id + " " + c.title), Owner: c.owner, Taken: i.read.Taken})
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
	if len(c.maps) > 0 {
		lines = append(lines, `maps: ["`+strings.Join(c.maps, `", "`)+`"]`)
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
