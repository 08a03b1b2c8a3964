package endtoend

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed testdata/probe.js
var probe string

// A sight is what testdata/probe.js finds.
type sight struct {
	Width   int      `json:"width"`
	Scrolls int      `json:"scrolls"` // width of what can be scrolled to
	Wide    []string `json:"wide"`    // what makes it so
	Heading string   `json:"heading"` // if it can be seen
	Text    string   `json:"text"`
	Ground  float64  `json:"ground"` // luminance of the page's colour
	Faint   []string `json:"faint"`
	Broken  []string `json:"broken"` // images not shown
}

// look shows a page, and says what is there.
func (b *browser) look(v view, address string) (sight, error) {
	if err := b.show(v, address); err != nil {
		return sight{}, err
	}
	return b.see()
}

// see says what is there on the page that is shown.
func (b *browser) see() (sight, error) { return ask[sight](b, inColour(probe)) }

// browserOpensEveryKind opens a page of every kind from the disk: on a desk,
// on a telephone, in the dark, and without JavaScript.
func browserOpensEveryKind(t *testing.T, p *published) {
	b := open(t)
	t.Run("which notices what is wrong", b.notices)
	desk, telephone := view{width: 1280, height: 900}, view{width: 320, height: 640}
	night, plain := view{width: 1280, height: 900, dark: true}, view{width: 1280, height: 900, dark: true, plain: true}
	for _, k := range p.staying(t) {
		fault := func(format string, args ...any) {
			t.Helper()
			t.Errorf("%s, %s: %s", k.name, k.page, fmt.Sprintf(format, args...))
		}
		address := p.address(k.page)
		look := func(name string, v view, address string) sight {
			t.Helper()
			s, err := b.look(v, address)
			if err != nil {
				t.Fatalf("%s, %s, %s: %v", k.name, k.page, name, err)
			}
			for _, wrong := range b.wrong() {
				fault("%s: %s", name, wrong)
			}
			if s.Heading == "" {
				fault("%s: its heading is not to be seen", name)
			}
			if int64(s.Width) != v.width || s.Scrolls > s.Width {
				fault("%s: it is %d pixels wide where there are %d: %q", name, s.Scrolls, s.Width, s.Wide)
			}
			for _, faint := range s.Faint {
				fault("%s: %s", name, faint)
			}
			for _, broken := range s.Broken {
				fault("%s: the image %s is not shown", name, broken)
			}
			return s
		}
		lit := look("on a desk", desk, address)
		if lit.Ground < 0.5 {
			fault("it is dark by day: %.2f", lit.Ground)
		}
		look("on a telephone", telephone, "")
		if dark := look("in the dark", night, address); dark.Ground > 0.2 {
			fault("it is bright in the dark: %.2f", dark.Ground)
		}
		// Scripts may add to a page, and must not be what shows it.
		if without := look("without JavaScript", plain, address); len(without.Text) < len(lit.Text)*9/10 || len(without.Text) < 80 {
			fault("without JavaScript %d of %d letters are to be read", len(without.Text), len(lit.Text))
		}
	}
}

// notices shows the browser a page with every fault there is, since judges who
// see nothing find everything in order.
func (b *browser) notices(t *testing.T) {
	file := kept(t, "page.html", []byte(`<!DOCTYPE html><title>x</title><html style="background: #fff">
<h1 style="visibility: hidden">Hidden</h1>
<p id="Wide" style="width: 1500px">Wide</p>
<div style="overflow-x: auto; width: 200px"><p id="Scrolled" style="width: 1500px">Scrolled</p></div>
<p id="Faint" style="color: oklch(0.8 0 0)">Faint</p><p id="Strong" style="color: #767676">Strong</p>
<p id="Large" style="color: #8a8a8a; font-size: 24px">Large</p>
<p id="Veiled" style="opacity: .3">Veiled</p>
<img src="missing.png" alt="missing" width="40" height="40">
<img src="http://127.0.0.1:1/outside.png" alt="outside">
<script>console.log("said", 1); throw new Error("thrown")</script>`))
	s, err := b.look(view{width: 1280, height: 900}, "file://"+filepath.ToSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	found := fmt.Sprintf("%+v\n%q", s, b.wrong())
	for _, want := range []string{
		"Heading: ", "Wide:[p#Wide «Wide»]", "Faint:[p#Faint «Faint» has a contrast of 1.86", "p#Veiled «Veiled» has a contrast of ", "missing.png",
		"a request to http://127.0.0.1:1/outside.png", "a request failed: net::ERR_FILE_NOT_FOUND", "the console says something \\\"said\\\"", "an exception: Uncaught Error: thrown",
	} {
		if !strings.Contains(found, want) {
			t.Errorf("it does not notice %s in\n%s", want, found)
		}
	}
	for _, good := range []string{"#Scrolled", "#Strong", "#Large"} {
		if strings.Contains(found, "p"+good) {
			t.Errorf("it finds fault with %s:\n%s", good, found)
		}
	}
	if s.Scrolls <= s.Width {
		t.Errorf("it takes %d pixels for no wider than %d", s.Scrolls, s.Width)
	}
}
