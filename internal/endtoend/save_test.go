package endtoend

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"annexa/internal/corpus"
)

var command = flag.String("annexa", "", "the command whose preview is measured")

// BenchmarkSaveToSeen saves a document again and again while a browser shows
// it, and measures from before the file is written until what is new is in the
// page ("there") and until the frame that shows it was made ("seen"), the
// median of all: of a sentence, a link and a title, on the document's own page,
// and of the title in the list of all documents. The next is saved once all that
// depends on the one before was built, as an author does who is slower than
// this; in a hurry, as soon as the one before is seen. "start" is from the command's start until its first page is loaded.
// Where the command is not named it measures nothing.
func BenchmarkSaveToSeen(b *testing.B) {
	if *command == "" {
		b.Skip("-annexa names no command")
	}
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { saveToSeen(b, n) })
	}
}

// watchFor makes the page note when it first holds the text that is wanted.
const watchFor = `
	window.now = () => performance.timeOrigin + performance.now();
	new MutationObserver(() => {
		if (!window.wanted || !document.querySelector("main").textContent.includes(wanted)) return;
		window.wanted = "";
		window.there = now();
		requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => { window.seen = now(); }; c.port2.postMessage(0); });
	}).observe(document, {subtree: true, childList: true, characterData: true});
`

func saveToSeen(b *testing.B, n int) {
	dir := b.TempDir()
	if err := corpus.Write(dir, n); err != nil {
		b.Fatal(err)
	}
	file, id := someDocument(b, dir)
	data, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	text := string(data)
	_, rest, _ := strings.Cut(text, "\ntitle: ")
	title, _, _ := strings.Cut(rest, "\n")
	own, list := "documents/"+id+".html", "documents.html"
	browser := open(b).tab

	began := time.Now()
	s := serving(b, dir)
	tab, cancel := context.WithTimeout(browser, 5*time.Minute)
	defer cancel()
	visit := func(b *testing.B, page string) {
		b.Helper()
		if err := chromedp.Do(tab, chromedp.Navigate(s.address+page), chromedp.Evaluate[chromedp.Void](watchFor)); err != nil {
			b.Fatal(err)
		}
	}
	visit(b, own)
	start := time.Since(began)
	s.rest(b)

	for _, c := range []struct {
		what, page string
		with       func(mark string) string
	}{
		{"sentence", own, func(mark string) string { return text + "\n" + mark + "\n" }},
		{"hurry", own, func(mark string) string { return text + "\n" + mark + "\n" }},
		{"link", own, func(mark string) string { return text + "\n[[DOC-0001|" + mark + "]]\n" }},
		{"title", own, func(mark string) string { return strings.Replace(text, title, mark, 1) }},
		{"list", list, func(mark string) string { return strings.Replace(text, title, mark, 1) }},
	} {
		b.Run(c.what, func(b *testing.B) {
			visit(b, c.page)
			var there, seen []float64
			for b.Loop() {
				mark := fmt.Sprintf("A %s for the %dth time", c.what, len(seen))
				if err := chromedp.Do(tab, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("seen = 0; wanted = %q", mark))); err != nil {
					b.Fatal(err)
				}
				saved := float64(time.Now().UnixMicro()) / 1000
				if err := os.WriteFile(file, []byte(c.with(mark)), 0o644); err != nil {
					b.Fatal(err)
				}
				got, err := chromedp.Run(tab, chromedp.Poll[[]float64]("seen && [there, seen]"))
				if err != nil {
					b.Fatal(err)
				}
				if c.what != "hurry" {
					s.rest(b)
				}
				there, seen = append(there, got[0]-saved), append(seen, got[1]-saved)
			}
			if c.what == "hurry" {
				s.rest(b)
			}
			b.ReportMetric(0, "ns/op") // most of it is the measuring
			b.ReportMetric(median(there), "ms-there")
			b.ReportMetric(median(seen), "ms-seen")
			b.ReportMetric(start.Seconds(), "s-start")
		})
	}
}

// A served project is one that the command serves until the benchmark ends.
type served struct {
	address string // with a slash at its end
	built   chan string
}

func serving(b *testing.B, dir string) *served {
	b.Helper()
	serving := exec.Command(*command, "serve", "-C", dir, "--listen", "127.0.0.1:0")
	out, err := serving.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	log, err := serving.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := serving.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := serving.Process.Signal(os.Interrupt); err != nil {
			b.Error(err)
		}
		if err := serving.Wait(); err != nil {
			b.Error(err)
		}
	})
	s := &served{built: make(chan string, 1000)}
	go func() {
		for lines := bufio.NewScanner(log); lines.Scan(); {
			if strings.Contains(lines.Text(), "built in") {
				s.built <- lines.Text()
			}
		}
		close(s.built)
	}()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	s.address = strings.TrimSpace(address)
	return s
}

// rest waits until what was saved is built.
func (s *served) rest(b *testing.B) {
	b.Helper()
	if _, ok := <-s.built; !ok {
		b.Fatal("the preview has ended")
	}
	for len(s.built) > 0 {
		<-s.built
	}
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// someDocument is the file and the id of a policy of a corpus.
func someDocument(b *testing.B, dir string) (file, id string) {
	b.Helper()
	content := filepath.Join(dir, "content")
	err := filepath.WalkDir(content, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(name)
		if _, rest, ok := strings.Cut(string(data), "\nid: "); ok && strings.Contains(rest, "\nkind: policy\n") {
			file, id = name, strings.Fields(rest)[0]
			return fs.SkipAll
		}
		return err
	})
	if err != nil || file == "" {
		b.Fatalf("there is no policy in %s: %v", content, err)
	}
	return file, id
}
