package endtoend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/serve"
)

// TestAPreviewFollowsItsAuthor saves a file again and again, and waits for the
// browser that shows it to show what was saved. The pages keep their content
// security policy, so that what runs there could run once it is published.
func TestAPreviewFollowsItsAuthor(t *testing.T) {
	b := open(t)
	dir := t.TempDir()
	save := func(front, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("---\nid: POL-01\nkind: policy\n"+front+"---\n"+text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	save("title: First\n", "the first text")
	address, _ := preview(t, dir, "127.0.0.1:0")
	shows := func(what string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(b.tab, time.Minute)
		defer cancel()
		if err := chromedp.Do(ctx, chromedp.WaitReady(what)); err != nil {
			t.Fatalf("%s is not shown: %v", what, err)
		}
	}
	visit := func(address string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(b.tab, time.Minute)
		defer cancel()
		if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
			t.Fatal(err)
		}
	}
	visit(address + "/documents/POL-01.html")
	shows("//main//p[contains(., 'the first text')]")
	save("title: Second\n", "the second text")
	shows("//main//p[contains(., 'the second text')]")

	// A mistake leaves the page and says what is wrong, until it is mended.
	save("title: [Third\n", "the third text")
	shows("//*[@id='annexa-preview'][@open]//li[contains(., 'this is not YAML')]")
	shows("//main//p[contains(., 'the second text')]")
	save("title: Third\n", "the third text")
	shows("//main//p[contains(., 'the third text')]")

	// A page that is not there yet appears once it is written.
	visit(address + "/pages/later.html")
	shows("//h1")
	if err := os.WriteFile(filepath.Join(dir, "later.md"), []byte("# Later\n\nthe later text\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	shows("//main//p[contains(., 'the later text')]")
}

// preview serves a project until the test ends, or stop is called, and returns
// its address. Its content is in content/, or the folder itself.
func preview(t *testing.T, dir, listen string) (address string, stop func()) {
	t.Helper()
	l, err := serve.Listen(listen, false)
	if err != nil {
		t.Fatal(err)
	}
	memory := &build.Memory{}
	whole := func(ctx context.Context) (serve.Built, error) {
		sources := build.Sources{Content: os.DirFS(dir), Skip: []string{"themes"}, Themes: os.DirFS(filepath.Join(dir, "themes"))}
		publication := build.Publication{Generator: "annexa", PDF: true, Workers: 2}
		l, err := build.Load(ctx, sources, build.Options{Day: func(day.Date) day.Date { return day.New(2026, time.November, 2) }, Workers: 2, Drafts: true, Pages: &publication, Memory: memory})
		if err != nil {
			return serve.Built{}, err
		}
		built := serve.Built{Problems: l.Problems, Count: l.Count}
		if l.Count.Errors > 0 {
			return built, nil
		}
		p, problems, err := l.Preview(ctx, publication)
		if built.Problems = append(l.Problems, problems...); p != nil {
			built.Preview = p
		}
		return built, err
	}
	s := &serve.Server{
		Watch: []string{dir}, Log: io.Discard, Edit: func(p diag.Problem) string { return "vscode://file/" + p.Place.String() },
		Change: func(serve.Changes) (serve.Change, error) { return serve.Change{Build: whole}, nil },
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, l) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return "http://" + l.Addr().String(), stop
}

// An author writes in a project and looks at a page of its preview.
type author struct {
	t   *testing.T
	b   *browser
	dir string
}

func (a author) write(name, text string) {
	a.t.Helper()
	name = filepath.Join(a.dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		a.t.Fatal(err)
	}
}

func (a author) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.b.tab, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		a.t.Fatalf("%s: %v", what, err)
	}
}

// sees waits until the page has an element, given as an XPath.
func (a author) sees(what string) { a.t.Helper(); a.do(what, chromedp.WaitReady(what)) }

// is fails unless an expression of JavaScript is true in the page.
func (a author) is(expression string) {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.b.tab, time.Minute)
	defer cancel()
	if got, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err != nil || !got {
		a.t.Errorf("not so: %s (%v)", expression, err)
	}
}

// waits waits until an expression of JavaScript is true in the page.
func (a author) waits(expression string) {
	a.t.Helper()
	a.do(expression, chromedp.Poll[chromedp.Void](expression))
}

