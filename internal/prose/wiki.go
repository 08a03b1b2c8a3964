package prose

import (
	"bytes"
	"path"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// wikiParser reads [[POL-02]], [[POL-02#reviews]] and [[POL-02|label]], and what
// notebooks embed by a ! before it: ![[plan.png|The plan|300]], ![[POL-02]]. In
// a table, where a bar parts cells, the bar before a label is written \|.
type wikiParser struct{}

type wikiNode struct {
	ast.BaseInline
	target, fragment, label []byte
	embeds                  bool // a ! stands before it
	at                      int
}

var wikiKind = ast.NewNodeKind("WikiLink")

// Kind implements ast.Node.
func (*wikiNode) Kind() ast.NodeKind { return wikiKind }

// Dump implements ast.Node.
func (n *wikiNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Pos implements ast.Node.
func (n *wikiNode) Pos() int { return n.at }

// Trigger implements parser.InlineParser.
func (wikiParser) Trigger() []byte { return []byte{'[', '!'} }

// Parse implements parser.InlineParser.
func (wikiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	line, embeds := bytes.CutPrefix(line, []byte("!"))
	line, opens := bytes.CutPrefix(line, []byte("[["))
	if !opens {
		return nil
	}
	inner, after, ok := bytes.Cut(line, []byte("]]"))
	if !ok || len(bytes.TrimSpace(inner)) == 0 || len(inner) > 1000 || bytes.ContainsAny(inner, "[]\n\r") {
		return nil
	}
	if len(after) > 0 && (after[0] == '(' || after[0] == '[') {
		return nil // an ordinary link whose text is in brackets
	}
	target, label, _ := bytes.Cut(inner, []byte("|"))
	target = bytes.TrimSuffix(bytes.TrimSpace(target), []byte(`\`))
	target, fragment, _ := bytes.Cut(target, []byte("#"))
	block.Advance(len(inner) + len("[[]]"))
	if embeds {
		block.Advance(len("!"))
	}
	return &wikiNode{target: bytes.TrimSpace(target), fragment: bytes.TrimSpace(fragment), label: bytes.TrimSpace(label), embeds: embeds, at: segment.Start}
}

// isPicture says that a file is one that pages show, by the ending of its name.
func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp":
		return true
	}
	return false
}

// sized takes the width from an alternative text, as notebooks have it behind
// a bar: The plan|300, The plan|300x200, 300. A picture keeps its proportions, so
// its height follows; 0 is no width.
func sized(text string) (alt string, width int) {
	bar := strings.LastIndexByte(text, '|')
	w, h, both := strings.Cut(strings.TrimSpace(text[bar+1:]), "x")
	if width = pixels(w); width == 0 || both && pixels(h) == 0 {
		return text, 0
	}
	return strings.TrimSpace(strings.TrimSuffix(text[:max(bar, 0)], `\`)), width
}

// pixels is a number of pixels, at most 9999; 0 if it is none.
func pixels(digits string) int {
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || n > 9999 {
		return 0
	}
	return int(n)
}
