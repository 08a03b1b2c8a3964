package object

import (
	"strings"
	"testing"
)

func TestObjectsAreReadAndWritten(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"null", "null"},
		{" true % comment\n", "true"},
		{"-17", "-17"},
		{"+4", "4"},
		{"4.", "4"},
		{"-.002", "-0.002"},
		{"-0.0", "0"},
		{"99999999999999999999", "100000000000000000000"},
		{"(a(b)c)", `(a\(b\)c)`},
		{`(\101\7\\\)\n\
x)`, "(A\a\\\\\\)\\nx)"},
		{"(one\r\ntwo)", `(one\ntwo)`},
		{"<48 65 6C6c 7>", "(Hellp)"},
		{"<>", "()"},
		{"/A#20B#2F", "/A#20B#2F"},
		{"/", "/"},
		{"[1 0 R 2 3 4 0 R/N(s)]", "[1 0 R 2 3 4 0 R /N (s)]"},
		{"<</A 1/B<</C[]>>/D/E>>", "<</A 1/B<</C[]>>/D/E>>"},
	} {
		o, err := Parse([]byte(c.in), Limits{})
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		out, err := Append(nil, o)
		if err != nil || string(out) != c.out {
			t.Errorf("%s: wrote %s, %v; want %s", c.in, out, err, c.out)
		}
		again, err := Parse(out, Limits{})
		if err != nil {
			t.Errorf("%s: read again: %v", c.in, err)
			continue
		}
		if twice, _ := Append(nil, again); string(twice) != c.out {
			t.Errorf("%s: written twice it became %s", c.in, twice)
		}
	}
}

func TestMalformedObjectsAreRefused(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "end inside",
		"[1 2":                     "end inside",
		"<</A":                     "end inside",
		"(abc":                     "end inside",
		"<41":                      "end inside",
		"<4x>":                     "hexadecimal",
		"<</A 1/A 2>>":             "twice",
		"<</A 1>":                  ">>",
		"<<1 2>>":                  "name as key",
		"1 2":                      "follows",
		"0 0 R":                    "follows",
		"1e5":                      "no object",
		"nul":                      "no object",
		"1.2.3":                    "no object",
		"/A#0":                     "hexadecimal",
		"/A#00":                    "null character",
		")":                        "begins no object",
		strings.Repeat("[", 101):   "nested",
		strings.Repeat("<</A", 99): "end inside",
		"[" + strings.Repeat("1 ", 2_000_000) + "]": "more values",
	} {
		_, err := Parse([]byte(in), Limits{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30s: error %v, want %q", in, err, want)
		}
	}
}

func TestWhatNoFileCanHoldIsNotWritten(t *testing.T) {
	zero := 0.0
	for _, o := range []Object{Real(1 / zero), Name("a\x00"), Array{nil}, new(Dict).Set("A", nil), nil} {
		if out, err := Append(nil, o); err == nil {
			t.Errorf("%v was written as %s", o, out)
		}
	}
}

func TestDictKeepsOrderAtAnySize(t *testing.T) {
	d := &Dict{}
	for i := range 40 {
		d.Set(Name("K"+string(rune('A'+i))), Integer(i))
	}
	d.Delete("KB", "KC", "none").Set("KA", Integer(100)).Set("last", Null{})
	c := d.Clone().Set("KD", Null{})
	if d.Len() != 39 || d.Get("KB") != nil || d.Get("KA") != Integer(100) || d.Get("KD") != Integer(3) || c.Get("KD") != (Null{}) {
		t.Error("a large dictionary lost or kept the wrong keys")
	}
	var first, last Name
	for k := range d.All() {
		if first == "" {
			first = k
		}
		last = k
	}
	if first != "KA" || last != "last" {
		t.Errorf("order runs from %s to %s", first, last)
	}
	if small := new(Dict).Set("A", Null{}).Set("B", Null{}).Delete("A"); small.Get("A") != nil || small.Len() != 1 {
		t.Error("a small dictionary kept a deleted key")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"[1 0 R(a\\053)<</A/B#41>>]", "<48>", "-1.5", "((\\", "<</A<</B[", "true%"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := Parse(data, Limits{})
		if err != nil {
			return
		}
		out, err := Append(nil, o)
		if err != nil {
			t.Fatalf("%q was read but cannot be written: %v", data, err)
		}
		again, err := Parse(out, Limits{})
		if err != nil {
			t.Fatalf("%q became %q: %v", data, out, err)
		}
		if twice, _ := Append(nil, again); string(twice) != string(out) {
			t.Fatalf("%q became %q, then %q", data, out, twice)
		}
	})
}
