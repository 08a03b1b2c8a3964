package site

import (
	"strings"

	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/prose"
	"annexa/internal/standard"
)

// A Lang is the language of a passage that is not in the language of its page,
// for the attributes lang and dir. Of all other passages there is none.
type Lang struct{ Tag, Dir string }

// languages decides which languages the pages speak. They are in that of the
// content, or in English where the words of the interface do not know it; then
// what is content is marked.
func (s *Site) languages() {
	s.language = s.m.Config.Language
	if !s.opt.Words.Speaks(s.language) {
		s.language = s.opt.Words.Tag
	}
	s.own = s.lang(s.m.Config.Language)
	s.tongue = standard.In(s.language)
	if !strings.EqualFold(s.tongue.Tag(), primary(s.language)) {
		s.theirs = s.lang(s.tongue.Tag())
	}
	s.langs = map[string]*Lang{"": s.own}
	for _, d := range s.m.Documents {
		if tag := d.Front.Language; s.langs[tag] == nil {
			s.langs[tag] = s.lang(tag)
		}
	}
}

func primary(tag string) string {
	tag, _, _ = strings.Cut(tag, "-")
	return tag
}

// direction is how the pages are written: ltr or rtl.
func (s *Site) direction() string {
	if s.opt.Words.RightToLeft {
		return "rtl"
	}
	return "ltr"
}

// lang marks a language that is not that of the pages.
func (s *Site) lang(tag string) *Lang {
	if tag == "" || strings.EqualFold(tag, s.language) {
		return nil
	}
	return &Lang{tag, language.Direction(tag)}
}

// html says how texts are written as HTML, in the words of the site; the
// outermost headings are of level top.
func (s *Site) html(top int, lang *Lang) prose.HTML {
	h := prose.HTML{
		Top: top, AnchorName: s.say("text.link"), Footnotes: s.say("text.footnotes"),
		Alerts: [5]string{s.say("alert.note"), s.say("alert.tip"), s.say("alert.important"), s.say("alert.warning"), s.say("alert.caution")},
		Done:   s.say("text.done"), Open: s.say("text.open"), Back: s.say("text.back"), Gone: s.say("revision.is-gone"), New: s.say("revision.is-new"), Draft: s.say("text.draft"), Retired: s.say("text.retired"),
	}
	if lang != nil {
		h.Language = s.language
	}
	return h
}

// documentLang is the language of a document's text.
func (s *Site) documentLang(d *isms.Document) *Lang {
	if lang, ok := s.langs[d.Front.Language]; ok {
		return lang
	}
	return s.lang(d.Front.Language) // of a former version
}

// title is the title of a document with its language. That of a write-up is
// the title of what it answers.
func (s *Site) title(d *isms.Document) (string, *Lang) {
	if d.Requirement != nil {
		return s.titleOf(d.Requirement.Requirement)
	}
	return d.Title, s.documentLang(d)
}

// titleOf is the title of a requirement with its language: a translation of the
// standard's, or what a write-up calls a control of one's own, or a catalogue its
// entry.
func (s *Site) titleOf(r *standard.Requirement) (string, *Lang) {
	switch r.Kind {
	case standard.OwnControls:
		return s.say("own.title"), nil
	case standard.OwnControl:
		if q, ok := s.m.Requirement(r.ID); ok && q.WriteUp != nil {
			return r.Title, s.documentLang(q.WriteUp)
		}
		return r.Title, s.own
	case standard.Section, standard.Entry:
		return r.Title, s.own
	}
	return s.tongue.Of(r.Title), s.theirs
}

// idOf is the id of a requirement as pages show it. The heading of one's own
// controls has none: its title says all.
func idOf(r *standard.Requirement) string {
	if r.Kind == standard.OwnControls {
		return ""
	}
	return r.ID
}

// whole is the id and the title of a requirement.
func (s *Site) whole(r *standard.Requirement) string {
	title, _ := s.titleOf(r)
	return joined(" ", idOf(r), title)
}

// english is the title of a requirement as the standard prints it, where the
// pages say a translation.
func (s *Site) english(r *standard.Requirement) string {
	if s.tongue == nil || r.IsOwn() {
		return ""
	}
	return r.Title
}

// kindOfRequirement is what a requirement of an edition is, in words.
func (s *Site) kindOfRequirement(r *standard.Requirement) string {
	return s.say("annex."+r.Kind.String()+"-of", "edition", r.Edition.Name())
}

// titled is a link to a requirement's page with its id and title.
func (at seat) titled(page string, r *standard.Requirement) Link {
	_, lang := at.site.titleOf(r)
	return Link{Href: at.to(page), Text: at.site.whole(r), Lang: lang}
}

// label is the text of a link that has none of its own.
func (s *Site) label(t isms.Target) string {
	switch {
	case t.Requirement != nil:
		return s.whole(t.Requirement.Requirement)
	case t.Former != nil:
		return t.Former.ID + " " + s.tongue.Of(t.Former.Title)
	case t.Register != nil:
		return t.Register.Schema.TitleIn(s.opt.Words)
	}
	return t.Label()
}
