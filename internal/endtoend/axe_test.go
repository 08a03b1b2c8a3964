package endtoend

import (
	_ "embed"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

//go:embed testdata/axe.js
var axe string

// An offence is a rule of axe-core that a page breaks.
type offence struct {
	Rule   string   `json:"rule"`
	Help   string   `json:"help"`
	Places []string `json:"places"` // the first of them, each with what is wrong
}

// views are the four that every page has to stand: on a telephone and on a
// desk, by day and by night.
var views = []view{
	{width: 320, height: 640}, {width: 320, height: 640, dark: true},
	{width: 1280, height: 900}, {width: 1280, height: 900, dark: true},
}

func (v view) String() string {
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	return fmt.Sprintf("%d pixels wide, %s", v.width, scheme)
}

// A showing is a page in a view.
type showing struct {
	page string
	view view
}

// showings are every page in one of the four views, which a hash of its
// address chooses, and a page of each form in all of them.
func (p *published) showings(t *testing.T) []showing {
	t.Helper()
	var list []showing
	forms := p.forms(t)
	for _, name := range p.files(t, ".html") {
		if p.forwards(t, name) {
			continue
		}
		h := fnv.New32a()
		h.Write([]byte(name))
		whole := thorough() || slices.ContainsFunc(forms, func(k kind) bool { return k.page == name })
		for i, v := range views {
			if whole || int(h.Sum32()%4) == i {
				list = append(list, showing{name, v})
			}
		}
	}
	return list
}

// pagesAreAccessible has axe-core look at every page, for WCAG 2.2 to level
// AA, EN 301 549 and good practice, in two tabs at once.
func pagesAreAccessible(t *testing.T, p *published) {
	source, err := os.ReadFile(judge(t, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	one := open(t)
	tabs := []*browser{one, one.another(t)}
	for _, b := range tabs {
		// Each page gets axe-core as it is opened.
		b.begin(t, string(source))
	}
	t.Run("to a judge who notices what is wrong", one.offends)
	list := p.showings(t)
	work := make(chan showing, len(list))
	for _, s := range list {
		work <- s
	}
	close(work)
	var group sync.WaitGroup
	for _, b := range tabs {
		group.Go(func() {
			for s := range work {
				offences, err := b.judged(s.view, p.address(s.page))
				if err != nil {
					t.Errorf("%s, %s: %v", s.page, s.view, err)
				}
				for _, o := range offences {
					t.Errorf("%s, %s: %s: %s\n\t%s", s.page, s.view, o.Rule, o.Help, strings.Join(o.Places, "\n\t"))
				}
				for _, wrong := range b.wrong() {
					t.Errorf("%s, %s: %s", s.page, s.view, wrong)
				}
			}
		})
	}
	group.Wait()
	t.Logf("%d pages in %d views", len(p.files(t, ".html")), len(list))
}

// judged is what axe-core finds on a page.
func (b *browser) judged(v view, address string) ([]offence, error) {
	if err := b.show(v, address); err != nil {
		return nil, err
	}
	return ask[[]offence](b, axe)
}

// offends shows axe-core a page with a fault of each sort that it is here for.
func (b *browser) offends(t *testing.T) {
	file := kept(t, "page.html", []byte(`<!DOCTYPE html><html><title>x</title>
<h1>Faults</h1><h3>A level left out</h3>
<p style="color: #999; background: #fff">faint</p>
<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">
<details><summary>closed</summary><input type="text"></details>
<button style="width: 8px; height: 8px; padding: 0" aria-label="one"></button><button style="width: 8px; height: 8px; padding: 0" aria-label="two"></button>`))
	offences, err := b.judged(views[2], "file://"+filepath.ToSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, o := range offences {
		found[o.Rule] = true
	}
	for _, want := range []string{"html-has-lang", "heading-order", "color-contrast", "image-alt", "label", "target-size", "landmark-one-main"} {
		if !found[want] {
			t.Errorf("it does not notice %s among %v", want, offences)
		}
	}
	b.wrong()
}
