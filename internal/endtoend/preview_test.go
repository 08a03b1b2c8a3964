package endtoend

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"annexa/internal/build"
	"annexa/internal/day"
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
	address := preview(t, dir)
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

// preview serves a folder until the test ends, and returns its address.
func preview(t *testing.T, dir string) string {
	t.Helper()
	l, err := serve.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &serve.Server{Watch: []string{dir}, Log: io.Discard, Build: func(ctx context.Context) (serve.Built, error) {
		l, err := build.Load(ctx, build.Sources{Content: os.DirFS(dir)}, build.Options{Day: func(day.Date) day.Date { return day.New(2026, time.November, 2) }, Workers: 2})
		if err != nil || l.Count.Errors > 0 {
			return serve.Built{Problems: l.Problems, Count: l.Count}, err
		}
		p, problems, err := l.Preview(ctx, build.Publication{Generator: "annexa", Workers: 2})
		return serve.Built{Preview: p, Problems: append(l.Problems, problems...), Count: l.Count}, err
	}}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error)
	go func() { done <- s.Run(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}
