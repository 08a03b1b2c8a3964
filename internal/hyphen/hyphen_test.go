package hyphen

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func divided(p *Patterns, word string) string {
	var parts []string
	last := 0
	for _, i := range p.Points(nil, word) {
		parts = append(parts, word[last:i])
		last = i
	}
	return strings.Join(append(parts, word[last:]), "-")
}

func TestWordsAreDividedAsTheirLanguageDoes(t *testing.T) {
	for language, words := range map[string]string{
		"en-GB": "inform-a-tion con-fid-en-ti-al-ity author-isa-tion avail-ab-il-ity man-age-ment respons-ib-il-it-ies uni-ver-sity how-ever owner risk policy ISO",
		"de":    "Infor-ma-ti-ons-si-cher-heit Sicher-heits-richt-li-nie Ver-trau-lich-keit Zugriffs-rechte Maß-nah-men Donau-dampf-schiff-fahrts-ge-sell-schaft Risiko Fluss",
	} {
		p := For(language)
		for want := range strings.FieldsSeq(words) {
			if got := divided(p, strings.ReplaceAll(want, "-", "")); got != want {
				t.Errorf("%s: got %s, want %s", language, got, want)
			}
		}
	}
}

func TestOtherWordsStayWhole(t *testing.T) {
	p := For("en")
	for _, word := range []string{"", "a", "owner's", "A.8.24", "2026", "information,", "in\u00adformation", strings.Repeat("information", 20), "İnformation", "\xff\xfeinformation"} {
		if points := p.Points(nil, word); points != nil {
			t.Errorf("%q is divided at %v", word, points)
		}
	}
}

func TestLanguages(t *testing.T) {
	for language, want := range map[string]bool{"en": true, "en-US": true, "EN-gb": true, "de-AT": true, "de-1901": false, "de-CH-1901": false, "fr": false, "": false, "den": false} {
		if got := For(language) != nil; got != want {
			t.Errorf("%s: %v, want %v", language, got, want)
		}
	}
}

func FuzzPoints(f *testing.F) {
	english, german := For("en"), For("de")
	f.Add("Informationssicherheitsmanagementsystem")
	f.Add("ǅﬀßİ̇")
	f.Fuzz(func(t *testing.T, word string) {
		for _, p := range []*Patterns{english, german} {
			points := p.Points(nil, word)
			if !slices.IsSorted(points) {
				t.Fatal(points)
			}
			for _, i := range points {
				if utf8.RuneCountInString(word[:i]) < before || utf8.RuneCountInString(word[i:]) < after || !utf8.RuneStart(word[i]) {
					t.Fatalf("%q is divided at %d", word, i)
				}
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		For("de")
	}
}

func BenchmarkPoints(b *testing.B) {
	p := For("en")
	for b.Loop() {
		p.Points(nil, "confidentiality")
	}
}
