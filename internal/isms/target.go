package isms

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/prose"
	"annexa/internal/standard"
)

// A Target is what a reference comes to. At most one of its pointers is set;
// none is for a text that is no link, a broken link, or an address. Where
// something was left out for its classification, no link between texts is
// broken: what looks so may lead to what was left out, and is a text.
type Target struct {
	Document    *Document // a document or page, its own for a link within it
	Requirement *Requirement
	Former      *Former
	Row         *Row
	Register    *Register
	File        string // a file of the content that is published beside the pages
	Address     string // a web or mail address
	Fragment    string // the anchor, without #
	Broken      bool   // a link that leads nowhere
}

// Page is the address within the site that the target has, with its anchor,
// or nothing where it has no page.
func (t Target) Page() string {
	p := ""
	switch {
	case t.Document != nil && !t.Document.Published:
		return ""
	case t.Document != nil:
		p = t.Document.Page
	case t.Requirement != nil:
		p = t.Requirement.Page
	case t.Former != nil:
		p = t.Former.Page
	case t.Row != nil:
		return t.Row.Register.Page + "#" + t.Row.Anchor()
	case t.Register != nil:
		p = t.Register.Page
	case t.File != "":
		return "files/" + t.File
	}
	if t.Fragment == "" || p == "" {
		return p
	}
	if t.Document == nil {
		p, _, _ = strings.Cut(p, "#") // an objective is a section of its domain's page
	}
	return p + "#" + t.Fragment
}

// Label is the text of a link to the target that has none of its own. Of what
// is not published it says the id alone, or the name of the file: its title may
// be as confidential as its text.
func (t Target) Label() string {
	switch {
	case t.Document != nil && !t.Document.Published:
		return cmp.Or(t.Document.ID, strings.TrimSuffix(path.Base(t.Document.File), path.Ext(t.Document.File)))
	case t.Document != nil && t.Document.ID != "":
		return t.Document.ID + " " + t.Document.Title
	case t.Document != nil:
		return t.Document.Title
	case t.Requirement != nil:
		return t.Requirement.ID + " " + t.Requirement.Title
	case t.Former != nil:
		return t.Former.ID + " " + t.Former.Title
	case t.Row != nil:
		return t.Row.ID.Value + " " + t.Row.Title
	case t.Register != nil:
		return t.Register.Schema.Title
	case t.File != "":
		return path.Base(t.File)
	}
	return t.Address
}

// document makes the target of a document: a write-up is the page of its
// requirement.
func documentTarget(d *Document, fragment string) Target {
	if d.Requirement != nil {
		return Target{Requirement: d.Requirement, Fragment: fragment}
	}
	return Target{Document: d, Fragment: fragment}
}

// Written is the document behind a target: the document itself, or the
// write-up of a requirement.
func (t Target) Written() *Document {
	if t.Requirement != nil {
		return t.Requirement.WriteUp
	}
	return t.Document
}

// byWord finds what an id, or the name of a register, stands for. It knows
// the forms A.5.15, 6.1.3, 2013:A.5.1, POL-02, R-003, risks. Foreign says that
// the id is of the other edition and has no prefix that says so.
func (m *ISMS) byWord(word string) (t Target, foreign, ok bool) {
	if edition, id, found := cutEdition(word); found {
		if edition == m.Standard.Edition() {
			q, ok := m.requirements[id]
			return Target{Requirement: q}, false, ok
		}
		f, ok := m.former[id]
		return Target{Former: f}, false, ok
	}
	if strings.Count(word, ".") == 3 && strings.HasPrefix(word, "A.") && m.Standard.Edition() != standard.Edition2013 {
		f, ok := m.former[word]
		return Target{Former: f}, ok, ok
	}
	if q, ok := m.requirements[word]; ok {
		return Target{Requirement: q}, false, true
	}
	if f, ok := m.former[word]; ok {
		return Target{Former: f}, true, true
	}
	if d, ok := m.byID[fold(word)]; ok {
		return documentTarget(d, ""), false, true
	}
	if r, ok := m.rows[fold(word)]; ok {
		return Target{Row: r}, false, true
	}
	if r, ok := m.registers[strings.ToLower(word)]; ok {
		return Target{Register: r}, false, true
	}
	return Target{}, false, false
}

func cutEdition(word string) (standard.Edition, string, bool) {
	if prefix, id, ok := strings.Cut(word, ":"); ok {
		if e, ok := standard.ParseEdition(prefix); ok {
			return e, strings.TrimSpace(id), true
		}
	}
	return 0, "", false
}

// trimEdition takes the prefix of the edition e from an id.
func trimEdition(id string, e standard.Edition) string {
	if edition, rest, ok := cutEdition(id); ok && edition == e {
		return rest
	}
	return id
}

