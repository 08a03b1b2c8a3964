package revision

import (
	"slices"
	"strconv"
	"strings"

	"annexa/internal/prose"
	"annexa/internal/redline"
)

// A side is one of the two texts.
type side struct{ Text }

// A token is a word, a space or a mark of running text, as it is set.
type token struct {
	text   string
	look   look
	leads  string     // where the link leads that it stands in, if that is not what it says
	single prose.Span // a break or the mark of a footnote; then there is no text
}

// A look is how a token is set: comparable, so that neighbours are told as one.
type look struct {
	code   bool
	styles string // of the spans around it, the outermost first, one letter each
	tongue string // its language, where it is not that of the text around
}

// key tells apart what a reader or an approver has to tell apart.
func (t token) key() string {
	switch t.single.(type) {
	case prose.Break:
		return "\x00break"
	case prose.FootnoteMark:
		return "\x00note"
	}
	return t.text + "\x00" + strconv.FormatBool(t.look.code) + t.look.styles + "\x00" + t.look.tongue + "\x00" + t.leads
}

// tokens takes running text apart.
func (s *side) tokens(spans []prose.Span) []token { return s.append(nil, spans, look{}, "") }

func (s *side) append(out []token, spans []prose.Span, k look, leads string) []token {
	say := func(text string) {
		for _, w := range redline.Words(text) {
			if !k.code && strings.TrimSpace(w) == "" {
				w = " " // as it is read
			}
			out = append(out, token{text: w, look: k, leads: leads})
		}
	}
	for _, span := range spans {
		switch span := span.(type) {
		case prose.Text:
			say(string(span))
		case prose.CodeSpan:
			plain := k
			k.code = true
			say(string(span))
			k = plain
		case prose.Break, prose.FootnoteMark:
			out = append(out, token{single: span})
		case *prose.Styled:
			inner := k
			inner.styles += string(rune('a' + span.Style))
			if span.Language != "" {
				inner.tongue = span.Language
			}
			out = s.append(out, span.Spans, inner, leads)
		case *prose.Link:
			text, target := s.reference(span.Reference)
			if len(span.Spans) == 0 {
				say(text)
				continue
			}
			if said := string(prose.AppendText(nil, span.Spans, prose.Bindings{Variables: s.Variables})); said == target {
				target = ""
			}
			out = s.append(out, span.Spans, k, target)
		case *prose.Image:
			_, target := s.reference(span.Reference)
			say("[" + strings.TrimSpace(span.Alt+": "+target) + "]")
		case prose.VariableMark:
			say(s.variable(int(span)))
		}
	}
	return out
}

// reference is what a reference says by itself, and where it leads.
func (s *side) reference(i int) (text, target string) {
	if i >= len(s.Tree.References) {
		return "", ""
	}
	r := s.Tree.References[i]
	target = r.Target
	if r.Fragment != "" {
		target += "#" + r.Fragment
	}
	if r.Text != "" {
		return r.Text, target
	}
	return target, target
}

func (s *side) variable(i int) string {
	if i < len(s.Variables) {
		return s.Variables[i]
	}
	if i < len(s.Tree.Variables) {
		return "{{" + s.Tree.Variables[i].Name + "}}"
	}
	return ""
}

// A piece is tokens that share a fate.
type piece struct {
	kind   redline.Kind
	tokens []token // as they are now; as they were where they are gone
	before []token // of what stayed, as they were: notes may say something else by now
}

// aligned says what became of tokens. Spaces that stand between two changes are
// told as changed, so that a sentence that was written anew is not told word by
// word in turns.
func aligned(old, now []token) []piece {
	var out []piece
	add := func(kind redline.Kind, tokens, before []token) {
		if n := len(out); n > 0 && out[n-1].kind == kind {
			out[n-1].tokens, out[n-1].before = append(out[n-1].tokens, tokens...), append(out[n-1].before, before...)
			return
		}
		out = append(out, piece{kind, slices.Clone(tokens), slices.Clone(before)})
	}
	runs := redline.Align(keys(old), keys(now))
	var gone, fresh []token
	flush := func() {
		if len(gone) > 0 {
			add(redline.Gone, gone, nil)
		}
		if len(fresh) > 0 {
			add(redline.New, fresh, nil)
		}
		gone, fresh = nil, nil
	}
	for i, run := range runs {
		switch run.Kind {
		case redline.Gone:
			gone, old = append(gone, old[:run.N]...), old[run.N:]
		case redline.New:
			fresh, now = append(fresh, now[:run.N]...), now[run.N:]
		default:
			same, before := now[:run.N], old[:run.N]
			old, now = old[run.N:], now[run.N:]
			if between := i > 0 && i+1 < len(runs); between && blank(same) {
				gone, fresh = append(gone, before...), append(fresh, same...)
				continue
			}
			flush()
			add(redline.Same, same, before)
		}
	}
	flush()
	return out
}

