package edit

import (
	"strings"
	"testing"

	"annexa/internal/field"
)

func TestAChangeFitsOnlyTheBytesItWasMadeFor(t *testing.T) {
	c := Replace("a.md", []byte("old"), []byte("new"))
	if err := c.Fits([]byte("old")); err != nil || c.Creates() {
		t.Errorf("the bytes it was made for: %v", err)
	}
	if err := c.Fits([]byte("other")); err == nil || !strings.Contains(err.Error(), "a.md was changed") {
		t.Errorf("other bytes: %v", err)
	}
	if err := Create("a.md", []byte("new")).Fits(nil); err == nil {
		t.Error("a new file fits a file that is there")
	}
}

const matter = `# Who it is.
organisation: {name: "A: B", short: A}   # the short name is for lists

# When it is.
date: 2026-11-02     # pinned
history:
- {version: "1.0"}
- {version: "1.1"}
# Packs are at the end.
packs:
  - id: audit
    # all of it
    include: [a,
      b]

# The end.
`

func TestAKeyIsChangedAndEveryOtherByteStays(t *testing.T) {
	for _, c := range []struct{ key, value, old, new string }{
		{"organisation", "{name: X}", `organisation: {name: "A: B", short: A}   # the`, `organisation: {name: X}   # the`},
		{"Date", "2027-01-01", "date: 2026-11-02     # pinned\n", "Date: 2027-01-01     # pinned\n"},
		{"history", "[]", "history:\n- {version: \"1.0\"}\n- {version: \"1.1\"}\n", "history: []\n"},
		{"history", "\n  - {version: x}\n  - {version: y}", "history:\n- {version: \"1.0\"}\n- {version: \"1.1\"}\n", "history:\n  - {version: x}\n  - {version: y}\n"},
		{"packs", "[]", "packs:\n  - id: audit\n    # all of it\n    include: [a,\n      b]\n", "packs: []\n"},
		{"organisation", "\n  name: X\n  short: Y", `organisation: {name: "A: B", short: A}   # the short name is for lists`, "organisation:   # the short name is for lists\n  name: X\n  short: Y"},
		{"status", "draft", "# The end.\n", "# The end.\nstatus: draft\n"},
	} {
		got, err := Set([]byte(matter), c.key, c.value)
		want := strings.Replace(matter, c.old, c.new, 1)
		if err != nil || string(got) != want {
			t.Errorf("%s: %v\n--- got\n%s--- want\n%s", c.key, err, got, want)
		}
		dos, err := Set([]byte(strings.ReplaceAll(matter, "\n", "\r\n")), c.key, c.value)
		if err != nil || string(dos) != strings.ReplaceAll(want, "\n", "\r\n") {
			t.Errorf("%s with other line ends: %v\n%q", c.key, err, dos)
		}
	}
	got, err := Remove([]byte(matter), "date", "nothing", "history")
	want := strings.Replace(matter, "date: 2026-11-02     # pinned\nhistory:\n- {version: \"1.0\"}\n- {version: \"1.1\"}\n", "", 1)
	if err != nil || string(got) != want {
		t.Errorf("%v\n--- got\n%s--- want\n%s", err, got, want)
	}
}

