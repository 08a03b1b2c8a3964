package endtoend

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var screens = flag.String("screens", "", "a folder to put pictures of every form of page into, at three widths by day and by night")

// TestPagesAreToBeLookedAt takes the pictures that -screens asks for:
//
//	go test ./internal/endtoend -run LookedAt -screens FOLDER
//
// What no judge sees is seen by looking at them.
func TestPagesAreToBeLookedAt(t *testing.T) {
	if *screens == "" {
		t.Skip("nobody wants to look: -screens names a folder for the pictures")
	}
	p := publish(t)
	b := open(t)
	for _, v := range []view{
		{width: 320, height: 1400}, {width: 768, height: 1400}, {width: 1280, height: 1400},
		{width: 320, height: 1400, dark: true}, {width: 768, height: 1400, dark: true}, {width: 1280, height: 1400, dark: true},
	} {
		folder := filepath.Join(*screens, strings.ReplaceAll(v.String(), " ", "-"))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, k := range p.forms(t) {
			if err := b.show(v, p.address(k.page)); err != nil {
				t.Fatal(err)
			}
			tab, cancel := context.WithTimeout(b.tab, patience)
			picture, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
			cancel()
			if err == nil {
				err = os.WriteFile(filepath.Join(folder, strings.NewReplacer("/", "_", ".html", ".png").Replace(k.page)), picture, 0o644)
			}
			if err != nil {
				t.Fatal(fmt.Errorf("%s: %w", k.page, err))
			}
		}
	}
}
