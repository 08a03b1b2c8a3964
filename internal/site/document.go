package site

import (
	"html/template"
	"slices"
	"strings"

	"annexa/internal/document"
	"annexa/internal/isms"
)

// Document is the page of a document, or of a file without status.
type Document struct {
	Crumbs     []Link
	Kind       string // policy, procedure …; page for a file without status
	ID         string
	Title      string
	TitleID    string // the anchor of the text's own title, may be empty
	Summary    string
	State      Chip
	Review     Chip
	Notices    []Notice
	Problems   []Problem
	Facts      []Fact
	PDF, Edit  template.URL
	Text       Text
	Implements []Entry
	Provides   []string
	Rows       []Entry
	Related    []Entry
	Referenced []Entry
	History    []Version
}

// Retired is the page that a withdrawn document keeps.
type Retired struct {
	Crumbs    []Link
	ID        string
	Title     string
	State     Chip
	Successor *Entry
	Facts     []Fact
	Problems  []Problem
}

// Unreadable is the page of a file that could not be read.
type Unreadable struct {
	Crumbs   []Link
	Title    string
	File     string
	Reason   string
	Problems []Problem
}

// documents adds a page for every document but the write-ups and the
// Statement, which have pages of other kinds, and the list of all.
func (s *Site) documents() error {
	if err := s.page(header{"documents.html", section{documentsSection, ""}, "Documents", "All documents of the management system with status, owner, version and next review."}, "documents.html", s.documentsView); err != nil {
		return err
	}
	for _, d := range s.shown {
		if d.Requirement != nil || d.Kind == "soa" {
			continue
		}
		if err := s.documentPage(d); err != nil {
			return err
		}
	}
	return nil
}

func (s *Site) documentPage(d *isms.Document) error {
	anchor, _ := kindOf(d)
	h := header{d.Page, section{documentsSection, anchor}, strings.TrimSpace(d.ID + " " + d.Title), d.Summary}
	switch {
	case d.Unreadable != "":
		return s.page(h, "unreadable.html", func(at seat) any {
			return Unreadable{Crumbs: crumbs(at, d), Title: d.Title, File: d.File, Reason: d.Unreadable, Problems: s.problemsOf(d.File)}
		})
	case d.State == isms.Retired:
		h.description = "Withdrawn."
		return s.page(h, "retired.html", func(at seat) any { return s.retiredView(at, d) })
	}
	return s.page(h, "document.html", func(at seat) any { return s.documentView(at, d) })
}

// kindOf is the group of lists a document belongs to.
func kindOf(d *isms.Document) (anchor, title string) {
	switch d.State {
	case isms.Page:
		return "Pages", "Pages"
	case isms.Retired:
		return "Withdrawn", "Withdrawn"
	}
	for _, k := range kindTitles {
		if k.kind == d.Kind {
			return k.anchor, k.title
		}
	}
	return "Others", "Other documents"
}

func crumbs(at seat, d *isms.Document) []Link {
	anchor, title := kindOf(d)
	return []Link{at.link("documents.html", "Documents"), at.link("documents.html#"+anchor, title)}
}

func (s *Site) documentView(at seat, d *isms.Document) Document {
	v := Document{
		Crumbs: crumbs(at, d), Kind: d.Kind, ID: d.ID, Title: d.Title, Summary: d.Summary, State: stateChip(d), Review: reviewChip(s.m.Review(d).Status),
		Notices: s.notices(at, d), Problems: s.problemsOf(d.File), Facts: s.facts(at, d), PDF: s.pdf(at, d), Edit: s.edit(d.File),
		Implements: at.requirementList(d.Implements), Related: at.documentList(d.Related), Referenced: at.documentList(d.ReferencedBy),
		Rows: at.rowList(d.Rows, func(*isms.Row) bool { return true }), History: history(d), Provides: s.provides[d],
	}
	if d.State == isms.Page {
		v.Kind = "page"
	}
	for _, f := range d.FormerIDs {
		e := at.former(f)
		e.ID = f.Edition.String() + ":" + f.ID
		v.Implements = append(v.Implements, e)
	}
	v.Text, v.TitleID = s.text(at, d)
	return v
}

// pdf is the way to a document's own PDF, where one is made.
func (s *Site) pdf(at seat, d *isms.Document) template.URL {
	if !s.opt.PDF || d.State == isms.Page || d.State == isms.Retired || d.ID == "" || d.Unreadable != "" {
		return ""
	}
	return at.to(strings.TrimSuffix(d.Page, ".html") + ".pdf")
}

