package pack_test

import (
	"regexp"
	"strings"
	"testing"

	"annexa/internal/language"
	"annexa/templates"
)

// german is a content in German in which no word is one of the interface in
// English.
func german() map[string]string {
	files := map[string]string{}
	for name, text := range content() {
		for _, w := range [...][2]string{
			{"Short policy", "Kurze Regeln"}, {"Long policy", "Lange Regeln"}, {"Draft policy", "Neue Regeln"}, {"A procedure", "Ein Ablauf"},
			{"Statement of Applicability", "SoA"}, {"Head of IT", "IT-Leitung"}, {"Chief Executive", "Geschäftsleitung"}, {"First text.", "Erste Fassung."},
			{"What holds.", "Was gilt."}, {"All of it", "Alles"}, {"The list", "Die Liste"}, {"Everyone must lock their screen whenever they leave it, see", "Alle sperren ihren Bildschirm, siehe"},
			{"A section", "Etwas"}, {"Because of", "Wegen"}, {"title: Loss", "title: Verlust"}, {"How to read it.", "Wie man sie liest."},
		} {
			text = strings.ReplaceAll(text, w[0], w[1])
		}
		files[name] = text
	}
	files["annexa.yaml"] = "language: de-AT\n" + files["annexa.yaml"]
	files["c.md"] += "\n> [!WARNING]\n> Nicht anfassen.[^1]\n\n[^1]: Nie.\n"
	return files
}

func TestAGermanPackSaysNothingInEnglish(t *testing.T) {
	en, _ := language.Of("en", templates.FS, nil)
	de, _ := language.Of("de", templates.FS, nil)
	k := maker(t, german())
	var all strings.Builder
	for _, p := range k.ISMS.Config.Packs {
		f, err := k.Pack(k.ISMS.Select(p))
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(run(t, f.PDF, "pdftotext", "-raw", "FILE", "-"))
	}
	all.WriteString(run(t, document(t, k, "POL-02").PDF, "pdftotext", "-raw", "FILE", "-"))
	text := strings.Join(strings.Fields(all.String()), " ")
	contains(t, text, "Maßnahme A.5.1 · Policies for information security", "Information security roles and responsibilities") // as the standard has it
	for _, q := range k.ISMS.Controls() {
		text = strings.ReplaceAll(text, q.Title, "")
	}
	german := map[string]bool{}
	for _, path := range de.Paths() {
		german[de.Say(path)] = true
	}
	for _, path := range en.Paths() {
		branch, _, _ := strings.Cut(path, ".")
		word := en.Say(path)
		if !strings.Contains(" pdf key column register word soa status classification alert decision reason answer progress ", " "+branch+" ") || german[word] || strings.Contains(word, "{") {
			continue
		}
		if regexp.MustCompile(`\b` + regexp.QuoteMeta(word) + `\b`).MatchString(text) {
			t.Errorf("%s says %q", path, word)
		}
		if strings.Contains(text, path) {
			t.Errorf("%s has no text", path)
		}
	}
	for _, said := range []string{
		"Dokumentenlenkung", "Lange Regeln", "Seite 2 von", "Stand 2026-11-02", "Vertraulich", "2. November 2026", "1. März 2026", "Richtlinien zur Informationssicherheit",
		"A.5 Organisatorische Maßnahmen", "Warnung", "Nicht entschieden", "ja",
	} {
		if !strings.Contains(text, said) {
			t.Errorf("nothing says %q", said)
		}
	}
}
