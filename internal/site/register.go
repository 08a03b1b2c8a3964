package site

import (
	"html/template"
	"strings"

	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/register"
)

// Registers is the list of registers.
type Registers struct {
	Registers []RegisterSummary
	Level     string // what of the content is here, where not all is
}

// A RegisterSummary is a register in the list.
type RegisterSummary struct {
	Href           template.URL
	Title          string
	Rows           int
	Classification string
	Owner          string
}

// Register is the page of one register. One with few columns is a table; of
// one with many, the table holds what can be compared, and each row follows
// with all that is said of it.
type Register struct {
	Crumbs    []Link
	Title     string
	Facts     []Fact
	PDF, Edit template.URL
	Columns   []string
	Rows      []RegisterRow
	Records   bool // each row follows as a record
	Risk      *RiskScale
	Script    template.URL // which sorts, and leaves columns out
}

// A RegisterRow is a row of a register.
type RegisterRow struct {
	ID         string
	Title      template.HTML
	Cells      []RegisterCell // parallel to the columns
	Fields     []RegisterCell // of a record: all that is said
	Referenced []Entry
}

// A RegisterCell is what a column of a row says: links, points of a series,
// or a text.
type RegisterCell struct {
	Name   string
	Key    string // by which it is sorted, where its text is no use for that
	Class  string // date or id, where nothing is to be broken, ids, where none of several is, or text, where it is long
	Text   template.HTML
	Small  string
	Links  []Link
	Points []Point
	State  Chip
}

// A Point is the value of a day.
type Point struct{ Date, Value string }

// tableScript is loaded by pages with tables to be compared in.
const tableScript = AssetFolder + "table.js"

// fewColumns is how many columns a table may have beside id and title before
// its rows become records.
const fewColumns = 5

// registerPages adds a page for every register, and the list of them.
func (s *Site) registerPages() error {
	if err := s.page(header{"registers/index.html", section{registersSection, ""}, s.say("registers.title"), s.say("registers.about")}, "registers.html", s.registersView); err != nil {
		return err
	}
	for _, r := range s.m.Registers {
		if err := s.page(s.registerPage(r)); err != nil {
			return err
		}
	}
	return nil
}

// registerPage is the page of a register, none of its parts made yet: where it
// stands, its template, and its view.
func (s *Site) registerPage(r *isms.Register) (h header, name string, view func(at seat) any) {
	title := r.Schema.TitleIn(s.opt.Words)
	h = header{r.Page, section{registersSection, r.Schema.Name}, title, s.say("registers.of-about", "title", title)}
	return h, "register.html", func(at seat) any { return s.registerView(at, r) }
}

func (s *Site) registersView(at seat) any {
	v := Registers{Level: s.level()}
	for _, r := range s.m.Registers {
		v.Registers = append(v.Registers, RegisterSummary{at.to(r.Page), r.Schema.TitleIn(s.opt.Words), len(r.Rows), s.classification(r.Classification), r.Owner.Value})
	}
	return v
}

func (s *Site) registerView(at seat, r *isms.Register) Register {
	v := Register{
		Script: at.to(tableScript), Crumbs: []Link{at.link("registers/index.html", s.say("registers.title"))}, Title: r.Schema.TitleIn(s.opt.Words), Edit: s.edit(r.File),
		Facts: known(s.fact("rows", s.opt.Words.Number(len(r.Rows))), s.fact("classification", s.classification(r.Classification)), s.owner(at, r.Owner.Value)),
	}
	risks := r.Schema.Name == "risks"
	if risks {
		v.Risk = &RiskScale{s.m.Config.Risk.Scale, s.m.Config.Risk.Acceptance, s.m.Config.Risk.Matrix != nil, s.heatMaps(at)}
	}
	used := usedColumns(r)
	v.Records = risks || len(used) > fewColumns || longTexts(r, used)
	shown := used
	if v.Records {
		shown = comparison(r.Schema, used)
	}
	if risks {
		shown = []int{r.Schema.Column("treatment"), r.Schema.Column("controls"), r.Schema.Column("owner")}
	}
	for _, i := range shown {
		v.Columns = append(v.Columns, r.Schema.Columns[i].TitleIn(s.opt.Words))
	}
	if risks {
		v.Columns = append([]string{s.say("column.level"), s.say("column.level-left")}, v.Columns...)
	}
	for _, row := range r.Rows {
		v.Rows = append(v.Rows, s.registerRow(at, row, used, shown, v.Records, risks))
	}
	return v
}

