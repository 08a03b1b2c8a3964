package main

import "testing"

func TestAnEditorIsOpenedAtAPlace(t *testing.T) {
	for name, want := range map[string]string{
		"vscode":                         "vscode://file/home/me/my%20isms/a%26b.md:3:7",
		"idea":                           "idea://open?file=/home/me/my%20isms/a%26b.md&line=3&column=7",
		"my://x?line={line}&path={file}": "my://x?line=3&path=/home/me/my%20isms/a%26b.md",
	} {
		edit, err := editor(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := edit("/home/me/my isms/a&b.md", 3, 7); got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
		if got := edit(`C:/isms/a.md`, 0, 0); got == "" {
			t.Errorf("%s: no address on a drive", name)
		}
	}
	if edit, err := editor("none"); edit != nil || err != nil {
		t.Error("none opens something")
	}
	for _, name := range []string{"", "emacs", "javascript:{file}", "my://without", "{file}"} {
		if _, err := editor(name); err == nil {
			t.Errorf("%q is taken for an editor", name)
		}
	}
}
