package typeset

import (
	"fmt"
	"strings"
	"testing"
)

func TestDrawingsAreRead(t *testing.T) {
	for name, test := range map[string]struct{ svg, want string }{
		"rect":      {`<rect x="1" y="2" width="3" height="4" fill="#f00"/>`, "fill{255 0 0} M1,2 L4,2 L4,6 L1,6 Z"},
		"inherited": {`<g fill="none" stroke="navy" stroke-width="2"><line x1="0" y1="0" x2="5" y2="5"/></g>`, "stroke{0 0 128}2 M0,0 L5,5"},
		"transform": {`<g transform="translate(10 20) scale(2)"><path d="M1 1l1,0v1z"/></g>`, "fill{0 0 0} M12,22 L14,22 L14,24 Z"},
		"rotate":    {`<path transform="rotate(90)" d="M1 0L2 0"/>`, "fill{0 0 0} M0,1 L0,2"},
		"smooth":    {`<path d="M0 0C1 1 2 1 3 0S5-1 6 0"/>`, "fill{0 0 0} M0,0 C1,1,2,1,3,0 C4,-1,5,-1,6,0"},
		"arc":       {`<path d="M0 10A10 10 0 0110 0"/>`, "fill{0 0 0} M0,10 C0,4.477,4.477,0,10,0 L10,0"},
		"style":     {`<circle r="0"/><polygon style="fill: rgb(10, 20, 30); opacity: .5" points="0,0 1,0 1,1"/>`, "fill{132 137 142} M0,0 L1,0 L1,1 Z"},
		"text":      {`<text x="5" y="6" text-anchor="middle" font-size="8">one <tspan>two</tspan></text>`, `fill{0 0 0} "one two" middle 8 M5,6`},
		"hidden":    {`<defs><rect width="9" height="9"/></defs><script>alert(1)</script><style>rect{}</style><title>no</title>`, ""},
		"sheet": {`<rect id="a" class="x y" width="9" height="9"/><circle class="x" r="0"/><path class="z" fill="#111" d="M0 0L1 1"/><line class="x y" style="stroke:none" fill="none" x2="5"/>` +
			`<defs><style>/* .x{fill:red} */ @media print { .x { fill: black } .y{} } rect, line { stroke: navy; fill: #010203 } .x.y{fill:#040506 !important} #a {stroke: none} g .z{fill:red} .z:hover{fill:red} .y{fill:red} .z{fill:rgb(7,8,9)} broken</style></defs>`,
			"fill{4 5 6} M0,0 L9,0 L9,9 L0,9 Z; fill{7 8 9} M0,0 L1,1; fill{4 5 6} M0,0 L5,0"},
		"sheet of what is within": {`<style>#a .n rect{fill:#111} g>.m{fill:#222} .n>g rect{stroke:red} svg &gt; rect{fill:#333} g rect .n{fill:#444}</style><g id="a"><g class="n"><g><rect class="m" width="1" height="1"/></g></g></g><rect class="m" width="1" height="1"/>`,
			"fill{17 17 17} stroke{255 0 0}1 M0,0 L1,0 L1,1 L0,1 Z; fill{51 51 51} M0,0 L1,0 L1,1 L0,1 Z"},
		"sheet in pieces": {`<style><![CDATA[.a{fill:#123}]]></style><path class="a" d="M0 0L1 1"/><style>.a{stroke:#00f;stroke-width:2}</style>`, "fill{17 34 51} stroke{0 0 255}2 M0,0 L1,1"},
		"use": {`<defs><g id="g"><rect width="2" height="2"/></g></defs><use href="#g" x="5" fill="red"/><use xlink:href="#g" transform="scale(2)"/>`,
			"fill{255 0 0} M5,0 L7,0 L7,2 L5,2 Z; fill{0 0 0} M0,0 L4,0 L4,4 L0,4 Z"},
		"symbol":        {`<symbol id="s" viewBox="10 10 10 10"><path d="M10 10L20 20"/></symbol><use href="#s" x="1" y="2" width="20" height="30"/>`, "fill{0 0 0} M1,7 L21,27"},
		"inner drawing": {`<svg x="10" width="20" height="20" viewBox="0 0 10 10"><path d="M0 0L10 10"/></svg>`, "fill{0 0 0} M10,0 L30,20"},
		"switch":        {`<switch><foreignObject/><g requiredFeatures="x"/><path d="M0 0L1 1"/><path d="M0 0L2 2"/></switch>`, "fill{0 0 0} M0,0 L1,1"},
		"markers": {`<marker id="m" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="5" markerHeight="5" orient="auto"><path d="M0 0L10 5" stroke="context-stroke" fill="none"/></marker>` +
			`<polyline points="0,0 10,0 10,10" fill="none" stroke="red" stroke-width="2" marker-end="url(#m)"/>`,
			"stroke{255 0 0}2 M0,0 L10,0 L10,10; stroke{255 0 0}1 M15,0 L10,10"},
		"marker at each": {`<marker id="m" markerUnits="userSpaceOnUse" orient="0"><path d="M0 0L1 0"/></marker><path marker="url(#m)" fill="none" d="M0 0L5 5L9 9"/>`,
			"M0,0 L5,5 L9,9; fill{0 0 0} M0,0 L1,0; fill{0 0 0} M5,5 L6,5; fill{0 0 0} M9,9 L10,9"},
		"marker turned": {`<marker id="m" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0L1 0"/></marker><path marker-start="url(#m)" fill="none" d="M5 5C5 9 9 9 9 9"/>`,
			"M5,5 C5,9,9,9,9,9; fill{0 0 0} M5,5 L5,4"},
		"linear gradient": {`<linearGradient id="g" x2="0" y2="100%"><stop stop-color="red"/><stop offset="1" style="stop-color:#00f;stop-opacity:.5"/></linearGradient><rect x="10" width="20" height="40" fill="url(#g)"/>`,
			"fill{127 127 255} shaded 10,0 to 10,40 and -10,0 0{255 0 0} 1000{127 127 255} M10,0 L30,0 L30,40 L10,40 Z"},
		"radial gradient": {`<radialGradient id="a"><stop stop-color="red"/><stop offset=".5" stop-color="lime"/></radialGradient><radialGradient id="g" xlink:href="#a" gradientUnits="userSpaceOnUse" cx="10" cy="10" r="5" fx="12.5" gradientTransform="translate(1 2)"/><circle transform="scale(2)" cx="10" cy="10" r="5" stroke="url(#g)" fill="none"/>`,
			"stroke{0 255 0}2 shaded around 22,24 to 32,24 and 22,34 from 500,0 0{255 0 0} 500{0 255 0} M30,20 C30,25.52,25.52,30,20,30 C14.48,30,10,25.52,10,20 C10,14.48,14.48,10,20,10 C25.52,10,30,14.48,30,20 Z"},
		"gradient of one stop": {`<linearGradient id="g"><stop stop-color="red"/></linearGradient><path fill="url(#g)" d="M0 0L1 1"/>`, "fill{255 0 0} M0,0 L1,1"},
		"clip path":            {`<clipPath id="c" transform="scale(2)"><rect width="3" height="3"/></clipPath><g clip-path="url(#c)" transform="translate(1 1)"><path d="M0 0L9 9"/></g>`, "fill{0 0 0} M1,1 L10,10 within M1,1 L7,1 L7,7 L1,7 Z"},
		"clip path of a box":   {`<clipPath id="c" clipPathUnits="objectBoundingBox"><rect width=".5" height="1"/></clipPath><rect x="10" width="20" height="40" clip-path="url(#c)"/>`, "fill{0 0 0} M10,0 L30,0 L30,40 L10,40 Z within M10,0 L20,0 L20,40 L10,40 Z"},
		"dashes":               {`<path fill="none" stroke="red" stroke-dasharray="3 1 2" stroke-linecap="round" stroke-linejoin="bevel" d="M0 0L1 1"/>`, "stroke{255 0 0}1 dashes 3 1 2 3 1 2 cap 1 join 2 M0,0 L1,1"},
		"even-odd":             {`<path fill-rule="evenodd" d="M0 0L1 1"/>`, "fill{0 0 0} even-odd M0,0 L1,1"},
		"skewed":               {`<path transform="skewX(45)" d="M0 1L1 1"/>`, "fill{0 0 0} M1,1 L2,1"},
		"current colour":       {`<g color="red"><path fill="currentColor" d="M0 0L1 1"/></g>`, "fill{255 0 0} M0,0 L1,1"},
		"lines of text":        {`<text x="5" y="6" font-size="10"><tspan x="5">a</tspan><tspan x="5" dy="1.2em">b</tspan></text>`, `fill{0 0 0} "a"  10 M5,6; fill{0 0 0} "b"  10 M5,18`},
		"text in the middle":   {`<text x="5" y="6" font-size="10" dominant-baseline="middle">a</text>`, `fill{0 0 0} "a"  10 M5,9.5`},
		"prefixed":             {`<s:style xmlns:s="http://www.w3.org/2000/svg">.a{fill:red}</s:style><s:path xmlns:s="http://www.w3.org/2000/svg" class="a" d="M0 0L1 1"/><x:path xmlns:x="urn:x" d="M0 0L1 1"/>`, "fill{255 0 0} M0,0 L1,1"},
		"pattern": {`<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0L4 4" stroke="red" fill="none"/></pattern><rect x="2" width="4" height="4" fill="url(#p)" stroke="navy"/>`,
			"stroke{255 0 0}1 M0,0 L4,4 within M2,0 L6,0 L6,4 L2,4 Z within M0,0 L4,0 L4,4 L0,4 Z; stroke{255 0 0}1 M4,0 L8,4 within M2,0 L6,0 L6,4 L2,4 Z within M4,0 L8,0 L8,4 L4,4 Z; stroke{0 0 128}1 M2,0 L6,0 L6,4 L2,4 Z"},
		"pattern of the box": {`<pattern id="a" viewBox="0 0 1 1"><rect width="1" height="1"/></pattern><pattern id="p" href="#a" width="1" height=".5" patternTransform="translate(0 0)"/><rect x="10" width="2" height="4" fill="url(#p)" fill-opacity=".5"/>`,
			"fill{127 127 127} M10,0 L12,0 L12,2 L10,2 Z within M10,0 L12,0 L12,4 L10,4 Z within M10,0 L12,0 L12,2 L10,2 Z; fill{127 127 127} M10,2 L12,2 L12,4 L10,4 Z within M10,0 L12,0 L12,4 L10,4 Z within M10,2 L12,2 L12,4 L10,4 Z; M10,0 L12,0 L12,4 L10,4 Z"},
		"pattern turned": {`<pattern id="p" width="2" height="2" patternUnits="userSpaceOnUse" patternTransform="rotate(90)"><path d="M0 0L1 0"/></pattern><rect width="2" height="2" fill="url(#p)"/>`,
			"fill{0 0 0} M2,0 L2,1 within M0,0 L2,0 L2,2 L0,2 Z within M2,0 L2,2 L0,2 L0,0 Z; M0,0 L2,0 L2,2 L0,2 Z"},
		"mask that is a clip path": {`<mask id="m" maskUnits="userSpaceOnUse" x="0" y="0" width="9" height="9" fill="#fff"><rect width="3" height="3"/></mask><g mask="url(#m)"><path d="M0 0L1 1"/></g>`,
			"fill{0 0 0} M0,0 L1,1 within M0,0 L3,0 L3,3 L0,3 Z within M0,0 L9,0 L9,9 L0,9 Z"},
		"dashes from within": {`<path fill="none" stroke="coral" stroke-dasharray="3" stroke-dashoffset="2" stroke-miterlimit="10" d="M0 0L1 1"/>`, "stroke{255 127 80}1 dashes 3 3 from 2 mitre 10000 M0,0 L1,1"},
		"mistake":            {`<path d="M0 0L1 1 Lx 3"/>`, "fill{0 0 0} M0,0 L1,1"},
	} {
		v, err := decodeSVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">` + test.svg + `</svg>`))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, s := range v.shapes {
			got = append(got, describe(s))
		}
		if g := strings.Join(got, "; "); g != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, g, test.want)
		}
	}
}

