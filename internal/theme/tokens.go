package theme

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// tokens are what a tokens.css declares, with its places.
type tokens struct {
	values map[string]token // custom properties of :root, without the hyphens
	faces  []fontFace
	line   int // of the first :root, for what is missing
}

// token is a value as it is written, comments taken out.
type token struct {
	text         string
	line, column int
}

// fontFace is an @font-face rule.
type fontFace struct {
	line, column int
	descriptors  map[string]token
}

// fault is a mistake in a file of tokens.
type fault struct {
	line, column  int
	message, hint string
}

// parse reads a tokens.css. It is stricter than browsers are, which pass over
// what they do not understand: what a file of tokens may hold are rules for
// :root, alone or with a data attribute, and @font-face. Of the rules with an
// attribute nothing is taken: they choose between light and dark.
func parse(src string) (tokens, []fault) {
	p := parser{src: src, line: 1, column: 1, out: tokens{values: map[string]token{}}}
	if !utf8.ValidString(src) {
		p.fault("save the file as UTF-8", "it is no UTF-8 text")
		return p.out, p.faults
	}
	for p.skip(); p.at < len(p.src); p.skip() {
		if !p.rule() {
			break
		}
	}
	if p.out.line == 0 && len(p.faults) == 0 {
		p.fault(":root { --ink: #1d2226; … }", "it declares nothing for :root")
	}
	return p.out, p.faults
}

const byteOrderMark = "\uFEFF"

type parser struct {
	src          string
	at           int
	line, column int // of at, 1-based, the column in characters
	out          tokens
	faults       []fault
}

func (p *parser) fault(hint, format string, args ...any) {
	p.faults = append(p.faults, fault{p.line, p.column, fmt.Sprintf(format, args...), hint})
}

// step goes n bytes on.
func (p *parser) step(n int) {
	for _, r := range p.src[p.at : p.at+n] {
		if r == '\n' {
			p.line, p.column = p.line+1, 1
		} else {
			p.column++
		}
	}
	p.at += n
}

func (p *parser) next(s string) bool { return strings.HasPrefix(p.src[p.at:], s) }

// skip passes over white space and comments.
func (p *parser) skip() {
	for p.at < len(p.src) {
		switch {
		case strings.IndexByte(" \t\r\n\f", p.src[p.at]) >= 0:
			p.step(1)
		case p.at == 0 && p.next(byteOrderMark):
			p.step(len(byteOrderMark))
			p.column = 1
		case p.next("/*"):
			end := strings.Index(p.src[p.at+2:], "*/")
			if end < 0 {
				p.fault("end it with */", "a comment begins here and never ends")
				end = len(p.src) - p.at - 4
			}
			p.step(end + 4)
		default:
			return
		}
	}
}

// rule reads one rule and says whether reading can go on after it.
func (p *parser) rule() bool {
	line, column := p.line, p.column
	end := strings.IndexByte(p.src[p.at:], '{')
	if end < 0 {
		p.fault(":root { --ink: #1d2226; … }", "a rule begins here and has no braces")
		return false
	}
	name := strings.Join(strings.Fields(p.src[p.at:p.at+end]), " ")
	root, chosen := name == ":root", strings.HasPrefix(name, ":root[data-") && strings.HasSuffix(name, "]")
	if !root && !chosen && name != "@font-face" {
		p.fault("other rules belong in style.css", "a file of tokens holds :root and @font-face alone, and this is %s", clip(name))
		return false
	}
	p.step(end + 1)
	if root && p.out.line == 0 {
		p.out.line = line
	}
	face := fontFace{line: line, column: column, descriptors: map[string]token{}}
	for {
		p.skip()
		switch {
		case p.at >= len(p.src):
			p.fault("end it with }", "the rule %s, begun in line %d, never ends", clip(name), line)
			return false
		case p.next("}"):
			p.step(1)
			if name == "@font-face" {
				p.out.faces = append(p.out.faces, face)
			}
			return true
		}
		property, value, ok := p.declaration()
		if !ok {
			return false
		}
		into := p.out.values
		switch {
		case chosen:
			continue
		case root:
			var own bool
			if property, own = strings.CutPrefix(property, "--"); !own || property == "" {
				continue // a property of the page, such as color-scheme
			}
		default:
			into = face.descriptors
		}
		if first, twice := into[property]; twice {
			p.faults = append(p.faults, fault{value.line, value.column, fmt.Sprintf("%s is declared a second time, first in line %d", property, first.line), "take one of them out"})
			continue
		}
		into[property] = value
	}
}

// declaration reads a property and its value, up to the semicolon or the brace
// that ends the rule.
func (p *parser) declaration() (string, token, bool) {
	n := strings.IndexAny(p.src[p.at:], ":;{}")
	if n < 0 || p.src[p.at+n] != ':' || strings.TrimSpace(p.src[p.at:p.at+n]) == "" {
		p.fault("write a name, a colon, a value, a semicolon", "this is no declaration")
		return "", token{}, false
	}
	property := strings.ToLower(strings.TrimSpace(p.src[p.at : p.at+n]))
	p.step(n + 1)
	p.skip()
	value := token{line: p.line, column: p.column}
	var text strings.Builder
	for p.at < len(p.src) {
		switch c := p.src[p.at]; {
		case c == ';':
			p.step(1)
			value.text = strings.TrimSpace(text.String())
			return property, value, p.filled(property, value)
		case c == '}':
			value.text = strings.TrimSpace(text.String())
			return property, value, p.filled(property, value)
		case c == '{':
			p.fault("end the declaration before it with a semicolon", "a brace stands within the value of %s", clip(property))
			return "", token{}, false
		case p.next("/*"):
			p.skip()
			text.WriteByte(' ')
		case c == '"', c == '\'':
			end := strings.IndexAny(p.src[p.at+1:], string(c)+"\n")
			if end < 0 || p.src[p.at+1+end] == '\n' {
				p.fault("end it with the quote it began with", "a text in quotes begins here and does not end in its line")
				return "", token{}, false
			}
			text.WriteString(p.src[p.at : p.at+end+2])
			p.step(end + 2)
		default:
			_, n := utf8.DecodeRuneInString(p.src[p.at:])
			text.WriteString(p.src[p.at : p.at+n])
			p.step(n)
		}
	}
	p.fault("end it with a semicolon", "the value of %s never ends", clip(property))
	return "", token{}, false
}

func (p *parser) filled(property string, value token) bool {
	if value.text == "" {
		p.faults = append(p.faults, fault{value.line, value.column, clip(property) + " has no value", "give it one, or take it out"})
	}
	return true
}

// clip shortens what is quoted in a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
