package pack

import (
	"crypto/sha256"

	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/revision"
	"annexa/internal/typeset"
)

// changes is the annex of a document's own PDF that tells what changed since
// the version that was approved before: by whoever signs it to approve it, that
// is what is looked for first.
func (b *book) changes(d *isms.Document) []typeset.Part {
	if b.pack != nil || b.former {
		return nil
	}
	before, old, now := b.ISMS.Change(d)
	if before == nil {
		return nil
	}
	b.inputs[old.Source()] = sha256.Sum256(before.Text)
	front := revision.Front(old.Document, now.Document, b.Words.Language)
	text := revision.Compare(revision.Text{Tree: old.Body, Variables: old.Values}, revision.Text{Tree: now.Body, Variables: now.Values})
	part := b.part(d)
	part.Blocks = []typeset.Block{
		&typeset.Title{Level: 2, Text: b.Words.Say("revision.since", "version", before.Version.Version), Destination: "changes", Bookmark: 2},
		b.legend(),
	}
	if len(front.Blocks) > 0 {
		part.Blocks = append(part.Blocks, &typeset.Title{Level: 3, Text: b.Words.Say("revision.front"), Unlisted: true}, &typeset.Text{Tree: front, Unlisted: true})
	}
	part.Blocks = append(part.Blocks, &typeset.Title{Level: 3, Text: b.Words.Say("revision.text"), Unlisted: true})
	if len(text.Blocks) == 0 {
		part.Blocks = append(part.Blocks, paragraphs(b.Words.Say("revision.nothing")))
	} else {
		part.Blocks = append(part.Blocks, &typeset.Text{Tree: text, Language: b.language(now), Source: now.Source(), Prefix: "changes.", Shift: 3, Unlisted: true})
	}
	return []typeset.Part{part}
}

// legend says how words are set that are gone or new.
func (b *book) legend() *typeset.Text {
	say := func(path string) prose.Text { return prose.Text(b.Words.Say("revision." + path)) }
	return &typeset.Text{Tree: &prose.Tree{Blocks: []prose.Block{&prose.Paragraph{Spans: []prose.Span{
		say("legend-before"), prose.Text(" "), &prose.Styled{Style: prose.Gone, Spans: []prose.Span{say("gone")}}, say("legend-between"), prose.Text(" "),
		&prose.Styled{Style: prose.New, Spans: []prose.Span{say("new")}}, say("legend-after"),
	}}}}}
}
