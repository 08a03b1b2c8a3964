package starter

import "testing"

func TestAnswersThatCannotBeAreRefused(t *testing.T) {
	for _, c := range []struct {
		check func(string) error
		good  []string
		wrong []string
	}{
		{CheckDomain, []string{"example.org", "a-b.co.uk", "müller.example", "1.example"}, []string{"", "example", "bad domain", "it@example.org", ".org", "a..b", "-a.org", "a.org.", "https://example.org", "a_b.org"}},
		{CheckLanguage, []string{"en-GB", "de", "pt-br", "zh-Hant", "gsw"}, []string{"", "zz", "German", "plain German", "en_GB.UTF-8", "de-ZQ1"}},
	} {
		for _, answer := range c.good {
			if err := c.check(answer); err != nil {
				t.Errorf("%q: %v", answer, err)
			}
		}
		for _, answer := range c.wrong {
			if c.check(answer) == nil {
				t.Errorf("%q is taken", answer)
			}
		}
	}
}
