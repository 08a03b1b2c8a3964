package site

import (
	"html/template"
	"slices"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// cataloguesPage is the list of further catalogues, where there are any.
const cataloguesPage = "catalogues/index.html"

// Catalogues is the list of further catalogues, each with how far its entries
// are met.
type Catalogues struct {
	Level  string // what of the content counts, where not all does
	Groups []CoveredGroup
}

// Catalogue is the page of one.
type Catalogue struct {
	Crumbs    []Link
	ID, Title string
	Lang      *Lang // of the title and the entries
	Version   string
	Source    template.URL
	Level     string
	Covered   []CoveredGroup
	Groups    []CatalogueGroup
	Mapped    []MappedRow // the other way round
	Sides     Sides
}

// A CatalogueGroup is a heading with its entries; the first may have no
// heading.
type CatalogueGroup struct {
	Anchor, ID, Title string
	Rows              []CatalogueRow
}

// A CatalogueRow is an entry, and what answers it.
type CatalogueRow struct {
	Anchor, ID, Title string
	Through           []Through // what it is mapped to, by how far that is
	Documents         []Entry   // that answer it directly
	Answers           []Chip    // the four states
	Hidden            Chip      // that its state is not known here; else zero
}

// Through is what an entry is mapped to that is equally far.
type Through struct {
	State Chip
	To    []Link
}

// A MappedRow is a requirement with the entries that it answers.
type MappedRow struct {
	Requirement Entry
	Entries     []Link
}

// catalogues adds a page for each further catalogue, and the list of them.
func (s *Site) catalogues() error {
	if len(s.m.Catalogues) == 0 {
		return nil
	}
	if err := s.page(header{cataloguesPage, section{catalogueSection, ""}, s.say("catalogue.title"), s.say("catalogue.about")}, "catalogues.html", func(at seat) any {
		return Catalogues{s.level(), s.catalogueSums(at)}
	}); err != nil {
		return err
	}
	for i, c := range s.m.Catalogues {
		h := header{c.Page, section{catalogueSection, c.ID.Value}, joined(" ", c.ID.Value, c.Title), s.say("catalogue.about")}
		if err := s.page(h, "catalogue.html", func(at seat) any { return s.catalogueView(at, i) }); err != nil {
			return err
		}
	}
	return nil
}

// catalogueSums are the catalogues with the states of their entries, each in one
// line.
func (s *Site) catalogueSums(at seat) []CoveredGroup {
	var out []CoveredGroup
	for _, c := range s.m.Catalogues {
		g := s.coveredGroup(at.link(c.Page, c.Title), c.Entries())
		g.ID, g.Lang = c.ID.Value, s.own
		out = append(out, g)
	}
	return out
}

func (s *Site) catalogueView(at seat, i int) Catalogue {
	c := s.m.Catalogues[i]
	v := Catalogue{
		Crumbs: []Link{at.link(cataloguesPage, s.say("catalogue.title"))}, ID: c.ID.Value, Title: c.Title, Lang: s.own, Version: c.Version,
		Level: s.level(), Source: template.URL(c.Source), Covered: []CoveredGroup{s.coveredGroup(at.link(c.Page, s.say("catalogue.entries")), c.Entries())},
	}
	mapped := map[*isms.Requirement][]Link{}
	for _, q := range c.Requirements {
		number := c.Number(q)
		if q.Kind == standard.Section {
			v.Groups = append(v.Groups, CatalogueGroup{Anchor: number, ID: number, Title: q.Title})
			continue
		}
		if len(v.Groups) == 0 {
			v.Groups = []CatalogueGroup{{}}
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Rows = append(g.Rows, s.catalogueRow(at, q, number))
		for _, to := range q.Maps {
			mapped[to] = append(mapped[to], at.link(q.Page, number))
		}
	}
	for _, q := range s.m.Requirements {
		if entries := mapped[q]; len(entries) > 0 && q.Page != "" {
			v.Mapped = append(v.Mapped, MappedRow{at.requirement(q), entries})
		}
	}
	side := func(i int) *Link {
		if i < 0 || i >= len(s.m.Catalogues) {
			return nil
		}
		l := at.link(s.m.Catalogues[i].Page, joined(" ", s.m.Catalogues[i].ID.Value, s.m.Catalogues[i].Title))
		return &l
	}
	v.Sides = Sides{side(i - 1), side(i + 1)}
	return v
}

func (s *Site) catalogueRow(at seat, q *isms.Requirement, number string) CatalogueRow {
	row := CatalogueRow{Anchor: number, ID: number, Title: q.Title, Documents: at.documentList(q.Documents)}
	for _, to := range q.Maps {
		state := s.standing(to)
		i := slices.IndexFunc(row.Through, func(t Through) bool { return t.State == state })
		if i < 0 {
			i, row.Through = len(row.Through), append(row.Through, Through{State: state})
		}
		row.Through[i].To = append(row.Through[i].To, at.link(to.Page, to.ID))
	}
	if q.Decision == isms.NotHere {
		row.Hidden = s.chip("open", "level.word")
		return row
	}
	for _, a := range q.States() {
		row.Answers = append(row.Answers, s.answerChip(a))
	}
	return row
}

// standing is how far a clause or control is that answers an entry: what is in
// force says so.
func (s *Site) standing(q *isms.Requirement) Chip {
	switch w := writeUp(q); {
	case hidden(q) || q.DecisionInForce() == isms.Excluded:
		return s.decisionChip(q)
	case w == nil || w.State == isms.Retired:
		return s.chip("no", "requirement.no-write-up")
	case !w.InForce():
		return s.doubt(w)
	case q.DecisionInForce() == isms.Undecided:
		return s.decisionChip(q)
	default:
		return s.implementationChip(w.Front.Implementation)
	}
}
