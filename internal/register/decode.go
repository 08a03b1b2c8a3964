package register

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/config"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/field"
)

// maxRows is how many rows of a file are read.
const maxRows = 100_000

// raw is a register whose file says more than its rows.
type raw struct {
	Classification string       `field:"classification" words:"public internal confidential restricted" about:"of the register, where it is another than that of its kind"`
	Owner          field.Text   `field:"owner" about:"the role that keeps it"`
	Rows           *field.Value `field:"rows" about:"a list"`
}

// Decode makes a register of a file's values: a list of rows, or a map with
// rows.
func Decode(schema *Schema, file string, hash [32]byte, v *field.Value) *Register {
	d := newDecoder(schema, file, hash)
	switch {
	case v == nil || v.Kind == field.Null || v.Kind == field.Map && len(v.Fields) == 0:
	case v.Kind == field.Map:
		var in raw
		decoder := field.Decoder{File: file, Wrong: diag.RegisterRule, Unknown: diag.RegisterRule, Report: d.report}
		decoder.Decode(v, &in)
		d.out.Classification = cmp.Or(config.Classified(in.Classification, v), schema.Classification)
		d.out.Owner = in.Owner
		if in.Rows == nil {
			d.report(diag.RegisterRule.At(diag.Place{File: file, Line: v.Line, Column: v.Column}, "the register has no rows").Hinting("write a list of rows, or classification, owner and rows: […]"))
			break
		}
		d.rows(in.Rows)
	default:
		d.rows(v)
	}
	return d.out
}

type decoder struct {
	out   *Register
	id    *regexp.Regexp
	lines map[string]int // of the ids met
}

func newDecoder(schema *Schema, file string, hash [32]byte) *decoder {
	return &decoder{
		out:   &Register{Schema: schema, File: file, Hash: hash, Classification: schema.Classification},
		id:    regexp.MustCompile(`^` + schema.Prefix + `-[0-9A-Z]{1,8}$`),
		lines: map[string]int{},
	}
}

func (d *decoder) report(p diag.Problem) { d.out.Problems = append(d.out.Problems, p) }

func (d *decoder) at(line, column int) diag.Place {
	return diag.Place{File: d.out.File, Line: line, Column: column}
}

func (d *decoder) rows(v *field.Value) {
	if v.Kind == field.Null {
		return
	}
	if v.Kind != field.List {
		d.report(diag.RegisterRule.At(d.at(v.Line, v.Column), "rows are wanted as a list, and this is %s", v.Kind).Hinting("begin each row with a hyphen: - id: %s-001", d.out.Schema.Prefix))
		return
	}
	for i, item := range v.Items {
		if i == maxRows {
			d.report(diag.RegisterRule.At(d.at(item.Line, item.Column), "only the first %d rows are read", maxRows))
			return
		}
		if item.Kind != field.Map {
			d.report(diag.RegisterRule.At(d.at(item.Line, item.Column), "a row wants keys with values, and this is %s", item.Kind))
			continue
		}
		d.row(item)
	}
}

func (d *decoder) row(v *field.Value) {
	schema := d.out.Schema
	row := &Row{Register: d.out, Cells: make([]Cell, len(schema.Columns))}
	row.ID.Line, row.ID.Column = v.Line, v.Column
	seen := map[string]bool{}
	for _, f := range v.Fields {
		key := field.Fold(f.Key)
		if seen[key] {
			d.report(diag.RegisterRule.At(d.at(f.Line, f.Column), "the column %s stands here a second time", f.Key).Hinting("the first counts; take one of them out"))
			continue
		}
		seen[key] = true
		switch i := schema.Column(key); {
		case key == "id":
			row.ID = field.Text{Value: strings.TrimSpace(f.Value.Text), Line: f.Value.Line, Column: f.Value.Column}
		case key == "title":
			row.Title = strings.TrimSpace(f.Value.Text)
		case i >= 0:
			row.Cells[i] = d.cell(schema.Columns[i], f.Value)
		case key == "":
			d.report(diag.UnknownColumn.At(d.at(f.Line, f.Column), "this cell stands below no heading").Hinting("give its column a name, or take it out"))
		default:
			p := diag.UnknownColumn.At(d.at(f.Line, f.Column), "the register %s has no column %s", schema.Name, f.Key)
			if near := diag.Nearest(key, d.keys); near != "" {
				p = p.Hinting("did you mean %s?", near)
			} else {
				p = p.Hinting("put it into note")
			}
			d.report(p)
		}
	}
	d.add(row)
}

