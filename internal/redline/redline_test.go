package redline

import (
	"strings"
	"testing"
)

// marked is the pieces as a text: [-gone-]{+new+}.
func marked(list []Piece) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString([]string{"", "[-", "{+"}[p.Kind] + p.Text + []string{"", "-]", "+}"}[p.Kind])
	}
	return b.String()
}

func TestAChangeIsToldByItsWords(t *testing.T) {
	for _, c := range []struct{ old, now, want string }{
		{"", "", ""},
		{"the same\n", "the same\n", "the same\n"},
		{"", "all of it\n", "{+all of it\n+}"},
		{"all of it\n", "", "[-all of it\n-]"},
		{"Reviews take place every 6 months.\n", "Reviews take place every 12 months.\n", "Reviews take place every [-6-]{+12+} months.\n"},
		{"a\nb\nc\n", "a\nx\nb\nc\n", "a\n{+x\n+}b\nc\n"},
		{"It answers A.5.15 today.\n", "It answers A.5.18 today.\n", "It answers [-A.5.15-]{+A.5.18+} today.\n"},
		{"We don't.\n", "We do.\n", "We [-don't-]{+do+}.\n"},
		{"| a | 2.1 |\n", "| a | 2.2 |\n", "| a | [-2.1-]{+2.2+} |\n"},
		{"Old words stood here.\n", "Nothing like that stands now.\n", "[-Old words stood here-]{+Nothing like that stands now+}.\n"},
		{"no line's end", "no line's end\n", "no line's end{+\n+}"},
		{"für Ä\n", "für Ö\n", "für [-Ä-]{+Ö+}\n"},
	} {
		if got := marked(Compare(c.old, c.now)); got != c.want {
			t.Errorf("%q to %q is told as %q, not %q", c.old, c.now, got, c.want)
		}
	}
}

func TestATextRewrittenFromEndToEndIsToldInBoundedTime(t *testing.T) {
	var old, now strings.Builder
	for i := range 20_000 {
		old.WriteString(strings.Repeat("a", i%7+1) + " ")
		now.WriteString(strings.Repeat("b", i%5+1) + " ")
	}
	if list := Compare(old.String(), now.String()); len(list) != 2 {
		t.Errorf("it is told in %d pieces", len(list))
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("a b\nc", "a\nb c")
	f.Add("\xff\ud7ff", "x\x00")
	f.Fuzz(func(t *testing.T, old, now string) {
		list := Compare(old, now)
		var was, is strings.Builder
		for i, p := range list {
			if p.Text == "" || i > 0 && list[i-1].Kind == p.Kind {
				t.Fatalf("%q and %q: %+v", old, now, list)
			}
			if p.Kind != New {
				was.WriteString(p.Text)
			}
			if p.Kind != Gone {
				is.WriteString(p.Text)
			}
		}
		if was.String() != old || is.String() != now {
			t.Fatalf("%q and %q are told as %+v", old, now, list)
		}
		if Changed(list) != (old != now) {
			t.Fatalf("%q and %q: changed is %t", old, now, Changed(list))
		}
	})
}
