package prose

import (
	"html"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A context is what the spans being read stand in.
type context struct {
	noMentions bool // headings and links
	depth      int
}

func (r *reader) spans(parent ast.Node, in context) []Span {
	return r.siblings(parent.FirstChild(), nil, in)
}

// siblings reads the spans from n up to, without, end.
func (r *reader) siblings(n, end ast.Node, in context) []Span {
	var out []Span
	run := run{r: r, in: in, text: r.text, marks: r.marks}
	for ; n != nil && n != end; n = n.NextSibling() {
		switch node := n.(type) {
		case *ast.Text:
			if r.alien {
				r.foreign(node.Segment.Start, node.Segment.Stop)
			}
			run.add(node.Segment.Value(r.src), node.Segment.Start, node.IsRaw())
			if node.HardLineBreak() {
				out = append(run.flush(out), Break{})
			} else if node.SoftLineBreak() {
				run.add([]byte{' '}, node.Segment.Stop, true)
			}
		case *ast.String:
			run.add(node.Value, max(0, node.Pos()), true)
		case *ast.RawHTML:
			var last ast.Node
			if out, last = r.rawHTML(run.flush(out), node, end, in); last != nil {
				n = last
			}
		case *extast.TaskCheckBox, *extast.FootnoteBacklink:
		default:
			out = r.span(run.flush(out), n, in)
		}
	}
	return run.flush(out)
}

func (r *reader) span(out []Span, n ast.Node, in context) []Span {
	in.depth++
	if in.depth > maxDepth {
		if !r.deep {
			r.deep = true
			r.remark(TooDeep, tooNested, max(0, n.Pos()))
		}
		return out
	}
	switch n := n.(type) {
	case *ast.CodeSpan:
		var b strings.Builder
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				b.WriteString(strings.ReplaceAll(string(t.Segment.Value(r.src)), "\n", " "))
				if t.SoftLineBreak() {
					b.WriteByte(' ')
				}
			}
		}
		r.tree.Words += countWords(b.String())
		return append(out, CodeSpan(b.String()))
	case *ast.Emphasis:
		style := Emphasis
		if n.Level > 1 {
			style = Strong
		}
		return append(out, &Styled{Style: style, Spans: r.spans(n, in)})
	case *extast.Strikethrough:
		return append(out, &Styled{Style: Strike, Spans: r.spans(n, in)})
	case *ast.Link:
		in.noMentions = true
		return append(out, &Link{r.reference(destination(string(n.Destination)), r.linkStart(n)), r.spans(n, in)})
	case *ast.AutoLink:
		address := string(n.URL(r.src))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
			address = "mailto:" + address
		}
		r.tree.Words++
		return append(out, &Link{r.reference(Reference{Kind: AddressLink, Target: address}, n.Pos()), []Span{Text(n.Label(r.src))}})
	case *ast.Image:
		ref := destination(string(n.Destination))
		ref.Kind = ImageLink
		alt := string(AppendText(nil, r.spans(n, context{noMentions: true, depth: in.depth}), r.names()))
		width := 0
		if strings.Contains(alt, "|") {
			alt, width = sized(alt)
		}
		return append(out, &Image{r.reference(ref, r.linkStart(n)), strings.TrimSpace(alt), string(n.Title), width})
	case *wikiNode:
		ref := Reference{Kind: WikiLink, Target: string(n.target), Fragment: string(n.fragment)}
		if n.embeds && isPicture(ref.Target) {
			ref.Kind = EmbeddedImage
			alt, width := sized(html.UnescapeString(string(n.label)))
			if alt == "" {
				alt = strings.TrimSuffix(path.Base(ref.Target), path.Ext(ref.Target))
			}
			return append(out, &Image{Reference: r.reference(ref, n.at), Alt: alt, Width: width})
		}
		if n.embeds {
			ref.Kind = EmbeddedText
		}
		link := &Link{Reference: r.reference(ref, n.at)}
		if len(n.label) == 0 && len(n.target) == 0 {
			n.label = n.fragment // [[#Reviews]] leads within the text
		}
		if len(n.label) > 0 {
			link.Spans = []Span{Text(html.UnescapeString(string(n.label)))}
			r.tree.Words += countWords(n.label)
		} else {
			r.tree.Words++
		}
		return append(out, link)
	case *extast.FootnoteLink:
		return append(out, FootnoteMark{Index: n.Index - 1, Nth: n.RefIndex})
	}
	return out
}

// linkStart is the offset of a link's opening bracket; goldmark gives that of
// its text in some cases.
func (r *reader) linkStart(n ast.Node) int {
	at := n.Pos()
	if at < 0 {
		if c := n.FirstChild(); c != nil {
			at = c.Pos()
		}
	}
	return max(at, 0)
}

func (r *reader) reference(ref Reference, offset int) int {
	ref.Place = r.place(offset)
	r.tree.References = append(r.tree.References, ref)
	return len(r.tree.References) - 1
}

// destination tells an address from a path, and takes a path apart.
func destination(d string) Reference {
	if scheme, _, ok := strings.Cut(d, ":"); ok && isScheme(scheme) || strings.HasPrefix(d, "//") {
		return Reference{Kind: AddressLink, Target: d}
	}
	path, fragment, _ := strings.Cut(d, "#")
	path, _, _ = strings.Cut(path, "?")
	return Reference{Kind: PathLink, Target: unescapePath(path), Fragment: unescapePath(fragment)}
}

func unescapePath(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

// isScheme says whether s is a scheme of RFC 3986, 3.1, of two letters or
// more: one letter is a drive of Windows.
func isScheme(s string) bool {
	if len(s) < 2 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		if !(c >= 'a' && c <= 'z') && (i == 0 || !(s[i] >= '0' && s[i] <= '9') && strings.IndexByte("+-.", s[i]) < 0) {
			return false
		}
	}
	return true
}

var styleTags = map[string]Style{"sub": Subscript, "sup": Superscript, "kbd": Keyboard}

// rawHTML reads a tag. For the opening tag of a style it reads all up to the
// closing one, which it returns.
func (r *reader) rawHTML(out []Span, n *ast.RawHTML, end ast.Node, in context) ([]Span, ast.Node) {
	tag := r.tag(n)
	if strings.HasPrefix(tag, "<!--") {
		return out, nil
	}
	name := strings.ToLower(strings.Trim(tag, "<> /"))
	if name == "br" && !strings.HasPrefix(tag, "</") {
		return append(out, Break{}), nil
	}
	if style, ok := styleTags[name]; ok && !strings.HasPrefix(tag, "</") && in.depth < maxDepth {
		for c := n.NextSibling(); c != nil && c != end; c = c.NextSibling() {
			closing, ok := c.(*ast.RawHTML)
			if ok && strings.EqualFold(strings.ReplaceAll(r.tag(closing), " ", ""), "</"+name+">") {
				in.depth++
				return append(out, &Styled{Style: style, Spans: r.siblings(n.NextSibling(), c, in)}), c
			}
		}
	}
	if isPlaceholder(tag) {
		r.placeholder(tag, n.Pos())
	} else {
		r.remark(RawHTML, tag, n.Pos())
	}
	return append(out, Text(strings.Join(strings.Fields(tag), " "))), nil
}

func (r *reader) tag(n *ast.RawHTML) string {
	var b strings.Builder
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		b.Write(s.Value(r.src))
	}
	return b.String()
}
