package site

import (
	"html/template"
	"path"
	"slices"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/day"
	"annexa/internal/isms"
)

// Approvals is the page with every approved version of a document.
type Approvals struct {
	Crumbs   []Link
	ID       string
	Title    string
	Lang     *Lang // of the title
	Date     string
	Versions []ApprovedVersion // the newest first
	Periods  []Period          // the latest first
}

// An ApprovedVersion is a text that was approved, by everybody whom it took.
type ApprovedVersion struct {
	Version string
	Href    template.URL // of its text
	State   Chip         // zero for one that was in force before
	Passed  string       // the version that took its place before it came into force; else empty
	By      []Approver
	Before  string       // the version approved before it; empty for the first
	Changes template.URL // what changed since that
	PDF     template.URL // of it, where one is made and it is not the document's own
}

// An Approver approved a version.
type Approver struct {
	Name, Role, Date string
	Key              string       // the fingerprint of the key
	PDF              template.URL // what was signed, where that is a PDF
}

// A Period is the days on which a version was in force.
type Period struct {
	From, Until string // the last of the days; empty where they have not come
	Version     Link   // without text on days on which none was in force
	State       Chip
}

// ApprovedText is the page of a version that was approved.
type ApprovedText struct {
	Crumbs  []Link
	ID      string
	Title   string
	Summary string
	TitleID string // the anchor of the text's own title, may be empty
	Version string
	Lang    *Lang // of title and summary
	Notices []Notice
	Facts   []Fact
	Changes Link // what changed since the version before it; may be zero
	Text    Text
}

// ApprovalPages are the pages and files that tell of the approvals of a
// document: none where it has none. What was withdrawn keeps no text, and so
// none of them.
func ApprovalPages(m *isms.ISMS, d *isms.Document) []string {
	versions := m.Versions(d)
	if len(versions) == 0 || !approvable(d) {
		return nil
	}
	pages := []string{approvalsPage(d)}
	for i, a := range versions {
		pages = append(pages, versionPage(d, a))
		if i > 0 {
			pages = append(pages, changesPageOf(d, a))
		}
		for _, p := range a.By() {
			if p.PDF {
				pages = append(pages, signedPage(d, p))
			}
		}
		if slices.Contains(m.OtherVersions(d), a) {
			pages = append(pages, strings.TrimSuffix(versionPage(d, a), ".html")+".pdf")
		}
	}
	return append(pages, pendingPage(d))
}

// approvable says that the approvals of a document are told.
func approvable(d *isms.Document) bool {
	return d.Published && d.Page != "" && d.State != isms.Retired && d.Unreadable == ""
}

// The pages stand beside that of the document. No id holds an @, and none ends
// with one of these words.
func approvalsPage(d *isms.Document) string { return stem(d) + ".approvals.html" }
func pendingPage(d *isms.Document) string   { return stem(d) + ".changes.html" }
func versionPage(d *isms.Document, a *isms.Approval) string {
	return stem(d) + "@" + a.Version.Version + ".html"
}
func changesPageOf(d *isms.Document, a *isms.Approval) string {
	return stem(d) + ".changes@" + a.Version.Version + ".html"
}
func signedPage(d *isms.Document, p approval.Proof) string {
	return path.Join(path.Dir(d.Page), path.Base(p.Name.PDF()))
}

func stem(d *isms.Document) string { return strings.TrimSuffix(d.Page, ".html") }

// approvals adds the pages of what was approved.
func (s *Site) approvals() error {
	defer func(n int) { s.addresses = s.addresses[:n] }(len(s.addresses)) // no search of others is to lead to what is not in force
	for _, d := range s.shown {
		versions := s.m.Versions(d)
		if len(versions) == 0 || !approvable(d) {
			continue
		}
		in := s.sectionOf(d)
		h := header{approvalsPage(d), in, s.say("approvals.title", "id", d.ID), s.say("approvals.about")}
		if err := s.page(h, "approvals.html", func(at seat) any { return s.approvalsView(at, d) }); err != nil {
			return err
		}
		for i, a := range versions {
			h := header{versionPage(d, a), in, s.say("approvals.version-title", "id", d.ID, "version", a.Version.Version), s.say("approvals.version-about")}
			if err := s.page(h, "version.html", func(at seat) any { return s.versionView(at, d, i) }); err != nil {
				return err
			}
			for _, p := range a.By() {
				if p.PDF && s.signed() {
					s.file(signedPage(d, p), func() ([]byte, error) { return p.Signed, nil })
				}
			}
		}
		if err := s.changesOf(d, in, versions); err != nil {
			return err
		}
	}
	return nil
}

// Changing is the version of a document that was approved last, if what is shown
// was changed since: with the paths of the page of that text, and of the page
// that tells what changed.
func (s *Site) Changing(d *isms.Document) (version, text, changes string) {
	if !s.changing(d) {
		return "", "", ""
	}
	from := s.m.Pending(d)
	return from.Version.Version, versionPage(d, from), pendingPage(d)
}

// signed says that PDFs that approvers signed are published. They hold what
// was linked on their day, and so are left out where anything is.
func (s *Site) signed() bool { return s.opt.PDF && s.m.Level == "" }

// sectionOf is where in the navigation a document belongs.
func (s *Site) sectionOf(d *isms.Document) section {
	switch q := d.Requirement; {
	case d.Kind == "soa":
		return section{soaSection, ""}
	case q != nil && q.IsClause():
		return section{clausesSection, s.m.Top(q).ID}
	case q != nil:
		return section{annexSection, s.m.Top(q).ID}
	}
	anchor, _ := s.kindOf(d)
	return section{documentsSection, anchor}
}

