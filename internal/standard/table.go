package standard

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

//go:embed data/*.csv data/*/*
var data embed.FS

// rows reads data/name.csv, whose heading row must be just these columns. Every
// row has as many fields.
func rows(name string, columns ...string) ([][]string, error) {
	f, err := data.Open("data/" + name + ".csv")
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(records) == 0 || !slices.Equal(records[0], columns) {
		return nil, fmt.Errorf("read %s: the heading row is not %s", name, strings.Join(columns, ","))
	}
	return records[1:], nil
}

// items splits a field at its semicolons; an empty field is an empty list.
func items(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, ";")
}
