package endtoend

import (
	"cmp"
	"context"
	_ "embed"
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
	inject "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A browser is one tab, and what went wrong in it since it was last asked.
type browser struct {
	tab    context.Context
	mu     sync.Mutex
	wrongs []string
}

// patience is how long a tab may take for one thing.
const patience = time.Minute

// open starts a browser with a profile of its own.
func open(t testing.TB) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("the browser is left out of short tests")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium(t)),
		chromedp.NoSandbox, // it shows nothing but what was made here
		chromedp.DisableGPU,
		chromedp.WSURLReadTimeout(patience), // a busy machine starts it slowly
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	allocator, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	return listening(t, allocator)
}

// chromium is the path of the browser.
func chromium(t testing.TB) string {
	t.Helper()
	return program(t, "chromium", "chromium-browser", "google-chrome")
}

// another opens one more tab. What each hears is its own.
func (b *browser) another(t *testing.T) *browser {
	t.Helper()
	return listening(t, b.tab)
}

// listening opens a tab, in a new browser where there is none yet.
func listening(t testing.TB, parent context.Context) *browser {
	t.Helper()
	tab, _ := chromedp.NewContext(parent)
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

// show changes the view, and loads the page anew if it is given.
func (b *browser) show(v view, address string) error {
	tab, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(v.width, v.height)); err != nil {
		return err
	}
	_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	if err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.plain}); err != nil {
		return err
	}
	if address == "" {
		return nil
	}
	return chromedp.Do(tab, chromedp.Navigate(address))
}

// begin has every page begin with a script of ours.
func (b *browser) begin(t *testing.T, script string) {
	t.Helper()
	if _, err := chromedp.Call(b.tab, inject.AddScriptToEvaluateOnNewDocument, inject.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		t.Fatal(err)
	}
}

// ask runs a script in the page, and waits for what it promises.
func ask[T any](b *browser, script string) (T, error) {
	tab, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	return chromedp.Run(tab, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

//go:embed testdata/colour.js
var colours string

// inColour gives an expression what testdata/colour.js defines.
func inColour(script string) string {
	return "(() => {\n" + colours + "return (\n" + script + "\n)\n})()"
}

// address is where a published file is opened from the disk.
func (p *published) address(name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(p.path(name))}).String()
}
