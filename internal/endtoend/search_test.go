package endtoend

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"annexa/internal/isms"
)

// A result as it is read.
type result struct {
	Text   string   `json:"text"` // id and title
	Kind   string   `json:"kind"`
	State  string   `json:"state"`
	Href   string   `json:"href"` // from the folder of the site on
	Quote  string   `json:"quote"`
	Marks  []string `json:"marks"`
	Places []string `json:"places"` // the anchors of its headings
}

// found waits for the answer to what is typed, and for all its quotes.
const found = `new Promise((done) => {
  const root = document.querySelector("a.brand").href.replace(/[^/]*$/, "");
  const text = (e) => e ? e.textContent.trim().replace(/\s+/g, " ") : "";
  const look = () => {
    const list = document.querySelector(".results");
    if (list.ariaBusy !== "false" || list.querySelectorAll(":scope > li > p").length < list.children.length) return setTimeout(look, 10);
    done([...list.children].map((li) => ({
      text: text(li.querySelector("a")), kind: text(li.querySelector(".kind")), state: text(li.querySelector(".chip")),
      href: decodeURI(li.querySelector("a").href.replace(root, "")), quote: text(li.querySelector("p")),
      marks: [...li.querySelectorAll("mark")].map(text), places: [...li.querySelectorAll("ul a")].map((a) => a.hash),
    })));
  };
  look();
})`

// press presses keys, with others held.
func (b *browser) press(t *testing.T, keys string, held ...chromedp.Modifier) {
	t.Helper()
	tab, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	if err := chromedp.Do(tab, chromedp.KeyEvent(keys, chromedp.KeyModifiers(held...))); err != nil {
		t.Fatal(err)
	}
}

// search types a query in place of what was there, and reads the results.
func (b *browser) search(t *testing.T, query string) []result {
	t.Helper()
	b.press(t, "a", chromedp.ModifierCtrl)
	b.press(t, cmp.Or(query, kb.Backspace))
	return b.results(t)
}

func (b *browser) results(t *testing.T) []result {
	t.Helper()
	results, err := ask[[]result](b, found)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range b.wrong() {
		t.Error(wrong)
	}
	return results
}

