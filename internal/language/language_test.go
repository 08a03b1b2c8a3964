package language

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"

	"annexa/internal/day"
	"annexa/templates"
)

func words(files map[string]string) fs.FS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[Folder+"/"+name+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

const english = "thousands: ','\ndate: '{day} {month} {year}'\nmonths: [a, b, c, d, e, f, g, h, i, j, k, l]\nshort-months: [A, B, C, D, E, F, G, H, I, J, K, L]\ngreet: Hello {name}, {n} of {odd\npages: {one: '{n} page', other: '{n} pages'}\ndeep: {er: {still: text}}\nlist: 1,2026 , 11\n"

func TestATextIsSaidWithItsWords(t *testing.T) {
	l, problems := Of("en-GB", words(map[string]string{"en": english}), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for want, got := range map[string]string{
		"Hello {name} {n}, {n} of {odd": l.Say("greet", "name", "{name} {n}"),
		"Hello {name}, 3 of {odd":       l.Say("greet", "n", "3"),
		"1 page":                        l.Count("pages", 1),
		"0 pages":                       l.Count("pages", 0),
		"12,345,678 pages":              l.Count("pages", 12345678),
		"-1,234":                        l.Number(-1234),
		"999":                           l.Number(999),
		"# pages":                       l.Say("pages", "n", "#"),
		"text":                          l.Say("deep.er.still"),
		"deep.er":                       l.Say("deep.er"),
		"2 k 2026":                      l.Date(day.New(2026, 11, 2)),
		"":                              l.Date(day.Date{}),
		"K":                             l.ShortMonth(day.New(2026, 11, 2)),
		"1 2026 11":                     strings.Join(l.List("list"), " "),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestLayersWinTextByText(t *testing.T) {
	brought := words(map[string]string{
		"en": english,
		"de": "pages: {one: '{n} Seite', other: '{n} Seiten'}\n",
	})
	own := words(map[string]string{
		"de-at": "greet: Servus {name}\n",
		"ar":    "direction: rtl\nthousands: ٬\npages: {two: صفحتان, other: '{n} صفحة'}\n",
	})
	l, problems := Of("de-AT", brought, own)
	if len(problems) > 0 || l.Tag != "de-at" || l.Say("greet", "name", "Ada") != "Servus Ada" || l.Count("pages", 2) != "2 Seiten" || l.Say("deep.er.still") != "text" {
		t.Errorf("%+v, %v", l, problems)
	}
	l, problems = Of("ar", brought, own)
	if len(problems) > 0 || !l.RightToLeft || !l.Speaks("ar-EG") || l.Number(1234) != "1٬234" || l.Count("pages", 2) != "صفحتان" || l.Count("pages", 7) != "7 صفحة" {
		t.Errorf("%+v, %v", l, problems)
	}
	l, problems = Of("fr-CA", brought, own)
	if l.Tag != "en" || l.Speaks("fr-CA") || l.Count("pages", 1) != "1 page" || len(problems) != 1 || problems[0].Place.File != "templates/words/fr.yaml" {
		t.Errorf("%+v, %v", l, problems)
	}
}

func TestALanguageHasItsDirection(t *testing.T) {
	for tag, want := range map[string]string{"ar": "rtl", "he-IL": "rtl", "fa": "rtl", "ur-PK": "rtl", "az-Arab": "rtl", "az": "ltr", "de-AT": "ltr", "": "ltr", "?": "ltr"} {
		if got := Direction(tag); got != want {
			t.Errorf("%q: %s", tag, got)
		}
	}
}

func TestMistakesInWordsAreProblemsWithTheirPlace(t *testing.T) {
	brought := words(map[string]string{"en": english})
	for own, want := range map[string]string{
		"pagse: x":               "templates/words/en.yaml:1:8: error: nothing on any page says pagse",
		"deep: x":                "templates/words/en.yaml:1:7: error: nothing on any page says deep",
		"pages: [x]":             "templates/words/en.yaml:1:8: error: a text is wanted here",
		"months: [January]":      "templates/words/en.yaml:1:9: error: the names of twelve months",
		"greet: \"x":             "templates/words/en.yaml:1:8: error:",
		"- x":                    "templates/words/en.yaml:1:3: error: a map of texts is wanted here",
		"pages: {other: {a: b}}": "templates/words/en.yaml:1:16: error: a text is wanted here",
	} {
		_, problems := Of("en", brought, words(map[string]string{"en": own}))
		if len(problems) == 0 || !strings.HasPrefix(problems[0].Place.String()+": "+problems[0].Severity.String()+": "+problems[0].Message, want) {
			t.Errorf("%q: %v, want %s", own, problems, want)
		}
	}
}

// Every language that Annexa brings says every text, and fills in the same words.
func TestEveryLanguageIsComplete(t *testing.T) {
	files, err := fs.Glob(templates.FS, Folder+"/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	en, problems := Of(root, templates.FS, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, file := range files {
		tag := strings.TrimSuffix(strings.TrimPrefix(file, Folder+"/"), ".yaml")
		l := &Language{texts: map[string]text{}}
		r := &reader{language: l, defines: true}
		for _, path := range en.Paths() {
			l.texts[path] = text{}
		}
		if !r.layer(tag, templates.FS) || len(r.problems) > 0 || len(l.months) != 12 || len(l.short) != 12 {
			t.Errorf("%s: %v", file, r.problems)
		}
		for _, path := range en.Paths() {
			t1, t2 := en.texts[path], l.texts[path]
			if t2 == (text{}) {
				t.Errorf("%s does not say %s", file, path)
				continue
			}
			for form, s := range t2 {
				if got, want := holes(s), holes(t1[plural.Other]); s != "" && !slices.Equal(got, want) && !(plural.Form(form) == plural.One && len(got) == len(want)-1 && !slices.Contains(got, "n")) {
					t.Errorf("%s: %s fills in %v, in English %v", file, path, got, want)
				}
				if many := (t1 != text{t1[plural.Other]}); (s != "") != (plural.Form(form) == plural.Other || many && counted(xlanguage.Make(tag), plural.Form(form))) {
					t.Errorf("%s: %s has %q where the plural form is %d", file, path, s, form)
				}
			}
		}
		if extra := l.Paths(); len(extra) != len(en.Paths()) {
			t.Errorf("%s says %d texts, English has %d", file, len(extra), len(en.Paths()))
		}
	}
}

// counted says that a language has a plural form for some number.
func counted(tag xlanguage.Tag, form plural.Form) bool {
	for n := range 200 {
		if plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0) == form {
			return true
		}
	}
	return false
}

// What is the same in German is a word that both languages have.
func TestGermanIsNotEnglish(t *testing.T) {
	alike := map[string]bool{
		"number": true, "former.in": true, "requirement.original": true, // digits, names
		"trace.matrix": true, "fact.status": true, "fact.version": true, "changes.version": true, "column.version": true, "verify.version": true, "catalogue.version": true,
		"key.organisation": true, "key.status": true, "key.version": true, "pdf.action-of": true, "pdf.chapter.standard": true, "pdf.register": true, "pdf.register-id": true, "soa.state": true,
		"column.audits": true, "registers.one": true, "kind.standard": true, "kinds.standard": true, "kind.plan": true,
	}
	en, _ := Of("en", templates.FS, nil)
	de, _ := Of("de", templates.FS, nil)
	for _, path := range en.Paths() {
		if same := strings.EqualFold(en.texts[path][plural.Other], de.texts[path][plural.Other]); same != alike[path] {
			t.Errorf("%s is %q and %q", path, en.Say(path), de.Say(path))
		}
	}
}

// holes are the words that a text fills in, sorted.
func holes(s string) []string {
	var out []string
	for _, part := range strings.Split(s, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func FuzzWords(f *testing.F) {
	f.Add(english, "de", "pages")
	f.Fuzz(func(t *testing.T, file, tag, path string) {
		l, _ := Of(tag, words(map[string]string{"en": english}), words(map[string]string{"en": file, "de": file}))
		l.Say(path, "n", "1", "name", file)
		l.Date(day.New(2026, 1, 1))
	})
}
