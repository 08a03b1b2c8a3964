package main

import (
	"fmt"
	"html"
	"strings"

	"annexa/internal/config"
	"annexa/internal/document"
	"annexa/internal/language"
	"annexa/internal/prose"
	"annexa/internal/redline"
	"annexa/internal/revision"
)

// A comparison is two versions of a document, to be told apart.
type comparison struct {
	title, lead string
	old, now    *document.Document
	config      *config.Config // of the values of variables
	words       *language.Language
}

// text is the running text of one of the two.
func (c *comparison) text(d *document.Document) revision.Text {
	t := revision.Text{Tree: d.Body}
	for _, v := range d.Body.Variables {
		value, ok := c.config.Value(v.Name)
		if !ok {
			value = "{{" + v.Name + "}}"
		}
		t.Variables = append(t.Variables, value)
	}
	return t
}

// front prints what changed in the front matter, in plain words.
func (c *comparison) front(t *terminal) {
	for _, b := range revision.Front(c.old, c.now, c.words).Blocks {
		list, ok := b.(*prose.List)
		if !ok {
			continue
		}
		for _, item := range list.Items {
			for _, b := range item.Blocks {
				if p, ok := b.(*prose.Paragraph); ok {
					fmt.Fprintf(t.out, "- %s\n", t.spans(p.Spans))
				}
			}
		}
		fmt.Fprintln(t.out)
	}
}

// spans are the words of running text, those that are gone and new marked.
func (t *terminal) spans(spans []prose.Span) string {
	var b strings.Builder
	for _, s := range spans {
		styled, ok := s.(*prose.Styled)
		if !ok {
			b.Write(prose.AppendText(nil, []prose.Span{s}, prose.Bindings{}))
			continue
		}
		text := t.spans(styled.Spans)
		switch styled.Style {
		case prose.Gone:
			text = t.marked(redline.Gone, text)
		case prose.New:
			text = t.marked(redline.New, text)
		}
		b.WriteString(text)
	}
	return b.String()
}

// looks is the style sheet of a page that stands alone.
const looks = `:root { color-scheme: light dark }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: break-word }
ins { color: #14532d; background: #dcfce7; text-decoration: underline }
del { color: #7f1d1d; background: #fee2e2; text-decoration: line-through }
table { border-collapse: collapse } th, td { border: 1px solid #9ca3af; padding: .3rem .6rem; text-align: start; vertical-align: top }
pre { overflow-x: auto }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
@media (prefers-color-scheme: dark) { ins { color: #bbf7d0; background: #14532d } del { color: #fecaca; background: #7f1d1d } }
`

// page is the comparison as a page of HTML that needs nothing else.
func (c *comparison) page() []byte {
	say := func(path string) string { return html.EscapeString(c.words.Say(path)) }
	h := prose.HTML{
		Top: 3, Footnotes: c.words.Say("text.footnotes"), Back: c.words.Say("text.back"),
		Alerts: [5]string{c.words.Say("alert.note"), c.words.Say("alert.tip"), c.words.Say("alert.important"), c.words.Say("alert.warning"), c.words.Say("alert.caution")},
		Done:   c.words.Say("text.done"), Open: c.words.Say("text.open"), Gone: c.words.Say("revision.is-gone"), New: c.words.Say("revision.is-new"),
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s: %s</title>\n<style>\n%s</style>\n</head>\n<body>\n",
		html.EscapeString(c.title), html.EscapeString(c.lead), looks)
	fmt.Fprintf(&b, "<h1>%s</h1>\n<p>%s</p>\n<p>%s <del>%s</del>%s <ins>%s</ins>%s</p>\n", html.EscapeString(c.title), html.EscapeString(c.lead),
		say("revision.legend-before"), say("revision.gone"), say("revision.legend-between"), say("revision.new"), say("revision.legend-after"))
	if front := h.Append(nil, revision.Front(c.old, c.now, c.words), prose.Bindings{}); len(front) > 0 {
		fmt.Fprintf(&b, "<h2>%s</h2>\n%s", say("revision.front"), front)
	}
	fmt.Fprintf(&b, "<h2>%s</h2>\n", say("revision.text"))
	if body := h.Append(nil, revision.Compare(c.text(c.old), c.text(c.now)), prose.Bindings{}); len(body) > 0 {
		b.Write(body)
	} else {
		fmt.Fprintf(&b, "<p>%s</p>\n", say("revision.nothing"))
	}
	b.WriteString("</body>\n</html>\n")
	return []byte(b.String())
}