// trail leads from the lists to a document, and on to its approvals.
func (s *Site) trail(at seat, d *isms.Document) []Link {
	title, lang := s.title(d)
	trail := []Link{{Href: at.to(d.Page), Text: strings.TrimSpace(d.ID + " " + title), Lang: lang}}
	if page := approvalsPage(d); page != at.path {
		trail = append(trail, at.link(page, s.say("approvals.link")))
	}
	return trail
}

func (s *Site) approvalsView(at seat, d *isms.Document) Approvals {
	v := Approvals{Crumbs: s.trail(at, d), ID: d.ID, Date: s.date(s.m.Day)}
	v.Title, v.Lang = s.title(d)
	list, versions, others := s.m.ApprovalsOf(d), s.m.Versions(d), s.m.OtherVersions(d)
	for i := len(versions) - 1; i >= 0; i-- {
		a := versions[i]
		w := ApprovedVersion{Version: a.Version.Version, Href: at.to(versionPage(d, a)), State: s.force(list, a), By: s.approvers(at, d, a)}
		if first := isms.InForce(list, a.From); first != a {
			w.Passed = first.Version.Version
		}
		if slices.Contains(others, a) {
			w.PDF = s.pdfBeside(at, d, versionPage(d, a))
		}
		if i > 0 {
			w.Before, w.Changes = versions[i-1].Version.Version, at.to(changesPageOf(d, a))
		}
		v.Versions = append(v.Versions, w)
	}
	periods := isms.Periods(list)
	for i := len(periods) - 1; i >= 0; i-- {
		p := periods[i]
		w := Period{From: s.date(p.From), Until: s.date(p.Until), Version: at.link(versionPage(d, p.Approval), p.Approval.Version.Version)}
		if !p.From.After(s.m.Day) && (p.Until.IsZero() || !p.Until.Before(s.m.Day)) {
			w.State = s.force(list, p.Approval)
		} else if p.From.After(s.m.Day) {
			w.State = Chip{"future", s.word("standing", "effective")}
		}
		v.Periods = append(v.Periods, w)
	}
	return v
}

// force says that a version is in force, or that it is to come.
func (s *Site) force(list []isms.Approval, a *isms.Approval) Chip {
	switch {
	case isms.InForce(list, s.m.Day) == a:
		return Chip{"yes", s.say("approvals.force")}
	case a.From.After(s.m.Day):
		return Chip{"future", s.word("standing", "effective")}
	}
	return Chip{}
}

func (s *Site) approvers(at seat, d *isms.Document, a *isms.Approval) []Approver {
	var out []Approver
	for _, p := range a.By() {
		by := Approver{Name: p.Statement.By, Role: p.Statement.Role, Date: s.date(p.Statement.Date), Key: p.Signature.Fingerprint}
		if p.PDF && s.signed() {
			by.PDF = at.to(signedPage(d, p))
		}
		out = append(out, by)
	}
	return out
}

// versionView is the page of the nth of a document's versions.
func (s *Site) versionView(at seat, d *isms.Document, n int) ApprovedText {
	versions, list := s.m.Versions(d), s.m.ApprovalsOf(d)
	a := versions[n]
	text := s.m.Approved(d, a, at.path)
	f := &a.Document.Front
	v := ApprovedText{
		Crumbs: s.trail(at, d), ID: d.ID, Title: text.Title, Summary: text.Summary, Version: a.Version.Version, Lang: s.documentLang(text), Notices: s.notInForce(at, d, list, a),
		Facts: known(s.fact("version", a.Version.Version), s.owner(at, f.Owner.Value), s.fact("effective", s.date(a.From)), s.fact("classification", s.classification(f.Classification)), s.fact("audience", strings.Join(f.Audience, ", "))),
	}
	if d.Requirement != nil {
		v.Title, v.Lang = s.title(d)
	}
	for _, p := range s.approvers(at, d, a) {
		approved := s.fact("approved", p.Date)
		approved.Small = joined(", ", p.Name, p.Role)
		v.Facts = append(v.Facts, approved)
	}
	if n > 0 {
		v.Changes = at.link(changesPageOf(d, a), s.say("revision.since", "version", versions[n-1].Version.Version))
	}
	v.Text, v.TitleID = s.text(at, text)
	return v
}

// notInForce is what a reader of a version that is not in force must not
// overlook.
func (s *Site) notInForce(at seat, d *isms.Document, list []isms.Approval, a *isms.Approval) []Notice {
	today := isms.InForce(list, s.m.Day)
	if a == today {
		return nil
	}
	var n Notice
	switch first := isms.InForce(list, a.From); {
	case a.From.After(s.m.Day):
		n = s.notice("future", "approvals.later", "date", s.date(a.From))
	case first != a:
		n = s.notice("retired", "approvals.passed", "version", first.Version.Version)
	default:
		n = s.notice("retired", "approvals.former", "when", s.daysOf(list, a))
	}
	if today != nil {
		n.Link = at.link(d.Page, d.ID+" "+today.Version.Version)
	}
	return []Notice{n}
}

// daysOf is from when until when a version was in force.
func (s *Site) daysOf(list []isms.Approval, a *isms.Approval) string {
	var from, until day.Date
	for _, p := range isms.Periods(list) {
		if p.Approval != a {
			continue
		}
		if from.IsZero() {
			from = p.From
		}
		until = p.Until
	}
	return s.say("approvals.span", "from", s.date(from), "until", s.date(until))
}