func (s *Site) registerRow(at seat, row *isms.Row, used, shown []int, records, risks bool) RegisterRow {
	out := RegisterRow{ID: row.ID.Value, Title: unbroken(row.Title)}
	if risks {
		level, left := s.levels(row)
		out.Cells = []RegisterCell{level, left}
		if records {
			out.Fields = append(out.Fields, level)
			if left.Text != "" {
				out.Fields = append(out.Fields, left)
			}
		}
	}
	for _, i := range shown {
		out.Cells = append(out.Cells, s.cell(at, row, i))
	}
	if !records {
		return out
	}
	for _, i := range used {
		if !row.Cells[i].Empty() {
			out.Fields = append(out.Fields, s.cell(at, row, i))
		}
	}
	out.Referenced = append(at.documentList(row.ReferencedBy), at.rowList(row.RowsHere, func(*isms.Row) bool { return true })...)
	return out
}

// usedColumns are the columns that hold something in any row.
func usedColumns(r *isms.Register) []int {
	var used []int
	for i := range r.Schema.Columns {
		for _, row := range r.Rows {
			if !row.Cells[i].Empty() {
				used = append(used, i)
				break
			}
		}
	}
	return used
}

// longText is how long a text may be before a table of several columns is hard
// to read, in bytes.
const longText = 160

// longTexts says that rows hold too much text for a table.
func longTexts(r *isms.Register, used []int) bool {
	long := 0
	for _, row := range r.Rows {
		for _, i := range used {
			if len(row.Cells[i].Text) > longText || len(row.Cells[i].Series) > 3 {
				long++
				break
			}
		}
	}
	return len(used) > 2 && long*4 > len(r.Rows)
}

// comparison is the columns whose cells are short and can be compared.
func comparison(schema *register.Schema, used []int) []int {
	var out []int
	for _, i := range used {
		switch c := schema.Columns[i]; c.Type {
		case register.Word, register.Role, register.Date, register.YesNo, register.Reference:
			if len(out) < fewColumns-1 && !strings.HasPrefix(c.Key, "residual-") && !strings.HasPrefix(c.Key, "plan-") {
				out = append(out, i)
			}
		}
	}
	return out
}

func (s *Site) cell(at seat, row *isms.Row, i int) RegisterCell {
	column, c := row.Register.Schema.Columns[i], row.Cells[i]
	v, said := RegisterCell{Name: column.TitleIn(s.opt.Words)}, c.Text
	switch column.Type {
	case register.Reference, register.References:
		v.Class = "ids"
		if column.Type == register.Reference {
			v.Class = "id"
		}
		for j, text := range c.List {
			link := Link{Text: text.Value}
			if links := row.Links[i]; j < len(links) {
				link.Href = at.target(links[j])
			}
			v.Links = append(v.Links, link)
		}
	case register.Role:
		for _, text := range c.List {
			f := s.role(at, "", text.Value)
			v.Links = append(v.Links, Link{Href: f.Href, Text: f.Text})
		}
	case register.List, register.Words:
		words := make([]string, len(c.List))
		for j, text := range c.List {
			words[j] = row.Register.Schema.WordIn(s.opt.Words, &column, text.Value)
		}
		said = strings.Join(words, ", ")
	case register.Word:
		said = row.Register.Schema.WordIn(s.opt.Words, &column, c.Text)
	case register.Date:
		if !c.Date.IsZero() {
			said, v.Class, v.Key = s.date(c.Date), "date", c.Date.String()
			if column.Key == "due" && c.Date.Before(s.m.Day) {
				v.Small = s.say("registers.late")
			}
		}
	case register.Interval:
		said = s.interval(c.Interval)
	case register.YesNo:
		said = map[field.YesNo]string{field.Yes: s.say("answer.yes"), field.No: s.say("answer.no")}[c.Answer]
	case register.Series:
		for _, p := range c.Series {
			v.Points = append(v.Points, Point{s.date(p.Date), p.Value})
		}
	}
	if v.Class == "" && len(said) > 60 {
		v.Class = "text"
	}
	v.Text = unbroken(said)
	return v
}

// unbroken is a text with each id and date on one line.
func unbroken(text string) template.HTML {
	return template.HTML(prose.AppendUnbroken(nil, text))
}