func describe(s shape) string {
	var b strings.Builder
	if s.fill != nil {
		fmt.Fprintf(&b, "fill%v ", *s.fill)
	}
	if s.stroke != nil {
		fmt.Fprintf(&b, "stroke%v%s ", *s.stroke, pt(s.line))
	}
	if s.even {
		b.WriteString("even-odd ")
	}
	if s.dashes != nil {
		b.WriteString("dashes ")
		for _, d := range s.dashes {
			b.WriteString(pt(d) + " ")
		}
	}
	if s.begins != 0 {
		fmt.Fprintf(&b, "from %s ", pt(s.begins))
	}
	if s.mitre != 0 && s.mitre != 4000 {
		fmt.Fprintf(&b, "mitre %d ", s.mitre)
	}
	if s.cap != 0 || s.join != 0 {
		fmt.Fprintf(&b, "cap %d join %d ", s.cap, s.join)
	}
	for _, g := range []*Shading{s.shading, s.shade} {
		if g == nil {
			continue
		}
		at := func(p XY) string { return pt(p.X) + "," + pt(p.Y) }
		if b.WriteString("shaded "); g.Radial {
			b.WriteString("around ")
		}
		fmt.Fprintf(&b, "%s to %s and %s ", at(g.Origin), at(g.Across), at(g.Up))
		if g.Radial {
			fmt.Fprintf(&b, "from %d,%d ", g.Focus.X, g.Focus.Y)
		}
		for _, stop := range g.Stops {
			fmt.Fprintf(&b, "%d%v ", stop.At, stop.Colour)
		}
	}
	if s.words != "" {
		fmt.Fprintf(&b, "%q %s %s ", s.words, s.anchor, pt(s.size))
	}
	describePath(&b, s.path)
	for _, c := range s.clips {
		b.WriteString(" within ")
		describePath(&b, c)
	}
	return b.String()
}

