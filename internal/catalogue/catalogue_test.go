package catalogue_test

import (
	"strings"
	"testing"

	"annexa/internal/catalogue"
	"annexa/internal/config"
)

const ours = `id: BANK
title: Conditions
groups: [{id: g, title: Access}]
entries:
  - {id: 1.10, title: One, group: g, maps: [A.5.10, 6.1.2]}
`

const oscal = `{"catalog": {"metadata": {"title": "Frame", "version": "5.1.1", "links": [{"href": "https://example.org/x"}]}, "groups": [
  {"id": "ac", "title": "Access", "groups": [{"title": "Nameless", "controls": [{"id": "ac-2", "title": "Accounts",
    "props": [{"name": "label", "class": "zero-padded", "value": "AC-02"}, {"name": "label", "value": "AC-2"}, {"name": "maps", "value": "A.5.16; A.5.18"}],
    "controls": [{"id": "ac-2.1", "title": "More", "props": [{"name": "label", "value": "AC-2(1)"}], "links": [{"href": "#A.8.2", "rel": "maps"}, {"href": "#ac-2", "rel": "required"}]}]}]}]}]}}`

// said is what a catalogue holds, an entry a line.
func said(c *catalogue.Catalogue) string {
	var b strings.Builder
	for _, g := range c.Groups {
		b.WriteString(g.ID.Value + " " + g.Title + "\n")
	}
	for _, e := range c.Entries {
		b.WriteString(e.Group.Value + ": " + e.ID.Value + " " + e.Title)
		for _, m := range e.Maps {
			b.WriteString(" " + m.Value)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestBothFormsAreRead(t *testing.T) {
	for _, c := range []struct{ file, src, id, want string }{
		{"catalogues/a.yaml", ours, "BANK", "g Access\ng: 1.10 One A.5.10 6.1.2\n"},
		{"catalogues/nist-800.json", oscal, "NIST800", "ac Access\nac: AC-2 Accounts A.5.16 A.5.18\nac: ac-2.1 More A.8.2\n"},
		{"catalogues/x1.yaml", "catalog: {controls: [{id: c1, title: T}]}", "X1", ": c1 T\n"},
	} {
		got := catalogue.Parse(c.file, [32]byte{}, []byte(c.src))
		if len(got.Problems) > 0 || got.ID.Value != c.id || said(got) != c.want || got.Classification != "internal" {
			t.Errorf("%s: %v %s\n%s", c.file, got.Problems, got.ID.Value, said(got))
		}
	}
}

func TestWhatCannotBeReadIsClassifiedHighest(t *testing.T) {
	for _, src := range []string{"id: [", "id: BANK\ntitle: T\nclassification: secret\nentries: []\n"} {
		if c := catalogue.Parse("catalogues/a.yaml", [32]byte{}, []byte(src)); c.Classification != config.Unclear || len(c.Problems) == 0 {
			t.Errorf("%q is %s: %v", src, c.Classification, c.Problems)
		}
	}
}

func TestWhatIsTooLargeOrTooDeepIsSaid(t *testing.T) {
	var b strings.Builder
	b.WriteString("id: BIG\ntitle: T\nentries:\n")
	for i := range 6000 {
		b.WriteString("- {id: n" + strings.Repeat("0", i%30) + "-" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + ", title: T}\n")
	}
	for src, want := range map[string]string{
		b.String(): "only the first 5000 entries and groups are read",
		"catalog: " + strings.Repeat(`{"groups": [`, 30) + "{}" + strings.Repeat("]}", 30): "nested too deep",
	} {
		c := catalogue.Parse("catalogues/big.yaml", [32]byte{}, []byte(src))
		told := 0
		for _, p := range c.Problems {
			if strings.Contains(p.Message, want) {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%d times %q: %v", told, want, c.Problems[:min(3, len(c.Problems))])
		}
	}
}

// FuzzParse holds that nothing makes reading panic, and that whatever is read
// has ids of its own.
func FuzzParse(f *testing.F) {
	f.Add("catalogues/a.yaml", ours)
	f.Add("catalogues/a.json", oscal)
	f.Add("catalogues/a.yaml", "catalog: {groups: [{controls: [{props: [x], links: {}, id: [1]}]}]}")
	f.Add("catalogues/a.yaml", "a: &a [*a]\n")
	f.Fuzz(func(t *testing.T, file, src string) {
		c := catalogue.Parse(file, [32]byte{}, []byte(src))
		seen := map[string]bool{}
		for _, e := range c.Entries {
			if key := strings.ToUpper(e.ID.Value); seen[key] || key == "" {
				t.Errorf("%q is there twice, or no id", e.ID.Value)
			} else {
				seen[key] = true
			}
		}
		for _, p := range c.Problems {
			if p.Place.File != file || p.Place.Line < 1 {
				t.Errorf("a problem without a place: %+v", p)
			}
		}
	})
}
