package standard

import (
	"strings"
	"sync"
)

// german are our translations of all titles, by the English one.
var german = sync.OnceValues(func() (map[string]string, error) {
	table, err := rows("titles-de", "english", "german")
	titles := make(map[string]string, len(table))
	for _, row := range table {
		titles[row[0]] = row[1]
	}
	return titles, err
})

// TitleIn is the title of r in a language of BCP 47, such as de-AT. It is our
// own translation and not what a printed edition of the standard says, so the
// English title belongs beside it wherever an auditor reads. There is none for
// languages other than German, and English has the title itself.
func (r *Requirement) TitleIn(tag string) (title string, ok bool) {
	if primary, _, _ := strings.Cut(strings.ToLower(tag), "-"); primary != "de" {
		return "", false
	}
	titles, err := german()
	if err != nil {
		return "", false // Err says so
	}
	title, ok = titles[r.Title]
	return title, ok
}
