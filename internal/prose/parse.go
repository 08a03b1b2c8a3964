package prose

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxDepth is how deep blocks and spans may lie within each other. Below it
// text is kept, but flat, and tooNested is remarked.
const (
	maxDepth  = 60
	tooNested = "quotes, lists or emphasis lie more than 60 deep within each other"
)

// A Parser reads Markdown. It is safe for many workers.
type Parser struct {
	plain parser.Parser
	bare  parser.Parser // links bare addresses too, for which it stops at every space
}

// NewParser returns a parser.
func NewParser() *Parser {
	extensions := []goldmark.Extender{extension.Table, extension.Strikethrough, extension.TaskList, extension.DefinitionList, extension.Footnote}
	options := goldmark.WithParserOptions(parser.WithAttribute(), parser.WithInlineParsers(util.Prioritized(wikiParser{}, 150)))
	return &Parser{
		plain: goldmark.New(goldmark.WithExtensions(extensions...), options).Parser(),
		bare:  goldmark.New(goldmark.WithExtensions(append(extensions, extension.Linkify)...), options).Parser(),
	}
}

// bareAddresses says that a text may hold an address that is no link yet.
func bareAddresses(src []byte) bool {
	return bytes.Contains(src, []byte("://")) || bytes.Contains(src, []byte("www.")) || bytes.IndexByte(src, '@') >= 0
}

// Parse reads the Markdown of src, whose first line is line firstLine of its
// file. It never fails: what is no markup is text. src is not kept.
func (p *Parser) Parse(src []byte, firstLine int) *Tree {
	if why, at := beyond(src); why != "" {
		return plainTree(src, firstLine, why, at)
	}
	r := &reader{src: src, line: firstLine, tree: &Tree{}, anchors: anchors{}, alien: holdsForeign(src)}
	markdown := p.plain
	if bareAddresses(src) {
		markdown = p.bare
	}
	root := markdown.Parse(text.NewReader(src))
	r.tree.Blocks = r.blocks(root, 0)
	r.tree.Phrases = r.phrases()
	return r.tree
}

// Beyond these limits, which no text of a management system comes near, the
// time to parse Markdown grows with the square of what exceeds them.
const (
	maxText        = 1 << 20  // bytes
	maxLine        = 64 << 10 // bytes
	maxDefinitions = 5000     // of links and footnotes: lines such as [a]: b.md
)

// beyond says which limit a text or one of its lines is beyond, and at which
// byte; nothing where none is.
func beyond(src []byte) (why string, at int) {
	if len(src) > maxText {
		return fmt.Sprintf("the text is larger than %d MB", maxText>>20), 0
	}
	definitions := 0
	for offset := 0; offset < len(src); {
		line := src[offset:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		open := 0
		for i, c := range line {
			if c == '>' || (c == '-' || c == '*' || c == '+') && i+1 < len(line) && line[i+1] == ' ' {
				open++
			} else if c != ' ' && c != '\t' {
				break
			}
		}
		if text := bytes.TrimLeft(line, " "); len(text) > 0 && text[0] == '[' && bytes.Contains(text, []byte("]:")) {
			definitions++
		}
		switch {
		case open > maxDepth:
			return tooNested, offset
		case len(line) > maxLine:
			return fmt.Sprintf("this line is longer than %d kB", maxLine>>10), offset
		case definitions > maxDefinitions:
			return fmt.Sprintf("it defines more than %d links and footnotes", maxDefinitions), offset
		}
		offset += len(line)
	}
	return "", 0
}

// plainTree is the text as one block of code, for what is not worth parsing.
func plainTree(src []byte, firstLine int, why string, at int) *Tree {
	t := &Tree{Words: len(bytes.Fields(src))}
	l := lines{src: src, first: firstLine}
	t.Remarks = []Remark{{TooDeep, why, l.place(at)}}
	t.Blocks = []Block{&Code{Line: firstLine, Lines: plainLines(string(bytes.TrimRight(src, "\n")))}}
	return t
}

// A reader turns goldmark's nodes into ours.
type reader struct {
	src     []byte
	line    int // of the first byte of src in its file
	lines   lines
	tree    *Tree
	anchors anchors
	depths  []int // levels of the headings open, for Heading.Depth
	deep    bool  // TooDeep was remarked
	alien   bool  // the text may hold what other programs take for markup
	found   []found
	lead    ast.Node // what stands before the list being read; may be nil

	// Memory for the run being read. Only one is: it is flushed before the
	// spans within it are.
	text   []byte
	marks  []mark
	buffer []byte
}

func (r *reader) place(offset int) Place {
	r.lines.src, r.lines.first = r.src, r.line
	return r.lines.place(offset)
}

func (r *reader) remark(kind RemarkKind, text string, offset int) {
	r.tree.Remarks = append(r.tree.Remarks, Remark{kind, text, r.place(offset)})
}

func (r *reader) blocks(parent ast.Node, depth int) []Block {
	var out []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if depth > maxDepth {
			if !r.deep {
				r.deep = true
				r.remark(TooDeep, tooNested, max(0, n.Pos()))
			}
			return append(out, &Paragraph{Line: r.place(max(0, n.Pos())).Line, Spans: []Span{Text(strings.Join(strings.Fields(string(r.raw(parent))), " "))}})
		}
		out = r.block(out, n, depth)
	}
	return out
}

