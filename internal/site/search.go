package site

import (
	"cmp"
	"slices"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/register"
	"annexa/internal/search"
	"annexa/internal/standard"
)

// Search is the page to search on. Without its script it offers the lists.
type Search struct{ Lists []NavItem }

// SearchFolder holds the index of the search, beside the script that reads it.
const SearchFolder = "assets/search/"

// The kinds of result: those of documents, then all others.
const (
	policyResult = iota
	standardResult
	procedureResult
	guidelineResult
	planResult
	recordResult
	documentResult
	controlResult
	clauseResult
	catalogueResult
	termResult
	registerResult
	pageResult
	formerResult
)

// results are the kinds of result by name, in their order. What stands first
// wins where two results are as good. Who searches looks for the rule: a row of
// a register, whose title is all that it says, or a control of the other
// edition has to answer much better than a text in force to come before it.
var results = [...]struct {
	name, one, many, folder string // one and many are paths
	weight                  float64
}{
	policyResult:    {"policy", "kind.policy", "kinds.policy", "documents/", 1.2},
	standardResult:  {"standard", "kind.standard", "kinds.standard", "documents/", 1.2},
	procedureResult: {"procedure", "kind.procedure", "kinds.procedure", "documents/", 1.2},
	guidelineResult: {"guideline", "kind.guideline", "kinds.guideline", "documents/", 1},
	planResult:      {"plan", "kind.plan", "kinds.plan", "documents/", 1},
	recordResult:    {"record", "kind.record", "kinds.record", "documents/", 0.9},
	documentResult:  {"document", "kind.document", "kinds.document", "documents/", 1},
	controlResult:   {"control", "kind.control", "annex.controls", "controls/", 1},
	clauseResult:    {"clause", "kind.clause", "clauses.title", "clauses/", 1},
	catalogueResult: {"catalogue", "catalogue.one", "catalogue.title", "catalogues/", 0.9},
	termResult:      {"term", "search.term", "search.terms", "", 1},
	registerResult:  {"register", "registers.one", "registers.title", "", 0.25},
	pageResult:      {"page", "kind.page", "kinds.page", "", 0.9},
	formerResult:    {"former", "layout.other", "layout.other", "", 0.2},
}

// resultKind is the kind of result that a document is.
func resultKind(d *isms.Document) int {
	if d.State == isms.Page || d.Kind == "soa" {
		return pageResult
	}
	for kind, r := range results[:documentResult] {
		if r.name == d.Kind {
			return kind
		}
	}
	return documentResult
}

// searching adds the page to search on, and the texts of the index.
func (s *Site) searching() error {
	kinds := make([]search.Kind, len(results))
	edition := s.m.Other.Edition().String()
	for i, r := range results {
		kinds[i] = search.Kind{
			One: s.say(r.one, "edition", edition), Many: s.say(r.many, "edition", edition), Folder: r.folder, Weight: r.weight,
		}
	}
	s.index = search.New(kinds, s.searchItems())
	for i := range s.index.Texts() {
		s.pages = append(s.pages, Page{SearchFolder + search.TextName(i), func(dst []byte) ([]byte, error) { return s.index.Text(i, dst), nil }})
	}
	h := header{"search.html", section{}, s.say("search.title"), s.say("search.about")}
	return s.page(h, "search.html", func(at seat) any { return Search{s.navigation(at, section{})} })
}

// Index are the files of the search that can be made only once all pages are.
// Texts that were not rendered yet are read for it.
func (s *Site) Index() []Page {
	var out []Page
	for _, script := range s.index.Scripts() {
		out = append(out, Page{SearchFolder + script.Name, script.Append})
	}
	return out
}

// searchItems are all that can be found: what is published and not withdrawn.
func (s *Site) searchItems() []search.Item {
	var items []search.Item
	add := func(kind int, item search.Item) {
		if item.Kind = kind; item.Language == "" {
			item.Language = s.m.Config.Language
		}
		if r := results[kind]; item.Address == r.folder+item.ID+".html" {
			item.Address = ""
		}
		items = append(items, item)
	}
	for _, d := range s.shown {
		if d.Requirement == nil && d.State != isms.Retired {
			add(resultKind(d), s.documentItem(d))
		}
	}
	for _, q := range s.m.Requirements {
		if q.IsClause() {
			add(clauseResult, s.requirementItem(q))
		} else {
			add(controlResult, s.requirementItem(q))
		}
	}
	for _, c := range s.m.Catalogues {
		add(catalogueResult, search.Item{ID: c.ID.Value, Title: c.Title, Address: c.Page})
		for _, q := range c.Entries() {
			add(catalogueResult, search.Item{ID: q.ID, Name: c.Number(q), Title: q.Title, Address: q.Page})
		}
	}
	for _, t := range s.tongue.Terms() {
		add(termResult, search.Item{
			Title: t.Term, Address: "glossary.html#" + termAnchor(t.Term), Language: s.tongue.Tag(), Size: len(t.Meaning), Write: func(w *search.Text) { w.Add(t.Meaning) },
		})
	}
	for _, r := range s.m.Registers {
		add(pageResult, search.Item{Title: r.Schema.TitleIn(s.opt.Words), Address: r.Page})
		for _, row := range r.Rows {
			add(registerResult, s.rowItem(row))
		}
	}
	for _, f := range s.m.Former {
		add(formerResult, search.Item{
			ID: f.ID, Name: number(f.Requirement), Title: s.tongue.Of(f.Title), Address: f.Page, Language: s.tongue.Tag(), Size: len(f.Summary),
			Write: func(w *search.Text) { w.Add(s.tongue.Of(f.Summary)) },
		})
	}
	for _, list := range s.navigation(s.seat("search.html"), section{}) {
		address := string(list.Href)
		if slices.ContainsFunc(items, func(i search.Item) bool { return i.Address == address }) {
			continue // the Statement, where it is a document
		}
		item := search.Item{Title: list.Text, Address: address}
		if address == "standard.html" {
			item.Language, item.Size = s.tongue.Tag(), textBytes(s.texts[standard.PageAbout].tree)
			item.Write = func(w *search.Text) { s.writeStandard(w, standard.PageAbout) }
		}
		add(pageResult, item)
	}
	return items
}

