package draft

import (
	"cmp"
	"fmt"
	"strings"

	"annexa/internal/edit"
	"annexa/internal/isms"
	"annexa/internal/register"
)

// row makes a row of a register: its id and title, and what its other columns
// hold in comments; that of a management review with what the registers say to
// its inputs. A register without a file gets one.
func row(m *isms.ISMS, read func(string) ([]byte, error), schema *register.Schema, r Request) (Made, error) {
	id, err := nextID(m, schema.Prefix, 3, r.Taken)
	if err != nil {
		return Made{}, err
	}
	cells, hints := map[string]string{}, map[string]string{}
	lines := []string{"id: " + id, "title: " + edit.Scalar(r.Title)}
	if schema.Name == reviews {
		cells, hints = inputs(m, schema)
		lines = append(lines, "# what the registers said on "+m.Day.String()+": look at it, and say what it means")
	}
	if r.Owner != "" {
		cells["owner"] = r.Owner
	}
	for _, c := range schema.Columns {
		value := ""
		if cells[c.Key] != "" {
			value = edit.Scalar(cells[c.Key])
		}
		line := strings.TrimRight(c.Key+": "+value, " ")
		if h := cmp.Or(hints[c.Key], hint(c, m.Config.Risk.Scale)); h != "" && value == "" {
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
		cells["id"], cells["title"] = id, r.Title
		data, err = edit.AppendRecord(old, cells)
	} else {
		data, err = edit.AppendRow(old, lines)
	}
	if err != nil {
		return Made{}, refuse("%s: %v", existing.File, err)
	}
	return Made{ID: id, Change: edit.Replace(existing.File, old, data)}, nil
}
