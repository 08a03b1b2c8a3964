package site_test

import (
	"encoding/json"
	"fmt"
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

func TestTheListOfThePublishedSaysWhichVersionIsInForce(t *testing.T) {
	s := siteOf(t, load(t, approvedTexts(t)))
	want := [][]string{
		{"documents/POL-01.pdf", "POL-01 Second", "3"},
		{"documents/POL-01@1.pdf", "POL-01 First", "1", "no longer in force"},
		{"documents/POL-01@2.pdf", "POL-01 Second", "2", "never in force"},
		{"documents/POL-01@4.pdf", "POL-01 Second", "4", "not yet in force"},
	}
	var files []site.Listed
	for _, w := range want {
		files = append(files, site.Listed{Path: w[0], Base: [32]byte{1}})
	}
	data, err := s.Render(s.Published(files), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		if i == len(want) {
			break // the end of the script
		}
		var says []any
		if err := json.Unmarshal([]byte(strings.TrimSuffix(line, ",")), &says); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if got, want := fmt.Sprint(says[4:]), fmt.Sprint(want[i][1:]); got != want {
			t.Errorf("of %s it says %s, not %s", says[0], got, want)
		}
	}
}