// raw is the text of all lines below a node.
func (r *reader) raw(n ast.Node) []byte {
	var out []byte
	err := ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Type() == ast.TypeBlock {
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				out = append(out, line.Value(r.src)...)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return nil // the walker above returns none
	}
	return out
}

func (r *reader) block(out []Block, n ast.Node, depth int) []Block {
	switch n := n.(type) {
	case *ast.Heading:
		return append(out, r.heading(n))
	case *ast.Paragraph, *ast.TextBlock:
		n0 := len(r.found)
		spans := r.spans(n, context{})
		r.explain(n0, func() string { return string(AppendText(nil, spans, r.names())) })
		if len(spans) > 0 {
			return append(out, &Paragraph{Line: r.place(n.Pos()).Line, Spans: spans})
		}
	case *ast.List:
		return append(out, r.introduced(n, depth))
	case *ast.Blockquote:
		if kind, title, ok := r.alert(n); ok {
			return append(out, &Alert{Kind: kind, Blocks: r.alertBlocks(n, title, depth)})
		}
		return append(out, &Quote{r.blocks(n, depth+1)})
	case *ast.FencedCodeBlock:
		return append(out, r.code(n, string(n.Language(r.src))))
	case *ast.CodeBlock:
		return append(out, r.code(n, ""))
	case *ast.ThematicBreak:
		return append(out, &Rule{})
	case *ast.HTMLBlock:
		return r.html(out, n)
	case *extast.Table:
		return append(out, r.table(n))
	case *extast.DefinitionList:
		return append(out, r.definitions(n, depth))
	case *extast.FootnoteList:
		for f := n.FirstChild(); f != nil; f = f.NextSibling() {
			r.tree.Footnotes = append(r.tree.Footnotes, r.blocks(f, depth+1))
		}
	}
	return out
}

func (r *reader) heading(n *ast.Heading) *Heading {
	h := &Heading{Level: n.Level, Line: r.place(n.Pos()).Line, Spans: r.spans(n, context{noMentions: true})}
	for len(r.depths) > 0 && r.depths[len(r.depths)-1] >= n.Level {
		r.depths = r.depths[:len(r.depths)-1]
	}
	r.depths = append(r.depths, n.Level)
	h.Depth = len(r.depths)
	if id, ok := n.AttributeString("id"); ok {
		if b, ok := id.([]byte); ok && len(b) > 0 {
			h.ID = string(b)
			if !r.anchors.claim(h.ID) {
				r.remark(SameAnchor, h.ID, n.Pos())
				h.ID = r.anchors.make(h.ID)
			}
		}
	}
	if h.ID == "" {
		h.ID = r.anchors.make(string(AppendText(nil, h.Spans, r.names())))
	}
	r.tree.Headings = append(r.tree.Headings, h)
	return h
}

// names are the bindings that leave each variable its name.
func (r *reader) names() Bindings {
	b := Bindings{Variables: make([]string, len(r.tree.Variables))}
	for i, v := range r.tree.Variables {
		b.Variables[i] = v.Name
	}
	return b
}

func (r *reader) list(n *ast.List, depth int) *List {
	l := &List{Ordered: n.IsOrdered(), Start: n.Start, Tight: n.IsTight}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		task := NoTask
		if first := item.FirstChild(); first != nil {
			if box, ok := first.FirstChild().(*extast.TaskCheckBox); ok {
				task = OpenTask
				if box.IsChecked {
					task = DoneTask
				}
			}
		}
		l.Items = append(l.Items, Item{task, r.blocks(item, depth+1)})
	}
	return l
}

// alertNames are what Git hosts call the kinds of alert, and the callouts of
// Obsidian, each by the kind that it comes nearest to.
var alertNames = map[string]AlertKind{
	"NOTE": Note, "INFO": Note, "ABSTRACT": Note, "SUMMARY": Note, "TLDR": Note, "TODO": Note, "QUESTION": Note, "HELP": Note, "FAQ": Note, "EXAMPLE": Note, "QUOTE": Note, "CITE": Note,
	"TIP": Tip, "HINT": Tip, "SUCCESS": Tip, "CHECK": Tip, "DONE": Tip,
	"IMPORTANT": Important,
	"WARNING":   Warning, "ATTENTION": Warning,
	"CAUTION": Caution, "DANGER": Caution, "ERROR": Caution, "FAILURE": Caution, "FAIL": Caution, "MISSING": Caution, "BUG": Caution,
}

