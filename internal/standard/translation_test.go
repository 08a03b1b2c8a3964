package standard

import "testing"

func TestEveryTitleIsTranslatedIntoGerman(t *testing.T) {
	titles, err := german()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, edition := range []Edition{Edition2013, Edition2022} {
		english := map[string]string{} // by what it is translated to
		for _, r := range Of(edition).All() {
			title, ok := r.TitleIn("de-AT")
			if !ok || title == "" {
				t.Errorf("%s %s: %s has no German title", edition, r.ID, r.Title)
			}
			if other, ok := english[title]; ok && other != r.Title {
				t.Errorf("%s: %q and %q are both %q", edition, other, r.Title, title)
			}
			english[title], used[r.Title] = r.Title, true
		}
	}
	for title := range titles {
		if !used[title] {
			t.Errorf("no requirement is called %s", title)
		}
	}
}

func TestOnlyGermanTitlesAreTranslated(t *testing.T) {
	r, _ := Of(Edition2022).Lookup("A.5.15")
	for tag, want := range map[string]string{"de": "Zugangssteuerung", "DE-ch": "Zugangssteuerung", "en-GB": "", "den": "", "": ""} {
		if got, _ := r.TitleIn(tag); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}
