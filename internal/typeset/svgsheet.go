package typeset

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// sheet is the rules of a drawing's style elements (SVG 1.1, 6.11), the weaker
// ones first.
type sheet []rule

// rule is what holds for the elements that a selector names.
type rule struct {
	parts      []simple // of the element last, and before it of some that are around it
	weight     int      // by which rules outdo each other (CSS 2.2, 6.4.3)
	properties map[string]string
}

// simple is a selector of one element.
type simple struct {
	tag, id string // empty: any
	classes []string
	direct  bool // right within the one before
}

// maxRules is how many rules are read: drawing programs write a few dozen.
const maxRules = 2000

// maxParts is how many elements a selector may name.
const maxParts = 8

// parseSheet reads the style sheets of a drawing. Selectors of an element's name,
// its classes and its id are read, within others too, and lists of them; rules
// for what is in a state, and those of blocks that begin with @, hold for nothing
// here. What else is not read is returned too.
func parseSheet(text string) (s sheet, odd []string) {
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
			} else if !strings.ContainsAny(selector, ":") {
				odd = append(odd, strings.TrimSpace(selector))
			}
		}
		text = after
	}
	slices.SortStableFunc(s, func(a, b rule) int { return cmp.Compare(a.weight, b.weight) })
	return s, odd
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
func selected(selector string) (r rule, ok bool) {
	direct := false
	for _, text := range strings.Fields(strings.ReplaceAll(selector, ">", " > ")) {
		if text == ">" {
			direct = true
			continue
		}
		s, weight, ok := simpleOf(text)
		if !ok || len(r.parts) == maxParts {
			return rule{}, false
		}
		s.direct = direct
		r.parts, r.weight, direct = append(r.parts, s), r.weight+weight, false
	}
	return r, len(r.parts) > 0 && !direct
}

func simpleOf(text string) (s simple, weight int, ok bool) {
	end := strings.IndexAny(text, ".#")
	if end < 0 {
		end = len(text)
	}
	if s.tag = text[:end]; s.tag == "*" {
		s.tag = ""
	} else if s.tag != "" {
		weight = 1
	}
	for rest := text[end:]; rest != ""; {
		kind := rest[0]
		end := strings.IndexAny(rest[1:], ".#") + 1
		if end == 0 {
			end = len(rest)
		}
		name := rest[1:end]
		if name == "" {
			return simple{}, 0, false
		}
		if kind == '#' {
			s.id, weight = name, weight+10_000
		} else {
			s.classes, weight = append(s.classes, name), weight+100
		}
		rest = rest[end:]
	}
	return s, weight, !strings.ContainsAny(text, "+~:[]()\"'")
}

// holds says whether the first parts of a rule name the last element of a path
// from the outermost one on.
func (r *rule) holds(parts int, path []*element) bool {
	s, last := &r.parts[parts-1], len(path)-1
	if !s.names(path[last]) {
		return false
	}
	if parts == 1 {
		return true
	}
	for up := last; up > 0; up-- {
		if r.holds(parts-1, path[:up]) {
			return true
		}
		if s.direct {
			break
		}
	}
	return false
}

func (s *simple) names(e *element) bool {
	if s.tag != "" && s.tag != e.name || s.id != "" && s.id != e.attributes["id"] {
		return false
	}
	if len(s.classes) == 0 {
		return true
	}
	classes := strings.Fields(e.attributes["class"])
	return !slices.ContainsFunc(s.classes, func(c string) bool { return !slices.Contains(classes, c) })
}

// over puts the properties that the sheet has for the last element of a path
// over its attributes.
func (s sheet) over(path []*element) {
	for i := range s {
		if r := &s[i]; r.holds(len(r.parts), path) {
			maps.Copy(path[len(path)-1].attributes, r.properties)
		}
	}
}
