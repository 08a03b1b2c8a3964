package approval

import (
	"bytes"
	"strings"
	"testing"
)

func TestNamesAreTakenApartAsTheyWereMade(t *testing.T) {
	for _, n := range []Name{{"POL-02", "2.1", 1}, {"A.5.15", "1.0", 1}, {"6.1.3", "1", 2}, {"POL-02", "2.1-rc_1+b", 99}} {
		made, err := NameOf(n.ID, n.Version, n.Nth)
		if err != nil {
			t.Errorf("%+v: %v", n, err)
		}
		if got, ok := ParseName(made.String() + ".json"); !ok || got != n {
			t.Errorf("%s is taken for %+v", made, got)
		}
	}
	for _, s := range []string{"", ".json", "POL-02.json", "POL-02@.json", "@2.1.json", "POL-02@2.1.md", "POL-02@2.1~1.json", "POL-02@2.1~02.json", "POL-02@2.1~x.json", "../x@1.json", "POL-02@../1.json", "POL-02@1/2.json", "pol-02@1.json"} {
		if n, ok := ParseName(s); ok {
			t.Errorf("%q is taken for %+v", s, n)
		}
	}
	for _, n := range []Name{{"", "1", 1}, {"POL-02", "", 1}, {"POL-02", "1/2", 1}, {"POL-02", "..", 1}, {"POL-02", "1 2", 1}, {"POL-02", "1~2", 1}, {"POL-02", "1", 0}, {"CON/1", "1", 1}} {
		if _, err := NameOf(n.ID, n.Version, n.Nth); err == nil {
			t.Errorf("%+v names files", n)
		}
	}
}

func TestPatternsMatchAsInOpenSSH(t *testing.T) {
	for _, c := range []struct {
		name, patterns string
		want           bool
	}{
		{"dana", "dana", true}, {"dana", "Dana", false}, {"dana@x", "*@x", true}, {"dana@x", "*@y,*@x", true}, {"dana@x", "!dana@x,*@x", false},
		{"dana", "d?na", true}, {"dana", "d?a", false}, {"", "*", true}, {"", "", true}, {"a", "", false}, {"abc", "a*c*", true}, {"abc", "a*b", false},
	} {
		if got := listed(c.name, c.patterns); got != c.want {
			t.Errorf("%q matched by %q is %t", c.name, c.patterns, got)
		}
	}
	if matches(strings.Repeat("a", 1<<14), strings.Repeat("*a", 1<<10)+"b") {
		t.Error("what never ends in b is matched")
	}
}

func FuzzStatement(f *testing.F) {
	f.Add([]byte(`{"id": "POL-02", "version": "2.1", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "by": "Dana Reyes", "role": "Chief Executive", "date": "2026-02-20"}`))
	f.Add([]byte(`{"id": "POL-02", "ID": "x"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ParseStatement(data)
		if err != nil {
			return
		}
		again, err := ParseStatement(s.Bytes())
		if err != nil || again != s {
			t.Fatalf("%+v is read as %+v, %v", s, again, err)
		}
	})
}

func FuzzSigners(f *testing.F) {
	f.Add([]byte(`"Dana Reyes" namespaces="annexa-approval",valid-after="20260101" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFvvb4EfPAqZRVoa7LOJCh4B8D+DIAN3+7cB0HiWG5ic`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, faults := ParseSigners(data)
		if n := len(s.lines) + len(faults); n > 1+bytes.Count(data, []byte("\n")) {
			t.Fatalf("%d lines are %d", 1+bytes.Count(data, []byte("\n")), n)
		}
		for _, l := range s.lines {
			s.Names(&Key{public: l.key})
		}
	})
}
