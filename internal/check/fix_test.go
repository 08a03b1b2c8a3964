package check_test

import (
	"testing"

	"annexa/internal/check"
	"annexa/internal/edit"
)

// TestFixesMakeTheMendedTwin holds that a machine mends the example of a page
// as its mended twin is, to the byte.
func TestFixesMakeTheMendedTwin(t *testing.T) {
	mended := map[string]bool{}
	for _, family := range check.Families() {
		for _, rule := range family.Rules {
			page, err := check.Explain(rule)
			if err != nil {
				t.Fatal(err)
			}
			content := map[string]string{}
			for _, f := range page.Faulty {
				content[f.Path] = f.Text
			}
			problems := everyProblem(t, content, false)
			for _, f := range page.Mended {
				change, done := edit.Fix(f.Path, []byte(content[f.Path]), problems)
				if len(done) == 0 {
					continue
				}
				mended[rule.Name] = true
				if string(change.New) != f.Text {
					t.Errorf("%s: made %q, not %q", rule.Name, change.New, f.Text)
				}
			}
		}
	}
	for _, rule := range []string{"invalid-date", "unquoted-number", "broken-link"} {
		if !mended[rule] {
			t.Errorf("the example of %s is not mended", rule)
		}
	}
}
