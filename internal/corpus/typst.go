package corpus

import (
	"bytes"
	_ "embed" // the design
	"fmt"
	"iter"
	"strings"
)

// typstDesign is the least that Typst needs to set what Annexa sets: cover,
// document control, contents, running header and footer, the text, and a pack
// with all of it.
//
//go:embed layouts/design.typ
var typstDesign []byte

// typst writes front matter as values, and links as calls of a function that
// knows whether their target is in the same file.
var typst = form{
	frontMatter: func(b *bytes.Buffer, d document) {
		now, before := d.version()
		r, changes := d.random(2), d.random(3)
		classification, owner, summary := pick(r, classifications), pick(r, roles), sentence(r)
		fmt.Fprintf(b, "  id: %q, title: %q, kind: %q, version: %q, draft: %v,\n", d.id(), d.title(), d.kind(), now, d.draft())
		fmt.Fprintf(b, "  classification: %q, owner: %q, summary: %q, implements: %q,\n", classification, owner, summary, strings.Join(d.implements(), ", "))
		day := d.approved()
		fmt.Fprintf(b, "  effective: %q, approved: %q, review: %q,\n", day.AddDate(0, 0, 7).Format(longDay), day.Format(longDay), day.AddDate(1, 0, 0).Format(longDay))
		b.WriteString("  history: (\n")
		for _, entry := range []struct{ version, day string }{{before, day.AddDate(-1, 0, 0).Format(longDay)}, {now, day.Format(longDay)}} {
			fmt.Fprintf(b, "    (%q, %q, %q, %q),\n", entry.version, entry.day, pick(changes, roles), sentence(changes))
		}
		b.WriteString("  ),\n")
	},
	byID:   typstLink,
	byPath: typstLink,
}

const longDay = "2 January 2006"

func typstLink(to document, anchor, text string) string {
	return fmt.Sprintf("#to(%q,%q)[%s]", strings.ToLower(to.id()), anchor, text)
}

// Typst makes dir a project of Typst (0.15) with the same n documents:
// documents/DOC-0001.typ and so on are files by themselves, pack.typ holds them
// all. What lies there under the same names is overwritten.
func Typst(dir string, n int) error { return write(dir, typstFiles(n)) }

func typstFiles(n int) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if !yield("design.typ", typstDesign) {
			return
		}
		pack := []byte("#import \"design.typ\": *\n#show: pack\n")
		for number := 1; number <= n; number++ {
			d := newDocument(number, n)
			file := strings.ToLower(d.id()) + ".typ"
			pack = fmt.Appendf(pack, "#{ import \"content/%s\": facts, body; bound(facts, body) }\n", file)
			if !yield("content/"+file, d.typst()) ||
				!yield("documents/"+d.id()+".typ", fmt.Appendf(nil, "#import \"/design.typ\": *\n#import \"/content/%s\": facts, body\n#alone(facts, body, read(\"/content/%s\", encoding: none))\n", file, file)) {
				return
			}
		}
		yield("pack.typ", pack)
	}
}

// typst is the document in Typst's own language. The text of a corpus holds no
// character that is markup there.
func (d document) typst() []byte {
	parts := strings.SplitN(string(d.markdown(typst)), "---\n", 3)
	var b bytes.Buffer
	fmt.Fprintf(&b, "#let facts = (\n%s)\n#let body(to, ruled, note) = [\n", parts[1])
	table := 0 // the row of one
	for line := range strings.Lines(parts[2]) {
		line = strings.TrimSuffix(line, "\n")
		if table > 0 && !strings.HasPrefix(line, "|") {
			b.WriteString(")\n")
			table = 0
		}
		heading, isHeading := strings.CutPrefix(line, "## ")
		item, isItem := strings.CutPrefix(line, "1. ")
		note, isNote := strings.CutPrefix(line, "> ")
		switch {
		case isHeading:
			fmt.Fprintf(&b, "== %s <%s-%s>", heading, strings.ToLower(d.id()), strings.ToLower(heading))
		case isItem:
			b.WriteString("+ " + item)
		case note == "[!NOTE]":
		case isNote:
			fmt.Fprintf(&b, "#note[%s]", note)
		case strings.HasPrefix(line, "|"):
			if table++; table == 2 { // the line below the head
				continue
			}
			if table == 1 {
				b.WriteString("#ruled(")
			}
			for cell := range strings.SplitSeq(strings.Trim(line, "| "), " | ") {
				fmt.Fprintf(&b, "[%s],", cell)
			}
		default:
			b.WriteString(line)
		}
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	return b.Bytes()
}
