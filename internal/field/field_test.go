package field

import (
	"fmt"
	"strings"
	"testing"

	"annexa/internal/day"
	"annexa/internal/diag"
)

func TestScalarsKeepTheTextTheyWereTypedAs(t *testing.T) {
	for name, c := range map[string]struct {
		format Format
		src    string
	}{
		"YAML": {YAML, "a: 1.10\nb: 5.10\nc: 1_0\nd: 0x10\ne: yes\nf: 2026-11-02\ng: 007\nh: 1e3\ni: [1.10, 0x10, yes]\n"},
		"TOML": {TOML, "a = 1.10\nb = 5.10\nc = 1_0\nd = 0x10\ne = \"yes\"\nf = 2026-11-02\ng = \"007\"\nh = 1e3\ni = [1.10, 0x10, \"yes\"]\n"},
		"JSON": {JSON, `{"a": 1.10, "b": 5.10, "c": "1_0", "d": "0x10", "e": "yes", "f": "2026-11-02", "g": "007", "h": 1e3, "i": [1.10, "0x10", "yes"]}`},
	} {
		v, faults := Parse(c.format, []byte(c.src), 1)
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
			continue
		}
		want := `{a: "1.10", b: "5.10", c: "1_0", d: "0x10", e: "yes", f: "2026-11-02", g: "007", h: "1e3", i: ["1.10", "0x10", "yes"]}`
		if got := v.String(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

func TestPositionsAreThoseOfTheFile(t *testing.T) {
	for format, src := range map[Format]string{
		YAML: "id: POL-01\nlist:\n  - één: A.5.1\n    two: x\n",
		TOML: "id = \"POL-01\"\n\n[[list]]\néén = \"A.5.1\"\ntwo = \"x\"\n",
		JSON: "{\"id\": \"POL-01\",\n \"list\": [\n  {\"één\": \"A.5.1\",\n   \"two\": \"x\"}]}\n",
	} {
		if format == TOML {
			src = strings.Replace(src, "één", "\"één\"", 1)
		}
		v, faults := Parse(format, []byte(src), 11)
		if len(faults) > 0 {
			t.Errorf("%s: %v", format, faults)
			continue
		}
		two := v.Get("list").Items[0].Get("two")
		want := map[Format][2]int{YAML: {14, 10}, TOML: {15, 7}, JSON: {14, 11}}[format]
		if two.Line != want[0] || two.Column != want[1] {
			t.Errorf("%s: two stands at %d:%d, want %v", format, two.Line, two.Column, want)
		}
	}
}

func TestWrongFilesAreFaultsThatTeach(t *testing.T) {
	for src, want := range map[string]string{
		"title: {{organisation.name}} policy\n": "must be quoted",
		"list: [{{a.b}}]\n":                     "must be quoted",
		"a: b: c\n":                             "must be quoted",
		"a: *nowhere\n":                         "quote a text that begins with *",
		"a: &x [1]\nb: *x\n":                    "write the value itself",
		"a: !!binary x\n":                       "leave the tag out",
		"a: 1\n---\nb: 2\n":                     "one document",
		"<<: {a: 1}\n":                          "merge keys",
	} {
		_, faults := Parse(YAML, []byte(src), 1)
		if len(faults) == 0 || !strings.Contains(faults[0].Message+" "+faults[0].Hint, want) {
			t.Errorf("%q: %v, want %q", src, faults, want)
		}
	}
	if v, faults := Parse(YAML, []byte("a: \xff\n"), 5); v != nil || faults[0].Line != 5 || faults[0].Column != 4 {
		t.Errorf("invalid UTF-8: %v %v", v, faults)
	}
}

func TestExplodingAliasesStaySmall(t *testing.T) {
	src := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'l'; c++ {
		p := string(c - 1)
		src += string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+p+",", 9), ",") + "]\n"
	}
	if _, faults := Parse(YAML, []byte(src), 1); len(faults) == 0 {
		t.Error("aliases of lists were read")
	}
}

