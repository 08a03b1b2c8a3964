package isms

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/prose"
	"annexa/internal/standard"
)

// maxNearest is how many times the nearest spelling is looked for among all
// ids and files. Content with more broken links has one mistake, not many.
const maxNearest = 500

// A linker makes the whole, step by step. Each step needs those before it.
type linker struct {
	m                 *ISMS
	in                Input
	nearests          int
	alone             bool                // one document is linked, and nothing else told of it
	folders           map[string]bool     // made when the first link leads to nothing
	byBase, byLetters map[string][]string // files by their names, made when the first link leads to nothing
	anchors           map[*Document]map[string]bool
}

// Link makes the whole of its parts. What does not fit together is told in
// its problems, unless something was left out of the parts.
func Link(in Input) *ISMS {
	l := &linker{in: in, anchors: map[*Document]map[string]bool{}, m: &ISMS{
		Config: in.Config, Schemas: in.Schemas, Day: in.Day, Level: in.level, Withheld: in.withheld,
		Standard: standard.Of(in.Config.Edition), Other: standard.Of(in.Config.Edition.Other()),
		Problems: slices.Clone(in.Problems),
		files:    make(map[string]bool, len(in.Files)+len(in.Documents)+len(in.Registers)),
		byFile:   make(map[string]*Document, len(in.Documents)), byID: make(map[string]*Document, len(in.Documents)),
		rows: map[string]*Row{}, requirements: map[string]*Requirement{}, former: map[string]*Former{},
		approvals: in.judged(), registers: map[string]*Register{}, names: map[string][]*Document{}, sought: map[string]bool{},
	}}
	if in.level != "" {
		l.nearests = maxNearest // its problems are not told
	}
	l.m.published = sync.OnceValue(l.m.publishedFiles)
	for _, word := range append(slices.Clone(in.DoneWords), doneWords...) {
		l.m.doneWords = append(l.m.doneWords, strings.ToLower(word))
	}
	l.requirements()
	l.documents()
	l.own()
	l.registers()
	l.catalogues()
	l.addresses()
	l.frontMatter()
	l.rows()
	l.bodies()
	l.answers()
	if in.level != "" {
		l.m.Problems = nil
	}
	return l.m
}

func (l *linker) problem(p diag.Problem) { l.m.Problems = append(l.m.Problems, p) }

// about reports a problem of a document, no higher than a warning for a page.
func (l *linker) about(d *Document, p diag.Problem) {
	if !d.Managed {
		p = p.AtMost(diag.Warning)
	}
	l.problem(p)
}

func fold(id string) string { return strings.ToUpper(id) }

func (l *linker) requirements() {
	m := l.m
	for _, r := range m.Standard.All() {
		q := &Requirement{Requirement: r, Page: requirementPage(r, true)}
		m.Requirements = append(m.Requirements, q)
		m.requirements[r.ID] = q
	}
	for _, r := range m.Other.All() {
		f := &Former{Requirement: r, Page: requirementPage(r, false)}
		for _, id := range r.Others {
			if q, ok := m.requirements[id]; ok {
				f.Others = append(f.Others, q)
			}
		}
		m.Former = append(m.Former, f)
		m.former[r.ID] = f
	}
}

// requirementPage is the address of a requirement's page: controls and clauses
// of the content's edition have the short ones. An objective is a section of
// its domain's page.
func requirementPage(r *standard.Requirement, ours bool) string {
	edition := r.Edition.String()
	switch {
	case r.Kind == standard.OwnControls:
		return "controls/own.html" // no id is like it
	case r.Kind == standard.Theme || r.Kind == standard.Domain:
		return "annex-a/" + edition + "/" + r.ID + ".html"
	case r.Kind == standard.Objective:
		return "annex-a/" + edition + "/" + r.Parent + ".html#" + r.ID
	case r.IsControl() && ours:
		return "controls/" + r.ID + ".html"
	case r.IsControl():
		return "annex-a/" + edition + "/" + r.ID + ".html"
	case ours:
		return "clauses/" + r.ID + ".html"
	}
	return "clauses/" + edition + "/" + r.ID + ".html"
}

