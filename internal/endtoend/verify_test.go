package endtoend

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The inputs of the page to verify on.
const (
	chooseFiles  = ".drop p:nth-of-type(2) input"
	chooseFolder = ".drop p:nth-of-type(3) input"
)

// compared waits for the verdicts and returns them as they are read.
const compared = `new Promise((done, fail) => {
  const look = () => {
    const status = document.querySelector(".verifier [role=status]").textContent;
    if (/^Compared/.test(status)) done([...document.querySelectorAll(".verdicts > li")].map((li) => li.innerText.replace(/\s+/g, " ")));
    else if (/^The list/.test(status)) fail(new Error(status));
    else setTimeout(look, 10);
  };
  look();
})`

// give hands files to an input of the page, and returns what it says of them.
func (b *browser) give(t *testing.T, input string, files ...string) []string {
	t.Helper()
	tab, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	if _, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.querySelector(".verifier [role=status]").textContent = ""`)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(tab, chromedp.SetUploadFiles(input, files)); err != nil {
		t.Fatal(err)
	}
	said, err := ask[[]string](b, compared)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range b.wrong() {
		t.Error(wrong)
	}
	return said
}

// browserVerifies has the page compare files with what was published, from the
// disk, with the hash of the browser and with that of its script.
func browserVerifies(t *testing.T, p *published) {
	b := open(t)
	policy := p.read(t, "documents/POL-02.pdf")
	added := append(bytes.Clone(policy), "\n% one line more\n"...)
	changed := bytes.Clone(policy)
	changed[len(changed)/2] ^= 1
	folder := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(folder, os.DirFS(p.dir)); err != nil {
		t.Fatal(err)
	}
	for _, own := range []bool{false, true} {
		if err := b.show(view{width: 1280, height: 900}, p.address("verify.html")); err != nil {
			t.Fatal(err)
		}
		if has, err := ask[bool](b, "!!crypto.subtle"); err != nil || !has {
			t.Fatalf("from the disk, the browser has no hash of its own: %v", err)
		}
		if own {
			if _, err := ask[bool](b, `Object.defineProperty(crypto, "subtle", { value: undefined }), true`); err != nil {
				t.Fatal(err)
			}
		}
		said := b.give(t, chooseFiles, p.path("documents/POL-02.pdf"), kept(t, "POL-02.pdf", changed), kept(t, "longer.pdf", added), kept(t, "note.txt", []byte("a note")), p.path("packs/audit.pdf"), p.path("documents/POL-998@1.0.pdf"), p.path("documents/POL-26.pdf"))
		if len(said) != 7 {
			t.Fatalf("%d verdicts on seven files: %q", len(said), said)
		}
		for i, want := range [][]string{
			{"published POL-02.pdf", "This is what was published as documents/POL-02.pdf (POL-02 Access Control Policy, version 2.1)."},
			{"not the published one POL-02.pdf", "another file", "signer Fernhill Software Ltd", "time 2026-11-02 00:00", "It covers the whole file."},
			{"begins like the published one longer.pdf", "published as documents/POL-02.pdf", "Bytes that follow and that it does not cover: 17."},
			{"not published note.txt", "No published file"},
			{"published audit.pdf", "packs/audit.pdf (Audit pack)"},
			{"published POL-998@1.0.pdf", "(POL-998 Lift Policy, version 1.0, no longer in force)"},
			{"published POL-26.pdf", "(POL-26 AI Use Policy, version 0.2, draft)"},
		} {
			for _, words := range want {
				if !strings.Contains(said[i], words) {
					t.Errorf("verdict %d does not say %q: %s", i+1, words, said[i])
				}
			}
		}
		if said := b.give(t, chooseFolder, folder); len(said) != 1 || !strings.HasPrefix(said[0], "agrees") {
			t.Errorf("a copy of the site does not agree with it: %q", said)
		}
	}
	write(t, filepath.Join(folder, "documents", "POL-02.pdf"), added)
	write(t, filepath.Join(folder, "assets", "strange.js"), []byte("x"))
	if err := os.Remove(filepath.Join(folder, "controls", "A.5.15.html")); err != nil {
		t.Fatal(err)
	}
	said := b.give(t, chooseFolder, folder)
	for _, words := range []string{"differs", "Changed: 1", "documents/POL-02.pdf", "Not published: 1", "assets/strange.js", "Missing: 1", "controls/A.5.15.html"} {
		if len(said) != 1 || !strings.Contains(said[0], words) {
			t.Errorf("a copy with a file changed, one added and one removed: it does not say %q: %q", words, said)
		}
	}
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