type sample struct {
	ID       string         `field:"id"`
	Kind     string         `field:"kind" words:"policy in-review"`
	Refs     []Text         `field:"implements"`
	On       day.Date       `field:"approved-on"`
	Every    day.Interval   `field:"every"`
	Yes      bool           `field:"applicable"`
	N        int            `field:"n"`
	Sub      *sample        `field:"sub"`
	Rows     []sample       `field:"rows"`
	Free     map[string]int `field:"free"`
	Anything *Value         `field:"anything"`
}

func decode(t *testing.T, src string) (sample, []string) {
	t.Helper()
	v, faults := Parse(YAML, []byte(src), 1)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var s sample
	var problems []string
	d := Decoder{File: "f.md", Wrong: diag.FrontMatter, Unknown: diag.FrontMatter, Report: func(p diag.Problem) {
		problems = append(problems, p.Place.String()+": "+p.Message+" | "+p.Hint)
	}}
	d.Decode(v, &s)
	return s, problems
}

func TestWhatFitsIsDecoded(t *testing.T) {
	s, problems := decode(t, `id: X-1
Kind: In Review
implements: A.5.1
approved on: 2026-01-02
every: 12 months
applicable: Yes
n: 4
sub: {id: 1.10, rows: [{id: a}, {id: b}]}
free: {a: 1, B: 2}
anything: [x]
`)
	if len(problems) > 0 || s.Kind != "in-review" || s.Refs[0] != (Text{"A.5.1", 3, 13}) || s.On.String() != "2026-01-02" || s.Every.Months != 12 ||
		!s.Yes || s.N != 4 || s.Sub.ID != "1.10" || s.Sub.Rows[1].ID != "b" || s.Free["B"] != 2 || s.Anything.Kind != List {
		t.Errorf("%+v %q", s, problems)
	}
}

