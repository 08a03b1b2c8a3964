package typeset

import (
	"maps"
	"slices"
	"strings"
)

// heeded are the properties of styles that are drawn, that effects names where
// they are not, or that change nothing on paper; each between spaces.
const heeded = " color fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit" +
	" marker marker-start marker-mid marker-end stop-color stop-opacity opacity display visibility transform clip-path clip-rule mask mask-type" +
	" x y width height rx ry cx cy r d font-size font-weight text-anchor dominant-baseline" +
	" filter mix-blend-mode vector-effect writing-mode letter-spacing word-spacing text-decoration text-decoration-line text-transform font-style baseline-shift" +
	" paint-order transform-origin transform-box" +
	" font font-family font-stretch font-kerning font-feature-settings font-variant font-variant-ligatures font-variant-position font-variant-caps font-variant-numeric" +
	" font-variant-alternates font-variant-east-asian font-variation-settings font-size-adjust font-synthesis font-optical-sizing line-height white-space text-align" +
	" text-indent text-orientation text-decoration-color text-decoration-style text-decoration-skip-ink text-rendering text-overflow direction unicode-bidi alignment-baseline" +
	" color-interpolation color-interpolation-filters color-rendering color-profile shape-rendering image-rendering enable-background isolation overflow" +
	" flood-color flood-opacity lighting-color shape-inside shape-padding shape-margin inline-size solid-color solid-opacity" +
	" pointer-events cursor user-select will-change transition animation kerning glyph-orientation-vertical glyph-orientation-horizontal "

// plain says whether a value leaves what a property is for as it is.
func plain(value string) bool {
	switch value {
	case "", "none", "normal", "auto", "0", "0px", "0%", "initial", "inherit", "unset", "revert", "horizontal-tb", "lr-tb", "lr", "baseline":
		return true
	}
	return false
}

// heed notes the properties of a style that are none of those that are known.
// Those of programs for themselves begin with a hyphen.
func (t *svgTree) heed(properties map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if name != "" && !strings.Contains(heeded, " "+name+" ") && !strings.HasPrefix(name, "-") && !plain(properties[name]) && !slices.Contains(t.unheeded, name) {
			t.unheeded = append(t.unheeded, name)
		}
	}
}

// effects notes what is not drawn of an element, or not as it is written.
func (r *svgReader) effects(e *element) {
	for _, name := range [...]string{
		"filter", "mix-blend-mode", "vector-effect", "textLength", "writing-mode", "letter-spacing", "word-spacing", "text-decoration", "text-decoration-line",
		"text-transform", "font-style", "baseline-shift", "paint-order", "transform-origin",
	} {
		if !plain(e.attributes[name]) {
			r.omit(name + " of <" + e.name + ">")
		}
	}
	for _, name := range [...]string{"fill", "stroke"} {
		if v := e.attributes[name]; !isPaint(v) {
			r.omit(name + " " + v + " of <" + e.name + ">")
		}
	}
}
