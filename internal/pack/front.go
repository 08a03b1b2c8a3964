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
	var f facts
	f.add(b.key("as-of"), b.date(m.Day))
	f.add(b.key("standard"), m.Standard.Edition().Name())
	f.add(b.key("documents"), strconv.Itoa(documents))
	if registers > 0 {
		f.add(b.key("registers"), strconv.Itoa(registers))
	}
	if m.Config.Base != "" {
		f = append(f, typeset.Fact{Key: b.key("site"), Value: m.Config.Base, Href: m.Config.Base})
	}
	mark := ""
	for _, e := range b.pack.Entries {
		if e.Document != nil && !e.Document.InForce() {
			mark = b.say("draft")
		}
	}
	cover := typeset.Part{Watermark: mark, Source: config.File, Blocks: []typeset.Block{&typeset.Cover{
		Logo: b.Logo, Organisation: m.Config.Organisation.Name, Title: p.Title, Summary: m.Config.Title, Labels: []string{b.Words.Classification(p.Classification)}, Facts: f,
		Notice: b.notice(), Destination: "cover", Bookmark: 1,
	}}}
	contents := b.packPart(false)
	contents.Blocks = []typeset.Block{&typeset.Contents{Title: b.say("contents"), Depth: 2}}
	control := b.packPart(true)
	control.Blocks = []typeset.Block{
		&typeset.Title{Level: 1, Text: b.say("control"), Destination: "document-control", Bookmark: 1},
		paragraphs(b.say("bound", "date", b.date(m.Day))),
	}
	control.Blocks = append(control.Blocks, b.packPlaces()...)
	control.Blocks = append(control.Blocks, b.bound())
	return []typeset.Part{cover, contents, control}
}

func (b *book) packPart(landscape bool) typeset.Part {
	p := b.pack.Pack
	return typeset.Part{
		Landscape: landscape, Source: config.File,
		Header: typeset.Running{Left: b.ISMS.Config.Name(), Right: clip(p.Title, 80)},
		Footer: b.asOf(p.Classification),
	}
}

// asOf is the footer of what has no version but its day.
func (b *book) asOf(classification string) typeset.Running {
	return typeset.Running{
		Left:   b.say("as-of", "what", b.Words.Classification(classification), "date", b.ISMS.Day.String()),
		Centre: b.say("uncontrolled"), Right: b.say("page"),
	}
}

// bound is the table of all documents of the pack.
func (b *book) bound() *typeset.Text {
	t := b.table("id", "title", "version", "status", "owner", "classification", "approved-by", "approved-on", "effective", "next-review")
	for _, e := range b.pack.Entries {
		d := e.Document
		if d == nil {
			t.row(plain(e.Register.Schema.Prefix), t.link(b.say("register", "title", e.Register.Schema.TitleIn(b.Words.Language)), "#"+registerName(e.Register)), nil, nil, plain(e.Register.Owner.Value), plain(b.Words.Classification(e.Register.Classification)))
			continue
		}
		f := &d.Front
		by := ""
		if d.State == isms.Approved || d.State == isms.Effective {
			by = f.Approved.By
		}
		t.row(t.link(d.ID, "#"+name(d)), plain(b.title(d)), plain(f.Version), plain(b.Words.State(d.State)), plain(f.Owner.Value), plain(b.Words.Classification(level(d))),
			plain(by), plain(f.Approved.Date.String()), plain(f.Effective.String()), plain(b.ISMS.Review(d).Next.String()))
	}
	return t.text("")
}

// chapter is the kind of what stands in one chapter of a pack.
func chapter(e isms.Entry) string {
	if e.Register != nil {
		return "register"
	}
	return e.Document.Kind
}

// sameChapter are the first of some entries that stand in one chapter.
func sameChapter(entries []isms.Entry) []isms.Entry {
	n := 1
	for n < len(entries) && chapter(entries[n]) == chapter(entries[0]) {
		n++
	}
	return entries[:n]
}

// chapter is the page that opens a chapter: what stands in it.
func (b *book) chapter(entries []isms.Entry) typeset.Part {
	part := b.packPart(false)
	b.opened++
	part.Blocks = []typeset.Block{&typeset.Title{Level: 1, Text: b.say("chapter." + chapter(entries[0])), Destination: "chapter-" + strconv.Itoa(b.opened), Bookmark: 1}}
	t := b.table("id", "title", "version", "owner")
	for _, e := range entries {
		if r := e.Register; r != nil {
			t.row(plain(r.Schema.Prefix), t.link(r.Schema.TitleIn(b.Words.Language), "#"+registerName(r)), nil, plain(r.Owner.Value))
			continue
		}
		d := e.Document
		t.row(plain(d.ID), t.link(b.title(d), "#"+name(d)), plain(d.Front.Version), plain(d.Front.Owner.Value))
	}
	part.Blocks = append(part.Blocks, t.text(""))
	return part
}
