package search

import (
	"strings"

	"github.com/kljensen/snowball/english"
)

// A tongue is how words of a language are brought to a common form.
type tongue struct {
	stem func(word string) string // of a word in lower case
	stop map[string]bool          // words that say nothing by themselves
}

// tongueOf is the one for a tag of BCP 47: words of languages other than English
// and German stay as they are.
func tongueOf(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	if _, ok := tongues[tag]; ok {
		return tag
	}
	return ""
}

var tongues = map[string]tongue{
	"en": {func(word string) string { return english.Stem(word, true) }, set(`
		a an and are as at be been being but by did do does for from had has have he her his how if in into is it its
		nor of on or she so than that the their them then there these they this those to too was were what when where which
		who whom whose why with you your`)},
	"de": {stemGerman, set(`
		aber als also am an auch auf aus bei beim bin bis bist da damit dann das dass daß dem den denn der deren des
		dessen die dies diese diesem diesen dieser dieses doch du durch ein eine einem einen einer eines er es für hat
		hatte ihr ihre ihrem ihren ihrer im in ins ist ja je jede jedem jeden jeder jedes mit nach noch nun nur ob oder
		ohne sein seine seinem seinen seiner sich sie sind so sowie über um und uns unter vom von vor war waren was
		wenn wer werden wie wir wird zu zum zur`)},
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
