package site

import (
	"html/template"

	"annexa/internal/isms"
)

// Documents is the register of all documents, kind by kind.
type Documents struct {
	Count  int // of documents, pages left out
	Groups []DocumentGroup
	Items  []Information
}

// A DocumentGroup is the documents of a kind.
type DocumentGroup struct {
	Anchor string
	Title  string
	Pages  bool // files without status: they have no version or owner
	Rows   []DocumentRow
}

// A DocumentRow is a document in the register.
type DocumentRow struct {
	Href    template.URL
	ID      string
	Title   string
	Lang    *Lang // of the title
	State   Chip
	Version string
	Owner   string
	Review  string
	Due     Chip
	File    string
}

// Information is documented information that the standard asks for by name.
type Information struct {
	What   string
	Lang   *Lang // of it
	Clause Link
	By     []Entry
	State  Chip
}

func (s *Site) documentsView(at seat) any {
	v := Documents{Items: s.information(at, s.items)}
	for _, g := range s.groups() {
		view := DocumentGroup{Anchor: g.anchor, Title: g.title, Pages: g.anchor == "Pages", Rows: make([]DocumentRow, 0, len(g.documents))}
		for _, d := range g.documents {
			view.Rows = append(view.Rows, s.documentRow(at, d))
		}
		if !view.Pages { // as annexa check counts them
			v.Count += len(view.Rows)
		}
		v.Groups = append(v.Groups, view)
	}
	return v
}

func (s *Site) documentRow(at seat, d *isms.Document) DocumentRow {
	f := &d.Front
	review := s.m.Review(d)
	title, lang := s.title(d)
	return DocumentRow{
		Href: at.to(d.Page), ID: d.ID, Title: title, Lang: lang, State: s.stateChip(d), Version: f.Version, Owner: f.Owner.Value,
		Review: s.date(review.Next), Due: s.reviewChip(review.Status), File: d.File,
	}
}

func (s *Site) information(at seat, items []isms.Item) []Information {
	var out []Information
	for _, item := range items {
		v := Information{What: s.tongue.Of(item.What), Lang: s.theirs, By: at.documentList(item.Documents), State: s.answerChip(item.Provided)}
		if item.NotHere {
			v.State = s.chip("open", "level.word")
		}
		if q, ok := s.m.Requirement(item.Clause(s.m.Standard.Edition())); ok {
			v.Clause = at.link(q.Page, q.ID)
		}
		for _, r := range item.Registers {
			v.By = append(v.By, Entry{Href: at.to(r.Page), Title: r.Schema.TitleIn(s.opt.Words)})
		}
		out = append(out, v)
	}
	return out
}