// documentItem is a document or a page.
func (s *Site) documentItem(d *isms.Document) search.Item {
	item := search.Item{
		ID: d.ID, Title: d.Title, Address: d.Page, Language: d.Front.Language, Size: len(d.Summary) + textBytes(d.Body),
		Write: func(w *search.Text) {
			w.Add(d.Summary)
			s.writeBody(w, d)
		},
	}
	if d.State != isms.Page {
		item.State = search.State(s.doubt(d))
	}
	return item
}

// textBytes is about how long a text is.
func textBytes(t *prose.Tree) int { return t.Words * 13 / 2 }

// requirementItem is a clause or a control with its write-up, or a group of
// them.
func (s *Site) requirementItem(q *isms.Requirement) search.Item {
	title, _ := s.titleOf(q.Requirement)
	item := search.Item{ID: idOf(q.Requirement), Name: number(q.Requirement), Title: title, Address: q.Page, Language: s.tongue.Tag(), Size: len(q.Summary)}
	d := writeUp(q)
	if d != nil && d.State == isms.Retired {
		d = nil
	}
	if d != nil {
		item.Language, item.State = cmp.Or(d.Front.Language, s.m.Config.Language), search.State(s.doubt(d))
		item.Size += textBytes(d.Body) + len(d.Front.Justification)
	}
	item.Write = func(w *search.Text) {
		w.Add(s.tongue.Of(q.Summary))
		w.Add(q.Title27002)
		if name, ok := explanations[q.ID]; ok {
			s.writeStandard(w, name)
		}
		if d != nil {
			w.Add(d.Front.Justification)
			s.writeBody(w, d)
		}
	}
	return item
}

// number is the id of a control as it is said in a talk: without its letter.
func number(r *standard.Requirement) string { return strings.TrimPrefix(idOf(r), "A.") }

// rowItem is a row of a register with its words.
func (s *Site) rowItem(row *isms.Row) search.Item {
	said := []string{row.Register.Schema.TitleIn(s.opt.Words)}
	size := len(said[0])
	for i, c := range row.Cells {
		switch row.Register.Schema.Columns[i].Type {
		case register.Date, register.Interval, register.Number, register.Scale, register.YesNo, register.Words, register.Series:
			// nobody looks for these
		default:
			said = append(said, c.Text)
			size += len(c.Text)
		}
	}
	return search.Item{ID: row.ID.Value, Title: row.Title, Address: rowPage(row), Size: size, Write: func(w *search.Text) {
		for _, text := range said {
			w.Add(text)
		}
	}}
}

// writeBody says what the text of a document says on its page.
func (s *Site) writeBody(w *search.Text, d *isms.Document) {
	blocks := d.Body.Blocks
	if titleHeading(d) != nil {
		blocks = blocks[1:]
	}
	m := search.Meaning{Values: d.Values, Reference: func(i int) string {
		if i >= len(d.Targets) {
			return ""
		}
		return s.linkText(&d.Body.References[i], d.Targets[i])
	}}
	w.Blocks(blocks, m)
	for _, note := range d.Body.Footnotes {
		w.Blocks(note, m)
	}
}

// linkText is the text of a link that has none of its own. Of what is not
// published it says nothing but what is written here.
func (s *Site) linkText(r *prose.Reference, t isms.Target) string {
	switch r.Kind {
	case prose.ControlMention, prose.LooseMention, prose.ClauseMention, prose.IDMention:
		return r.Text
	}
	if text := s.label(t); text != "" && (t.Address != "" || t.Page() != "") {
		return text
	}
	return r.Target
}

// writeStandard says one of the texts on the standard.
func (s *Site) writeStandard(w *search.Text, name string) {
	tree := s.texts[name].tree
	w.Blocks(tree.Blocks, search.Meaning{Reference: func(i int) string {
		if r := &tree.References[i]; r.Text != "" {
			return r.Text
		}
		return tree.References[i].Target
	}})
}

// termAnchor is where a term stands in the glossary.
func termAnchor(term string) string { return "Term-" + prose.Slug(term) }
