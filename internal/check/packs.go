package check

import (
	"slices"
	"strings"

	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/isms"
)

// The rules of packs: a pack holds what it was asked to, and nothing above its
// classification.
var (
	PackEmptyWord      = diag.NewRule("pack-word", diag.Error, "a word of a pack that matches nothing leaves the pack without what it was to hold")
	PackClassification = diag.NewRule("pack-classification", diag.Error, "a document classified above its pack would reach readers it is not meant for")
)

func (c *checker) packs() {
	for _, p := range c.m.Config.Packs {
		s := c.m.Select(p)
		for _, include := range s.Unmatched {
			c.report(c.unmatched(p, include))
		}
		for _, e := range s.Above {
			what := ""
			if e.Document != nil {
				what = name(e.Document)
			} else {
				what = "the register " + e.Register.Schema.Name
			}
			c.report(PackClassification.At(e.By.Place, "%s is %s, and the pack %s is %s", what, e.Classification(), p.ID, p.Classification).Hinting("classify the pack higher, or leave it out"))
		}
	}
}

func (c *checker) unmatched(p config.Pack, include config.Include) diag.Problem {
	problem := PackEmptyWord.At(include.Place, "the pack %s includes %q, which matches nothing", p.ID, include.Word)
	if include.Register {
		return problem.Hinting("there is no file registers/%s.yaml", include.Word)
	}
	if _, ok := c.m.Register(strings.ToLower(include.Word)); ok {
		return problem.Hinting("write {register: %s}", strings.ToLower(include.Word))
	}
	if slices.Contains(isms.PackWords(), strings.ToLower(include.Word)) {
		return problem.Hinting("write one, or take the word out")
	}
	if near := diag.Nearest(include.Word, func(yield func(string) bool) {
		for _, w := range isms.PackWords() {
			if !yield(w) {
				return
			}
		}
		for _, d := range c.m.Documents {
			if d.ID != "" && !yield(d.ID) {
				return
			}
		}
	}); near != "" {
		return problem.Hinting("did you mean %s?", near)
	}
	return problem.Hinting("write %s, or the id of a document", strings.Join(isms.PackWords(), ", "))
}
