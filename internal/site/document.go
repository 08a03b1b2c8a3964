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
	Kind       string // policy, procedure …, in words
	ID         string
	Title      string
	TitleID    string // the anchor of the text's own title, may be empty
	Summary    string
	Lang       *Lang // of title and summary
	State      Chip
	Review     Chip
	Notices    []Notice
	Facts      []Fact
	PDF, Edit  template.URL
	Text       Text
	Implements []Entry
	Provides   []Link // no links: phrases of the standard
	Rows       []Entry
	Related    []Entry
	Referenced []Entry
	History    History
}

// Retired is the page that a withdrawn document keeps.
type Retired struct {
	Crumbs    []Link
	ID        string
	Title     string
	Lang      *Lang // of the title
	State     Chip
	Successor *Entry
	Facts     []Fact
}

// Unreadable is the page of a file that could not be read.
type Unreadable struct {
	Crumbs []Link
	Title  string
	Lang   *Lang // of the title
	File   string
	Reason string
}

// documents adds a page for every document but the write-ups and the
// Statement, which have pages of other kinds, and the list of all.
func (s *Site) documents() error {
	if err := s.page(header{"documents.html", section{documentsSection, ""}, s.say("document.title"), s.say("document.about")}, "documents.html", s.documentsView); err != nil {
		return err
	}
	for _, d := range s.shown {
		if d.Requirement != nil || d.Kind == "soa" {
			continue
		}
		if err := s.page(s.documentPage(d)); err != nil {
			return err
		}
	}
	return nil
}

// documentHeader is what the page of a document puts into its frame.
func (s *Site) documentHeader(d *isms.Document) header {
	anchor, _ := s.kindOf(d)
	return header{d.Page, section{documentsSection, anchor}, strings.TrimSpace(d.ID + " " + d.Title), d.Summary}
}

// documentPage is the page of a document or page of its own, none of its parts
// made yet: where it stands, its template, and its view.
func (s *Site) documentPage(d *isms.Document) (h header, name string, view func(at seat) any) {
	h = s.documentHeader(d)
	switch {
	case d.Unreadable != "":
		return h, "unreadable.html", func(at seat) any {
			return Unreadable{Crumbs: s.crumbs(at, d), Title: d.Title, Lang: s.documentLang(d), File: d.File, Reason: d.Unreadable}
		}
	case d.State == isms.Retired:
		h.description = s.say("retired.about")
		return h, "retired.html", func(at seat) any { return s.retiredView(at, d) }
	}
	return h, "document.html", func(at seat) any { return s.documentView(at, d) }
}

// kindOf is the group of lists a document belongs to.
func (s *Site) kindOf(d *isms.Document) (anchor, title string) {
	switch d.State {
	case isms.Page:
		return "Pages", s.say("kinds.page")
	case isms.Retired:
		return "Withdrawn", s.say("kinds.retired")
	}
	for _, k := range kinds {
		if k.kind == d.Kind {
			return k.anchor, s.say(k.title)
		}
	}
	return "Others", s.say("kinds.document")
}

func (s *Site) crumbs(at seat, d *isms.Document) []Link {
	anchor, title := s.kindOf(d)
	return []Link{at.link("documents.html", s.say("document.title")), at.link("documents.html#"+anchor, title)}
}

// kindWord is the kind of a document in a word.
func (s *Site) kindWord(d *isms.Document) string {
	switch {
	case d.State == isms.Page:
		return s.say("kind.page")
	case d.Kind == "" || d.Kind == "soa":
		return s.say("kind.document")
	}
	return s.word("kind", d.Kind)
}