func (d *decoder) keys(yield func(string) bool) {
	for _, c := range d.out.Schema.Columns {
		if !yield(c.Key) {
			return
		}
	}
}

// add takes a row whose id is one.
func (d *decoder) add(row *Row) {
	schema := d.out.Schema
	switch line, twice := d.lines[strings.ToUpper(row.ID.Value)]; {
	case row.ID.Value == "":
		d.report(diag.InvalidID.At(row.Place(), "a row without an id").Hinting("rows of this register have ids such as %s-001", schema.Prefix))
		return
	case !d.id.MatchString(row.ID.Value):
		d.report(diag.InvalidID.At(row.Place(), "%q is no id of a row of %s", row.ID.Value, schema.Name).Hinting("ids here are %s- and up to eight digits or capital letters: %s-001", schema.Prefix, schema.Prefix))
		return
	case twice:
		d.report(diag.DuplicateID.At(row.Place(), "%s stands in line %d already", row.ID.Value, line).Hinting("give one of the two rows a new id; ids are never used again"))
		return
	}
	d.lines[strings.ToUpper(row.ID.Value)] = row.ID.Line
	if row.Title == "" {
		d.report(diag.MissingColumn.At(row.Place(), "%s has no title", row.ID.Value))
	}
	var missing []string
	for i, c := range schema.Columns {
		if c.Required && row.Cells[i].Empty() {
			missing = append(missing, c.Key)
		}
	}
	if len(missing) > 0 {
		d.report(diag.MissingColumn.At(row.Place(), "%s lacks %s", row.ID.Value, strings.Join(missing, ", ")).About(row.ID.Value))
	}
	d.out.Rows = append(d.out.Rows, row)
}

func (d *decoder) cell(c Column, v *field.Value) Cell {
	out := Cell{Text: strings.TrimSpace(v.Text), Line: v.Line, Column: v.Column}
	wrong := func(format string, args ...any) {
		d.report(diag.RegisterRule.At(d.at(v.Line, v.Column), "%s", fmt.Sprintf(format, args...)))
	}
	if v.Kind == field.Null {
		return out
	}
	switch c.Type {
	case List, Words, References:
		d.list(c, v, &out)
		return out
	case Series:
		d.series(c, v, &out)
		return out
	}
	if v.Kind == field.List && (c.Type == Text || c.Type == Role) { // several texts are one text
		d.list(c, v, &out)
		return out
	}
	if v.Kind != field.Scalar {
		wrong("%s wants a single text, and this is %s", c.Key, v.Kind)
		return out
	}
	if out.Text == "" {
		return out
	}
	var err error
	switch c.Type {
	case Date:
		if out.Date, err = day.Parse(out.Text); err != nil {
			d.report(field.BadDate(d.at(v.Line, v.Column), c.Key, out.Text, err))
		}
	case Interval:
		if out.Interval, err = day.ParseInterval(out.Text); err != nil {
			d.report(diag.InvalidDate.At(d.at(v.Line, v.Column), "%s: %v", c.Key, err).Hinting("write a number and day, week, month or year: 12 months"))
		}
	case Number, Scale:
		if out.Number, err = strconv.Atoi(out.Text); err != nil {
			wrong("%s wants a whole number, and this is %q", c.Key, out.Text)
			out.Number = 0
			break
		}
		switch {
		case c.Least != nil && out.Number < *c.Least:
			d.report(diag.OutOfRange.At(d.at(v.Line, v.Column), "%s is at least %d, and this is %d", c.Key, *c.Least, out.Number).Hinting("annexa.yaml says so of the register"))
		case c.Most != nil && out.Number > *c.Most:
			d.report(diag.OutOfRange.At(d.at(v.Line, v.Column), "%s is at most %d, and this is %d", c.Key, *c.Most, out.Number).Hinting("annexa.yaml says so of the register"))
		}
	case YesNo:
		if yes, ok := field.ParseBool(out.Text); !ok {
			wrong("%s wants yes or no, and this is %q", c.Key, out.Text)
		} else if yes {
			out.Answer = field.Yes
		} else {
			out.Answer = field.No
		}
	case Word:
		out.Text = d.word(c, field.Text{Value: out.Text, Line: v.Line, Column: v.Column})
	case Reference, Role:
		out.List = []field.Text{{Value: out.Text, Line: v.Line, Column: v.Column}}
	}
	return out
}

