package register

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"annexa/internal/diag"
	"annexa/internal/field"
)

// DecodeCSV makes a register of a CSV file (RFC 4180) with a heading row.
// Commas or semicolons part the cells, whichever the heading row has more of.
func DecodeCSV(schema *Schema, file string, hash [32]byte, src []byte) *Register {
	d := newDecoder(schema, file, hash)
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if !utf8.Valid(src) {
		d.report(diag.RegisterRule.At(d.at(1, 1), "this is not UTF-8 text").Hinting("save the file as CSV UTF-8"))
		return d.out
	}
	heading, _, _ := bytes.Cut(src, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(src))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	if bytes.Count(heading, []byte(";")) > bytes.Count(heading, []byte(",")) {
		r.Comma = ';'
	}
	lines := bytes.Split(src, []byte("\n"))
	var keys []string
	for n := 0; ; n++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return d.out
		}
		if err != nil {
			line := 1
			var parse *csv.ParseError
			if errors.As(err, &parse) {
				line, err = parse.Line, parse.Err
			}
			d.report(diag.RegisterRule.At(d.at(line, 1), "this is not CSV: %v", err).Hinting(`a cell that holds a comma, a quote or a line break stands in "quotes", quotes within it are doubled`))
			return d.out
		}
		if keys == nil {
			for _, key := range record {
				keys = append(keys, strings.TrimSpace(key))
			}
			continue
		}
		if n > maxRows {
			d.report(diag.RegisterRule.At(d.at(1, 1), "only the first %d rows are read", maxRows))
			return d.out
		}
		if len(strings.Join(record, "")) == 0 {
			continue
		}
		line, _ := r.FieldPos(0)
		row := &field.Value{Kind: field.Map, Line: line, Column: 1}
		column := columnCounter{}
		for i, text := range record {
			empty := strings.TrimSpace(text) == ""
			if empty && (i >= len(keys) || keys[i] == "") {
				continue // spreadsheets write empty cells behind the last one
			}
			l, offset := r.FieldPos(i)
			c := column.at(lines[min(l, len(lines))-1], l, offset)
			if i >= len(keys) {
				d.report(diag.RegisterRule.At(d.at(l, c), "this row has more cells than the heading row").Hinting(`a cell that holds a comma stands in "quotes"`))
				break
			}
			v := &field.Value{Kind: field.Scalar, Text: text, Line: l, Column: c}
			if empty {
				v.Kind = field.Null
			}
			row.Fields = append(row.Fields, field.Field{Key: keys[i], Line: l, Column: c, Value: v})
		}
		d.row(row)
	}
}

// A columnCounter turns offsets within a line, which come in order, into
// columns counted in characters.
type columnCounter struct{ line, offset, column int }

func (c *columnCounter) at(text []byte, line, offset int) int {
	if line != c.line || offset < c.offset {
		*c = columnCounter{line: line, offset: 1, column: 1}
	}
	c.column += utf8.RuneCount(text[min(c.offset-1, len(text)):min(offset-1, len(text))])
	c.offset = offset
	return c.column
}
