package field

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// withPlaces is a value with all its positions, for comparing. The library
// miscounts the columns of values in lines that are not ASCII or end in white
// space; there only lines count.
func withPlaces(v *Value, columns bool) string {
	column := func(c int) int {
		if !columns {
			return 0
		}
		return c
	}
	var b strings.Builder
	var print func(v *Value)
	print = func(v *Value) {
		fmt.Fprintf(&b, "%d:%d %v %q %v", v.Line, column(v.Column), v.Kind, v.Text, v.Quoted)
		for _, item := range v.Items {
			b.WriteString(" - ")
			print(item)
		}
		for _, f := range v.Fields {
			fmt.Fprintf(&b, " (%d:%d %s ", f.Line, column(f.Column), f.Key)
			print(f.Value)
			b.WriteByte(')')
		}
	}
	print(v)
	return b.String()
}

// same holds the small reader to the library where it takes a text at all.
func same(t *testing.T, src []byte) bool {
	t.Helper()
	fast, ok := parsePlain(src)
	if !ok {
		return false
	}
	slow, faults := parseLibrary(src)
	if len(faults) > 0 || slow == nil {
		t.Errorf("%q: read as %s, and the library says %v", src, fast, faults)
		return true
	}
	columns := utf8.RuneCount(src) == len(src) && !bytes.Contains(src, []byte(" \n"))
	if a, b := withPlaces(fast, columns), withPlaces(slow, columns); a != b {
		t.Errorf("%q:\n%s\nlibrary:\n%s", src, a, b)
	}
	return true
}

func TestTheSmallFormOfYAMLIsReadAsTheWholeIs(t *testing.T) {
	for _, src := range []string{
		"a: b\n", "a: 1.10\nb: 0x10\nc: yes\nd: 2026-11-02\n", "a: [x, 1.10, \"q, r\", 'z']\n", "a: {b: c, d: [e, f], g: {h: i}}\n",
		"a:\n  b: c\n  d:\n    e: f\ng: h\n", "a:\n  - x\n  - {b: c}\n  - [1, 2]\nb: 1\n", "a:\n- x\n- y\nb: z\n", "# c\n\na: b # d\nc: \"e # f\" # g\n",
		"a b: ü é, ö (x); y\n", "a: [ü, é]\n", "a: {ü: x}\n", "a: https://x.example/y?z=1\n", "a: []\n", "a: x: y\n", "a:\n", "a: ~\n", "a: null\n",
		"a: b\n  c\n", "a: 'it''s'\n", "a: \"x\\n\"\n", "a: [b, c\n", "a: {b: c\n", "a: |\n  x\n", "a: &x b\n", "- a\n- b\n", "a: b\n---\nc: d\n", "a: -1\n", "a: - b\n",
		"a: b\na: c\n", "a: [b: c]\n", "a: {b}\n", "a:b\n", "a: [b, ]\n", "a: \"b\" c\n", "a:\n  - b: c\n    d: e\n", "a: [https://x.example/, b]\n", "a: 12:30\n", "null: a\n", "a: b:\n", "a: {b: c:d}\n",
		"\"0\": a\n\"b\":\n  \"c\": {\"d\": e, \"yes\": \"no\"}\n", "\"a\" : b\n", "\"a b\": c\n", "\"\": a\n", "\"null\": a\n", "\"a\"b: c\n", "a: {\"b\":c}\n", "a: {\"b\": c, \"b\": d}\n", "\"é\": a\n",
	} {
		same(t, []byte(src))
	}
}

func TestTheSampleIsOfTheSmallForm(t *testing.T) {
	names, err := filepath.Glob("../../content/*/*.md")
	if err != nil || len(names) < 100 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	small := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(data), "---\n")
		front, _, _ := strings.Cut(rest, "\n---\n")
		if same(t, []byte(front+"\n")) {
			small++
		} else {
			t.Logf("not of the small form: %s", name)
		}
	}
	if small < len(names)*9/10 {
		t.Errorf("only %d of %d", small, len(names))
	}
}

func TestTheWordsOfTheInterfaceAreOfTheSmallForm(t *testing.T) {
	names, err := filepath.Glob("../../templates/words/*.yaml")
	if err != nil || len(names) < 2 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !same(t, data) {
			t.Errorf("%s is not, so that every build spends a millisecond more on it", name)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"\"0\": a\n\"b\":\n  \"c\": {\"d\": e}\n", "a: b\n", "a: [x, {b: c}]\n", "a:\n  - x\n  - y # z\nb: 'q'\n", "a:\n  b: \"c\"\n", "a: ü # é\n", "\"0\"\n \"0\": 00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if invalidUTF8(src) < 0 {
			same(t, src)
		}
	})
}