// byName finds a document by its title or the name of its file, for links as
// notebooks write them.
func (l *linker) byName(name string) []*Document {
	key := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(name, ".md"), ".markdown"))
	for _, key := range []string{key, path.Base(key)} {
		l.seeks(key)
		if found := l.m.names[key]; len(found) > 0 {
			return found
		}
	}
	return nil
}

// seeks notes that a link looks for something by a word that is no id, so that
// it is known what another title or another row would change.
func (l *linker) seeks(word string) {
	if !l.alone {
		l.m.sought[strings.ToLower(word)] = true
	}
}

// bodies resolves the references of every text.
func (l *linker) bodies() {
	for _, d := range l.m.Documents {
		l.body(d)
	}
}

func (l *linker) body(d *Document) {
	if len(d.Body.References) == 0 {
		return
	}
	d.Targets = make([]Target, len(d.Body.References))
	for i := range d.Body.References {
		r := &d.Body.References[i]
		t := l.resolve(d, r)
		if t.Broken && l.in.level != "" && !r.Kind.Image() {
			t = Target{}
		}
		d.Targets[i] = t
		l.backlink(d, t)
	}
}

func (l *linker) resolve(d *Document, r *prose.Reference) Target {
	place := d.AtPlace(r.Place)
	switch r.Kind {
	case prose.ControlMention, prose.LooseMention, prose.ClauseMention:
		return l.mention(d, r, place)
	case prose.IDMention:
		t, _, ok := l.m.byWord(r.Target)
		if !ok {
			l.seeks(r.Target)
		}
		if t.Document == d || t.Requirement != nil && t.Requirement.WriteUp == d {
			return Target{}
		}
		return t
	case prose.WikiLink:
		return l.wiki(d, r, place)
	case prose.EmbeddedText:
		t := l.wiki(d, r, place)
		if !t.Broken { // which was said
			l.about(d, diag.EmbeddedText.At(place, "![[%s]] is shown as a link and not embedded", r.Target).
				Hinting("take the ! out, or write here what is to hold here: an approved text does not change with another").Fixed("![[", "[["))
		}
		return t
	case prose.AddressLink:
		return l.address(d, r, place)
	case prose.ImageLink, prose.EmbeddedImage:
		return l.image(d, r, place)
	}
	return l.path(d, r, place)
}

func (l *linker) mention(d *Document, r *prose.Reference, place diag.Place) Target {
	word := r.Target
	if r.Edition != 0 {
		word = standard.Edition(r.Edition).String() + ":" + word
	}
	t, foreign, ok := l.m.byWord(word)
	switch {
	case ok && foreign && r.Kind == prose.LooseMention && !spelt(r.Text):
		return Target{} // A 9.2 is a mention of this edition or none
	case ok && foreign:
		l.about(d, otherEdition(diag.OtherEdition, t.Former, l.m.Standard.Edition(), place))
	case !ok && r.Kind == prose.LooseMention, !ok && r.Kind == prose.ClauseMention && beyond(r.Target):
		return Target{}
	case !ok:
		p := diag.UnknownMention.At(place, "%s is in no edition of ISO/IEC 27001", r.Text)
		if r.Edition != 0 {
			p = diag.UnknownMention.At(place, "%s has no %s", standard.Edition(r.Edition).Name(), r.Target)
		}
		if _, _, ok := l.m.byWord(r.Target); ok && r.Edition != 0 {
			p = p.Hinting("%s has it", standard.Edition(r.Edition).Other().Name())
		} else if near := l.nearestRequirement(r.Target); near != "" {
			p = p.Hinting("did you mean %s?", near)
		} else if within := l.within(r.Target); within != "" {
			p = p.Hinting("%s", within)
		} else {
			p = p.Hinting("if another text is meant, write it between backticks")
		}
		l.about(d, p)
		return Target{}
	}
	if t.Requirement != nil && t.Requirement.WriteUp == d {
		return Target{} // a write-up that names what it answers need not link to itself
	}
	return t
}

// spelt says that a loose mention is written as the standard writes an id: A.18,
// Annex A 18, Anhang A 18.
func spelt(mention string) bool {
	return strings.HasPrefix(mention, "A.") || strings.HasPrefix(mention, "Annex") || strings.HasPrefix(mention, "Anhang")
}

// beyond says that a clause's number is not of the clauses 1 to 10: it is of
// another text, a contract's perhaps.
func beyond(id string) bool {
	top, _, _ := strings.Cut(id, ".")
	return len(top) > 1 && top != "10"
}

