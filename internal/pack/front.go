package pack

import (
	"strconv"

	"annexa/internal/config"
	"annexa/internal/isms"
	"annexa/internal/typeset"
)

// front is what a pack opens with: cover, contents, and the list of the
// documents bound in it.
func (b *book) front() []typeset.Part {
	m, p := b.ISMS, b.pack.Pack
	documents, registers := 0, 0
	for _, e := range b.pack.Entries {
		if e.Register != nil {
			registers++
		} else {
			documents++
		}
	}
	facts := []typeset.Fact{
		{Key: "As of", Value: m.Day.Long()},
		{Key: "Standard", Value: m.Standard.Edition().Name()},
		{Key: "Documents", Value: strconv.Itoa(documents)},
	}
	if registers > 0 {
		facts = append(facts, typeset.Fact{Key: "Registers", Value: strconv.Itoa(registers)})
	}
	if m.Config.Base != "" {
		facts = append(facts, typeset.Fact{Key: "Site", Value: m.Config.Base, Href: m.Config.Base})
	}
	mark := ""
	for _, e := range b.pack.Entries {
		if e.Document != nil && !e.Document.InForce() {
			mark = "DRAFT"
		}
	}
	cover := typeset.Part{Watermark: mark, Source: config.File, Blocks: []typeset.Block{&typeset.Cover{
		Logo: b.Logo, Organisation: m.Config.Organisation.Name, Title: p.Title, Summary: m.Config.Title, Labels: []string{capital(p.Classification)}, Facts: facts,
		Notice: b.notice(), Destination: "cover", Bookmark: 1,
	}}}
	contents := b.packPart(false)
	contents.Blocks = []typeset.Block{&typeset.Contents{Title: "Contents", Depth: 2}}
	control := b.packPart(true)
	control.Blocks = []typeset.Block{
		&typeset.Title{Level: 1, Text: "Document control", Destination: "document-control", Bookmark: 1},
		paragraphs("The documents bound in this pack, as they stood on " + m.Day.Long() + "."),
		b.bound(),
	}
	return []typeset.Part{cover, contents, control}
}

func (b *book) packPart(landscape bool) typeset.Part {
	p := b.pack.Pack
	return typeset.Part{
		Landscape: landscape, Source: config.File,
		Header: typeset.Running{Left: b.ISMS.Config.Name(), Right: clip(p.Title, 80)},
		Footer: typeset.Running{Left: capital(p.Classification) + " · as of " + b.ISMS.Day.String(), Centre: "Uncontrolled when printed", Right: "Page {page} of {pages}"},
	}
}

// bound is the table of all documents of the pack.
func (b *book) bound() *typeset.Text {
	t := newTable("Id", "Title", "Version", "Status", "Owner", "Classification", "Approved by", "Approved on", "Effective", "Next review")
	for _, e := range b.pack.Entries {
		d := e.Document
		if d == nil {
			t.row(plain(e.Register.Schema.Prefix), t.link("Register: "+e.Register.Schema.Title, "#"+registerName(e.Register)), nil, nil, plain(e.Register.Owner.Value), plain(capital(e.Register.Classification)))
			continue
		}
		f := &d.Front
		by := ""
		if d.State == isms.Approved || d.State == isms.Effective {
			by = f.Approved.By
		}
		t.row(t.link(d.ID, "#"+name(d)), plain(d.Title), plain(f.Version), plain(capital(d.State.String())), plain(f.Owner.Value), plain(capital(classification(d))),
			plain(by), plain(f.Approved.Date.String()), plain(f.Effective.String()), plain(b.ISMS.Review(d).Next.String()))
	}
	return t.text("")
}

// chapters are the headings under which a pack's entries stand, by kind.
var chapters = map[string]string{
	"policy": "Policies", "standard": "Standards", "procedure": "Procedures", "guideline": "Guidelines", "plan": "Plans", "record": "Records",
	"control": "Controls of Annex A", "clause": "Clauses 4 to 10", "soa": "Statement of Applicability",
}

func chapter(e isms.Entry) string {
	if e.Register != nil {
		return "Registers"
	}
	return chapters[e.Document.Kind]
}

// chapter is the page that opens a chapter: what stands in it.
func (b *book) chapter(entries []isms.Entry) typeset.Part {
	title := chapter(entries[0])
	part := b.packPart(false)
	b.opened++
	part.Blocks = []typeset.Block{&typeset.Title{Level: 1, Text: title, Destination: "chapter-" + strconv.Itoa(b.opened), Bookmark: 1}}
	t := newTable("Id", "Title", "Version", "Owner")
	for _, e := range entries {
		if chapter(e) != title {
			break
		}
		if r := e.Register; r != nil {
			t.row(plain(r.Schema.Prefix), t.link(r.Schema.Title, "#"+registerName(r)), nil, plain(r.Owner.Value))
			continue
		}
		d := e.Document
		t.row(plain(d.ID), t.link(d.Title, "#"+name(d)), plain(d.Front.Version), plain(d.Front.Owner.Value))
	}
	part.Blocks = append(part.Blocks, t.text(""))
	return part
}
