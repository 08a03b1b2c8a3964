package build

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"annexa/internal/day"
	"annexa/internal/release"
)

// Of what a template gets wrong most is found before any page is made. What
// fails with the content of some pages alone is found when they are.
func TestATemplateThatFailsOnSomePagesIsAProblemThatNamesThem(t *testing.T) {
	content := map[string]string{}
	for _, id := range []string{"POL-01", "POL-02", "POL-03"} {
		content[id+".md"] = "---\nid: " + id + "\nkind: policy\ntitle: x\n---\n"
	}
	own := files(map[string]string{
		"document.html": "<h1>{{.Title}}</h1>\n{{if eq .ID \"POL-02\" \"POL-03\"}}{{(index .Crumbs 9).Text}}{{end}}",
		"glossary.html": `<h1>x</h1>{{if .Terms}}{{if gt (len .Terms) 1}}{{index .Terms 1 2}}{{end}}{{end}}`,
	})
	l, err := Load(t.Context(), Sources{Content: files(content), Templates: own}, Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "public")
	r, err := release.Open(t.Context(), dir, release.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Abort()
	made, err := l.Publish(t.Context(), r, Publication{Generator: "annexa", Workers: 2})
	if !errors.Is(err, ErrContent) {
		t.Errorf("published with %v", err)
	}
	var told []string
	for _, p := range made.Problems {
		told = append(told, p.Place.String()+": "+p.Message)
	}
	got := strings.Join(told, "\n")
	for _, want := range []string{
		`templates/document.html:2:34: documents/POL-02.html and 1 other file cannot be made: executing "document.html" at <index .Crumbs 9>`,
		`templates/glossary.html:1:49: glossary.html cannot be made: executing "glossary.html" at <index .Terms 1 2>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("told\n%s\nwant\n%s", got, want)
		}
	}
	if len(told) != 2 {
		t.Errorf("told %q", told)
	}
	preview, _, err := l.Preview(t.Context(), Publication{Generator: "annexa", Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := preview.Get("documents/POL-03.html"); err == nil || !strings.Contains(err.Error(), "documents/POL-03.html: template: document.html:2:34") {
		t.Errorf("a preview says %v", err)
	}
}
