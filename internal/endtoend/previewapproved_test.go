package endtoend

import (
	"crypto/ed25519"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/day"
)

// TestAPreviewMarksWhatChangedSinceItsApproval changes a text that was approved,
// and has what changed marked where it stands.
func TestAPreviewMarksWhatChangedSinceItsApproval(t *testing.T) {
	a := author{t, open(t), t.TempDir()}
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	const front = "---\nid: POL-01\nkind: policy\ntitle: Locks\nversion: \"1.0\"\nstatus: approved\n---\n"
	text := front + "# Doors\n\nLock every door.\n\n- the first\n- the second\n\n| a | b |\n|---|---|\n| c | d |\n\nKeep the keys.\n\nReport a lost one.\n"
	a.write("pol.md", text)
	name, err := approval.NameOf("POL-01", "1.0", 1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := approval.State(name, []byte(text), "Dana Reyes", "Chief Executive", day.New(2026, 1, 20))
	if err != nil {
		t.Fatal(err)
	}
	signature, err := approval.Sign(s.Bytes(), key)
	if err != nil {
		t.Fatal(err)
	}
	a.write(name.Text(), text)
	a.write(name.Statement(), string(s.Bytes()))
	a.write(name.Signature(), string(signature))
	a.write(approval.Folder+"/"+approval.SignersFile, fmt.Sprintf("%q %s", "Dana Reyes", ssh.MarshalAuthorizedKey(key.PublicKey())))

	address, _ := preview(t, a.dir, "127.0.0.1:0")
	a.do("visit", chromedp.Navigate(address+"/documents/POL-01.html"))
	a.sees("//main//p[contains(., 'Lock every door')]")
	a.is("!document.querySelector('#annexa-preview input')")

	a.write("pol.md", front+"# Doors\n\nLock every door and window.\n\n- the first\n- the second\n- a third\n\n| a | b |\n|---|---|\n| c | e |\n\nReport a lost one.\n\nAnd what was found.\n")
	a.sees("//*[@id='annexa-preview']/summary[contains(., 'changed since 1.0 was approved')]")
	a.is("!document.querySelector('[data-annexa]')")
	a.do("ask", chromedp.Evaluate[chromedp.Void]("document.querySelector('#annexa-preview').open = true; document.querySelector('#annexa-preview input').click()"))
	for _, marked := range []string{
		"//p[@data-annexa='changed'][contains(., 'and window')]", "//li[@data-annexa='new'][contains(., 'a third')]", "//tr[@data-annexa='changed'][contains(., 'e')]",
		"//p[@data-annexa='new'][contains(., 'what was found')]", "//main//*[starts-with(@data-annexa, 'gone')]",
	} {
		a.sees(marked)
	}
	a.is("document.querySelectorAll('[data-annexa]').length === 5")

	// It goes on while the text is written, and on the pages that come.
	a.write("pol.md", front+"# Doors\n\nLock every door.\n\n- the first\n- the other\n\n| a | b |\n|---|---|\n| c | d |\n\nKeep the keys.\n\nReport a lost one.\n")
	a.sees("//li[@data-annexa='changed'][contains(., 'the other')]")
	a.waits("document.querySelectorAll('[data-annexa]').length === 1")
	a.do("again", chromedp.Navigate(address+"/documents/POL-01.html"))
	a.sees("//li[@data-annexa='changed'][contains(., 'the other')]")
	a.do("no more", chromedp.Evaluate[chromedp.Void]("document.querySelector('#annexa-preview').open = true; document.querySelector('#annexa-preview input').click()"))
	a.waits("document.querySelectorAll('[data-annexa]').length === 0")

	// What changed stands on a page of its own, word by word.
	a.do("follow", chromedp.Evaluate[chromedp.Void]("document.querySelector('#annexa-preview p a').click()"))
	a.sees("//main//ins[contains(., 'other')]")

	a.do("back", chromedp.Navigate(address+"/documents/POL-01.html"))
	a.write("pol.md", text)
	a.waits("!document.querySelector('#annexa-preview input')")
}
