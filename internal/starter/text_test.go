package starter

import (
	"strings"
	"testing"
)

func TestMarksPutTheirsInThePlaceOfOurs(t *testing.T) {
	for _, c := range []struct{ ours, theirs string }{
		{"No mark.\n", "No mark.\n"},
		{"each of our <!-- ours -->31 <!-- theirs -->roles", "each of our roles"},
		{"in <!-- ours -->Rome<!-- theirs: the office --> and <!-- ours -->Bern<!-- theirs: at home -->.", "in the office and at home."},
		{"One.\n\nIt was so.<!-- theirs: It is so. --> Always.\n", "One.\n\nIt is so. Always.\n"},
		{"- a\n- b<!-- theirs: c -->\n- d\n", "- a\n- c\n- d\n"},
		{"1. a\n2. [x] b<!-- theirs -->\n3. d\n", "1. a\n3. d\n"},
		{"> [!NOTE]\n> Ours.<!-- theirs: Theirs. -->\n", "> [!NOTE]\n> Theirs.\n"},
		{"Term\n: Ours.<!-- theirs: Theirs. -->\n", "Term\n: Theirs.\n"},
		{"| a | <!-- ours -->b<!-- theirs: c --> |\n", "| a | c |\n"},
		{"One.\n\n<!-- ours -->\nTwo.\n\nThree.\n<!-- theirs: Four. -->\n\nFive.\n", "One.\n\nFour.\n\nFive.\n"},
		{"One.\n\n- two\n\n<!-- theirs:\nThree.\n\n| a |\n|---|\n-->\n", "Three.\n\n| a |\n|---|\n\n"},
	} {
		got, err := theirs(c.ours)
		if err != nil || got != c.theirs {
			t.Errorf("%q: %v\n got %q\nwant %q", c.ours, err, got, c.theirs)
		}
	}
	for ours, want := range map[string]string{
		"5. <!-- ours -->a<!-- theirs: b -->":              "line 1 begins with a mark",
		"x\n<!-- theirs: b --> a":                          "line 2 begins with a mark",
		"a\nb<!-- ours -->b":                               "line 2: <!-- ours --> is never followed",
		"x<!-- ours -->a\nx<!-- ours -->b<!-- theirs -->":  "line 2: <!-- ours --> stands here a second time",
		"a<!-- theirs: b <!-- ours --> -->":                "line 1: a comment stands within",
		"a<!-- theirs: b -->\n\n\nc <!-- ours --> d":       "is never followed",
		"x\n\ny<!-- theirs: a <!-- theirs: b --> c -->\nz": "a comment stands within",
	} {
		if got, err := theirs(ours); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v", ours, got, err)
		}
	}
}

func TestMarksInYAMLPutTheirsInThePlaceOfOurs(t *testing.T) {
	const ours = `# Stays.
# ours: Goes.
name: Rome    # theirs: the office
  deep: {a: b}  # its own comment  # theirs: "{{x}}"
date: 2026-11-02 # theirs:
- records   # theirs:
  # theirs: drafts: yes   # until then
plain: x # stays
`
	const want = `# Stays.
name: the office
  deep: "{{x}}"
  drafts: yes   # until then
plain: x # stays
`
	if got := theirsYAML(ours); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := ownWords("# ours: words: a b, c\nx: y\n# ours: words: d\n"); strings.Join(got, "|") != "a b|c|d" {
		t.Errorf("got %q", got)
	}
}

// fernhill knows Fernhill, its people and what it has written down.
var fernhill = &particulars{names: names{"Fernhill", "Reyes", "care worker"}, gone: map[string]bool{"R-001": true, "R-012": true, "NC-01": true, "REC-05": true}}

func TestWhatOnlyTheSampleCanSayIsLeftOut(t *testing.T) {
	for _, c := range []struct{ ours, theirs string }{
		{"Nothing of it. Not here.", "Nothing of it. Not here."},
		{"We look each month. In June 2026 it was fine. Nobody minds.", "We look each month. Nobody minds."},
		{"Reyes said so.", ""},
		{"The Fernhills differ. Reyesson too.", "The Fernhills differ. Reyesson too."},
		{"It is walled (R-001). It holds (R-001, [[R-012]] and NC-01).", "It is walled. It holds."},
		{"It is walled (R-001, A.5.1).", ""},
		{"See [[REC-05]] for that. See [[POL-01]] for this.", "See [[POL-01]] for this."},
		{"[Report](../records/a.md) is it. Not this.", "Not this."},
		{"ISO/IEC 27001:2022 with 1:2024 stays.", "ISO/IEC 27001:2022 with 1:2024 stays."},
		{"- a\n- Reyes\n- c", "- a\n- c"},
		{"These are ours:\n\n- Reyes\n- R-001\n\nNext.", "Next."},
		{"1. [ ] Ask. By 2026-11-02.", "1. [ ] Ask."},
		{"| a | b |\n|---|---|\n| x | Reyes |\n| y | z |", "| a | b |\n|---|---|\n| y | z |"},
		{"Rows:\n\n| a | b |\n|---|---|\n| x | Reyes |\n\nText.", "Text."},
		{"| a | 2026 |\n|---|---|\n| x | y |\n\nText.", "Text."},
		{"## Gone\n\nReyes.\n\n## Stays\n\nText.", "## Stays\n\nText."},
		{"## One\n\n### Two\n\nReyes.\n\n### Three\n\nText.", "## One\n\n### Three\n\nText."},
		{"> [!NOTE]\n> Until 2026-11-02.\n\nText.", "Text."},
		{"Term\n: Reyes.\n\nOther\n: Text.", "Other\n: Text."},
		{"Text.[^a] Reyes.[^b]\n\n[^a]: Stays.\n[^b]: Goes.", "Text.[^a]\n\n[^a]: Stays."},
		{"*All of it. Reyes.*", "All of it."},
		{"```\nReyes 2026\n\n# no heading\n```", "```\nReyes 2026\n\n# no heading\n```"},
		{"Each care worker is meant. Others too.", "Others too."},
	} {
		if got := fernhill.without(c.ours + "\n"); strings.TrimSpace(got) != c.theirs {
			t.Errorf("%q\n got %q\nwant %q", c.ours, got, c.theirs)
		}
	}
}

// FuzzWithout holds that whatever a text is, nothing of the sample company is
// left outside its code.
func FuzzWithout(f *testing.F) {
	for _, s := range []string{"Reyes.", "a\n- Reyes 2026\n  b\n", "| Reyes |\n|---|\n| a |", "# Reyes\n\na (R-001)", "> a\n> Reyes", "~~~\nReyes", "x\n: Reyes\n[^a]: y", "a<!-- ours -->b<!-- theirs: c -->", "\x00\n\n\n*Reyes. b*", "a:\n\n1. Reyes\n\n    b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if marked, err := theirs(text); err == nil {
			text = marked
		}
		got := fernhill.without(text)
		if strings.Contains(text, "```") || strings.Contains(text, "~~~") {
			return // code is kept as it is
		}
		for line := range strings.SplitSeq(got, "\n") {
			if fernhill.in(line) {
				t.Fatalf("%q is left of %q", line, text)
			}
		}
	})
}
