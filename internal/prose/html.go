package prose

import (
	"strconv"
	"strings"
)

// HTML says how a tree is written as HTML.
type HTML struct {
	Top            int       // the level of the outermost headings, 2 where the page has a title of its own
	Language       string    // of the words that follow, where the text is in another one, for the attribute lang
	AnchorName     string    // what a screen reader says of a heading's own link; {heading} is the heading's text; empty: no such links
	Footnotes      string    // the heading above the footnotes
	Alerts         [5]string // the names of the kinds of alert, in order of [AlertKind]
	Done, Open     string    // what a screen reader says of a task's box
	Back           string    // what a screen reader says of the way back from a footnote
	Gone, New      string    // what a screen reader says before words that are gone or new
	Draft, Retired string    // what stands behind a link to what is in draft or withdrawn
}

// Append appends the tree as HTML: flow content without a wrapper.
func (h HTML) Append(dst []byte, t *Tree, b Bindings) []byte {
	w := htmlWriter{HTML: h, tree: t, b: b, dst: dst}
	w.blocks(t.Blocks, false)
	if len(t.Footnotes) > 0 {
		w.str(`<section class="footnotes" role="doc-endnotes"><h2 id="footnotes-heading"`)
		w.lang()
		w.str(">")
		w.text(h.Footnotes)
		w.str("</h2><ol>\n")
		for i, f := range t.Footnotes {
			n := strconv.Itoa(i + 1)
			w.str(`<li id="fn-` + n + `">`)
			w.blocks(f, false)
			w.str(`<a class="back" href="#fnref-` + n + `" role="doc-backlink" aria-label="`)
			w.attr(h.Back)
			w.str(`"`)
			w.lang()
			w.str(">↩</a></li>\n")
		}
		w.str("</ol></section>\n")
	}
	return w.dst
}

type htmlWriter struct {
	HTML
	tree   *Tree
	b      Bindings
	dst    []byte
	silent int    // within what no term is linked in
	inCell bool   // within a cell of a table, which may be narrow
	linked []bool // terms that are linked already
}

func (w *htmlWriter) str(s string)  { w.dst = append(w.dst, s...) }
func (w *htmlWriter) text(s string) { w.dst = AppendEscaped(w.dst, s) }
func (w *htmlWriter) attr(s string) { w.dst = AppendEscaped(w.dst, s) }

// running writes what belongs to running text.
func (w *htmlWriter) running(s string) {
	if w.inCell {
		w.dst = AppendUnbroken(w.dst, s)
		return
	}
	w.text(s)
}

// lang says of an element that its words are not in the language of the text.
func (w *htmlWriter) lang() {
	if w.Language != "" {
		w.str(` lang="`)
		w.attr(w.Language)
		w.str(`"`)
	}
}

// AppendEscaped appends s so that it is text in HTML, and in an attribute
// between double quotes. Control characters, which HTML may not hold, become
// the replacement character.
func AppendEscaped(dst []byte, s string) []byte {
	last := 0
	for i := 0; i < len(s); i++ {
		if !mayEscape[s[i]] {
			continue
		}
		var e string
		switch c := s[i]; c {
		case '&':
			e = "&amp;"
		case '<':
			e = "&lt;"
		case '>':
			e = "&gt;"
		case '"':
			e = "&quot;"
		case 0xc2: // the first of two bytes, of a control character or not
			if i+1 == len(s) || s[i+1] < 0x80 || s[i+1] >= 0xa0 {
				continue
			}
			dst = append(append(dst, s[last:i]...), "\ufffd"...)
			i++
			last = i + 1
			continue
		default:
			e = "\ufffd"
		}
		dst = append(append(dst, s[last:i]...), e...)
		last = i + 1
	}
	return append(dst, s[last:]...)
}

// mayEscape are the bytes that AppendEscaped has to look at.
var mayEscape = func() (t [256]bool) {
	for c := range 0x80 {
		t[c] = c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == '&' || c == '<' || c == '>' || c == '"'
	}
	t[0xc2] = true
	return t
}()

func (w *htmlWriter) blocks(blocks []Block, tight bool) {
	for _, block := range blocks {
		w.block(block, tight)
	}
}

