package standard

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// texts are all English texts of the data that a reader may meet, each with
// where it stands.
func texts() map[string]string {
	out := map[string]string{}
	note := func(where string, list ...string) {
		for _, text := range list {
			if text != "" {
				out[text] = where
			}
		}
	}
	for _, e := range editions {
		for _, r := range Of(e).All() {
			note(e.String()+" "+r.ID, r.Title, r.Summary, r.SuccessorNote, r.AmendmentNote)
			a := r.Attributes
			note("attributes of "+r.ID, slices.Concat(a.ControlType, a.Properties, a.Concepts, a.Capabilities, a.Domains)...)
		}
	}
	for _, a := range Activities() {
		note("activities of "+a.Heading, a.Text)
	}
	for _, d := range Documented() {
		note("documented information "+d.Item, d.What)
	}
	for _, term := range Terms() {
		note("term "+term.Term, term.Term, term.Meaning)
	}
	return out
}

func TestEveryTextIsTranslatedIntoGerman(t *testing.T) {
	de := In("de-AT")
	if de == nil {
		t.Fatal(Err())
	}
	all := texts()
	alike := []string{"audit", "organisation"}
	for text, where := range all {
		translated, ok := de.texts[text]
		switch {
		case !ok || strings.TrimSpace(translated) == "":
			t.Errorf("%s has no German: %q", where, text)
		case strings.EqualFold(text, translated) && !slices.Contains(alike, text):
			t.Errorf("%s says the same in German: %q", where, text)
		case strings.HasSuffix(text, ".") != strings.HasSuffix(translated, "."):
			t.Errorf("%s ends otherwise in German: %q", where, translated)
		}
	}
	for text := range de.texts {
		if all[text] == "" {
			t.Errorf("nothing says %q any more", text)
		}
	}
}

// Two titles of an edition that differ in English differ in German too.
func TestGermanTitlesTellRequirementsApart(t *testing.T) {
	for _, e := range editions {
		english := map[string]string{} // by what it is translated to
		for _, r := range Of(e).All() {
			title, ok := r.TitleIn("de")
			if other, twice := english[title]; !ok || twice && other != r.Title {
				t.Errorf("%s: %q and %q are both %q", e, other, r.Title, title)
			}
			english[title] = r.Title
		}
	}
}

// Ids that a text names are named in its translation too.
func TestTranslationsNameTheSameIds(t *testing.T) {
	id := regexp.MustCompile(`A\.\d[\d.]*\d|\b\d\d?\.\d(?:\.\d)?\b|20\d\d\b|\d{5}(?:-\d)?`)
	compare := func(text, translated string) {
		t.Helper()
		a, b := id.FindAllString(text, -1), id.FindAllString(translated, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%.60q names %v, in German %v", text, a, b)
		}
	}
	de := In("de")
	for text := range texts() {
		compare(text, de.Of(text))
	}
	for _, name := range Pages() {
		compare(Page(name), de.Page(name))
		if a, b := strings.Count(Page(name), "\n"), strings.Count(de.Page(name), "\n"); a != b {
			t.Errorf("%s has %d lines, in German %d", name, a, b)
		}
	}
}

func TestTermsAreOrderedAsTheirLanguageOrdersThem(t *testing.T) {
	terms := In("de").Terms()
	if len(terms) != len(Terms()) {
		t.Fatalf("%d terms, in English %d", len(terms), len(Terms()))
	}
	at := func(term string) int {
		return slices.IndexFunc(terms, func(t Term) bool { return t.Term == term })
	}
	if a, b, c := at("Überprüfung"), at("Überwachung"), at("Verfügbarkeit"); a < 0 || a > b || b > c {
		t.Errorf("Überprüfung, Überwachung and Verfügbarkeit stand at %d, %d and %d", a, b, c)
	}
}

func TestOnlyGermanIsTranslatedTo(t *testing.T) {
	r, _ := Of(Edition2022).Lookup("A.5.15")
	for tag, want := range map[string]string{"de": "Zugangssteuerung", "DE-ch": "Zugangssteuerung", "en-GB": "", "den": "", "": ""} {
		if got, _ := r.TitleIn(tag); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
		if tag := In(tag).Tag(); (tag == "de") != (want != "") {
			t.Errorf("%s", tag)
		}
	}
	var english *Translation
	if english.Of(r.Title) != r.Title || english.Page(PageScope) != Page(PageScope) || len(english.Terms()) != len(Terms()) || len(english.All([]string{"x"})) != 1 {
		t.Error("without a translation the texts are English")
	}
}
