package theme

import (
	"math"
	"strconv"
	"strings"

	"annexa/internal/prose"
	"annexa/internal/typeset"
)

// readable is the contrast to white paper that text wants (WCAG 2.2, 1.4.3).
const readable = 4.5

// colours takes the colours of PDFs from the tokens, each for the same use as
// on pages.
func (r *reader) colours(c *typeset.Colours) {
	text := func(name string) typeset.Colour {
		colour, at := r.colour(name)
		if ratio := contrast(colour); ratio < readable && at.line > 0 {
			r.problem(at.line, at.column, "choose a darker colour for light pages", "--%s has a contrast of %.1f to white paper, and text wants %.1f", name, ratio, readable)
		}
		return colour
	}
	ground := func(name string) typeset.Colour {
		colour, _ := r.colour(name)
		return colour
	}
	*c = typeset.Colours{
		Ink: text("ink"), Muted: text("ink-2"), Accent: text("accent"), Link: text("link"),
		Rule: ground("line"), Strong: ground("line-2"), Panel: ground("paper-2"), Inline: ground("paper-3"), Mark: ground("paper-3"),
	}
	calm := typeset.Tone{Colour: text("calm"), Ground: ground("calm-2")}
	good := typeset.Tone{Colour: text("good"), Ground: ground("good-2")}
	wait := typeset.Tone{Colour: text("wait"), Ground: ground("wait-2")}
	bad := typeset.Tone{Colour: text("bad"), Ground: ground("bad-2")}
	c.Alert = [5]typeset.Tone{prose.Note: calm, prose.Tip: good, prose.Important: wait, prose.Warning: wait, prose.Caution: bad}
	c.Token = [9]typeset.Colour{
		prose.PlainToken: c.Ink, prose.KeywordToken: text("code-key"), prose.NameToken: c.Link, prose.StringToken: text("code-text"),
		prose.NumberToken: text("code-number"), prose.CommentToken: c.Muted, prose.OperatorToken: c.Ink,
		prose.InsertedToken: good.Colour, prose.DeletedToken: bad.Colour,
	}
}

// colour reads a token as a colour, that of light pages. What is none is a
// problem, and the colour that comes with the binary stands in for it.
func (r *reader) colour(name string) (typeset.Colour, token) {
	t := r.token(name)
	if c, ok := parseColour(t.text); ok {
		return c, t
	}
	if r.fallback == nil {
		return typeset.Colour{}, token{}
	}
	r.problem(t.line, t.column, "write it like #1d2226 or light-dark(#1d2226, #e3e6e7)", "--%s is no colour that a PDF can have: %s", name, clip(t.text))
	c, _ := r.fallback.colour(name)
	return c, token{}
}

// parseColour reads #rgb, #rrggbb, or light-dark(#…, #…).
func parseColour(s string) (typeset.Colour, bool) {
	if pair, ok := strings.CutPrefix(s, "light-dark("); ok {
		pair, closed := strings.CutSuffix(pair, ")")
		light, dark, two := strings.Cut(pair, ",")
		if _, ok := parseHex(strings.TrimSpace(dark)); !ok || !closed || !two {
			return typeset.Colour{}, false
		}
		s = strings.TrimSpace(light)
	}
	return parseHex(s)
}

func parseHex(s string) (typeset.Colour, bool) {
	digits, ok := strings.CutPrefix(s, "#")
	if ok && len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	v, err := strconv.ParseUint(digits, 16, 32)
	if !ok || len(digits) != 6 || err != nil {
		return typeset.Colour{}, false
	}
	return typeset.Colour{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v)}, true
}

// contrast is that of a colour to white, from 1 to 21 (WCAG 2.2, relative
// luminance).
func contrast(c typeset.Colour) float64 {
	part := func(v uint8) float64 {
		if s := float64(v) / 255; s > 0.04045 {
			return math.Pow((s+0.055)/1.055, 2.4)
		} else {
			return s / 12.92
		}
	}
	return 1.05 / (0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B) + 0.05)
}