func (l *linker) documents() {
	m := l.m
	for _, f := range l.in.Files {
		m.files[f] = true
	}
	for _, src := range l.in.Documents {
		m.files[src.File] = true
		l.problems(src)
		d := l.document(src)
		m.byFile[src.File] = d
		m.Documents = append(m.Documents, d)
		for _, key := range d.names() {
			if !slices.Contains(m.names[key], d) {
				m.names[key] = append(m.names[key], d)
			}
		}
	}
	slices.SortFunc(m.Documents, compare)
	for i, d := range m.Documents {
		d.order = i
	}
}

// document is a file as a document, with all that does not depend on others but
// for its id being its own.
func (l *linker) document(src *document.Document) *Document {
	d := &Document{Document: src, Kind: src.Front.Kind}
	l.kind(d)
	d.Values = l.values(d)
	d.Title = l.text(d, src.Front.Title)
	d.Summary = l.text(d, src.Front.Summary)
	l.identify(d)
	l.title(d)
	d.State = state(d, l.in.Day)
	d.Published = !d.Unpublished && !(l.in.Config.HideDrafts && (d.State == Draft || d.State == InReview))
	return d
}

// names are those by which links may name a document: that of its file, and its
// title.
func (d *Document) names() [2]string {
	return [...]string{strings.ToLower(strings.TrimSuffix(path.Base(d.File), path.Ext(d.File))), strings.ToLower(d.Title)}
}

// compare orders documents: write-ups as the standard orders what they answer,
// then the others by id, in which a number counts as one (POL-9, POL-10), then
// pages by path.
func compare(a, b *Document) int {
	if c := rank(a) - rank(b); c != 0 {
		return c
	}
	return cmp.Or(compareIDs(a.ID, b.ID), cmp.Compare(a.File, b.File))
}

func rank(d *Document) int {
	if d.ID == "" {
		return 1
	}
	return 0
}

func compareIDs(a, b string) int {
	i, j := strings.IndexByte(a, '-')+1, strings.IndexByte(b, '-')+1
	if i == 0 || i != j || a[:i] != b[:j] {
		return standard.Compare(a, b)
	}
	return standard.Compare(a[i:], b[j:])
}

func (l *linker) problems(src *document.Document) {
	l.m.Problems = append(l.m.Problems, src.Problems...)
}

// kind completes a document's kind from what it is a write-up of.
func (l *linker) kind(d *Document) {
	f := &d.Front
	kind := ""
	switch {
	case f.Control.Value != "":
		kind = "control"
	case f.Clause.Value != "":
		kind = "clause"
	case d.File == document.Statement && d.Has():
		kind = "soa"
	default:
		return
	}
	if d.Kind != "" && d.Kind != kind {
		l.problem(diag.FrontMatter.At(d.At("kind"), "this is a %s, and its kind says %s", kind, d.Kind).Hinting("take kind: %s out", d.Kind))
	}
	if f.Control.Value != "" && f.Clause.Value != "" {
		l.problem(diag.FrontMatter.At(at(d.Document, f.Clause), "a file answers one requirement, and this names control %s and clause %s", f.Control.Value, f.Clause.Value).Hinting("write a file for each"))
	}
	d.Kind = kind
}

// title finds a title for what has none: the requirement's for a write-up,
// else the first heading, else the name of the file.
func (l *linker) title(d *Document) {
	if d.Requirement != nil && !d.Requirement.IsOwn() {
		d.Title = d.Requirement.Title
	}
	if d.Title != "" {
		return
	}
	if len(d.Body.Headings) > 0 {
		b := prose.Bindings{Variables: d.Values}
		if d.Title = strings.TrimSpace(string(prose.AppendText(nil, d.Body.Headings[0].Spans, b))); d.Title != "" {
			return
		}
	}
	name := strings.TrimSuffix(path.Base(d.File), path.Ext(d.File))
	if bare := strings.TrimPrefix(name, "_"); strings.EqualFold(bare, "index") || strings.EqualFold(bare, "readme") {
		if dir := path.Base(path.Dir(d.File)); dir != "." {
			name = dir
		}
	}
	if _, err := day.Parse(name); err != nil { // a note of a day is called by it
		name = strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(name))
	}
	if name == "" {
		name = d.File
	}
	first, size := utf8.DecodeRuneInString(name)
	d.Title = string(unicode.ToUpper(first)) + name[size:]
}

