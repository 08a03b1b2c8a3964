package endtoend

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A review is what Lighthouse says of a page, one line of
// testdata/lighthouse.mjs.
type review struct {
	Address  string         `json:"address"`
	Scores   map[string]int `json:"scores"` // by category, of 100
	Faults   []string       `json:"faults"`
	Warnings []string       `json:"warnings"`
	Error    string         `json:"error"`
}

// lighthouseIsContent has Lighthouse look at pages. It must give all it can for
// accessibility, best practices and findability. What it says of speed depends
// on the machine as well, and is told for some pages.
func lighthouseIsContent(t *testing.T, p *published) {
	l := newLighthouse(t)
	t.Run("and notices what is wrong", l.notices)
	address := host(t, p.dir, p.headers(t))
	var pages []string
	for _, k := range p.apart(t) {
		pages = append(pages, address+k.page)
	}
	var group sync.WaitGroup
	for half := range slices.Chunk(pages, len(pages)/2+1) {
		group.Go(func() {
			for _, r := range l.visit(t, "accessibility,best-practices,seo", half...) {
				name := strings.TrimPrefix(r.Address, address)
				for category, score := range r.Scores {
					if score != 100 {
						t.Errorf("%s: %d for %s", name, score, category)
					}
				}
				for _, wrong := range slices.Concat(r.Faults, r.Warnings) {
					t.Errorf("%s: %s", name, wrong)
				}
			}
		})
	}
	group.Wait()
	fast := []string{address + "index.html", address + "documents/POL-02.html", address + "soa/soa.html", address + "registers/risks.html"}
	if thorough() {
		fast = pages
	}
	for _, r := range l.visit(t, "performance", fast...) {
		t.Logf("%s: %d for speed", strings.TrimPrefix(r.Address, address), r.Scores["performance"])
	}
}

// apart are the forms that are far apart, as this judge takes longest over a
// page: all at the root, all that begin a folder, every state of a document,
// and one more page of each folder.
func (p *published) apart(t *testing.T) []kind {
	t.Helper()
	folders := map[string]bool{}
	return slices.DeleteFunc(p.forms(t), func(k kind) bool {
		folder, name := path.Split(k.page)
		if folder == "" || name == "index.html" || strings.HasPrefix(k.name, "document that is") || thorough() {
			return false
		}
		was := folders[folder]
		folders[folder] = true
		return was
	})
}

// A lighthouse is what it takes to start it.
type lighthouse struct{ node, judges, chromium string }

func newLighthouse(t *testing.T) lighthouse {
	t.Helper()
	judge(t, "node_modules/lighthouse/package.json")
	return lighthouse{program(t, "node", "nodejs"), os.Getenv("ANNEXA_JUDGES"), chromium(t)}
}

// visit reviews pages by categories, in one browser.
func (l lighthouse) visit(t *testing.T, categories string, pages ...string) []review {
	t.Helper()
	command := exec.CommandContext(t.Context(), l.node, append([]string{"testdata/lighthouse.mjs", l.judges, l.chromium, categories}, pages...)...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Errorf("lighthouse: %v\n%s%s", err, out, stderr.Bytes())
	}
	var reviews []review
	for line := range bytes.Lines(out) {
		var r review
		if err := json.Unmarshal(line, &r); err != nil {
			t.Errorf("lighthouse: %v\n%s", err, line)
			continue
		}
		if r.Error != "" || len(r.Scores) != strings.Count(categories, ",")+1 {
			t.Errorf("lighthouse could not look at %s: %s, %v", r.Address, r.Error, r.Scores)
		}
		reviews = append(reviews, r)
	}
	if len(reviews) != len(pages) {
		t.Errorf("lighthouse looked at %d pages of %d", len(reviews), len(pages))
	}
	return reviews
}

// notices shows it a page with a fault in each category.
func (l lighthouse) notices(t *testing.T) {
	dir := t.TempDir()
	page := `<html><body><img src="missing.png"><h1>x</h1></body></html>`
	if err := os.WriteFile(dir+"/page.html", []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, r := range l.visit(t, "accessibility,best-practices,seo", host(t, dir, nil)+"page.html") {
		for category, score := range r.Scores {
			if score == 100 {
				t.Errorf("it finds nothing to complain of in %s: %q", category, r.Faults)
			}
		}
	}
}
