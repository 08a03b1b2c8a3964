package register

import (
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/field"
)

// A Register is one file of rows. It is not changed after it was read.
type Register struct {
	Schema         *Schema
	File           string
	Hash           [32]byte
	Classification string
	Owner          field.Text
	Rows           []*Row
	Problems       []diag.Problem // found in this file alone
}

// A Row of a register. Cells are in the order of the schema's columns.
type Row struct {
	Register *Register
	ID       field.Text
	Title    string
	Cells    []Cell
}

// A Cell holds what its column's type says, and always the text as written.
type Cell struct {
	Text         string
	List         []field.Text // of a List, Words or References; one element for a Reference or a Role
	Date         day.Date
	Interval     day.Interval
	Number       int
	Answer       field.YesNo
	Series       []Point
	Line, Column int
}

// A Point of a series.
type Point struct {
	Date  day.Date
	Value string
}

// Cell returns the cell of a column; a column that the register does not have
// is an empty one.
func (r *Row) Cell(key string) Cell {
	if i := r.Register.Schema.Column(key); i >= 0 {
		return r.Cells[i]
	}
	return Cell{}
}

// At is where a cell of the row stands, or the row where it has none.
func (r *Row) At(key string) diag.Place {
	if c := r.Cell(key); c.Line > 0 {
		return diag.Place{File: r.Register.File, Line: c.Line, Column: c.Column}
	}
	return r.Place()
}

// Place is where the row's id stands.
func (r *Row) Place() diag.Place {
	return diag.Place{File: r.Register.File, Line: r.ID.Line, Column: r.ID.Column}
}

// Empty says that a cell holds nothing.
func (c Cell) Empty() bool { return c.Text == "" && len(c.List) == 0 && len(c.Series) == 0 }

// Line is the first line of the row in its file.
func (r *Row) Line() int {
	line := r.ID.Line
	for _, c := range r.Cells {
		if c.Line > 0 {
			line = min(line, c.Line)
		}
	}
	return line
}
