package site_test

import (
	"encoding/json"
	"strings"
	"testing"

	"annexa/internal/site"
)

func TestTheListOfThePublishedIsAScriptThatSaysWhatEachPDFIs(t *testing.T) {
	l := load(t, withAliases("[]"))
	s := siteOf(t, l)
	page := s.Published([]site.Listed{
		{Path: "a </script>\u2028.html", SHA256: [32]byte{1}, Size: 3},
		{Path: "documents/POL-01.pdf", SHA256: [32]byte{2}, Size: 4, Base: [32]byte{0xab}},
	})
	data, err := s.Render(page, nil)
	if err != nil || page.Path != "assets/published.js" {
		t.Fatal(page.Path, err)
	}
	text, ok := strings.CutPrefix(string(data), "var annexaPublished = ")
	if !ok || strings.ContainsAny(text, "<\u2028") {
		t.Errorf("this is no script: %s", data)
	}
	var list struct {
		Date  string
		Files [][]any
	}
	if err := json.Unmarshal([]byte(strings.TrimSuffix(text, ";\n")), &list); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	if list.Date != "2026-11-02" || len(list.Files) != 2 || list.Files[0][0] != "a </script>\u2028.html" || len(list.Files[0]) != 3 {
		t.Errorf("%+v", list)
	}
	if pdf := list.Files[1]; pdf[1] != "02"+strings.Repeat("00", 31) || pdf[2] != 4.0 || pdf[3] != "ab"+strings.Repeat("00", 31) || pdf[4] != "POL-01 One" || len(pdf) != 7 || pdf[6] != "draft" {
		t.Errorf("%v", pdf)
	}
}
