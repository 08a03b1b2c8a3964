package site

import (
	"html/template"

	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/revision"
)

// Revision is the page that tells what changed from one version of a document
// to the next.
type Revision struct {
	Crumbs []Link
	Title  string
	Of     string // the document's title
	Lang   *Lang  // of that, and of the text
	Lead   string
	Notice *Notice       // that nobody has approved the change; nil where somebody has
	Front  template.HTML // what changed in the front matter, in the words of the page
	Body   template.HTML // what changed in the text
	Whole  Link          // the later version; may be zero
}

// changesOf adds the pages that tell what changed in a document: from each
// approved version to the next, and in what nobody has approved yet, where
// that is shown.
func (s *Site) changesOf(d *isms.Document, in section, versions []*isms.Approval) error {
	for i, a := range versions {
		if i == 0 {
			continue
		}
		from := versions[i-1]
		h := header{changesPageOf(d, a), in, s.say("revision.title", "id", d.ID, "version", a.Version.Version), s.say("revision.about", "from", from.Version.Version, "to", a.Version.Version)}
		if err := s.page(h, "revision.html", func(at seat) any {
			v := s.revisionView(at, d, s.m.Approved(d, from, at.path), s.m.Approved(d, a, at.path))
			v.Title = h.title
			v.Lead = s.say("revision.lead", "from", from.Version.Version, "on", s.date(from.Day), "to", a.Version.Version, "date", s.date(a.Day))
			v.Whole = at.link(versionPage(d, a), s.say("approvals.text", "version", a.Version.Version))
			return v
		}); err != nil {
			return err
		}
	}
	if !s.changing(d) {
		return nil
	}
	from := s.m.Pending(d)
	h := header{pendingPage(d), in, s.say("revision.title-now", "id", d.ID), s.say("revision.about-now", "from", from.Version.Version)}
	return s.page(h, "revision.html", func(at seat) any {
		v := s.revisionView(at, d, s.m.Approved(d, from, at.path), d)
		notice := s.notice("draft", "notice.changed", "version", from.Version.Version, "date", s.date(from.Day))
		v.Title, v.Lead, v.Notice = h.title, h.description, &notice
		v.Whole = Link{Href: at.to(d.Page), Text: d.ID}
		return v
	})
}

// changing says that a document is shown as its file is, with a change that
// nobody has approved.
func (s *Site) changing(d *isms.Document) bool {
	return d.Kept == "" && s.m.Pending(d) != nil && approvable(d)
}

func (s *Site) revisionView(at seat, d, old, now *isms.Document) Revision {
	v := Revision{Crumbs: s.trail(at, d)}
	v.Of, v.Lang = s.title(d)
	lang := s.documentLang(now)
	told := revision.Compare(revision.Text{Tree: old.Body, Variables: old.Values}, revision.Text{Tree: now.Body, Variables: now.Values})
	text := s.html(3, lang)
	text.AnchorName = "" // what is told is a part of the text, and links lead to all of it
	v.Body = template.HTML(text.Append(nil, told, prose.Bindings{}))
	v.Front = template.HTML(s.html(3, nil).Append(nil, revision.Front(old.Document, now.Document, s.opt.Words), prose.Bindings{}))
	if d.Requirement == nil {
		v.Lang = lang
	}
	return v
}