func TestWhatDoesNotFitIsReportedAtItsPlace(t *testing.T) {
	_, problems := decode(t, "titel: x\nkind: polici\nid: [a]\nid: b\nn: many\napplicable: maybe\nsub: x\napproved-on: 2026-02-30\nevery: soon\nrows: [1]\n")
	got := strings.Join(problems, "\n")
	for _, want := range []string{
		"f.md:1:1: the key titel is not known here", "f.md:2:7: kind is one of policy, in-review, and this is \"polici\" | did you mean policy?",
		"f.md:3:5: id wants a single text, and this is a list", "f.md:4:1: the key id stands here a second time", "f.md:5:4: n wants a whole number, and this is \"many\" | write it in digits alone, such as n: 5",
		"f.md:6:13: applicable wants yes or no", "f.md:7:6: sub wants keys with values", "f.md:8:14: approved-on: there is no day 2026-02-30",
		"f.md:9:8: every: \"soon\" is no interval", "f.md:10:8: rows wants keys with values",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %q in\n%s", want, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1.10\n", "a = 1.10\n[b.c]\nd=[{x=1}]\n[[e]]\n", `{"a": [1, {"b": null}]}`, "a: &x b\nc: *x\n", "? a\n: b\n", "a: |\n  x\n", "- - - a", "{{a}}", "a.b = 1\na = 2", "a: !t\n  b: c"} {
		for format := byte(0); format < 3; format++ {
			f.Add(format, []byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, format byte, src []byte) {
		v, faults := Parse(Format(format%3), src, 1)
		if v == nil && len(faults) == 0 {
			t.Fatal("neither a value nor a fault")
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Message == "" {
				t.Fatalf("a fault without a place or words: %+v", fault)
			}
		}
		var s sample
		d := Decoder{Wrong: diag.FrontMatter, Unknown: diag.FrontMatter, Report: func(diag.Problem) {}}
		d.Decode(v, &s)
	})
}

func BenchmarkFrontMatter(b *testing.B) {
	src := []byte("id: POL-02\ntitle: Access Control Policy\nkind: policy\nversion: \"2.1\"\nstatus: approved\nowner: Head of IT\naudience: [all staff]\nimplements: [A.5.15, A.5.18]\napproved: {by: Dana Reyes, role: Chief Executive, date: 2026-02-20}\nreview: {every: 12 months, last: 2026-02-20, next: 2027-02-20}\nhistory:\n  - {version: \"2.1\", date: 2026-02-20, author: Head of IT, change: Added service accounts.}\n")
	b.ReportAllocs()
	for b.Loop() {
		Parse(YAML, src, 2)
	}
}

func TestHostileTextIsRefusedInBoundedTime(t *testing.T) {
	numbered := func(format string) string {
		var b strings.Builder
		for i := range 100_000 {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		format Format
		src    string
		faults bool
	}{
		"open lists":        {YAML, "a: " + strings.Repeat("[\n", 100_000), true},
		"open lists a line": {YAML, "a: " + strings.Repeat("[", 15_000), true},
		"dashes":            {YAML, strings.Repeat("- ", 5_000), true},
		"question marks":    {YAML, strings.Repeat("\n? a: ", 5_000), true},
		"many keys":         {YAML, numbered("k%d: v\n"), true},
		"many documents":    {YAML, strings.Repeat("---\na: b\n", 50_000), true},
		"many tags":         {YAML, strings.Repeat("- !a x\n", 10_000), true},
		"bare lines":        {YAML, strings.Repeat("|- \n", 100_000), true},
		"large":             {YAML, strings.Repeat("- a\n", 1_000_000), true},
		"TOML tables":       {TOML, numbered("[a%d]\n"), true},
		"TOML lists":        {TOML, "a = " + strings.Repeat("[", 100_000), true},
		"TOML words":        {TOML, strings.Repeat("a.", 50_000) + "a = 1", true},
		"JSON lists":        {JSON, strings.Repeat("[", 1_000_000), true},
		"JSON a line":       {JSON, "[" + strings.Repeat("1,", 400_000) + "1]", false},
	} {
		if _, faults := Parse(c.format, []byte(c.src), 1); len(faults) > 0 != c.faults || len(faults) > 100 {
			t.Errorf("%s: %d faults", name, len(faults))
		}
	}
}

func TestRealTextStaysWithinTheBounds(t *testing.T) {
	rows := strings.Repeat("- id: R-1\n  title: between [0 and 1\n  controls: [A.5.1]\n  note: |\n    - - -\n    ? no\n", 900)
	for name, src := range map[string]string{"rows": rows, "one document": "---\n# particulars\na: b\n", "a rule within a text": "a: |\n  x\n  ---\n  y\n"} {
		if _, faults := Parse(YAML, []byte(src), 1); len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

func TestLineEndsAndByteOrderMarkMakeNoDifference(t *testing.T) {
	want, _ := Parse(YAML, []byte("a: b\nc: |\n  d\n  e\n"), 1)
	got, faults := Parse(YAML, []byte("\ufeffa: b\r\nc: |\r\n  d\r\n  e\r\n"), 1)
	if len(faults) > 0 || got.String() != want.String() {
		t.Errorf("%s %v, want %s", got, faults, want)
	}
}

func TestKeysAreFoundInAnySpelling(t *testing.T) {
	v, _ := Parse(YAML, []byte("Plan Approved_by:\n  ROLE: x\n"), 1)
	if got := v.Get("plan-approved-by", "role"); got == nil || got.Text != "x" {
		t.Error(v)
	}
}

func TestATextMayHoldAColon(t *testing.T) {
	for src, want := range map[string]string{
		"a: [2013:A.5.1, b]":                      `{a: ["2013:A.5.1", "b"]}`,
		"a: {b: [2013:A.5.1, 2013:10.1], c: d:e}": `{a: {b: ["2013:A.5.1", "2013:10.1"], c: "d:e"}}`,
		"- {a: [x:y:z, https://e.org/a?b=c:d]}":   `[{a: ["x:y:z", "https://e.org/a?b=c:d"]}]`,
		"a: {b: [x: y, \"q\":z]}":                 `{a: {b: [{x: "y"}, {q: "z"}]}}`,
	} {
		v, faults := Parse(YAML, []byte(src), 1)
		if got := v.String(); got != want || len(faults) > 0 {
			t.Errorf("%s: %s %v, want %s", src, got, faults, want)
		}
	}
}
