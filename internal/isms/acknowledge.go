package isms

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/day"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/standard"
)

// Acknowledged is how far the readers of a document have said that they took
// note of it.
type Acknowledged struct {
	Document *Document
	Since    string         // the version from which on an acknowledgement counts
	Readers  []Readership   // by audience, as the document names them, then what else rows name
	Versions []Acknowledger // every version that was acknowledged by anybody, the latest first, by audience
}

// A Readership is an audience with how many of it have acknowledged what
// counts.
type Readership struct {
	Audience string // empty where rows name none
	Done     int
	Of       int // how many people it has; 0 where annexa.yaml does not say
}

// An Acknowledger is an audience that acknowledged a version.
type Acknowledger struct {
	Version  string // empty where rows name none
	Audience string
	Done     int
	Last     day.Date // on which somebody did
	Counts   bool     // for the version in force
}

// Acknowledgements are those of the documents in force that want them, in the
// order of the documents. What counts is an acknowledgement of the version in
// force, or of one before it with only such changes between that the history
// does not call material. A person counts once in an audience; a row with a
// number of people counts for so many.
func (m *ISMS) Acknowledgements() []Acknowledged {
	var out []Acknowledged
	rows := map[*Document][]*Row{}
	if r, ok := m.Register("acknowledgements"); ok {
		column := r.Schema.Column("document")
		for _, row := range r.Rows {
			for _, t := range row.Links[column] {
				if d := t.Written(); d != nil {
					rows[d] = append(rows[d], row)
				}
			}
		}
	}
	for _, d := range m.Documents {
		if d.Front.Acknowledge == "required" && d.InForce() {
			out = append(out, m.acknowledged(d, rows[d]))
		}
	}
	return out
}

func (m *ISMS) acknowledged(d *Document, rows []*Row) Acknowledged {
	a := Acknowledged{Document: d, Since: asked(d)}
	type key struct{ version, audience string }
	counts := map[key]*Acknowledger{}
	seen := map[key]map[string]bool{} // people
	done := map[string]map[string]int{}
	for _, row := range rows {
		on := row.Cell("date").Date
		if on.After(m.Day) {
			continue
		}
		k := key{row.Cell("version").Text, row.Cell("audience").Text}
		if k.audience == "" && len(d.Front.Audience) == 1 {
			k.audience = d.Front.Audience[0]
		}
		for _, name := range d.Front.Audience {
			if strings.EqualFold(name, k.audience) {
				k.audience = name
			}
		}
		if counts[k] == nil {
			counts[k] = &Acknowledger{Version: k.version, Audience: k.audience, Counts: k.version != "" && standard.Compare(k.version, a.Since) >= 0 && standard.Compare(k.version, d.Front.Version) <= 0}
			seen[k] = map[string]bool{}
		}
		who, people := strings.ToLower(strings.TrimSpace(row.Cell("who").Text)), 1
		if n, err := strconv.Atoi(row.Cell("people").Text); err == nil && n >= 0 {
			people = n
		}
		if who == "" {
			who = row.ID.Value // somebody, and nobody else
		}
		c := counts[k]
		if on.After(c.Last) {
			c.Last = on
		}
		if seen[k][who] {
			continue
		}
		seen[k][who] = true
		c.Done += people
		if c.Counts {
			if done[k.audience] == nil {
				done[k.audience] = map[string]int{}
			}
			done[k.audience][who] = max(done[k.audience][who], people)
		}
	}
	for _, c := range counts {
		a.Versions = append(a.Versions, *c)
	}
	slices.SortFunc(a.Versions, func(x, y Acknowledger) int {
		return cmp.Or(standard.Compare(y.Version, x.Version), cmp.Compare(x.Audience, y.Audience))
	})
	names := slices.Clone(d.Front.Audience)
	for _, c := range a.Versions {
		if c.Counts && !slices.Contains(names, c.Audience) {
			names = append(names, c.Audience)
		}
	}
	for _, name := range names {
		r := Readership{Audience: name, Of: m.Config.Audiences[strings.ToLower(name)]}
		for _, people := range done[name] {
			r.Done += people
		}
		a.Readers = append(a.Readers, r)
	}
	return a
}

// asked is the version from which on an acknowledgement counts: the latest that
// the history calls material, or else its first. Without a history it is the
// version in force.
func asked(d *Document) string {
	entries := slices.Clone(d.Front.History)
	slices.SortStableFunc(entries, func(a, b document.Entry) int { return standard.Compare(a.Version, b.Version) })
	since := d.Front.Version
	for i, e := range entries {
		if i == 0 || e.Material == field.Yes {
			if e.Version != "" && standard.Compare(e.Version, d.Front.Version) <= 0 {
				since = e.Version
			}
		}
	}
	return since
}