func (d *decoder) list(c Column, v *field.Value, out *Cell) {
	items := v.Items
	if v.Kind == field.Scalar {
		items = nil
		for part := range strings.SplitSeq(v.Text, ";") {
			items = append(items, &field.Value{Kind: field.Scalar, Text: part, Line: v.Line, Column: v.Column})
		}
	}
	var texts []string
	for _, item := range items {
		text := field.Text{Value: strings.TrimSpace(item.Text), Line: item.Line, Column: item.Column}
		if item.Kind != field.Scalar {
			d.report(diag.RegisterRule.At(d.at(item.Line, item.Column), "%s wants texts, and this is %s", c.Key, item.Kind))
			continue
		}
		if c.Type == Words {
			text.Value = d.word(c, text)
		}
		if text.Value != "" {
			out.List = append(out.List, text)
			texts = append(texts, text.Value)
		}
	}
	out.Text = strings.Join(texts, ", ")
}

func (d *decoder) word(c Column, t field.Text) string {
	folded := field.Fold(t.Value)
	if slices.Contains(c.Words, folded) {
		return folded
	}
	if i := slices.IndexFunc(c.Words, func(w string) bool { return field.Fold(w) == folded }); i >= 0 {
		return c.Words[i]
	}
	p := diag.OutOfRange.At(d.at(t.Line, t.Column), "%s is one of %s, and this is %q", c.Key, strings.Join(c.Words, ", "), t.Value)
	if near := diag.Nearest(folded, slices.Values(c.Words)); near != "" {
		p = p.Hinting("did you mean %s?", near)
	}
	d.report(p)
	return ""
}

func (d *decoder) series(c Column, v *field.Value, out *Cell) {
	if v.Kind == field.Scalar { // of a CSV: 2026-01-31=5; 2026-02-28=4
		for part := range strings.SplitSeq(v.Text, ";") {
			date, value, _ := strings.Cut(part, "=")
			if strings.TrimSpace(part) != "" {
				d.point(c, strings.TrimSpace(date), strings.TrimSpace(value), v, out)
			}
		}
		return
	}
	for _, item := range v.Items {
		date, value := item.Get("date"), item.Get("value")
		if date == nil || value == nil {
			d.report(diag.RegisterRule.At(d.at(item.Line, item.Column), "%s wants a date and a value", c.Key).Hinting("{date: 2026-01-31, value: 4}"))
			continue
		}
		d.point(c, date.Text, value.Text, date, out)
	}
}

func (d *decoder) point(c Column, date, value string, at *field.Value, out *Cell) {
	when, err := day.Parse(date)
	if err != nil {
		d.report(field.BadDate(d.at(at.Line, at.Column), c.Key, date, err))
		return
	}
	out.Series = append(out.Series, Point{when, value})
}
