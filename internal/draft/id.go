package draft

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"annexa/internal/isms"
)

// prefixes are those of the kinds of document, where content has none yet.
var prefixes = map[string]string{"policy": "POL", "standard": "STD", "procedure": "PRO", "guideline": "GDL", "plan": "PLN", "record": "REC", "soa": "SOA"}

// numbered is an id that ends in a number.
var numbered = regexp.MustCompile(`^([A-Z][A-Z0-9]{0,9})-([0-9]{1,8})$`)

// nextID is the id after the highest of a prefix, as wide as that one is
// written. Ids are never used again, so those of withdrawn documents count, and
// those of whatever else is taken.
func nextID(m *isms.ISMS, prefix string, width int, taken []string) (string, error) {
	highest := 0
	look := func(id string) {
		if match := numbered.FindStringSubmatch(strings.ToUpper(id)); match != nil && match[1] == prefix {
			if n, err := strconv.Atoi(match[2]); err == nil && n >= highest {
				highest, width = n, len(match[2])
			}
		}
	}
	for _, d := range m.Documents {
		look(d.ID)
	}
	for _, r := range m.Registers {
		for _, row := range r.Rows {
			look(row.ID.Value)
		}
	}
	for _, id := range taken {
		look(id)
	}
	id := fmt.Sprintf("%s-%0*d", prefix, width, highest+1)
	if !numbered.MatchString(id) {
		return "", refuse("%s-%d is the last id there can be", prefix, highest)
	}
	return id, nil
}

// prefixOf is the prefix that most ids of a kind begin with.
func prefixOf(like []*isms.Document, kind string) string {
	prefix := most(like, func(d *isms.Document) string {
		if match := numbered.FindStringSubmatch(d.ID); match != nil {
			return match[1]
		}
		return ""
	})
	if prefix == "" {
		return prefixes[kind]
	}
	return prefix
}
