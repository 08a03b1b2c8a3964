package isms

import (
	"cmp"
	"strings"

	"annexa/internal/catalogue"
	"annexa/internal/diag"
	"annexa/internal/standard"
)

// A Catalogue in its place: requirements of a law, a contract or another
// standard, which documents answer directly, or clauses and controls do for
// them.
type Catalogue struct {
	*catalogue.Catalogue
	Page         string         // address within the site
	whole        *Requirement   // the heading of it all
	Requirements []*Requirement // entries without a group, then each group with its entries behind it
}

// Entries are the requirements of a catalogue without its groups.
func (c *Catalogue) Entries() []*Requirement {
	var out []*Requirement
	for _, q := range c.Requirements {
		if q.Leaf() {
			out = append(out, q)
		}
	}
	return out
}

// Whole is the catalogue as the heading of its entries, which texts can lead to.
func (c *Catalogue) Whole() *Requirement { return c.whole }

// CatalogueOf is the catalogue that an entry stands in, or nil.
func (m *ISMS) CatalogueOf(q *Requirement) *Catalogue {
	for _, c := range m.Catalogues {
		if strings.HasPrefix(q.ID, c.ID.Value+":") {
			return c
		}
	}
	return nil
}

// Number is the id of a requirement within its catalogue: 21.2.a.
func (c *Catalogue) Number(q *Requirement) string {
	return strings.TrimPrefix(strings.TrimPrefix(q.ID, c.ID.Value), ":")
}

// catalogues puts further catalogues into their place, and resolves what they
// say answers their entries.
func (l *linker) catalogues() {
	m := l.m
	for _, src := range l.in.Catalogues {
		m.Problems = append(m.Problems, src.Problems...)
		if src.ID.Value == "" {
			continue
		}
		place := diag.Place{File: src.File, Line: src.ID.Line, Column: src.ID.Column}
		if first, twice := m.requirements[src.ID.Value]; twice {
			l.problem(diag.DuplicateID.At(place, "%s is the id of another catalogue already: %s", src.ID.Value, first.Title).Hinting("give one of the two another id"))
			continue
		}
		if d, twice := m.byID[src.ID.Value]; twice { // SOA
			l.problem(diag.DuplicateID.At(place, "%s is the id of %s already", src.ID.Value, d.File).Hinting("give the catalogue another id"))
			continue
		}
		c := &Catalogue{Catalogue: src, Page: "catalogues/" + src.ID.Value + ".html"}
		m.Catalogues = append(m.Catalogues, c)
		whole := l.section(c, "", src.Title, "")
		c.whole = whole
		groups := map[string]*Requirement{"": whole}
		entries := map[string][]*Requirement{} // by group
		for _, g := range src.Groups {
			groups[g.ID.Value] = l.section(c, g.ID.Value, g.Title, whole.ID)
			whole.Children = append(whole.Children, groups[g.ID.Value].ID)
		}
		for _, e := range src.Entries {
			group := groups[e.Group.Value]
			q := &Requirement{Page: c.Page + "#" + e.ID.Value, Requirement: &standard.Requirement{
				ID: c.ID.Value + ":" + e.ID.Value, Edition: m.Standard.Edition(), Kind: standard.Entry, Title: e.Title, Parent: group.ID,
			}}
			group.Children = append(group.Children, q.ID)
			m.requirements[q.ID] = q
			entries[e.Group.Value] = append(entries[e.Group.Value], q)
		}
		c.Requirements = entries[""]
		for _, g := range src.Groups {
			c.Requirements = append(append(c.Requirements, groups[g.ID.Value]), entries[g.ID.Value]...)
		}
	}
	for _, c := range m.Catalogues {
		for _, e := range c.Catalogue.Entries {
			l.answeredBy(c, m.requirements[c.ID.Value+":"+e.ID.Value], e)
		}
	}
}

// section makes a catalogue, or a group of one, a heading.
func (l *linker) section(c *Catalogue, id, title, parent string) *Requirement {
	q := &Requirement{Page: c.Page, Requirement: &standard.Requirement{
		ID: c.ID.Value, Edition: l.m.Standard.Edition(), Kind: standard.Section, Title: cmp.Or(title, id, c.ID.Value), Parent: parent,
	}}
	if id != "" {
		q.Requirement.ID, q.Page = c.ID.Value+":"+id, c.Page+"#"+id
	}
	l.m.requirements[q.ID] = q
	return q
}

// answeredBy resolves what answers an entry. Of a control of one's own that is
// not here nothing is known, and so of the entry neither.
func (l *linker) answeredBy(c *Catalogue, q *Requirement, e catalogue.Entry) {
	for _, t := range e.Maps {
		if l.in.withheld.writeUps[t.Value] && IsOwnID(t.Value) {
			q.Decision = NotHere
			continue
		}
		place := diag.Place{File: c.File, Line: t.Line, Column: t.Column}
		to, ok := l.mapped(t, place)
		if ok && to.Kind == standard.Entry {
			l.problem(diag.BrokenReference.At(place, "%s is an entry of a catalogue, and only the standard and one's own controls answer others", t.Value).Hinting("name clauses, controls of Annex A and controls of one's own"))
			continue
		}
		if ok {
			q.mapTo(to)
		}
	}
}

// through answers an entry by what it is mapped to: it is in a state when all
// of that is. What documents say of it directly counts beside that, and an entry
// is counted once, by the better of the two. Where some of what it is mapped to
// is not here, how far it is answered is not known here.
func (q *Requirement) through() {
	for _, to := range q.Maps {
		if to.Decision == NotHere {
			q.Decision = NotHere
		}
	}
	if q.Decision == NotHere {
		return
	}
	q.Decision = Applicable
	if len(q.Maps) == 0 {
		return
	}
	all := q.Maps[0].States()
	for _, to := range q.Maps[1:] {
		for i, a := range to.States() {
			all[i] = min(all[i], a)
		}
	}
	q.Through = all
	q.Mentioned, q.Documented, q.Implemented, q.Evidenced = max(q.Mentioned, all[0]), max(q.Documented, all[1]), max(q.Implemented, all[2]), max(q.Evidenced, all[3])
}