func TestAMapInLinesKeepsItsCommentsAndOrder(t *testing.T) {
	fields := []Field{{"every", "1 year"}, {"last", "2026-11-02"}, {"note", ""}, {"seen", "\n  POL-01: \"1@2\"\n  A.5.1: \"3@4\""}}
	for _, c := range []struct{ name, old, new string }{
		{
			"lines", "a: b\nreview: # how often\n  # the board wants it\n  last: 2025-01-01 # late\n  by: us\n  note: old\n  every: 2 years\n\n# the end\nc: d\n",
			"a: b\nreview: # how often\n  # the board wants it\n  last: 2026-11-02 # late\n  by: us\n  every: 1 year\n  seen:\n    POL-01: \"1@2\"\n    A.5.1: \"3@4\"\n\n# the end\nc: d\n",
		},
		{"lines with a map", "review:\n    seen: # what\n        POL-09: \"x\"\n    last: 2025-01-01\n", "review:\n    seen: # what\n      POL-01: \"1@2\"\n      A.5.1: \"3@4\"\n    last: 2026-11-02\n    every: 1 year\n"},
		{"one line", "review: {last: 2025-01-01, by: us} # x\nc: d\n", "review: # x\n  last: 2026-11-02\n  by: us\n  every: 1 year\n  seen:\n    POL-01: \"1@2\"\n    A.5.1: \"3@4\"\nc: d\n"},
		{"nothing", "c: d\n", "c: d\nreview:\n  every: 1 year\n  last: 2026-11-02\n  seen:\n    POL-01: \"1@2\"\n    A.5.1: \"3@4\"\n"},
		{"no map", "review: later\n", "review:\n  every: 1 year\n  last: 2026-11-02\n  seen:\n    POL-01: \"1@2\"\n    A.5.1: \"3@4\"\n"},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			src := "---\n" + c.old + "---\nText.\n"
			got, err := SetFrontFields([]byte(strings.ReplaceAll(src, "\n", end)), "review", fields...)
			want := strings.ReplaceAll("---\n"+c.new+"---\nText.\n", "\n", end)
			if err != nil || string(got) != want {
				t.Errorf("%s: %v\n--- got\n%s--- want\n%s", c.name, err, got, want)
			}
			again, err := SetFrontFields(got, "review", fields...)
			if err != nil || string(again) != want {
				t.Errorf("%s again: %v\n%s", c.name, err, again)
			}
		}
	}
	got, err := SetFrontFields([]byte("---\na: b\n---\n"), "approved", Field{"by", "Dana"}, Field{"role", ""}, Field{"date", "2026-11-02"})
	if want := "---\na: b\napproved: {by: Dana, date: 2026-11-02}\n---\n"; err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestWhatCannotBeChangedSafelyIsAnErrorAndNoLoss(t *testing.T) {
	for _, src := range []string{"{a: 1, b: 2}", "a: [1\n", "- a\n", "text", " a: 1\n b: 2\n", "a: 1\nb: 2\nA: 3\n"} {
		if got, err := Set([]byte(src), "a", "3"); err == nil {
			t.Errorf("%q was made %q", src, got)
		}
	}
	for _, value := range []string{"", "[", "a\nb: 2", "\n  x: [", "'"} {
		if got, err := Set([]byte("a: 1\n"), "a", value); err == nil {
			t.Errorf("%q made %q", value, got)
		}
	}
}

func TestFrontMatterIsChangedAndTheTextBelowStays(t *testing.T) {
	const file = "\ufeff---\nid: POL-01 # permanent\nstatus: approved\n---\n\nText.\n---\nstatus: no key\n"
	got, err := SetFront([]byte(file), "status", "draft")
	if want := strings.Replace(file, "status: approved", "status: draft", 1); err != nil || string(got) != want {
		t.Errorf("%v: %q", err, got)
	}
	got, err = RemoveFront([]byte(file), "status")
	if want := strings.Replace(file, "status: approved\n", "", 1); err != nil || string(got) != want {
		t.Errorf("%v: %q", err, got)
	}
	for _, file := range []string{"", "---", "---\nid: X\n", "Text.\n---\nid: X\n---\n", "+++\nid = 1\n+++\n"} {
		if got, err := SetFront([]byte(file), "status", "draft"); err == nil {
			t.Errorf("%q was made %q", file, got)
		}
	}
}

func TestARowIsAppendedAsTheRowsBeforeAreWritten(t *testing.T) {
	row := []string{"id: R-002", "title: New"}
	for _, c := range []struct{ src, want string }{
		{"", "- id: R-002\n  title: New\n"},
		{"# none yet\n", "# none yet\n- id: R-002\n  title: New\n"},
		{"# none yet\n[]\n", "# none yet\n- id: R-002\n  title: New\n"},
		{"- {id: R-001}", "- {id: R-001}\n- id: R-002\n  title: New\n"},
		{"rows: []\n# - id: R-001\n", "rows:\n  - id: R-002\n    title: New\n# - id: R-001\n"},
		{"owner: X\nrows:\n", "owner: X\nrows:\n  - id: R-002\n    title: New\n"},
		{"owner: X\n", "owner: X\nrows:\n  - id: R-002\n    title: New\n"},
		{"rows:\n- id: R-001\n  title: Old\n\nowner: X\n", "rows:\n- id: R-001\n  title: Old\n- id: R-002\n  title: New\n\nowner: X\n"},
		{"rows:\r\n    - id: R-001\r\n", "rows:\r\n    - id: R-001\r\n    - id: R-002\r\n      title: New\r\n"},
	} {
		got, err := AppendRow([]byte(c.src), row)
		if err != nil || string(got) != c.want {
			t.Errorf("%q: %v: %q", c.src, err, got)
		}
	}
	for _, src := range []string{"rows: [{id: R-001}]\n", "rows: none\n", "a: [", "[{id: R-001}]"} {
		if got, err := AppendRow([]byte(src), row); err == nil {
			t.Errorf("%q was made %q", src, got)
		}
	}
}

