package theme

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/typeset"
)

// families are the families of a token that a PDF can have, in their order.
func (r *reader) families(name string) []typeset.Family {
	t := r.token(name)
	var out []typeset.Family
	said := false
	for _, n := range names(t.text) {
		if f, ok := r.fonts[n]; ok {
			if f.Regular != nil {
				out = append(out, f)
			} else {
				said = true // at its @font-face rule
			}
		} else if f, ok := typeset.Builtin(n); ok {
			out = append(out, f)
		}
	}
	if len(out) > 0 || r.fallback == nil {
		return out
	}
	if _, own := r.tokens.values[name]; own && !said {
		r.problem(t.line, t.column, `name one that Annexa brings, such as "Liberation Sans", or give an @font-face rule the .ttf file of yours`,
			"--%s names no face that a PDF can have: %s", name, clip(t.text))
	}
	return r.fallback.families(name)
}

// names splits a list of families.
func names(list string) []string {
	var out []string
	for name := range strings.SplitSeq(list, ",") {
		out = append(out, unquote(strings.TrimSpace(name)))
	}
	return out
}

func unquote(s string) string {
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}

// fontFaces reads the font files that @font-face rules name. A family whose
// font cannot be used is known without it, so that nothing is said twice.
func (r *reader) fontFaces() {
	r.fonts = map[string]typeset.Family{}
	for _, face := range r.tokens.faces {
		name := unquote(face.descriptors["font-family"].text)
		if name == "" {
			r.problem(face.line, face.column, `write font-family: "Name";`, "an @font-face rule without a font-family names nothing")
			continue
		}
		family := r.fonts[name]
		if font, place := r.font(face), slot(&family, face); font != nil && *place != nil {
			r.problem(face.line, face.column, "give the rules different weights or styles", "%s has two fonts for one weight and style", clip(name))
		} else if font != nil {
			*place = font
		}
		r.fonts[name] = family
	}
	for name, family := range r.fonts {
		if family.Regular == nil && family != (typeset.Family{}) {
			face := r.tokens.faces[slices.IndexFunc(r.tokens.faces, func(f fontFace) bool { return unquote(f.descriptors["font-family"].text) == name })]
			r.problem(face.line, face.column, "add an @font-face rule with font-weight: 400", "%s has no upright font of normal weight", clip(name))
		}
	}
}

// slot is where in a family the font of an @font-face rule belongs.
func slot(f *typeset.Family, face fontFace) **typeset.Font {
	weight, _, _ := strings.Cut(face.descriptors["font-weight"].text, " ") // of a range the lightest
	n, err := strconv.Atoi(weight)
	heavy := weight == "bold" || err == nil && n >= 600
	slanted := strings.HasPrefix(face.descriptors["font-style"].text, "italic") || strings.HasPrefix(face.descriptors["font-style"].text, "oblique")
	switch {
	case heavy && slanted:
		return &f.BoldItalic
	case heavy:
		return &f.Bold
	case slanted:
		return &f.Italic
	}
	return &f.Regular
}

// source finds the addresses in a src descriptor.
var source = regexp.MustCompile(`url\(\s*("[^"]*"|'[^']*'|[^"')\s]*)\s*\)`)

// font reads the .ttf file that an @font-face rule names, nil and a problem if
// there is none that can be set.
func (r *reader) font(face fontFace) *typeset.Font {
	src, ok := face.descriptors["src"]
	if !ok {
		r.problem(face.line, face.column, `write src: url("fonts/Name.ttf");`, "an @font-face rule without a src brings no font")
		return nil
	}
	for _, m := range source.FindAllStringSubmatch(src.text, -1) {
		name := unquote(m[1])
		if !strings.EqualFold(path.Ext(name), ".ttf") {
			continue
		}
		if path.IsAbs(name) || path.Clean(name) != strings.TrimPrefix(name, "./") || strings.HasPrefix(name, "../") {
			r.problem(src.line, src.column, `put the file below `+Folder+` and write its path from there: url("fonts/Name.ttf")`, "the font %s does not lie in the theme", clip(name))
			return nil
		}
		data, err := r.file(path.Clean(name))
		if err != nil {
			r.problem(src.line, src.column, "", "the font %s cannot be read: %v", clip(name), reason(err))
			return nil
		}
		font := &typeset.Font{Name: name, Data: data}
		face, err := font.Face()
		if err == nil {
			err = r.sound(face)
		}
		if err != nil {
			r.problem(src.line, src.column, "use a font with TrueType outlines that may be embedded", "%v", err)
			return nil
		}
		return font
	}
	r.problem(src.line, src.column, `add the font with TrueType outlines: url("fonts/Name.ttf")`, "the src of an @font-face rule names no .ttf file, and PDFs embed no other")
	return nil
}