func keys(tokens []token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.key()
	}
	return out
}

func blank(tokens []token) bool {
	return !slices.ContainsFunc(tokens, func(t token) bool { return t.single != nil || strings.TrimSpace(t.text) != "" })
}

// thinSpace stands between what is gone and what is new in its place.
const thinSpace = "\u2009"

// spans is running text with what changed marked in it.
func (c *comparer) spans(old, now []prose.Span) []prose.Span {
	var out []prose.Span
	pieces := aligned(c.old.tokens(old), c.now.tokens(now))
	for i, p := range pieces {
		if p.kind == redline.New && i > 0 && pieces[i-1].kind == redline.Gone {
			out = append(out, prose.Text(thinSpace)) // or it reads as one word
		}
		switch p.kind {
		case redline.Gone:
			out = append(out, &prose.Styled{Style: prose.Gone, Spans: c.set(p)})
		case redline.New:
			out = append(out, &prose.Styled{Style: prose.New, Spans: c.set(p)})
		default:
			out = append(out, c.set(p)...)
		}
	}
	return out
}

// set puts tokens together again.
func (c *comparer) set(p piece) []prose.Span {
	var out []prose.Span
	for i := 0; i < len(p.tokens); {
		t := p.tokens[i]
		if t.single != nil {
			out = append(out, c.single(p, i))
			i++
			continue
		}
		text, from := "", i
		for ; i < len(p.tokens) && p.tokens[i].single == nil && p.tokens[i].look == t.look && p.tokens[i].leads == t.leads; i++ {
			text += p.tokens[i].text
		}
		out = append(out, t.look.span(text))
		if t.leads != "" && p.kind != redline.Same && from < i {
			out = append(out, prose.Text(" ("+t.leads+")"))
		}
	}
	return out
}

// span is text that looks so.
func (k look) span(text string) prose.Span {
	var s prose.Span = prose.Text(text)
	if k.code {
		s = prose.CodeSpan(text)
	}
	for i := len(k.styles) - 1; i >= 0; i-- {
		styled := &prose.Styled{Style: prose.Style(k.styles[i] - 'a'), Spans: []prose.Span{s}}
		if i == 0 {
			styled.Language = k.tongue
		}
		s = styled
	}
	return s
}

// single is a break, or the mark of a footnote with what became of that.
func (c *comparer) single(p piece, i int) prose.Span {
	mark, ok := p.tokens[i].single.(prose.FootnoteMark)
	if !ok {
		return p.tokens[i].single
	}
	pair := [2]int{-1, -1}
	switch p.kind {
	case redline.Gone:
		pair[0] = mark.Index
	case redline.New:
		pair[1] = mark.Index
	default:
		pair[0], pair[1] = p.before[i].single.(prose.FootnoteMark).Index, mark.Index
	}
	n, again := c.notes[pair]
	if !again {
		n = len(c.tree.Footnotes)
		c.notes[pair] = n
		c.tree.Footnotes = append(c.tree.Footnotes, nil) // its place, before notes in notes take theirs
		c.tree.Footnotes[n] = blocksOf(c.blocks(c.old.note(pair[0]), c.now.note(pair[1])))
	}
	nth := 0
	if again {
		nth = 1
	}
	return prose.FootnoteMark{Index: n, Nth: nth}
}

// note is the text of a footnote; nothing for none.
func (s *side) note(i int) []prose.Block {
	if i < 0 || i >= len(s.Tree.Footnotes) {
		return nil
	}
	return s.Tree.Footnotes[i]
}
