package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// wikiParser reads [[POL-02]], [[POL-02#reviews]] and [[POL-02|label]]. In a
// table, where a bar parts cells, the bar before a label is written \|.
type wikiParser struct{}

type wikiNode struct {
	ast.BaseInline
	target, fragment, label []byte
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
func (wikiParser) Trigger() []byte { return []byte{'['} }

// Parse implements parser.InlineParser.
func (wikiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	inner, after, ok := bytes.Cut(line[2:], []byte("]]"))
	if !ok || len(bytes.TrimSpace(inner)) == 0 || len(inner) > 1000 || bytes.ContainsAny(inner, "[]\n\r") {
		return nil
	}
	if len(after) > 0 && (after[0] == '(' || after[0] == '[') {
		return nil // an ordinary link whose text is in brackets
	}
	target, label, _ := bytes.Cut(inner, []byte("|"))
	target = bytes.TrimSuffix(bytes.TrimSpace(target), []byte(`\`))
	target, fragment, _ := bytes.Cut(target, []byte("#"))
	block.Advance(len(inner) + 4)
	return &wikiNode{target: bytes.TrimSpace(target), fragment: bytes.TrimSpace(fragment), label: bytes.TrimSpace(label), at: segment.Start}
}
