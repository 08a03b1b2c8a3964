package starter

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"annexa/internal/edit"
	"annexa/internal/field"
	"annexa/internal/standard"
)

// former makes drafts for the edition of 2022 into drafts for that of 2013.
// Every control and clause of 2013 gets a write-up: the text of the one that
// succeeded it, or, where several became one, a link to the first of them. Ids
// in front matter become those of 2013; mentions in the text too, and what only
// 2022 has is named with its edition.
func former(drafts map[string][]byte) (map[string][]byte, error) {
	out := map[string][]byte{}
	writeUps := map[string][]byte{} // by id of 2022
	for _, name := range slices.Sorted(maps.Keys(drafts)) {
		id := strings.TrimSuffix(path.Base(name), ".md")
		if _, ok := standard.Of(standard.Edition2022).Lookup(id); ok {
			writeUps[id] = drafts[name]
			continue
		}
		data, err := formerDraft(drafts[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = data
	}
	first := map[string]string{} // the id of 2013 that has the text, by id of 2022
	for _, r := range standard.Of(standard.Edition2013).Leaves() {
		data, err := formerWriteUp(r, writeUps, first)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.ID, err)
		}
		folder := "controls"
		if r.IsClause() {
			folder = "clauses"
		}
		out[folder+"/"+r.ID+".md"] = data
	}
	return out, nil
}

// formerDraft is a document that is no write-up.
func formerDraft(data []byte) ([]byte, error) {
	_, front, rest, ok := edit.Front(data)
	if !ok {
		return []byte(mentions(string(data))), nil
	}
	v, _ := field.Parse(field.YAML, front, 1)
	var implements []string
	if list := v.Get("implements"); list != nil {
		for _, item := range list.Items {
			if r, ok := standard.Of(standard.Edition2022).Lookup(item.Text); ok {
				for _, id := range r.Others {
					if o, ok := standard.Of(standard.Edition2013).Lookup(id); ok && o.Leaf() {
						implements = append(implements, id)
					}
				}
			}
		}
		slices.SortFunc(implements, standard.Compare)
		implements = slices.Compact(implements)
	}
	var err error
	if len(implements) > 0 {
		for i, id := range implements {
			if !strings.HasPrefix(id, "A.") {
				implements[i] = `"` + id + `"` // 9.1 is a text and no number
			}
		}
		front, err = edit.Set(front, "implements", "["+strings.Join(implements, ", ")+"]")
	} else {
		front, err = edit.Remove(front, "implements")
	}
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte("---\n"), front, []byte(mentions(string(rest)))), nil
}

// formerWriteUp is the write-up of a requirement of 2013.
func formerWriteUp(r *standard.Requirement, writeUps map[string][]byte, first map[string]string) ([]byte, error) {
	var front []byte
	var bodies []string
	for _, id := range r.Others {
		data, ok := writeUps[id]
		if !ok {
			continue // a heading: its parts are there
		}
		_, f, rest, _ := edit.Front(data)
		if front == nil {
			front = f
		}
		if told := first[id]; told != "" {
			bodies = append(bodies, "This is answered together with [["+told+"]].\n")
			continue
		}
		first[id] = r.ID
		_, body, _ := strings.Cut(string(rest), "\n")
		bodies = append(bodies, strings.Trim(mentions(body), "\n")+"\n")
	}
	if front == nil {
		return nil, fmt.Errorf("no write-up of 2022 answers it")
	}
	key, value := "control", r.ID
	if r.IsClause() {
		key, value = "clause", `"`+r.ID+`"`
	}
	front, err := edit.Set(front, key, value)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "---\n%s---\n\n%s", bytes.TrimLeft(front, "\n"), strings.Join(bodies, "\n")), nil
}

var (
	control2022 = pattern(`(\[\[)?\bA\.[5-8]\.\d{1,2}\b(\]\])?`)
	clauseWords = pattern(`\b[Cc]lauses? \d+(?:\.\d+)*(?:(?:,| and| to|, and) \d+(?:\.\d+)*)*`)
	clauseLink  = pattern(`\[\[\d+(?:\.\d+)*\]\]`)
	clauseID    = pattern(`\d+(?:\.\d+)*`)
	repeated    = pattern(`\bclauses (\d+(?:\.\d+)*)(?:(?:,| and| to) \d+(?:\.\d+)*)*`)
)

// mentions is a text whose mentions of controls and clauses are those of 2013.
func mentions(text string) string {
	text = strings.NewReplacer(
		"ISO/IEC 27001:2022", standard.Edition2013.Name(), "93 controls", fmt.Sprintf("%d controls", len(standard.Of(standard.Edition2013).Controls())),
	).Replace(text)
	text = control2022().ReplaceAllStringFunc(text, func(m string) string {
		link := strings.HasPrefix(m, "[[")
		id := strings.Trim(m, "[]")
		r, ok := standard.Of(standard.Edition2022).Lookup(id)
		if !ok {
			return m
		}
		if len(r.Others) == 0 {
			return "2022:" + id
		}
		ids := slices.Clone(r.Others)
		if link {
			for i := range ids {
				ids[i] = "[[" + ids[i] + "]]"
			}
		}
		return strings.Join(ids, ", ")
	})
	return clauseMentions(text)
}

// clauseMentions does the same for clauses alone.
func clauseMentions(text string) string {
	of := func(id string) string {
		r, ok := standard.Of(standard.Edition2022).Lookup(id)
		switch {
		case !ok || slices.Contains(r.Others, id) && r.Leaf():
			return id
		case len(r.Others) == 0:
			return "2022:" + id
		}
		return r.Others[0]
	}
	text = clauseLink().ReplaceAllStringFunc(text, func(m string) string { return "[[" + of(strings.Trim(m, "[]")) + "]]" })
	return clauseWords().ReplaceAllStringFunc(text, func(m string) string {
		m = clauseID().ReplaceAllStringFunc(m, of)
		return repeated().ReplaceAllStringFunc(m, func(m string) string {
			ids := slices.Compact(clauseID().FindAllString(m, -1))
			if len(ids) == 1 {
				return "clause " + ids[0]
			}
			return m
		})
	})
}
