package edit

import (
	"bytes"
	"strings"
	"testing"

	"annexa/internal/diag"
)

func TestFixesAreMadeWhereTheirProblemsStand(t *testing.T) {
	at := func(line, column int, from, to string) diag.Problem {
		return diag.InvalidDate.At(diag.Place{File: "a.md", Line: line, Column: column}, "x").Fixed(from, to)
	}
	src := "\ufeff---\nfirst: 2.11.2026\nnext: {é: 2.11.2026}\n---\nSee [ä 2.11.2026](old/a.md) and [b](old/a.md).\n"
	problems := []diag.Problem{
		at(3, 11, "2.11.2026", "2026-11-02"),
		at(2, 8, "2.11.2026", "2026-11-02"),
		at(5, 5, "](old/a.md", "](new/a.md"),
		at(5, 33, "](old/a.md", "](new/a.md"),
		at(5, 34, "](old/a.md", "](elsewhere.md"), // the same text a second time
		at(5, 5, "nowhere", "x"),
		at(99, 1, "See", "x"),
		{Rule: diag.InvalidDate, Place: diag.Place{File: "a.md", Line: 5, Column: 1}},
		diag.InvalidDate.At(diag.Place{File: "b.md", Line: 5, Column: 1}, "x").Fixed("See", "x"),
	}
	want := "\ufeff---\nfirst: 2026-11-02\nnext: {é: 2026-11-02}\n---\nSee [ä 2.11.2026](new/a.md) and [b](new/a.md).\n"
	for _, end := range []string{"\n", "\r\n"} {
		c, mended := Fix("a.md", []byte(strings.ReplaceAll(src, "\n", end)), problems)
		if got := string(c.New); got != strings.ReplaceAll(want, "\n", end) || len(mended) != 4 {
			t.Errorf("%d are mended: %q", len(mended), got)
		}
		if err := c.Fits([]byte(strings.ReplaceAll(src, "\n", end))); err != nil {
			t.Error(err)
		}
	}
	if c, mended := Fix("a.md", []byte("x: 2.11.2026\r"), []diag.Problem{at(1, 4, "2.11.2026", "2026-11-02")}); c.New != nil || mended != nil {
		t.Error("a file is changed whose lines are counted otherwise")
	}
	if _, mended := Fix("a.md", bytes.Repeat([]byte("x"), 2*reach), []diag.Problem{at(1, 1, "y", "z")}); mended != nil {
		t.Error("something far away is changed")
	}
}