// edit is where a file is edited, where annexa.yaml says so.
func (s *Site) edit(file string) template.URL {
	return template.URL(s.m.Config.EditAddress(escapePath(file)))
}

// notices are what a reader must not overlook: that a text is not in force,
// or that its review is overdue.
func (s *Site) notices(at seat, d *isms.Document) []Notice {
	var out []Notice
	switch d.State {
	case isms.Draft:
		out = append(out, Notice{Shape: "draft", Title: "Draft: not in force", Text: "This text has not been approved. Do not rely on it."})
	case isms.InReview:
		out = append(out, Notice{Shape: "review", Title: "In review: not in force", Text: "Approval of this text was asked for and has not been given. Do not rely on it."})
	case isms.Effective:
		out = append(out, Notice{Shape: "future", Title: "Not yet in force", Text: "This text is approved and comes into force on " + d.Front.Effective.Long() + "."})
	}
	if r := s.m.Review(d); r.Status == isms.Overdue {
		out = append(out, Notice{Shape: "overdue", Title: "Review overdue", Text: "This text was to be reviewed by " + r.Next.Long() + ". Ask its owner whether it still holds.", Link: at.link("reviews.html", "All reviews")})
	}
	return out
}

// facts are who answers for a document, who approved it, and when.
func (s *Site) facts(at seat, d *isms.Document) []Fact {
	f := &d.Front
	if d.State == isms.Page {
		return known(Fact{Term: "File", Text: d.File}, s.role(at, "Owner", f.Owner.Value), Fact{Term: "Classification", Text: f.Classification}, Fact{Term: "For", Text: strings.Join(f.Audience, ", ")})
	}
	review := s.m.Review(d)
	next := Fact{Term: "Next review", Text: review.Next.Long(), State: reviewChip(review.Status)}
	if !review.Every.IsZero() {
		next.Small = "every " + strings.TrimPrefix(review.Every.String(), "1 ")
	}
	approved := Fact{Term: "Approved", Text: f.Approved.Date.Long(), Small: joined(", ", f.Approved.By, f.Approved.Role.Value)}
	if approved.Text == "" {
		approved.Text, approved.Small = approved.Small, ""
	}
	if !d.InForce() && d.State != isms.Effective {
		approved = Fact{}
	}
	facts := known(
		Fact{Term: "Status", State: stateChip(d)},
		Fact{Term: "Version", Text: f.Version},
		s.role(at, "Owner", f.Owner.Value),
		approved,
		dateFact("In force from", f.Effective),
		next,
		Fact{Term: "Classification", Text: f.Classification},
		Fact{Term: "For", Text: strings.Join(f.Audience, ", ")},
	)
	if !f.Retain.IsZero() {
		facts = append(facts, Fact{Term: "Kept for", Text: f.Retain.String()})
	}
	return facts
}

// joined joins the words that are there.
func joined(by string, words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), by)
}

// newestEntries is the history of a document, the newest version first.
func newestEntries(d *isms.Document) []document.Entry {
	entries := slices.Clone(d.Front.History)
	if n := len(entries); n > 1 && entries[0].Date.Before(entries[n-1].Date) {
		slices.Reverse(entries)
	}
	return entries
}

// history is the versions of a document, the newest first.
func history(d *isms.Document) []Version {
	entries := newestEntries(d)
	out := make([]Version, 0, len(entries))
	for _, e := range entries {
		out = append(out, Version{e.Version, e.Date.Long(), e.Author, e.Change})
	}
	return out
}

func (s *Site) retiredView(at seat, d *isms.Document) Retired {
	f := &d.Front
	v := Retired{Crumbs: crumbs(at, d), ID: d.ID, Title: d.Title, State: stateChip(d), Problems: s.problemsOf(d.File)}
	if to := d.ReplacedBy; to != nil && to.Published && to.Page != "" {
		e := at.document(to)
		v.Successor = &e
	}
	withdrawal := Fact{}
	if h := history(d); len(h) > 0 {
		withdrawal = Fact{Term: "Withdrawn", Text: h[0].Date, Small: h[0].Change}
	}
	v.Facts = known(Fact{Term: "Last version", Text: f.Version}, withdrawal, s.role(at, "Owner", f.Owner.Value), Fact{Term: "Kept for", Text: f.Retain.String()})
	return v
}
