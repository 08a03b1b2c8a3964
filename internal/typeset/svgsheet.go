package typeset

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"maps"
	"slices"
	"strings"
)

// sheet is the rules of a drawing's style elements (SVG 1.1, 6.11), the weaker
// ones first.
type sheet []rule

// rule is what holds for the elements that a selector names.
type rule struct {
	tag, id    string // empty: any
	classes    []string
	weight     int // by which rules outdo each other (CSS 2.2, 6.4.3)
	properties map[string]string
}

// maxRules is how many rules are read: drawing programs write a few dozen.
const maxRules = 2000

// sheetOf reads the style elements of a drawing, wherever they stand. Selectors
// of an element's name, its classes and its id are read, and lists of them;
// rules for what stands within something else, or in a state, and those of
// blocks that begin with @ hold for nothing here.
func sheetOf(data []byte) sheet {
	if !bytes.Contains(data, []byte("<style")) {
		return nil
	}
	var text strings.Builder
	within := false
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err != nil {
			break // the end, or a fault that whoever draws it names
		}
		switch t := token.(type) {
		case xml.StartElement:
			within = t.Name.Local == "style"
		case xml.EndElement:
			within = false
		case xml.CharData:
			if within {
				text.Write(t)
				text.WriteByte('\n')
			}
		}
	}
	return parseSheet(text.String())
}

func parseSheet(text string) sheet {
	var s sheet
	for text = uncommented(text); ; {
		selectors, rest, ok := strings.Cut(text, "{")
		if !ok || len(s) >= maxRules {
			break
		}
		if i := strings.LastIndexByte(selectors, ';'); i >= 0 {
			selectors = selectors[i+1:] // behind @import and the like
		}
		if selectors = strings.TrimSpace(selectors); strings.HasPrefix(selectors, "@") {
			text = behindBlock(rest)
			continue
		}
		block, after, _ := strings.Cut(rest, "}")
		properties := map[string]string{}
		declare(properties, block)
		for selector := range strings.SplitSeq(selectors, ",") {
			if r, ok := selected(strings.TrimSpace(selector)); ok {
				r.properties = properties
				s = append(s, r)
			}
		}
		text = after
	}
	slices.SortStableFunc(s, func(a, b rule) int { return cmp.Compare(a.weight, b.weight) })
	return s
}

func uncommented(text string) string {
	var out strings.Builder
	for {
		before, comment, ok := strings.Cut(text, "/*")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		_, text, _ = strings.Cut(comment, "*/")
	}
}

// behindBlock is what follows the brace that closes a block, which may hold
// others.
func behindBlock(text string) string {
	depth := 1
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[i+1:]
			}
		}
	}
	return ""
}

// declare puts declarations over properties.
func declare(properties map[string]string, declarations string) {
	for property := range strings.SplitSeq(declarations, ";") {
		if key, value, ok := strings.Cut(property, ":"); ok {
			value, _, _ = strings.Cut(value, "!")
			properties[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
}

// selected reads a selector; false for one that is not read.
func selected(selector string) (rule, bool) {
	end := strings.IndexAny(selector, ".#")
	if end < 0 {
		end = len(selector)
	}
	r := rule{tag: selector[:end]}
	if r.tag == "*" {
		r.tag = ""
	} else if r.tag != "" {
		r.weight = 1
	}
	for rest := selector[end:]; rest != ""; {
		kind := rest[0]
		end := strings.IndexAny(rest[1:], ".#") + 1
		if end == 0 {
			end = len(rest)
		}
		name := rest[1:end]
		if name == "" {
			return rule{}, false
		}
		if kind == '#' {
			r.id, r.weight = name, r.weight+10_000
		} else {
			r.classes, r.weight = append(r.classes, name), r.weight+100
		}
		rest = rest[end:]
	}
	return r, selector != "" && !strings.ContainsAny(selector, " \t\n\r\f>+~:[]()\"'")
}

// over puts the properties that the sheet has for an element over its
// attributes.
func (s sheet) over(tag string, attributes map[string]string) {
	if len(s) == 0 {
		return
	}
	classes := strings.Fields(attributes["class"])
	id := attributes["id"]
	for _, r := range s {
		if (r.tag == "" || r.tag == tag) && (r.id == "" || r.id == id) && !slices.ContainsFunc(r.classes, func(c string) bool { return !slices.Contains(classes, c) }) {
			maps.Copy(attributes, r.properties)
		}
	}
}
