package diag

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var (
	reviewDue        = NewRule("review-due", Note, "a review falls due soon")
	controlUndecided = NewRule("control-undecided", Warning, "a decision is missing")
)

func TestTheNearestSpellingIsSuggested(t *testing.T) {
	words := []string{"policy", "procedure", "procedures", "plan", "POL-01", "POL-02", "id", "A.5.15", "Größe", "a"}
	for word, want := range map[string]string{
		"polcy": "policy", "POLICY": "policy", "poilcy": "policy", "polixy": "policy", "policie": "policy", "procedur": "procedure", "prcedurse": "procedure", "pln": "plan", "pol-1": "POL-01", "POL-20": "POL-02",
		"di": "id", "i": "", "b": "", "A": "a", "A.5.51": "A.5.15", "POL-77": "", "POL-03": "", "A.5.155": "", "plan2": "", "größe": "Größe", "grösse": "Größe", "guideline": "", "": "", "xyz": "", strings.Repeat("x", 1000): "",
	} {
		if got := Nearest(word, slices.Values(words)); got != want {
			t.Errorf("nearest to %q is %q, want %q", word, got, want)
		}
	}
}

func sample() []Problem {
	return []Problem{
		BrokenLink.At(Place{"b.md", 3, 7}, "%s leads to nothing", "x.md").Hinting("did you mean %s?", "y.md"),
		DuplicateID.At(Place{"a.md", 2, 5}, "POL-01 is the id of b.md already"),
		reviewDue.At(Place{File: "a.md"}, "the review of \x1b[31mPOL-01\u202e is due"),
		controlUndecided.At(Place{}, "93 controls, 100 %% of them, without a decision"),
		DuplicateID.At(Place{"a.md", 2, 5}, "POL-01 is the id of b.md already"),
	}
}

func TestProblemsArePrintedInOrderAndOnce(t *testing.T) {
	problems := Sort(sample())
	var b bytes.Buffer
	if err := (Printer{}).Text(&b, problems); err != nil {
		t.Fatal(err)
	}
	want := `content: warning: 93 controls, 100 % of them, without a decision [control-undecided]
a.md: note: the review of �[31mPOL-01� is due [review-due]
a.md:2:5: error: POL-01 is the id of b.md already [duplicate-id]
b.md:3:7: warning: x.md leads to nothing [broken-link]
    hint: did you mean y.md?
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
	if c := CountOf(problems); c.String() != "1 error, 2 warnings, 1 note" {
		t.Error(c)
	}
	b.Reset()
	if err := (Printer{Colour: true}).Text(&b, problems[2:3]); err != nil || b.String() != "a.md:2:5: \x1b[1;31merror\x1b[0m: POL-01 is the id of b.md already \x1b[2m[duplicate-id]\x1b[0m\n" {
		t.Errorf("%q %v", b.String(), err)
	}
}

func TestProblemsAreJSON(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, Sort(sample())); err != nil {
		t.Fatal(err)
	}
	var out struct{ Problems []map[string]any }
	if err := json.Unmarshal(b.Bytes(), &out); err != nil || len(out.Problems) != 4 {
		t.Fatal(err, b.String())
	}
	if p := out.Problems[3]; p["file"] != "b.md" || p["line"] != 3.0 || p["column"] != 7.0 || p["severity"] != "warning" || p["rule"] != "broken-link" || p["hint"] != "did you mean y.md?" {
		t.Error(p)
	}
	if _, ok := out.Problems[0]["file"]; ok {
		t.Error(out.Problems[0])
	}
	b.Reset()
	if err := JSON(&b, nil); err != nil || strings.Contains(b.String(), "null") {
		t.Error(b.String(), err)
	}
}

func TestAnnotationsEscapeWhatEndsThem(t *testing.T) {
	var b bytes.Buffer
	p := BrokenLink.At(Place{"a,b:c%.md", 3, 7}, "x\n::error::y").Hinting("z")
	if err := GitHub(&b, []Problem{p, reviewDue.At(Place{}, "due")}); err != nil {
		t.Fatal(err)
	}
	want := "::warning file=a%2Cb%3Ac%25.md,line=3,col=7,title=broken-link::x%0A::error::y%0Ahint: z\n::notice title=review-due::due\n"
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

func TestTheOrderOfProblemsDoesNotDependOnWhoCameFirst(t *testing.T) {
	var many []Problem
	for i := range 200 {
		p := []*Rule{BrokenLink, DuplicateID, reviewDue}[i%3].At(Place{[]string{"", "a", "b"}[i%3], i % 4, i % 5}, "%d", i%7).Hinting("%d", i%11)
		many = append(many, p)
	}
	want := Sort(slices.Clone(many))
	for range 20 {
		rand.Shuffle(len(many), func(i, j int) { many[i], many[j] = many[j], many[i] })
		if got := Sort(slices.Clone(many)); !slices.Equal(got, want) {
			t.Fatal("another order")
		}
	}
}

func TestSeveritiesAreReadAndCapped(t *testing.T) {
	for s := Off; s <= Error; s++ {
		if got, ok := ParseSeverity(s.String()); !ok || got != s {
			t.Errorf("%s is read as %s", s, got)
		}
	}
	if _, ok := ParseSeverity("fatal"); ok {
		t.Error("fatal is a severity")
	}
	p := DuplicateID.At(Place{}, "x")
	if p.AtMost(Warning).Severity != Warning || p.AtMost(Warning).AtMost(Error).Severity != Warning {
		t.Error(p)
	}
}
