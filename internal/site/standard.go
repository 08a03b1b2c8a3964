package site

import (
	"cmp"
	"html/template"
	"strings"

	"annexa/internal/prose"
	"annexa/internal/standard"
)

// Standard is the page about the standard and certification.
type Standard struct {
	Title      string
	Text       Text
	Clauses    []Link // 1 to 3, which frame it
	Activities []Activity
	Editions   []Link
}

// A standardPage is one of the texts on the standard that come with Annexa.
type standardPage struct {
	title string
	tree  *prose.Tree
}

// explanations are the texts on the clauses that ask for nothing.
var explanations = map[string]string{"1": standard.PageScope, "2": standard.PageReferences, "3": standard.PageTerms}

// standardPages reads the texts on the standard.
func (s *Site) standardPages() {
	s.texts = map[string]standardPage{}
	parser := prose.NewParser()
	for _, name := range standard.Pages() {
		page := standardPage{tree: parser.Parse([]byte(s.tongue.Page(name)), 1)}
		if t := page.tree; len(t.Headings) > 0 {
			page.title = string(prose.AppendText(nil, t.Headings[0].Spans, prose.Bindings{}))
			t.Blocks, t.Headings = t.Blocks[1:], t.Headings[1:] // its heading is the page's own
		}
		s.texts[name] = page
	}
}

// standardText renders one of the texts on the standard, its headings one
// level below the page's own.
func (s *Site) standardText(at seat, name string) Text {
	tree := s.texts[name].tree
	b := prose.Bindings{References: make([]prose.Binding, len(tree.References))}
	for i, r := range tree.References {
		b.References[i] = s.standardBinding(at, r)
	}
	return Text{template.HTML(s.html(1, s.theirs).Append(nil, tree, b)), contents(tree, b), minutes(tree.Words), s.theirs}
}

// standardBinding is what a reference of such a text comes to: an address or a
// requirement. An id is of the content's edition unless a prefix says otherwise,
// and stays plain text where that edition does not have it.
func (s *Site) standardBinding(at seat, r prose.Reference) prose.Binding {
	if r.Kind == prose.AddressLink {
		return prose.Binding{Href: r.Target, Text: r.Target, State: prose.Outside}
	}
	edition, id := standard.Edition(r.Edition), r.Target
	if prefix, rest, ok := strings.Cut(id, ":"); ok {
		edition, _ = standard.ParseEdition(prefix)
		id = rest
	}
	if edition == s.m.Other.Edition() {
		if f, ok := s.m.FormerRequirement(id); ok {
			return prose.Binding{Href: string(at.to(f.Page)), Text: cmp.Or(r.Text, id), Title: s.tongue.Of(f.Title)}
		}
	} else if q, ok := s.m.Requirement(id); ok {
		title, _ := s.titleOf(q.Requirement)
		return prose.Binding{Href: string(at.to(q.Page)), Text: cmp.Or(r.Text, id), Title: title}
	}
	return prose.Binding{Text: cmp.Or(r.Text, id), State: prose.NotALink}
}

// aboutStandard adds the page about the standard.
func (s *Site) aboutStandard() error {
	return s.page(header{"standard.html", section{standardSection, ""}, s.say("standard.title"), s.say("standard.about")}, "standard.html", s.standardView)
}

func (s *Site) standardView(at seat) any {
	v := Standard{Title: s.texts[standard.PageAbout].title, Text: s.standardText(at, standard.PageAbout)}
	for _, id := range []string{"1", "2", "3"} {
		if q, ok := s.m.Requirement(id); ok {
			v.Clauses = append(v.Clauses, at.titled(q.Page, q.Requirement))
		}
	}
	v.Activities = at.activities(s.m.Activities(s.m.Standard.Edition(), standard.Certification))
	ours, other := s.m.Standard.Edition(), s.m.Other.Edition()
	v.Editions = []Link{
		at.link("clauses/index.html", s.say("clauses.of", "edition", ours.Name())), at.link("annex-a/"+ours.String()+"/index.html", s.say("annex.of", "edition", ours.Name())),
		at.link("clauses/"+other.String()+"/index.html", s.say("clauses.of", "edition", other.Name())), at.link("annex-a/"+other.String()+"/index.html", s.say("annex.of", "edition", other.Name())),
	}
	return v
}
