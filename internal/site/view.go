package site

import (
	"html/template"

	"annexa/internal/isms"
	"annexa/internal/standard"
)

// A Link leads somewhere. One without Href is its text alone.
type Link struct {
	Href template.URL
	Text string
	Lang *Lang // of the text
}

// An Entry is a document, a requirement or a row in a list.
type Entry struct {
	Href  template.URL
	ID    string
	Title string
	Lang  *Lang  // of the title
	Note  string // said after it, may be empty
	State Chip   // zero where nothing needs to be said
}

// A Fact is a line of the panel that says who, when and which version.
type Fact struct {
	Term  string
	Text  string
	Href  template.URL // may be empty
	Small string       // said after it, may be empty
	State Chip         // may be zero
}

// A Notice stands on top of a page and cannot be overlooked.
type Notice struct {
	Shape string // as of a Chip
	Title string
	Text  string
	Lang  *Lang // of the text
	Link  Link  // may be zero
}

// A Version is an entry of the history.
type Version struct {
	Version, Date, Author, Change string
	Lang                          *Lang // of the change
}

// History is the versions of a document, the newest first, and where more is
// said of those that were approved.
type History struct {
	Versions           []Version
	Approvals, Changes Link // may be zero
}

// An Activity is what a heading of the standard comes to, and what answers it.
type Activity struct {
	Text         string
	Lang         *Lang // of the text
	Requirements []Link
	Answers      []Entry
	NotHere      bool // what may answer it is not published here
}

// A Heading of the contents of a page.
type Heading struct {
	Href  template.URL
	Text  string
	Depth int // 1 or 2
}

// Sides lead to what comes before and after a page.
type Sides struct{ Previous, Next *Link }

// writeUp is the write-up of a requirement, if it is published.
func writeUp(q *isms.Requirement) *isms.Document {
	if q.WriteUp == nil || !q.WriteUp.Published {
		return nil
	}
	return q.WriteUp
}

// hidden says that a requirement has a write-up that is not published here: a
// draft, where drafts are hidden, or one that is classified too high.
func hidden(q *isms.Requirement) bool {
	return q.Decision == isms.NotHere || q.WriteUp != nil && !q.WriteUp.Published
}

func (at seat) document(d *isms.Document) Entry {
	e := Entry{Href: at.to(d.Page), ID: d.ID, State: at.site.doubt(d)}
	e.Title, e.Lang = at.site.title(d)
	return e
}

// documentList are the published ones of a list.
func (at seat) documentList(list []*isms.Document) []Entry {
	out := make([]Entry, 0, len(list))
	for _, d := range list {
		if d.Published && d.Page != "" {
			out = append(out, at.document(d))
		}
	}
	return out
}

func (at seat) requirement(q *isms.Requirement) Entry {
	title, lang := at.site.titleOf(q.Requirement)
	return Entry{Href: at.to(q.Page), ID: idOf(q.Requirement), Title: title, Lang: lang}
}

func (at seat) requirementList(list []*isms.Requirement) []Entry {
	out := make([]Entry, 0, len(list))
	for _, q := range list {
		if q.Page != "" { // an own control that is a hidden draft has no page
			out = append(out, at.requirement(q))
		}
	}
	return out
}

func (at seat) former(f *isms.Former) Entry {
	return Entry{Href: at.to(f.Page), ID: f.ID, Title: at.site.tongue.Of(f.Title), Lang: at.site.theirs}
}

// rowPage is the address of a row.
func rowPage(r *isms.Row) string { return r.Register.Page + "#" + r.Anchor() }

// rowList are the rows of a list for which keep is true.
func (at seat) rowList(list []*isms.Row, keep func(*isms.Row) bool) []Entry {
	var out []Entry
	for _, r := range list {
		if keep(r) {
			out = append(out, Entry{Href: at.to(rowPage(r)), ID: r.ID.Value, Title: r.Title, Lang: at.site.own, Note: r.Register.Schema.TitleIn(at.site.opt.Words)})
		}
	}
	return out
}

func (at seat) activities(list []isms.Activity) []Activity {
	var out []Activity
	for _, a := range list {
		b := Activity{Text: at.site.tongue.Of(a.Text), Lang: at.site.theirs, Answers: at.documentList(a.Answers), NotHere: a.NotHere}
		for _, q := range a.Requirements {
			b.Requirements = append(b.Requirements, at.link(q.Page, q.ID))
		}
		out = append(out, b)
	}
	return out
}

// role is a fact with the name of a role, linked to its row.
func (s *Site) role(at seat, term, role string) Fact {
	f := Fact{Term: term, Text: role}
	if row, ok := s.roles[lower(role)]; ok {
		f.Href = at.to(rowPage(row))
		f.Small = row.Cell("holder").Text
	}
	return f
}

// known leaves out the facts of which nothing is known.
func known(facts ...Fact) []Fact {
	out := facts[:0]
	for _, f := range facts {
		if f.Text != "" || f.State.Word != "" {
			out = append(out, f)
		}
	}
	return out
}

// withdrawn is the notice on pages of an edition that is in force no longer.
func (s *Site) withdrawn(e standard.Edition) []Notice {
	w, ok := e.Withdrawn()
	if !ok {
		return nil
	}
	return []Notice{s.notice("retired", "notice.edition", "edition", e.Name(), "month", s.month(w.Since), "date", s.date(w.CertificatesEnded))}
}
