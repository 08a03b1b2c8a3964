package edit

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"annexa/internal/field"
)

// AppendRow puts a row at the end of a register in YAML: a list of rows, or a
// map with rows. The row's lines are its keys with their values, indented only
// where a value goes on over several lines; they are indented as the rows before.
func AppendRow(src []byte, row []string) ([]byte, error) {
	v, faults := field.Parse(field.YAML, src, 1)
	if len(faults) > 0 {
		return nil, fmt.Errorf("line %d: %s", faults[0].Line, faults[0].Message)
	}
	rows, inMap := v, false
	if v != nil && v.Kind == field.Map && len(v.Fields) > 0 {
		rows, inMap = v.Get("rows"), true
	}
	switch {
	case inMap && (rows == nil || len(rows.Items) == 0):
		if rows != nil && rows.Kind == field.Scalar {
			return nil, fmt.Errorf("line %d: rows is a text and no list", rows.Line)
		}
		return Set(src, "rows", "\n"+strings.Join(item(row, "  "), "\n"))
	case rows == nil || len(rows.Items) == 0:
		return appendLines(emptied(src), item(row, "")), nil
	}
	lines := slices.Collect(strings.Lines(string(src)))
	last := lines[rows.Items[len(rows.Items)-1].Line-1]
	indent := last[:len(last)-len(strings.TrimLeft(last, " "))]
	if !strings.HasPrefix(last[len(indent):], "- ") {
		return nil, fmt.Errorf("line %d: the rows stand within [ ]: put each on lines of its own that begin with a hyphen", rows.Line)
	}
	end := len(lines)
	if inMap {
		e, err := open(src)
		if err != nil {
			return nil, err
		}
		_, end = e.extent(e.find("rows"))
	}
	out := appendLines([]byte(strings.Join(lines[:end], "")), item(row, indent))
	out = append(out, strings.Join(lines[end:], "")...)
	after, faults := field.Parse(field.YAML, out, 1)
	if inMap {
		after = after.Get("rows")
	}
	if n := len(rows.Items); len(faults) > 0 || after == nil || len(after.Items) != n+1 || !slices.EqualFunc(rows.Items, after.Items[:n], same) {
		return nil, fmt.Errorf("no row can be added by machine here: add it by hand")
	}
	return out, nil
}

// item is a row's lines as an item of a list.
func item(row []string, indent string) []string {
	out := make([]string, len(row))
	for i, line := range row {
		out[i] = indent + "  " + line
		if i == 0 {
			out[i] = indent + "- " + line
		}
	}
	return out
}

// emptied is a file without rows as rows can be put behind it: an empty list
// in one line gives way to them, comments stay.
func emptied(src []byte) []byte {
	var out []byte
	for line := range bytes.Lines(src) {
		if s := strings.TrimSpace(string(line)); s != "[]" && s != "{}" {
			out = append(out, line...)
		}
	}
	return out
}

func appendLines(src []byte, lines []string) []byte {
	newline := "\n"
	if bytes.Contains(src, []byte("\r\n")) {
		newline = "\r\n"
	}
	if len(src) > 0 && !bytes.HasSuffix(src, []byte("\n")) {
		src = append(src, newline...)
	}
	return append(src, strings.Join(lines, newline)+newline...)
}

// AppendRecord puts a row at the end of a register in CSV. Cells are found by
// their heading; those that the file has no heading for are left out.
func AppendRecord(src []byte, cells map[string]string) ([]byte, error) {
	heading, _, _ := bytes.Cut(bytes.TrimPrefix(src, []byte("\ufeff")), []byte("\n"))
	r := csv.NewReader(bytes.NewReader(heading))
	if bytes.Count(heading, []byte(";")) > bytes.Count(heading, []byte(",")) {
		r.Comma = ';'
	}
	keys, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("there is no heading row")
	}
	record := make([]string, len(keys))
	for i, key := range keys {
		record[i] = Line(cells[field.Fold(strings.TrimSpace(key))])
	}
	var line bytes.Buffer
	w := csv.NewWriter(&line)
	w.Comma = r.Comma
	if err := w.Write(record); err != nil {
		return nil, err
	}
	w.Flush()
	return appendLines(slices.Clone(src), []string{strings.TrimSuffix(line.String(), "\n")}), nil
}
