package catalogue

import (
	"cmp"
	"path"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/field"
)

// oscal reads a catalogue of OSCAL 1.1. Its id is the name of its file: OSCAL
// knows none but a UUID. Each control is an entry, its enhancements too, called
// by its label where that can be an id, else by its id; what was withdrawn is
// left out. What answers a control is said by properties with the name maps, or
// by links with the relation maps to #A.5.24. Parameters, parts and back matter
// are not read.
func (r *reader) oscal(v *field.Value) {
	if v.Kind != field.Map {
		r.report(diag.CatalogueRule.At(r.at(v.Line, v.Column), "a catalogue of OSCAL is a map, and this is %s", v.Kind))
		return
	}
	c := r.out
	meta := v.Get("metadata")
	c.Title, c.Version = scalar(meta.Get("title")), scalar(meta.Get("version"))
	name := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(strings.TrimSuffix(path.Base(c.File), path.Ext(c.File))))
	r.name(field.Text{Value: name, Line: v.Line, Column: v.Column}, v)
	c.Title = cmp.Or(c.Title, name)
	for _, link := range items(meta.Get("links")) {
		if href := scalar(link.Get("href")); c.Source == "" && strings.HasPrefix(href, "https://") {
			c.Source = href
		}
	}
	r.within(v, field.Text{})
	if len(c.Entries) == 0 && len(c.Problems) == 0 {
		r.report(diag.CatalogueRule.At(r.at(v.Line, v.Column), "the catalogue has no controls"))
	}
}

// within reads the groups and controls of a catalogue, a group or a control. How
// deep they stand in one another is bounded by what is parsed.
func (r *reader) within(v *field.Value, group field.Text) {
	r.list("controls", v.Get("controls"), func(v *field.Value) {
		if withdrawn(v) {
			return
		}
		e := Entry{ID: r.called(v), Title: scalar(v.Get("title")), Group: group, Maps: maps(v)}
		if r.id(&e.ID, v) {
			r.out.Entries = append(r.out.Entries, e)
		}
		r.within(v, group)
	})
	r.list("groups", v.Get("groups"), func(v *field.Value) {
		g := Group{ID: r.called(v), Title: scalar(v.Get("title"))}
		below := group
		if v.Get("id") == nil { // OSCAL lets a group be without
			g.ID.Value = ""
		} else if r.id(&g.ID, v) {
			r.out.Groups = append(r.out.Groups, g)
			below = g.ID
		}
		r.within(v, below)
	})
}

// called is the label of a group or control where it can be an id, else its id.
func (r *reader) called(v *field.Value) field.Text {
	for _, p := range items(v.Get("props")) {
		label := p.Get("value")
		if scalar(p.Get("name")) == "label" && scalar(p.Get("class")) == "" && entryID.MatchString(scalar(label)) {
			return field.Text{Value: scalar(label), Line: label.Line, Column: label.Column}
		}
	}
	if id := v.Get("id"); id != nil {
		return field.Text{Value: scalar(id), Line: id.Line, Column: id.Column}
	}
	return field.Text{Line: v.Line, Column: v.Column}
}

func withdrawn(v *field.Value) bool {
	for _, p := range items(v.Get("props")) {
		if scalar(p.Get("name")) == "status" && strings.EqualFold(scalar(p.Get("value")), "withdrawn") {
			return true
		}
	}
	return false
}

func maps(v *field.Value) []field.Text {
	var out []field.Text
	add := func(v *field.Value, text string) {
		for _, id := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
			out = append(out, field.Text{Value: id, Line: v.Line, Column: v.Column})
		}
	}
	for _, p := range items(v.Get("props")) {
		if scalar(p.Get("name")) == "maps" {
			add(p.Get("value"), scalar(p.Get("value")))
		}
	}
	for _, l := range items(v.Get("links")) {
		if id, ok := strings.CutPrefix(scalar(l.Get("href")), "#"); ok && scalar(l.Get("rel")) == "maps" {
			add(l.Get("href"), id)
		}
	}
	return out
}

// items are the items of a list; none of what is no list.
func items(v *field.Value) []*field.Value {
	if v == nil || v.Kind != field.List {
		return nil
	}
	return v.Items
}

// scalar is the text of a value on one line; empty where it is none.
func scalar(v *field.Value) string {
	if v == nil || v.Kind != field.Scalar {
		return ""
	}
	return strings.Join(strings.Fields(v.Text), " ")
}
