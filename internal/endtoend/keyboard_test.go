package endtoend

import (
	"context"
	_ "embed"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed testdata/focus.js
var focusSeen string

// A focused is what has the focus.
type focused struct {
	Name   string   `json:"name"`
	Faults []string `json:"faults"` // what keeps a reader from seeing that it has
}

// A keyboard is a tab that is given nothing but keys.
type keyboard struct {
	*testing.T
	*browser
	page string
}

func (k keyboard) fault(format string, args ...any) {
	k.Helper()
	k.Errorf("%s: %s", k.page, fmt.Sprintf(format, args...))
}

// press types keys, and says what has the focus then; nil if nothing has.
func (k keyboard) press(keys string, opts ...chromedp.KeyOption) *focused {
	k.Helper()
	tab, cancel := context.WithTimeout(k.tab, patience)
	defer cancel()
	if err := chromedp.Do(tab, chromedp.KeyEvent(keys, opts...)); err != nil {
		k.Fatal(err)
	}
	has, err := ask[*focused](k.browser, inColour(focusSeen))
	if err != nil {
		k.Fatal(err)
	}
	return has
}

// until presses a key until something has the focus whose name holds part.
func (k keyboard) until(key, part string) {
	k.Helper()
	for range 60 {
		if has := k.press(key); has != nil && strings.Contains(has.Name, part) {
			return
		}
	}
	k.Fatalf("%s: %q does not get to %s", k.page, key, part)
}

// tells waits for a script to be true.
func (k keyboard) tells(script string) {
	k.Helper()
	tab, cancel := context.WithTimeout(k.tab, patience)
	defer cancel()
	if _, err := chromedp.Run(tab, chromedp.Poll[bool](script)); err != nil {
		k.Fatalf("%s: it never comes to %s: %v", k.page, script, err)
	}
}

// keysDoEverything walks through pages with the Tab key, by day and by night, on
// a desk and on a telephone, and then uses what pages have to be used. Another test searches.
func keysDoEverything(t *testing.T, p *published) {
	b := open(t)
	at := func(t *testing.T, v view, page string) keyboard {
		t.Helper()
		if err := b.show(v, p.address(page)); err != nil {
			t.Fatal(err)
		}
		return keyboard{t, b, page}
	}
	t.Run("where one notices what is wrong", b.loses)
	for i, page := range []string{"index.html", "documents/POL-02.html", "controls/A.5.15.html", "soa/soa.html", "registers/risks.html", "calendar.html", "traceability/index.html", "verify.html"} {
		for _, v := range []view{views[i%2], views[2+i%2]} {
			t.Run(fmt.Sprintf("%s %s", page, v), func(t *testing.T) { at(t, v, page).walk() })
		}
	}
	t.Run("skips to the text", func(t *testing.T) {
		k := at(t, views[2], "documents/POL-02.html")
		k.until(kb.Tab, "a.skip")
		k.press(kb.Enter)
		k.press(kb.Tab)
		k.tells(`document.querySelector("main").contains(document.activeElement)`)
	})
	t.Run("opens and leaves the menu", func(t *testing.T) {
		k := at(t, views[0], "documents/POL-02.html")
		k.until(kb.Tab, "button.menu")
		k.press(kb.Enter)
		k.tells(`document.querySelector("#Navigation").matches(":popover-open")`)
		for _, part := range []string{"button.close", "a «Home»", "a «Documents»"} {
			k.until(kb.Tab, part)
		}
		k.press(kb.Escape)
		k.tells(`!document.querySelector("#Navigation").matches(":popover-open") && document.activeElement.matches("button.menu")`)
	})
	t.Run("filters", func(t *testing.T) {
		k := at(t, views[2], "soa/soa.html")
		k.until(kb.Tab, "input#Filter")
		k.press("cryptography")
		k.tells(`[...document.querySelectorAll(".soa tbody tr:not([hidden])")].every((row) => /cryptography/i.test(row.textContent))`)
		k.tells(`/^[1-9]\d* \/ 95$/.test(document.querySelector(".filter [role=status]").textContent)`)
	})
	t.Run("copies the address of a heading", func(t *testing.T) {
		k := at(t, views[2], "documents/POL-02.html")
		if _, err := ask[bool](b, `Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } }), true`); err != nil {
			t.Fatal(err)
		}
		k.until(kb.Tab, "a.anchor")
		k.press(kb.Enter)
		k.tells(`window.copied === location.href && location.hash.length > 1 && document.querySelector(".said").textContent === "Link copied"`)
	})
	t.Run("sorts, and leaves columns out", func(t *testing.T) {
		k := at(t, views[2], "registers/audits.html")
		first := func(want string) {
			t.Helper()
			k.tells(`document.querySelector(".register tbody tr").textContent.includes("` + want + `")`)
		}
		first("AUD-01")
		k.until(kb.Tab, "button «Date»")
		k.press(kb.Enter)
		k.tells(`document.querySelector("th[aria-sort=ascending]").textContent === "Date"`)
		k.press(kb.Enter)
		k.tells(`document.querySelector("th[aria-sort=descending]").textContent === "Date"`)
		first("AUD-07") // of a day in 2029
		k.press(kb.Enter)
		k.tells(`!document.querySelector("[aria-sort]")`)
		first("AUD-01")
		k = at(t, views[2], "soa/soa.html")
		k.until(kb.Tab, "summary «Columns»")
		k.press(kb.Enter)
		k.press(kb.Tab)
		k.press(" ")
		k.tells(`[...document.querySelectorAll(".soa tr")].every((row) => row.cells[1].hidden && !row.cells[2].hidden)`)
	})
	for _, wrong := range b.wrong() {
		t.Error(wrong)
	}
}

// walk goes through the page by the Tab key, to its end or for a good while, and
// back for a few steps.
func (k keyboard) walk() {
	var names []string
	const most = 150
	for range most {
		has := k.press(kb.Tab)
		if has == nil {
			break
		}
		for _, f := range has.Faults {
			k.fault("step %d: %s %s", len(names)+1, has.Name, f)
		}
		names = append(names, has.Name)
	}
	if len(names) < 10 || !strings.HasPrefix(names[0], "a.skip") {
		k.fault("the Tab key goes only to %q", names)
	}
	for _, want := range slices.Backward(names[max(len(names)-5, 0):max(len(names)-1, 0)]) {
		if len(names) < most {
			break // it went round, and where it came from is the browser's own
		}
		has := k.press(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))
		if has == nil || has.Name != want {
			k.fault("back from there is %+v, not %s", has, want)
			break
		}
	}
}

