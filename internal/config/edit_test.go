package config

import "testing"

func TestTheAddressOfEditHasAPlaceForThePath(t *testing.T) {
	for pattern, want := range map[string]string{
		"https://git.example/isms/edit/main/content/{path}": "https://git.example/isms/edit/main/content/policies/a%20b.md",
		"http://git.example/edit?file={path}&mode=text":     "http://git.example/edit?file=policies/a%20b.md&mode=text",
		"https://git.example/isms/edit/main/":               "",
		"https://git.example/{path}/{path}":                 "",
		"https://{path}/x":                                  "",
		"https://git.example{path}":                         "",
		"javascript:alert(1)//{path}":                       "",
		"git@git.example:isms/{path}":                       "",
		"{path}":                                            "",
		"https://git.example/%zz/{path}":                    "",
	} {
		c, problems := Read([]byte("edit: \"" + pattern + "\"\n"))
		if got := c.EditAddress("policies/a%20b.md"); got != want || (len(problems) == 0) != (want != "") {
			t.Errorf("%s: %q, %v", pattern, got, problems)
		}
	}
	if c, problems := Read([]byte("edit: \"\"\n")); len(problems) > 0 || c.EditAddress("x") != "" {
		t.Errorf("%v", problems)
	}
	if c, _ := Read(nil); c.EditAddress("x") != "" {
		t.Error("there is an address where nothing is said")
	}
	if _, problems := Read([]byte("edit: [a]\n")); len(problems) != 1 {
		t.Errorf("a list: %v", problems)
	}
}
