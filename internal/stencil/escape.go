package stencil

import (
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// The escapers that html/template puts behind an action, by where it stands.
const (
	textEscaper      = "_html_template_htmlescaper"
	titleEscaper     = "_html_template_rcdataescaper" // within title and textarea
	attributeEscaper = "_html_template_attrescaper"
	addressEscaper   = "_html_template_urlfilter | _html_template_urlnormalizer | _html_template_attrescaper"
	partEscaper      = "_html_template_urlescaper | _html_template_attrescaper" // behind a ? or a #
	refreshEscaper   = "_html_template_urlfilter | _html_template_attrescaper"  // within meta
)

// print prints a value as its escapers say.
func print(v value, commands []*parse.CommandNode) (step, error) {
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = c.String()
	}
	escapers := strings.Join(names, " | ")
	of := v.of
	switch v.kind.Kind() {
	case reflect.Int:
		if escapers != textEscaper && escapers != attributeEscaper && escapers != titleEscaper {
			break
		}
		// A minus sign and digits stand everywhere as they are.
		return func(f *frame) { f.dst = strconv.AppendInt(f.dst, of(f).Int(), 10) }, nil
	case reflect.String:
		if v.kind.NumMethod() > 0 || reflect.PointerTo(v.kind).NumMethod() > 0 {
			break
		}
		html, url := v.kind == reflect.TypeFor[template.HTML](), v.kind == reflect.TypeFor[template.URL]()
		switch {
		case !html && !url && v.kind.PkgPath() == "html/template":
		case html && escapers == textEscaper:
			return func(f *frame) { f.dst = append(f.dst, of(f).String()...) }, nil
		case html:
		case escapers == textEscaper, escapers == titleEscaper, escapers == attributeEscaper:
			return func(f *frame) { f.dst = appendEscaped(f.dst, of(f).String()) }, nil
		case escapers == addressEscaper:
			return func(f *frame) { f.dst = appendAddress(f.dst, filtered(of(f).String(), url), reserved) }, nil
		case escapers == refreshEscaper:
			return func(f *frame) { f.dst = appendEscaped(f.dst, filtered(of(f).String(), url)) }, nil
		case escapers == partEscaper && url:
			return func(f *frame) { f.dst = appendAddress(f.dst, of(f).String(), reserved) }, nil
		case escapers == partEscaper:
			return func(f *frame) { f.dst = appendAddress(f.dst, of(f).String(), "") }, nil
		}
	}
	return nil, errorf("a %s is not printed through %s", v.kind, escapers)
}

// appendEscaped appends a text as it stands in HTML or between the quotes of an
// attribute.
func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		if !mayEscape[s[i]] {
			continue
		}
		by := ""
		switch s[i] {
		case 0:
			by = "\uFFFD"
		case '"':
			by = "&#34;"
		case '&':
			by = "&amp;"
		case '\'':
			by = "&#39;"
		case '+':
			by = "&#43;"
		case '<':
			by = "&lt;"
		case '>':
			by = "&gt;"
		}
		dst = append(append(dst, s[from:i]...), by...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}

// mayEscape are the bytes that do not stand for themselves.
var mayEscape = [256]bool{0: true, '"': true, '&': true, '\'': true, '+': true, '<': true, '>': true}

// filtered is an address, if it is known as one or is relative, or of the web or
// of mail; else what html/template puts in its place.
func filtered(s string, known bool) string {
	scheme, _, ok := strings.Cut(s, ":")
	if known || !ok || strings.Contains(scheme, "/") ||
		strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto") {
		return s
	}
	return "#ZgotmplZ"
}

// reserved may stand in an address, and divide it (RFC 3986, 2.2, but for
// quotes, which may end an attribute, and parentheses).
const reserved = "!#$&*+,/:;=?@[]"

// appendAddress appends an address as it stands between the quotes of an
// attribute: what is neither unreserved nor allowed is written in percents.
// Where something is allowed, what is written so already stays.
func appendAddress(dst []byte, s, allowed string) []byte {
	const hex = "0123456789abcdef"
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~", c) >= 0,
			c == '%' && allowed != "" && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			dst = append(dst, c)
		case strings.IndexByte(allowed, c) < 0:
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		case c == '&':
			dst = append(dst, "&amp;"...)
		case c == '+':
			dst = append(dst, "&#43;"...)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
