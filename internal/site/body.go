package site

import (
	"cmp"
	"html/template"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/prose"
)

// A Text is the running text of a page.
type Text struct {
	Body     template.HTML
	Contents []Heading // of the first two depths; none where a page is short
	Minutes  int       // to read it
	Lang     *Lang
}

// wordsAMinute is how fast people read texts of this kind.
const wordsAMinute = 220

func minutes(words int) int {
	if words == 0 {
		return 0
	}
	return max(1, (words+wordsAMinute/2)/wordsAMinute)
}

// text renders the text of a document as seen from a page.
func (s *Site) text(at seat, d *isms.Document) (Text, string) {
	tree, top, anchor := d.Body, 2, ""
	if h := titleHeading(d); h != nil {
		below := *tree
		below.Blocks, below.Headings = tree.Blocks[1:], tree.Headings[1:]
		tree, top, anchor = &below, 1, h.ID
	}
	b := s.bindings(at, d)
	s.explain(&b, at, d.Front.Language)
	buffer, ok := s.buffers.Get().(*[]byte)
	if !ok {
		buffer = new([]byte)
	}
	defer s.buffers.Put(buffer)
	lang := s.documentLang(d)
	*buffer = s.html(top, lang).Append((*buffer)[:0], tree, b)
	return Text{template.HTML(*buffer), contents(tree, b), minutes(tree.Words), lang}, anchor
}

// titleHeading is the heading that says once more what the page's title says,
// if it is the only one of its depth: the page's own heading stands for it.
func titleHeading(d *isms.Document) *prose.Heading {
	t := d.Body
	if len(t.Blocks) == 0 || len(t.Headings) == 0 {
		return nil
	}
	first, ok := t.Blocks[0].(*prose.Heading)
	if !ok || first.Depth != 1 {
		return nil
	}
	for _, h := range t.Headings[1:] {
		if h.Depth == 1 {
			return nil
		}
	}
	text := prose.AppendText(nil, first.Spans, prose.Bindings{Variables: d.Values})
	if strings.TrimSpace(string(text)) != d.Title {
		return nil
	}
	return first
}

// contents are the headings of a text of which there are enough to choose
// from.
func contents(t *prose.Tree, b prose.Bindings) []Heading {
	if len(t.Headings) < 3 {
		return nil
	}
	top := t.Headings[0].Depth
	for _, h := range t.Headings {
		top = min(top, h.Depth)
	}
	out := make([]Heading, 0, len(t.Headings))
	for _, h := range t.Headings {
		if depth := h.Depth - top + 1; depth <= 2 {
			out = append(out, Heading{template.URL("#" + escapePath(h.ID)), string(prose.AppendText(nil, h.Spans, b)), depth})
		}
	}
	return out
}

// bindings say what the references of a document come to, seen from a page.
func (s *Site) bindings(at seat, d *isms.Document) prose.Bindings {
	if len(d.Targets) == 0 {
		return prose.Bindings{Variables: d.Values}
	}
	out := make([]prose.Binding, len(d.Targets))
	foreign := !strings.EqualFold(primary(cmp.Or(d.Front.Language, s.m.Config.Language)), s.tongue.Tag())
	for i, t := range d.Targets {
		r := &d.Body.References[i]
		out[i] = s.binding(at, r, t)
		if foreign && (t.Requirement != nil && t.Requirement.IsStandard() || t.Former != nil) && r.Kind != prose.ControlMention && r.Kind != prose.LooseMention && r.Kind != prose.ClauseMention {
			out[i].Lang = s.tongue.Tag()
		}
	}
	return prose.Bindings{References: out, Variables: d.Values}
}

func (s *Site) binding(at seat, r *prose.Reference, t isms.Target) prose.Binding {
	b := prose.Binding{Href: string(at.target(t)), Text: s.label(t)}
	mention := r.Kind == prose.ControlMention || r.Kind == prose.LooseMention || r.Kind == prose.ClauseMention || r.Kind == prose.IDMention
	if mention {
		b.Text = r.Text
		b.Title = s.about(t)
	}
	switch d := t.Written(); {
	case t.Broken:
		b.State, b.Title = prose.Broken, s.say("text.broken")
		if b.Text == "" {
			b.Text = r.Target
		}
	case t.Address != "":
		b.State = prose.Outside
	case b.Href == "":
		b.State, b.Title = prose.NotALink, ""
		if !mention {
			b.Text = r.Target // of what is not published, nothing but what is written here
		}
	case d != nil && d.Page == at.path: // within the text, whose state its page says
	case t.Document != nil && d.State == isms.Retired:
		b.State = prose.Retired
	case t.Document != nil && (d.State == isms.Draft || d.State == isms.InReview || d.State == isms.Effective):
		b.State = prose.Draft
	}
	if t.File != "" {
		size := s.opt.Images[t.File]
		b.Width, b.Height = size.Width, size.Height
	}
	return b
}

// about is what a mention stands for, said when it is pointed at.
func (s *Site) about(t isms.Target) string {
	switch {
	case t.Document != nil:
		return t.Document.Title
	case t.Requirement != nil:
		title, _ := s.titleOf(t.Requirement.Requirement)
		return title
	case t.Former != nil:
		return s.tongue.Of(t.Former.Title) + " (" + t.Former.Edition.String() + ")"
	case t.Row != nil:
		return t.Row.Title
	}
	return ""
}