func TestARecordIsAppendedBelowItsHeadings(t *testing.T) {
	cells := map[string]string{"id": "AST-02", "title": `a "b", c`, "supplier-note": "x", "gone": "y"}
	for _, c := range []struct{ src, want string }{
		{"id,title,owner\nAST-01,a,b", "id,title,owner\nAST-01,a,b\nAST-02,\"a \"\"b\"\", c\",\n"},
		{"\ufeffID;Title;Supplier Note\r\n", "\ufeffID;Title;Supplier Note\r\nAST-02;\"a \"\"b\"\", c\";x\r\n"},
	} {
		got, err := AppendRecord([]byte(c.src), cells)
		if err != nil || string(got) != c.want {
			t.Errorf("%q: %v: %q", c.src, err, got)
		}
	}
	if got, err := AppendRecord(nil, cells); err == nil {
		t.Errorf("an empty file was made %q", got)
	}
}

// FuzzScalar holds that every text stands behind a key, in a list and in a map
// as the text it is.
func FuzzScalar(f *testing.F) {
	for _, s := range []string{"", "Clear Desk", "a: b", `"quoted"`, "it's", `back\slash "and" 'both'`, "{{organisation.short}} x", "[x]", "- a", "#a", "a #b", "yes", "1.10", "0x10", "\x00a\tb\nc", "\u202eabc", "~", "é ß 漢字 🙂", "a,b", "?", "<b>", "a:", "=", "!x", "&a", "*a", "2026-11-02", ".5", "+1", "null", "\ufeffx", "\u0085"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1000 {
			return
		}
		want := Line(s)
		quoted := Scalar(s)
		if strings.Contains(quoted, "\n") {
			t.Fatalf("%q is written on several lines: %q", s, quoted)
		}
		src := "a: " + quoted + "\nb: [" + quoted + ", x]\nc: {d: " + quoted + ", e: x}\n"
		v, faults := field.Parse(field.YAML, []byte(src), 1)
		if len(faults) > 0 {
			t.Fatalf("%q: %v\n%s", s, faults, src)
		}
		for _, got := range []*field.Value{v.Get("a"), v.Get("b", "0"), v.Get("c", "d")} {
			if got == nil || got.Text != want {
				t.Fatalf("%q is read as %+v\n%s", s, got, src)
			}
		}
		if v.Get("b", "1").Text != "x" || v.Get("c", "e").Text != "x" {
			t.Fatalf("%q spoils what stands beside it\n%s", s, src)
		}
	})
}

// FuzzSet holds that a key is changed or refused, and nothing else is.
func FuzzSet(f *testing.F) {
	f.Add(matter, "date")
	f.Add("a: |\n  # no comment\n\nb: 1\n", "a")
	f.Add("a: 1 # x\n? b\n: c\n", "b")
	f.Add("\r ", "a")
	f.Fuzz(func(t *testing.T, src, key string) {
		if strings.TrimFunc(key, func(r rune) bool { return r >= 'a' && r <= 'z' }) != "" || key == "" {
			return
		}
		got, err := Set([]byte(src), key, "new")
		if err != nil {
			return
		}
		v, faults := field.Parse(field.YAML, got, 1)
		if len(faults) > 0 || v.Get(key) == nil || v.Get(key).Text != "new" {
			t.Fatalf("%q: %v %q", src, faults, got)
		}
		if _, err := Remove(got, key); err != nil {
			t.Fatalf("%q: what was set is not removed: %v", got, err)
		}
	})
}

func FuzzSetFields(f *testing.F) {
	f.Add("review: # how often\n  # the board\n  last: 2025-01-01 # late\n  seen: {POL-01: x}\nc: d\n", "a: b")
	f.Add("review: {last: 2025-01-01, by: [us]}\n", "x")
	f.Add("review:\n last: |\n  a\n  b\n  # c\nd: e\n", "\u00e9 # x")
	f.Fuzz(func(t *testing.T, yaml, text string) {
		was, faults := field.Parse(field.YAML, []byte(yaml), 1)
		out, err := setFields([]byte(yaml), "review", []Field{{"last", "2026-11-02"}, {"note", Scalar(text)}, {"gone", ""}, {"seen", "\n  A.5.1: \"1@2\""}})
		if err != nil {
			return
		}
		now, _ := field.Parse(field.YAML, out, 1)
		if v := now.Get("review"); v == nil || v.Get("last") == nil || v.Get("last").Text != "2026-11-02" || v.Get("note") == nil || v.Get("note").Text != Line(text) || v.Get("seen", "a.5.1") == nil {
			t.Fatalf("%q\n%q", yaml, out)
		}
		old := was.Get("review")
		if len(faults) > 0 || old == nil || old.Kind != field.Map {
			return
		}
		for _, kept := range old.Fields { // nothing that was not named is lost
			switch field.Fold(kept.Key) {
			case "last", "note", "gone", "seen":
				continue
			}
			if v := now.Get("review", field.Fold(kept.Key)); kept.Value.Kind != field.Null && !same(v, kept.Value) {
				t.Fatalf("%s is %+v, was %+v\n%q\n%q", kept.Key, v, kept.Value, yaml, out)
			}
		}
	})
}