// loses walks through a page on which the focus cannot be seen.
func (b *browser) loses(t *testing.T) {
	file := kept(t, "page.html", []byte(`<!DOCTYPE html><title>x</title><style>:root { background: #fff } a { outline: 3px solid #000 }</style>
<p><a id="Good" href="#">x</a> <a id="Bare" href="#" style="outline: none">x</a> <a id="Faint" href="#" style="outline-color: #ccc">x</a>
<a id="Away" href="#" style="position: fixed; left: -999px">x</a>
<a id="Covered" href="#" style="position: fixed; left: 40px; top: 200px">x</a><div style="position: fixed; left: 0; top: 180px; width: 200px; height: 80px; background: #eee"></div>`))
	if err := b.show(views[2], "file://"+filepath.ToSlash(file)); err != nil {
		t.Fatal(err)
	}
	k := keyboard{t, b, "page.html"}
	for _, want := range []string{"a#Good «x» []", "a#Bare «x» [has no outline]", "a#Faint «x» [has an outline with a contrast of 1.61]", "a#Away «x» [is out of sight]", "a#Covered «x» [is out of sight]"} {
		has := k.press(kb.Tab)
		if has == nil {
			t.Fatalf("the focus does not get to %s", want)
		}
		if got := fmt.Sprint(has.Name, " ", has.Faults); got != want {
			t.Errorf("it says %s, not %s", got, want)
		}
	}
}
