package acknowledge

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"annexa/internal/draft"
	"annexa/internal/edit"
	"annexa/internal/field"
	"annexa/internal/isms"
)

// heads are the columns that a new register has.
var heads = []string{"id", "title", "date", "who", "document", "version", "audience"}

// Change puts what was taken into the register, at its end. Read returns the
// bytes of a file of the content. An error that is no [Refused] is one of it.
func (r *Report) Change(m *isms.ISMS, read func(string) ([]byte, error)) (edit.Change, error) {
	schema, ok := m.Schemas.Lookup(Register)
	if !ok {
		return edit.Change{}, refuse("there is no register %s", Register)
	}
	ids, err := draft.NextIDs(m, schema.Prefix, 3, len(r.Taken), nil)
	if err != nil {
		return edit.Change{}, Refused{err}
	}
	rows := make([]map[string]string, len(r.Taken))
	for i, t := range r.Taken {
		rows[i] = map[string]string{
			"id": ids[i], "title": t.Document.Title, "date": t.Date.String(), "who": t.Who, "document": t.Document.ID, "version": t.Version, "audience": t.Audience,
		}
	}
	existing, ok := m.Register(Register)
	if !ok {
		data, err := edit.AppendRecord([]byte(strings.Join(heads, ",")+"\n"), rows...)
		return edit.Create("registers/"+Register+".csv", data), err
	}
	old, err := read(existing.File)
	if err != nil {
		return edit.Change{}, fmt.Errorf("read %s: %w", existing.File, err)
	}
	var data []byte
	if strings.HasSuffix(strings.ToLower(existing.File), ".csv") {
		if missing := missing(old, r.Taken); len(missing) > 0 {
			return edit.Change{}, refuse("%s has no column %s: add it to the heading row first", existing.File, strings.Join(missing, ", "))
		}
		data, err = edit.AppendRecord(old, rows...)
	} else {
		lines := make([][]string, len(rows))
		for i, cells := range rows {
			var pairs []string
			for _, key := range heads {
				if value := cells[key]; value != "" {
					pairs = append(pairs, key+": "+edit.Scalar(value))
				}
			}
			lines[i] = []string{"{" + strings.Join(pairs, ", ") + "}"}
		}
		data, err = edit.AppendRow(old, lines...)
	}
	if err != nil {
		return edit.Change{}, refuse("%s: %v", existing.File, err)
	}
	return edit.Replace(existing.File, old, data), nil
}

// missing are the columns of a CSV file that it would take to hold what was
// taken.
func missing(src []byte, taken []Taken) []string {
	heading, _, _ := bytes.Cut(bytes.TrimPrefix(src, []byte("\ufeff")), []byte("\n"))
	r := csv.NewReader(bytes.NewReader(heading))
	if bytes.Count(heading, []byte(";")) > bytes.Count(heading, []byte(",")) {
		r.Comma = ';'
	}
	keys, err := r.Read()
	if err != nil {
		return nil // the edit says so
	}
	for i, key := range keys {
		keys[i] = field.Fold(strings.TrimSpace(key))
	}
	var out []string
	for _, head := range heads {
		wanted := head != "audience" || slices.ContainsFunc(taken, func(t Taken) bool { return t.Audience != "" })
		if wanted && !slices.Contains(keys, head) {
			out = append(out, head)
		}
	}
	return out
}
