package site_test

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestAWithdrawnDocumentClaimsNoDayOfItsWithdrawal holds for histories that end
// before the withdrawal, as most do.
func TestAWithdrawnDocumentClaimsNoDayOfItsWithdrawal(t *testing.T) {
	l := load(t, fstest.MapFS{"old.md": {Data: []byte("---\nid: STD-02\ntitle: Old\nkind: standard\nstatus: retired\nversion: 1.1\nhistory: [{version: 1.1, date: 2026-01-12, change: Taken over unchanged}]\n---\nText.\n")}})
	pages := render(t, l, options(t, l))
	page := string(pages["documents/STD-02.html"])
	_, facts, _ := strings.Cut(page, "<dl")
	facts, _, _ = strings.Cut(facts, "</dl>")
	if !strings.Contains(facts, "Last change") || !strings.Contains(facts, "12 January 2026") || !strings.Contains(facts, "Taken over unchanged") || strings.Contains(facts, "Withdrawn") {
		t.Errorf("it says %s", facts)
	}
}
