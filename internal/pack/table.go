package pack

import (
	"annexa/internal/prose"
	"annexa/internal/typeset"
)

// A table is a table in the making, with its links.
type table struct {
	prose.Table
	bindings prose.Bindings
	names    map[int]string // destinations at references
}

// table is a table with heads above its columns.
func (k *Maker) table(keys ...string) *table {
	heads := make([]string, len(keys))
	for i, key := range keys {
		heads[i] = k.key(key)
	}
	return newTable(heads...)
}

func newTable(heads ...string) *table {
	t := &table{}
	for _, h := range heads {
		t.Align = append(t.Align, prose.AlignDefault)
		t.Head = append(t.Head, prose.Cell{Spans: plain(h)})
	}
	return t
}

func plain(s string) []prose.Span {
	if s == "" {
		return nil
	}
	return []prose.Span{prose.Text(s)}
}

// link is a text that leads somewhere, or the text alone.
func (t *table) link(text, href string) []prose.Span {
	if href == "" || text == "" {
		return plain(text)
	}
	t.bindings.References = append(t.bindings.References, prose.Binding{Href: href})
	return []prose.Span{&prose.Link{Reference: len(t.bindings.References) - 1, Spans: plain(text)}}
}

// named is a link, or a text alone, that is a destination too.
func (t *table) named(text, href, name string) []prose.Span {
	if t.names == nil {
		t.names = map[int]string{}
	}
	t.names[len(t.bindings.References)] = name
	t.bindings.References = append(t.bindings.References, prose.Binding{Href: href})
	return []prose.Span{&prose.Link{Reference: len(t.bindings.References) - 1, Spans: plain(text)}}
}

// list is several spans with commas between them.
func list(items ...[]prose.Span) []prose.Span {
	var out []prose.Span
	for _, item := range items {
		if len(out) > 0 && len(item) > 0 {
			out = append(out, prose.Text(", "))
		}
		out = append(out, item...)
	}
	return out
}

func (t *table) row(cells ...[]prose.Span) {
	row := make([]prose.Cell, len(t.Head))
	for i := range cells {
		row[i].Spans = cells[i]
	}
	t.Rows = append(t.Rows, row)
}

func (t *table) text(source string) *typeset.Text {
	return &typeset.Text{Tree: &prose.Tree{Blocks: []prose.Block{&t.Table}}, Bindings: t.bindings, Source: source, Names: t.names}
}

// paragraphs is plain text as a block, a paragraph each.
func paragraphs(texts ...string) *typeset.Text {
	tree := &prose.Tree{}
	for _, s := range texts {
		if s != "" {
			tree.Blocks = append(tree.Blocks, &prose.Paragraph{Spans: plain(s)})
		}
	}
	return &typeset.Text{Tree: tree}
}
