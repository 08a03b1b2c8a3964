package acknowledge

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// maxFile is how many bytes an export has at most.
const maxFile = 64 << 20

// A table is a file of CSV (RFC 4180) with a heading row.
type table struct {
	heads []string
	rows  []record
}

// A record is a row with anything in it.
type record struct {
	line  int
	cells []string
}

// parse reads a file whose cells are parted by commas, semicolons or tabs,
// whichever the heading row has most of.
func parse(data []byte) (*table, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > maxFile:
		return nil, refuse("the file is larger than %d MB", maxFile>>20)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, refuse("this is a workbook: save the sheet as CSV UTF-8")
	case !utf8.Valid(data):
		return nil, refuse("this is not UTF-8 text: save it as CSV UTF-8")
	}
	heading, _, _ := bytes.Cut(data, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	for _, comma := range ";\t" {
		if bytes.Count(heading, []byte(string(comma))) > bytes.Count(heading, []byte(string(r.Comma))) {
			r.Comma = comma
		}
	}
	t := &table{}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refuse("this is not CSV: %v", err)
		}
		for i := range cells {
			cells[i] = strings.Join(strings.Fields(cells[i]), " ")
		}
		line, _ := r.FieldPos(0)
		switch {
		case strings.Join(cells, "") == "":
		case t.heads == nil:
			t.heads = cells
		default:
			t.rows = append(t.rows, record{line, cells})
		}
	}
	if t.heads == nil {
		return nil, refuse("the file is empty")
	}
	return t, nil
}
