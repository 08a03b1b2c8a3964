package soa

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// What is read of a spreadsheet. A statement has a hundred rows; what has more
// than this is none, or means harm.
const (
	maxSheets  = 40
	maxRows    = 20_000
	maxColumns = 200
	maxMerged  = 10_000
	maxBytes   = 64 << 20 // of a workbook, unpacked
)

// A table is a sheet of a workbook, or a CSV file, as texts.
type table struct {
	sheet   string // empty for CSV
	rows    [][]string
	formula func(row, column int) bool // whether a cell is a formula, of which the last value is read; nil where none can be
}

// at is the text of a cell; empty outside of the rows and beyond the end of its own.
func (t *table) at(row, column int) string {
	if row < 0 || column < 0 || row >= len(t.rows) || column >= len(t.rows[row]) {
		return ""
	}
	return t.rows[row][column]
}

// place is where a cell is, as a spreadsheet calls it: 'Annex A'!C12.
func (t *table) place(row, column int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		name = fmt.Sprintf("row %d", row+1)
	}
	if t.sheet == "" {
		return name
	}
	return "'" + t.sheet + "'!" + name
}

// NoSpreadsheet is a file that cannot be read as one, in words with the mend.
type NoSpreadsheet string

func (n NoSpreadsheet) Error() string { return string(n) }

// tables reads a workbook (XLSX, told by its first bytes) or a CSV file. The
// error is a [NoSpreadsheet].
func tables(src []byte) (out []table, err error) {
	switch {
	case bytes.HasPrefix(src, []byte("PK\x03\x04")):
		return workbookTables(src)
	case bytes.HasPrefix(src, []byte("\xd0\xcf\x11\xe0")):
		return nil, NoSpreadsheet("this is a workbook of an old kind, or one with a password: save it as XLSX without one")
	case bytes.HasPrefix(src, []byte("\xff\xfe")), bytes.HasPrefix(src, []byte("\xfe\xff")), !utf8.Valid(src):
		return nil, NoSpreadsheet("this is neither XLSX nor UTF-8 text: save it as XLSX, or as CSV UTF-8")
	case bytes.IndexByte(src, 0) >= 0:
		return nil, NoSpreadsheet("this is no spreadsheet: give an XLSX or CSV file")
	}
	t, err := csvTable(src)
	return []table{t}, err
}

// csvTable reads CSV (RFC 4180), with commas, semicolons or tabs between cells:
// whichever the first lines have most of.
func csvTable(src []byte) (t table, err error) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	head := src[:min(len(src), 4096)]
	r := csv.NewReader(bytes.NewReader(src))
	r.FieldsPerRecord = -1
	for _, comma := range ";\t" {
		if bytes.Count(head, []byte(string(comma))) > bytes.Count(head, []byte(string(r.Comma))) {
			r.Comma = comma
		}
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			return t, NoSpreadsheet(fmt.Sprintf(`line %d: this is not CSV: %v; a cell that holds a comma, a quote or a line break stands in "quotes", quotes within it are doubled`, parse.Line, parse.Err))
		}
		if err != nil {
			return t, err
		}
		line, _ := r.FieldPos(0)
		if len(t.rows) == maxRows || line > maxRows {
			return t, NoSpreadsheet(fmt.Sprintf("this has more than %d rows, and no statement has", maxRows))
		}
		for len(t.rows) < line-1 { // so that rows are counted as an editor counts them
			t.rows = append(t.rows, nil)
		}
		t.rows = append(t.rows, record[:min(len(record), maxColumns)])
	}
}

// workbookTables reads the sheets of a workbook. The library is other people's
// and its input may be hostile: a panic in it is an unreadable file.
func workbookTables(src []byte) (out []table, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, NoSpreadsheet("this workbook cannot be read: save it anew as XLSX, or as CSV UTF-8")
		}
	}()
	// With one limit for both, nothing is unpacked to the disk, and so nothing is
	// to be closed.
	f, err := excelize.OpenReader(bytes.NewReader(src), excelize.Options{UnzipSizeLimit: maxBytes, UnzipXMLSizeLimit: maxBytes})
	if err != nil {
		return nil, NoSpreadsheet(fmt.Sprintf("this is no workbook that can be read: %s: save it anew as XLSX, or as CSV UTF-8", strings.ToValidUTF8(err.Error(), "?")))
	}
	for i, name := range f.GetSheetList() {
		if i == maxSheets {
			return nil, NoSpreadsheet(fmt.Sprintf("this workbook has more than %d sheets: keep the one with the statement", maxSheets))
		}
		t, err := sheetTable(f, name)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func sheetTable(f *excelize.File, name string) (table, error) {
	t := table{sheet: name}
	unreadable := func(err error) (table, error) {
		return t, NoSpreadsheet(fmt.Sprintf("the sheet %s cannot be read: %v: save the workbook anew as XLSX", name, err))
	}
	rows, err := f.Rows(name)
	if err != nil { // a sheet of another kind, such as a chart
		return t, nil
	}
	defer func() { _ = rows.Close() }() // nothing was written
	for rows.Next() {
		if len(t.rows) == maxRows {
			return t, NoSpreadsheet(fmt.Sprintf("the sheet %s has more than %d rows, and no statement has", name, maxRows))
		}
		cells, err := rows.Columns()
		if err != nil {
			return unreadable(err)
		}
		t.rows = append(t.rows, cells[:min(len(cells), maxColumns)])
	}
	if err := rows.Error(); err != nil {
		return unreadable(err)
	}
	merged, err := f.GetMergeCells(name)
	if err != nil {
		return unreadable(err)
	}
	if len(merged) > maxMerged {
		return t, NoSpreadsheet(fmt.Sprintf("the sheet %s has more than %d merged cells: part them", name, maxMerged))
	}
	for _, m := range merged {
		t.merge(m)
	}
	t.formula = func(row, column int) bool {
		name, err := excelize.CoordinatesToCellName(column+1, row+1)
		if err != nil {
			return false
		}
		formula, err := f.GetCellFormula(t.sheet, name)
		return err == nil && formula != ""
	}
	return t, nil
}

// merge gives each cell of a merged area the text that it shows.
func (t *table) merge(m excelize.MergeCell) {
	left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
	right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
	if err != nil || err2 != nil {
		return
	}
	text := t.at(top-1, left-1)
	if text == "" {
		return
	}
	for row := top - 1; row < min(bottom, len(t.rows)); row++ {
		for column := left - 1; column < min(right, maxColumns); column++ {
			for len(t.rows[row]) <= column {
				t.rows[row] = append(t.rows[row], "")
			}
			t.rows[row][column] = text
		}
	}
}
