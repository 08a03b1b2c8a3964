package typeset

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/di"

	"annexa/internal/prose"
)

// atom is what a line is made of and never broken itself, unless it is wider
// than the line.
type atom struct {
	kind  atomKind
	brk   breakKind // whether a line may begin with it
	level uint8     // odd: written from right to left
	base  uint8     // the level of its paragraph
	look  look
	node  int32 // a Content
	link  int32
	word  *word
	width Length
	inset *inset  // of a picture
	said  *string // of a part of a word that is torn: all of it, or nothing; else nil
}

// inset is a picture in a line.
type inset struct {
	picture *Picture
	high    Length
}

type atomKind uint8

const (
	wordAtom atomKind = iota
	spaceAtom
	newlineAtom
	pictureAtom
)

type breakKind uint8

const (
	noBreak        breakKind = iota
	usualBreak               // after a hyphen, in an address
	softBreak                // where the word may be divided: with a hyphen
	emergencyBreak           // within a word, if nothing else helps
	cutBreak                 // and nothing else did
)

// spans appends the atoms of running text.
func (l *layouter) spans(spans []prose.Span, k look, node, link int32) {
	for _, s := range spans {
		switch s := s.(type) {
		case prose.Text:
			l.chars(string(s), k, node, link)
		case prose.CodeSpan:
			k := k.with(mono)
			k.size, k.shade = k.size*92/100, true
			l.chars(string(s), k, l.out.node(node, Node{Role: CodeRole}), link)
		case prose.Break:
			l.newline(k, node, link)
		case *prose.Styled:
			l.styled(s, k, node, link)
		case *prose.Link:
			l.linked(s, k, node, link)
		case *prose.Image:
			l.inlineImage(s, k, node, link)
		case prose.VariableMark:
			if l.text != nil && int(s) >= 0 && int(s) < len(l.text.Bindings.Variables) {
				l.chars(l.text.Bindings.Variables[s], k, node, link)
			} else if l.text != nil && int(s) >= 0 && int(s) < len(l.text.Tree.Variables) {
				l.chars("{{"+l.text.Tree.Variables[s].Name+"}}", k, node, link)
			}
		case prose.FootnoteMark:
			l.footnoteMark(s, k, node)
		}
	}
}

func (l *layouter) styled(s *prose.Styled, k look, node, link int32) {
	switch s.Style {
	case prose.Emphasis:
		k.cut |= italic
	case prose.Strong:
		k.cut |= bold
	case prose.Strike:
		k.strike = true
	case prose.Subscript:
		k = k.small(-12)
	case prose.Superscript:
		k = k.small(33)
	case prose.Keyboard:
		k = k.with(mono)
		k.size, k.shade = k.size*92/100, true
	case prose.Gone:
		k.strike, k.colour = true, l.st.Colours.Token[prose.DeletedToken]
		node = l.out.node(node, Node{Role: Span, Detail: &Detail{Line: LineThrough}})
	case prose.New:
		k.underline, k.colour = true, l.st.Colours.Token[prose.InsertedToken]
		node = l.out.node(node, Node{Role: Span, Detail: &Detail{Line: Underline}})
	}
	l.spans(s.Spans, k, l.inLanguage(s.Language, node), link)
}

func (l *layouter) binding(i int) (prose.Binding, prose.Reference) {
	var b prose.Binding
	var r prose.Reference
	if l.text != nil {
		if i >= 0 && i < len(l.text.Tree.References) {
			r = l.text.Tree.References[i]
		}
		if i >= 0 && i < len(l.text.Bindings.References) {
			b = l.text.Bindings.References[i]
		}
	}
	return b, r
}

func (l *layouter) linked(s *prose.Link, k look, node, link int32) {
	b, r := l.binding(s.Reference)
	name := ""
	if l.text != nil {
		name = l.text.Names[s.Reference]
	}
	if b.Href != "" && b.State != prose.NotALink && link == 0 {
		title := b.Title
		if title == "" {
			title = l.plainText(prose.Span(s))
		}
		link = l.link(b.Href, title, node)
		node = l.out.Links[link-1].Node
		k.colour, k.underline = l.st.Colours.Link, true
	}
	l.name(name, link)
	if len(s.Spans) > 0 {
		l.spans(s.Spans, k, node, link)
		return
	}
	for _, t := range []string{b.Text, r.Text, r.Target} {
		if t != "" {
			l.chars(t, k, node, link)
			return
		}
	}
}

