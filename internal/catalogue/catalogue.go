// Package catalogue holds further catalogues of requirements, of a law, a
// contract or another standard (NIS 2, SOC 2 …), as typed values. They stand
// beside Annex A, and say which of its controls answers which of their entries.
//
// A catalogue is a file of the folder catalogues/. It is one of our own form, in
// YAML or JSON,
//
//	id: NIS2
//	title: Directive (EU) 2022/2555, Article 21(2)
//	version: "2022"
//	source: https://eur-lex.europa.eu/eli/dir/2022/2555/oj
//	classification: internal            # as that of a register; internal where nothing is said
//	groups:
//	  - {id: "21.2", title: Measures}
//	entries:
//	  - {id: 21.2.a, title: Risk analysis, group: "21.2", maps: [6.1.2, A.5.1, ORG-01]}
//
// or a catalogue of OSCAL 1.1, see oscal.go. An entry is called by the id of its
// catalogue and its own: NIS2:21.2.a. Texts of laws and of other standards are
// their publishers'; a catalogue holds ids and titles.
package catalogue

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/field"
)

// Folder is where catalogues lie in the content.
const Folder = "catalogues"

// maxEntries is how many entries and groups of a catalogue are read.
const maxEntries = 5000

// A Catalogue is one file. It is not changed after it was read.
type Catalogue struct {
	File           string
	Hash           [32]byte   // SHA-256 of the file
	ID             field.Text // NIS2; empty where the file has none that is one
	Title          string
	Version        string
	Source         string // where the text is, as a web address; may be empty
	Classification string
	Groups         []Group // in the order of the file
	Entries        []Entry // in the order of the file
	Problems       []diag.Problem
}

// A Group is a heading of entries.
type Group struct {
	ID    field.Text `field:"id" about:"of the group within the catalogue: 21.2"`
	Title string     `field:"title" about:"what the group is called"`
}

// An Entry is a requirement.
type Entry struct {
	ID    field.Text   `field:"id" about:"of the entry within the catalogue: 21.2.a; it is linked as [[NIS2:21.2.a]]"`
	Title string       `field:"title" about:"what it asks for, in words of your own"`
	Group field.Text   `field:"group" about:"the id of the group that it stands in"`
	Maps  []field.Text `field:"maps" about:"the clauses, the controls of Annex A and those of one's own that answer it"`
}

// File is a catalogue of our own form as its file says it.
type File struct {
	ID             field.Text   `field:"id" about:"a short name in capitals that nothing else has: NIS2"`
	Title          string       `field:"title" about:"what the catalogue is called"`
	Version        string       `field:"version" about:"which version of it this is, in quotes"`
	Source         string       `field:"source" about:"the web address of its text"`
	Classification string       `field:"classification" words:"public internal confidential restricted" about:"who may read it; internal where nothing is said"`
	Groups         *field.Value `field:"groups" about:"headings: {id, title}"`
	Entries        *field.Value `field:"entries" about:"requirements: {id, title, group, maps}"`
}

var (
	catalogueID = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,11}$`)
	entryID     = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$`)
)

// Is says whether a file of the content is a catalogue, by its path.
func Is(name string) bool {
	switch path.Ext(name) {
	case ".yaml", ".yml", ".json":
		return path.Dir(name) == Folder
	}
	return false
}

// Parse makes a catalogue of a file. What is wrong with it is among its
// problems; an entry that is no good is left out.
func Parse(file string, hash [32]byte, src []byte) *Catalogue {
	r := &reader{out: &Catalogue{File: file, Hash: hash, Classification: "internal"}, lines: map[string]int{}}
	format := field.YAML
	if path.Ext(file) == ".json" {
		format = field.JSON
	}
	v, faults := field.Parse(format, src, 1)
	r.out.Problems = field.Faults(diag.CatalogueRule, file, faults)
	switch {
	case len(faults) > 0:
		r.out.Classification = config.Unclear
	case v == nil || v.Kind != field.Map:
		r.report(diag.CatalogueRule.At(diag.Place{File: file, Line: 1, Column: 1}, "this is no catalogue").Hinting("begin with id, title and entries"))
	case v.Get("catalog") != nil:
		r.oscal(v.Get("catalog"))
	default:
		r.file(v)
	}
	return r.out
}

type reader struct {
	out   *Catalogue
	lines map[string]int // of the ids met, in capitals
}

func (r *reader) report(p diag.Problem) { r.out.Problems = append(r.out.Problems, p) }

func (r *reader) at(line, column int) diag.Place {
	return diag.Place{File: r.out.File, Line: line, Column: column}
}

