package typeset

import "strings"

// take changes the pen by the attributes of an element.
func (p *pen) take(a map[string]string) {
	if v, ok := a["color"]; ok {
		if c := paintOf(v, &p.colour); c != nil {
			p.colour = *c
		}
	}
	if v, ok := a["fill"]; ok {
		p.fill, p.fillURL = p.paint(v, p.fill, p.fillURL)
	}
	if v, ok := a["stroke"]; ok {
		p.stroke, p.strokeURL = p.paint(v, p.stroke, p.strokeURL)
	}
	if v, ok := a["stroke-width"]; ok {
		p.line = lengthOf(v)
	}
	if v, ok := a["stroke-dasharray"]; ok {
		p.dashes = dashesOf(v)
	}
	if v, ok := a["stroke-dashoffset"]; ok {
		p.begins = lengthOf(v)
	}
	if v, ok := a["stroke-miterlimit"]; ok {
		p.mitre = max(int(lengthOf(v)), 1000)
	}
	if v, ok := a["stroke-linecap"]; ok {
		p.cap = map[string]LineCap{"round": RoundCap, "square": SquareCap}[v]
	}
	if v, ok := a["stroke-linejoin"]; ok {
		p.join = map[string]LineJoin{"round": RoundJoin, "bevel": BevelJoin}[v]
	}
	if v, ok := a["fill-rule"]; ok {
		p.even = v == "evenodd"
	}
	for i, key := range [...]string{"marker-start", "marker-mid", "marker-end"} {
		if v, ok := a["marker"]; ok {
			p.markers[i], _, _ = referenceOf(v)
		}
		if v, ok := a[key]; ok {
			p.markers[i], _, _ = referenceOf(v)
		}
	}
	if v, ok := a["font-size"]; ok {
		p.size = lengthOf(v)
	}
	if v, ok := a["dominant-baseline"]; ok {
		p.baseline = v
	}
	if v, ok := a["text-anchor"]; ok {
		p.anchor = v
	}
	if v, ok := a["font-weight"]; ok {
		p.bold = v == "bold" || v == "bolder" || v >= "600" && v <= "900"
	}
	if v, ok := a["opacity"]; ok {
		p.fade = p.fade * opacityOf(v) / 1000
		p.ink = p.ink * opacityOf(v) / 1000
	}
	if v, ok := a["fill-opacity"]; ok {
		p.fade = p.fade * opacityOf(v) / 1000
	}
	if v, ok := a["stroke-opacity"]; ok {
		p.ink = p.ink * opacityOf(v) / 1000
	}
	if a["display"] == "none" || a["visibility"] == "hidden" {
		p.hidden = true
	}
	if v, ok := a["transform"]; ok {
		p.matrix = p.matrix.times(transformOf(v))
	}
}

// paint reads a paint: a colour, or the reference of what stands in its place,
// with the colour that is drawn if that cannot be.
func (p *pen) paint(value string, inherited *Colour, url string) (*Colour, string) {
	reference, rest, ok := referenceOf(value)
	switch {
	case ok && rest != "":
		return paintOf(rest, inherited), reference
	case ok:
		return &Colour{0x9a, 0xa5, 0xb1}, reference
	case strings.EqualFold(value, "currentColor"):
		c := p.colour
		return &c, ""
	case value == "inherit", value == "":
		return inherited, url
	case value == "context-fill":
		return p.context[0], ""
	case value == "context-stroke":
		return p.context[1], ""
	}
	return paintOf(value, inherited), ""
}

// dashesOf reads the lengths of dashes and of the gaps between them; an odd
// number of them is taken twice.
func dashesOf(value string) []Length {
	list := numbersOf(value)
	const enough = 20
	if len(list) > enough || sum(list) <= 0 {
		return nil
	}
	for _, n := range list {
		if n < 0 {
			return nil
		}
	}
	if len(list)%2 == 1 {
		list = append(list, list...)
	}
	return list
}

func opacityOf(s string) int {
	v := int(lengthOf(s))
	if strings.HasSuffix(s, "%") {
		v /= 100
	}
	return min(max(v, 0), 1000)
}

// faded mixes a colour with the paper's white.
func faded(c *Colour, opacity int) *Colour {
	if c == nil || opacity == 0 {
		return nil
	}
	mix := func(v uint8) uint8 { return uint8((int(v)*opacity + 255*(1000-opacity)) / 1000) }
	return &Colour{mix(c.R), mix(c.G), mix(c.B)}
}