// within says which ids there are beside one that there is not; nothing where
// what would hold it has no parts either.
func (l *linker) within(id string) string {
	i := strings.LastIndexByte(id, '.')
	if i < 0 {
		return ""
	}
	q, ok := l.m.requirements[id[:i]]
	if !ok || len(q.Children) < 2 {
		return ""
	}
	return fmt.Sprintf("%s goes from %s to %s", q.ID, q.Children[0], q.Children[len(q.Children)-1])
}

func (l *linker) nearestRequirement(id string) string {
	if l.nearests++; l.nearests > maxNearest {
		return ""
	}
	return diag.Nearest(id, func(yield func(string) bool) {
		for _, q := range l.m.Requirements {
			if !yield(q.ID) {
				return
			}
		}
	})
}

func (l *linker) wiki(d *Document, r *prose.Reference, place diag.Place) Target {
	t, foreign, ok := l.m.byWord(r.Target)
	if ok && foreign {
		l.about(d, otherEdition(diag.OtherEdition, t.Former, l.m.Standard.Edition(), place))
	}
	if !ok && r.Target == "" && r.Fragment != "" {
		t, ok = documentTarget(d, ""), true
	}
	if !ok {
		switch found := l.byName(r.Target); len(found) {
		case 0:
			if file := l.attachment(d, r.Target, place); file != "" {
				return Target{File: file}
			}
			p := diag.BrokenLink.At(place, "[[%s]] leads to nothing", r.Target)
			if _, ok := l.m.requirements["A."+r.Target]; ok {
				p = p.Hinting("a bare number is a clause; did you mean A.%s?", r.Target)
			} else if near := l.nearest(r.Target); near != "" {
				p = p.Hinting("did you mean [[%s]]?", near)
			} else {
				p = p.Hinting("between [[ and ]] stands the id of a document, a requirement or a row")
			}
			l.about(d, p)
			return Target{Broken: true}
		case 1:
			t = documentTarget(found[0], "")
		default:
			l.about(d, diag.BrokenLink.At(place, "[[%s]] may mean %s or %s", r.Target, found[0].File, found[1].File).Hinting("write the path as a Markdown link, or give the document an id"))
			t = documentTarget(found[0], "")
		}
	}
	t.Fragment = l.heading(t, r.Fragment)
	l.anchor(d, t, place)
	return t
}

// heading is the anchor that a link by id means: as it is, or else that of a
// heading by its words, as notebooks write it, the last of several.
func (l *linker) heading(t Target, fragment string) string {
	to := t.Written()
	if to == nil || fragment == "" || l.hasAnchor(to, fragment) {
		return fragment
	}
	if slug := prose.Slug(fragment[strings.LastIndexByte(fragment, '#')+1:]); slug != "" && l.hasAnchor(to, slug) {
		return slug
	}
	return fragment
}

// anchor checks that the heading a link leads to exists.
func (l *linker) anchor(d *Document, t Target, place diag.Place) {
	to := t.Written()
	if t.Fragment == "" || t.Fragment == "top" || t.Document == nil && t.Requirement == nil {
		return
	}
	if to == nil || !l.hasAnchor(to, t.Fragment) {
		p := diag.BrokenAnchor.At(place, "%s has no heading #%s", t.Label(), t.Fragment)
		if l.nearests++; to != nil && l.nearests <= maxNearest {
			if near := diag.Nearest(t.Fragment, func(yield func(string) bool) {
				for _, h := range to.Body.Headings {
					if !yield(h.ID) {
						return
					}
				}
			}); near != "" {
				p = p.Hinting("did you mean #%s?", near)
			} else if n := len(to.Body.Headings); n == 0 {
				p = p.Hinting("it has no headings at all")
			} else if n <= 8 {
				p = p.Hinting("it has %s", anchorList(to))
			}
		}
		l.about(d, p)
	}
}

// anchorList are the anchors of a document, as a message names them.
func anchorList(d *Document) string {
	names := make([]string, len(d.Body.Headings))
	for i, h := range d.Body.Headings {
		names[i] = "#" + h.ID
	}
	return strings.Join(names, ", ")
}

// fewHeadings are looked through as quickly as an index of them is made.
const fewHeadings = 16

func (l *linker) hasAnchor(d *Document, fragment string) bool {
	if len(d.Body.Headings) <= fewHeadings {
		return slices.ContainsFunc(d.Body.Headings, func(h *prose.Heading) bool { return h.ID == fragment })
	}
	set, ok := l.anchors[d]
	if !ok {
		set = make(map[string]bool, len(d.Body.Headings))
		for _, h := range d.Body.Headings {
			set[h.ID] = true
		}
		l.anchors[d] = set
	}
	return set[fragment]
}