// link makes a link element below node and returns its index plus one.
func (l *layouter) link(href, title string, node int32) int32 {
	n := Link{Node: l.out.node(node, Node{Role: LinkRole}), Title: title, line: l.line}
	if l.text != nil {
		n.source = l.text.Source
	}
	if name, inside := strings.CutPrefix(href, "#"); inside {
		n.Destination = name
	} else {
		n.Address = href
	}
	l.out.Links = append(l.out.Links, n)
	return int32(len(l.out.Links))
}

func (l *layouter) footnoteMark(s prose.FootnoteMark, k look, node int32) {
	ref := l.out.node(node, Node{Role: Reference})
	if s.Nth == 0 {
		l.name(l.noteBack(s.Index), 0)
	}
	link := l.link("#"+l.noteName(s.Index), l.words.Note+" "+strconv.Itoa(s.Index+1), ref)
	k = k.small(33)
	k.colour = l.st.Colours.Link
	l.chars(strconv.Itoa(s.Index+1), k, l.out.Links[link-1].Node, link)
}

// chars appends text, with its white space as places to break. The parent is
// an element, or a kind of artifact.
func (l *layouter) chars(s string, k look, parent, link int32) {
	if s == "" {
		return
	}
	node := parent
	if parent >= 0 {
		node = l.out.content(parent)
	}
	brk := noBreak
	for s != "" {
		switch endings[s[0]] {
		case spaceByte:
			l.addSpace(k, node, link)
			s, brk = s[leadingSpace(s):], noBreak
			continue
		case perhaps:
			if rest, ok := strings.CutPrefix(s, zeroWidthSpace); ok {
				s, brk = rest, usualBreak
				continue
			}
			if rest, ok := strings.CutPrefix(s, softHyphen); ok {
				s, brk = rest, softBreak
				continue
			}
			if n := lineEnd(s); n > 0 {
				l.newline(k, parent, link)
				s, brk = s[n:], noBreak
				continue
			}
		}
		n := wordEnd(s)
		l.chunk(s[:n], brk, k, node, link)
		s, brk = s[n:], noBreak
	}
}

const (
	zeroWidthSpace = "\u200b"
	softHyphen     = "\u00ad"
)

// endings are the bytes that end a word, or with which such characters begin.
var endings = [256]uint8{' ': spaceByte, '\t': spaceByte, '\n': spaceByte, '\r': spaceByte, 0xe2: perhaps, 0xc2: perhaps}

const (
	spaceByte = 1 + iota
	perhaps
)

// lineEnd is how long the line or paragraph separator is that s begins with, 0
// for none: the two characters that other programs end lines with in a text.
func lineEnd(s string) int {
	const separator = len("\u2028")
	if len(s) >= separator && (s[:separator] == "\u2028" || s[:separator] == "\u2029") {
		return separator
	}
	return 0
}

// wordEnd returns where the white space, the zero-width space, the end of a line
// or the soft hyphen is that ends the word s begins with.
func wordEnd(s string) int {
	for i := range len(s) {
		switch endings[s[i]] {
		case spaceByte:
			return i
		case perhaps:
			if strings.HasPrefix(s[i:], zeroWidthSpace) || strings.HasPrefix(s[i:], softHyphen) || lineEnd(s[i:]) > 0 {
				return i
			}
		}
	}
	return len(s)
}

func leadingSpace(s string) int {
	n := 0
	for n < len(s) && endings[s[n]] == spaceByte {
		n++
	}
	return n
}

func (l *layouter) addSpace(k look, node, link int32) {
	if n := len(l.atoms); n > 0 && l.atoms[n-1].kind == spaceAtom {
		return
	}
	w := l.blank(k)
	l.atoms = append(l.atoms, atom{kind: spaceAtom, look: k, node: node, link: link, word: w, width: w.width(k.size)})
}

// newline ends a line. Whoever hears or copies the text does not see that it
// does, so the words are parted by a space as well (ISO 32000-1, 14.8.2.5); it
// takes no room.
func (l *layouter) newline(k look, parent, link int32) {
	node := parent
	if parent >= 0 {
		node = l.out.content(parent)
	}
	if n := len(l.atoms); n > 0 && l.atoms[n-1].kind == spaceAtom && l.atoms[n-1].node == node {
		l.atoms = l.atoms[:n-1] // one is enough
	}
	l.atoms = append(l.atoms, atom{kind: newlineAtom, look: k, node: node, link: link, word: l.blank(k)})
}

