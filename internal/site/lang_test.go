package site_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/templates"
)

// spoken are the pages of a content with some documents in other languages, and
// with words of its own.
func spoken(t *testing.T, tag string, words map[string]string) map[string]string {
	t.Helper()
	content := fstest.MapFS{
		"annexa.yaml":       {Data: []byte("language: " + tag + "\ndate: 2026-11-02\norganisation: {name: Small}\n")},
		"one.md":            {Data: []byte("---\nid: POL-01\ntitle: One\nkind: policy\nstatus: approved\neffective: 2026-03-01\nreview: {every: 12 months, last: 2026-03-01}\naudience: [Alle]\n---\n[[A.5.15]] [[POL-02]]\n\n> [!NOTE]\n> x\n")},
		"two.md":            {Data: []byte("---\nid: POL-02\ntitle: سياسة\nsummary: ملخص\nkind: policy\nstatus: draft\nlanguage: ar\n---\n> [!NOTE]\n> نص\n")},
		"controls/A.5.1.md": {Data: []byte("---\ncontrol: A.5.1\napplicable: yes\njustification: نص\nlanguage: ar\n---\nنص\n")},
	}
	own := fstest.MapFS{}
	for name, text := range words {
		own["words/"+name+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	l, err := build.Load(context.Background(), build.Sources{Content: content, Templates: fs.FS(own)}, build.Options{Day: func(pinned day.Date) day.Date { return pinned }, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	opt := options(t, l)
	opt.Templates = templates.FS
	pages := map[string]string{}
	for name, data := range render(t, l, opt) {
		pages[name] = string(data)
	}
	return pages
}

func TestEveryPassageIsInTheLanguageItSays(t *testing.T) {
	for _, c := range []struct {
		tag   string
		words map[string]string
		has   map[string][]string // by page
		lacks map[string][]string
	}{
		{"en-GB", nil, map[string][]string{
			"documents/POL-02.html": {`<html lang="en-GB" dir="ltr">`, `data-state="draft" lang="ar" dir="rtl">سياسة</h1>`, `<p class="lead" lang="ar" dir="rtl">`, `<div class="prose" lang="ar" dir="rtl">`, `<p class="alert-title" lang="en-GB">Note</p>`},
			"documents/POL-01.html": {`<a href="../documents/POL-02.html" class="draft">POL-02 سياسة <small>(not in force)</small></a>`, `<p class="alert-title">Note</p>`},
			"documents.html":        {`<a href="documents/POL-02.html" lang="ar" dir="rtl">سياسة</a>`},
			"controls/A.5.1.html":   {`<p lang="ar" dir="rtl">نص</p>`},
		}, map[string][]string{"controls/A.5.15.html": {`lang="en"`}, "documents/POL-01.html": {`class="prose" lang`}}},
		{"de-AT", nil, map[string][]string{
			"documents/POL-01.html": {`<html lang="de-AT" dir="ltr">`, `<a href="../controls/A.5.15.html">A.5.15 Zugangssteuerung</a>`, "1. März 2026", "jedes Jahr", "1. März 2027", "Hinweis"},
			"controls/A.5.15.html":  {"</span> Zugangssteuerung</h1>", `<span lang="en">Access control</span>`, "Vertraulichkeit, Integrität, Verfügbarkeit", "geschäftlichen Bedarf"},
			"soa/soa.html":          {`Zugangssteuerung</a> <small lang="en">Access control</small>`},
			"glossary.html":         {">Risikoeigentümer</dt>", "Definiert in ISO/IEC 27000:2018"},
			"standard.html":         {"Über die Norm", "Wer zertifiziert", "externe Beurteilung führen zur Zertifizierung"},
			"clauses/3.html":        {"Terminologiedatenbanken"},
			"clauses/2013/4.2.html": {"ISO/IEC 27001:2013 ist zurückgezogen", "im Oktober 2022", "am 31. Oktober 2025", "fügt eine Entscheidung hinzu"},
			"index.html":            {"<title>Small Managementsystem für Informationssicherheit</title>", "Für alle"},
			"changes.atom":          {`xml:lang="de-AT"`},
		}, map[string][]string{"standard.html": {`lang="en"`}, "glossary.html": {`lang="en"`}}},
		{"fr", nil, map[string][]string{
			"documents/POL-01.html": {`<html lang="en" dir="ltr">`, `<h1 lang="fr" dir="ltr">One</h1>`, `<div class="prose" lang="fr" dir="ltr">`, `<a href="../controls/A.5.15.html" lang="en">A.5.15 Access control</a>`, `<p class="alert-title" lang="en">Note</p>`},
			"documents.html":        {`lang="fr" dir="ltr">One</a>`},
		}, map[string][]string{"controls/A.5.15.html": {"<h1 lang", `class="lead" lang`}}},
		{"ar", map[string]string{"ar": "direction: rtl\nlayout: {menu: قائمة}\n"}, map[string][]string{
			"documents/POL-02.html": {`<html lang="ar" dir="rtl">`, `data-state="draft">سياسة</h1>`, ">قائمة<"},
			"controls/A.5.15.html":  {`<h1 lang="en" dir="ltr">`, `<p class="lead" lang="en" dir="ltr">`},
			"glossary.html":         {`<dt id="Term-risk-owner" lang="en" dir="ltr">risk owner</dt>`},
			"404.html":              {`<html lang="ar" dir="rtl">`},
		}, nil},
	} {
		pages := spoken(t, c.tag, c.words)
		for name, texts := range c.has {
			for _, text := range texts {
				if !strings.Contains(pages[name], text) {
					t.Errorf("in %s, %s has no %s", c.tag, name, text)
				}
			}
		}
		for name, texts := range c.lacks {
			for _, text := range texts {
				if strings.Contains(pages[name], text) {
					t.Errorf("in %s, %s has %s", c.tag, name, text)
				}
			}
		}
	}
}
