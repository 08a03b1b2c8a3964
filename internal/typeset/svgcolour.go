package typeset

import (
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
)

// paintOf reads a colour; inherited stands for what cannot be read.
func paintOf(s string, inherited *Colour) *Colour {
	switch s = strings.ToLower(s); s {
	case "none", "transparent":
		return nil
	case "inherit", "":
		return inherited
	}
	if c, ok := colourOf(s); ok {
		return c
	}
	return &Colour{}
}

// isPaint says whether a paint is read as it is written.
func isPaint(s string) bool {
	switch s = strings.ToLower(s); s {
	case "", "none", "transparent", "inherit", "currentcolor", "context-fill", "context-stroke":
		return true
	}
	_, ok := colourOf(s)
	return ok || strings.HasPrefix(s, "url(")
}

// colourOf reads a colour in small letters (CSS Color 3, 4). One that is seen
// through is mixed with white, as opacity is; nil is one that is not seen.
func colourOf(s string) (*Colour, bool) {
	if digits, ok := strings.CutPrefix(s, "#"); ok {
		return hexColour(digits)
	}
	if name, values, ok := strings.Cut(s, "("); ok {
		n := numbersOf(values)
		if len(n) != 3 && len(n) != 4 {
			return nil, false
		}
		alpha := 1000
		if len(n) == 4 {
			alpha = min(max(int(n[3]), 0), 1000)
			if strings.HasSuffix(strings.TrimRight(values, " )"), "%") {
				alpha = min(max(int(n[3])/100, 0), 1000)
			}
		}
		switch name {
		case "rgb", "rgba":
			scale := Length(1000)
			if strings.Count(values, "%") >= 3 {
				scale = 100_000 / 255
			}
			part := func(v Length) uint8 { return uint8(min(max(v/scale, 0), 255)) }
			return faded(&Colour{part(n[0]), part(n[1]), part(n[2])}, alpha), true
		case "hsl", "hsla":
			return faded(hue(n[0], n[1], n[2]), alpha), true
		}
		return nil, false
	}
	c, ok := colornames.Map[s]
	return &Colour{c.R, c.G, c.B}, ok
}

func hexColour(s string) (*Colour, bool) {
	if len(s) == 3 || len(s) == 4 {
		var twice strings.Builder
		for i := range len(s) {
			twice.WriteString(s[i:i+1] + s[i:i+1])
		}
		s = twice.String()
	}
	alpha := 1000
	if len(s) == 8 {
		v, err := strconv.ParseUint(s[6:], 16, 8)
		if err != nil {
			return nil, false
		}
		s, alpha = s[:6], int(v)*1000/255
	}
	v, err := strconv.ParseUint(s, 16, 32)
	if err != nil || len(s) != 6 {
		return nil, false
	}
	return faded(&Colour{uint8(v >> 16), uint8(v >> 8), uint8(v)}, alpha), true
}

// hue is a colour by its hue, an angle in thousandths of a degree, and by its
// saturation and lightness, in thousandths of a hundredth (CSS Color 3, 4.2.4).
func hue(angle, saturation, lightness Length) *Colour {
	const whole = 100_000
	angle = (angle%360_000 + 360_000) % 360_000
	saturation, lightness = min(max(saturation, 0), whole), min(max(lightness, 0), whole)
	spread := saturation * min(lightness, whole-lightness) / whole
	part := func(n Length) uint8 {
		k := (n*30_000 + angle) % 360_000 // 30 degrees are a twelfth of the circle
		near := min(k-90_000, 270_000-k)
		near = max(min(near, 30_000), -30_000)
		return uint8((lightness - spread*near/30_000) * 255 / whole)
	}
	return &Colour{part(0), part(8), part(4)}
}
