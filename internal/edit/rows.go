package edit

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"annexa/internal/field"
)

// AppendRow puts rows at the end of a register in YAML: a list of rows, or a
// map with rows. A row's lines are its keys with their values, indented only
// where a value goes on over several lines; they are indented as the rows before.
func AppendRow(src []byte, added ...[]string) ([]byte, error) {
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
		return Set(src, "rows", "\n"+strings.Join(items(added, "  "), "\n"))
	case rows == nil || len(rows.Items) == 0:
		return appendLines(emptied(src), items(added, "")), nil
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
	out := appendLines([]byte(strings.Join(lines[:end], "")), items(added, indent))
	out = append(out, strings.Join(lines[end:], "")...)
	after, faults := field.Parse(field.YAML, out, 1)
	if inMap {
		after = after.Get("rows")
	}
	if n := len(rows.Items); len(faults) > 0 || after == nil || len(after.Items) != n+len(added) || !slices.EqualFunc(rows.Items, after.Items[:n], same) {
		return nil, fmt.Errorf("no row can be added by machine here: add it by hand")
	}
	return out, nil
}

// items are rows as the lines of items of a list.
func items(rows [][]string, indent string) []string {
	var out []string
	for _, row := range rows {
		for i, line := range row {
			before := "  "
			if i == 0 {
				before = "- "
			}
			out = append(out, indent+before+line)
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

// AppendRecord puts rows at the end of a register in CSV. Cells are found by
// their heading; those that the file has no heading for are left out.
func AppendRecord(src []byte, rows ...map[string]string) ([]byte, error) {
	heading, _, _ := bytes.Cut(bytes.TrimPrefix(src, []byte("\ufeff")), []byte("\n"))
	r := csv.NewReader(bytes.NewReader(heading))
	if bytes.Count(heading, []byte(";")) > bytes.Count(heading, []byte(",")) {
		r.Comma = ';'
	}
	keys, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("there is no heading row")
	}
	var lines bytes.Buffer
	w := csv.NewWriter(&lines)
	w.Comma = r.Comma
	for _, cells := range rows {
		record := make([]string, len(keys))
		for i, key := range keys {
			record[i] = Line(cells[field.Fold(strings.TrimSpace(key))])
		}
		if err := w.Write(record); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return appendLines(slices.Clone(src), strings.Split(strings.TrimSuffix(lines.String(), "\n"), "\n")), nil
}
