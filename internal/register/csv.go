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
			keys = append(keys, record...)
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
		for i, text := range record {
			l, byteColumn := r.FieldPos(i)
			if i >= len(keys) {
				d.report(diag.RegisterRule.At(d.at(l, byteColumn), "this row has more cells than the heading row").Hinting(`a cell that holds a comma stands in "quotes"`))
				break
			}
			v := &field.Value{Kind: field.Scalar, Text: text, Line: l, Column: byteColumn}
			if strings.TrimSpace(text) == "" {
				v.Kind = field.Null
			}
			row.Fields = append(row.Fields, field.Field{Key: keys[i], Line: l, Column: byteColumn, Value: v})
		}
		d.row(row)
	}
}