// alertMarker is the first line of an alert: its kind, and of a callout of
// Obsidian whether it is folded, and a title of its own.
var alertMarker = regexp.MustCompile(`^\s*\[!([A-Za-z]+)\][+-]?(?:[ \t]+|$)`)

// alert says whether a quotation is an alert, and at which byte its title
// begins, or its first line ends.
func (r *reader) alert(n *ast.Blockquote) (kind AlertKind, title int, ok bool) {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return 0, 0, false
	}
	if _, text := p.FirstChild().(*ast.Text); !text {
		return 0, 0, false // [!note](a.md) is a link
	}
	first := p.Lines().At(0)
	m := alertMarker.FindSubmatch(bytes.TrimRight(first.Value(r.src), " \t\n"))
	if m == nil {
		return 0, 0, false
	}
	kind, ok = alertNames[strings.ToUpper(string(m[1]))]
	return kind, first.Start + len(m[0]), ok
}

// alertBlocks are the blocks of an alert without its marker. A title of its own
// is a paragraph that stands out; the word for the kind stands above it, since
// colour alone must not tell a warning from a note.
func (r *reader) alertBlocks(n *ast.Blockquote, title, depth int) []Block {
	p := n.FirstChild()
	first := p.Lines().At(0)
	strong := ast.NewEmphasis(2)
	for c := p.FirstChild(); c != nil && c.Pos() < first.Stop; c = p.FirstChild() {
		p.RemoveChild(p, c)
		if t, ok := c.(*ast.Text); ok {
			t.Segment.Start = min(max(t.Segment.Start, title), t.Segment.Stop)
			t.SetSoftLineBreak(false)
			t.SetHardLineBreak(false)
			if t.Segment.IsEmpty() {
				continue
			}
		}
		strong.AppendChild(strong, c)
	}
	if strong.HasChildren() {
		own := ast.NewParagraph()
		own.Lines().Append(first.WithStart(title))
		own.AppendChild(own, strong)
		n.InsertBefore(n, p, own)
	}
	return r.blocks(n, depth+1)
}

func (r *reader) table(n *extast.Table) *Table {
	t := &Table{Line: r.place(max(0, n.Pos())).Line}
	for _, a := range n.Alignments {
		t.Align = append(t.Align, map[extast.Alignment]Align{extast.AlignLeft: AlignLeft, extast.AlignCenter: AlignCentre, extast.AlignRight: AlignRight}[a])
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells := make([]Cell, len(t.Align))
		i, n0 := 0, len(r.found)
		for c := row.FirstChild(); c != nil && i < len(cells); c = c.NextSibling() {
			cells[i].Spans = r.spans(c, context{})
			i++
		}
		r.explain(n0, func() string {
			return string(appendRowText(appendRowText(nil, t.Head, r.names()), cells, r.names()))
		})
		if _, ok := row.(*extast.TableHeader); ok {
			t.Head = cells
		} else {
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

func (r *reader) definitions(n *extast.DefinitionList, depth int) *Definitions {
	d := &Definitions{}
	var current *Definition
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *extast.DefinitionTerm:
			if current == nil || len(current.Meanings) > 0 {
				d.Items = append(d.Items, Definition{})
				current = &d.Items[len(d.Items)-1]
				current.Place = r.place(max(0, c.Pos()))
			}
			current.Terms = append(current.Terms, r.spans(c, context{}))
		case *extast.DefinitionDescription:
			if current == nil {
				d.Items = append(d.Items, Definition{})
				current = &d.Items[len(d.Items)-1]
			}
			current.Meanings = append(current.Meanings, r.blocks(c, depth+1))
		}
	}
	return d
}

// html shows a block of HTML as text, without its comments.
func (r *reader) html(out []Block, n *ast.HTMLBlock) []Block {
	var b []byte
	at := 0
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		if i == 0 {
			at = line.Start
		}
		b = append(b, line.Value(r.src)...)
	}
	if n.HasClosure() {
		b = append(b, n.ClosureLine.Value(r.src)...)
	}
	shown := strings.TrimSpace(withoutComments(string(b)))
	if shown == "" {
		return out
	}
	if isPlaceholder(shown) {
		r.placeholder(shown, at)
	} else {
		r.remark(RawHTML, shown, at)
	}
	p := &Paragraph{Line: r.place(at).Line}
	for i, line := range strings.Split(shown, "\n") {
		if i > 0 {
			p.Spans = append(p.Spans, Break{})
		}
		p.Spans = append(p.Spans, Text(strings.TrimSpace(line)))
	}
	r.tree.Words += countWords(shown)
	return append(out, p)
}

func withoutComments(s string) string {
	for {
		i := strings.Index(s, "<!--")
		if i < 0 {
			return s
		}
		end := strings.Index(s[i+4:], "-->")
		if end < 0 {
			return s[:i]
		}
		s = s[:i] + s[i+4+end+3:]
	}
}