func (s *Site) documentView(at seat, d *isms.Document) Document {
	v := Document{
		Crumbs: s.crumbs(at, d), Kind: s.kindWord(d), ID: d.ID, Title: d.Title, Summary: d.Summary, Lang: s.documentLang(d), State: s.stateChip(d), Review: s.reviewChip(s.m.Review(d).Status),
		Notices: s.notices(at, d), Facts: s.facts(at, d), PDF: s.pdf(at, d), Edit: s.edit(d.File),
		Implements: at.requirementList(d.Implements), Related: at.documentList(d.Related), Referenced: at.documentList(d.ReferencedBy),
		Rows: at.rowList(d.Rows, func(*isms.Row) bool { return true }), History: s.history(at, d), Provides: s.provides[d],
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
	return s.pdfBeside(at, d, d.Page)
}

// pdfBeside is the way to the PDF of a page of a document.
func (s *Site) pdfBeside(at seat, d *isms.Document, page string) template.URL {
	if !s.opt.PDF || d.State == isms.Page || d.State == isms.Retired || d.ID == "" || d.Unreadable != "" {
		return ""
	}
	return at.to(strings.TrimSuffix(page, ".html") + ".pdf")
}

// edit is where a file is edited, where annexa.yaml says so.
func (s *Site) edit(file string) template.URL {
	return template.URL(s.m.Config.EditAddress(escapePath(file)))
}

// notices are what a reader must not overlook: that a text is not in force,
// or that its review is overdue.
func (s *Site) notices(at seat, d *isms.Document) []Notice {
	var out []Notice
	pending := s.m.Pending(d)
	switch {
	case pending != nil && d.Kept == "": // the file itself is shown
		out = append(out, s.notice("draft", "notice.changed", "version", pending.Version.Version, "date", s.date(pending.Day)))
	case d.State == isms.Draft:
		out = append(out, s.notice("draft", "notice.draft"))
	case d.State == isms.InReview:
		out = append(out, s.notice("review", "notice.in-review"))
	case d.State == isms.Effective:
		out = append(out, s.notice("future", "notice.effective", "date", s.date(d.Front.Effective)))
	}
	if pending != nil && d.Kept != "" {
		out = append(out, s.notice("future", "notice.pending", "version", pending.Version.Version, "date", s.date(pending.Day)))
	}
	if r := s.m.Review(d); r.Status == isms.Overdue {
		overdue := s.notice("overdue", "notice.overdue", "date", s.date(r.Next))
		overdue.Link = at.link("reviews.html", s.say("notice.overdue-link"))
		out = append(out, overdue)
	}
	if list := at.suspects(d); len(list) > 0 {
		suspect := s.notice("due", "notice.suspect", "documents", strings.Join(list, ", "))
		suspect.Link = at.link("reviews.html#Suspect", s.say("notice.overdue-link"))
		out = append(out, suspect)
	}
	var again []string
	for _, e := range at.documentList(s.m.SuspectedBy(d)) {
		again = append(again, e.ID)
	}
	if len(again) > 0 {
		suspected := s.notice("due", "notice.suspected", "documents", strings.Join(again, ", "))
		suspected.Link = at.link("reviews.html#Suspect", s.say("notice.overdue-link"))
		out = append(out, suspected)
	}
	return out
}

// suspects name the documents that one relies on whose text was changed, with the
// versions.
func (at seat) suspects(d *isms.Document) []string {
	var list []string
	for _, r := range at.site.m.Suspects(d) {
		if !r.On.Published {
			continue
		}
		name := r.On.ID
		if was := r.SeenVersion(); was != "" && r.On.Front.Version != was && r.On.Front.Version != "" {
			name = at.site.say("notice.suspect-versions", "document", name, "was", was, "is", r.On.Front.Version)
		}
		list = append(list, name)
	}
	return list
}

// notice is one whose title has a path, and its text the same with -text.
func (s *Site) notice(shape, path string, with ...string) Notice {
	return Notice{Shape: shape, Title: s.say(path, with...), Text: s.say(path+"-text", with...)}
}

// facts are who answers for a document, who approved it, and when.
func (s *Site) facts(at seat, d *isms.Document) []Fact {
	f := &d.Front
	if d.State == isms.Page {
		return known(s.fact("file", d.File), s.owner(at, f.Owner.Value), s.fact("classification", s.classification(f.Classification)), s.fact("audience", strings.Join(f.Audience, ", ")))
	}
	review := s.m.Review(d)
	next := s.fact("review", s.date(review.Next))
	next.State, next.Small = s.reviewChip(review.Status), s.every(review.Every)
	approved := s.fact("approved", s.date(f.Approved.Date))
	approved.Small = joined(", ", f.Approved.By, f.Approved.Role.Value)
	if approved.Text == "" {
		approved.Text, approved.Small = approved.Small, ""
	}
	if !d.InForce() && d.State != isms.Effective {
		approved = Fact{}
	}
	status := s.fact("status", "")
	if d.Requirement != nil {
		status = s.fact("write-up", "")
	}
	status.State = s.stateChip(d)
	return known(
		status,
		s.fact("version", f.Version),
		s.owner(at, f.Owner.Value),
		approved,
		s.fact("effective", s.date(f.Effective)),
		next,
		s.fact("classification", s.classification(f.Classification)),
		s.fact("audience", strings.Join(f.Audience, ", ")),
		s.fact("retain", s.interval(f.Retain)),
	)
}

// fact is a fact with the term of a name.
func (s *Site) fact(name, text string) Fact { return Fact{Term: s.word("fact", name), Text: text} }

// owner is the fact of who answers for something.
func (s *Site) owner(at seat, role string) Fact { return s.role(at, s.say("fact.owner"), role) }

// classification is a classification in words; nothing where none is said.
func (s *Site) classification(word string) string {
	if word == "" {
		return ""
	}
	return s.word("classification", word)
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

// history is the versions of a document, and the ways to what was approved.
func (s *Site) history(at seat, d *isms.Document) History {
	h := History{Versions: s.versions(d)}
	if versions := s.m.Versions(d); len(versions) > 0 && approvable(d) {
		h.Approvals = at.link(approvalsPage(d), s.say("approvals.link"))
		said := s.m.Approval(d)
		if i := slices.Index(versions, said); s.changing(d) {
			h.Changes = at.link(pendingPage(d), s.say("revision.since", "version", s.m.Pending(d).Version.Version))
		} else if i > 0 {
			h.Changes = at.link(changesPageOf(d, said), s.say("revision.since", "version", versions[i-1].Version.Version))
		}
	}
	return h
}

// versions is the history of a document, the newest version first.
func (s *Site) versions(d *isms.Document) []Version {
	entries := newestEntries(d)
	out := make([]Version, 0, len(entries))
	for _, e := range entries {
		out = append(out, Version{e.Version, s.date(e.Date), e.Author, e.Change, s.documentLang(d)})
	}
	return out
}

func (s *Site) retiredView(at seat, d *isms.Document) Retired {
	f := &d.Front
	v := Retired{Crumbs: s.crumbs(at, d), ID: d.ID, Title: d.Title, Lang: s.documentLang(d), State: s.stateChip(d)}
	if to := d.ReplacedBy; to != nil && to.Published && to.Page != "" {
		e := at.document(to)
		v.Successor = &e
	}
	last := Fact{} // it may say that the text was withdrawn, or only what changed before
	if h := s.versions(d); len(h) > 0 {
		last = s.fact("last-change", h[0].Date)
		last.Small = h[0].Change
	}
	v.Facts = known(s.fact("last-version", f.Version), last, s.owner(at, f.Owner.Value), s.fact("retain", s.interval(f.Retain)))
	return v
}
