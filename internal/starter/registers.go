package starter

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"annexa/internal/draft"
	"annexa/internal/edit"
	"annexa/internal/field"
	"annexa/internal/register"
)

//go:embed rows.yaml
var rowsYAML []byte

// exampleRows are a row each of the registers, as it may look.
var exampleRows = sync.OnceValue(func() *field.Value {
	v, _ := field.Parse(field.YAML, rowsYAML, 1)
	return v
})

// register is a register of a starter: empty, with a row as it may look in its
// comment, or with the rows that anybody can use.
func (s *sample) register(r *register.Register) []byte {
	var b strings.Builder
	singular := draft.Singular(r.Schema.Name)
	fmt.Fprintf(&b, "# %s. Add a row below, or with: annexa new %s TITLE\n", r.Schema.Title, singular)
	columns := kept[r.Schema.Name]
	if columns == nil {
		b.WriteString("# A row may look like this:\n#\n")
		for i, line := range exampleOf(r.Schema) {
			lead := "#    "
			if i == 0 {
				lead = "#  - "
			}
			fmt.Fprintf(&b, "%s%s\n", lead, line)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "classification: %s\n", r.Classification)
	if r.Owner.Value != "" {
		fmt.Fprintf(&b, "owner: %s\n", edit.Scalar(r.Owner.Value))
	}
	if columns == nil {
		b.WriteString("rows: []\n")
		return []byte(b.String())
	}
	b.WriteString("rows:\n")
	for _, row := range r.Rows {
		s.row(&b, row, columns)
	}
	return []byte(b.String())
}

// exampleOf are the lines of a register's example, with a word on the columns
// that every row wants.
func exampleOf(schema *register.Schema) []string {
	example := exampleRows().Get(schema.Name)
	lines := []string{"id: " + schema.Prefix + "-001"}
	add := func(key string, required bool) {
		v := example.Get(key)
		if v == nil {
			return
		}
		line := key + ": " + v.Text // what needs quotes stands in two pairs of them
		if required {
			line = fmt.Sprintf("%-52s # wanted", line)
		}
		lines = append(lines, line)
	}
	add("title", true)
	for _, c := range schema.Columns {
		add(c.Key, c.Required)
	}
	return lines
}

// row writes a row that a starter keeps, in the columns that it keeps. A cell
// that only the sample company can say is left out; the sample's people too,
// but for the one who will run the new system.
func (s *sample) row(b *strings.Builder, row *register.Row, columns []string) {
	fmt.Fprintf(b, "  - id: %s\n    title: %s\n", row.ID.Value, edit.Scalar(s.cell(row.Title)))
	for _, key := range columns {
		value := s.cell(row.Cell(key).Text)
		if key == "holder" {
			value = ""
			if row.Title == Manager {
				value = s.answers.Owner
			}
		}
		switch {
		case value != "":
			fmt.Fprintf(b, "    %s: %s\n", key, edit.Scalar(value))
		case row.Register.Schema.Columns[row.Register.Schema.Column(key)].Required:
			fmt.Fprintf(b, "    %s:\n", key)
		}
	}
}

// cell is a cell without the sentences that only the sample company can say.
func (s *sample) cell(text string) string {
	text = s.values.Replace(text)
	kept := s.particulars.line(text)
	if !kept.kept {
		return ""
	}
	return strings.TrimSpace(kept.text)
}
