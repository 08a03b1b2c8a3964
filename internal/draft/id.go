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

// nextID is the id after the highest of a prefix.
func nextID(m *isms.ISMS, prefix string, width int, taken []string) (string, error) {
	ids, err := NextIDs(m, prefix, width, 1, taken)
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// NextIDs are the n ids after the highest of a prefix, as wide as that one is
// written, or of so many digits where there is none. Ids are never used again,
// so those of withdrawn documents count, and those of whatever else is taken.
// The error is a [Refused].
func NextIDs(m *isms.ISMS, prefix string, width, n int, taken []string) ([]string, error) {
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
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s-%0*d", prefix, width, highest+1+i)
		if !numbered.MatchString(ids[i]) {
			return nil, refuse("%s-%d is the last id there can be", prefix, highest+i)
		}
	}
	return ids, nil
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
