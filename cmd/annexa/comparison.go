package main

import (
	"errors"
	"fmt"
	"html"
	"io/fs"
	"strings"

	"annexa/internal/config"
	"annexa/internal/document"
	"annexa/internal/language"
	"annexa/internal/prose"
	"annexa/internal/redline"
	"annexa/internal/revision"
	"annexa/themes"
)

// A comparison is two versions of a document, to be told apart.
type comparison struct {
	title, lead string
	old, now    *document.Document
	config      *config.Config // of the values of variables
	themes      fs.FS          // the project's own; nil where it has none
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

// style is that of the site, by the project's theme where it has one, and what a
// page needs that has no frame.
func (c *comparison) style() (string, error) {
	var b strings.Builder
	for _, name := range []string{"default/tokens.css", "default/style.css"} {
		data, err := fs.ReadFile(themes.FS, name)
		if c.themes != nil {
			own, without := fs.ReadFile(c.themes, name)
			if without == nil || !errors.Is(without, fs.ErrNotExist) {
				data, err = own, without
			}
		}
		if err != nil {
			return "", fmt.Errorf("read the theme: %w", err)
		}
		b.Write(data)
	}
	b.WriteString("main { width: min(100%, var(--measure) + 6rem); margin-inline: auto }\n")
	return strings.ReplaceAll(b.String(), "</", `<\/`), nil // which alone could end the element
}

// page is the comparison as a page of HTML that needs nothing else.
func (c *comparison) page() ([]byte, error) {
	style, err := c.style()
	if err != nil {
		return nil, err
	}
	say := func(path string) string { return html.EscapeString(c.words.Say(path)) }
	h := prose.HTML{
		Top: 3, Footnotes: c.words.Say("text.footnotes"), Back: c.words.Say("text.back"),
		Alerts: [5]string{c.words.Say("alert.note"), c.words.Say("alert.tip"), c.words.Say("alert.important"), c.words.Say("alert.warning"), c.words.Say("alert.caution")},
		Done:   c.words.Say("text.done"), Open: c.words.Say("text.open"), Gone: c.words.Say("revision.is-gone"), New: c.words.Say("revision.is-new"),
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s: %s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<article class=\"page revision\">\n",
		html.EscapeString(c.title), html.EscapeString(c.lead), style)
	fmt.Fprintf(&b, "<header class=\"title\">\n<h1>%s</h1>\n<p class=\"lead\">%s</p>\n</header>\n<p class=\"hint\">%s <del>%s</del>%s <ins>%s</ins>%s</p>\n", html.EscapeString(c.title), html.EscapeString(c.lead),
		say("revision.legend-before"), say("revision.gone"), say("revision.legend-between"), say("revision.new"), say("revision.legend-after"))
	if front := h.Append(nil, revision.Front(c.old, c.now, c.words), prose.Bindings{}); len(front) > 0 {
		fmt.Fprintf(&b, "<h2>%s</h2>\n<div class=\"prose\">\n%s</div>\n", say("revision.front"), front)
	}
	fmt.Fprintf(&b, "<h2>%s</h2>\n", say("revision.text"))
	if body := h.Append(nil, revision.Compare(c.text(c.old), c.text(c.now)), prose.Bindings{}); len(body) > 0 {
		fmt.Fprintf(&b, "<div class=\"prose\">\n%s</div>\n", body)
	} else {
		fmt.Fprintf(&b, "<p>%s</p>\n", say("revision.nothing"))
	}
	b.WriteString("</article>\n</main>\n</body>\n</html>\n")
	return []byte(b.String()), nil
}