func describePath(b *strings.Builder, path []Segment) {
	for i, seg := range path {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteByte("MLCZ"[seg.Op])
		n := [...]int{1, 1, 3, 0}[seg.Op]
		for j, at := range seg.To[:n] {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteString(pt(at.X) + "," + pt(at.Y))
		}
	}
}

func TestWhatIsNotDrawnIsNamed(t *testing.T) {
	for svg, want := range map[string]string{
		`<image href="a.png"/><rect width="1" height="1" filter="url(#f)" mask="none"/><g mask="url(#m)"/>`:                                                                                                       "<image>, filter of <rect>, mask of <g>",
		`<use href="#nowhere"/><use href="other.svg#a"/>`:                                                                                                                                                         "<use> of #nowhere, <use> of other.svg#a",
		`<pattern id="p"/><rect width="1" height="1" fill="url(#p)" stroke="url(#nowhere)"/>`:                                                                                                                     "fill of <rect>, stroke of <rect>",
		`<pattern id="p" width=".01" height=".01"><rect width="1" height="1"/></pattern><rect width="90" height="50" fill="url(#p)"/>`:                                                                            "fill of <rect>",
		`<mask id="m"><rect width="1" height="1" fill="gray"/></mask><mask id="n"><text fill="white">a</text></mask><rect width="1" height="1" mask="url(#m)"/><circle r="1" mask="url(#n)"/><g mask="url(#o)"/>`: "mask of <rect>, mask of <circle>, mask of <g>",
		`<style>rect{backdrop-filter:blur(2px);transition:all;-inkscape-x:1;colour:red}</style><rect width="1" height="1" style="offset-path:none;shape-rendering:auto;background:red"/>`:                         "style property backdrop-filter, style property colour, style property background",
		`<rect width="1" height="1" fill="lab(1 2 3)" stroke="#12345"/><circle r="1" fill="rgba(1,2,3,.5)" stroke="RGB(1,2,3)"/><line x2="1" fill="#ffff" stroke="kobalt"/>`:                                      "fill lab(1 2 3) of <rect>, stroke #12345 of <rect>, stroke kobalt of <line>",
		`<text font-style="italic" letter-spacing="normal">a</text><path d="M0 0L1 1" paint-order="stroke"/>`:                                                                                                     "font-style of <text>, paint-order of <path>",
		`<clipPath id="c"><path clip-rule="evenodd" d="M0 0L1 1"/></clipPath><rect width="1" height="1" clip-path="url(#c)"/>`:                                                                                    "clip-rule of <path>",
		`<linearGradient id="g" spreadMethod="reflect"><stop/><stop/></linearGradient><rect width="1" height="1" fill="url(#g)"/>`:                                                                                "spreadMethod of <linearGradient>",
		`<text>a<textPath>b</textPath></text><foreignObject><p>c</p></foreignObject>`:                                                                                                                             "<textPath> in <text>, <foreignObject>",
		`<line marker-end="url(#nowhere)" x2="1"/><g clip-path="url(#nowhere)"/>`:                                                                                                                                 "marker of <line>, clip-path of <g>",
		`<clipPath id="c"><text>a</text></clipPath><rect width="1" height="1" clip-path="url(#c)"/>`:                                                                                                              "<text> in <clipPath>",
		`<style>g + .a{fill:red} .a:hover{fill:red} .b{fill:red} [x]{fill:red}</style>`:                                                                                                                           "style of g + .a, style of [x]",
		`<defs><image/></defs><g display="none"><image/></g><script>a()</script><title>b</title>`:                                                                                                                 "",
		strings.Repeat(`<image/>`, 30): "<image>",
	} {
		v, err := decodeSVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">` + svg + `</svg>`))
		if err != nil {
			t.Errorf("%s: %v", svg, err)
		} else if got := strings.Join(v.undrawn, ", "); got != want {
			t.Errorf("%s: %s, want %s", svg, got, want)
		}
	}
}

