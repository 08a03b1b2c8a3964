package draft

import (
	"fmt"
	"strings"

	"annexa/internal/edit"
	"annexa/internal/isms"
	"annexa/internal/register"
)

// row makes a row of a register: its id and title, and what its other columns
// hold in comments. A register without a file gets one.
func row(m *isms.ISMS, read func(string) ([]byte, error), schema *register.Schema, r Request) (Made, error) {
	id, err := nextID(m, schema.Prefix, 3, r.Taken)
	if err != nil {
		return Made{}, err
	}
	lines := []string{"id: " + id, "title: " + edit.Scalar(r.Title)}
	for _, c := range schema.Columns {
		value := ""
		if c.Key == "owner" && r.Owner != "" {
			value = edit.Scalar(r.Owner)
		}
		line := strings.TrimRight(c.Key+": "+value, " ")
		if h := hint(c, m.Config.Risk.Scale); h != "" && value == "" {
			line = fmt.Sprintf("%-24s # %s", line, h)
		}
		lines = append(lines, line)
	}
	existing, ok := m.Register(schema.Name)
	if !ok {
		head := fmt.Sprintf("# %s\nclassification: %s\nrows: []\n", schema.Title, schema.Classification)
		data, err := edit.AppendRow([]byte(head), lines)
		return Made{ID: id, Change: edit.Create("registers/"+schema.Name+".yaml", data)}, err
	}
	old, err := read(existing.File)
	if err != nil {
		return Made{}, err
	}
	var data []byte
	if strings.HasSuffix(strings.ToLower(existing.File), ".csv") {
		data, err = edit.AppendRecord(old, map[string]string{"id": id, "title": r.Title, "owner": r.Owner})
	} else {
		data, err = edit.AppendRow(old, lines)
	}
	if err != nil {
		return Made{}, refuse("%s: %v", existing.File, err)
	}
	return Made{ID: id, Change: edit.Replace(existing.File, old, data)}, nil
}
