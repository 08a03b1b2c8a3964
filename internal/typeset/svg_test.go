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
		"sheet in pieces": {`<style><![CDATA[.a{fill:#123}]]></style><path class="a" d="M0 0L1 1"/><style>.a{stroke:#00f;stroke-width:2}</style>`, "fill{17 34 51} stroke{0 0 255}2 M0,0 L1,1"},
		"mistake":         {`<path d="M0 0L1 1 Lx 3"/>`, "fill{0 0 0} M0,0 L1,1"},
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
	if s.words != "" {
		fmt.Fprintf(&b, "%q %s %s ", s.words, s.anchor, pt(s.size))
	}
	for i, seg := range s.path {
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
	return b.String()
}

func TestDrawingsThatCannotBeReadAreNamed(t *testing.T) {
	for _, bad := range []string{"<svg", "<svg></svg>", `<svg viewBox="0 0 0 5"/>`, `<svg viewBox="0 0 1e9 1e9"/>`, "<svg viewBox='0 0 9 9'>" + strings.Repeat("<g>", 5000)} {
		if _, err := decodePicture([]byte(bad)); err == nil {
			t.Errorf("%.40s: no error", bad)
		}
	}
}

func FuzzSVG(f *testing.F) {
	f.Add(`<svg viewBox="0 0 480 200"><g transform="rotate(30) matrix(1 0 0 1 2 3)"><text x="240" y="177">Public</text><path d="M0 0A5 5 0 1 1 3 3q1 1 2 2t3 3z" stroke="red"/></g></svg>`)
	f.Add(`<svg viewBox="0 0 9 9"><style>@a{b{c}} .a.b#c, d{e:f!g} .{} {</style><g class="a b" id="c"/></svg>`)
	f.Add(`<svg width="10mm" height="5em"><rect width="5" height="5" rx="9" style="fill:rgb(1%,2%,3%);opacity:50%"/></svg>`)
	f.Fuzz(func(t *testing.T, svg string) {
		v, err := decodeSVG([]byte(svg))
		if err != nil {
			return
		}
		l := &layouter{scratch: &scratch{}, e: engine(t), st: new(Style), out: &Pages{Nodes: []Node{{}}}}
		p := &Picture{Width: int(max(v.width/1000, 1)), Height: int(max(v.height/1000, 1)), vector: v}
		w, h := fit(p, 400*Point, 500*Point)
		l.pictured(Mark{W: w, H: h, Picture: p})
	})
}