// file reads our own form.
func (r *reader) file(v *field.Value) {
	var f File
	d := r.decoder()
	d.Decode(v, &f)
	c := r.out
	c.Title, c.Version, c.Source = f.Title, f.Version, f.Source
	c.Classification = cmp.Or(config.Classified(f.Classification, v), c.Classification)
	r.name(f.ID, v)
	r.list("groups", f.Groups, func(v *field.Value) {
		var g Group
		if d.Decode(v, &g); r.id(&g.ID, v) {
			c.Groups = append(c.Groups, g)
		}
	})
	r.list("entries", f.Entries, func(v *field.Value) {
		var e Entry
		d.Decode(v, &e)
		if !r.id(&e.ID, v) {
			return
		}
		if e.Title == "" {
			r.report(diag.CatalogueRule.At(r.at(v.Line, v.Column), "%s has no title", e.ID.Value).Hinting("say in a few words of your own what it asks for"))
		}
		if e.Group.Value != "" && !slices.ContainsFunc(c.Groups, func(g Group) bool { return g.ID.Value == e.Group.Value }) {
			p := diag.CatalogueRule.At(r.at(e.Group.Line, e.Group.Column), "there is no group %q here", e.Group.Value)
			if near := diag.Nearest(e.Group.Value, r.groups); near != "" {
				p = p.Hinting("did you mean %s?", near)
			}
			r.report(p)
			e.Group = field.Text{}
		}
		c.Entries = append(c.Entries, e)
	})
	if u, err := url.Parse(c.Source); c.Source != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		at := v.Get("source")
		r.report(diag.CatalogueRule.At(r.at(at.Line, at.Column), "%q is no web address", c.Source).Hinting("write it whole: https://…"))
		c.Source = ""
	}
	if f.Entries == nil {
		r.report(diag.CatalogueRule.At(r.at(v.Line, v.Column), "the catalogue has no entries").Hinting("write a list: entries: [{id: 21.2.a, title: …, maps: [A.5.1]}]"))
	}
}

func (r *reader) decoder() *field.Decoder {
	return &field.Decoder{File: r.out.File, Wrong: diag.CatalogueRule, Unknown: diag.CatalogueRule, Report: r.report}
}

func (r *reader) groups(yield func(string) bool) {
	for _, g := range r.out.Groups {
		if !yield(g.ID.Value) {
			return
		}
	}
}

// name takes the id of the catalogue.
func (r *reader) name(id field.Text, v *field.Value) {
	switch {
	case id.Value == "":
		r.report(diag.CatalogueRule.At(r.at(v.Line, v.Column), "the catalogue has no id").Hinting("give it a short name in capitals: id: NIS2"))
	case !catalogueID.MatchString(id.Value):
		r.report(diag.InvalidID.At(r.at(id.Line, id.Column), "%q is no id of a catalogue", id.Value).Hinting("it is a word of two to twelve capital letters and digits: NIS2"))
	default:
		r.out.ID = id
	}
}

// list reads the maps of a list, up to a number that no catalogue comes near.
func (r *reader) list(key string, v *field.Value, take func(*field.Value)) {
	if v == nil || v.Kind == field.Null {
		return
	}
	if v.Kind != field.List {
		r.report(diag.CatalogueRule.At(r.at(v.Line, v.Column), "%s are wanted as a list, and this is %s", key, v.Kind).Hinting("begin each with a hyphen"))
		return
	}
	for _, item := range v.Items {
		switch {
		case r.full(item):
			return
		case item.Kind != field.Map:
			r.report(diag.CatalogueRule.At(r.at(item.Line, item.Column), "an item of %s wants keys with values, and this is %s", key, item.Kind))
		default:
			take(item)
		}
	}
}

// full says once that the catalogue is too large.
func (r *reader) full(v *field.Value) bool {
	if n := len(r.out.Groups) + len(r.out.Entries); n < maxEntries {
		return false
	}
	if _, told := r.lines[""]; !told {
		r.lines[""] = v.Line
		r.report(diag.CatalogueRule.At(r.at(v.Line, v.Column), "only the first %d entries and groups are read", maxEntries).Hinting("keep what applies to you"))
	}
	return true
}

// id says whether an id is one, and is met for the first time.
func (r *reader) id(id *field.Text, v *field.Value) bool {
	if id.Line == 0 {
		id.Line, id.Column = v.Line, v.Column
	}
	at, key := r.at(id.Line, id.Column), strings.ToUpper(id.Value)
	line, twice := r.lines[key]
	switch {
	case id.Value == "":
		r.report(diag.CatalogueRule.At(at, "this has no id").Hinting("give it the number that it has in its source"))
		return false
	case !entryID.MatchString(id.Value):
		r.report(diag.InvalidID.At(at, "%q is no id of an entry", id.Value).Hinting("it is up to forty letters, digits, full stops, hyphens and underscores: 21.2.a"))
		return false
	case twice:
		r.report(diag.DuplicateID.At(at, "%s stands in line %d already", id.Value, line).Hinting("the first counts; give this one another id, or take it out"))
		return false
	}
	r.lines[key] = id.Line
	return true
}