// blank is a space as a word.
func (l *layouter) blank(k look) *word {
	w := l.spaces[k.cut]
	if w == nil {
		w = l.e.word(k.cut, " ")
		l.spaces[k.cut] = w
	}
	return w
}

func (l *layouter) addWord(w *word, b breakKind, k look, node, link int32) {
	for _, r := range w.missing {
		l.remark(MissingGlyph, r, "")
	}
	if len(w.runs) == 0 {
		return
	}
	l.atoms = append(l.atoms, atom{brk: b, look: k, node: node, link: link, word: w, width: w.width(k.size)})
}

// chunk appends text without white space.
func (l *layouter) chunk(s string, brk breakKind, k look, node, link int32) {
	for i, p := range l.e.parts(k.cut, s) {
		if i > 0 {
			brk = p.brk
		}
		l.addWord(p.word, brk, k, node, link)
	}
}

// part is a stretch of text that no line ends within, but in need.
type part struct {
	word *word
	brk  breakKind // whether a line may begin with it; of the first one that is said by what stands before
}

const (
	longChunk = 60 // characters after which a word may be cut, if need be
	addressed = 12 // bytes from which a slash is a place to break
)

// parts divides text without white space into as many words as there are
// places where a line may end.
func (e *Engine) parts(c cut, s string) []part {
	return e.tokens[c].get(s, func(s string) []part { return e.divided(c, s) })
}

func (e *Engine) divided(c cut, s string) []part {
	var parts []part
	from, count := 0, 0
	brk := noBreak
	address := strings.Contains(s, "://") || strings.Contains(s, "@") || c&mono != 0 && len(s) > addressed
	var before, last rune
	for i, r := range s {
		if i > from {
			b := opportunity(before, last, r, address, len(s) >= addressed)
			if b == usualBreak && last == '-' && !address && isID(s, i) {
				b = noBreak
			}
			if b != noBreak || count >= longChunk && !unicode.Is(unicode.M, r) {
				parts = append(parts, part{e.word(c, s[from:i]), brk})
				from, count, brk = i, 0, b
				if brk == noBreak {
					brk = emergencyBreak
				}
			}
		}
		before, last = last, r
		count++
	}
	if from == 0 { // nearly always; its word is kept here alone
		return []part{{word: e.shape(c, s, di.DirectionLTR)}}
	}
	return append(parts, part{e.word(c, s[from:]), brk})
}

// isID says whether the word around a place in a text looks like an id (POL-NET),
// which is no use in two halves: capitals, digits and hyphens alone, and no more
// of them than an id has.
func isID(s string, at int) bool {
	const longest = 19 // ten characters, a hyphen and eight more
	of := func(r rune) bool { return r == '-' || unicode.IsUpper(r) || unicode.IsDigit(r) }
	from, to := len(strings.TrimRightFunc(s[:at], of)), len(s)-len(strings.TrimLeftFunc(s[at:], of))
	if letter(utf8.DecodeLastRuneInString(s[:from])) || letter(utf8.DecodeRuneInString(s[to:])) {
		return false // it goes on
	}
	return to-from <= longest
}

func letter(r rune, _ int) bool { return unicode.In(r, unicode.L, unicode.M) }

// opportunity says whether a line may end between last and next.
func opportunity(before, last, next rune, address, long bool) breakKind {
	switch {
	case last == '-' || last == '\u2010' || last == '–' || last == '—':
		if unicode.IsLetter(next) && unicode.IsLetter(before) || address && before != '-' && next != '-' {
			return usualBreak
		}
	case last == '/':
		if long && next != '/' && (before != '/' || !address) {
			return usualBreak
		}
	case address && strings.ContainsRune(".?&=_:#,;@", last) && (unicode.IsLetter(next) || unicode.IsDigit(next)):
		return usualBreak
	case wide(next) && !closing(next), wide(last) && (unicode.IsLetter(next) || unicode.IsDigit(next)):
		return usualBreak
	}
	return noBreak
}

// wide says whether r is of a script that is written without spaces.
func wide(r rune) bool {
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func closing(r rune) bool {
	return strings.ContainsRune("ーゃゅょっァィゥェォャュョッ々", r)
}
