package endtoend

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
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

// A browser is one tab, and what went wrong in it since it was last asked.
type browser struct {
	tab    context.Context
	mu     sync.Mutex
	wrongs []string
}

// open starts a browser with a profile of its own.
func open(t *testing.T) *browser {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program(t, "chromium", "chromium-browser", "google-chrome")),
		chromedp.NoSandbox, // it shows nothing but what was made here
		chromedp.DisableGPU,
		chromedp.WSURLReadTimeout(time.Minute), // a busy machine starts it slowly
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	allocator, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	tab, _ := chromedp.NewContext(allocator)
	b := &browser{tab: tab}
	if err := chromedp.Listen(tab, b.hear); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	t.Cleanup(func() {
		ending, cancel := context.WithTimeout(tab, 10*time.Second)
		defer cancel()
		if err := chromedp.Cancel(ending); err != nil {
			t.Errorf("the browser does not end: %v", err)
		}
	})
	if _, err := chromedp.Call(tab, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	return b
}

// hear notes what a reader with the console open would see, and every address
// that is no file.
func (b *browser) hear(event any) {
	wrong := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		wrong = "the console says something"
		for _, a := range e.Args {
			wrong += " " + cmp.Or(a.Description, string(a.Value))
		}
	case *runtime.EventExceptionThrown:
		wrong = "an exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			wrong += " " + e.ExceptionDetails.Exception.Description
		}
	case *log.EventEntryAdded:
		wrong = "the log says " + e.Entry.Text
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file:") {
			wrong = "a request to " + e.Request.URL
		}
	case *network.EventLoadingFailed:
		wrong = "a request failed: " + e.ErrorText + string(e.BlockedReason)
	}
	if wrong != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.wrongs = append(b.wrongs, wrong)
	}
}

// wrong gives what went wrong, and forgets it.
func (b *browser) wrong() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	wrongs := b.wrongs
	b.wrongs = nil
	return wrongs
}

// A view is how somebody looks at a page.
type view struct {
	width, height int64
	dark          bool
	plain         bool // without JavaScript
}

// look changes the view, loads the page anew if it is given, and says what is
// there.
func (b *browser) look(v view, address string) (sight, error) {
	tab, cancel := context.WithTimeout(b.tab, 30*time.Second)
	defer cancel()
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(v.width, v.height)); err != nil {
		return sight{}, err
	}
	_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	if err != nil {
		return sight{}, err
	}
	if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.plain}); err != nil {
		return sight{}, err
	}
	if address != "" {
		if err := chromedp.Do(tab, chromedp.Navigate(address)); err != nil {
			return sight{}, err
		}
	}
	return chromedp.Run(tab, chromedp.Evaluate[sight](probe))
}

// browserOpensEveryKind opens a page of every kind from the disk: on a desk,
// on a telephone, in the dark, and without JavaScript.
func browserOpensEveryKind(t *testing.T, p *published) {
	if testing.Short() {
		t.Skip("the browser is left out of short tests")
	}
	b := open(t)
	t.Run("which notices what is wrong", b.notices)
	desk, telephone := view{width: 1280, height: 900}, view{width: 320, height: 640}
	night, plain := view{width: 1280, height: 900, dark: true}, view{width: 1280, height: 900, dark: true, plain: true}
	for _, k := range p.kinds(t) {
		fault := func(format string, args ...any) {
			t.Helper()
			t.Errorf("%s, %s: %s", k.name, k.page, fmt.Sprintf(format, args...))
		}
		address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(p.path(k.page))}).String()
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