// identify gives a document its id and its requirement.
func (l *linker) identify(d *Document) {
	f := &d.Front
	switch d.Kind {
	case "control", "clause":
		id := f.Control
		if d.Kind == "clause" {
			id = f.Clause
		}
		if id.Value == "" {
			l.problem(diag.BrokenReference.At(d.At("kind"), "a %s write-up says which %s it answers", d.Kind, d.Kind).Hinting("add %s", map[string]string{"control": "control: A.5.1", "clause": "clause: 6.1.3"}[d.Kind]))
			d.Kind = ""
			return
		}
		l.writeUp(d, trimEdition(id.Value, l.m.Standard.Edition()), at(d.Document, id))
		if d.ID != "" && f.ID.Value != "" && f.ID.Value != d.ID {
			l.problem(diag.FrontMatter.At(d.At("id"), "a write-up has the id of what it answers").Hinting("take id: %s out", f.ID.Value))
		}
	case "soa":
		d.ID = f.ID.Value
		if d.ID == "" {
			d.ID = "SOA"
		}
		if !prose.IsID(d.ID) && d.ID != "SOA" {
			l.invalidID(d)
			d.ID = "SOA"
		}
	default:
		if f.ID.Value != "" && !prose.IsID(f.ID.Value) {
			l.invalidID(d)
			return
		}
		d.ID = f.ID.Value
		if d.Managed && d.ID == "" && d.Kind != "" && d.Unreadable == "" {
			l.problem(diag.RequiredField.At(d.At(), "this %s has no id", d.Kind).Hinting("give it one that nothing else has, such as %s-01", map[string]string{"policy": "POL", "standard": "STD", "procedure": "PRO", "guideline": "GDL", "plan": "PLN", "record": "REC"}[d.Kind]))
		}
	}
	if d.ID == "" {
		return
	}
	if first, twice := l.m.byID[fold(d.ID)]; twice {
		l.problem(diag.DuplicateID.At(d.At("id"), "%s is the id of %s already", d.ID, first.File).Hinting("give one of the two a new id; ids are never used again"))
		d.ID = ""
		return
	}
	l.m.byID[fold(d.ID)] = d
}

func (l *linker) invalidID(d *Document) {
	if q, ok := l.m.requirements[d.Front.ID.Value]; ok {
		l.problem(diag.InvalidID.At(at(d.Document, d.Front.ID), "%s is the id of a %s, and its write-up needs no other", q.ID, q.Kind).Hinting("write %s: %s", q.Kind, q.ID))
		return
	}
	l.problem(diag.InvalidID.At(at(d.Document, d.Front.ID), "%q is no id", d.Front.ID.Value).Hinting("an id is a word of capital letters, a hyphen, and up to eight digits or capitals: POL-01"))
}

func (l *linker) writeUp(d *Document, id string, place diag.Place) {
	m := l.m
	q, ok := m.requirements[id]
	rule := diag.BrokenReference
	switch {
	case !ok && d.Kind == "control" && IsOwnID(id):
		l.ownControl(d, id, place)
		return
	case ok && !q.Leaf():
		l.group(d, q, place)
		ok = false
	case ok && (q.IsControl() != (d.Kind == "control")):
		l.problem(rule.At(place, "%s is a %s", id, q.Kind).Hinting("write %s: %s", q.Kind, id))
		ok = false
	case ok && q.WriteUp != nil:
		l.problem(diag.DuplicateID.At(place, "%s is answered by %s already", id, q.WriteUp.File).Hinting("keep one write-up for it"))
		ok = false
	case !ok:
		l.unknown(place, id, diag.OtherEditionInData, rule)
	}
	if !ok {
		d.Kind = ""
		return
	}
	d.ID, d.Requirement, q.WriteUp = id, q, d
}

// group reports that a document answers what only its parts can be answered
// of.
func (l *linker) group(d *Document, q *Requirement, place diag.Place) {
	if len(q.Children) == 0 {
		l.about(d, diag.GroupImplemented.At(place, "clause %s asks for nothing that could be answered", q.ID).Hinting("requirements are in the clauses 4 to 10 and in Annex A"))
		return
	}
	l.about(d, diag.GroupImplemented.At(place, "%s has parts, and it is they that are answered", q.ID).Hinting("name one of %s", q.parts()))
}