// TestAPreviewKeepsItsReadersPlace changes a long page, its style and its
// address while somebody is in the middle of it.
func TestAPreviewKeepsItsReadersPlace(t *testing.T) {
	a := author{t, open(t), t.TempDir()}
	long := func(id, first, middle string) string {
		paragraphs := strings.Repeat("A paragraph that takes its room.\n\n", 80)
		return "---\nid: " + id + "\nkind: policy\ntitle: Long\n---\n" + first + "\n\n" + paragraphs + middle + "\n\n[a link](https://example.org/)\n\n" + paragraphs
	}
	a.write("a.md", long("POL-01", "the first text", "the middle"))
	address, _ := preview(t, a.dir, "127.0.0.1:0")
	a.do("visit", chromedp.Navigate(address+"/documents/POL-01.html"))
	a.sees("//main//p[contains(., 'the middle')]")
	a.do("stay", chromedp.Evaluate[chromedp.Void](`
		document.querySelector("button.theme").click();
		window.before = document.documentElement.dataset.theme;
		window.link = document.querySelector(".prose a[href='https://example.org/']");
		link.focus({preventScroll: true});
		link.scrollIntoView({block: "center", behavior: "instant"});
		window.place = link.getBoundingClientRect().top;
		window.heading = document.querySelector("h1");
	`))

	a.write("a.md", long("POL-01", "the first text, and\n\nanother\n\n- with\n- a list\n", "the changed middle"))
	a.sees("//main//p[contains(., 'the changed middle')]")
	a.sees("//main//li[contains(., 'a list')]")
	a.is("heading === document.querySelector('h1')") // the page was not loaded anew
	a.is("document.activeElement === link")
	a.is("document.documentElement.dataset.theme === before")
	a.waits("Math.abs(link.getBoundingClientRect().top - place) < 60")

	a.write("themes/default/style.css", ":root { --paper: #fff } main { outline: 7px solid red }")
	a.waits("getComputedStyle(document.querySelector('main')).outlineWidth === '7px'")
	a.waits("document.querySelectorAll('link[href*=\"style.css\"]').length === 1")
	a.is("heading === document.querySelector('h1')")

	// What is wrong in the file stands over it, with a way to its place.
	a.write("a.md", long("POL-01", "[nowhere](gone.md)", "the third middle"))
	a.sees("//*[@id='annexa-preview']//a[starts-with(@href, 'vscode://file/a.md:') and contains(., 'a.md:')]")
	a.is("heading === document.querySelector('h1')")

	a.write("a.md", long("POL-02", "the first text", "the last middle"))
	a.sees("//*[@id='annexa-preview'][@open]//a[@href='/documents/POL-02.html']")
	a.is("heading.isConnected && heading === document.querySelector('h1')") // what was there is there to read
}

// TestTwoBrowsersFollowTheirAuthor looks at two pages in two browsers.
func TestTwoBrowsersFollowTheirAuthor(t *testing.T) {
	a := author{t, open(t), t.TempDir()}
	other := author{t, open(t), a.dir}
	a.write("a.md", "# A\n\nthe first text\n")
	a.write("b.md", "# B\n\nthe other text, and [A](a.md)\n")
	address, _ := preview(t, a.dir, "127.0.0.1:0")
	a.do("visit", chromedp.Navigate(address+"/pages/a.html"))
	other.do("visit", chromedp.Navigate(address+"/pages/b.html"))
	a.write("a.md", "# A new title\n\nthe second text\n")
	a.sees("//main//p[contains(., 'the second text')]")
	other.sees("//*[@id='Navigation']")
	a.write("b.md", "# B\n\nthe last text, and [[A new title]]\n")
	other.sees("//main//p[contains(., 'the last text')]/a[contains(., 'A new title')]")
	a.sees("//main//a[contains(., 'B')]") // what refers to it
}

// TestAPreviewFiltersWhatIsNew saves rows into a register while it is filtered.
func TestAPreviewFiltersWhatIsNew(t *testing.T) {
	a := author{t, open(t), t.TempDir()}
	rows := ""
	for i := range 9 {
		rows += fmt.Sprintf("- {id: AST-%d, title: Server %d, type: hardware, owner: IT, classification: internal}\n", i, i)
	}
	a.write("registers/assets.yaml", rows)
	address, _ := preview(t, a.dir, "127.0.0.1:0")
	a.do("visit", chromedp.Navigate(address+"/registers/assets.html"))
	a.do("filter", chromedp.SendKeys(".filter input", "server 3"))
	a.waits("document.querySelectorAll('table.register tbody tr:not([hidden])').length === 1")
	a.write("registers/assets.yaml", "- {id: AST-97, title: Laptop, type: hardware, owner: IT, classification: internal}\n"+rows+
		"- {id: AST-98, title: Server 33, type: hardware, owner: IT, classification: internal}\n")
	a.sees("//tr[contains(., 'Server 33') and not(@hidden)]")
	a.is("document.querySelectorAll('table.register tbody tr:not([hidden])').length === 2")
	a.is("document.querySelector('.filter input').value === 'server 3' && document.activeElement === document.querySelector('.filter input')")
}

// TestAPreviewComesBack stops the server and starts another on its port, with
// something else to show.
func TestAPreviewComesBack(t *testing.T) {
	a := author{t, open(t), t.TempDir()}
	a.write("a.md", "# A\n\nthe first text\n")
	address, stop := preview(t, a.dir, "127.0.0.1:0")
	a.do("visit", chromedp.Navigate(address+"/pages/a.html"))
	a.sees("//main//p[contains(., 'the first text')]")
	a.do("stay", chromedp.Evaluate[chromedp.Void](`window.heading = document.querySelector("h1")`))
	stop()
	a.sees("//*[@id='annexa-preview'][@open][contains(., 'has stopped')]")
	a.write("a.md", "# A\n\nthe second text\n")
	if again, _ := preview(t, a.dir, strings.TrimPrefix(address, "http://")); again != address {
		t.Skipf("another program took %s meanwhile", address)
	}
	a.sees("//main//p[contains(., 'the second text')]")
	a.is("heading === document.querySelector('h1')")
	a.is("!document.querySelector('#annexa-preview')?.open")
}