// says is the text of an element, or an expression's value as text.
func (b *browser) says(t *testing.T, expression string) string {
	t.Helper()
	said, err := ask[string](b, "String("+expression+")")
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// focus is what has the focus, if it shows that it has.
const focus = `(() => {
  const e = document.activeElement.matches(".kinds input") ? document.activeElement.parentElement : document.activeElement;
  const style = getComputedStyle(e);
  return ((style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2 ? "unseen " : "") + e.localName + " " + e.textContent.replace(/\s+/g, " ").trim()).trim();
})()`

// browserSearches searches with the keyboard alone, from the disk.
func browserSearches(t *testing.T, p *published) {
	b := open(t)
	desk := view{width: 1280, height: 900}
	if err := b.show(desk, p.address("documents/POL-01.html")); err != nil {
		t.Fatal(err)
	}
	if opened := b.says(t, `document.querySelector("dialog.search").open`); opened != "false" {
		t.Fatal("the dialog is open before anybody asked")
	}
	b.press(t, "k")
	b.press(t, "/")
	if opened := b.says(t, `document.querySelector("dialog.search").open`); opened != "false" {
		t.Error("a bare key opens the dialog")
	}
	b.openDialog(t)
	if at := b.says(t, focus); at != "input" {
		t.Errorf("the dialog opens with %q in focus", at)
	}

	for _, c := range []struct {
		why, query, text, kind string
		among                  int // the first results, of which one is it
	}{
		{"a title", "access control policy", "POL-02 Access Control Policy", "Policy", 1},
		{"words in any order", "policy access", "POL-02 Access Control Policy", "Policy", 3},
		{"an id", "POL-02", "POL-02 Access Control Policy", "Policy", 1},
		{"an id in small letters", "pol02", "POL-02 Access Control Policy", "Policy", 1},
		{"an id in two words", "pol 02", "POL-02 Access Control Policy", "Policy", 1},
		{"a control", "A.5.15", "A.5.15 Access control", "Control", 1},
		{"a control without dots", "a515", "A.5.15 Access control", "Control", 1},
		{"a control without its letter", "5.15", "A.5.15 Access control", "Control", 1},
		{"a control with a space", "A 5.15", "A.5.15 Access control", "Control", 1},
		{"a clause", "6.1.3", "6.1.3 Information security risk treatment", "Clause", 1},
		{"a control of the other edition", "A.9.2.1", "A.9.2.1 User registration and de-registration", "Edition of 2013", 1},
		{"the beginning of a word", "cryptog", "A.8.24 Use of cryptography", "Control", 5},
		{"a letter too few", "acess contrl", "POL-02 Access Control Policy", "Policy", 3},
		{"letters swapped", "acecss conrtol", "POL-02 Access Control Policy", "Policy", 3},
		{"another form of a word", "classify information", "A.5.12 Classification of information", "Control", 5},
		{"a word that nothing says", "zzyzx access control policy", "POL-02 Access Control Policy", "Policy", 3},
		{"a term", "residual risk", "residual risk", "Term", 3},
		{"a risk", "R-001", "R-001", "Register", 1},
		{"a list", "statement of applicability", "Statement of Applicability", "Page", 3},
	} {
		results := b.search(t, c.query)
		first := results[:min(len(results), c.among)]
		if !slices.ContainsFunc(first, func(r result) bool {
			return strings.HasSuffix(r.Text, c.text) || strings.HasPrefix(r.Text, c.text) && r.Kind == c.kind
		}) {
			t.Errorf("%s: %q finds %+v", c.why, c.query, first)
		}
	}
	// What holds comes before rows of registers and what no longer holds.
	for _, query := range []string{"password", "passwords", "backup"} {
		results := b.search(t, query)
		for _, r := range results[:min(len(results), 3)] {
			if r.Kind == "Register" || strings.Contains(r.Kind, "2013") {
				t.Errorf("%q finds among the first a %s: %s", query, r.Kind, r.Text)
			}
		}
	}
	for _, query := range []string{"", "a", "the of", "qqqqzzzz", "99999999", "\"\\<b>"} {
		if results := b.search(t, query); len(results) > 0 {
			t.Errorf("%q finds %+v", query, results[0])
		}
	}
	if said := b.says(t, `document.querySelector(".search-count").textContent`); strings.Contains(said, "results ") {
		t.Errorf("of nothing it says %q", said)
	}

	// What was withdrawn is not found, and a draft says that it is one.
	for _, r := range b.search(t, "visitor") {
		if strings.Contains(r.Href, "POL-999") {
			t.Errorf("what was withdrawn is found: %+v", r)
		}
	}
	draft := slices.IndexFunc(p.isms.Documents, func(d *isms.Document) bool { return d.State == isms.Draft && d.ID != "" && d.Requirement == nil })
	if results := b.search(t, p.isms.Documents[draft].ID); len(results) == 0 || results[0].State != "draft" {
		t.Errorf("a draft is shown as %+v", results)
	}

	// A result quotes its text with the words marked, and leads to headings.
	results := b.search(t, "reviewing access")
	if at := slices.IndexFunc(results, func(r result) bool { return r.Href == "documents/POL-02.html" }); at < 0 || !slices.Contains(results[at].Places, "#reviews") {
		t.Errorf("a heading is not found: %+v", results)
	} else if r := results[at]; r.Quote == "" || !slices.ContainsFunc(r.Marks, func(m string) bool { return strings.EqualFold(m, "access") }) {
		t.Errorf("nothing is marked: %+v", r)
	}
	if said := b.says(t, `document.querySelector(".search [role=status]").textContent`); !strings.HasPrefix(said, "Results: ") {
		t.Errorf("it says %q", said)
	}

	// The keys lead to the kinds and on to the results, and focus is seen.
	b.search(t, "access")
	b.press(t, kb.Tab)
	b.press(t, kb.Tab)
	if at := b.says(t, focus); !strings.HasPrefix(at, "label All ") {
		t.Errorf("behind the box comes %q", at)
	}
	b.press(t, kb.ArrowRight)
	chosen, _, _ := strings.Cut(strings.TrimPrefix(b.says(t, focus), "label "), " ")
	results = b.results(t)
	if chosen != "Policies" || len(results) == 0 || slices.ContainsFunc(results, func(r result) bool { return r.Kind != "Policy" }) {
		t.Errorf("of the kind %s there are %+v", chosen, results)
	}
	b.press(t, kb.ArrowLeft)
	b.results(t)
	b.press(t, kb.Tab, chromedp.ModifierShift)
	b.press(t, kb.Tab, chromedp.ModifierShift)
	for i, r := range b.search(t, "access control policy")[:2] {
		b.press(t, kb.ArrowDown)
		if at := b.says(t, focus); i == 0 && at != "a "+r.Text {
			t.Errorf("one down is %q, not %q", at, r.Text)
		}
	}
	b.press(t, kb.ArrowUp)
	b.press(t, kb.ArrowUp)
	if at := b.says(t, focus); at != "input" {
		t.Errorf("back up is %q", at)
	}
	b.press(t, kb.ArrowDown)
	b.press(t, kb.Escape)
	if opened := b.says(t, `document.querySelector("dialog.search").open`); opened != "false" {
		t.Error("Escape does not close the dialog")
	}
	b.openDialog(t)
	if results := b.search(t, "A.5.15"); len(results) == 0 {
		t.Fatal("opened again, it finds nothing")
	}
	b.press(t, kb.Enter)
	if at := b.arrived(t, "A.5.15.html"); at != "" {
		t.Errorf("Enter leads to %s", at)
	}

	// The page to search on keeps the query in its address.
	if err := b.show(desk, p.address("search.html")+"?q=access+control"); err != nil {
		t.Fatal(err)
	}
	if results := b.results(t); len(results) == 0 || b.says(t, `document.querySelector(".search-page input").value`) != "access control" {
		t.Errorf("an address of the kind that browsers are taught finds %d", len(results))
	}
	if err := b.show(desk, p.address("search.html")+"#q=acess%20control"); err != nil {
		t.Fatal(err)
	}
	if results := b.results(t); len(results) == 0 {
		t.Error("a query in the address finds nothing")
	}
	b.search(t, "cryptography")
	if at := b.says(t, "location.hash"); at != "#q=cryptography" {
		t.Errorf("the address ends in %s", at)
	}
	for range 20 {
		if more := b.says(t, `document.querySelector(".more").hidden`); more == "true" {
			break
		}
		// Who is impatient gets each once.
		if _, err := ask[bool](b, `document.querySelector(".more").click(), document.querySelector(".more").click(), true`); err != nil {
			t.Fatal(err)
		}
		b.results(t)
	}
	results = b.results(t)
	if said := b.says(t, `document.querySelector(".search-page [role=status]").textContent`); said != fmt.Sprintf("Results: %d", len(results)) {
		t.Errorf("it says %q of %d", said, len(results))
	}
}

// resultsAreAccessible has axe-core look at results on the page to search on
// and in the dialog, where a search has put them.
func resultsAreAccessible(t *testing.T, p *published) {
	source, err := os.ReadFile(judge(t, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	b := open(t)
	b.begin(t, string(source))
	for _, v := range views {
		for _, name := range []string{"search.html", "documents/POL-01.html"} {
			if err := b.show(v, p.address(name)); err != nil {
				t.Fatal(err)
			}
			b.openDialog(t)
			if results := b.search(t, "access policy"); len(results) < 10 {
				t.Fatalf("on %s there are %d results", name, len(results))
			}
			offences, err := ask[[]offence](b, axe)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range offences {
				t.Errorf("%s, %s: %s: %s\n\t%s", name, v, o.Rule, o.Help, strings.Join(o.Places, "\n\t"))
			}
			if s, err := b.see(); err != nil || s.Scrolls > s.Width || len(s.Faint) > 0 {
				t.Errorf("%s, %s: %v, %+v", name, v, err, s)
			}
		}
	}
}

// openDialog asks for the search by its keys, and waits for the box to have the
// focus.
func (b *browser) openDialog(t *testing.T) {
	t.Helper()
	b.press(t, "k", chromedp.ModifierCtrl)
	if _, err := ask[bool](b, `new Promise((done) => { const look = () => document.activeElement.matches("[role=search] input") ? done(true) : setTimeout(look, 10); look(); })`); err != nil {
		t.Fatal(err)
	}
}

// arrived waits for the page of a name, and says where the browser is if it
// does not come.
func (b *browser) arrived(t *testing.T, name string) string {
	t.Helper()
	tab, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	at := ""
	for tab.Err() == nil {
		var err error
		if at, err = ask[string](b, "location.href"); err == nil && strings.HasSuffix(at, "/"+name) {
			return ""
		}
	}
	return at
}
