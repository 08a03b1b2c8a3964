package config

import (
	"os"
	"strings"
	"testing"

	"annexa/internal/diag"
)

func FuzzRead(f *testing.F) {
	sample, err := os.ReadFile("../../content/annexa.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample)
	for _, s := range []string{
		"", "- a", "a", "risk: {scale: 3, matrix: [[1,2,3],[2,4,6],[3,6,9]]}", "Risk: {Scale: 99}", "packs: [{id: a, include: [x, {register: y}]}]", "sign: none", "sign: {key: a, level: B-LT}",
		"rules: {broken-link: off}", "registers: {projects: {prefix: PRJ, columns: {sponsor: {type: role, words: [a]}}}}", "base: https://a@b:c/", "product: {name: x}", "edition: 2013\ndate: 2026-11-02\ndrafts: hide",
		"approval: {policy: [a]}", "contacts: {a: {b: c}}", "language: de-AT", "registers: [a]", "packs: {a: b}", "risk: 5", "rules: [a]", "rules: {a: {severity: x, except: [{on: \"[\", reason: r, until: 2027-01-01}, {On: y}, z], want: {policy: [A, {b: c}], x: y}}, a: {except: {on: 1}, want: []}}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, problems := Read(src)
		for _, p := range problems {
			if p.Rule == nil || p.Message == "" || p.Place.Line < 1 || p.Severity < diag.Warning {
				t.Fatalf("%+v", p)
			}
		}
		if c.Language == "" || c.Name() == "" || c.Risk.Scale < 2 || c.Risk.Scale > 10 || c.Review.Every.IsZero() || c.Sign.Level == "" && !c.Sign.None && len(problems) == 0 {
			t.Fatalf("%+v", c)
		}
		for l := range c.Risk.Scale + 2 {
			for i := range c.Risk.Scale + 2 {
				if level := c.Risk.Level(l, i); level > 0 != (l > 0 && i > 0 && l <= c.Risk.Scale && i <= c.Risk.Scale) {
					t.Fatalf("%d and %d make %d", l, i, level)
				}
			}
		}
		for _, p := range c.Packs {
			if strings.ContainsAny(p.ID, "/\\ \n") || p.ID == "" || p.Title == "" {
				t.Fatalf("%+v", p)
			}
		}
		for _, name := range c.Variables() {
			if _, ok := c.Value(name); !ok || !strings.Contains(name, ".") {
				t.Fatalf("%q", name)
			}
		}
	})
}