func TestTurnedWordsAreOutlines(t *testing.T) {
	v, err := decodeSVG([]byte(`<svg viewBox="0 0 100 100"><text x="50" y="90" transform="rotate(-90 50 90)" font-size="20">l</text></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	l := &layouter{scratch: &scratch{}, e: engine(t), st: new(Style), out: &Pages{Nodes: []Node{{}}}}
	marks := l.pictured(Mark{W: 100 * Point, H: 100 * Point, Picture: &Picture{vector: v}})
	if len(marks) != 1 || marks[0].Path == nil {
		t.Fatalf("%+v", marks)
	}
	x, y, w, h := extent(marks[0].Path.Segments)
	if w < 10*Point || h > 5*Point || x+w > 50*Point || y+h > 90*Point { // an l that lies
		t.Errorf("it lies at %s,%s, %s by %s", pt(x), pt(y), pt(w), pt(h))
	}
}

func TestDrawingsThatCannotBeReadAreNamed(t *testing.T) {
	for _, bad := range []string{"<svg", "<svg></svg>", `<svg viewBox="0 0 0 5"/>`, `<svg viewBox="0 0 1e9 1e9"/>`, `<svg viewBox="0 0 9 9"><g id="a"><use href="#a"/><use href="#a"/></g></svg>`, "<svg viewBox='0 0 9 9'>" + strings.Repeat("<g>", 5000)} {
		if _, err := decodePicture([]byte(bad)); err == nil {
			t.Errorf("%.40s: no error", bad)
		}
	}
}

func FuzzSVG(f *testing.F) {
	f.Add(`<svg viewBox="0 0 480 200"><g transform="rotate(30) matrix(1 0 0 1 2 3)"><text x="240" y="177">Public</text><path d="M0 0A5 5 0 1 1 3 3q1 1 2 2t3 3z" stroke="red"/></g></svg>`)
	f.Add(`<svg viewBox="0 0 9 9"><style>@a{b{c}} .a.b#c, d{e:f!g} .{} {</style><g class="a b" id="c"/></svg>`)
	f.Add(`<svg width="10mm" height="5em"><rect width="5" height="5" rx="9" style="fill:rgb(1%,2%,3%);opacity:50%"/></svg>`)
	f.Add(`<svg viewBox="0 0 9 9"><marker id="m" orient="auto"><path d="M0 0L1 1"/></marker><clipPath id="c"><use href="#p"/></clipPath><radialGradient id="g" fx="9"><stop offset="1"/><stop/></radialGradient><path id="p" d="M1 1L2 2z" marker="url(#m)" clip-path="url(#c)" fill="url(#g)"/><switch><text x="1" dy="1em" transform="skewX(9)">a<tspan x="3">b</tspan></text></switch></svg>`)
	f.Add(`<svg viewBox="0 0 9 9"><pattern id="p" width="1" height="2" patternTransform="skewX(45) scale(.1)"><mask id="m"><rect width="9" height="9" fill="#fff"/></mask><path d="M0 0L1 1" mask="url(#m)" fill="url(#p)"/></pattern><circle r="9" fill="url(#p)" style="a:b"/></svg>`)
	f.Add(`<svg viewBox="0 0 9 9"><path d="M0 0" fill="rgb(1-2-3)" stroke="hsl(1e9,-5%,900%)"/><path d="M0 0" fill="hsl(1,2,3,%)" stroke="#-1234567"/></svg>`)
	f.Fuzz(func(t *testing.T, svg string) {
		v, err := decodeSVG([]byte(svg))
		if err != nil {
			return
		}
		l := &layouter{scratch: &scratch{}, e: engine(t), st: new(Style), out: &Pages{Nodes: []Node{{}}}}
		p := &Picture{Width: int(max(v.width/1000, 1)), Height: int(max(v.height/1000, 1)), vector: v}
		w, h := fit(p, 0, 400*Point, 500*Point)
		l.pictured(Mark{W: w, H: h, Picture: p})
	})
}

func TestAPictureIsAsWideAsItsTextAsksAndThePageAllows(t *testing.T) {
	p := &Picture{Width: 600, Height: 200}
	for asked, want := range map[int][2]Length{
		0:    {400 * pixel, 133 * pixel},
		300:  {300 * pixel, 100 * pixel},
		3:    {3 * pixel, 1 * pixel},
		9999: {400 * pixel, 133 * pixel},
	} {
		if w, h := fit(p, asked, 400*pixel, 500*pixel); w != want[0] || h/pixel != want[1]/pixel {
			t.Errorf("asked for %d it is %d by %d, want %d", asked, w/pixel, h/pixel, want)
		}
	}
}