func (w *htmlWriter) block(block Block, tight bool) {
	switch n := block.(type) {
	case *Heading:
		w.heading(n)
	case *Paragraph:
		if tight {
			w.spans(n.Spans)
			w.str("\n")
			return
		}
		if img := w.figure(n); img != nil {
			w.str("<figure>")
			w.image(&Image{Reference: img.Reference, Alt: img.Alt, Width: img.Width})
			if img.Title != "" {
				w.str("<figcaption>")
				w.text(img.Title)
				w.str("</figcaption>")
			}
			w.str("</figure>\n")
			return
		}
		w.str("<p>")
		w.spans(n.Spans)
		w.str("</p>\n")
	case *List:
		w.list(n)
	case *Quote:
		w.str("<blockquote>\n")
		w.blocks(n.Blocks, false)
		w.str("</blockquote>\n")
	case *Alert:
		w.str(`<div class="alert ` + alertClasses[n.Kind] + `" role="note"><p class="alert-title"`)
		w.lang()
		w.str(">")
		w.text(w.Alerts[n.Kind])
		w.str("</p>\n")
		w.blocks(n.Blocks, false)
		w.str("</div>\n")
	case *Code:
		w.code(n)
	case *Table:
		w.table(n)
	case *Definitions:
		w.str("<dl>\n")
		for _, d := range n.Items {
			for _, term := range d.Terms {
				w.str("<dt>")
				w.quietly(term)
				w.str("</dt>\n")
			}
			for _, m := range d.Meanings {
				w.str("<dd>")
				w.blocks(m, len(m) == 1)
				w.str("</dd>\n")
			}
		}
		w.str("</dl>\n")
	case *Rule:
		w.str("<hr>\n")
	}
}

var alertClasses = [...]string{"note", "tip", "important", "warning", "caution"}

func (w *htmlWriter) heading(n *Heading) {
	level := strconv.Itoa(min(6, n.Depth+w.Top-1))
	w.str("<h" + level + ` id="`)
	w.attr(n.ID)
	w.str(`">`)
	w.quietly(n.Spans)
	if w.AnchorName != "" {
		w.str(` <a class="anchor" href="#`)
		w.attr(n.ID)
		w.str(`" aria-label="`)
		before, after, _ := strings.Cut(w.AnchorName, "{heading}")
		w.attr(before)
		w.attr(string(AppendText(nil, n.Spans, w.b)))
		w.attr(after)
		w.str(`">#</a>`)
	}
	w.str("</h" + level + ">\n")
}

func (w *htmlWriter) list(n *List) {
	tag := "ul"
	if n.Ordered {
		tag = "ol"
	}
	w.str("<" + tag)
	if n.Ordered && n.Start != 1 {
		w.str(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	for _, item := range n.Items {
		if item.Task != NoTask {
			w.str(` class="tasks"`)
			break
		}
	}
	w.str(">\n")
	for _, item := range n.Items {
		w.str("<li>")
		switch item.Task {
		case OpenTask:
			w.box(w.Open, "☐")
		case DoneTask:
			w.box(w.Done, "☑")
		}
		w.blocks(item.Blocks, n.Tight)
		w.str("</li>\n")
	}
	w.str("</" + tag + ">\n")
}

// box writes the box of a task.
func (w *htmlWriter) box(name, box string) {
	w.str(`<span class="box" role="img" aria-label="`)
	w.attr(name)
	w.str(`"`)
	w.lang()
	w.str(">" + box + "</span> ")
}

var tokenClasses = [...]string{"", "k", "n", "s", "m", "c", "o", "gi", "gd"}

func (w *htmlWriter) code(n *Code) {
	w.str(`<pre tabindex="0"><code`)
	if n.Language != "" {
		w.str(` class="language-`)
		w.attr(n.Language)
		w.str(`"`)
	}
	w.str(">")
	for _, line := range n.Lines {
		for _, t := range line {
			if t.Class == PlainToken {
				w.text(t.Text)
				continue
			}
			w.str(`<span class="` + tokenClasses[t.Class] + `">`)
			w.text(t.Text)
			w.str("</span>")
		}
		w.str("\n")
	}
	w.str("</code></pre>\n")
}

func (w *htmlWriter) table(n *Table) {
	w.str(`<div class="scroll" tabindex="0"><table>` + "\n<thead><tr>")
	for i, c := range n.Head {
		w.cell("th", ` scope="col"`, n, i, c)
	}
	w.str("</tr></thead>\n<tbody>\n")
	for _, row := range n.Rows {
		w.str("<tr>")
		for i, c := range row {
			w.cell("td", "", n, i, c)
		}
		w.str("</tr>\n")
	}
	w.str("</tbody></table></div>\n")
}

var alignClasses = [...]string{"", ` class="left"`, ` class="centre"`, ` class="right"`}

func (w *htmlWriter) cell(tag, scope string, n *Table, i int, c Cell) {
	if tag == "th" && len(c.Spans) == 0 {
		tag, scope = "td", "" // an empty heading names nothing
	}
	w.str("<" + tag + scope)
	if i < len(n.Align) {
		w.str(alignClasses[n.Align[i]])
	}
	w.str(">")
	w.inCell = true
	if tag == "th" {
		w.quietly(c.Spans)
	} else {
		w.spans(c.Spans)
	}
	w.inCell = false
	w.str("</" + tag + ">")
}

var styleTag = [...]string{"em", "strong", "s", "sub", "sup", "kbd", "del", "ins"}
