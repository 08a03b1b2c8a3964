package isms_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/isms"
)

// What a text relies on is suspect as soon as it says something else, in both
// directions, and no sooner.
func TestWhatReliesOnAChangedTextIsToBeLookedAtAgain(t *testing.T) {
	front := func(id, more string) string {
		return "---\nid: " + id + "\ntitle: " + id + "\nkind: policy\nstatus: approved\napproved: {by: Dana Reyes, role: Chief Executive, date: 2026-01-01}\n" + more + "---\n"
	}
	const seen = "version: \"1.0\"\n"
	files := map[string]string{
		"std.md":   front("STD-01", seen) + "Twelve characters.\n",
		"gone.md":  "---\nid: STD-02\ntitle: Gone\nkind: standard\nstatus: retired\n---\nText.\n",
		"other.md": front("STD-03", seen) + "Other.\n",
	}
	relying := func(mark string) string {
		return front("POL-01", fmt.Sprintf("related: [STD-03]\nreview: {last: 2026-01-01, next: 2027-01-01, seen: {STD-01: %q, STD-99: \"1@00\"}}\n", mark)) + "As in [[STD-01]], [[STD-02]], [[POL-01]] and A.5.15.\n"
	}
	mark := ""
	for _, c := range []struct {
		name   string
		change func(map[string]string)
		want   string
	}{
		{"no review saw it", func(map[string]string) {}, ""},
		{"nothing changed", func(f map[string]string) { f["pol.md"] = relying(mark) }, ""},
		{"its version alone changed", func(f map[string]string) {
			f["std.md"], f["pol.md"] = strings.Replace(f["std.md"], "1.0", "1.1", 1), relying(mark)
		}, ""},
		{"line ends changed", func(f map[string]string) {
			f["std.md"], f["pol.md"] = strings.ReplaceAll(f["std.md"], "\n", "\r\n"), relying(mark)
		}, ""},
		{"its text changed", func(f map[string]string) {
			f["std.md"], f["pol.md"] = strings.Replace(f["std.md"], "Twelve", "Sixteen", 1), relying(mark)
		}, "STD-01"},
		{"what the review saw cannot be read", func(f map[string]string) { f["pol.md"] = relying("yesterday") }, "STD-01"},
		{"it is not relied on any more", func(f map[string]string) {
			f["std.md"] = strings.Replace(f["std.md"], "Twelve", "Sixteen", 1)
			f["pol.md"] = strings.Replace(relying(mark), "[[STD-01]]", "nothing", 1)
		}, ""},
		{"what relies on it is a draft", func(f map[string]string) {
			f["std.md"] = strings.Replace(f["std.md"], "Twelve", "Sixteen", 1)
			f["pol.md"] = strings.Replace(relying(mark), "status: approved", "status: draft", 1)
		}, ""},
	} {
		content := maps.Clone(files)
		content["pol.md"] = front("POL-01", "related: [STD-03]\n") + "As in [[STD-01]], [[STD-02]] and [[POL-01]].\n"
		c.change(content)
		m := linked(t, content)
		pol, _ := m.Lookup("POL-01")
		std, _ := m.Lookup("STD-01")
		if mark == "" {
			mark = m.Mark(std)
		}
		var suspects []string
		for _, r := range m.Suspects(pol) {
			suspects = append(suspects, r.On.ID)
		}
		if got := strings.Join(suspects, " "); got != c.want {
			t.Errorf("%s: suspect is %q, not %q", c.name, got, c.want)
		}
		if back := slices.Contains(m.SuspectedBy(std), pol); back != (c.want != "") {
			t.Errorf("%s: from the other side it is %v", c.name, back)
		}
		if status := m.Review(pol).Status; (status == isms.Suspect) != (c.want != "") {
			t.Errorf("%s: its review is %s", c.name, status)
		}
		var relies []string
		for _, r := range m.Reliances(pol) {
			relies = append(relies, r.On.ID)
		}
		if want := "STD-01 STD-03"; c.name != "it is not relied on any more" && strings.Join(relies, " ") != want {
			t.Errorf("%s: it relies on %v", c.name, relies)
		}
	}
	if !strings.HasPrefix(mark, "1.0@") || len(mark) != len("1.0@")+16 {
		t.Errorf("the mark is %q", mark)
	}
}

// TestAChangeUnderWayHidesNoSuspect holds for what is approved with a signature:
// its text stays in force, and relies on what it says, until the next approval.
func TestAChangeUnderWayHidesNoSuspect(t *testing.T) {
	const std = "id: STD-01\ntitle: Passwords\nkind: standard\nversion: \"1.0\"\nstatus: approved\napproved: {by: Dana Reyes, role: CEO, date: 2026-01-01}"
	pol := func(status, text string) string {
		return front("id: POL-01\ntitle: Access\nkind: policy\nversion: \"1.0\"\nstatus: "+status+"\nowner: IT\nreview: {every: 12 months, last: 2026-02-01, seen: {STD-01: \"1.0@00\"}}", text)
	}
	dana := newApprover(t, "Dana Reyes", "CEO")
	for name, c := range map[string]struct{ status, text, want string }{
		"as approved":                   {"approved", "As in [[STD-01]].\n", "STD-01"},
		"set to draft":                  {"draft", "As in [[STD-01]].\n", "STD-01"},
		"in review with a change":       {"in-review", "Now as in [[STD-01]].\n", "STD-01"},
		"a draft that has the link out": {"draft", "As I say.\n", "STD-01"},
		"withdrawn":                     {"retired", "As in [[STD-01]].\n", ""},
	} {
		files := map[string]string{
			"std.md": front(std, "Sixteen characters.\n"), "pol.md": pol(c.status, c.text),
			"approvals/allowed_signers": `"Dana Reyes" namespaces="annexa-approval" ` + string(ssh.MarshalAuthorizedKey(dana.key.PublicKey())),
		}
		dana.approve(t, files, "POL-01", "1.0", pol("approved", "As in [[STD-01]].\n"), "2026-02-01", 1)
		l := loaded(t, files, build.Options{Day: func(day.Date) day.Date { return day.New(2026, time.November, 2) }, Workers: 1})
		for whole, m := range map[string]*isms.ISMS{"what is checked": l.Whole, "what is published": l.ISMS} {
			d, _ := m.Lookup("POL-01")
			var suspects []string
			for _, r := range m.Suspects(d) {
				suspects = append(suspects, r.On.ID)
			}
			if got := strings.Join(suspects, " "); got != c.want || (m.Review(d).Status == isms.Suspect) != (c.want != "") {
				t.Errorf("%s, %s: suspect is %q, and its review is %s", name, whole, got, m.Review(d).Status)
			}
		}
	}
}