// parts are the ids below a heading, as a message names them.
func (q *Requirement) parts() string {
	if n := len(q.Children); n > 8 {
		return q.Children[0] + " to " + q.Children[n-1]
	}
	return strings.Join(q.Children, ", ")
}

// unknown reports an id that is no requirement of the content's edition: of
// the other edition with its successor, of a group, or of none.
func (l *linker) unknown(place diag.Place, id string, otherRule, rule *diag.Rule) {
	m := l.m
	if f, ok := m.former[id]; ok {
		l.problem(otherEdition(otherRule, f, m.Standard.Edition(), place))
		return
	}
	p := rule.At(place, "there is no %q here", id)
	if strings.ContainsAny(id, ",;") {
		p = p.Hinting("several ids are a list: [A.5.1, A.5.2]")
	} else if _, ok := m.requirements["A."+id]; ok {
		p = p.Hinting("a bare number is a clause; did you mean A.%s?", id)
	} else if near := l.nearest(id); near != "" {
		p = p.Hinting("did you mean %s?", near)
	} else if upper := strings.ToUpper(id); upper != id && IsOwnID(upper) {
		p = p.Hinting("ids are written in capitals: %s", upper)
	} else if within := l.within(id); within != "" {
		p = p.Hinting("%s", within)
	}
	l.problem(p)
}

// otherEdition is the problem of an id that the content's edition does not
// have. It names what stands for it there.
func otherEdition(rule *diag.Rule, f *Former, ours standard.Edition, place diag.Place) diag.Problem {
	p := rule.At(place, "%s is of the edition of %s, and this content is written to that of %s", f.ID, f.Edition, ours)
	if len(f.Others) == 0 {
		return p.Hinting("it has no counterpart; write %s:%s if the other edition is meant", f.Edition, f.ID)
	}
	ids := make([]string, len(f.Others))
	for i, q := range f.Others {
		ids[i] = q.ID
	}
	verb := "became"
	if f.Edition > ours {
		verb = "was"
	}
	return p.Hinting("it %s %s; write %s:%s if the other edition is meant", verb, strings.Join(ids, ", "), f.Edition, f.ID)
}

// nearest is the id spelt most like a wrong one.
func (l *linker) nearest(id string) string {
	if l.nearests++; l.nearests > maxNearest {
		return ""
	}
	return diag.Nearest(id, func(yield func(string) bool) {
		for _, q := range l.m.Requirements {
			if !yield(q.ID) {
				return
			}
		}
		for _, c := range l.m.Catalogues {
			for _, q := range c.Requirements {
				if !yield(q.ID) {
					return
				}
			}
		}
		for _, d := range l.m.Documents {
			if d.ID != "" && !yield(d.ID) {
				return
			}
		}
		for _, r := range l.m.Registers {
			for _, row := range r.Rows {
				if !yield(row.ID.Value) {
					return
				}
			}
		}
	})
}

// values resolves the variables of a document's body.
func (l *linker) values(d *Document) []string {
	if len(d.Body.Variables) == 0 {
		return nil
	}
	out := make([]string, len(d.Body.Variables))
	for i, v := range d.Body.Variables {
		value, ok := l.m.Config.Value(v.Name)
		if !ok {
			value = "{{" + v.Name + "}}"
			l.unknownVariable(d, v.Name, d.AtPlace(v.Place))
		}
		out[i] = value
	}
	return out
}

func (l *linker) unknownVariable(d *Document, name string, place diag.Place) {
	p := diag.UnknownVariable.At(place, "annexa.yaml says nothing of {{%s}}", name)
	if near := diag.Nearest(name, slices.Values(l.m.Config.Variables())); near != "" {
		p = p.Hinting("did you mean {{%s}}?", near)
	} else {
		p = p.Hinting(`add it to annexa.yaml, or write \{{ for two braces`)
	}
	l.about(d, p)
}

func (l *linker) text(d *Document, t field.Text) string {
	return prose.Substitute(t.Value, l.m.Config.Value, func(name string) { l.unknownVariable(d, name, d.AtText(t)) })
}
